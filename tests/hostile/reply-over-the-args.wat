;;! fault The allocator gives the block of the arguments for the reply
;;! group buffers
;;! request h [1, 2] => value [1, 2]
(module
  (import "yao" "process" (func $process (param i32 i32 i32 i32) (result i64)))
  (memory (export "memory") 1)
  (func (export "yao_abi_v1") (result i32) (i32.const 0))
  (func $alloc (export "yao_alloc") (param $len i32) (result i32)
    (i32.const 4096))
  (func (export "yao_free") (param i32 i32))
  (data (i32.const 16) "t.echo")
  (func (export "h") (param i32 i32) (result i64)
    (call $process (i32.const 16) (i32.const 6) (local.get 0) (local.get 1))))
