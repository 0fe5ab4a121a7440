package main

import (
	"testing"

	yao "github.com/yaoapp/wasm-sdk/sdk-go"
	"github.com/yaoapp/wasm-sdk/sdk-go/yaotest"
)

func store(t *testing.T) *yaotest.Host {
	host := yaotest.New(t)
	host.Process("models.product.Find", func(args yao.Value) (any, error) {
		if sku, _ := args.At(0).AsString(); sku != "tea" {
			return nil, yao.NewException(yao.CodeNotFound, "no product "+sku)
		}
		return Product{Cents: 450, Stock: 10}, nil
	})
	host.Process("scripts.coupon.Percent", func(args yao.Value) (any, error) {
		if coupon, _ := args.At(0).AsString(); coupon != "SPRING" {
			return nil, yao.NewException(yao.CodeNotFound, "no coupon "+coupon)
		}
		return 20, nil
	})
	return host
}

func order(quantity int32, coupon *string) Order {
	return Order{Customer: "Ada", Email: " Ada@Example.com", Lines: []Line{{SKU: "tea", Quantity: quantity}}, Coupon: coupon}
}

func TestTheHookCompletesAnOrder(t *testing.T) {
	spring, unknown := "SPRING", "AUTUMN"
	for _, c := range []struct {
		name   string
		coupon *string
		cents  int64
		kept   bool
	}{{"no coupon", nil, 1350, false}, {"coupon", &spring, 1080, true}, {"unknown coupon", &unknown, 1350, false}} {
		t.Run(c.name, func(t *testing.T) {
			done, err := yaotest.Call[Order](store(t), yaoExport_BeforeSave, order(3, c.coupon))
			if err != nil {
				t.Fatal(err)
			}
			if done.Email != "ada@example.com" || done.Cents == nil || *done.Cents != c.cents || *done.Lines[0].Cents != 1350 {
				t.Errorf("got %+v", done)
			}
			if (done.Coupon != nil) != c.kept {
				t.Errorf("got the coupon %v", done.Coupon)
			}
		})
	}
}

func TestTheHookRefusesABadOrder(t *testing.T) {
	noMail, noLines, noProduct := order(1, nil), order(1, nil), order(1, nil)
	noMail.Email = "ada"
	noLines.Lines = nil
	noProduct.Lines[0].SKU = "coffee"
	for _, c := range []struct {
		name  string
		order Order
		code  yao.Code
		field string
	}{
		{"address", noMail, yao.CodeBadRequest, "email"},
		{"no lines", noLines, yao.CodeBadRequest, "lines"},
		{"none of it", order(0, nil), yao.CodeBadRequest, "quantity"},
		{"not in stock", order(11, nil), yao.CodeBadRequest, "quantity"},
		{"no such product", noProduct, yao.CodeNotFound, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := yaotest.Call[Order](store(t), yaoExport_BeforeSave, c.order)
			e := yao.AsException(err)
			details, _ := yao.Unmarshal[yao.Value](e.Details())
			field, _ := details.Get("field")
			if name, _ := field.AsString(); e.Code != c.code || name != c.field {
				t.Errorf("got %d %q about %q", e.Code, e.Message, name)
			}
		})
	}
}
