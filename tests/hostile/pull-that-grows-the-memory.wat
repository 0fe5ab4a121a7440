;;! fault `result_read` grows the memory, then writes
;;! group handles
;;! create c => handle 1
;;! method c get 1 => value 7
(module
  (memory (export "memory") 1)
  (func (export "yao_abi_v1") (result i32) (i32.const 8))
  (global $top (mut i32) (i32.const 4096))
  (func $alloc (export "yao_alloc") (param $len i32) (result i32)
    (global.get $top)
    (global.set $top
      (i32.and (i32.add (i32.add (global.get $top) (local.get $len)) (i32.const 15)) (i32.const -16))))
  (func (export "yao_free") (param i32 i32))
  (func (export "c_create") (param i32 i32) (result i64) (i64.const 1))
  (func (export "c_get") (param i32 i32 i32) (result i64) (i64.const 0))
  (func (export "c_destroy") (param i32) (result i32) (i32.const 0))
  (func (export "c_result_len") (param i32) (result i32) (i32.const 1))
  (func (export "c_result_read") (param i32 i32 i32) (result i32) (drop (memory.grow (i32.const 1)))
    (i32.store8 (local.get 1) (i32.const 7))
    (i32.const 1)))
