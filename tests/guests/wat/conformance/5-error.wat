;; Error records.

;; An error record {code, message, details?}; details are bytes of one value, or none. Frees the payload, since every
;; part may point into it until the record is written.
(func $error (param $code i64) (param $message i32) (param $message_len i32) (param $details i32) (param $details_len i32)
  (result i64)
  ;; At most 4 KiB of message; cut between characters.
  (if (i32.gt_u (local.get $message_len) (i32.const 4096))
    (then
      (local.set $message_len (i32.const 4096))
      (block $cut
        (loop $back
          (br_if $cut
            (i32.ne
              (i32.and (i32.load8_u (i32.add (local.get $message) (local.get $message_len))) (i32.const 0xc0))
              (i32.const 0x80)))
          (local.set $message_len (i32.sub (local.get $message_len) (i32.const 1)))
          (br $back)))))
  (global.set $bad (i32.const 0))
  (call $begin (i32.add (i32.const 48) (i32.add (local.get $message_len) (local.get $details_len))))
  (if (global.get $bad)
    (then
      ;; No memory for a record: the error bit alone says so.
      (call $free_payload)
      (return (i64.const 0x80000000))))
  (call $record
    (local.get $code) (local.get $message) (local.get $message_len) (local.get $details) (local.get $details_len))
  (call $free_payload)
  (call $packed (i64.const 0x80000000)))

(func $record (param $code i64) (param $message i32) (param $message_len i32) (param $details i32) (param $details_len i32)
  (call $map_head (select (i32.const 3) (i32.const 2) (local.get $details_len)))
  (call $bytes (i32.const 96) (i32.const 5))
  (call $integer (local.get $code))
  (call $bytes (i32.const 112) (i32.const 8))
  (call $text (local.get $message) (local.get $message_len))
  (if (local.get $details_len)
    (then
      (call $bytes (i32.const 128) (i32.const 8))
      (call $bytes (local.get $details) (local.get $details_len)))))

;; The error record of a code that this guest gives by itself.
(func $fail (param $code i32) (result i64)
  (local $message i32) (local $len i32)
  (local.set $message (i32.const 176))
  (local.set $len (i32.const 11))
  (if (i32.eq (local.get $code) (i32.const 507))
    (then (local.set $message (i32.const 192)) (local.set $len (i32.const 13))))
  (if (i32.eq (local.get $code) (i32.const 410))
    (then (local.set $message (i32.const 208)) (local.set $len (i32.const 4))))
  (if (i32.eq (local.get $code) (i32.const 429))
    (then (local.set $message (i32.const 224)) (local.set $len (i32.const 8))))
  (if (i32.eq (local.get $code) (i32.const 413))
    (then (local.set $message (i32.const 240)) (local.set $len (i32.const 9))))
  (call $error (i64.extend_i32_u (local.get $code)) (local.get $message) (local.get $len) (i32.const 0) (i32.const 0)))
