;;! fault A component with a guest inside
;;! group structure
;;! load => refused component "this is a component"
(component
  (core module
    (memory (export "memory") 1)
    (func (export "yao_abi_v1") (result i32) (i32.const 0))))
