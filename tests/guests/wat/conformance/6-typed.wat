;; Typed values: reading a value as one type, whatever form it has.

;; The float whose bits were just read, as 64 bits.
(func $float (result f64)
  (if (result f64) (i32.eq (global.get $kind) (i32.const 3))
    (then (f64.promote_f32 (f32.reinterpret_i32 (i32.wrap_i64 (global.get $num)))))
    (else (f64.reinterpret_i64 (global.get $num)))))

;; The value whose head was just read, as a signed integer: an integer in range, or a float without a fraction.
(func $as_i64 (result i64)
  (local $float f64)
  (if (i32.eq (global.get $kind) (i32.const 2))
    (then
      (if (i32.and (i32.eqz (global.get $neg)) (i64.lt_s (global.get $num) (i64.const 0)))
        (then (call $reject (i32.const 400))))
      (return (global.get $num))))
  (if (i32.ne (i32.shr_u (i32.sub (global.get $kind) (i32.const 3)) (i32.const 1)) (i32.const 0))
    (then (call $reject (i32.const 400)) (return (i64.const 0))))
  (local.set $float (call $float))
  (if (i32.and
        (f64.eq (local.get $float) (f64.trunc (local.get $float)))
        (i32.and
          (f64.ge (local.get $float) (f64.const -9223372036854775808))
          (f64.lt (local.get $float) (f64.const 9223372036854775808))))
    (then (return (i64.trunc_f64_s (local.get $float)))))
  (call $reject (i32.const 400))
  (i64.const 0))

(func $as_u64 (result i64)
  (local $float f64)
  (if (i32.eq (global.get $kind) (i32.const 2))
    (then
      (if (global.get $neg) (then (call $reject (i32.const 400))))
      (return (global.get $num))))
  (if (i32.ne (i32.shr_u (i32.sub (global.get $kind) (i32.const 3)) (i32.const 1)) (i32.const 0))
    (then (call $reject (i32.const 400)) (return (i64.const 0))))
  (local.set $float (call $float))
  (if (i32.and
        (f64.eq (local.get $float) (f64.trunc (local.get $float)))
        (i32.and
          (f64.ge (local.get $float) (f64.const 0))
          (f64.lt (local.get $float) (f64.const 18446744073709551616))))
    (then (return (i64.trunc_f64_u (local.get $float)))))
  (call $reject (i32.const 400))
  (i64.const 0))

;; An integer of 0 to 2^31 - 1 or, when $low is -2^31, also below.
(func $as_i32 (param $low i64) (result i32)
  (local $value i64)
  (local.set $value (call $as_i64))
  (if (i32.or
        (i64.lt_s (local.get $value) (local.get $low)) (i64.gt_s (local.get $value) (i64.const 0x7fffffff)))
    (then (call $reject (i32.const 400))))
  (i32.wrap_i64 (local.get $value)))

;; As a 64-bit float: a float of either width, or an integer that it represents exactly.
(func $as_f64 (result f64)
  (local $float f64)
  (if (i32.ne (global.get $kind) (i32.const 2))
    (then
      (if (i32.ne (i32.shr_u (i32.sub (global.get $kind) (i32.const 3)) (i32.const 1)) (i32.const 0))
        (then (call $reject (i32.const 400)) (return (f64.const 0))))
      (return (call $float))))
  (if (global.get $neg)
    (then
      (local.set $float (f64.convert_i64_s (global.get $num)))
      (if (i64.ne (i64.trunc_sat_f64_s (local.get $float)) (global.get $num)) (then (call $reject (i32.const 400)))))
    (else
      (local.set $float (f64.convert_i64_u (global.get $num)))
      ;; 2^64 - 1 rounds up to a float that saturates back to it; it is the one number that this would let pass.
      (if (i32.or
            (i64.eq (global.get $num) (i64.const -1))
            (i64.ne (i64.trunc_sat_f64_u (local.get $float)) (global.get $num)))
        (then (call $reject (i32.const 400))))))
  (local.get $float))

;; Text, or bytes: $size bytes before $at.
(func $as_kind (param $kind i32)
  (if (i32.ne (global.get $kind) (local.get $kind)) (then (return (call $reject (i32.const 400)))))
  (call $body))
(func $as_text (call $as_kind (i32.const 5)))

;; Up to eight bytes of text as one number, so that keys compare as numbers.
(func $key (result i64)
  (local $p i32) (local $key i64)
  (if (i32.gt_u (global.get $size) (i32.const 8)) (then (return (i64.const 0))))
  (local.set $p (i32.sub (global.get $at) (global.get $size)))
  (block $done
    (loop $byte
      (br_if $done (i32.ge_u (local.get $p) (global.get $at)))
      (local.set $key (i64.or (i64.shl (local.get $key) (i64.const 8)) (i64.load8_u (local.get $p))))
      (local.set $p (i32.add (local.get $p) (i32.const 1)))
      (br $byte)))
  (local.get $key))

;; A value that is stepped over and was checked before.
(func $pass
  (global.set $budget (i64.const 1000000))
  (call $skip (i32.const 0)))

