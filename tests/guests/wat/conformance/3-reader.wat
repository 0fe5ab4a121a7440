;; Reading MessagePack. The first failure sets $bad to an error code, and nothing is read after that.

(global $at (mut i32) (i32.const 0))          ;; the next byte
(global $end (mut i32) (i32.const 0))         ;; behind the last one
(global $bad (mut i32) (i32.const 0))         ;; an error code, or 0
(global $budget (mut i64) (i64.const 0))      ;; elements that may still come
(global $left (mut i32) (i32.const 0))        ;; arguments not read yet

;; What $head has read.
(global $kind (mut i32) (i32.const 0))        ;; 0 nil, 1 bool, 2 int, 3 f32, 4 f64, 5 str, 6 bin, 7 array, 8 map, 9 ext
(global $num (mut i64) (i64.const 0))         ;; the bool, integer or bits of the float; the type of an ext
(global $neg (mut i32) (i32.const 0))         ;; 1 for an integer below 0; others are unsigned
(global $size (mut i32) (i32.const 0))        ;; bytes of str, bin and ext; items of an array; pairs of a map

(func $reject (param $code i32)
  (if (i32.eqz (global.get $bad)) (then (global.set $bad (local.get $code))))
  (global.set $at (global.get $end)))

;; n bytes, big-endian.
(func $take (param $n i32) (result i64)
  (local $value i64)
  (if (i32.gt_u (local.get $n) (i32.sub (global.get $end) (global.get $at)))
    (then (call $reject (i32.const 400)) (return (i64.const 0))))
  (loop $next
    (local.set $value
      (i64.or (i64.shl (local.get $value) (i64.const 8)) (i64.load8_u (global.get $at))))
    (global.set $at (i32.add (global.get $at) (i32.const 1)))
    (local.set $n (i32.sub (local.get $n) (i32.const 1)))
    (br_if $next (local.get $n)))
  (local.get $value))

(func $is (param $kind i32) (param $num i64) (param $size i32)
  (global.set $kind (local.get $kind))
  (global.set $num (local.get $num))
  (global.set $size (local.get $size)))

;; A length of 1 << $shift bytes.
(func $sized (param $kind i32) (param $shift i32)
  (call $is (local.get $kind) (i64.const 0)
    (i32.wrap_i64 (call $take (i32.shl (i32.const 1) (local.get $shift))))))

