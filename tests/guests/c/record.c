/* Six fields of five kinds in and out, for its size. */

#define YAO_IMPLEMENTATION
#include "yao.h"

YAO_HANDLER(record)
{
    yao_record record;
    yao_read_record(in, &record);
    uint64_t id = yao_read_u64(yao_field(&record, "id"));
    yao_str name = yao_read_str(yao_field(&record, "name"));
    double score = yao_read_f64(yao_field(&record, "score"));
    bool active = yao_read_bool(yao_field(&record, "active"));
    yao_bytes blob = yao_read_bin(yao_field(&record, "blob"));
    yao_reader *tags = yao_field(&record, "tags");
    uint32_t count = yao_read_array(tags);

    yao_writer out;
    yao_begin(&out);
    yao_write_map(&out, 6);
    yao_write_cstr(&out, "id");
    yao_write_u64(&out, id);
    yao_write_cstr(&out, "name");
    yao_write_str(&out, name);
    yao_write_cstr(&out, "score");
    yao_write_f64(&out, score);
    yao_write_cstr(&out, "active");
    yao_write_bool(&out, active);
    yao_write_cstr(&out, "blob");
    yao_write_bin(&out, blob.data, blob.len);
    yao_write_cstr(&out, "tags");
    yao_write_array(&out, count);
    while (count--)
        yao_write_str(&out, yao_read_str(tags));
    return yao_finish(&out);
}
