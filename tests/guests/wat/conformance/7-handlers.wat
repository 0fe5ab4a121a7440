;; The handlers that need nothing from the host. Each frees its payload on every path.

(func (export "conf_echo") (param $ptr i32) (param $len i32) (result i64)
  (call $answer (local.get $ptr) (local.get $len) (i32.const 1))
  (call $argument)
  (call $copy)
  (call $finish))

(func (export "conf_args") (param $ptr i32) (param $len i32) (result i64)
  (call $answer (local.get $ptr) (local.get $len) (i32.const 1))
  (call $array_head (global.get $left))
  (block $done
    (loop $next
      (br_if $done (i32.eqz (global.get $left)))
      (call $argument)
      (call $copy)
      (br $next)))
  (call $finish))

;; The payload itself is the result: the host frees it.
(func (export "conf_raw") (param $ptr i32) (param $len i32) (result i64)
  (i64.or (i64.shl (i64.extend_i32_u (local.get $ptr)) (i64.const 32)) (i64.extend_i32_u (local.get $len))))

(func (export "conf_empty") (param $ptr i32) (param $len i32) (result i64)
  (call $open (local.get $ptr) (local.get $len))
  (if (global.get $bad) (then (return (call $fail (global.get $bad)))))
  (call $free_payload)
  (i64.const 0))

(func (export "conf_concat") (param $ptr i32) (param $len i32) (result i64)
  (local $first i32) (local $first_len i32)
  (call $answer (local.get $ptr) (local.get $len) (i32.const 8))
  (call $argument)
  (call $as_text)
  (local.set $first_len (global.get $size))
  (local.set $first (i32.sub (global.get $at) (local.get $first_len)))
  (call $argument)
  (call $as_text)
  (if (i32.eqz (global.get $bad))
    (then
      (call $text_head (i32.add (local.get $first_len) (global.get $size)))
      (call $bytes (local.get $first) (local.get $first_len))
      (call $bytes (i32.sub (global.get $at) (global.get $size)) (global.get $size))))
  (call $finish))

;; Adds, and rejects what does not fit.
(func $add (param $one i64) (param $two i64) (result i64)
  (local $sum i64)
  (local.set $sum (i64.add (local.get $one) (local.get $two)))
  ;; Overflow: both have one sign and the sum has the other.
  (if (i64.lt_s
        (i64.and (i64.xor (local.get $one) (local.get $sum)) (i64.xor (local.get $two) (local.get $sum)))
        (i64.const 0))
    (then (call $reject (i32.const 400))))
  (local.get $sum))

(func (export "conf_sum") (param $ptr i32) (param $len i32) (result i64)
  (local $items i32) (local $sum i64)
  (call $answer (local.get $ptr) (local.get $len) (i32.const 9))
  (call $argument)
  (if (i32.ne (global.get $kind) (i32.const 7)) (then (call $reject (i32.const 400))))
  (local.set $items (global.get $size))
  (block $done
    (loop $item
      (br_if $done (i32.or (i32.eqz (local.get $items)) (i32.ne (global.get $bad) (i32.const 0))))
      (call $head)
      (local.set $sum (call $add (local.get $sum) (call $as_i64)))
      (local.set $items (i32.sub (local.get $items) (i32.const 1)))
      (br $item)))
  (call $integer (local.get $sum))
  (call $finish))

(func (export "conf_log") (param $ptr i32) (param $len i32) (result i64)
  (local $level i32)
  (call $open (local.get $ptr) (local.get $len))
  (call $argument)
  (local.set $level (call $as_i32 (i64.const 0)))
  (call $argument)
  (call $as_text)
  (if (global.get $bad) (then (return (call $fail (global.get $bad)))))
  (call $log (local.get $level) (i32.sub (global.get $at) (global.get $size)) (global.get $size))
  (call $free_payload)
  (i64.const 0))

(func (export "conf_fail") (param $ptr i32) (param $len i32) (result i64)
  (local $code i32) (local $message i32) (local $message_len i32) (local $details i32)
  (call $open (local.get $ptr) (local.get $len))
  (call $argument)
  (local.set $code (call $as_i32 (i64.const -0x80000000)))
  (call $argument)
  (call $as_text)
  (local.set $message_len (global.get $size))
  (local.set $message (i32.sub (global.get $at) (local.get $message_len)))
  (local.set $details (global.get $at))
  (if (global.get $left)
    (then
      (call $pass)
      ;; Details of nil are none.
      (if (i32.eq (i32.load8_u (local.get $details)) (i32.const 0xc0)) (then (local.set $details (global.get $at))))))
  (if (global.get $bad) (then (return (call $fail (global.get $bad)))))
  (call $error
    (i64.extend_i32_s (local.get $code)) (local.get $message) (local.get $message_len)
    (local.get $details) (i32.sub (global.get $at) (local.get $details))))

(func (export "conf_panic") (param $ptr i32) (param $len i32) (result i64)
  (call $open (local.get $ptr) (local.get $len))
  (call $argument)
  (call $as_text)
  (if (global.get $bad) (then (return (call $fail (global.get $bad)))))
  (call $log (i32.const 0) (i32.sub (global.get $at) (global.get $size)) (global.get $size))
  (unreachable))

(func (export "conf_alloc") (param $ptr i32) (param $len i32) (result i64)
  (local $bytes i32) (local $block i32) (local $p i32)
  (call $answer (local.get $ptr) (local.get $len) (i32.const 9))
  (call $argument)
  (local.set $bytes (call $as_i32 (i64.const 0)))
  (if (i32.and (i32.eqz (global.get $bad)) (i32.ne (local.get $bytes) (i32.const 0)))
    (then
      (local.set $block (call $alloc (local.get $bytes)))
      (if (local.get $block)
        (then
          (memory.fill (local.get $block) (i32.const 0xa5) (local.get $bytes))
          (call $free (local.get $block) (local.get $bytes)))
        (else (call $reject (i32.const 507))))))
  (call $integer (i64.extend_i32_u (local.get $bytes)))
  (call $finish))

;; A frame for each level: the sum is made on the way back, so this is no tail call.
(func $recurse (param $n i64) (result i64)
  (if (i64.le_s (local.get $n) (i64.const 0)) (then (return (i64.const 0))))
  (i64.add (call $recurse (i64.sub (local.get $n) (i64.const 1))) (i64.const 1)))

(func (export "conf_recurse") (param $ptr i32) (param $len i32) (result i64)
  (local $n i64)
  (call $answer (local.get $ptr) (local.get $len) (i32.const 9))
  (call $argument)
  (local.set $n (call $as_i64))
  (if (i32.eqz (global.get $bad)) (then (call $integer (call $recurse (local.get $n)))))
  (call $finish))
