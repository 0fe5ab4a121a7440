/* Handlers, processes, logs, errors and panics on the mock host. */

#define YAO_IMPLEMENTATION
#include "yao_testing.h"
#include "check.h"

YAO_HANDLER(two)
{
    yao_str name = yao_read_str(in);
    bool has_age = !yao_read_nil(in);
    uint32_t age = has_age ? yao_read_u32(in) : 0;
    YAO_CHECK(in);
    yao_writer out;
    yao_begin(&out);
    yao_write_array(&out, 2);
    yao_write_str(&out, name);
    yao_write_u64(&out, age);
    return yao_finish(&out);
}

/* Forgets to check: the result must not get out. */
YAO_HANDLER(unchecked)
{
    return yao_result_i64(yao_read_i64(in) + 1);
}

YAO_HANDLER(record)
{
    yao_record record;
    yao_read_record(in, &record);
    yao_str name = yao_read_str(yao_field(&record, "name"));
    yao_str after = yao_read_str(in);
    YAO_CHECK(in);
    return yao_is(after, "second") ? yao_result_str(name) : 0;
}

YAO_RAW_HANDLER(raw)
{
    return yao_pack(payload, len);
}

static yao_result raw_of(void *payload, uint32_t len)
{
    return yao_handler_raw((uint8_t *)payload, len);
}

YAO_HANDLER(ask)
{
    int64_t number = yao_read_i64(in);
    YAO_CHECK(in);
    yao_writer args;
    yao_begin(&args);
    yao_write_array(&args, 1);
    yao_write_i64(&args, number);
    yao_result reply = yao_process("math.Double", &args);
    if (yao_is_error(reply))
        return reply;
    yao_reader value;
    yao_open_result(&value, reply, "math.Double");
    int64_t doubled = yao_read_i64(&value);
    return yao_close(&value, reply, yao_result_i64(doubled), YAO_CODE_INTERNAL);
}

/* Arguments in a buffer on the stack, which spill when they are long. */
YAO_HANDLER(ask_in)
{
    uint8_t buffer[16];
    yao_writer args;
    yao_begin_in(&args, buffer, sizeof buffer);
    yao_write_array(&args, 1);
    yao_write_str(&args, yao_read_str(in));
    return yao_process("text.Echo", &args);
}

YAO_HANDLER(explode)
{
    yao_str message = yao_read_str(in);
    YAO_CHECK(in);
    if (message.len)
        YAO_PANIC_TEXT(message.data, message.len);
    YAO_PANIC("nothing to say");
}

YAO_HANDLER(long_error)
{
    /* 4,095 bytes, and characters of three bytes of which the first does not fit any more. */
    static char message[4095 + 6];
    memset(message, 'x', 4095);
    memcpy(message + 4095, "\xe4\xb8\xad\xe4\xb8\xad", 6);
    return yao_error_text(YAO_CODE_NOT_FOUND, message, sizeof message);
}

YAO_HANDLER(levels)
{
    yao_log_panic("panic");
    yao_log_fatal("fatal");
    yao_log_error("error");
    yao_log_warn("warn");
    yao_log_info("info");
    yao_log_debug("debug");
    yao_log_trace("");
    return 0;
}

static yao_result host(const char *name, uint32_t len, yao_reader *args)
{
    if (yao_same(name, len, "math.Double", 11))
        return yao_result_i64(2 * yao_read_i64(args));
    if (yao_same(name, len, "text.Echo", 9))
        return yao_result_str(yao_read_str(args));
    return yao_error(YAO_CODE_NOT_FOUND, "no such process");
}

static yao_result misbehaving_host(const char *name, uint32_t len, yao_reader *args)
{
    yao_writer out;
    (void)name;
    (void)len;
    (void)args;
    yao_begin(&out);
    yao_write_raw(&out, "\xa5zz", 3); /* a string that ends early */
    return yao_finish(&out);
}

#define CALL(handler, bytes) yao_test_call(handler, bytes, sizeof(bytes) - 1)

/* Compares an outcome, frees it, and sees that the call left no block. */
static void expect(yao_outcome got, bool is_error, const char *bytes, uint32_t len)
{
    CHECK(!got.trapped && got.is_error == is_error);
    CHECK_BYTES(got.data, got.len, bytes, len);
    CHECK(yao_test_blocks() == 0);
    free(got.data);
}

#define EXPECT(got, bytes) expect(got, false, bytes, sizeof(bytes) - 1)

static void expect_error(yao_outcome got, uint32_t code, const char *message)
{
    yao_error_record error;
    void *block = yao_alloc(got.len);
    CHECK(got.is_error && got.len);
    memcpy(block, got.data, got.len);
    yao_read_error(yao_pack(block, got.len) | YAO_PACKED_ERROR, &error);
    CHECK(error.code == code);
    CHECK_BYTES(error.message.data, error.message.len, message, strlen(message));
    yao_free(block, got.len);
    CHECK(yao_test_blocks() == 0);
    free(got.data);
}

