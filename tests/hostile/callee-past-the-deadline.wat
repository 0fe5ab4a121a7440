;;! fault The callee runs past the deadline of the request: nobody can catch that
;;! group midway
;;! limit fuel 0xffffffffffffffff
;;! limit deadline_ms 50
;;! tick 10000
;;! request h => limit deadline_ms
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
  (data (i32.const 16) "scripts.hostile.inner")
  (func (export "h") (param i32 i32) (result i64)
    (drop (call $process (i32.const 16) (i32.const 21) (i32.const 0) (i32.const 0)))
    (i64.const 0))
  (func (export "inner") (param i32 i32) (result i64)
    (loop (br 0))
    unreachable))
