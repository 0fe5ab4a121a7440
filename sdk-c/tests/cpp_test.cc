// yao.h as C++17: a guest with a class and a static constructor. Natively it tests itself, in wasm guest_test.mjs does.
#define YAO_INSTANCES 2
#define YAO_PULL
#define YAO_RESET
#define YAO_IMPLEMENTATION
#ifdef __wasm__
#include "yao.h"
#else
#include "yao_testing.h"
#include "check.h"
#endif

namespace
{
int32_t twice(int32_t n)
{
    return 2 * n;
}

struct box {
    int64_t value;
};

const int32_t made_at_start = twice(21);
} // namespace

YAO_INITIALIZE()
{
    yao_log_debug("ready");
}

YAO_HANDLER(answer)
{
    yao_record record;
    yao_read_record(in, &record);
    yao_str name = yao_read_str(yao_field(&record, "name"));
    YAO_CHECK(in);
    YAO_ASSERT(made_at_start == 42);
    return yao_is(name, "answer") ? yao_result_i64(made_at_start) : yao_error(YAO_CODE_NOT_FOUND, "no such name");
}

YAO_CLASS(box, box)

YAO_CREATE(box)
{
    self->value = yao_read_i64(in);
    return 0;
}

YAO_METHOD(box, get)
{
    return yao_result_i64(self->value);
}

YAO_PULL_METHOD(box, pull)
{
    return yao_result_i64(self->value);
}

YAO_PULL_EXPORTS(box)

YAO_DESTROY(box)
{
}

#ifndef __wasm__
namespace
{
uint8_t *block_of(const char *bytes, uint32_t len)
{
    uint8_t *block = static_cast<uint8_t *>(yao_alloc(len));
    memcpy(block, bytes, len);
    return block;
}

void expect(yao_outcome got, bool is_error, const char *bytes, uint32_t len)
{
    CHECK(got.is_error == is_error && !got.trapped);
    CHECK_BYTES(got.data, got.len, bytes, len);
    free(got.data);
}
} // namespace

int main()
{
    check_name = "C++";
    yao_initialize();
    CHECK(yao_test.lines == 1 && yao_test.logs[0].level == YAO_LEVEL_DEBUG);
    expect(yao_test_call(yao_handler_answer,
                         "\x91\x81\xa4name\xa6"
                         "answer",
                         14),
           false, "\x2a", 1);

    uint32_t handle = static_cast<uint32_t>(yao_create_box(block_of("\x91\x07", 2), 2));
    expect(yao_test_take(yao_method_box_get(handle, nullptr, 0)), false, "\x07", 1);
    expect(yao_test_take(yao_method_box_pull(handle, nullptr, 0)), false, "", 0);
    uint8_t pulled[1] = {0};
    CHECK(yao_len_box(handle) == 1 && yao_read_box(handle, pulled, 1) == 1 && pulled[0] == 7);

    yao_reset(); // a handle from before is stale, and stays so when its slot is used again
    CHECK(yao_destroy_box(handle) == -YAO_CODE_GONE);
    uint32_t other = static_cast<uint32_t>(yao_create_box(block_of("\x91\x08", 2), 2));
    CHECK(other != handle && yao_destroy_box(handle) == -YAO_CODE_GONE && yao_destroy_box(other) == 0);
    yao_test_reset();
    return check_end("cpp_test");
}
#endif