static void arguments_may_be_missing_or_too_many(void)
{
    check_name = "arguments";
    EXPECT(CALL(yao_handler_two, "\x92\xa1x\x05"), "\x92\xa1x\x05");
    EXPECT(CALL(yao_handler_two, "\x91\xa1x"), "\x92\xa1x\x00");
    EXPECT(CALL(yao_handler_two, "\x94\xa1x\xc0\x01\x02"), "\x92\xa1x\x00");
    expect_error(CALL(yao_handler_two, ""), 400, "args: wrong type");
    expect_error(CALL(yao_handler_two, "\x90"), 400, "args: wrong type");
    expect_error(CALL(yao_handler_two, "\x92\xa1x\xff"), 400, "args: not an integer in range");
    expect_error(CALL(yao_handler_two, "\xa1x"), 400, "args: wrong type");
    expect_error(CALL(yao_handler_two, "\x92\xa1x"), 400, "args: malformed");
    expect_error(CALL(yao_handler_unchecked, "\x91\xa1x"), 400, "args: not an integer in range");
}

static void records_are_read_by_their_keys(void)
{
    check_name = "records";
    EXPECT(CALL(yao_handler_record, "\x92\x81\xa4name\xa1x\xa6second"), "\xa1x");
    EXPECT(CALL(yao_handler_record, "\x92\x83\x01\x02\x91\xc0\xc0\xa4name\xa1x\xa6second"), "\xa1x");
    EXPECT(CALL(yao_handler_record, "\x92\x82\xa5name\0\x07\xa4name\xa1x\xa6second"), "\xa1x");
    expect_error(CALL(yao_handler_record, "\x92\x80\xa6second"), 400, "name: wrong type");
    expect_error(CALL(yao_handler_record, "\x92\xc0\xa6second"), 400, "name: wrong type");
    expect_error(CALL(yao_handler_record, "\x92\x82\xa4name\xa1x\xa4name\xa1y\xa6second"), 400, "name: twice");
}

static void raw_payloads_come_back_whole(void)
{
    check_name = "raw";
    EXPECT(CALL(raw_of, "\x91\x01"), "\x91\x01");
    EXPECT(CALL(raw_of, ""), "");
}

static void processes_answer_or_fail(void)
{
    check_name = "process";
    yao_test.process = host;
    EXPECT(CALL(yao_handler_ask, "\x91\x15"), "\x2a");
    CHECK(yao_test.calls == 1);
    expect_error(CALL(yao_handler_ask, "\x91\xc0"), 400, "args: not an integer in range");
    CHECK(yao_test.calls == 1); /* a bad argument has no effects */
    EXPECT(CALL(yao_handler_ask_in, "\x91\xa3xyz"), "\xa3xyz");
    EXPECT(CALL(yao_handler_ask_in, "\x91\xb8xyzxyzxyzxyzxyzxyzxyzxyz"), "\xb8xyzxyzxyzxyzxyzxyzxyzxyz");
    yao_test.process = NULL;
    expect_error(CALL(yao_handler_ask, "\x91\x15"), 404, "no such process");
    yao_test.process = misbehaving_host;
    expect_error(CALL(yao_handler_ask, "\x91\x15"), 500, "math.Double: malformed");
}

static void panics_say_what_and_where(void)
{
    check_name = "panics";
    yao_outcome got = CALL(yao_handler_explode, "\x91\xa4"
                                                "boom");
    CHECK(got.trapped && yao_test.lines == 1 && yao_test.logs[0].level == YAO_LEVEL_PANIC);
    CHECK(strncmp(yao_test.logs[0].text, "panic: boom at ", 15) == 0 &&
          strstr(yao_test.logs[0].text, "export_test.c:"));
    got = CALL(yao_handler_explode, "\x91\xa0");
    CHECK(got.trapped && yao_test.lines == 2);
    CHECK(strncmp(yao_test.logs[1].text, "panic: nothing to say at ", 25) == 0);
}

static void levels_are_what_they_are_called(void)
{
    check_name = "levels";
    EXPECT(CALL(yao_handler_levels, ""), "");
    static const char *const names[] = {"panic", "fatal", "error", "warn", "info", "debug", ""};
    CHECK(yao_test.lines == 7);
    for (uint32_t i = 0; i < yao_test.lines; i++)
        CHECK(yao_test.logs[i].level == i && strcmp(yao_test.logs[i].text, names[i]) == 0);
}

static void long_messages_are_cut_at_a_character(void)
{
    check_name = "long messages";
    yao_outcome got = CALL(yao_handler_long_error, "");
    CHECK(got.is_error && got.len == 6 + 3 + 8 + 3 + 4095);
    free(got.data);
}

static void running_out_of_memory_is_error_507(void)
{
    check_name = "out of memory";
    for (uint32_t nth = 1; nth < 8; nth++) {
        yao_test.process = host;
        yao_test.fail_alloc = nth;
        yao_outcome got = CALL(yao_handler_ask, "\x91\x15");
        if (!got.is_error) {
            CHECK(nth > 3);
            CHECK_BYTES(got.data, got.len, "\x2a", 1);
        }
        free(got.data);
        CHECK(yao_test_blocks() == 0);
    }
}

int main(void)
{
    void (*const tests[])(void) = {
        arguments_may_be_missing_or_too_many, records_are_read_by_their_keys,
        raw_payloads_come_back_whole,         processes_answer_or_fail,
        levels_are_what_they_are_called,      long_messages_are_cut_at_a_character,
        running_out_of_memory_is_error_507,
    };
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        tests[i]();
        yao_test_reset();
    }
    panics_say_what_and_where(); /* last: a trapped guest frees nothing */
    return check_end("export_test");
}
