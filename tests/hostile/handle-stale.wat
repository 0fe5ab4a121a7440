;;! fault A handle that was destroyed
;;! group handles
;;! create c => handle 5
;;! destroy c 5 => number 0
;;! method c get 5 => error 410 "gone"
;;! destroy c 5 => number -410
(module
  (memory (export "memory") 1)
  (func (export "yao_abi_v1") (result i32) (i32.const 8))
  (global $top (mut i32) (i32.const 4096))
  (func $alloc (export "yao_alloc") (param $len i32) (result i32)
    (global.get $top)
    (global.set $top
      (i32.and (i32.add (i32.add (global.get $top) (local.get $len)) (i32.const 15)) (i32.const -16))))
  (func (export "yao_free") (param i32 i32))
  (data (i32.const 64) "\82\a4code\cd\01\9a\a7message\a4gone")
  (global $alive (mut i32) (i32.const 1))
  (func (export "c_create") (param i32 i32) (result i64) (i64.const 5))
  (func (export "c_get") (param i32 i32 i32) (result i64) (select (i64.const 0) (i64.const 0x4080000016) (global.get $alive)))
  (func (export "c_destroy") (param i32) (result i32)
    (if (i32.eqz (global.get $alive)) (then (return (i32.const -410))))
    (global.set $alive (i32.const 0))
    (i32.const 0)))
