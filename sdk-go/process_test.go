package yao_test

import (
	"errors"
	"testing"

	yao "github.com/yaoapp/wasm-sdk/sdk-go"
	"github.com/yaoapp/wasm-sdk/sdk-go/yaotest"
)

func TestAProcessGetsItsArgumentsAndGivesAValue(t *testing.T) {
	host := yaotest.New(t)
	host.Process("math.Add", func(args yao.Value) (any, error) {
		a, _ := args.At(0).AsInt()
		b, _ := args.At(1).AsUint()
		return uint64(a) + b, nil
	})
	if sum, err := yao.Process[uint64]("math.Add", -1, uint64(1)<<63); err != nil || sum != 1<<63-1 {
		t.Errorf("got %d, %v", sum, err)
	}
	if _, err := yao.Process[yao.Nil]("math.Add", 1, uint64(2)); err != nil {
		t.Errorf("a result that nobody looks at gave %v", err)
	}
	if calls := host.Calls(); len(calls) != 2 || calls[0].Name != "math.Add" || calls[0].Args.Len() != 2 {
		t.Errorf("the host saw %v", calls)
	}
}

func TestAProcessThatGivesNilGivesTheNullable(t *testing.T) {
	host := yaotest.New(t)
	host.Reply("stores.cache.Get", nil)
	if v, err := yao.Process[yao.Value]("stores.cache.Get", "k"); err != nil || !v.IsNil() {
		t.Errorf("got %v, %v", v, err)
	}
	if raw, err := yao.ProcessRaw("stores.cache.Get", nil); err != nil || raw != nil {
		t.Errorf("raw gave % x, %v", raw, err)
	}
	if _, err := yao.Process[string]("stores.cache.Get"); err == nil {
		t.Error("nil was taken as a string")
	}
}

func TestTheErrorOfAProcessComesBackWhole(t *testing.T) {
	host := yaotest.New(t)
	host.Process("models.user.Find", func(yao.Value) (any, error) {
		return nil, yao.NewExceptionWith(1234, "no such user", yao.Dict{"id": 7})
	})
	_, err := yao.Process[string]("models.user.Find", 7)
	var e *yao.Exception
	if !errors.As(err, &e) || e.Code != 1234 || e.Message != "no such user" || string(e.Details()) != "\x81\xa2id\x07" {
		t.Errorf("got %v", err)
	}
	forward := func(p, n uint32) uint64 {
		reply := yao.ProcessPacked("models.user.Find", nil)
		if !reply.Failed() {
			t.Error("the reply is no failure")
		}
		return uint64(reply)
	}
	_, err = host.CallRaw(forward, nil)
	if !errors.As(err, &e) || e.Code != 1234 || string(e.Details()) != "\x81\xa2id\x07" {
		t.Errorf("passed on unread it is %v", err)
	}
}

func TestAReplyThatDoesNotFitIsError500(t *testing.T) {
	host := yaotest.New(t)
	host.Reply("utils.greet", 5)
	_, err := yao.Process[string]("utils.greet")
	if e := yao.AsException(err); err == nil || e.Code != yao.CodeInternal || e.Message != "reply: expected a string" {
		t.Errorf("got %v", err)
	}
	r := yao.ProcessPacked("utils.greet", nil).Open()
	if n := r.Int(); n != 5 || r.Close() != nil {
		t.Errorf("read %d, %v", n, r.Close())
	}
}

func TestAnExportPassesOnWhyReadingFailedWithTheCodeItChose(t *testing.T) {
	host := yaotest.New(t)
	host.Reply("utils.greet", 5)
	greet := func(p, n uint32) uint64 {
		args := yao.OpenArgs(p, n)
		args.Arg().Str()
		if bad := args.CloseAs(yao.CodeBadRequest); bad != 0 {
			return uint64(bad)
		}
		r := yao.ProcessPacked("utils.greet", nil).Open()
		r.Str()
		return uint64(r.CloseAs(yao.CodeInternal))
	}
	for payload, code := range map[string]yao.Code{
		"\x91\x05": yao.CodeBadRequest, "\x91\xa1": yao.CodeBadRequest, "\x91\xa0": yao.CodeInternal,
	} {
		_, err := host.CallRaw(greet, []byte(payload))
		var e *yao.Exception
		if !errors.As(err, &e) || e.Code != code || e.Message == "" {
			t.Errorf("% x: got %v, want code %d", payload, err, code)
		}
	}
	host.Reply("utils.greet", "hello")
	if b, err := host.CallRaw(greet, []byte("\x91\xa0")); err != nil || len(b) != 0 {
		t.Errorf("got % x, %v", b, err)
	}
}

func TestArgumentsThatCannotBeWrittenAreError400AndNothingIsCalled(t *testing.T) {
	host := yaotest.New(t)
	host.Reply("utils.greet", "x")
	_, err := yao.Process[string]("utils.greet", "\xff")
	if e := yao.AsException(err); err == nil || e.Code != yao.CodeBadRequest || len(host.Calls()) != 0 {
		t.Errorf("got %v after %d calls", err, len(host.Calls()))
	}
}

func TestLogWritesALineAtEachLevel(t *testing.T) {
	host := yaotest.New(t)
	write := []func(string){yao.Fatal, yao.Error, yao.Warn, yao.Info, yao.Debug, yao.Trace}
	for _, f := range write {
		f("ünïcode")
	}
	yao.Log(9, "")
	func() {
		defer func() {
			if recover() != "over" {
				t.Error("Panic did not panic with its message")
			}
		}()
		yao.Panic("over")
	}()
	want := []yaotest.Line{
		{Level: yao.LevelFatal, Message: "ünïcode"}, {Level: yao.LevelError, Message: "ünïcode"},
		{Level: yao.LevelWarn, Message: "ünïcode"}, {Level: yao.LevelInfo, Message: "ünïcode"},
		{Level: yao.LevelDebug, Message: "ünïcode"}, {Level: yao.LevelTrace, Message: "ünïcode"},
		{Level: 9}, {Level: yao.LevelPanic, Message: "over"},
	}
	logs := host.Logs()
	if len(logs) != len(want) {
		t.Fatalf("got %v, want %v", logs, want)
	}
	for i := range want {
		if logs[i] != want[i] {
			t.Errorf("line %d is %v, want %v", i, logs[i], want[i])
		}
	}
}
