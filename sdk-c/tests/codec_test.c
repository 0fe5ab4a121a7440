/* Reader and writer against the shared vectors. usage: codec_test vectors.bin */

#define YAO_IMPLEMENTATION
#include "yao_testing.h"
#include "check.h"

typedef struct piece {
    uint32_t at, len;
} piece;

typedef struct accepted {
    const char *name;
    piece bytes, canonical;
} accepted;

typedef struct checked {
    const char *name;
    piece bytes;
    bool accepted;
} checked;

enum type {
    T_BOOL,
    T_I8,
    T_I16,
    T_I32,
    T_I64,
    T_U8,
    T_U16,
    T_U32,
    T_U64,
    T_F32,
    T_F64,
    T_STR,
    T_BIN,
    T_I64S,
    T_I64_NIL,
    T_STR_NIL,
    T_RECORD
};

typedef struct typed {
    const char *name;
    enum type type;
    piece bytes, value; /* no value: error 400 */
} typed;

typedef struct record_vector {
    const char *name;
    piece bytes;
    uint32_t code;
    piece message, details;
    bool canonical;
} record_vector;

typedef struct packed {
    const char *name;
    uint64_t value;
    uint32_t ptr, len;
    bool error;
} packed;

#include "vectors.h"

static uint8_t *blob;

/* A piece in an allocation of its own size, so that a read past its end is found. */
static uint8_t *copy_of(piece p)
{
    uint8_t *copy = (uint8_t *)malloc(p.len ? p.len : 1);
    if (p.len)
        memcpy(copy, blob + p.at, p.len);
    return copy;
}

static void values_come_back_in_their_shortest_form(void)
{
    for (size_t i = 0; i < sizeof ACCEPTED / sizeof *ACCEPTED; i++) {
        const accepted *v = &ACCEPTED[i];
        uint8_t *bytes = copy_of(v->bytes);
        yao_reader in;
        yao_writer out;
        check_name = v->name;
        yao_open(&in, bytes, v->bytes.len, "vector");
        CHECK(!yao_failed(&in));
        yao_begin(&out);
        yao_copy_value(&out, &in);
        CHECK(!yao_more(&in));
        CHECK_BYTES(out.data, out.len, blob + v->canonical.at, v->canonical.len);
        yao_discard(&out);
        free(bytes);
    }
}

static void malformed_values_are_refused(void)
{
    for (size_t i = 0; i < sizeof CHECKED / sizeof *CHECKED; i++) {
        const checked *v = &CHECKED[i];
        uint8_t *bytes = copy_of(v->bytes);
        yao_reader in;
        check_name = v->name;
        yao_open(&in, bytes, v->bytes.len, "vector");
        CHECK(yao_failed(&in) == !v->accepted);
        CHECK(v->accepted || !yao_more(&in));
        free(bytes);
    }
}

/* Every value cut short, and with a byte more, is refused; every byte changed never reads past the end. */
static void damaged_values_do_no_harm(void)
{
    for (size_t i = 0; i < sizeof ACCEPTED / sizeof *ACCEPTED; i++) {
        const accepted *v = &ACCEPTED[i];
        if (v->bytes.len > 300)
            continue;
        check_name = v->name;
        for (uint32_t len = 1; len <= v->bytes.len + 1; len++) {
            piece p = {v->bytes.at, len < v->bytes.len ? len : v->bytes.len};
            uint8_t *bytes = (uint8_t *)malloc(len);
            yao_reader in;
            memcpy(bytes, blob + p.at, p.len);
            if (len > p.len)
                bytes[p.len] = 0xc0;
            yao_open(&in, bytes, len, "vector");
            CHECK(yao_failed(&in) == (len != v->bytes.len));
            free(bytes);
        }
        for (uint32_t at = 0; at < v->bytes.len; at++) {
            for (unsigned byte = 0; byte < 256; byte++) {
                uint8_t *bytes = copy_of(v->bytes);
                yao_reader in;
                yao_writer out;
                bytes[at] = (uint8_t)byte;
                yao_open(&in, bytes, v->bytes.len, "vector");
                if (!yao_failed(&in)) {
                    yao_begin(&out);
                    yao_copy_value(&out, &in);
                    CHECK(!yao_overflowed(&out) && out.len <= 2 * v->bytes.len);
                    yao_discard(&out);
                }
                free(bytes);
            }
            if (at > 16)
                at += 13; /* heads are at the front */
        }
    }
}

