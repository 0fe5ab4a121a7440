;; Calls utils.greet with its own arguments, and gives the reply.
(module
    (import "yao" "process" (func $process (param i32 i32 i32 i32) (result i64)))
    (memory (export "memory") 1)
    (data (i32.const 0) "utils.greet")
    (global $top (mut i32) (i32.const 16))
    (func (export "yao_abi_v1") (result i32) (i32.const 0))
    (func (export "yao_alloc") (param $len i32) (result i32)
        (global.get $top)
        (global.set $top (i32.and (i32.add (i32.add (global.get $top) (local.get $len)) (i32.const 15)) (i32.const -16))))
    (func (export "yao_free") (param i32 i32))
    (func (export "greet") (param $ptr i32) (param $len i32) (result i64)
        (call $process (i32.const 0) (i32.const 11) (local.get $ptr) (local.get $len))))
