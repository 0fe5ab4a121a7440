;;! fault `yao_alloc` takes and gives 64 bits
;;! group structure
;;! load => refused export_type "export yao_alloc is (i64) -> i64"
(module
  (memory (export "memory") 1)
  (func (export "yao_abi_v1") (result i32) (i32.const 0))
  (func (export "yao_alloc") (param i64) (result i64) (i64.const 0))
  (func (export "yao_free") (param i32 i32))
  (func (export "h") (param i32 i32) (result i64)
    (i64.const 0)))
