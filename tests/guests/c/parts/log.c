/* empty and a log line. */

#define YAO_IMPLEMENTATION
#include "yao.h"

YAO_RAW_HANDLER(log)
{
    yao_free(payload, len);
    yao_log_info("here");
    return 0;
}
