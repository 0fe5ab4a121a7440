;; A guest that uses SIMD and tail calls none: features are found by what the module cannot do without.
(module
  (memory (export "memory") 1 2)
  (func (export "yao_abi_v1") (result i32) i32.const 1)
  (func (export "splat") (param i32) (result i32) (i32x4.extract_lane 0 (i32x4.splat (local.get 0)))))
