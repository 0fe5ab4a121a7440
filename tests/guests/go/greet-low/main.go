package main

import yao "github.com/yaoapp/wasm-sdk/sdk-go"

//go:wasmexport greet
func greet(p, n uint32) uint64 {
	args := yao.OpenArgs(p, n)
	name, found := "", false
	r := args.Arg()
	for r.Map(); r.More(); {
		if r.Str() == "name" {
			name, found = r.Str(), true
		} else {
			r.Skip()
		}
	}
	if !found {
		r.Fail("name is missing")
	}
	if bad := args.CloseAs(yao.CodeBadRequest); bad != 0 {
		return uint64(bad)
	}
	var call yao.Writer
	call.Array(1)
	call.Str(name)
	reply := yao.ProcessPacked("utils.greet", call.Bytes())
	if reply.Failed() {
		return uint64(reply)
	}
	r = reply.Open()
	text := r.Str()
	if bad := r.CloseAs(yao.CodeInternal); bad != 0 {
		return uint64(bad)
	}
	yao.Info("greet")
	var w yao.Writer
	w.Lit("\x81\xa8greeting")
	w.Str(text)
	return yao.Return(&w)
}

func main() {}
