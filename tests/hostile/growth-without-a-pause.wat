;;! fault A function of 10,000 times `memory.grow` in a row: each may leave something on the stack of the engine
;;! group growth
;;! repeat GROW 10000 "(drop (memory.grow (i32.const -1)))"
;;! load => refused growth_instructions "10000 instructions that grow memory or a table"
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
    {GROW}
    (i64.const 0)))
