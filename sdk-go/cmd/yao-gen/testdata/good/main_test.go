package main

import (
	"reflect"
	"testing"
	"time"

	yao "github.com/yaoapp/wasm-sdk/sdk-go"
	"github.com/yaoapp/wasm-sdk/sdk-go/yaotest"
)

func TestARecordOfEveryTypeComesBack(t *testing.T) {
	host := yaotest.New(t)
	one := Scalars{true, -1, -128, -32768, -1 << 31, -1 << 63, 1, 255, 65535, 1<<32 - 1, 1<<64 - 1, 0.5, -0.25, "ü"}
	path := Path{"a", "b"}
	want := Nested{
		UserID: "u", HTTPCode: 404, Wait: 3 * time.Second, Bytes: []byte{0, 255}, Pair: [2]float64{1.5, 2.5},
		Items: []*Scalars{&one, nil}, ByName: map[string]Scalars{"x": one, "y": {S: "z"}},
		ByNumber: map[uint16][]string{7: {"seven"}, 300: {}}, Maybe: &path,
		Any: yao.Map(yao.Int(1), yao.Array(yao.Bool(true))), Raw: yao.Raw{0x93, 1, 2, 3},
	}
	got, err := yaotest.Call[Nested](host, yaoExport_echo_nested, want)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v, %v\nwant %+v", got, err, want)
	}
}

func TestFieldsAreNamedByTagOrInSnakeCase(t *testing.T) {
	b, err := yao.Marshal(Nested{})
	if err != nil {
		t.Fatal(err)
	}
	v, err := yao.Unmarshal[yao.Value](b)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"user_id", "http_code", "wait ms", "bytes", "pair", "items", "by_name", "by_number", "maybe", "any", "raw"}
	for i := range v.Len() {
		if key, _ := v.KeyAt(i).AsString(); i >= len(want) || key != want[i] {
			t.Errorf("field %d is %q", i, key)
		}
	}
	if v.Len() != len(want) {
		t.Errorf("there are %d fields, want %d", v.Len(), len(want))
	}
}

func TestAWrongFieldIsRefusedWithItsPath(t *testing.T) {
	host := yaotest.New(t)
	for _, c := range []struct {
		arg     yao.Dict
		message string
	}{
		{yao.Dict{}, "argument 1: user_id: the field is missing"},
		{yao.Dict{"pair": []float64{1}}, "argument 1: pair: expected an array of 2 items"},
		{yao.Dict{"items": yao.List{yao.Dict{"i8": 128}}}, "argument 1: items: i8: integer out of range"},
		{yao.Dict{"by_number": yao.List{}}, "argument 1: by_number: expected a map"},
		{yao.Dict{"by_name": yao.Dict{"x": yao.Dict{"s": []byte("x")}}}, "argument 1: by_name: s: expected a string"},
	} {
		_, err := yaotest.Call[Nested](host, yaoExport_echo_nested, c.arg)
		if e := yao.AsException(err); err == nil || e.Code != yao.CodeBadRequest || e.Message != c.message {
			t.Errorf("%v: got %v, want %q", c.arg, err, c.message)
		}
	}
}

func TestNullableArgumentsMayBeLeftOut(t *testing.T) {
	host := yaotest.New(t)
	for want, args := range map[int64][]any{
		6: {[]int64{1, 2, 3}}, 7: {[]int64{1, 2, 3}, nil, "extra"}, 16: {[]int64{1, 2, 3}, 10},
	} {
		if want == 7 {
			want = 6
		}
		if got, err := yaotest.Call[int64](host, yaoExport_Sum, args...); err != nil || got != want {
			t.Errorf("%v: got %d, %v", args, got, err)
		}
	}
}

func TestResultsMayBeNoneOrAnError(t *testing.T) {
	host := yaotest.New(t)
	if b, err := host.CallRaw(yaoExport_nothing, nil); err != nil || b != nil {
		t.Errorf("got % x, %v", b, err)
	}
	if _, err := host.CallRaw(yaoExport_fail, []byte{0x91, 0xcd, 0x01, 0x93}); err == nil || yao.AsException(err).Code != 403 {
		t.Errorf("got %v", err)
	}
}

func TestARecordThatIsOnlyPassedToTheSDKHasItsCodec(t *testing.T) {
	host := yaotest.New(t)
	host.Reply("models.user.Find", Shared{"Ada"})
	if got, err := find(); err != nil || got.Name != "Ada" {
		t.Errorf("got %v, %v", got, err)
	}
	limit, _ := host.Calls()[0].Args.At(0).Get("limit")
	if n, _ := limit.AsInt(); n != 1 {
		t.Errorf("the limit was %d", n)
	}
}

func TestAClassHasItsExports(t *testing.T) {
	host := yaotest.New(t)
	h, err := host.Create(yaoExport_table_create, "a", "b")
	if err != nil {
		t.Fatal(err)
	}
	if n, err := yaotest.Method[int](host, yaoExport_table_row_count, h); err != nil || n != 2 {
		t.Errorf("got %d, %v", n, err)
	}
	if rows, err := yaotest.Method[[]string](host, yaoExport_table_all, h); err != nil || len(rows) != 2 {
		t.Errorf("got %v, %v", rows, err)
	}
	if got := yaoDestroyTable(h); got != 0 {
		t.Errorf("destroy gave %d", got)
	}
}
