;; Writing MessagePack, shortest forms, into one block that is the result; and the ends of every handler.

(global $out (mut i32) (i32.const 0))          ;; the next byte
(global $out_start (mut i32) (i32.const 0))    ;; the block
(global $out_end (mut i32) (i32.const 0))      ;; behind it
(global $payload (mut i32) (i32.const 0))      ;; the payload, which is ours to free
(global $payload_len (mut i32) (i32.const 0))

;; Begins a result of at most $len bytes.
(func $begin (param $len i32)
  (global.set $out_start (call $alloc (local.get $len)))
  (global.set $out (global.get $out_start))
  (global.set $out_end (i32.add (global.get $out_start) (local.get $len)))
  (if (i32.eqz (global.get $out_start))
    (then
      (global.set $out_end (i32.const 0))
      (call $reject (i32.const 507)))))

;; No result has begun: whatever is written is refused.
(func $no_result
  (global.set $out (i32.const 0))
  (global.set $out_start (i32.const 0))
  (global.set $out_end (i32.const 0)))

;; n bytes of a number, big-endian.
(func $put (param $value i64) (param $n i32)
  (if (i32.gt_u (local.get $n) (i32.sub (global.get $out_end) (global.get $out)))
    (then (return (call $reject (i32.const 507)))))
  (loop $next
    (local.set $n (i32.sub (local.get $n) (i32.const 1)))
    (i64.store8 (global.get $out)
      (i64.shr_u (local.get $value) (i64.extend_i32_u (i32.shl (local.get $n) (i32.const 3)))))
    (global.set $out (i32.add (global.get $out) (i32.const 1)))
    (br_if $next (local.get $n))))

;; One byte, then n bytes of a number.
(func $tagged (param $tag i32) (param $value i64) (param $n i32)
  (call $put (i64.extend_i32_u (local.get $tag)) (i32.const 1))
  (call $put (local.get $value) (local.get $n)))

(func $bytes (param $ptr i32) (param $len i32)
  (if (i32.gt_u (local.get $len) (i32.sub (global.get $out_end) (global.get $out)))
    (then (return (call $reject (i32.const 507)))))
  (memory.copy (global.get $out) (local.get $ptr) (local.get $len))
  (global.set $out (i32.add (global.get $out) (local.get $len))))

(func $unsigned (param $value i64)
  (if (i64.lt_u (local.get $value) (i64.const 0x80)) (then (return (call $put (local.get $value) (i32.const 1)))))
  (if (i64.lt_u (local.get $value) (i64.const 0x100))
    (then (return (call $tagged (i32.const 0xcc) (local.get $value) (i32.const 1)))))
  (if (i64.lt_u (local.get $value) (i64.const 0x10000))
    (then (return (call $tagged (i32.const 0xcd) (local.get $value) (i32.const 2)))))
  (if (i64.lt_u (local.get $value) (i64.const 0x100000000))
    (then (return (call $tagged (i32.const 0xce) (local.get $value) (i32.const 4)))))
  (call $tagged (i32.const 0xcf) (local.get $value) (i32.const 8)))

(func $integer (param $value i64)
  (if (i64.ge_s (local.get $value) (i64.const 0)) (then (return (call $unsigned (local.get $value)))))
  (if (i64.ge_s (local.get $value) (i64.const -32)) (then (return (call $put (local.get $value) (i32.const 1)))))
  (if (i64.ge_s (local.get $value) (i64.const -0x80))
    (then (return (call $tagged (i32.const 0xd0) (local.get $value) (i32.const 1)))))
  (if (i64.ge_s (local.get $value) (i64.const -0x8000))
    (then (return (call $tagged (i32.const 0xd1) (local.get $value) (i32.const 2)))))
  (if (i64.ge_s (local.get $value) (i64.const -0x80000000))
    (then (return (call $tagged (i32.const 0xd2) (local.get $value) (i32.const 4)))))
  (call $tagged (i32.const 0xd3) (local.get $value) (i32.const 8)))

;; A length behind the tag of its width: $tag for one byte where $bytes1 says there is one, then two, then four.
(func $length (param $tag i32) (param $len i32) (param $bytes1 i32)
  (if (i32.and (local.get $bytes1) (i32.lt_u (local.get $len) (i32.const 0x100)))
    (then (return (call $tagged (local.get $tag) (i64.extend_i32_u (local.get $len)) (i32.const 1)))))
  (local.set $tag (i32.add (local.get $tag) (local.get $bytes1)))
  (if (i32.lt_u (local.get $len) (i32.const 0x10000))
    (then (return (call $tagged (local.get $tag) (i64.extend_i32_u (local.get $len)) (i32.const 2)))))
  (call $tagged (i32.add (local.get $tag) (i32.const 1)) (i64.extend_i32_u (local.get $len)) (i32.const 4)))

