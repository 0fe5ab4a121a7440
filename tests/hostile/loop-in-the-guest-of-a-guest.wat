;;! fault The callee loops in the tenth level; all levels end
;;! group endless
;;! limit fuel 100000
;;! peak 4194304
;;! depth 10
;;! request h => limit fuel
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
  (data (i32.const 16) "scripts.hostile.h")
  (func (export "h") (param i32 i32) (result i64)
    (if (i32.eq (local.get 1) (i32.const 9)) (then (loop (br 0))))
    ;; The arguments are so many times nil as there are levels, less one.
    (i32.store8 (i32.const 64) (i32.add (i32.const 0x90) (local.get 1)))
    (i64.store (i32.const 65) (i64.const 0xc0c0c0c0c0c0c0c0))
    (call $process (i32.const 16) (i32.const 17) (i32.const 64) (i32.add (local.get 1) (i32.const 1)))))
