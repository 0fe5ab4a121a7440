;;! fault Escapes that clear a screen, and a line that looks like two
;;! group logs
;;! lines 1
;;! log info "\\x1b[2J\\u{9b}1m\\nroot: all is well\\r"
;;! request h => empty
(module
  (import "yao" "log" (func $log (param i32 i32 i32)))
  (memory (export "memory") 1)
  (func (export "yao_abi_v1") (result i32) (i32.const 0))
  (global $top (mut i32) (i32.const 4096))
  (func $alloc (export "yao_alloc") (param $len i32) (result i32)
    (global.get $top)
    (global.set $top
      (i32.and (i32.add (i32.add (global.get $top) (local.get $len)) (i32.const 15)) (i32.const -16))))
  (func (export "yao_free") (param i32 i32))
  (data (i32.const 16) "\1b[2J\c2\9b1m\0aroot: all is well\0d")
  (func (export "h") (param i32 i32) (result i64)
    (call $log (i32.const 4) (i32.const 16) (i32.const 27))
    (i64.const 0)))
