;;! fault The value of a global is a sum of 100,001 numbers: an engine that adds them by recursion overflows the stack of the host
;;! group recursion
;;! repeat ADD 100000 "i32.const 1 i32.add "
;;! peak 4194304
;;! load => refused invalid "constant expression"
(module
  (memory (export "memory") 1)
  (func (export "yao_abi_v1") (result i32) (i32.const 0))
  (global $top (mut i32) (i32.const 4096))
  (func $alloc (export "yao_alloc") (param $len i32) (result i32)
    (global.get $top)
    (global.set $top
      (i32.and (i32.add (i32.add (global.get $top) (local.get $len)) (i32.const 15)) (i32.const -16))))
  (func (export "yao_free") (param i32 i32))
  (global i32 i32.const 1 {ADD})
  (func (export "h") (param i32 i32) (result i64)
    (i64.const 0)))
