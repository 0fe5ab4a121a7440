;;! fault A handle that nobody made: the guest knows its own, and nothing of it is touched
;;! group handles
;;! create c => handle 5
;;! method c get 5 => empty
;;! method c get 6 => error 410 "gone"
;;! method c get 0 => error 410 "gone"
;;! method c get 0xffffffff => error 410 "gone"
;;! method c get 5 => empty
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
  (func (export "c_create") (param i32 i32) (result i64) (i64.const 5))
  (func (export "c_get") (param i32 i32 i32) (result i64) (select (i64.const 0) (i64.const 0x4080000016) (i32.eq (local.get 0) (i32.const 5))))
  (func (export "c_destroy") (param i32) (result i32) (i32.const 0)))
