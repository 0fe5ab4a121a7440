;; The least guest: one handler that gives its payload back.
(module
  (memory (export "memory") 1)
  (func (export "yao_abi_v1") (result i32) (i32.const 0))
  (func (export "yao_alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "yao_free") (param i32 i32))
  (func (export "echo") (param i32 i32) (result i64)
    (i64.or (i64.shl (i64.extend_i32_u (local.get 0)) (i64.const 32)) (i64.extend_i32_u (local.get 1)))))
