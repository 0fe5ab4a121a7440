;;! fault `yao_alloc` traps
;;! group allocators
;;! request h [1] => trap "unreachable"
(module
  (memory (export "memory") 1)
  (func (export "yao_abi_v1") (result i32) (i32.const 0))
  (func $alloc (export "yao_alloc") (param $len i32) (result i32)
    unreachable)
  (func (export "yao_free") (param i32 i32))
  (func (export "h") (param i32 i32) (result i64)
    (i64.const 0)))
