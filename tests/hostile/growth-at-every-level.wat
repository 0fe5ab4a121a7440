;;! fault As many growths as one function may have, in a loop, at every level of nested calls
;;! group growth
;;! repeat GROW 64 "(drop (memory.grow (i32.const -1)))"
;;! peak 4194304
;;! depth 16
;;! request h => error 508 "call_depth of 16 levels exceeded by 17"
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
    (local $i i32)
    (loop $again
      {GROW}
      (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 100))))
    (call $process (i32.const 16) (i32.const 17) (i32.const 0) (i32.const 0))))