;; A tag with the length in it when that is below $limit, else the longer forms.
(func $short (param $fix i32) (param $limit i32) (param $tag i32) (param $len i32) (param $bytes1 i32)
  (if (i32.lt_u (local.get $len) (local.get $limit))
    (then (call $put (i64.extend_i32_u (i32.or (local.get $fix) (local.get $len))) (i32.const 1)))
    (else (call $length (local.get $tag) (local.get $len) (local.get $bytes1)))))

(func $text_head (param $len i32)
  (call $short (i32.const 0xa0) (i32.const 32) (i32.const 0xd9) (local.get $len) (i32.const 1)))
(func $array_head (param $len i32)
  (call $short (i32.const 0x90) (i32.const 16) (i32.const 0xdc) (local.get $len) (i32.const 0)))
(func $map_head (param $len i32)
  (call $short (i32.const 0x80) (i32.const 16) (i32.const 0xde) (local.get $len) (i32.const 0)))

(func $text (param $ptr i32) (param $len i32)
  (call $text_head (local.get $len))
  (call $bytes (local.get $ptr) (local.get $len)))

(func $ext_head (param $type i64) (param $len i32)
  (if (i32.and (i32.eq (i32.popcnt (local.get $len)) (i32.const 1)) (i32.le_u (local.get $len) (i32.const 16)))
    (then (call $put (i64.extend_i32_u (i32.add (i32.const 0xd4) (i32.ctz (local.get $len)))) (i32.const 1)))
    (else (call $length (i32.const 0xc7) (local.get $len) (i32.const 1))))
  (call $put (local.get $type) (i32.const 1)))

;; The value whose head was just read, which $check has seen already, in its shortest form.
(func $copy
  (local $items i64)
  (block $items_follow
    (if (i32.eqz (global.get $kind)) (then (return (call $put (i64.const 0xc0) (i32.const 1)))))
    (if (i32.eq (global.get $kind) (i32.const 1))
      (then (return (call $put (i64.or (i64.const 0xc2) (global.get $num)) (i32.const 1)))))
    (if (i32.eq (global.get $kind) (i32.const 2))
      (then
        (if (global.get $neg)
          (then (return (call $integer (global.get $num))))
          (else (return (call $unsigned (global.get $num)))))))
    (if (i32.eq (global.get $kind) (i32.const 3))
      (then (return (call $tagged (i32.const 0xca) (global.get $num) (i32.const 4)))))
    (if (i32.eq (global.get $kind) (i32.const 4))
      (then (return (call $tagged (i32.const 0xcb) (global.get $num) (i32.const 8)))))
    (if (i32.eq (global.get $kind) (i32.const 7))
      (then
        (call $array_head (global.get $size))
        (local.set $items (i64.extend_i32_u (global.get $size)))
        (br $items_follow)))
    (if (i32.eq (global.get $kind) (i32.const 8))
      (then
        (call $map_head (global.get $size))
        (local.set $items (i64.shl (i64.extend_i32_u (global.get $size)) (i64.const 1)))
        (br $items_follow)))
    (if (i32.eq (global.get $kind) (i32.const 5)) (then (call $text_head (global.get $size))))
    (if (i32.eq (global.get $kind) (i32.const 6))
      (then (call $length (i32.const 0xc4) (global.get $size) (i32.const 1))))
    (if (i32.eq (global.get $kind) (i32.const 9)) (then (call $ext_head (global.get $num) (global.get $size))))
    (call $body)
    (return (call $bytes (i32.sub (global.get $at) (global.get $size)) (global.get $size))))
  (block $done
    (loop $item
      (br_if $done (i32.or (i64.eqz (local.get $items)) (i32.ne (global.get $bad) (i32.const 0))))
      (call $head)
      (call $copy)
      (local.set $items (i64.sub (local.get $items) (i64.const 1)))
      (br $item))))

(func $free_payload
  (if (global.get $payload_len) (then (call $free (global.get $payload) (global.get $payload_len))))
  (global.set $payload_len (i32.const 0)))

;; Packs the block that was written, with the error bit or 0.
(func $packed (param $error i64) (result i64)
  (i64.or
    (i64.shl (i64.extend_i32_u (global.get $out_start)) (i64.const 32))
    (i64.or (local.get $error) (i64.extend_i32_u (i32.sub (global.get $out) (global.get $out_start))))))

;; Ends a handler: the result, or the error record when something was bad. Frees the payload either way.
(func $finish (result i64)
  (if (i32.eqz (global.get $bad))
    (then
      (call $free_payload)
      (return (call $packed (i64.const 0)))))
  (if (global.get $out_end)
    (then (call $free (global.get $out_start) (i32.sub (global.get $out_end) (global.get $out_start)))))
  (call $fail (global.get $bad)))

;; Begins a handler that writes a result somewhat longer than its payload.
(func $answer (param $ptr i32) (param $len i32) (param $more i32)
  (call $no_result)
  (call $open (local.get $ptr) (local.get $len))
  (if (i32.eqz (global.get $bad)) (then (call $begin (i32.add (local.get $len) (local.get $more))))))
