module github.com/yaoapp/wasm-sdk/tests/guests/go

go 1.24

require github.com/yaoapp/wasm-sdk/sdk-go v0.0.0

replace github.com/yaoapp/wasm-sdk/sdk-go => ../../../sdk-go
