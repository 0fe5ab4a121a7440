;;! fault A handler, and no allocator
;;! group structure
;;! load => refused missing_export "export yao_alloc is missing"
(module
  (memory (export "memory") 1)
  (func (export "yao_abi_v1") (result i32) (i32.const 0))
  (func (export "h") (param i32 i32) (result i64)
    (i64.const 0)))
