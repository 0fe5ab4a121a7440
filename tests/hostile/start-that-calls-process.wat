;;! fault `start` calls a process
;;! group start
;;! load => refused trap_at_load "yao.process called while start or _initialize runs"
(module
  (import "yao" "process" (func $process (param i32 i32 i32 i32) (result i64)))
  (memory (export "memory") 1)
  (func (export "yao_abi_v1") (result i32) (i32.const 0))
  (global $top (mut i32) (i32.const 4096))
  (func $alloc (export "yao_alloc") (param $len i32) (result i32)
    (global.get $top)
    (global.set $top
      (i32.and (i32.add (i32.add (global.get $top) (local.get $len)) (i32.const 15)) (i32.const -16))))
  (func (export "yao_free") (param i32 i32))
  (func $start (drop (call $process (i32.const 16) (i32.const 5) (i32.const 0) (i32.const 0))))
  (start $start)
  (data (i32.const 16) "t.nil")
  (func (export "h") (param i32 i32) (result i64)
    (i64.const 0)))
