/* empty with a record in and a record out: what the codec costs. */

#define YAO_IMPLEMENTATION
#include "yao.h"

YAO_HANDLER(typed)
{
    yao_record request;
    yao_read_record(in, &request);
    yao_str name = yao_read_str(yao_field(&request, "name"));
    YAO_CHECK(in);

    yao_writer out;
    yao_begin(&out);
    yao_write_map(&out, 1);
    yao_write_cstr(&out, "length");
    yao_write_u64(&out, name.len);
    return yao_finish(&out);
}
