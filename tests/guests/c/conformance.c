/* The conformance guest of the C SDK: its exports are listed in tests/guests/README.md. */

#define YAO_INSTANCES YAO_DEFAULT_CAPACITY
#define YAO_IMPLEMENTATION
#include "yao.h"

YAO_HANDLER(conf_echo)
{
    yao_writer out;
    yao_begin(&out);
    yao_copy_value(&out, in);
    return yao_finish(&out);
}

YAO_HANDLER(conf_args)
{
    yao_writer out;
    yao_begin(&out);
    yao_write_array(&out, yao_count(in));
    while (yao_more(in))
        yao_copy_value(&out, in);
    return yao_finish(&out);
}

YAO_RAW_HANDLER(conf_raw)
{
    return yao_pack(payload, len);
}

YAO_HANDLER(conf_empty)
{
    return 0;
}

YAO_HANDLER(conf_typed)
{
    yao_record record;
    yao_read_record(in, &record);
    uint64_t id = yao_read_u64(yao_field(&record, "id"));
    yao_str name = yao_read_str(yao_field(&record, "name"));
    double score = yao_read_f64(yao_field(&record, "score"));
    yao_str note = {NULL, 0};
    bool has_note = !yao_read_nil(yao_field(&record, "note"));
    if (has_note)
        note = yao_read_str(yao_field(&record, "note"));
    yao_bytes blob = yao_read_bin(yao_field(&record, "blob"));

    yao_writer out;
    yao_begin(&out);
    yao_write_map(&out, 6);
    yao_write_cstr(&out, "id");
    yao_write_u64(&out, id);
    yao_write_cstr(&out, "name");
    yao_write_str(&out, name);
    yao_write_cstr(&out, "score");
    yao_write_f64(&out, score);
    yao_write_cstr(&out, "tags");
    yao_reader *tags = yao_field(&record, "tags");
    uint32_t count = yao_read_array(tags);
    yao_write_array(&out, count);
    while (count--)
        yao_write_str(&out, yao_read_str(tags));
    yao_write_cstr(&out, "note");
    if (has_note)
        yao_write_str(&out, note);
    else
        yao_write_nil(&out);
    yao_write_cstr(&out, "blob");
    yao_write_bin(&out, blob.data, blob.len);
    return yao_finish(&out); /* which a failed read replaces by its error */
}

YAO_HANDLER(conf_concat)
{
    yao_str a = yao_read_str(in);
    yao_str b = yao_read_str(in);
    YAO_CHECK(in);
    yao_writer out;
    yao_begin(&out);
    yao_write_len(&out, 0xa0, 32, 0xd9, a.len + b.len);
    yao_write_raw(&out, a.data, a.len);
    yao_write_raw(&out, b.data, b.len);
    return yao_finish(&out);
}

YAO_HANDLER(conf_sum)
{
    int64_t sum = 0;
    for (uint32_t count = yao_read_array(in); count; count--)
        if (__builtin_add_overflow(sum, yao_read_i64(in), &sum))
            return yao_error(YAO_CODE_BAD_REQUEST, "the sum does not fit into 64 bits");
    return yao_result_i64(sum);
}

/* Calls the process that the first argument names with the second, an array or nil. */
static yao_result call_process(yao_reader *in)
{
    yao_str name = yao_read_str(in);
    yao_writer args;
    yao_begin(&args);
    if (yao_read_nil(in))
        yao_write_array(&args, 0);
    else if (yao_peek(in) == YAO_ARRAY)
        yao_copy_value(&args, in);
    else
        yao_fail(in, "wrong type");
    if (yao_failed(in)) {
        yao_discard(&args);
        return 0;
    }
    return yao_process_text(name.data, name.len, &args);
}

YAO_HANDLER(conf_process)
{
    yao_result reply = call_process(in);
    YAO_CHECK(in);
    yao_reader value;
    yao_writer out;
    yao_open_result(&value, reply, "reply");
    if (!yao_is_error(reply) && yao_failed(&value))
        reply = yao_close(&value, reply, 0, YAO_CODE_INTERNAL); /* caught like any other error */
    yao_begin(&out);
    yao_write_map(&out, 1);
    if (yao_is_error(reply)) {
        yao_error_record error;
        yao_read_error(reply, &error);
        yao_write_cstr(&out, "error");
        yao_write_error(&out, error.code, error.message.data, error.message.len, error.details.len != 0);
        yao_write_raw(&out, error.details.data, error.details.len);
    } else {
        yao_write_cstr(&out, "ok");
        yao_copy_value(&out, &value);
    }
    yao_release(reply);
    return yao_finish(&out);
}

