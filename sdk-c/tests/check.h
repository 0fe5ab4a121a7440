/* The tests' own assertions: each failure says what, where and in which vector, and the program ends with 1. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned check_count, check_failures;
static const char *check_name = "";

#define CHECK(condition)                                                                                               \
    do {                                                                                                               \
        check_count++;                                                                                                 \
        if (!(condition)) {                                                                                            \
            check_failures++;                                                                                          \
            fprintf(stderr, "%s:%d: %s: not so: %s\n", __FILE__, __LINE__, check_name, #condition);                    \
        }                                                                                                              \
    } while (0)

#define CHECK_BYTES(got, got_len, want, want_len)                                                                      \
    CHECK((got_len) == (want_len) && ((want_len) == 0 || memcmp(got, want, want_len) == 0))

static inline int check_end(const char *program)
{
    printf("%s: %u checks, %u failed\n", program, check_count, check_failures);
    return check_failures || !check_count ? 1 : 0;
}

#endif
