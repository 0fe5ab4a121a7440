/* The examples run natively, as their authors would test them. */

#define YAO_INSTANCES 8
#define YAO_IMPLEMENTATION
#include "yao_testing.h"
#undef YAO_INSTANCES /* the counter defines it itself */
#include "../../examples/c/greet/greet.c"
#include "../../examples/c/order-hook/order-hook.c"
#include "../../examples/c/counter/counter.c"
#include "check.h"

static yao_result shop(const char *name, uint32_t len, yao_reader *args)
{
    yao_writer out;
    yao_begin(&out);
    if (yao_same(name, len, "utils.greet", 11)) {
        yao_str who = yao_read_str(args);
        yao_write_len(&out, 0xa0, 32, 0xd9, who.len + 3);
        yao_write_raw(&out, "hi ", 3);
        yao_write_raw(&out, who.data, who.len);
    } else if (yao_same(name, len, "models.product.Find", 19)) {
        yao_write_map(&out, 2);
        yao_write_cstr(&out, "price");
        yao_write_i64(&out, 250);
        yao_write_cstr(&out, "stock");
        yao_write_i64(&out, 3);
    } else {
        return yao_error(YAO_CODE_NOT_FOUND, "no such process");
    }
    return yao_finish(&out);
}

#define CALL(handler, bytes) yao_test_call(handler, bytes, sizeof(bytes) - 1)

static void expect(yao_outcome got, bool is_error, const char *bytes, uint32_t len)
{
    CHECK(got.is_error == is_error && !got.trapped && yao_test_blocks() == 0);
    CHECK_BYTES(got.data, got.len, bytes, len);
    free(got.data);
}

#define EXPECT(got, is_error, bytes) expect(got, is_error, bytes, sizeof(bytes) - 1)

int main(void)
{
    yao_test.process = shop;
    check_name = "greet";
    EXPECT(CALL(yao_handler_greet, "\x91\x81\xa4name\xa4Zo\xc3\xab"), false, "\x81\xa8greeting\xa7hi Zo\xc3\xab");
    CHECK(yao_test.lines == 1 && yao_test.logs[0].level == YAO_LEVEL_INFO);
    EXPECT(CALL(yao_handler_greet, "\x91\x80"), true,
           "\x82\xa4"
           "code\xcd\x01\x90\xa7message\xb0name: wrong type");

    check_name = "order-hook";
    EXPECT(CALL(yao_handler_before_save, "\x91\x82\xa8"
                                         "customer\x07\xa5lines\x91\x82\xa3sku\xa1x\xa8quantity\x02"),
           false,
           "\x84\xa8"
           "customer\x07\xa5lines\x91\x83\xa3sku\xa1x\xa8quantity\x02\xa5price\xcc\xfa\xa6"
           "coupon\xc0\xa5total\xcd\x01\xf4");
    EXPECT(CALL(yao_handler_before_save, "\x91\x82\xa8"
                                         "customer\x07\xa5lines\x91\x82\xa3sku\xa1x\xa8quantity\x04"),
           true,
           "\x83\xa4"
           "code\xcd\x01\x90\xa7message\xacnot in stock\xa7"
           "details\x83\xa3sku\xa1x\xa5"
           "asked\x04\xa5stock\x03");
    yao_test.lines = 0;
    /* A coupon that nobody knows is not counted. */
    EXPECT(CALL(yao_handler_before_save, "\x91\x83\xa6"
                                         "coupon\xa1z\xa8"
                                         "customer\x07\xa5lines\x91\x82\xa3sku\xa1x\xa8quantity\x01"),
           false,
           "\x84\xa8"
           "customer\x07\xa5lines\x91\x83\xa3sku\xa1x\xa8quantity\x01\xa5price\xcc\xfa\xa6"
           "coupon\xa1z\xa5total\xcc\xfa");
    CHECK(yao_test.lines == 3 && strcmp(yao_test.logs[1].text, "no such process") == 0);
    EXPECT(CALL(yao_handler_before_save, "\x91\x82\xa8"
                                         "customer\x07\xa5lines\x90"),
           true,
           "\x82\xa4"
           "code\xcd\x01\x90\xa7message\xb5"
           "an order needs a line");

    check_name = "counter";
    uint8_t *start = (uint8_t *)yao_alloc(2);
    memcpy(start, "\x91\x05", 2);
    uint32_t handle = (uint32_t)yao_create_counter(start, 2);
    uint8_t *more = (uint8_t *)yao_alloc(2);
    memcpy(more, "\x91\x06", 2);
    EXPECT(yao_test_take(yao_method_counter_add(handle, more, 2)), false, "\x0b");
    EXPECT(yao_test_take(yao_method_counter_get(handle, NULL, 0)), false, "\x0b");
    CHECK(yao_destroy_counter(handle) == 0 && yao_destroy_counter(handle) == -410);
    yao_test_reset();
    return check_end("examples_test");
}
