/*
 * Hostile values and a host that lies: refused, freed, and never with more memory than a fixed multiple of the input.
 * usage: hostile_test vectors.bin
 */

#define YAO_IMPLEMENTATION
#include "yao_testing.h"
#include "check.h"

typedef struct hostile {
    const char *name;
    struct {
        uint32_t at, len;
    } bytes;
    bool accepted;
} hostile;

#include "hostile.h"

/* Bytes of blocks for a byte of input: itself, its encoding, and that in a buffer that doubles while it is copied. */
#define BYTES_PER_BYTE 5
/* Bytes of blocks whatever the input: error records, first buffers. */
#define SLACK 1024

static uint8_t *blob;
static const hostile *sent;

YAO_HANDLER(echo)
{
    yao_writer out;
    yao_begin(&out);
    yao_copy_value(&out, in);
    return yao_finish(&out);
}

YAO_HANDLER(typed)
{
    yao_record record;
    uint64_t sum = 0;
    yao_read_record(in, &record);
    sum += yao_read_u64(yao_field(&record, "id"));
    sum += yao_read_str(yao_field(&record, "name")).len;
    sum += yao_read_bin(yao_field(&record, "blob")).len;
    yao_reader *tags = yao_field(&record, "tags");
    for (uint32_t left = yao_read_array(tags); left && !yao_failed(tags); left--)
        sum += yao_read_str(tags).len;
    return yao_result_i64((int64_t)sum);
}

/* Everything that a guest may do with a reply: take it apart as an error, copy it, and read it as what it is not. */
YAO_HANDLER(ask)
{
    (void)in;
    yao_result reply = yao_process("a.lie", &(yao_writer)YAO_ZERO);
    yao_reader value;
    yao_writer out;
    if (yao_is_error(reply)) {
        yao_error_record error;
        yao_read_error(reply, &error);
        yao_result again = yao_error_text(error.code, error.message.data, error.message.len);
        yao_release(reply);
        return again;
    }
    yao_open_result(&value, reply, "a.lie");
    yao_begin(&out);
    yao_copy_value(&out, &value);
    return yao_close(&value, reply, yao_finish(&out), YAO_CODE_INTERNAL);
}

YAO_HANDLER(ask_for_text)
{
    (void)in;
    yao_result reply = yao_process("a.lie", &(yao_writer)YAO_ZERO);
    yao_reader value;
    yao_open_result(&value, reply, "a.lie");
    yao_result text = yao_result_str(yao_read_str(&value));
    return yao_close(&value, reply, text, YAO_CODE_INTERNAL);
}

/* A block of the reply's own size, so that a read past it is found. */
static yao_result reply_of(yao_result error_bit)
{
    void *block = yao_alloc(sent->bytes.len);
    memcpy(block, blob + sent->bytes.at, sent->bytes.len);
    return yao_pack(block, sent->bytes.len) | error_bit;
}

static yao_result lies(const char *name, uint32_t len, yao_reader *args)
{
    (void)name;
    (void)len;
    (void)args;
    return reply_of(0);
}

static yao_result lies_with_an_error(const char *name, uint32_t len, yao_reader *args)
{
    (void)name;
    (void)len;
    (void)args;
    return reply_of(YAO_PACKED_ERROR);
}

/* The code of an outcome's error record, 0 for a value; sees that nothing is left and not much was taken. */
static uint32_t code_of(yao_outcome got)
{
    uint32_t code = 0;
    CHECK(!got.trapped && yao_test_blocks() == 0);
    CHECK(yao_test_peak <= (uint64_t)BYTES_PER_BYTE * sent->bytes.len + SLACK);
    if (got.is_error) {
        void *block = yao_alloc(got.len);
        yao_error_record error;
        memcpy(block, got.data, got.len);
        yao_result record = yao_pack(block, got.len) | YAO_PACKED_ERROR;
        yao_read_error(record, &error);
        code = error.code;
        yao_release(record);
    }
    free(got.data);
    yao_test_peak = 0;
    return code;
}

static void as_arguments(void)
{
    uint8_t *payload = (uint8_t *)malloc((size_t)sent->bytes.len + 1);
    payload[0] = 0x91;
    memcpy(payload + 1, blob + sent->bytes.at, sent->bytes.len);
    CHECK(code_of(yao_test_call(yao_handler_echo, payload, sent->bytes.len + 1)) == (sent->accepted ? 0 : 400));
    CHECK(code_of(yao_test_call(yao_handler_typed, payload, sent->bytes.len + 1)) == 400);
    if (!sent->accepted)
        CHECK(code_of(yao_test_call(yao_handler_echo, payload + 1, sent->bytes.len)) == 400);
    free(payload);
}

static void as_replies(void)
{
    yao_test.process = lies;
    CHECK(code_of(yao_test_call(yao_handler_ask, NULL, 0)) == (sent->accepted ? 0 : 500));
    CHECK(code_of(yao_test_call(yao_handler_ask_for_text, NULL, 0)) == 500);
    yao_test.process = lies_with_an_error;
    CHECK(code_of(yao_test_call(yao_handler_ask, NULL, 0)) == 500);
}

static yao_result beside_memory(const char *name, uint32_t len, yao_reader *args)
{
    (void)name;
    (void)len;
    (void)args;
    return (uint64_t)0xfffffff0 << 32 | 32;
}

static yao_result error_beside_memory(const char *name, uint32_t len, yao_reader *args)
{
    return beside_memory(name, len, args) | YAO_PACKED_ERROR;
}

static yao_result nothing_beside_memory(const char *name, uint32_t len, yao_reader *args)
{
    return beside_memory(name, len, args) & ~(uint64_t)YAO_PACKED_MAX_LEN;
}

static void replies_outside_the_memory_end_in_a_trap(void)
{
    check_name = "beside memory";
    yao_test.process = beside_memory;
    CHECK(yao_test_call(yao_handler_ask, NULL, 0).trapped && yao_test_blocks() == 0);
    yao_test.process = error_beside_memory;
    CHECK(yao_test_call(yao_handler_ask, NULL, 0).trapped && yao_test_blocks() == 0);
    yao_test.process = nothing_beside_memory;
    yao_outcome got = yao_test_call(yao_handler_ask, NULL, 0);
    CHECK(!got.trapped && !got.is_error && yao_test_blocks() == 0);
    free(got.data);
}

int main(int argc, char **argv)
{
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (!file || fseek(file, 0, SEEK_END)) {
        fprintf(stderr, "usage: hostile_test vectors.bin\n");
        return 2;
    }
    size_t size = (size_t)ftell(file);
    blob = (uint8_t *)malloc(size);
    rewind(file);
    if (fread(blob, 1, size, file) != size)
        return 2;
    fclose(file);
    for (size_t i = 0; i < sizeof HOSTILE / sizeof *HOSTILE; i++) {
        sent = &HOSTILE[i];
        check_name = sent->name;
        as_arguments();
        as_replies();
        yao_test_reset();
    }
    replies_outside_the_memory_end_in_a_trap();
    yao_test_reset();
    free(blob);
    return check_end("hostile_test");
}
