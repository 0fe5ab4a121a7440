// Guest order-hook checks and completes an order before it is saved: the caller passes what a form sent, the hook
// refuses what is wrong, looks up each product's price, and gives the order back with its totals.
package main

import (
	"strings"

	yao "github.com/yaoapp/wasm-sdk/sdk-go"
)

//go:generate go run github.com/yaoapp/wasm-sdk/sdk-go/cmd/yao-gen

// Order is what comes in and, completed, what goes out.
type Order struct {
	Customer string
	Email    string
	Lines    []Line
	Coupon   *string
	Cents    *int64
}

// Line is one position of an order.
type Line struct {
	SKU      string `yao:"sku"`
	Quantity int32
	Cents    *int64
}

// Product is what the store knows.
type Product struct {
	Cents int64
	Stock int32
}

// beforeSave is scripts.order.BeforeSave.
//
//yao:handler BeforeSave
func beforeSave(order Order) (Order, error) {
	order.Email = strings.ToLower(strings.TrimSpace(order.Email))
	if at := strings.IndexByte(order.Email, '@'); at < 1 || at == len(order.Email)-1 {
		return order, invalid("email", "not an e-mail address")
	}
	if len(order.Lines) == 0 {
		return order, invalid("lines", "an order has at least one line")
	}
	var total int64
	for i := range order.Lines {
		line := &order.Lines[i]
		if line.Quantity < 1 || line.Quantity > 1000 {
			return order, invalid("quantity", "1 to 1000 of "+line.SKU)
		}
		product, err := yao.Process[Product]("models.product.Find", line.SKU, yao.Dict{"select": []string{"cents", "stock"}})
		if err != nil {
			return order, err
		}
		if product.Stock < line.Quantity {
			return order, invalid("quantity", "not enough of "+line.SKU+" in stock")
		}
		cents := product.Cents * int64(line.Quantity)
		line.Cents = &cents
		total += cents
	}
	if order.Coupon != nil {
		percent, err := yao.Process[int64]("scripts.coupon.Percent", *order.Coupon)
		switch {
		case err != nil && yao.AsException(err).Code == yao.CodeNotFound:
			yao.Warn("unknown coupon " + *order.Coupon)
			order.Coupon = nil
		case err != nil:
			return order, err
		case percent < 0 || percent > 100:
			return order, yao.NewException(yao.CodeInternal, "a coupon takes 0 to 100 percent off")
		default:
			total -= total * percent / 100
		}
	}
	order.Cents = &total
	yao.Info("order of " + order.Customer + " completed")
	return order, nil
}

// invalid is the error that the form shows beside a field.
func invalid(field, why string) error {
	return yao.NewExceptionWith(yao.CodeBadRequest, field+": "+why, yao.Dict{"field": field})
}

func main() {}
