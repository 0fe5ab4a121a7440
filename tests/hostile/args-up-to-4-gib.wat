;;! fault Arguments that end at 2^32
;;! group pointers
;;! request h => trap "arguments of 16 bytes at 0xfffffff0 exceeds memory of 0x10000 bytes"
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
  (data (i32.const 16) "t.nil")
  (func (export "h") (param i32 i32) (result i64)
    (call $process (i32.const 16) (i32.const 5) (i32.const 0xfffffff0) (i32.const 0x10))))
