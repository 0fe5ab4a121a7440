;;! fault 17 levels: the last call is refused, and the error comes back through all of them
;;! group re-entry
;;! depth 16
;;! peak 4194304
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
  (func $read (param $at i32) (result i32)
    ;; A uint 32 of MessagePack, big-endian.
    (i32.or
      (i32.or (i32.shl (i32.load8_u (local.get $at)) (i32.const 24))
              (i32.shl (i32.load8_u offset=1 (local.get $at)) (i32.const 16)))
      (i32.or (i32.shl (i32.load8_u offset=2 (local.get $at)) (i32.const 8))
              (i32.load8_u offset=3 (local.get $at)))))
  (func $write (param $at i32) (param $n i32)
    (i32.store8 (local.get $at) (i32.shr_u (local.get $n) (i32.const 24)))
    (i32.store8 offset=1 (local.get $at) (i32.shr_u (local.get $n) (i32.const 16)))
    (i32.store8 offset=2 (local.get $at) (i32.shr_u (local.get $n) (i32.const 8)))
    (i32.store8 offset=3 (local.get $at) (local.get $n)))
  ;; Without an argument it begins with 17 levels; with one, that many are left.
  (func (export "h") (param i32 i32) (result i64)
    (local $left i32)
    (local.set $left
      (if (result i32) (local.get 1)
        (then (call $read (i32.add (local.get 0) (i32.const 2))))
        (else (i32.const 17))))
    (if (i32.eq (local.get $left) (i32.const 1)) (then (return (i64.const 0))))
    (i32.store16 (i32.const 64) (i32.const 0xce91))
    (call $write (i32.const 66) (i32.sub (local.get $left) (i32.const 1)))
    (call $process (i32.const 16) (i32.const 17) (i32.const 64) (i32.const 6))))
