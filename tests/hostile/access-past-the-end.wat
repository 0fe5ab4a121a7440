;;! fault Loads, stores and bulk instructions one byte past the memory
;;! group growth
;;! request load => trap "bounds"
;;! request store => trap "bounds"
;;! request fill => trap "bounds"
;;! request copy => trap "bounds"
(module
  (memory (export "memory") 1)
  (func (export "yao_abi_v1") (result i32) (i32.const 0))
  (global $top (mut i32) (i32.const 4096))
  (func $alloc (export "yao_alloc") (param $len i32) (result i32)
    (global.get $top)
    (global.set $top
      (i32.and (i32.add (i32.add (global.get $top) (local.get $len)) (i32.const 15)) (i32.const -16))))
  (func (export "yao_free") (param i32 i32))
  (func (export "load") (param i32 i32) (result i64)
    (i64.load offset=0xfff9 (i32.const 0)))
  (func (export "store") (param i32 i32) (result i64)
    (i32.store offset=0xffffffff (i32.const -1) (i32.const 0))
    (i64.const 0))
  (func (export "fill") (param i32 i32) (result i64)
    (memory.fill (i32.const 1) (i32.const 0) (i32.const 0x10000))
    (i64.const 0))
  (func (export "copy") (param i32 i32) (result i64)
    (memory.copy (i32.const 0) (i32.const 0xffff) (i32.const 2))
    (i64.const 0)))
