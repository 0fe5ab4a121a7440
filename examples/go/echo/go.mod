module example.com/echo

go 1.24

require github.com/yaoapp/wasm-sdk/sdk-go v0.0.0

// In this repository only. Outside of it, leave this line out and run: go get github.com/yaoapp/wasm-sdk/sdk-go
replace github.com/yaoapp/wasm-sdk/sdk-go => ../../../sdk-go
