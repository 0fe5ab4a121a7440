;;! fault The allocator takes all memory there is for the reply, then says that it has none
;;! group growth-inside
;;! limit memory_pages 4
;;! pages 4
;;! request h => error 507 ""
(module
  (import "yao" "process" (func $process (param i32 i32 i32 i32) (result i64)))
  (memory (export "memory") 1)
  (func (export "yao_abi_v1") (result i32) (i32.const 0))
  (func $alloc (export "yao_alloc") (param $len i32) (result i32)
    (drop (memory.grow (i32.const 3)))
    (i32.const 0))
  (func (export "yao_free") (param i32 i32))
  (data (i32.const 16) "t.echo")
  (func (export "h") (param i32 i32) (result i64)
    (call $process (i32.const 16) (i32.const 6) (i32.const 0) (i32.const 0))))
