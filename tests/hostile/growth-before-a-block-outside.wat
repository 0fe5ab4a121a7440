;;! fault The allocator grows the memory inside `process`, and gives a block past the new end
;;! group growth-inside
;;! request h => trap "block from yao_alloc of 1 bytes at 0x20000 exceeds memory of 0x20000 bytes"
(module
  (import "yao" "process" (func $process (param i32 i32 i32 i32) (result i64)))
  (memory (export "memory") 1)
  (func (export "yao_abi_v1") (result i32) (i32.const 0))
  (func $alloc (export "yao_alloc") (param $len i32) (result i32)
    (drop (memory.grow (i32.const 1)))
    (i32.const 0x20000))
  (func (export "yao_free") (param i32 i32))
  (data (i32.const 16) "t.echo")
  (func (export "h") (param i32 i32) (result i64)
    (call $process (i32.const 16) (i32.const 6) (i32.const 0) (i32.const 0))))
