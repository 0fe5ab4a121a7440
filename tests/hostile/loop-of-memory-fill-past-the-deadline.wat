;;! fault A loop of `memory.fill` over 16 MiB, cut by the deadline
;;! group endless
;;! limit fuel 0xffffffffffffffff
;;! limit deadline_ms 50
;;! tick 10000
;;! peak 50331648
;;! pages 256
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
    (drop (memory.grow (i32.const 255)))
    (loop $again
      (memory.fill (i32.const 0) (i32.const 1) (i32.const 0x1000000))
      (br $again))
    (i64.const 0)))
