;; Everything here is a reason not to load it.
(module
  (import "env" "fetch" (func (param i32)))
  (import "yao" "process" (func (param i32 i32) (result i64)))
  (memory 1)
  (func (export "yao_abi_v1") (result i64) i64.const 0)
  (func (export "yao_alloc") (param i64) (result i32) i32.const 1024)
  (func (export "greet") (param i32 i32) (result i64) i64.const 0))