static void record_of(yao_reader *in, yao_writer *out)
{
    yao_record record;
    yao_read_record(in, &record);
    yao_write_map(out, 6);
    yao_write_cstr(out, "id");
    yao_write_u64(out, yao_read_u64(yao_field(&record, "id")));
    yao_write_cstr(out, "name");
    yao_write_str(out, yao_read_str(yao_field(&record, "name")));
    yao_write_cstr(out, "score");
    yao_write_f64(out, yao_read_f64(yao_field(&record, "score")));
    yao_write_cstr(out, "tags");
    yao_reader *tags = yao_field(&record, "tags");
    uint32_t count = yao_read_array(tags);
    yao_write_array(out, count);
    while (count--)
        yao_write_str(out, yao_read_str(tags));
    yao_write_cstr(out, "note");
    if (yao_read_nil(yao_field(&record, "note")))
        yao_write_nil(out);
    else
        yao_write_str(out, yao_read_str(yao_field(&record, "note")));
    yao_write_cstr(out, "blob");
    yao_bytes bytes = yao_read_bin(yao_field(&record, "blob"));
    yao_write_bin(out, bytes.data, bytes.len);
}

static void read_as(enum type type, yao_reader *in, yao_writer *out)
{
    uint32_t count;
    yao_bytes bytes;
    switch (type) {
    case T_BOOL:
        yao_write_bool(out, yao_read_bool(in));
        break;
    case T_I8:
        yao_write_i64(out, yao_read_int(in, INT8_MIN, INT8_MAX));
        break;
    case T_I16:
        yao_write_i64(out, yao_read_int(in, INT16_MIN, INT16_MAX));
        break;
    case T_I32:
        yao_write_i64(out, yao_read_i32(in));
        break;
    case T_U8:
        yao_write_u64(out, yao_read_uint(in, UINT8_MAX));
        break;
    case T_U16:
        yao_write_u64(out, yao_read_uint(in, UINT16_MAX));
        break;
    case T_U32:
        yao_write_u64(out, yao_read_u32(in));
        break;
    case T_U64:
        yao_write_u64(out, yao_read_u64(in));
        break;
    case T_F32:
        yao_write_f32(out, yao_read_f32(in));
        break;
    case T_F64:
        yao_write_f64(out, yao_read_f64(in));
        break;
    case T_BIN:
        bytes = yao_read_bin(in);
        yao_write_bin(out, bytes.data, bytes.len);
        break;
    case T_I64S:
        count = yao_read_array(in);
        yao_write_array(out, count);
        while (count--)
            yao_write_i64(out, yao_read_i64(in));
        break;
    case T_RECORD:
        record_of(in, out);
        break;
    case T_I64_NIL:
        if (yao_read_nil(in)) {
            yao_write_nil(out);
            break;
        } /* fall through */
    case T_I64:
        yao_write_i64(out, yao_read_i64(in));
        break;
    case T_STR_NIL:
        if (yao_read_nil(in)) {
            yao_write_nil(out);
            break;
        } /* fall through */
    case T_STR:
        yao_write_str(out, yao_read_str(in));
        break;
    }
}

/* NaN keeps being one, whatever its other bits. */
static bool is_nan(const uint8_t *bytes, uint32_t len)
{
    return (len == 9 && bytes[0] == 0xcb && (bytes[1] & 0x7f) == 0x7f && bytes[2] > 0xf0) ||
           (len == 5 && bytes[0] == 0xca && (bytes[1] & 0x7f) == 0x7f && bytes[2] > 0x80);
}

