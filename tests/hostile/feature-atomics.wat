;;! fault An atomic instruction
;;! group structure
;;! load => refused invalid "threads"
(module
  (memory (export "memory") 1)
  (func (export "yao_abi_v1") (result i32) (i32.const 0))
  (global $top (mut i32) (i32.const 4096))
  (func $alloc (export "yao_alloc") (param $len i32) (result i32)
    (global.get $top)
    (global.set $top
      (i32.and (i32.add (i32.add (global.get $top) (local.get $len)) (i32.const 15)) (i32.const -16))))
  (func (export "yao_free") (param i32 i32))
  (func (drop (i32.atomic.rmw.add (i32.const 0) (i32.const 1))))
  (func (export "h") (param i32 i32) (result i64)
    (i64.const 0)))
