;;! fault Grows a table by one element until it fails
;;! group growth
;;! limit table_elements 100
;;! request h => value 100
(module
  (memory (export "memory") 1)
  (func (export "yao_abi_v1") (result i32) (i32.const 0))
  (global $top (mut i32) (i32.const 4096))
  (func $alloc (export "yao_alloc") (param $len i32) (result i32)
    (global.get $top)
    (global.set $top
      (i32.and (i32.add (i32.add (global.get $top) (local.get $len)) (i32.const 15)) (i32.const -16))))
  (func (export "yao_free") (param i32 i32))
  (table $table 0 externref)
  (func (export "h") (param i32 i32) (result i64)
    (local $n i32)
    (block $full
      (loop $again
        (br_if $full (i32.eq (table.grow $table (ref.null extern) (i32.const 1)) (i32.const -1)))
        (local.set $n (i32.add (local.get $n) (i32.const 1)))
        (br $again)))
    (i32.store8 (i32.const 64) (local.get $n))
    (i64.const 0x4000000001)))
