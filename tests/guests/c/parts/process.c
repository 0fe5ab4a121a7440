/* empty and a call of a process, arguments and reply undecoded. */

#define YAO_IMPLEMENTATION
#include "yao.h"

YAO_RAW_HANDLER(process)
{
    static const char name[] = "utils.greet";
    yao_result reply = yao_process_raw(name, sizeof name - 1, payload, len);
    yao_free(payload, len);
    return reply;
}
