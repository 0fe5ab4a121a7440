;;! fault `yao_alloc` gives 0 for the payload: 507, and the handler does not run
;;! group allocators
;;! request h [1] => error 507 "yao_alloc gave 0 for a payload of 2 bytes"
(module
  (memory (export "memory") 1)
  (func (export "yao_abi_v1") (result i32) (i32.const 0))
  (func $alloc (export "yao_alloc") (param $len i32) (result i32)
    (i32.const 0))
  (func (export "yao_free") (param i32 i32))
  (func (export "h") (param i32 i32) (result i64)
    unreachable))
