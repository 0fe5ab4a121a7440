/* The arena (-DYAO_ARENA) or the free list (-DYAO_FREE_LIST) in a small memory, against what an allocator promises. */

#define YAO_RESET
#define YAO_IMPLEMENTATION
#include "yao_testing.h"
#include "check.h"

enum { LIVE = 64, STEPS = 200000 };

typedef struct piece {
    uint8_t *data;
    uint32_t len;
    uint8_t fill;
} piece;

static piece live[LIVE];
static uint32_t seed = 1;

static uint32_t next_random(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^= seed << 5;
    return seed;
}

static bool is_filled(const piece *b)
{
    for (uint32_t i = 0; i < b->len; i++)
        if (b->data[i] != b->fill)
            return false;
    return true;
}

/* Random allocations, growth, shrinking and frees: blocks are aligned, lie apart, and keep their bytes. */
static void blocks_keep_apart(void)
{
    check_name = "blocks keep apart";
    for (uint32_t step = 0; step < STEPS; step++) {
        piece *b = &live[next_random() % LIVE];
        uint32_t len = 1 + next_random() % (step % 7 ? 100 : 5000);
        if (!b->data) {
            b->data = (uint8_t *)yao_alloc(len);
            b->len = len;
        } else if (step % 3) {
            CHECK(is_filled(b));
            yao_free(b->data, b->len);
            b->data = NULL;
        } else if (len < b->len) {
            yao_shrink(b->data, b->len, len);
            b->len = len;
            CHECK(is_filled(b));
        } else {
            piece old = *b;
            b->data = (uint8_t *)yao_resize(b->data, b->len, len);
            if (b->data) {
                old.data = b->data;
                CHECK(is_filled(&old));
            }
            b->len = len;
        }
        if (b->data) {
            CHECK(yao_address(b->data) % 16 == 0);
            b->fill = (uint8_t)step;
            memset(b->data, b->fill, b->len);
        }
        if (step % 4096 == 0) /* an arena rewinds only when nothing is alive */
            for (uint32_t i = 0; i < LIVE; i++) {
                CHECK(!live[i].data || is_filled(&live[i]));
                yao_free(live[i].data, live[i].len);
                live[i].data = NULL;
            }
    }
    for (uint32_t i = 0; i < LIVE; i++) {
        yao_free(live[i].data, live[i].len);
        live[i].data = NULL;
    }
}

static void memory_is_used_again(void)
{
    check_name = "memory is used again";
    uint32_t pages = yao_memory_pages();
    for (uint32_t call = 0; call < 10000; call++) {
        void *payload = yao_alloc(100 + call % 1000);
        void *args = yao_alloc(50);
        void *reply = yao_alloc(300);
        void *result = yao_alloc(700);
        CHECK(payload && args && reply && result);
        yao_free(args, 50);
        yao_free(reply, 300);
        yao_free(payload, 100 + call % 1000);
        yao_free(result, 700);
    }
    CHECK(yao_memory_pages() == pages);
}

static void too_much_is_a_null_pointer(void)
{
    check_name = "too much";
    static const uint32_t lens[] = {0,          0x7fffffff, 0x80000000,          0xfffffff0,
                                    0xfffffff1, 0xffffffff, YAO_TEST_PAGES << 16};
    for (size_t i = 0; i < sizeof lens / sizeof *lens; i++)
        CHECK(!yao_alloc(lens[i]));
    void *half = yao_alloc(YAO_TEST_PAGES << 15);
    CHECK(half && !yao_alloc(YAO_TEST_PAGES << 15));
    yao_free(half, YAO_TEST_PAGES << 15);
    yao_free(NULL, 16);
    void *block = yao_alloc(16);
    yao_free(block, 0);              /* does nothing */
    yao_free((char *)block + 1, 0);  /* wherever it points */
    yao_release(yao_pack(block, 0)); /* neither: no bytes, wherever a host says that they are */
    void *other = yao_alloc(16);
    CHECK(block != other);
    yao_free(other, 16);
    yao_free(block, 16);
}

/* Sums that leave 32 bits, or the lower 2 GiB that an allocator gives out. */
static void the_end_of_memory_is_not_passed(void)
{
    check_name = "end of memory";
    static const uint32_t tops[] = {0x70000000, 0x7fff0000, 0x7ffffff0, 0x7ffffff1, 0x7fffffff};
    static const uint32_t lens[] = {16, 0x10000, 0x20000, 0x7ffffff0, 0x80000000, 0x80010010, 0x90000000, 0xffffffff};
    yao_reset();
    void *first = yao_alloc(16); /* an arena starts over when nothing is alive */
    for (size_t i = 0; i < sizeof tops / sizeof *tops; i++)
        for (size_t j = 0; j < sizeof lens / sizeof *lens; j++) {
            yao_top = tops[i];
            CHECK(!yao_alloc(lens[j]) && yao_top == tops[i]);
        }
    yao_reset();
    CHECK(yao_alloc(16) == first);
    yao_reset();
}

/* A writer that does not get its memory says so in its result, and leaves the allocator as it was. */
static void a_writer_without_memory_gives_error_507(void)
{
    check_name = "writer without memory";
    static char text[YAO_TEST_PAGES << 14];
    uint32_t times = 0;
    yao_writer out;
    yao_begin(&out);
    while (!yao_overflowed(&out) && times++ < 8)
        yao_write_text(&out, text, sizeof text);
    CHECK(times < 8);
    yao_write_cstr(&out, "more");
    CHECK(yao_overflowed(&out) && !out.data && !out.cap);
    CHECK(yao_finish(&out) == YAO_OUT_OF_MEMORY);
    void *block = yao_alloc(sizeof text);
    CHECK(block && yao_address(block) + sizeof text <= sizeof yao_test_memory);
    memset(block, 1, sizeof text);
    yao_free(block, sizeof text);
}

static void reset_forgets_every_block(void)
{
    check_name = "reset";
    yao_reset();
    void *first = yao_alloc(64);
    CHECK(yao_alloc(64) != first);
    yao_reset();
    CHECK(yao_alloc(64) == first);
    yao_reset();
}

int main(void)
{
    too_much_is_a_null_pointer();
    blocks_keep_apart();
    memory_is_used_again();
    the_end_of_memory_is_not_passed();
    a_writer_without_memory_gives_error_507();
    reset_forgets_every_block();
    return check_end("alloc_test");
}