static void typed_reads_take_what_fits_exactly(void)
{
    for (size_t i = 0; i < sizeof TYPED / sizeof *TYPED; i++) {
        const typed *v = &TYPED[i];
        uint8_t *bytes = copy_of(v->bytes);
        const uint8_t *want = blob + v->value.at;
        yao_reader in;
        yao_writer out;
        check_name = v->name;
        yao_open(&in, bytes, v->bytes.len, "vector");
        yao_begin(&out);
        read_as(v->type, &in, &out);
        CHECK(yao_failed(&in) == !v->value.len);
        if (!yao_failed(&in)) {
            if (is_nan(want, v->value.len))
                CHECK(is_nan(out.data, out.len));
            else
                CHECK_BYTES(out.data, out.len, want, v->value.len);
        }
        yao_discard(&out);
        free(bytes);
    }
}

static void error_records_are_read_and_written(void)
{
    for (size_t i = 0; i < sizeof RECORDS / sizeof *RECORDS; i++) {
        const record_vector *v = &RECORDS[i];
        void *block = yao_alloc(v->bytes.len);
        yao_result reply = (v->bytes.len ? yao_pack(block, v->bytes.len) : 0) | YAO_PACKED_ERROR;
        yao_error_record error;
        check_name = v->name;
        if (v->bytes.len)
            memcpy(block, blob + v->bytes.at, v->bytes.len);
        yao_read_error(reply, &error);
        CHECK(error.code == v->code);
        CHECK_BYTES(error.message.data, error.message.len, blob + v->message.at, v->message.len);
        /* Details come as they were sent; their shortest form is what the vector has. */
        yao_writer details;
        yao_begin(&details);
        if (error.details.len) {
            yao_reader in;
            yao_open(&in, error.details.data, error.details.len, "details");
            yao_copy_value(&details, &in);
        }
        CHECK_BYTES(details.data, details.len, blob + v->details.at, v->details.len);
        if (v->canonical) {
            yao_writer out;
            yao_begin(&out);
            yao_write_error(&out, error.code, error.message.data, error.message.len, details.len != 0);
            yao_write_raw(&out, details.data, details.len);
            CHECK_BYTES(out.data, out.len, blob + v->bytes.at, v->bytes.len);
            yao_discard(&out);
        }
        yao_discard(&details);
        yao_release(reply);
    }
}

static void packed_results_come_apart(void)
{
    for (size_t i = 0; i < sizeof PACKED / sizeof *PACKED; i++) {
        const packed *v = &PACKED[i];
        check_name = v->name;
        CHECK(yao_result_len(v->value) == v->len);
        CHECK(yao_is_error(v->value) == v->error);
        CHECK((uint32_t)(v->value >> YAO_PACKED_PTR_SHIFT) == v->ptr);
        CHECK(((uint64_t)v->ptr << YAO_PACKED_PTR_SHIFT | v->len | (v->error ? YAO_PACKED_ERROR : 0)) == v->value);
    }
}

/* Every code has a name and a text of its own, and no other number has. */
static void codes_have_names(void)
{
    unsigned known = 0;
    check_name = "codes";
    for (uint32_t code = 0; code < 1000; code++) {
        CHECK((yao_code_name(code) == NULL) == (yao_code_text(code) == NULL));
        known += yao_code_name(code) != NULL;
    }
    CHECK(known == 12 && strcmp(yao_code_name(YAO_CODE_GONE), "gone") == 0);
    CHECK(strcmp(yao_code_text(YAO_CODE_OUT_OF_MEMORY), "out of memory") == 0);
}

int main(int argc, char **argv)
{
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    long size;
    if (!file || fseek(file, 0, SEEK_END) || (size = ftell(file)) < 0) {
        fprintf(stderr, "usage: codec_test vectors.bin\n");
        return 2;
    }
    blob = (uint8_t *)malloc((size_t)size);
    rewind(file);
    if (fread(blob, 1, (size_t)size, file) != (size_t)size) {
        fprintf(stderr, "%s: cannot be read\n", argv[1]);
        return 2;
    }
    fclose(file);
    values_come_back_in_their_shortest_form();
    malformed_values_are_refused();
    damaged_values_do_no_harm();
    typed_reads_take_what_fits_exactly();
    error_records_are_read_and_written();
    packed_results_come_apart();
    codes_have_names();
    free(blob);
    yao_test_reset();
    return check_end("codec_test");
}