;; The head of the next value, with the number in it; text, bytes, items and pairs follow.
(func $head
  (local $b i32) (local $bits i64)
  (local.set $b (i32.wrap_i64 (call $take (i32.const 1))))
  (call $is (i32.const 0) (i64.const 0) (i32.const 0))
  (global.set $neg (i32.const 0))
  (if (global.get $bad) (then (return)))
  (if (i32.lt_u (local.get $b) (i32.const 0x80))
    (then (return (call $is (i32.const 2) (i64.extend_i32_u (local.get $b)) (i32.const 0)))))
  (if (i32.lt_u (local.get $b) (i32.const 0x90))
    (then (return (call $is (i32.const 8) (i64.const 0) (i32.and (local.get $b) (i32.const 15))))))
  (if (i32.lt_u (local.get $b) (i32.const 0xa0))
    (then (return (call $is (i32.const 7) (i64.const 0) (i32.and (local.get $b) (i32.const 15))))))
  (if (i32.lt_u (local.get $b) (i32.const 0xc0))
    (then (return (call $is (i32.const 5) (i64.const 0) (i32.and (local.get $b) (i32.const 31))))))
  (if (i32.ge_u (local.get $b) (i32.const 0xe0))
    (then
      (global.set $neg (i32.const 1))
      (return (call $is (i32.const 2) (i64.extend8_s (i64.extend_i32_u (local.get $b))) (i32.const 0)))))
  (if (i32.eq (local.get $b) (i32.const 0xc0)) (then (return)))
  (if (i32.eq (local.get $b) (i32.const 0xc1)) (then (return (call $reject (i32.const 400)))))
  (if (i32.lt_u (local.get $b) (i32.const 0xc4))
    (then
      (return (call $is (i32.const 1) (i64.extend_i32_u (i32.and (local.get $b) (i32.const 1))) (i32.const 0)))))
  (if (i32.lt_u (local.get $b) (i32.const 0xc7))
    (then (return (call $sized (i32.const 6) (i32.sub (local.get $b) (i32.const 0xc4))))))
  (if (i32.lt_u (local.get $b) (i32.const 0xca))
    (then
      (call $sized (i32.const 9) (i32.sub (local.get $b) (i32.const 0xc7)))
      (return (global.set $num (call $take (i32.const 1))))))
  (if (i32.eq (local.get $b) (i32.const 0xca))
    (then (return (call $is (i32.const 3) (call $take (i32.const 4)) (i32.const 0)))))
  (if (i32.eq (local.get $b) (i32.const 0xcb))
    (then (return (call $is (i32.const 4) (call $take (i32.const 8)) (i32.const 0)))))
  (if (i32.lt_u (local.get $b) (i32.const 0xd0))
    (then
      (return
        (call $is (i32.const 2)
          (call $take (i32.shl (i32.const 1) (i32.sub (local.get $b) (i32.const 0xcc)))) (i32.const 0)))))
  (if (i32.lt_u (local.get $b) (i32.const 0xd4)) (then (return (call $signed (i32.sub (local.get $b) (i32.const 0xd0))))))
  (if (i32.lt_u (local.get $b) (i32.const 0xd9))
    (then
      (return
        (call $is (i32.const 9) (call $take (i32.const 1))
          (i32.shl (i32.const 1) (i32.sub (local.get $b) (i32.const 0xd4)))))))
  (if (i32.lt_u (local.get $b) (i32.const 0xdc))
    (then (return (call $sized (i32.const 5) (i32.sub (local.get $b) (i32.const 0xd9))))))
  (if (i32.lt_u (local.get $b) (i32.const 0xde))
    (then (return (call $sized (i32.const 7) (i32.sub (local.get $b) (i32.const 0xdb))))))
  (call $sized (i32.const 8) (i32.sub (local.get $b) (i32.const 0xdd))))

;; A signed integer of 1 << $shift bytes.
(func $signed (param $shift i32)
  (local $unused i64)
  (local.set $unused (i64.sub (i64.const 64) (i64.shl (i64.const 8) (i64.extend_i32_u (local.get $shift)))))
  (call $is (i32.const 2)
    (i64.shr_s
      (i64.shl (call $take (i32.shl (i32.const 1) (local.get $shift))) (local.get $unused))
      (local.get $unused))
    (i32.const 0))
  (global.set $neg (i64.lt_s (global.get $num) (i64.const 0))))

;; Steps over the $size bytes that follow a head.
(func $body
  (if (i32.gt_u (global.get $size) (i32.sub (global.get $end) (global.get $at)))
    (then (call $reject (i32.const 400)))
    (else (global.set $at (i32.add (global.get $at) (global.get $size))))))

;; Whether the bytes are UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
(func $utf8 (param $p i32) (param $len i32) (result i32)
  (local $end i32) (local $b i32) (local $more i32) (local $low i32) (local $high i32)
  (local.set $end (i32.add (local.get $p) (local.get $len)))
  (block $done
    (loop $character
      (br_if $done (i32.ge_u (local.get $p) (local.get $end)))
      (local.set $b (i32.load8_u (local.get $p)))
      (local.set $p (i32.add (local.get $p) (i32.const 1)))
      (br_if $character (i32.lt_u (local.get $b) (i32.const 0x80)))
      (if (i32.or (i32.lt_u (local.get $b) (i32.const 0xc2)) (i32.gt_u (local.get $b) (i32.const 0xf4)))
        (then (return (i32.const 0))))
      (local.set $more
        (i32.add (i32.const 1)
          (i32.add (i32.ge_u (local.get $b) (i32.const 0xe0)) (i32.ge_u (local.get $b) (i32.const 0xf0)))))
      ;; The first continuation byte is bounded more tightly after these four.
      (local.set $low
        (select (i32.const 0xa0)
          (select (i32.const 0x90) (i32.const 0x80) (i32.eq (local.get $b) (i32.const 0xf0)))
          (i32.eq (local.get $b) (i32.const 0xe0))))
      (local.set $high
        (select (i32.const 0x9f)
          (select (i32.const 0x8f) (i32.const 0xbf) (i32.eq (local.get $b) (i32.const 0xf4)))
          (i32.eq (local.get $b) (i32.const 0xed))))
      (loop $continuation
        (if (i32.ge_u (local.get $p) (local.get $end)) (then (return (i32.const 0))))
        (local.set $b (i32.load8_u (local.get $p)))
        (local.set $p (i32.add (local.get $p) (i32.const 1)))
        (if (i32.or (i32.lt_u (local.get $b) (local.get $low)) (i32.gt_u (local.get $b) (local.get $high)))
          (then (return (i32.const 0))))
        (local.set $low (i32.const 0x80))
        (local.set $high (i32.const 0xbf))
        (local.set $more (i32.sub (local.get $more) (i32.const 1)))
        (br_if $continuation (local.get $more)))
      (br $character)))
  (i32.const 1))

