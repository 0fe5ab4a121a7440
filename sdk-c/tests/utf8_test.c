/* Which bytes are UTF-8: the validator, which takes eight bytes of ASCII at a time, against one that takes none. */

#define YAO_IMPLEMENTATION
#include "yao_testing.h"
#include "check.h"

/* As the table of the Unicode standard says it, row by row. */
static bool is_utf8(const uint8_t *at, size_t len)
{
    static const uint8_t rows[9][3] = {
        {0x00, 0x7f, 0}, {0xc2, 0xdf, 1}, {0xe0, 0xe0, 2}, {0xe1, 0xec, 2}, {0xed, 0xed, 2},
        {0xee, 0xef, 2}, {0xf0, 0xf0, 3}, {0xf1, 0xf3, 3}, {0xf4, 0xf4, 3},
    };
    while (len) {
        size_t row = 0, tail;
        while (row < 9 && (*at < rows[row][0] || *at > rows[row][1]))
            row++;
        if (row == 9 || len <= rows[row][2])
            return false;
        tail = rows[row][2];
        for (size_t i = 1; i <= tail; i++) {
            uint8_t low = i > 1 ? 0x80 : *at == 0xe0 ? 0xa0 : *at == 0xf0 ? 0x90 : 0x80;
            uint8_t high = i > 1 ? 0xbf : *at == 0xed ? 0x9f : *at == 0xf4 ? 0x8f : 0xbf;
            if (at[i] < low || at[i] > high)
                return false;
        }
        at += 1 + tail;
        len -= 1 + tail;
    }
    return true;
}

/* In an allocation of its own size, so that a read past its end is found, at every alignment. */
static void check(const uint8_t *bytes, size_t len)
{
    for (size_t shift = 0; shift < 8; shift++) {
        uint8_t *copy = (uint8_t *)malloc(shift + len + !len);
        memcpy(copy + shift, bytes, len);
        CHECK(yao_utf8(copy + shift, copy + shift + len) == is_utf8(bytes, len));
        free(copy);
    }
}

static void every_short_sequence_is_judged_as_the_standard_does(void)
{
    /* The bytes at which the answer changes, and one inside each range. */
    static const uint8_t edges[] = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0,
                                    0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0,
                                    0xf1, 0xf3, 0xf4, 0xf5, 0xf7, 0xf8, 0xfc, 0xfe, 0xff};
    const size_t n = sizeof edges;
    uint8_t bytes[4];
    check_name = "two bytes";
    for (unsigned i = 0; i < 0x10000; i++) {
        bytes[0] = (uint8_t)(i >> 8);
        bytes[1] = (uint8_t)i;
        CHECK(yao_utf8(bytes, bytes + 1) == is_utf8(bytes, 1));
        CHECK(yao_utf8(bytes, bytes + 2) == is_utf8(bytes, 2));
    }
    check_name = "three and four bytes";
    for (size_t i = 0; i < n * n * n * n; i++) {
        bytes[0] = edges[i / (n * n * n)];
        bytes[1] = edges[i / (n * n) % n];
        bytes[2] = edges[i / n % n];
        bytes[3] = edges[i % n];
        CHECK(yao_utf8(bytes, bytes + 3) == is_utf8(bytes, 3));
        CHECK(yao_utf8(bytes, bytes + 4) == is_utf8(bytes, 4));
    }
}

static void every_kind_of_sequence_is_found_wherever_it_lies(void)
{
    /* clang-format off */
    static const char *const pieces[] = {
        "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xf4\x8f\xbf\xbf", /* valid */
        "\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xf0\x8f\xbf\xbf", /* no first byte, overlong */
        "\xc3", "\xe2\x82", "\xf0\x9f\x98", "\xe2\x28\xa1", /* cut off */
        "\xed\xa0\x80", "\xed\xbf\xbf", /* surrogates */
        "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xf8\x88\x80\x80\x80", /* beyond the last character */
        "\xfe\xbf\xbf\xbf\xbf\xbf\xbf", "\xff\xbf\xbf\xbf\xbf\xbf\xbf\xbf",
    };
    /* clang-format on */
    uint8_t bytes[64];
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        size_t len = strlen(pieces[i]);
        check_name = "at an offset";
        for (size_t before = 0; before <= 17; before++) {
            for (size_t after = 0; after <= 17; after++) {
                memset(bytes, 'a', sizeof bytes);
                memcpy(bytes + before, pieces[i], len);
                check(bytes, before + len + after);
            }
        }
    }
    check_name = "ASCII";
    memset(bytes, 0x7f, sizeof bytes);
    for (size_t len = 0; len <= sizeof bytes; len++)
        check(bytes, len);
}

int main(void)
{
    every_short_sequence_is_judged_as_the_standard_does();
    every_kind_of_sequence_is_found_wherever_it_lies();
    return check_end("utf8_test");
}