;; Which field of the record the key is: 0 to 5, or -1.
(func $field (param $key i64) (result i32)
  (if (i64.eq (local.get $key) (i64.const 0x6964)) (then (return (i32.const 0))))
  (if (i64.eq (local.get $key) (i64.const 0x6e616d65)) (then (return (i32.const 1))))
  (if (i64.eq (local.get $key) (i64.const 0x73636f7265)) (then (return (i32.const 2))))
  (if (i64.eq (local.get $key) (i64.const 0x74616773)) (then (return (i32.const 3))))
  (if (i64.eq (local.get $key) (i64.const 0x6e6f7465)) (then (return (i32.const 4))))
  (if (i64.eq (local.get $key) (i64.const 0x626c6f62)) (then (return (i32.const 5))))
  (i32.const -1))

;; Notes where the value of each field begins, at 2048 + 4 * field; 0 for a missing one.
(func $find_fields
  (local $pairs i32) (local $field i32)
  (memory.fill (i32.const 2048) (i32.const 0) (i32.const 24))
  (if (i32.ne (global.get $kind) (i32.const 8)) (then (return (call $reject (i32.const 400)))))
  (local.set $pairs (global.get $size))
  (block $done
    (loop $pair
      (br_if $done (i32.or (i32.eqz (local.get $pairs)) (i32.ne (global.get $bad) (i32.const 0))))
      (local.set $field (i32.const -1))
      (call $at_key)
      (if (i32.eq (global.get $kind) (i32.const 5)) (then (local.set $field (call $field (call $key)))))
      (if (i32.ge_s (local.get $field) (i32.const 0))
        (then
          (local.set $field (i32.add (i32.const 2048) (i32.shl (local.get $field) (i32.const 2))))
          (if (i32.load (local.get $field)) (then (call $reject (i32.const 400))))
          (i32.store (local.get $field) (global.get $at))))
      (call $pass)
      (local.set $pairs (i32.sub (local.get $pairs) (i32.const 1)))
      (br $pair))))

;; Reads a key of any kind and stands at its value.
(func $at_key
  (local $from i32)
  (local.set $from (global.get $at))
  (call $head)
  (if (i32.eq (global.get $kind) (i32.const 5))
    (then (call $body))
    (else
      (global.set $at (local.get $from))
      (call $pass)
      (global.set $kind (i32.const 0)))))

;; Writes the name of a field and stands at its value, whose head is read. A missing one is nil.
(func $field_head (param $field i32) (param $name i32) (param $name_len i32)
  (local $at i32)
  (call $bytes (local.get $name) (local.get $name_len))
  (local.set $at (i32.load (i32.add (i32.const 2048) (i32.shl (local.get $field) (i32.const 2)))))
  (if (i32.or (i32.eqz (local.get $at)) (i32.ne (global.get $bad) (i32.const 0)))
    (then (return (call $is (i32.const 0) (i64.const 0) (i32.const 0)))))
  (global.set $at (local.get $at))
  (call $head))

(func $copy_text
  (call $as_text)
  (call $text (i32.sub (global.get $at) (global.get $size)) (global.get $size)))

(func (export "conf_typed") (param $ptr i32) (param $len i32) (result i64)
  (local $items i32)
  ;; Six names, and a float that may take nine bytes instead of one.
  (call $answer (local.get $ptr) (local.get $len) (i32.const 64))
  (call $argument)
  (call $find_fields)
  (call $map_head (i32.const 6))
  (call $field_head (i32.const 0) (i32.const 320) (i32.const 3))
  (call $unsigned (call $as_u64))
  (call $field_head (i32.const 1) (i32.const 336) (i32.const 5))
  (call $copy_text)
  (call $field_head (i32.const 2) (i32.const 352) (i32.const 6))
  (call $tagged (i32.const 0xcb) (i64.reinterpret_f64 (call $as_f64)) (i32.const 8))
  (call $field_head (i32.const 3) (i32.const 368) (i32.const 5))
  (if (i32.ne (global.get $kind) (i32.const 7)) (then (call $reject (i32.const 400))))
  (call $array_head (global.get $size))
  (local.set $items (global.get $size))
  (block $done
    (loop $item
      (br_if $done (i32.or (i32.eqz (local.get $items)) (i32.ne (global.get $bad) (i32.const 0))))
      (call $head)
      (call $copy_text)
      (local.set $items (i32.sub (local.get $items) (i32.const 1)))
      (br $item)))
  (call $field_head (i32.const 4) (i32.const 384) (i32.const 5))
  (if (global.get $kind) (then (call $copy_text)) (else (call $put (i64.const 0xc0) (i32.const 1))))
  (call $field_head (i32.const 5) (i32.const 400) (i32.const 5))
  (call $as_kind (i32.const 6))
  (call $length (i32.const 0xc4) (global.get $size) (i32.const 1))
  (call $bytes (i32.sub (global.get $at) (global.get $size)) (global.get $size))
  (call $finish))