;; Steps over one value and checks all of it. $depth counts the arrays and maps around it.
(func $skip (param $depth i32)
  (local $items i64)
  (call $head)
  (if (global.get $bad) (then (return)))
  (if (i32.lt_u (global.get $kind) (i32.const 5)) (then (return)))
  (if (i32.ne (i32.shr_u (i32.sub (global.get $kind) (i32.const 7)) (i32.const 1)) (i32.const 0))
    (then
      ;; str, bin or ext
      (call $body)
      (if (global.get $bad) (then (return)))
      (if (i32.eq (global.get $kind) (i32.const 5))
        (then
          (if (i32.eqz (call $utf8 (i32.sub (global.get $at) (global.get $size)) (global.get $size)))
            (then (call $reject (i32.const 400))))))
      (return)))
  (if (i32.ge_u (local.get $depth) (i32.const 64)) (then (return (call $reject (i32.const 400)))))
  ;; An array has $size items, a map twice as many.
  (local.set $items
    (i64.shl (i64.extend_i32_u (global.get $size)) (i64.extend_i32_u (i32.eq (global.get $kind) (i32.const 8)))))
  (global.set $budget (i64.sub (global.get $budget) (local.get $items)))
  (if (i64.lt_s (global.get $budget) (i64.const 0)) (then (return (call $reject (i32.const 413)))))
  (block $done
    (loop $item
      (br_if $done (i32.or (i64.eqz (local.get $items)) (i32.ne (global.get $bad) (i32.const 0))))
      (call $skip (i32.add (local.get $depth) (i32.const 1)))
      (local.set $items (i64.sub (local.get $items) (i64.const 1)))
      (br $item))))

;; Checks that the bytes are exactly one value, and stands at its beginning.
(func $check (param $ptr i32) (param $len i32)
  (global.set $bad (i32.const 0))
  (global.set $budget (i64.const 1000000))
  (global.set $at (local.get $ptr))
  (global.set $end (i32.add (local.get $ptr) (local.get $len)))
  (call $skip (i32.const 0))
  (if (i32.ne (global.get $at) (global.get $end)) (then (call $reject (i32.const 400))))
  (if (i32.eqz (global.get $bad)) (then (global.set $at (local.get $ptr)))))

;; Reads a payload: checks all of it and stands at the first argument.
(func $open (param $ptr i32) (param $len i32)
  (global.set $payload (local.get $ptr))
  (global.set $payload_len (local.get $len))
  (global.set $bad (i32.const 0))
  (global.set $left (i32.const 0))
  (if (i32.eqz (local.get $len)) (then (return)))
  (call $check (local.get $ptr) (local.get $len))
  (if (global.get $bad) (then (return)))
  (call $head)
  (if (i32.ne (global.get $kind) (i32.const 7)) (then (return (call $reject (i32.const 400)))))
  (global.set $left (global.get $size)))

;; The head of the next argument; a missing one is nil.
(func $argument
  (if (i32.eqz (global.get $left))
    (then (return (call $is (i32.const 0) (i64.const 0) (i32.const 0)))))
  (global.set $left (i32.sub (global.get $left) (i32.const 1)))
  (call $head))
