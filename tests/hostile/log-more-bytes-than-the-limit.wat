;;! fault Lines of 1,000 bytes where 2,500 are allowed
;;! group logs
;;! limit log_bytes 2500
;;! lines 2
;;! dropped 8
;;! request h => empty
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
    (local $i i32)
    (loop $again
      (call $log (i32.const 4) (i32.const 0) (i32.const 1000))
      (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 10))))
    (i64.const 0)))
