;;! fault `yao_free` is a table
;;! group structure
;;! load => refused export_type "export yao_free is no function"
(module
  (memory (export "memory") 1)
  (func (export "yao_abi_v1") (result i32) (i32.const 0))
  (global $top (mut i32) (i32.const 4096))
  (func $alloc (export "yao_alloc") (param $len i32) (result i32)
    (global.get $top)
    (global.set $top
      (i32.and (i32.add (i32.add (global.get $top) (local.get $len)) (i32.const 15)) (i32.const -16))))
  (table (export "yao_free") 0 funcref)
  (func (export "h") (param i32 i32) (result i64)
    (i64.const 0)))
