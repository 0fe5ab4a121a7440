;;! fault A function that calls itself for ever: the stack of the engine is not the stack of the host
;;! group recursion
;;! request h => trap "call stack exhausted"
(module
  (memory (export "memory") 1)
  (func (export "yao_abi_v1") (result i32) (i32.const 0))
  (global $top (mut i32) (i32.const 4096))
  (func $alloc (export "yao_alloc") (param $len i32) (result i32)
    (global.get $top)
    (global.set $top
      (i32.and (i32.add (i32.add (global.get $top) (local.get $len)) (i32.const 15)) (i32.const -16))))
  (func (export "yao_free") (param i32 i32))
  (func $h (export "h") (param i32 i32) (result i64)
    (call $h (local.get 0) (local.get 1))))
