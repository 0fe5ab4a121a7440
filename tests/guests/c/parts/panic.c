/* empty and a panic with a literal message. */

#define YAO_IMPLEMENTATION
#include "yao.h"

YAO_RAW_HANDLER(panic)
{
    if (!len)
        YAO_PANIC("no payload");
    yao_free(payload, len);
    return 0;
}
