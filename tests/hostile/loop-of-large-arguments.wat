;;! fault A loop of calls of a process with arguments of 32 KiB: their bytes cost fuel, and are counted
;;! group endless
;;! limit fuel 100000
;;! limit boundary_bytes 1000000
;;! request h => limit fuel
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
  (data (i32.const 64) "\91\c5\7f\fc")
  (func (export "h") (param i32 i32) (result i64)
    (loop $again
      (drop (call $process (i32.const 16) (i32.const 5) (i32.const 64) (i32.const 32768)))
      (global.set $top (i32.const 4096))
      (br $again))
    (i64.const 0)))
