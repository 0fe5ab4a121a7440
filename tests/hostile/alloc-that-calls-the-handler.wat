;;! fault `yao_alloc` calls the handler, which asks for a block for a reply
;;! group allocators
;;! request h => trap "yao.process called while a yao_ export runs"
(module
  (import "yao" "process" (func $process (param i32 i32 i32 i32) (result i64)))
  (memory (export "memory") 1)
  (func (export "yao_abi_v1") (result i32) (i32.const 0))
  (func $alloc (export "yao_alloc") (param $len i32) (result i32)
    (drop (call $h (i32.const 0) (i32.const 0)))
    (i32.const 64))
  (func (export "yao_free") (param i32 i32))
  (data (i32.const 16) "t.echo")
  (func $h (export "h") (param i32 i32) (result i64)
    (call $process (i32.const 16) (i32.const 6) (i32.const 0) (i32.const 0))))
