/* What every guest has: takes a payload, gives nothing. The guest that others are measured against. */

#define YAO_IMPLEMENTATION
#include "yao.h"

YAO_RAW_HANDLER(empty)
{
    yao_free(payload, len);
    return 0;
}
