/*
 * yao_testing.h: a mock host, to test handlers natively. Section `testing` of the SDK.
 *
 *     #define YAO_IMPLEMENTATION
 *     #include "yao_testing.h"      (which includes yao.h)
 *     #include "../greet.c"         (the guest)
 *
 *     static yao_result hello(const char *name, uint32_t name_len, yao_reader *args) { ... }
 *
 *     int main(void)
 *     {
 *         yao_test.process = hello;
 *         yao_outcome got = yao_test_call(yao_handler_greet, payload, len);
 *         ... got.data, got.len, got.is_error, got.trapped, yao_test.logs[0].text, yao_test_blocks() == 0 ...
 *     }
 *
 * Build with -fsanitize=address,undefined: every block of yao_alloc is one of malloc, and a block that is freed with
 * another length than it was allocated with, or twice, ends the test. With YAO_ARENA or YAO_FREE_LIST the SDK's own
 * allocators run instead, in a small memory of their own.
 */
#ifndef YAO_TESTING_H
#define YAO_TESTING_H

#include "yao.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { YAO_TEST_BLOCKS = 4096, YAO_TEST_LOGS = 256, YAO_TEST_PAGES = 64 };

/* One line of the log. */
typedef struct yao_test_line {
    uint32_t level;
    char *text; /* with a NUL at the end */
    uint32_t len;
} yao_test_line;

/* What came of a call. */
typedef struct yao_outcome {
    uint8_t *data; /* of the result or error record; free() it */
    uint32_t len;
    bool is_error;
    bool trapped;
} yao_outcome;

/* The mock host; set what a test needs, and zero it with yao_test_reset between tests. */
typedef struct yao_test_host {
    /* Answers processes with a result of the SDK's (yao_finish, yao_error, 0). None: error 404. `args` is open. */
    yao_result (*process)(const char *name, uint32_t name_len, yao_reader *args);
    uint32_t calls;      /* of processes so far */
    uint32_t fail_alloc; /* from which yao_alloc on there is no memory: 1 is the next one, 0 none */
    yao_test_line logs[YAO_TEST_LOGS];
    uint32_t lines;
    jmp_buf trap;
    bool may_trap;
} yao_test_host;

extern yao_test_host yao_test;

/* Forgets logs and settings, and ends the test when a block is still alive. */
void yao_test_reset(void);

/* Blocks that are alive. */
uint32_t yao_test_blocks(void);

#ifdef YAO_OWN_ALLOC
/* The most bytes of blocks that were alive at a time since a test set it to 0, after it freed what it had. */
extern uint64_t yao_test_peak;
#endif

/* Calls a handler as a host does: with a payload of its own, which the handler frees; copies and frees the result. */
yao_outcome yao_test_call(yao_result (*handler)(void *, uint32_t), const void *payload, uint32_t len);

/* Takes a result over as a host does. */
yao_outcome yao_test_take(yao_result result);

#ifdef YAO_IMPLEMENTATION

yao_test_host yao_test;

__attribute__((noreturn)) static void yao_test_die(const char *what, const void *block, uint32_t len)
{
    fprintf(stderr, "yao_testing: %s: block %p, %u bytes\n", what, block, (unsigned)len);
    abort();
}

__attribute__((noreturn)) void yao_trap(void)
{
    if (!yao_test.may_trap)
        yao_test_die("a trap outside of yao_test_call", NULL, 0);
    longjmp(yao_test.trap, 1);
}

#ifdef YAO_OWN_ALLOC

/* A block's address is a number of its own, so that a packed result has room for it. Addresses are not used again. */
typedef struct yao_test_block {
    uint8_t *data;
    uint32_t address;
    uint32_t len;
} yao_test_block;

static yao_test_block yao_test_table[YAO_TEST_BLOCKS];
static uint32_t yao_test_used; /* entries that ever held a block; those behind them need no look */
static uint32_t yao_test_next = 16;
static uint64_t yao_test_bytes;
uint64_t yao_test_peak;

static yao_test_block *yao_test_find(const void *block)
{
    for (uint32_t i = 0; i < yao_test_used; i++)
        if (block && yao_test_table[i].data == block)
            return &yao_test_table[i];
    return NULL;
}

static yao_test_block *yao_test_found(uint32_t address)
{
    for (uint32_t i = 0; i < yao_test_used; i++)
        if (yao_test_table[i].data && yao_test_table[i].address == address)
            return &yao_test_table[i];
    return NULL;
}

void *yao_at(uint32_t address)
{
    yao_test_block *block = yao_test_found(address);
    return block ? block->data : NULL;
}

uint32_t yao_address(const void *pointer)
{
    yao_test_block *block = yao_test_find(pointer);
    if (pointer && !block)
        yao_test_die("not a block of yao_alloc, or freed already", pointer, 0);
    return block ? block->address : 0;
}

void yao_touch(uint32_t address, uint32_t len)
{
    yao_test_block *block = yao_test_found(address);
    if (!block || len > block->len)
        yao_trap();
}

