//go:build wasm || tinygo.wasm

package yao

//go:wasmexport yao_abi_v1
func yaoABI() uint32 { return capabilities }
