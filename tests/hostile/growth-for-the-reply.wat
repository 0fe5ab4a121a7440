;;! fault The allocator grows the memory inside `process`, and gives a block in the new page
;;! group growth-inside
;;! pages 3
;;! request h [5] => value [5]
(module
  (import "yao" "process" (func $process (param i32 i32 i32 i32) (result i64)))
  (memory (export "memory") 1)
  (func (export "yao_abi_v1") (result i32) (i32.const 0))
  (func $alloc (export "yao_alloc") (param $len i32) (result i32)
    (i32.mul (memory.grow (i32.const 1)) (i32.const 0x10000)))
  (func (export "yao_free") (param i32 i32))
  (data (i32.const 16) "t.echo")
  (func (export "h") (param i32 i32) (result i64)
    (call $process (i32.const 16) (i32.const 6) (local.get 0) (local.get 1))))
