;; Instances of two classes in one registry: eight slots of 16 bytes at 1024.
;;   0: generation, 4: class (0 free, 1 conf_counter, 2 conf_label), 8: the counter, or pointer and length of the text
;; A handle is generation << 4 | slot. Generations begin at 1, so no handle is 0, and are used up at 2^27 - 1, so none
;; has its highest bit set.

;; The slot of a live handle of a class, or 0.
(func $slot (param $handle i32) (param $class i32) (result i32)
  (local $slot i32)
  (if (i32.gt_u (i32.and (local.get $handle) (i32.const 15)) (i32.const 7)) (then (return (i32.const 0))))
  (local.set $slot (i32.add (i32.const 1024) (i32.shl (i32.and (local.get $handle) (i32.const 7)) (i32.const 4))))
  (if (i32.ne (i32.load (local.get $slot)) (i32.shr_u (local.get $handle) (i32.const 4)))
    (then (return (i32.const 0))))
  (if (i32.ne (i32.load offset=4 (local.get $slot)) (local.get $class)) (then (return (i32.const 0))))
  (local.get $slot))

;; A free slot with generations left, or 0.
(func $free_slot (result i32)
  (local $slot i32)
  (local.set $slot (i32.const 1024))
  (loop $next
    (if (i32.and
          (i32.eqz (i32.load offset=4 (local.get $slot)))
          (i32.lt_u (i32.load (local.get $slot)) (i32.const 0x7ffffff)))
      (then (return (local.get $slot))))
    (local.set $slot (i32.add (local.get $slot) (i32.const 16)))
    (br_if $next (i32.lt_u (local.get $slot) (i32.const 1152))))
  (i32.const 0))

;; Takes a slot for a class: its handle.
(func $occupy (param $slot i32) (param $class i32) (result i64)
  (i32.store (local.get $slot) (i32.add (i32.load (local.get $slot)) (i32.const 1)))
  (i32.store offset=4 (local.get $slot) (local.get $class))
  (i64.extend_i32_u
    (i32.or
      (i32.shl (i32.load (local.get $slot)) (i32.const 4))
      (i32.shr_u (i32.sub (local.get $slot) (i32.const 1024)) (i32.const 4)))))

;; Opens the payload of a method and finds the instance; 410 when it is gone.
(func $method (param $handle i32) (param $class i32) (param $ptr i32) (param $len i32) (result i32)
  (local $slot i32)
  (call $answer (local.get $ptr) (local.get $len) (i32.const 9))
  (local.set $slot (call $slot (local.get $handle) (local.get $class)))
  (if (i32.eqz (local.get $slot)) (then (call $reject (i32.const 410))))
  (local.get $slot))

(func $destroy (param $handle i32) (param $class i32) (result i32)
  (local $slot i32)
  (local.set $slot (call $slot (local.get $handle) (local.get $class)))
  (if (local.get $slot) (then (i32.store offset=4 (local.get $slot) (i32.const 0))))
  (local.get $slot))

(func (export "conf_counter_create") (param $ptr i32) (param $len i32) (result i64)
  (local $slot i32) (local $start i64)
  (call $open (local.get $ptr) (local.get $len))
  (call $argument)
  (local.set $start (call $as_i64))
  (if (global.get $bad) (then (return (call $fail (global.get $bad)))))
  (local.set $slot (call $free_slot))
  (if (i32.eqz (local.get $slot)) (then (return (call $fail (i32.const 429)))))
  (call $free_payload)
  (i64.store offset=8 (local.get $slot) (local.get $start))
  (call $occupy (local.get $slot) (i32.const 1)))

(func (export "conf_counter_add") (param $handle i32) (param $ptr i32) (param $len i32) (result i64)
  (local $slot i32) (local $sum i64)
  (local.set $slot (call $method (local.get $handle) (i32.const 1) (local.get $ptr) (local.get $len)))
  (call $argument)
  (local.set $sum (call $add (i64.load offset=8 (local.get $slot)) (call $as_i64)))
  (if (i32.eqz (global.get $bad))
    (then
      (i64.store offset=8 (local.get $slot) (local.get $sum))
      (call $integer (local.get $sum))))
  (call $finish))

(func (export "conf_counter_get") (param $handle i32) (param $ptr i32) (param $len i32) (result i64)
  (local $slot i32)
  (local.set $slot (call $method (local.get $handle) (i32.const 1) (local.get $ptr) (local.get $len)))
  (call $integer (i64.load offset=8 (local.get $slot)))
  (call $finish))

(func (export "conf_counter_fail") (param $handle i32) (param $ptr i32) (param $len i32) (result i64)
  (drop (call $method (local.get $handle) (i32.const 1) (local.get $ptr) (local.get $len)))
  (if (global.get $bad) (then (return (call $finish))))
  (call $free (global.get $out_start) (i32.sub (global.get $out_end) (global.get $out_start)))
  (call $error (i64.const 400) (i32.const 288) (i32.const 17) (i32.const 0) (i32.const 0)))

(func (export "conf_counter_destroy") (param $handle i32) (result i32)
  (select (i32.const 0) (i32.const -410) (call $destroy (local.get $handle) (i32.const 1))))

(func (export "conf_label_create") (param $ptr i32) (param $len i32) (result i64)
  (local $slot i32) (local $text i32)
  (call $open (local.get $ptr) (local.get $len))
  (call $argument)
  (call $as_text)
  (if (global.get $bad) (then (return (call $fail (global.get $bad)))))
  (local.set $slot (call $free_slot))
  (if (i32.eqz (local.get $slot)) (then (return (call $fail (i32.const 429)))))
  ;; One byte more, so that an empty text is a block too.
  (local.set $text (call $alloc (i32.add (global.get $size) (i32.const 1))))
  (if (i32.eqz (local.get $text)) (then (return (call $fail (i32.const 507)))))
  (memory.copy (local.get $text) (i32.sub (global.get $at) (global.get $size)) (global.get $size))
  (i32.store offset=8 (local.get $slot) (local.get $text))
  (i32.store offset=12 (local.get $slot) (global.get $size))
  (call $free_payload)
  (call $occupy (local.get $slot) (i32.const 2)))

(func (export "conf_label_get") (param $handle i32) (param $ptr i32) (param $len i32) (result i64)
  (local $slot i32)
  (call $open (local.get $ptr) (local.get $len))
  (call $no_result)
  (local.set $slot (call $slot (local.get $handle) (i32.const 2)))
  (if (i32.eqz (local.get $slot)) (then (call $reject (i32.const 410))))
  (if (i32.eqz (global.get $bad))
    (then
      (call $begin (i32.add (i32.load offset=12 (local.get $slot)) (i32.const 5)))
      (call $text (i32.load offset=8 (local.get $slot)) (i32.load offset=12 (local.get $slot)))))
  (call $finish))

(func (export "conf_label_destroy") (param $handle i32) (result i32)
  (local $slot i32)
  (local.set $slot (call $destroy (local.get $handle) (i32.const 2)))
  (if (i32.eqz (local.get $slot)) (then (return (i32.const -410))))
  (call $free (i32.load offset=8 (local.get $slot)) (i32.add (i32.load offset=12 (local.get $slot)) (i32.const 1)))
  (i32.const 0))
