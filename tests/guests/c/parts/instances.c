/* empty and a class whose objects do nothing. */

#define YAO_INSTANCES 8
#define YAO_IMPLEMENTATION
#include "yao.h"

typedef struct object {
    int32_t unused;
} object;

YAO_CLASS(object, object)

YAO_CREATE(object)
{
    (void)in;
    self->unused = 0;
    return 0;
}

YAO_METHOD(object, touch)
{
    (void)self;
    YAO_CHECK(in);
    return 0;
}

YAO_DESTROY(object)
{
    (void)self;
}
