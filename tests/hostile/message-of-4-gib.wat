;;! fault A log message of 2^32 - 1 bytes
;;! group lengths
;;! request h => trap "log message of 4294967295 bytes at 0x0 exceeds memory of 0x10000 bytes"
(module
  (import "yao" "log" (func $log (param i32 i32 i32)))
  (memory (export "memory") 1)
  (func (export "yao_abi_v1") (result i32) (i32.const 0))
  (global $top (mut i32) (i32.const 4096))
  (func $alloc (export "yao_alloc") (param $len i32) (result i32)
    (global.get $top)
    (global.set $top
      (i32.and (i32.add (i32.add (global.get $top) (local.get $len)) (i32.const 15)) (i32.const -16))))
  (func (export "yao_free") (param i32 i32))
  (func (export "h") (param i32 i32) (result i64)
    (call $log (i32.const 4) (i32.const 0x0) (i32.const 0xffffffff))
    (i64.const 0)))
