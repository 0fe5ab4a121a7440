package main

import (
	"testing"

	yao "github.com/yaoapp/wasm-sdk/sdk-go"
	"github.com/yaoapp/wasm-sdk/sdk-go/yaotest"
)

func TestGreetAsksForTheGreeting(t *testing.T) {
	host := yaotest.New(t)
	host.Reply("utils.greet", "Grüße, Ada 😀")
	reply, err := yaotest.Call[Reply](host, greet, User{"Ada"})
	if err != nil || reply.Greeting != "Grüße, Ada 😀" {
		t.Errorf("got %q, %v", reply.Greeting, err)
	}
	name, _ := host.Calls()[0].Args.At(0).AsString()
	if name != "Ada" {
		t.Errorf("the process got %q, want Ada", name)
	}
	if logs := host.Logs(); len(logs) != 1 || logs[0].Level != yao.LevelInfo {
		t.Errorf("got the logs %v, want one line at info", logs)
	}
}

func TestGreetPassesTheErrorOn(t *testing.T) {
	host := yaotest.New(t)
	host.Fail("utils.greet", yao.CodeForbidden, "not today")
	_, err := yaotest.Call[Reply](host, greet, User{"Ada"})
	if e := yao.AsException(err); e.Code != yao.CodeForbidden || e.Message != "not today" {
		t.Errorf("got %d %q", e.Code, e.Message)
	}
}

func TestGreetRefusesWhatIsNoUser(t *testing.T) {
	host := yaotest.New(t)
	_, err := yaotest.Call[Reply](host, greet, yao.Dict{"name": 5})
	if e := yao.AsException(err); e.Code != yao.CodeBadRequest || e.Message != "argument 1: name: expected a string" {
		t.Errorf("got %d %q", e.Code, e.Message)
	}
	if len(host.Calls()) != 0 {
		t.Errorf("a process was called all the same")
	}
}
