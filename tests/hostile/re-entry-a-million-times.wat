;;! fault A million calls of its own module, one after the other: each has an instance of its own, and leaves nothing behind
;;! group re-entry
;;! heavy
;;! limit process_calls 0xffffffffffffffff
;;! limit fuel 0xffffffffffffffff
;;! depth 2
;;! request h => value 0
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
  (data (i32.const 16) "scripts.hostile.leaf")
  (func (export "h") (param i32 i32) (result i64)
    (local $i i32) (local $refused i32)
    (loop $again
      (if (i64.ne (call $process (i32.const 16) (i32.const 20) (i32.const 0) (i32.const 0)) (i64.const 0))
        (then
          ;; The error record is of no interest, and its block is used again.
          (global.set $top (i32.const 4096))
          (local.set $refused (i32.add (local.get $refused) (i32.const 1)))))
      (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 1000000))))
    (i32.store8 (i32.const 64) (i32.const 0xce))
    (i32.store8 (i32.const 65) (i32.shr_u (local.get $refused) (i32.const 24)))
    (i32.store8 (i32.const 66) (i32.shr_u (local.get $refused) (i32.const 16)))
    (i32.store8 (i32.const 67) (i32.shr_u (local.get $refused) (i32.const 8)))
    (i32.store8 (i32.const 68) (local.get $refused))
    (i64.const 0x4000000005))
  (func (export "leaf") (param i32 i32) (result i64)
    (i64.const 0)))