YAO_HANDLER(conf_forward)
{
    yao_result reply = call_process(in);
    YAO_CHECK(in);
    if (yao_is_error(reply))
        return reply;
    yao_reader value;
    yao_writer out;
    yao_open_result(&value, reply, "reply");
    yao_begin(&out);
    yao_copy_value(&out, &value);
    return yao_close(&value, reply, yao_finish(&out), YAO_CODE_INTERNAL);
}

YAO_HANDLER(conf_log)
{
    uint32_t level = yao_read_u32(in);
    yao_str message = yao_read_str(in);
    YAO_CHECK(in);
    yao_log_text(level, message.data, message.len);
    return 0;
}

YAO_HANDLER(conf_fail)
{
    int32_t code = yao_read_i32(in);
    yao_str message = yao_read_str(in);
    YAO_CHECK(in);
    bool details = !yao_read_nil(in);
    yao_writer error;
    yao_begin(&error);
    yao_write_error(&error, (uint32_t)code, message.data, message.len, details);
    if (details)
        yao_copy_value(&error, in);
    return yao_finish_error(&error);
}

YAO_HANDLER(conf_panic)
{
    yao_str message = yao_read_str(in);
    YAO_CHECK(in);
    YAO_PANIC_TEXT(message.data, message.len);
}

YAO_HANDLER(conf_alloc)
{
    uint32_t bytes = yao_read_u32(in);
    YAO_CHECK(in);
    if (bytes) {
        volatile uint8_t *block = (volatile uint8_t *)yao_alloc(bytes);
        if (!block)
            return YAO_OUT_OF_MEMORY;
        for (uint32_t i = 0; i < bytes; i += 4096)
            block[i] = 1;
        block[bytes - 1] = 1;
        yao_free((void *)block, bytes);
    }
    return yao_result_i64(bytes);
}

/* The volatile step keeps the compiler from making a loop of it. */
__attribute__((noinline)) static uint32_t recurse(uint32_t n)
{
    volatile uint32_t one = 1;
    return n ? recurse(n - one) + one : 0;
}

YAO_HANDLER(conf_recurse)
{
    uint32_t n = yao_read_u32(in);
    YAO_CHECK(in);
    return yao_result_i64(recurse(n));
}

typedef struct counter {
    int64_t total;
} counter;

YAO_CLASS(conf_counter, counter)

YAO_CREATE(conf_counter)
{
    self->total = yao_read_i64(in);
    return 0;
}

YAO_METHOD(conf_counter, add)
{
    int64_t more = yao_read_i64(in);
    int64_t total;
    YAO_CHECK(in);
    if (__builtin_add_overflow(self->total, more, &total))
        return yao_error(YAO_CODE_BAD_REQUEST, "the counter does not go so far");
    self->total = total;
    return yao_result_i64(total);
}

YAO_METHOD(conf_counter, get)
{
    return yao_result_i64(self->total);
}

YAO_METHOD(conf_counter, fail)
{
    return yao_error(YAO_CODE_BAD_REQUEST, "as asked");
}

YAO_DESTROY(conf_counter)
{
}

/* Text lives in a block of its own, which keeps the arena from rewinding until it is freed. */
typedef struct label {
    char *text;
    uint32_t len;
} label;

YAO_CLASS(conf_label, label)

YAO_CREATE(conf_label)
{
    yao_str text = yao_read_str(in);
    YAO_CHECK(in);
    if (text.len) {
        self->text = (char *)yao_alloc(text.len);
        if (!self->text)
            return YAO_OUT_OF_MEMORY;
        __builtin_memcpy(self->text, text.data, text.len);
        self->len = text.len;
    }
    return 0;
}

YAO_METHOD(conf_label, get)
{
    yao_str text = {self->text, self->len};
    return yao_result_str(text);
}

YAO_DESTROY(conf_label)
{
    yao_free(self->text, self->len);
}
