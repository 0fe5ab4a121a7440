;;! fault A process name at 2^31
;;! group pointers
;;! request h => trap "process name of 1 bytes at 0x80000000 exceeds memory of 0x10000 bytes"
(module
  (import "yao" "process" (func $process (param i32 i32 i32 i32) (result i64)))
  (memory (export "memory") 1)
  (func (export "yao_abi_v1") (result i32) (i32.const 0))
  (global $top (mut i32) (i32.const 4096))
  (func $alloc (export "yao_alloc") (param $len i32) (result i32)
    (global.get $top)
    (global.set $top
      (i32.and (i32.add (i32.add (global.get $top) (local.get $len)) (i32.const 15)) (i32.const -16))))
  (func (export "yao_free") (param i32 i32))
  (func (export "h") (param i32 i32) (result i64)
    (call $process (i32.const 0x80000000) (i32.const 0x1) (i32.const 0) (i32.const 0))))
