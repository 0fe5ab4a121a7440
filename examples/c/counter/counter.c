/* A class: an object that lives in the guest across calls, and that the host speaks of by a handle. */

#define YAO_INSTANCES 8
#define YAO_IMPLEMENTATION
#include "yao.h"

typedef struct counter {
    int64_t total;
} counter;

YAO_CLASS(counter, counter)

YAO_CREATE(counter)
{
    self->total = yao_read_i64(in);
    return 0;
}

YAO_METHOD(counter, add)
{
    int64_t more = yao_read_i64(in);
    int64_t total;
    YAO_CHECK(in);
    if (__builtin_add_overflow(self->total, more, &total))
        return yao_error(YAO_CODE_BAD_REQUEST, "the counter does not go so far");
    self->total = total;
    return yao_result_i64(total);
}

YAO_METHOD(counter, get)
{
    return yao_result_i64(self->total);
}

YAO_DESTROY(counter)
{
    yao_log_debug("a counter is gone");
}
