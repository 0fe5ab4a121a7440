// yao.h as C++17: a guest with a class and a static constructor.
#define YAO_INSTANCES 2
#define YAO_PULL
#define YAO_RESET
#define YAO_IMPLEMENTATION
#include "yao.h"

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
