;; Calling processes. What the host answers is checked like any input: pointer, length and bytes.

(global $reply (mut i32) (i32.const 0))        ;; the reply, which is ours to free
(global $reply_len (mut i32) (i32.const 0))
(global $failed (mut i32) (i32.const 0))       ;; the reply is an error

;; The parts of an error record.
(global $code (mut i64) (i64.const 0))
(global $message (mut i32) (i32.const 0))
(global $message_len (mut i32) (i32.const 0))
(global $details (mut i32) (i32.const 0))
(global $details_len (mut i32) (i32.const 0))

;; Reads name and arguments, calls, and checks the reply. $bad is set when the arguments are not as they should be.
(func $call_process (param $ptr i32) (param $len i32)
  (local $name i32) (local $name_len i32) (local $args i32) (local $args_len i32) (local $packed i64)
  (global.set $reply_len (i32.const 0))
  (global.set $failed (i32.const 0))
  (call $open (local.get $ptr) (local.get $len))
  (call $argument)
  (call $as_text)
  (local.set $name_len (global.get $size))
  (local.set $name (i32.sub (global.get $at) (local.get $name_len)))
  ;; The arguments are already an encoded array in the payload: no copy is needed.
  (local.set $args (global.get $at))
  (call $argument)
  (if (global.get $kind)
    (then
      (if (i32.ne (global.get $kind) (i32.const 7)) (then (call $reject (i32.const 400))))
      (if (i32.eqz (global.get $bad))
        (then
          (global.set $at (local.get $args))
          (call $pass)
          (local.set $args_len (i32.sub (global.get $at) (local.get $args))))))
    (else
      (local.set $args (i32.const 64))
      (local.set $args_len (i32.const 1))))
  (if (global.get $bad) (then (return)))
  (local.set $packed
    (call $process (local.get $name) (local.get $name_len) (local.get $args) (local.get $args_len)))
  (global.set $reply (i32.wrap_i64 (i64.shr_u (local.get $packed) (i64.const 32))))
  (global.set $reply_len (i32.and (i32.wrap_i64 (local.get $packed)) (i32.const 0x7fffffff)))
  (global.set $failed (i32.wrap_i64 (i64.and (i64.shr_u (local.get $packed) (i64.const 31)) (i64.const 1))))
  (call $check_reply))

;; A reply that cannot be understood is error 500.
(func $check_reply
  (local $size i64)
  ;; Without a length there are no bytes, whatever the pointer is.
  (if (i32.eqz (global.get $reply_len)) (then (global.set $reply (i32.const 0))))
  ;; In 64 bits: a memory of 4 GiB has a size that 32 bits cannot hold.
  (local.set $size (i64.shl (i64.extend_i32_u (memory.size)) (i64.const 16)))
  (if (i64.gt_u (i64.add (i64.extend_i32_u (global.get $reply)) (i64.extend_i32_u (global.get $reply_len))) (local.get $size))
    (then
      (global.set $reply_len (i32.const 0))
      (return (call $is_malformed (i32.const 416) (i32.const 15)))))
  (if (global.get $failed) (then (return (call $read_record))))
  (if (global.get $reply_len) (then (call $check (global.get $reply) (global.get $reply_len))))
  (if (global.get $bad) (then (call $is_malformed (i32.const 416) (i32.const 15)))))

;; Takes the reply as error 500 with this message.
(func $is_malformed (param $message i32) (param $message_len i32)
  (global.set $bad (i32.const 0))
  (global.set $failed (i32.const 1))
  (global.set $code (i64.const 500))
  (global.set $message (local.get $message))
  (global.set $message_len (local.get $message_len))
  (global.set $details_len (i32.const 0)))

