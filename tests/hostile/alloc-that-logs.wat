;;! fault `yao_alloc` writes a log line, which does no harm
;;! group allocators
;;! lines 1
;;! log debug "hm"
;;! request h [1] => empty
(module
  (import "yao" "log" (func $log (param i32 i32 i32)))
  (memory (export "memory") 1)
  (func (export "yao_abi_v1") (result i32) (i32.const 0))
  (func $alloc (export "yao_alloc") (param $len i32) (result i32)
    (call $log (i32.const 5) (i32.const 16) (i32.const 2))
    (i32.const 64))
  (func (export "yao_free") (param i32 i32))
  (data (i32.const 16) "hm")
  (func (export "h") (param i32 i32) (result i64)
    (i64.const 0)))
