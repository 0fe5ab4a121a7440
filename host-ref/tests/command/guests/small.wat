;; A guest whose memory has pages of one byte: 64 of them, and more for a larger payload.
(module
  (memory (export "memory") 64 300 (pagesize 1))
  (func (export "yao_abi_v1") (result i32) i32.const 0)
  (func (export "yao_alloc") (param $len i32) (result i32)
    (local $missing i32)
    (local.set $missing (i32.sub (i32.add (local.get $len) (i32.const 16)) (memory.size)))
    (if (i32.gt_s (local.get $missing) (i32.const 0))
      (then (if (i32.eq (memory.grow (local.get $missing)) (i32.const -1)) (then (return (i32.const 0))))))
    (i32.const 16))
  (func (export "yao_free") (param i32 i32))
  (func (export "echo") (param $ptr i32) (param $len i32) (result i64)
    (i64.or
      (i64.shl (i64.extend_i32_u (local.get $ptr)) (i64.const 32))
      (i64.extend_i32_u (local.get $len)))))