;; Takes an error record apart. One that is malformed stands for an internal error.
(func $read_record
  (local $pairs i32) (local $key i64) (local $part i32) (local $seen i32)
  (global.set $code (i64.const 507))
  (global.set $message (i32.const 0))
  (global.set $message_len (i32.const 0))
  (global.set $details_len (i32.const 0))
  (if (i32.eqz (global.get $reply_len)) (then (return)))
  (call $check (global.get $reply) (global.get $reply_len))
  (if (i32.eqz (global.get $bad)) (then (call $head)))
  (if (i32.ne (global.get $kind) (i32.const 8)) (then (call $reject (i32.const 400))))
  (local.set $pairs (global.get $size))
  (block $done
    (loop $pair
      (br_if $done (i32.or (i32.eqz (local.get $pairs)) (i32.ne (global.get $bad) (i32.const 0))))
      (call $at_key)
      (local.set $key (i64.const 0))
      (if (i32.eq (global.get $kind) (i32.const 5)) (then (local.set $key (call $key))))
      (local.set $part (call $part (local.get $key)))
      (if (i32.and (local.get $seen) (local.get $part)) (then (call $reject (i32.const 400))))
      (local.set $seen (i32.or (local.get $seen) (local.get $part)))
      (local.set $pairs (i32.sub (local.get $pairs) (i32.const 1)))
      (br $pair)))
  (if (i32.or (global.get $bad) (i32.ne (i32.and (local.get $seen) (i32.const 3)) (i32.const 3)))
    (then (call $is_malformed (i32.const 256) (i32.const 22)))))

;; One value of an error record: 1 when it is the code, 2 for the message, 4 for the details, 0 for anything else.
(func $part (param $key i64) (result i32)
  (local $from i32)
  (local.set $from (global.get $at))
  (if (i64.eq (local.get $key) (i64.const 0x636f6465))
    (then
      (call $head)
      (if (i32.ne (global.get $kind) (i32.const 2)) (then (call $reject (i32.const 400))))
      (global.set $code (global.get $num))
      ;; Outside 1 to 2^31 - 1, negative numbers included.
      (if (i64.gt_u (i64.sub (global.get $num) (i64.const 1)) (i64.const 0x7ffffffe))
        (then (global.set $code (i64.const 500))))
      (return (i32.const 1))))
  (if (i64.eq (local.get $key) (i64.const 0x6d657373616765))
    (then
      (call $head)
      (call $as_text)
      (global.set $message_len (global.get $size))
      (global.set $message (i32.sub (global.get $at) (global.get $size)))
      (return (i32.const 2))))
  (call $pass)
  (if (i64.eq (local.get $key) (i64.const 0x64657461696c73))
    (then
      (global.set $details (local.get $from))
      (global.set $details_len (i32.sub (global.get $at) (local.get $from)))
      ;; Details of nil are none.
      (if (i32.eq (i32.load8_u (local.get $from)) (i32.const 0xc0)) (then (global.set $details_len (i32.const 0))))
      (return (i32.const 4))))
  (i32.const 0))

(func $free_reply
  (if (global.get $reply_len) (then (call $free (global.get $reply) (global.get $reply_len))))
  (global.set $reply_len (i32.const 0)))

(func (export "conf_process") (param $ptr i32) (param $len i32) (result i64)
  (local $packed i64)
  (call $call_process (local.get $ptr) (local.get $len))
  (call $no_result)
  (if (i32.eqz (global.get $bad))
    (then
      (call $begin (i32.add (global.get $reply_len) (i32.const 64)))
      (call $map_head (i32.const 1))
      (if (global.get $failed)
        (then
          (call $bytes (i32.const 160) (i32.const 6))
          (call $record
            (global.get $code) (global.get $message) (global.get $message_len)
            (global.get $details) (global.get $details_len)))
        (else
          (call $bytes (i32.const 144) (i32.const 3))
          (call $is (i32.const 0) (i64.const 0) (i32.const 0))
          (if (global.get $reply_len) (then (call $head)))
          (call $copy)))))
  (local.set $packed (call $finish))
  (call $free_reply)
  (local.get $packed))

(func (export "conf_forward") (param $ptr i32) (param $len i32) (result i64)
  (local $packed i64)
  (call $call_process (local.get $ptr) (local.get $len))
  (if (i32.or (global.get $bad) (global.get $failed))
    (then
      (if (global.get $bad)
        (then (local.set $packed (call $fail (global.get $bad))))
        (else
          (local.set $packed
            (call $error
              (global.get $code) (global.get $message) (global.get $message_len)
              (global.get $details) (global.get $details_len)))))
      (call $free_reply)
      (return (local.get $packed))))
  ;; The reply itself is the result: the host frees it.
  (call $free_payload)
  (if (i32.eqz (global.get $reply_len)) (then (return (i64.const 0))))
  (i64.or (i64.shl (i64.extend_i32_u (global.get $reply)) (i64.const 32)) (i64.extend_i32_u (global.get $reply_len))))
