;;! fault The allocator gives a block for the payload that is at 2^31
;;! group pointers
;;! request echo [1, 2] => trap "block from yao_alloc of 3 bytes at 0x80000000 exceeds memory of 0x10000 bytes"
(module
  (memory (export "memory") 1)
  (func (export "yao_abi_v1") (result i32) (i32.const 0))
  (func $alloc (export "yao_alloc") (param $len i32) (result i32)
    (i32.const 0x80000000))
  (func (export "yao_free") (param i32 i32))
  (func (export "echo") (param i32 i32) (result i64)
    (i64.or (i64.shl (i64.extend_i32_u (local.get 0)) (i64.const 32)) (i64.extend_i32_u (local.get 1)))))
