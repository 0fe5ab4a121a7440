module github.com/yaoapp/wasm-sdk/sdk-go

go 1.24
