;;! fault The reply of a process is over a limit: error 413 instead of it
;;! group midway
;;! limit payload_bytes 1000
;;! request h [2000] => error 413 "payload_bytes of 1000 bytes exceeded by 2003"
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
  (data (i32.const 16) "t.text")
  (func (export "h") (param i32 i32) (result i64)
    (call $process (i32.const 16) (i32.const 6) (local.get 0) (local.get 1))))
