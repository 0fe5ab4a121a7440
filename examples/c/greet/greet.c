/* A typed handler: it calls a process, logs a line, and gives a record. */

#define YAO_IMPLEMENTATION
#include "yao.h"

YAO_HANDLER(greet)
{
    yao_record user;
    yao_read_record(in, &user);
    yao_str name = yao_read_str(yao_field(&user, "name"));
    YAO_CHECK(in); /* before the first effect */

    yao_writer args;
    yao_begin(&args);
    yao_write_array(&args, 1);
    yao_write_str(&args, name);
    yao_result reply = yao_process("utils.greet", &args);
    if (yao_is_error(reply))
        return reply;
    yao_log_info("greet");

    yao_reader text;
    yao_open_result(&text, reply, "utils.greet");
    yao_str greeting = yao_read_str(&text);

    yao_writer out;
    yao_begin(&out);
    yao_write_map(&out, 1);
    yao_write_cstr(&out, "greeting");
    yao_write_str(&out, greeting);
    return yao_close(&text, reply, yao_finish(&out), YAO_CODE_INTERNAL);
}
