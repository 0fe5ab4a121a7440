;;! fault A loop of computation with all the fuel there is, cut by the deadline
;;! group endless
;;! limit fuel 0xffffffffffffffff
;;! limit deadline_ms 50
;;! tick 10000
;;! request h => limit deadline_ms
(module
  (memory (export "memory") 1)
  (func (export "yao_abi_v1") (result i32) (i32.const 0))
  (global $top (mut i32) (i32.const 4096))
  (func $alloc (export "yao_alloc") (param $len i32) (result i32)
    (global.get $top)
    (global.set $top
      (i32.and (i32.add (i32.add (global.get $top) (local.get $len)) (i32.const 15)) (i32.const -16))))
  (func (export "yao_free") (param i32 i32))
  (func (export "h") (param i32 i32) (result i64)
    (local $i i64)
    (loop $again
      (local.set $i (i64.add (i64.mul (local.get $i) (i64.const 6364136223846793005)) (i64.const 1)))
      (br $again))
    (i64.const 0)))
