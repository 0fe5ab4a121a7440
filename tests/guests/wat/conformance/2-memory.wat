;; The allocator: a bump arena that counts live blocks and rewinds when there are none.

(global $heap_base i32 (i32.const 4096))
(global $heap_top (mut i32) (i32.const 4096))
(global $live_blocks (mut i32) (i32.const 0))

(func $alloc (export "yao_alloc") (param $len i32) (result i32)
  (local $start i32) (local $end i64) (local $missing i64)
  (local.set $start (global.get $heap_top))
  ;; In 64 bits, so that a length near 2^32 does not wrap around. Rounded up to 16, the alignment of every block.
  (local.set $end
    (i64.and
      (i64.add (i64.add (i64.extend_i32_u (local.get $start)) (i64.extend_i32_u (local.get $len))) (i64.const 15))
      (i64.const -16)))
  (if (i64.gt_u (local.get $end) (i64.const 0xffff0000)) (then (return (i32.const 0))))
  (local.set $missing
    (i64.sub
      (i64.shr_u (i64.add (local.get $end) (i64.const 0xffff)) (i64.const 16))
      (i64.extend_i32_u (memory.size))))
  (if (i64.gt_s (local.get $missing) (i64.const 0))
    (then
      (if (i32.eq (memory.grow (i32.wrap_i64 (local.get $missing))) (i32.const -1))
        (then (return (i32.const 0))))))
  (global.set $heap_top (i32.wrap_i64 (local.get $end)))
  (global.set $live_blocks (i32.add (global.get $live_blocks) (i32.const 1)))
  (local.get $start))

(func $free (export "yao_free") (param $ptr i32) (param $len i32)
  ;; Neither of these is a block.
  (if (i32.or (i32.eqz (local.get $ptr)) (i32.eqz (local.get $len))) (then (return)))
  (global.set $live_blocks (i32.sub (global.get $live_blocks) (i32.const 1)))
  (if (i32.eqz (global.get $live_blocks))
    (then (global.set $heap_top (global.get $heap_base)))))
