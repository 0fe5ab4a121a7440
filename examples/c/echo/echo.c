/* The smallest guest: gives the payload back as it came. */

#define YAO_IMPLEMENTATION
#include "yao.h"

YAO_RAW_HANDLER(echo)
{
    return yao_pack(payload, len);
}
