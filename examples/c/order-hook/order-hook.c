/*
 * A hook that runs before an order is saved: it checks the order, fills in the prices that the shop knows, and computes
 * the total. It is called with the order as a record and gives the order to save, or an error that says what is wrong.
 */

#define YAO_IMPLEMENTATION
#include "yao.h"

enum { MOST_LINES = 200 };

/* Amounts are in cents, and small enough that no sum of lines can overflow. */
static const int64_t MOST_CENTS = 1000000000000;

typedef struct product {
    int64_t price;
    uint32_t stock;
} product;

/* Asks for a product. Gives 0, or the error to return. */
static yao_result find_product(yao_str sku, product *found)
{
    yao_writer args;
    yao_begin(&args);
    yao_write_array(&args, 1);
    yao_write_str(&args, sku);
    yao_result reply = yao_process("models.product.Find", &args);
    if (yao_is_error(reply))
        return reply;
    yao_reader value;
    yao_record record;
    yao_open_result(&value, reply, "models.product.Find");
    yao_read_record(&value, &record);
    found->price = yao_read_int(yao_field(&record, "price"), 0, MOST_CENTS);
    found->stock = yao_read_u32(yao_field(&record, "stock"));
    return yao_close(&value, reply, 0, YAO_CODE_INTERNAL);
}

/* An error with details, for programs: {sku, asked, stock}. */
static yao_result not_in_stock(yao_str sku, uint32_t asked, uint32_t stock)
{
    static const char message[] = "not in stock";
    yao_writer error;
    yao_begin(&error);
    yao_write_error(&error, YAO_CODE_BAD_REQUEST, message, sizeof message - 1, true);
    yao_write_map(&error, 3);
    yao_write_cstr(&error, "sku");
    yao_write_str(&error, sku);
    yao_write_cstr(&error, "asked");
    yao_write_u64(&error, asked);
    yao_write_cstr(&error, "stock");
    yao_write_u64(&error, stock);
    return yao_finish_error(&error);
}

/* Reads one line, writes it with its price, and adds to the total. Gives 0, or the error to return. */
static yao_result priced_line(yao_reader *in, yao_writer *out, int64_t *total)
{
    yao_record line;
    product found = {0, 0};
    yao_read_record(in, &line);
    yao_str sku = yao_read_str(yao_field(&line, "sku"));
    uint32_t quantity = yao_read_u32(yao_field(&line, "quantity"));
    YAO_CHECK(in);
    yao_result error = find_product(sku, &found);
    if (error)
        return error;
    if (!quantity || quantity > found.stock)
        return not_in_stock(sku, quantity, found.stock);

    int64_t price = found.price;
    if (!yao_read_nil(yao_field(&line, "price")))
        price = yao_read_int(yao_field(&line, "price"), 0, MOST_CENTS);
    YAO_CHECK(in);
    if (quantity > 1000000 || price > MOST_CENTS / 1000000)
        return yao_error(YAO_CODE_TOO_LARGE, "a line has at most 1000000 pieces of at most 1000000 cents");
    *total += price * quantity;

    yao_write_map(out, 3);
    yao_write_cstr(out, "sku");
    yao_write_str(out, sku);
    yao_write_cstr(out, "quantity");
    yao_write_u64(out, quantity);
    yao_write_cstr(out, "price");
    yao_write_i64(out, price);
    return 0;
}

/* What a coupon takes off. A shop without coupons is no reason to refuse an order, so that the error ends here. */
static uint32_t coupon_percent(yao_str coupon)
{
    yao_writer args;
    yao_begin(&args);
    yao_write_array(&args, 1);
    yao_write_str(&args, coupon);
    yao_result reply = yao_process("scripts.coupon.Percent", &args);
    uint32_t percent = 0;
    if (!yao_is_error(reply)) {
        yao_reader value;
        yao_open_result(&value, reply, "scripts.coupon.Percent");
        percent = (uint32_t)yao_read_uint(&value, 100);
        if (yao_failed(&value))
            yao_log_warn("scripts.coupon.Percent: not a number from 0 to 100");
    } else {
        yao_error_record error;
        yao_read_error(reply, &error);
        yao_log_warn("a coupon is not counted:");
        yao_log_text(YAO_LEVEL_WARN, error.message.data, error.message.len);
    }
    yao_release(reply);
    return percent;
}

YAO_HANDLER(before_save)
{
    yao_record order;
    yao_read_record(in, &order);
    uint64_t customer = yao_read_u64(yao_field(&order, "customer"));
    yao_reader *lines = yao_field(&order, "lines");
    uint32_t count = yao_read_array(lines);
    YAO_CHECK(in);
    if (!count)
        return yao_error(YAO_CODE_BAD_REQUEST, "an order needs a line");
    if (count > MOST_LINES)
        return yao_error(YAO_CODE_TOO_LARGE, "an order has at most 200 lines");

    yao_writer out;
    yao_begin(&out);
    yao_write_map(&out, 4);
    yao_write_cstr(&out, "customer");
    yao_write_u64(&out, customer);
    yao_write_cstr(&out, "lines");
    yao_write_array(&out, count);
    int64_t total = 0;
    for (; count; count--) {
        yao_result error = priced_line(lines, &out, &total);
        if (error || yao_failed(in)) {
            yao_discard(&out);
            return error;
        }
    }

    yao_write_cstr(&out, "coupon");
    yao_reader *coupon = yao_field(&order, "coupon");
    if (yao_read_nil(coupon)) {
        yao_write_nil(&out);
    } else {
        yao_str code = yao_read_str(coupon);
        if (!yao_failed(in))
            total -= total * coupon_percent(code) / 100;
        yao_write_str(&out, code);
    }
    yao_write_cstr(&out, "total");
    yao_write_i64(&out, total);
    yao_log_info("an order was priced");
    return yao_finish(&out);
}
