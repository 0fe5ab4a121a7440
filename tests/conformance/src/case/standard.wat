;; What a guest of a case needs to be one, beside what the case is about.
(memory $memory (export "memory") 1)
(func (export "yao_abi_v1") (result i32) (i32.const 0))
(global $top (mut i32) (i32.const 0x8000))
(func $alloc (export "yao_alloc") (param $len i32) (result i32)
  (local $start i32)
  (local.set $start (global.get $top))
  (global.set $top (i32.and (i32.add (i32.add (local.get $start) (local.get $len)) (i32.const 15)) (i32.const -16)))
  (if (i32.gt_u (global.get $top) (i32.shl (memory.size) (i32.const 16)))
    (then
      (if (i32.eq (memory.grow (i32.add (i32.shr_u (local.get $len) (i32.const 16)) (i32.const 1))) (i32.const -1))
        (then
          (global.set $top (local.get $start))
          (return (i32.const 0))))))
  (local.get $start))
(func $free (export "yao_free") (param $ptr i32) (param $len i32))
;; A packed result.
(func $pack (param $ptr i32) (param $error i32) (param $len i32) (result i64)
  (i64.or
    (i64.shl (i64.extend_i32_u (local.get $ptr)) (i64.const 32))
    (i64.extend_i32_u (i32.or (i32.shl (local.get $error) (i32.const 31)) (local.get $len)))))
;; A small integer, 0 to 127, as a result.
(func $number (param $value i32) (result i64)
  (local $ptr i32)
  (local.set $ptr (call $alloc (i32.const 1)))
  (i32.store8 (local.get $ptr) (local.get $value))
  (call $pack (local.get $ptr) (i32.const 0) (i32.const 1)))
