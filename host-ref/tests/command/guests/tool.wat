;; A command of WASI preview 1: writes its arguments, its environment and its standard input to standard output, and
;; "done" to standard error; exits with 7. With the first argument "spin" it never ends; with "crash" it traps.
(module
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_sizes_get" (func $environ_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_get" (func $environ_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_prestat_get" (func $fd_prestat_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_prestat_dir_name" (func $fd_prestat_dir_name (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 2)
  (data (i32.const 256) "\n")
  (data (i32.const 260) "done\n")

  ;; Addresses 0 to 31 are out parameters, 64 the buffer list; texts start at 8192, pointers at 1024.
  (func $write (param $fd i32) (param $ptr i32) (param $len i32)
    (i32.store (i32.const 64) (local.get $ptr))
    (i32.store (i32.const 68) (local.get $len))
    (if (call $fd_write (local.get $fd) (i32.const 64) (i32.const 1) (i32.const 0)) (then unreachable)))
  (func $line (param $ptr i32) (param $len i32)
    (call $write (i32.const 1) (local.get $ptr) (local.get $len))
    (call $write (i32.const 1) (i32.const 256) (i32.const 1)))
  (func $length (param $ptr i32) (result i32)
    (local $at i32)
    (local.set $at (local.get $ptr))
    (block $end (loop $next
      (br_if $end (i32.eqz (i32.load8_u (local.get $at))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br $next)))
    (i32.sub (local.get $at) (local.get $ptr)))
  ;; Writes the texts that $from to $count pointers at 1024 point to.
  (func $texts (param $from i32) (param $count i32)
    (local $text i32)
    (block $end (loop $next
      (br_if $end (i32.ge_u (local.get $from) (local.get $count)))
      (local.set $text (i32.load (i32.add (i32.const 1024) (i32.shl (local.get $from) (i32.const 2)))))
      (call $line (local.get $text) (call $length (local.get $text)))
      (local.set $from (i32.add (local.get $from) (i32.const 1)))
      (br $next))))

  (func (export "_start")
    (local $count i32)
    (drop (call $args_sizes_get (i32.const 0) (i32.const 4)))
    (drop (call $args_get (i32.const 1024) (i32.const 8192)))
    (local.set $count (i32.load (i32.const 0)))
    (if (i32.gt_u (local.get $count) (i32.const 1))
      (then
        ;; "spin" and "crash" by their first letters.
        (if (i32.eq (i32.load (i32.load (i32.const 1028))) (i32.const 0x6e697073)) (then (loop $ever (br $ever))))
        (if (i32.eq (i32.load (i32.load (i32.const 1028))) (i32.const 0x73617263)) (then unreachable))
        (if (i32.eq (i32.load (i32.load (i32.const 1028))) (i32.const 0x776f7267))
          (then (if (i32.eq (memory.grow (i32.const 1000)) (i32.const -1)) (then (call $proc_exit (i32.const 9))))))))
    (call $texts (i32.const 1) (local.get $count))
    (drop (call $environ_sizes_get (i32.const 0) (i32.const 4)))
    (drop (call $environ_get (i32.const 1024) (i32.const 8192)))
    (call $texts (i32.const 0) (i32.load (i32.const 0)))
    ;; The name of the first opened folder, if there is one.
    (if (i32.eqz (call $fd_prestat_get (i32.const 3) (i32.const 0)))
      (then
        (drop (call $fd_prestat_dir_name (i32.const 3) (i32.const 8192) (i32.load (i32.const 4))))
        (call $line (i32.const 8192) (i32.load (i32.const 4)))))
    (block $end (loop $more
      (i32.store (i32.const 64) (i32.const 8192))
      (i32.store (i32.const 68) (i32.const 16))
      (br_if $end (call $fd_read (i32.const 0) (i32.const 64) (i32.const 1) (i32.const 0)))
      (br_if $end (i32.eqz (i32.load (i32.const 0))))
      (call $write (i32.const 1) (i32.const 8192) (i32.load (i32.const 0)))
      (br $more)))
    (call $write (i32.const 2) (i32.const 260) (i32.const 5))
    (call $proc_exit (i32.const 7))))
