;; The conformance guest without any SDK: what a host and the cases need, written from the text of abi-spec/README.md.
;;
;; The files of this folder are the fields of one module, in the order of their names. State lives in globals: one
;; call runs at a time, and nothing but yao_alloc and yao_free runs while a process is being called.

(import "yao" "process"
  (func $process (param $name i32) (param $name_len i32) (param $args i32) (param $args_len i32) (result i64)))
(import "yao" "log" (func $log (param $level i32) (param $message i32) (param $message_len i32)))

(memory (export "memory") 1)

;; Instances: the one capability that this guest has.
(func (export "yao_abi_v1") (result i32) (i32.const 0x08))

;; Memory: 0 to 64 is never used, so that no pointer is 0; then these constants; the registry at 1024; six positions of
;; a record at 2048; the heap from 4096.
(data (i32.const 64) "\90")                       ;; No arguments.
(data (i32.const 96) "\a4code")
(data (i32.const 112) "\a7message")
(data (i32.const 128) "\a7details")
(data (i32.const 144) "\a2ok")
(data (i32.const 160) "\a5error")
(data (i32.const 176) "bad request")
(data (i32.const 192) "out of memory")
(data (i32.const 208) "gone")
(data (i32.const 224) "too many")
(data (i32.const 240) "too large")
(data (i32.const 256) "malformed error record")
(data (i32.const 288) "counters may fail")
(data (i32.const 320) "\a2id")
(data (i32.const 336) "\a4name")
(data (i32.const 352) "\a5score")
(data (i32.const 368) "\a4tags")
(data (i32.const 384) "\a4note")
(data (i32.const 400) "\a4blob")
(data (i32.const 416) "malformed reply")