void *yao_alloc(uint32_t len)
{
    uint32_t i = 0;
    if (!len || len > YAO_PACKED_MAX_LEN || yao_test.fail_alloc == 1)
        return NULL;
    if (yao_test.fail_alloc)
        yao_test.fail_alloc--;
    while (i < yao_test_used && yao_test_table[i].data)
        i++;
    if (i == YAO_TEST_BLOCKS)
        yao_test_die("too many blocks alive", NULL, len);
    if (i == yao_test_used)
        yao_test_used++;
    yao_test_table[i].data = (uint8_t *)malloc(len);
    yao_test_table[i].len = len;
    yao_test_table[i].address = yao_test_next += 16;
    yao_test_bytes += len;
    if (yao_test_bytes > yao_test_peak)
        yao_test_peak = yao_test_bytes;
    return yao_test_table[i].data;
}

/* A buffer given to yao_begin_in lies on the stack, below the heap of a guest: it is no block, and ignored. */
void yao_free(void *block, uint32_t len)
{
    yao_test_block *found = yao_test_find(block);
    if (!found || !len)
        return;
    if (found->len != len)
        yao_test_die("freed with another length than it was allocated with", block, len);
    free(found->data);
    found->data = NULL;
    yao_test_bytes -= len;
}

void *yao_resize(void *block, uint32_t from, uint32_t to)
{
    void *now = yao_alloc(to);
    if (now && block)
        memcpy(now, block, from < to ? from : to);
    yao_free(block, from);
    return now;
}

void yao_shrink(void *block, uint32_t from, uint32_t to)
{
    yao_test_block *found = yao_test_find(block);
    if (!found)
        return;
    if (found->len != from || !to || to > from)
        yao_test_die("shrunk from another length than it has", block, from);
    yao_test_bytes -= from - to;
    found->len = to; /* realloc might move it */
}

uint32_t yao_test_blocks(void)
{
    uint32_t alive = 0;
    for (uint32_t i = 0; i < yao_test_used; i++)
        alive += yao_test_table[i].data != NULL;
    return alive;
}

#else /* the SDK's own allocators */

static uint8_t yao_test_memory[YAO_TEST_PAGES << 16];
static uint32_t yao_test_pages = 1;

void *yao_at(uint32_t address)
{
    return address && address < sizeof yao_test_memory ? yao_test_memory + address : NULL;
}

/* What lies elsewhere is below the heap. */
uint32_t yao_address(const void *pointer)
{
    uintptr_t offset = (uintptr_t)pointer - (uintptr_t)yao_test_memory;
    return offset < sizeof yao_test_memory ? (uint32_t)offset : 0;
}

uint32_t yao_memory_pages(void)
{
    return yao_test_pages;
}

bool yao_memory_grow(uint32_t pages)
{
    if (pages > YAO_TEST_PAGES - yao_test_pages)
        return false;
    yao_test_pages += pages;
    return true;
}

void yao_touch(uint32_t address, uint32_t len)
{
    if ((uint64_t)address + len > (uint64_t)yao_test_pages << 16)
        yao_trap();
}

#endif

uint64_t yao_import_process(const void *name, uint32_t name_len, const void *args, uint32_t args_len)
{
    yao_reader in;
    /* An allocation of just these bytes, so that a read past them is found. */
    void *copy = calloc(args_len ? args_len : 1, 1);
    yao_result reply;
    if (args_len)
        memcpy(copy, args, args_len);
    yao_test.calls++;
    yao_open(&in, copy, args_len, "args");
    if (args_len)
        yao_read_array(&in);
    if (yao_failed(&in))
        reply = yao_error(YAO_CODE_BAD_REQUEST, "arguments are not one array");
    else if (!yao_test.process)
        reply = yao_error(YAO_CODE_NOT_FOUND, "no such process");
    else
        reply = yao_test.process((const char *)name, name_len, &in);
    free(copy);
    return reply;
}

void yao_import_log(uint32_t level, const void *message, uint32_t len)
{
    yao_test_line *line = &yao_test.logs[yao_test.lines];
    if (yao_test.lines == YAO_TEST_LOGS)
        yao_test_die("too many lines of log", NULL, len);
    yao_test.lines++;
    line->level = level;
    line->len = len;
    line->text = (char *)malloc((size_t)len + 1);
    if (len)
        memcpy(line->text, message, len);
    line->text[len] = 0;
}

yao_outcome yao_test_take(yao_result result)
{
    yao_outcome got = {NULL, yao_result_len(result), yao_is_error(result), false};
    if (got.len) {
        got.data = (uint8_t *)malloc(got.len);
        memcpy(got.data, yao_result_data(result), got.len);
        yao_release(result);
    }
    return got;
}

yao_outcome yao_test_call(yao_result (*handler)(void *, uint32_t), const void *payload, uint32_t len)
{
    yao_outcome trapped = {NULL, 0, false, true};
    void *block = len ? yao_alloc(len) : NULL;
    yao_result result = YAO_OUT_OF_MEMORY;
    if (len && block)
        memcpy(block, payload, len);
    yao_test.may_trap = true;
    if (setjmp(yao_test.trap)) {
        yao_test.may_trap = false;
        return trapped;
    }
    if (!len || block)
        result = handler(block, len);
    yao_test.may_trap = false;
    return yao_test_take(result);
}

void yao_test_reset(void)
{
    for (uint32_t i = 0; i < yao_test.lines; i++)
        free(yao_test.logs[i].text);
    memset(&yao_test, 0, sizeof yao_test);
#ifdef YAO_OWN_ALLOC
    if (yao_test_blocks())
        yao_test_die("blocks are alive at the end of a test", NULL, yao_test_blocks());
#endif
}

#endif /* YAO_IMPLEMENTATION */

#endif /* YAO_TESTING_H */
