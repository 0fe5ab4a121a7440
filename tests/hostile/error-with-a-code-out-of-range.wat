;;! fault An error record with code 2^31
;;! group values
;;! request h => error 500 "no"
(module
  (memory (export "memory") 1)
  (func (export "yao_abi_v1") (result i32) (i32.const 0))
  (global $top (mut i32) (i32.const 4096))
  (func $alloc (export "yao_alloc") (param $len i32) (result i32)
    (global.get $top)
    (global.set $top
      (i32.and (i32.add (i32.add (global.get $top) (local.get $len)) (i32.const 15)) (i32.const -16))))
  (func (export "yao_free") (param i32 i32))
  (data (i32.const 64) "\82\a4\63\6f\64\65\ce\80\00\00\00\a7\6d\65\73\73\61\67\65\a2\6e\6f")
  (func (export "h") (param i32 i32) (result i64)
    (i64.const 0x4080000016)))
