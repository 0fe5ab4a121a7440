;;! fault Every level starts with three pages: all levels share one limit
;;! group re-entry
;;! limit memory_pages 8
;;! pages 6
;;! depth 3
;;! request h => error 507 "memory_pages of 8 64 KiB pages exceeded by 9"
(module
  (import "yao" "process" (func $process (param i32 i32 i32 i32) (result i64)))
  (memory (export "memory") 3)
  (func (export "yao_abi_v1") (result i32) (i32.const 0))
  (global $top (mut i32) (i32.const 4096))
  (func $alloc (export "yao_alloc") (param $len i32) (result i32)
    (global.get $top)
    (global.set $top
      (i32.and (i32.add (i32.add (global.get $top) (local.get $len)) (i32.const 15)) (i32.const -16))))
  (func (export "yao_free") (param i32 i32))
  (data (i32.const 16) "scripts.hostile.h")
  (func (export "h") (param i32 i32) (result i64)
    (call $process (i32.const 16) (i32.const 17) (i32.const 0) (i32.const 0))))
