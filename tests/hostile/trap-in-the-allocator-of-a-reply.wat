;;! fault The allocator traps while the host makes room for a reply
;;! group midway
;;! request h => trap "unreachable"
(module
  (import "yao" "process" (func $process (param i32 i32 i32 i32) (result i64)))
  (memory (export "memory") 1)
  (func (export "yao_abi_v1") (result i32) (i32.const 0))
  (func $alloc (export "yao_alloc") (param $len i32) (result i32)
    unreachable)
  (func (export "yao_free") (param i32 i32))
  (data (i32.const 16) "t.echo")
  (func (export "h") (param i32 i32) (result i64)
    (call $process (i32.const 16) (i32.const 6) (i32.const 0) (i32.const 0))))
