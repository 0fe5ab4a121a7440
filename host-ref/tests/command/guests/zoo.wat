;; One handler for each thing that can come of a call. MessagePack is written out byte by byte.
(module
  (import "yao" "process" (func $process (param i32 i32 i32 i32) (result i64)))
  (import "yao" "log" (func $log (param i32 i32 i32)))
  (memory (export "memory") 1)
  (global $top (mut i32) (i32.const 4096))

  (data (i32.const 16) "utils.greet")
  (data (i32.const 32) "asking\1b[31m\0anow")
  ;; {"code": 422, "message": "no such \u{1b}", "details": {"field": "name"}}
  (data (i32.const 64) "\83\a4code\cd\01\a6\a7message\a9no such \1b\a7details\81\a5field\a4name")
  (data (i32.const 160) "scripts.other.echo")
  (data (i32.const 128) "\81\01\a3one") ;; {1: "one"}

  (func (export "yao_abi_v1") (result i32) i32.const 0)
  ;; A bump allocator that never frees: each of these handlers runs once in its instance.
  (func $alloc (export "yao_alloc") (param $len i32) (result i32)
    (local $at i32)
    (local.set $at (global.get $top))
    (global.set $top (i32.and (i32.add (i32.add (global.get $top) (local.get $len)) (i32.const 15)) (i32.const -16)))
    (local.get $at))
  (func (export "yao_free") (param i32 i32))
  (func $pack (param $ptr i32) (param $len i32) (result i64)
    (i64.or (i64.shl (i64.extend_i32_u (local.get $ptr)) (i64.const 32)) (i64.extend_i32_u (local.get $len))))
  ;; A copy of static bytes in a block of its own: results are never static data.
  (func $copy (param $from i32) (param $len i32) (result i64)
    (local $to i32)
    (local.set $to (call $alloc (local.get $len)))
    (memory.copy (local.get $to) (local.get $from) (local.get $len))
    (call $pack (local.get $to) (local.get $len)))

  (func (export "echo") (param i32 i32) (result i64) (call $pack (local.get 0) (local.get 1)))
  (func (export "nothing") (param i32 i32) (result i64) i64.const 0)
  (func (export "ask") (param i32 i32) (result i64)
    (call $log (i32.const 4) (i32.const 32) (i32.const 15))
    (call $process (i32.const 16) (i32.const 11) (local.get 0) (local.get 1)))
  (func (export "relay") (param i32 i32) (result i64)
    (call $process (i32.const 160) (i32.const 18) (local.get 0) (local.get 1)))
  (func (export "fail") (param i32 i32) (result i64)
    (i64.or (call $copy (i32.const 64) (i32.const 47)) (i64.const 0x80000000)))
  (func (export "mapped") (param i32 i32) (result i64) (call $copy (i32.const 128) (i32.const 6)))
  (func (export "malformed") (param i32 i32) (result i64) (call $copy (i32.const 16) (i32.const 11)))
  (func (export "outside") (param i32 i32) (result i64) (call $pack (i32.const 0xfff8) (i32.const 16)))
  (func (export "crash") (param i32 i32) (result i64)
    (call $log (i32.const 0) (i32.const 32) (i32.const 6))
    unreachable)
  (func (export "spin") (param i32 i32) (result i64) (loop br 0) unreachable)
  (func (export "chatter") (param i32 i32) (result i64)
    (local $level i32)
    (loop $next
      (call $log (local.get $level) (i32.const 32) (i32.const 6))
      (local.set $level (i32.add (local.get $level) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $level) (i32.const 8))))
    i64.const 0)

  ;; Without a meaning in the ABI.
  (global (export "__heap_base") i32 (i32.const 4096))
  (func (export "fmaximum") (param f64 f64) (result f64) (f64.max (local.get 0) (local.get 1)))
  (func (export "_start")))
