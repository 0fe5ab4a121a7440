/*
 * yao.h: guests of the yao WebAssembly ABI in C99 or C++17, freestanding, in one header.
 *
 *     #define YAO_IMPLEMENTATION   (in exactly one file of the guest)
 *     #include "yao.h"
 *
 *     YAO_HANDLER(hello)
 *     {
 *         yao_str name = yao_read_str(in);
 *         YAO_CHECK(in);
 *         yao_log_info("hello was called");
 *         return yao_result_str(name);
 *     }
 *
 * Sections, the same in every yao SDK: abi, mem, codec, process, log, error, export, instance, testing. Declarations
 * come first, the implementation follows in the same order. A guest pays only for the functions that it calls.
 *
 * Choices, each a macro that is defined before the first include (or with -D, when the guest has several files):
 *     YAO_SMALL_PAGES      memory pages as the linker was told (LLD 22 or later): --page-size=1 for less than 64 KiB
 *     YAO_FREE_LIST        a first-fit free list instead of the arena that rewinds when its last block is freed
 *     YAO_OWN_ALLOC        neither: the guest defines the four functions of mem itself
 *     YAO_INSTANCES n      turns on classes; at most n instances, of all classes together, are alive at a time
 *     YAO_RESET            exports yao_reset, with which a host throws away every block and instance. Only for guests
 *                          that keep nothing from yao_alloc in a variable between two calls
 *     YAO_PULL             classes may have methods whose results the host pulls, YAO_PULL_METHOD
 *     YAO_OPAQUE           says that payloads and results are no MessagePack; every handler is a YAO_RAW_HANDLER
 *
 * Licence: MIT OR Apache-2.0.
 */
#ifndef YAO_H
#define YAO_H

#if !defined(__wasm__) && !defined(YAO_ARENA) && !defined(YAO_FREE_LIST) && !defined(YAO_OWN_ALLOC)
#define YAO_OWN_ALLOC /* natively the mock host's, which finds leaks and wrong lengths: yao_testing.h */
#endif

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ============================================================================================================ abi */

/* generated from abi-spec/abi.toml by ./dev generate: begin */
/* clang-format off */
#define YAO_ABI_MAJOR 1 /* major version, carried by the name of the marker export */
#define YAO_ABI_MINOR 0 /* minor version: additions that an older peer may ignore */
#define YAO_PACKED_PTR_SHIFT 32 /* where the pointer of a packed result starts */
#define YAO_PACKED_ERROR_SHIFT 31 /* the error bit of a packed result */
#define YAO_PACKED_ERROR ((uint64_t)1 << 31) /* only the error bit */
#define YAO_PACKED_MAX_LEN 2147483647u /* the largest length in a packed result */
#define YAO_MAX_DEPTH 64u /* arrays and maps around a value */
#define YAO_MAX_ELEMENTS 1000000u /* array items plus two per map entry */
#define YAO_MAX_MESSAGE_BYTES 4096u /* message of an error record */
#define YAO_CODE_MIN 1u /* the smallest error code */
#define YAO_CODE_MAX 2147483647u /* the largest error code */
#define YAO_CODE_FALLBACK 500u /* stands for a code out of range */
#define YAO_CODE_EMPTY 507u /* of an error result without bytes */
#define YAO_HANDLE_BITS 31u /* bits of a handle; 0 is none */
#define YAO_DEFAULT_CAPACITY 8u /* instances unless told otherwise */
#define YAO_MALFORMED_MESSAGE "malformed error record"

/* Capability bits, the value of the marker export. */
#define YAO_CAP_SIMD128 0x01u /* Uses 128-bit SIMD. Informational: the host decides from the bytes of the module. */
#define YAO_CAP_BULK_MEMORY 0x02u /* Uses bulk memory. Informational: the host decides from the bytes of the module. */
#define YAO_CAP_RESET 0x04u /* Exports `yao_reset`. */
#define YAO_CAP_INSTANCES 0x08u /* Exports at least one class. */
#define YAO_CAP_CODEC_JSON 0x10u /* Values cross as JSON instead of MessagePack. */
#define YAO_CAP_CODEC_OPAQUE 0x20u /* Payload and result are bytes that only guest and caller understand. Not together with `codec_json`. */
#define YAO_CAP_ONE_SHOT 0x40u /* Never frees: one call per guest instance, never reused by a host. */

/* Levels of yao_log: labels, none ends anything. */
enum yao_level {
    YAO_LEVEL_PANIC = 0, /* A panic of the guest's language; the SDK writes it and then traps. */
    YAO_LEVEL_FATAL = 1, /* The guest cannot do its work. */
    YAO_LEVEL_ERROR = 2, /* Something failed. */
    YAO_LEVEL_WARN = 3, /* Something looks wrong. */
    YAO_LEVEL_INFO = 4, /* Something worth knowing happened. */
    YAO_LEVEL_DEBUG = 5, /* For the guest's author. */
    YAO_LEVEL_TRACE = 6  /* Everything; unknown levels count as this one. */
};

/* Codes of error records that the ABI gives a meaning. */
enum yao_code {
    YAO_CODE_BAD_REQUEST = 400, /* Arguments that cannot be decoded, are missing or have the wrong type; malformed MessagePack or JSON. */
    YAO_CODE_FORBIDDEN = 403, /* The caller may not call this process. */
    YAO_CODE_NOT_FOUND = 404, /* No such process, script, handler or record. */
    YAO_CODE_TIMED_OUT = 408, /* The deadline passed or the fuel of the request is used up. */
    YAO_CODE_GONE = 410, /* A handle that is stale, forged, destroyed or of another class. */
    YAO_CODE_TOO_LARGE = 413, /* A payload, argument list, reply or result is over a limit in bytes or elements. */
    YAO_CODE_TOO_MANY = 429, /* No free slot for an instance or session, or too many process calls in one request. */
    YAO_CODE_INTERNAL = 500, /* Anything else; also stands for a code outside 1 to 2147483647 and for a malformed error record. */
    YAO_CODE_NOT_IMPLEMENTED = 501, /* The host or guest knows the request but has no implementation of it. */
    YAO_CODE_TRAPPED = 502, /* The callee trapped, panicked or broke the ABI. */
    YAO_CODE_OUT_OF_MEMORY = 507, /* `yao_alloc` gave 0 for a payload or a reply. */
    YAO_CODE_TOO_DEEP = 508  /* Nested calls through the host went deeper than the limit. */
};

/* The name in snake_case of a code with a meaning of its own, else a null pointer. */
static inline const char *yao_code_name(uint32_t code) {
    switch (code) {
    case YAO_CODE_BAD_REQUEST: return "bad_request";
    case YAO_CODE_FORBIDDEN: return "forbidden";
    case YAO_CODE_NOT_FOUND: return "not_found";
    case YAO_CODE_TIMED_OUT: return "timed_out";
    case YAO_CODE_GONE: return "gone";
    case YAO_CODE_TOO_LARGE: return "too_large";
    case YAO_CODE_TOO_MANY: return "too_many";
    case YAO_CODE_INTERNAL: return "internal";
    case YAO_CODE_NOT_IMPLEMENTED: return "not_implemented";
    case YAO_CODE_TRAPPED: return "trapped";
    case YAO_CODE_OUT_OF_MEMORY: return "out_of_memory";
    case YAO_CODE_TOO_DEEP: return "too_deep";
    default: return (const char *)0;
    }
}

/* A short text for people of a code with a meaning of its own, else a null pointer. */
static inline const char *yao_code_text(uint32_t code) {
    switch (code) {
    case YAO_CODE_BAD_REQUEST: return "bad request";
    case YAO_CODE_FORBIDDEN: return "forbidden";
    case YAO_CODE_NOT_FOUND: return "not found";
    case YAO_CODE_TIMED_OUT: return "timed out";
    case YAO_CODE_GONE: return "gone";
    case YAO_CODE_TOO_LARGE: return "too large";
    case YAO_CODE_TOO_MANY: return "too many";
    case YAO_CODE_INTERNAL: return "internal error";
    case YAO_CODE_NOT_IMPLEMENTED: return "not implemented";
    case YAO_CODE_TRAPPED: return "callee trapped";
    case YAO_CODE_OUT_OF_MEMORY: return "out of memory";
    case YAO_CODE_TOO_DEEP: return "call depth exceeded";
    default: return (const char *)0;
    }
}

#if defined(__wasm__)
#define YAO_IMPORT(module, name) __attribute__((import_module(module), import_name(name)))
#else
#define YAO_IMPORT(module, name) /* natively a mock host defines the two functions */
#endif

#ifdef __cplusplus
extern "C" {
#endif
/* Call the process `name` with the array of arguments `args`; the reply is a packed result that the guest frees. */
YAO_IMPORT("yao", "process") uint64_t yao_import_process(const void *name_ptr, uint32_t name_len, const void *args_ptr, uint32_t args_len);
/* Write one UTF-8 line at a level; never fails. */
YAO_IMPORT("yao", "log") void yao_import_log(uint32_t level, const void *msg_ptr, uint32_t msg_len);
#ifdef __cplusplus
}
#endif
/* clang-format on */
/* generated from abi-spec/abi.toml by ./dev generate: end */

#ifdef __cplusplus
#define YAO_EXTERN_C extern "C"
#define YAO_BEGIN_C extern "C" {
#define YAO_END_C }
#define YAO_ZERO                                                                                                       \
    {                                                                                                                  \
    }
#else
#define YAO_EXTERN_C
#define YAO_BEGIN_C
#define YAO_END_C
#define YAO_ZERO {0}
#endif

#ifdef __wasm__
#define YAO_EXPORT(name) __attribute__((export_name(name)))
#else
#define YAO_EXPORT(name) /* natively a test calls the functions by their C names */
#endif

/* Inlined at every size level: a literal's length is then a constant, and a struct that is returned costs nothing. */
#define YAO_INLINE __attribute__((always_inline)) static inline

YAO_BEGIN_C

/*
 * What crosses the boundary: (pointer << 32) | (error bit << 31) | length. A result owns the bytes it points at: return
 * it, or give it to yao_release. 0 is the empty result and the same value as nil.
 */
typedef uint64_t yao_result;

/* The error record of a guest without memory for one: {code: 507, message: ""}. */
#define YAO_OUT_OF_MEMORY YAO_PACKED_ERROR

YAO_INLINE bool yao_is_error(yao_result result)
{
    return (result & YAO_PACKED_ERROR) != 0;
}

YAO_INLINE uint32_t yao_result_len(yao_result result)
{
    return (uint32_t)result & YAO_PACKED_MAX_LEN;
}

/* ============================================================================================================ mem */

/* A block of `len` bytes, aligned to 16, or a null pointer. Blocks are not zeroed. */
void *yao_alloc(uint32_t len);

/* Frees a block; `len` is the length that was allocated. What lies below the heap, a null pointer too, is ignored. */
void yao_free(void *block, uint32_t len);

/*
 * Makes a block of `from` bytes one of `to` bytes, which are more, in place where that is possible, and gives where it
 * is now. A null pointer when there is no memory for it: the block is freed then too.
 */
void *yao_resize(void *block, uint32_t from, uint32_t to);

/* Gives back the end of a block, which stays where it is: from now on `to` is the length to free it with. */
void yao_shrink(void *block, uint32_t from, uint32_t to);

#ifdef __wasm__
YAO_INLINE void *yao_at(uint32_t address)
{
    return (void *)(uintptr_t)address;
}

YAO_INLINE uint32_t yao_address(const void *pointer)
{
    return (uint32_t)(uintptr_t)pointer;
}

YAO_INLINE uint32_t yao_memory_pages(void)
{
    return (uint32_t)__builtin_wasm_memory_size(0);
}

/*
 * Traps unless a block, which has some bytes, lies in memory: to load its last byte does. Where the sum wraps around,
 * the block starts above 2 GiB, farther than yao_alloc ever makes memory grow, and reading its first byte traps.
 */
YAO_INLINE void yao_touch(uint32_t address, uint32_t len)
{
    (void)*(const volatile uint8_t *)yao_at(address + len - 1);
}

/* Whether memory grew by `pages`. */
YAO_INLINE bool yao_memory_grow(uint32_t pages)
{
    return __builtin_wasm_memory_grow(0, pages) != (size_t)-1;
}

#ifdef YAO_SMALL_PAGES
extern unsigned char __wasm_first_page_end; /* from LLD 22 or later: 65,536, or 1 where it is told --page-size=1 */
#define YAO_PAGE_SHIFT __builtin_ctz(yao_address(&__wasm_first_page_end))
#endif
#else
/* Native pointers have no 32 bits to spare, so that the mock host (yao_testing.h) keeps a table of blocks. */
void *yao_at(uint32_t address);
uint32_t yao_address(const void *pointer);
uint32_t yao_memory_pages(void);
bool yao_memory_grow(uint32_t pages);
void yao_touch(uint32_t address, uint32_t len);
#endif

/* A block made by yao_alloc(len) as a result. */
YAO_INLINE yao_result yao_pack(const void *block, uint32_t len)
{
    return (uint64_t)yao_address(block) << YAO_PACKED_PTR_SHIFT | len;
}

YAO_INLINE void *yao_result_data(yao_result result)
{
    return yao_at((uint32_t)(result >> YAO_PACKED_PTR_SHIFT));
}

/* Frees what a result owns: a reply of yao_process, once it has been read. */
void yao_release(yao_result result);

/* ========================================================================================================== codec */

/* UTF-8, valid, without a NUL at the end. Points into the buffer that was read. */
typedef struct yao_str {
    const char *data;
    uint32_t len;
} yao_str;

/* Raw bytes. They point into the buffer that was read. */
typedef struct yao_bytes {
    const uint8_t *data;
    uint32_t len;
} yao_bytes;

/* An extension value: its type and its bytes. */
typedef struct yao_ext {
    int8_t type;
    yao_bytes body;
} yao_ext;

/* What a value is. Integers from 2^63 up are YAO_BIG, all others YAO_INT, however they were written. */
enum yao_kind { YAO_NIL, YAO_BOOL, YAO_INT, YAO_BIG, YAO_F32, YAO_F64, YAO_STR, YAO_BIN, YAO_EXT, YAO_ARRAY, YAO_MAP };

/*
 * Reads values one after the other. The bytes are checked as a whole when the reader is opened (well-formed, UTF-8,
 * depth, number of elements, nothing after the value), so that a read can only find a value of another type.
 * The first such find sticks: that read and all later ones give zero values, and yao_failed says so once for all of
 * them. After the last value there are only nils, which is what missing arguments are.
 */
typedef struct yao_reader {
    const uint8_t *at;
    const uint8_t *end;
    struct yao_reader *root; /* what keeps the error: a record fails together with the reader it was read from */
    const char *error;       /* what is wrong, a null pointer while nothing is */
    const char *field;       /* what is being read: the name given to yao_open, or the field of a record */
    const uint8_t *body;     /* of the latest value: its bytes, when it is a string, a bin, or an ext, type first */
    uint64_t number;         /* of the latest value: integer, bits of a float, bytes, items or pairs */
} yao_reader;

/* Opens one value of `len` bytes; no bytes are a nil. `name` is what error messages call it, a literal. */
void yao_open(yao_reader *reader, const void *data, uint32_t len, const char *name);

/* Opens the value of a reply, which must stay until the last read of it. Traps when it does not lie in memory. */
void yao_open_result(yao_reader *reader, yao_result result, const char *name);

YAO_INLINE bool yao_failed(const yao_reader *reader)
{
    return reader->root->error != NULL;
}

/* Fails for a reason of the guest's own, a literal: "must be positive". The first reason stays. */
void yao_fail(yao_reader *reader, const char *reason);

/* The kind of the next value, which stays unread. */
enum yao_kind yao_peek(const yao_reader *reader);

/* Whether values are left: arguments, or what was opened. */
YAO_INLINE bool yao_more(const yao_reader *reader)
{
    return reader->at != reader->end;
}

/* How many values are left. */
uint32_t yao_count(const yao_reader *reader);

/* Reads a nil if the next value is one: `if (!yao_read_nil(in)) note = yao_read_str(in);` */
bool yao_read_nil(yao_reader *reader);

bool yao_read_bool(yao_reader *reader);

/* Integers of any width, and floats without a fraction, between the two bounds. */
int64_t yao_read_int(yao_reader *reader, int64_t min, int64_t max);
uint64_t yao_read_uint(yao_reader *reader, uint64_t max);

YAO_INLINE int64_t yao_read_i64(yao_reader *reader)
{
    return yao_read_int(reader, INT64_MIN, INT64_MAX);
}

YAO_INLINE int32_t yao_read_i32(yao_reader *reader)
{
    return (int32_t)yao_read_int(reader, INT32_MIN, INT32_MAX);
}

YAO_INLINE uint64_t yao_read_u64(yao_reader *reader)
{
    return yao_read_uint(reader, UINT64_MAX);
}

YAO_INLINE uint32_t yao_read_u32(yao_reader *reader)
{
    return (uint32_t)yao_read_uint(reader, UINT32_MAX);
}

/* Floats of either width, and integers that a double holds exactly. */
double yao_read_f64(yao_reader *reader);

/* Floats of either width, rounded to the nearest, and integers that a float holds exactly. */
float yao_read_f32(yao_reader *reader);

/* Reads a value of one kind, of an array or a map the head; gives its length or count. What the reads below are made
 * of. */
uint32_t yao_expect(yao_reader *reader, enum yao_kind kind, const char *otherwise);

YAO_INLINE yao_str yao_read_str(yao_reader *reader)
{
    yao_str text;
    text.len = yao_expect(reader, YAO_STR, "wrong type");
    text.data = (const char *)reader->body;
    return text;
}

YAO_INLINE yao_bytes yao_read_bin(yao_reader *reader)
{
    yao_bytes bytes;
    bytes.len = yao_expect(reader, YAO_BIN, "not bytes");
    bytes.data = reader->body;
    return bytes;
}

yao_ext yao_read_ext(yao_reader *reader);

/* The number of items of an array, or of key-value pairs of a map; they are read next. */
YAO_INLINE uint32_t yao_read_array(yao_reader *reader)
{
    return yao_expect(reader, YAO_ARRAY, "wrong type");
}

YAO_INLINE uint32_t yao_read_map(yao_reader *reader)
{
    return yao_expect(reader, YAO_MAP, "wrong type");
}

/* Skips any value. */
void yao_skip(yao_reader *reader);

/* Any value as the bytes it was sent as, to pass it on with yao_write_raw. */
yao_bytes yao_read_raw(yao_reader *reader);

/* A map that is read by its keys. Keys that nobody asks for are skipped. */
typedef struct yao_record {
    yao_reader value;
    const uint8_t *start;
} yao_record;

/* Opens the next value as a record and reads past it. `reader` must outlive the record. */
void yao_read_record(yao_reader *reader, yao_record *record);

/*
 * A reader at the value of a field, or at nil when the field is missing:
 * `user.id = yao_read_u64(yao_field(&record, "id"));` A field that is there twice fails.
 */
#define yao_field(record, name) yao_field_text(record, name, yao_strlen(name))
yao_reader *yao_field_text(yao_record *record, const char *name, uint32_t len);

/* Whether two texts are the same: `yao_is(kind, "user")`. */
#define yao_is(text, literal) yao_same((text).data, (text).len, literal, yao_strlen(literal))
bool yao_same(const char *a, uint32_t a_len, const char *b, uint32_t b_len);

/*
 * Writes values one after the other, integers and lengths in their shortest form, into memory that grows or, begun
 * by yao_begin_in, into a buffer of the caller's. Out of memory sticks: yao_finish then gives YAO_OUT_OF_MEMORY.
 */
typedef struct yao_writer {
    uint32_t len; /* before the pointer: the two are then a packed result as they lie in memory */
    uint8_t *data;
    uint32_t cap;
} yao_writer;

/* Starts to write into memory from yao_alloc. End it with yao_finish, yao_process or yao_discard. */
void yao_begin(yao_writer *writer);

/*
 * Starts to write into a buffer on the stack or in static memory: arguments for yao_process, then nothing is allocated
 * unless they need more than the buffer holds. Not for a result, which has to be a block from yao_alloc.
 */
void yao_begin_in(yao_writer *writer, void *buffer, uint32_t cap);

/* Whether there was no room for all that was written. */
YAO_INLINE bool yao_overflowed(const yao_writer *writer)
{
    return writer->len > YAO_PACKED_MAX_LEN;
}

/*
 * A head byte, the `width` low bytes of a number, big-endian, and `len` bytes as they are. What all writes are made of:
 * one check of the room for all three.
 */
void yao_write_head(yao_writer *writer, uint32_t head, uint32_t width, uint64_t number, const void *data, uint32_t len);

/*
 * A length and `len` bytes as they are: `fix | n` below `limit`, otherwise the shortest of three forms that start at
 * head `wide`.
 */
void yao_write_body(yao_writer *writer, uint32_t fix, uint32_t limit, uint32_t wide, uint32_t n, const void *data,
                    uint32_t len);

/* A length alone. */
YAO_INLINE void yao_write_len(yao_writer *writer, uint32_t fix, uint32_t limit, uint32_t wide, uint32_t n)
{
    yao_write_body(writer, fix, limit, wide, n, NULL, 0);
}

/* Bytes as they are: a value that was encoded elsewhere, or a part of one. */
void yao_write_raw(yao_writer *writer, const void *data, uint32_t len);

YAO_INLINE void yao_write_nil(yao_writer *writer)
{
    yao_write_head(writer, 0xc0, 0, 0, NULL, 0);
}

YAO_INLINE void yao_write_bool(yao_writer *writer, bool value)
{
    yao_write_head(writer, value ? 0xc3 : 0xc2, 0, 0, NULL, 0);
}

void yao_write_i64(yao_writer *writer, int64_t value);
void yao_write_u64(yao_writer *writer, uint64_t value);
void yao_write_f64(yao_writer *writer, double value);
void yao_write_f32(yao_writer *writer, float value);

/* `len` bytes of valid UTF-8. */
void yao_write_text(yao_writer *writer, const char *data, uint32_t len);

YAO_INLINE void yao_write_str(yao_writer *writer, yao_str text)
{
    yao_write_text(writer, text.data, text.len);
}

uint32_t yao_strlen_of(const char *text);

/* A macro, like what takes a `const char *` below, so that the length of a literal is a constant. */
#define yao_strlen(text)                                                                                               \
    (__builtin_constant_p(__builtin_strlen(text)) ? (uint32_t)__builtin_strlen(text) : yao_strlen_of(text))

/* Text that ends with a NUL: a literal, a key of a map. */
#define yao_write_cstr(writer, text) yao_write_text(writer, text, yao_strlen(text))

void yao_write_bin(yao_writer *writer, const void *data, uint32_t len);
void yao_write_ext(yao_writer *writer, int8_t type, const void *data, uint32_t len);

/* `n` items follow, or `n` times a key and a value. */
YAO_INLINE void yao_write_array(yao_writer *writer, uint32_t n)
{
    yao_write_len(writer, 0x90, 16, 0xdb, n);
}

YAO_INLINE void yao_write_map(yao_writer *writer, uint32_t n)
{
    yao_write_len(writer, 0x80, 16, 0xdd, n);
}

/* Any value from a reader, decoded and encoded again: shortest forms, and of repeated keys of a map the last value. */
void yao_copy_value(yao_writer *writer, yao_reader *reader);

/* What was written as a result; nothing is the empty result. */
yao_result yao_finish(yao_writer *writer);

/* Frees what was written. */
void yao_discard(yao_writer *writer);

/* ======================================================================================================== process */

/*
 * Calls a process of the host with an array of arguments, which is freed; nothing written is no arguments. The reply is
 * the guest's: read it with yao_open_result and end with yao_close or yao_release, or return it as it is, which passes
 * on an error together with its details.
 */
yao_result yao_process_text(const char *name, uint32_t name_len, yao_writer *args);

#define yao_process(name, args) yao_process_text(name, yao_strlen(name), args)

/* The same with arguments that are encoded already, an array, and stay as they are. */
YAO_INLINE yao_result yao_process_raw(const char *name, uint32_t name_len, const void *args, uint32_t args_len)
{
    return yao_import_process(name, name_len, args, args_len);
}

/* ============================================================================================================ log */

/* Writes one line of UTF-8. */
YAO_INLINE void yao_log_text(uint32_t level, const char *message, uint32_t len)
{
    yao_import_log(level, message, len);
}

#define yao_log(level, message) yao_log_text(level, message, yao_strlen(message))

/* Labels: none of them ends anything. */
#define yao_log_panic(message) yao_log(YAO_LEVEL_PANIC, message)
#define yao_log_fatal(message) yao_log(YAO_LEVEL_FATAL, message)
#define yao_log_error(message) yao_log(YAO_LEVEL_ERROR, message)
#define yao_log_warn(message) yao_log(YAO_LEVEL_WARN, message)
#define yao_log_info(message) yao_log(YAO_LEVEL_INFO, message)
#define yao_log_debug(message) yao_log(YAO_LEVEL_DEBUG, message)
#define yao_log_trace(message) yao_log(YAO_LEVEL_TRACE, message)

/* ========================================================================================================== error */

/* An error as a result. Messages of more than 4 KiB are cut at the end of a character. */
yao_result yao_error_text(uint32_t code, const char *message, uint32_t len);

/* `return yao_error(YAO_CODE_NOT_FOUND, "no such user");` */

#define yao_error(code, message) yao_error_text(code, message, yao_strlen(message))

/* Starts an error with details: write one value, then `return yao_finish_error(&writer)`. */
void yao_write_error(yao_writer *writer, uint32_t code, const char *message, uint32_t len, bool details);
yao_result yao_finish_error(yao_writer *writer);

/* What a failed reader failed of: "name: wrong type". */
yao_result yao_reader_error(const yao_reader *reader, uint32_t code);

/* An error that a process replied with. What does not look like one has code 500. */
typedef struct yao_error_record {
    uint32_t code;
    yao_str message;
    yao_bytes details; /* an encoded value; none is nil */
} yao_error_record;

/* `error` points into the reply: release it after the last use. */
void yao_read_error(yao_result reply, yao_error_record *error);

#define YAO_TEXT_OF(x) #x
#define YAO_TEXT(x) YAO_TEXT_OF(x)
#ifdef __FILE_NAME__
#define YAO_PLACE __FILE_NAME__ ":" YAO_TEXT(__LINE__)
#else
#define YAO_PLACE __FILE__ ":" YAO_TEXT(__LINE__)
#endif

/* For bugs, not for bad input: logs a literal and its place at level 0, then traps. The caller gets error 502. */
#define YAO_PANIC(literal) yao_panic("panic: " literal " at " YAO_PLACE)

/* The same with a message that is made at run time. */
#define YAO_PANIC_TEXT(data, len) yao_panic_text(data, len, " at " YAO_PLACE)

#define YAO_ASSERT(condition) ((condition) ? (void)0 : YAO_PANIC("assertion failed: " #condition))

#ifdef __wasm__
#define yao_trap() __builtin_trap()
#else
/* Natively the mock host's, which ends the call under test. */
__attribute__((noreturn)) void yao_trap(void);
#endif

__attribute__((noreturn)) YAO_INLINE void yao_panic(const char *message)
{
    yao_log(YAO_LEVEL_PANIC, message);
    yao_trap();
}

__attribute__((noreturn)) void yao_panic_text(const char *message, uint32_t len, const char *place);

/* ========================================================================================================= export */

/* Opens a payload, the array of arguments; none at all is no arguments. */
void yao_open_arguments(yao_reader *reader, yao_result payload);

/*
 * Ends the use of a payload or a reply: frees it, and gives the reader's error in place of `result` when a read failed.
 * The error has code 400 for a payload. For a reply say 500: a bad reply is no fault of the caller's.
 */
yao_result yao_close(const yao_reader *reader, yao_result buffer, yao_result result, uint32_t code);

/*
 * YAO_HANDLER(name) { ... } exports a handler. The body has `yao_reader *in` at the first argument and returns a
 * yao_result: 0, yao_finish, a yao_result_*, yao_error, or the reply of a process. The payload is freed after it.
 */
#define YAO_HANDLER(name) YAO_HANDLER_AS(name, #name)

/* The same under an export name that is no identifier of the guest's, "delete". */
#define YAO_HANDLER_AS(name, export)                                                                                   \
    static yao_result yao_body_##name(yao_reader *in);                                                                 \
    YAO_EXTERN_C YAO_EXPORT(export) yao_result yao_handler_##name(void *payload, uint32_t len);                        \
    yao_result yao_handler_##name(void *payload, uint32_t len)                                                         \
    {                                                                                                                  \
        yao_result buffer = yao_pack(payload, len);                                                                    \
        yao_reader in;                                                                                                 \
        yao_open_arguments(&in, buffer);                                                                               \
        return yao_close(&in, buffer, in.error ? 0 : yao_body_##name(&in), YAO_CODE_BAD_REQUEST);                      \
    }                                                                                                                  \
    static yao_result yao_body_##name(__attribute__((unused)) yao_reader *in)

/* The same, undecoded: the body has `uint8_t *payload` and `uint32_t len` and owns the payload, which it may return. */
#define YAO_RAW_HANDLER(name)                                                                                          \
    static yao_result yao_body_##name(uint8_t *payload, uint32_t len);                                                 \
    YAO_EXTERN_C YAO_EXPORT(#name) yao_result yao_handler_##name(uint8_t *payload, uint32_t len);                      \
    yao_result yao_handler_##name(uint8_t *payload, uint32_t len)                                                      \
    {                                                                                                                  \
        return yao_body_##name(payload, len);                                                                          \
    }                                                                                                                  \
    static yao_result yao_body_##name(__attribute__((unused)) uint8_t *payload, __attribute__((unused)) uint32_t len)

/* Ends the call with error 400 when a read failed. Before the first effect, and before a value is relied on. */
#define YAO_CHECK(reader)                                                                                              \
    do {                                                                                                               \
        if (yao_failed(reader))                                                                                        \
            return 0; /* yao_close puts the error here */                                                              \
    } while (0)

/* One value as a result. */
yao_result yao_result_i64(int64_t value);
yao_result yao_result_f64(double value);
yao_result yao_result_bool(bool value);
yao_result yao_result_str(yao_str text);

/*
 * YAO_INITIALIZE() { ... } runs once before everything else, the static constructors of C++ before it. It may not call
 * processes. A C++ guest with static constructors needs it, even if empty.
 */
#ifdef __wasm__
void __wasm_call_ctors(void);
#define YAO_CALL_CONSTRUCTORS() __wasm_call_ctors()
#else
#define YAO_CALL_CONSTRUCTORS() (void)0 /* natively they ran before main */
#endif
#define YAO_INITIALIZE()                                                                                               \
    static void yao_body_initialize(void);                                                                             \
    YAO_EXTERN_C YAO_EXPORT("_initialize") void yao_initialize(void);                                                  \
    void yao_initialize(void)                                                                                          \
    {                                                                                                                  \
        YAO_CALL_CONSTRUCTORS();                                                                                       \
        yao_body_initialize();                                                                                         \
    }                                                                                                                  \
    static void yao_body_initialize(void)

/* ======================================================================================================= instance */

#ifdef YAO_INSTANCES

/* A free slot as a handle, or 0 when all are taken. */
uint32_t yao_instance_add(const void *pool);

/* The slot of a live handle of this class, or YAO_INSTANCES. Drops what an earlier method left to be pulled. */
uint32_t yao_instance_find(const void *pool, uint32_t handle);

void yao_instance_remove(uint32_t handle);

/* Ends a create: as yao_close, and the handle when there is no error. */
yao_result yao_created(const yao_reader *reader, yao_result payload, yao_result result, uint32_t handle);

/* Error 410. */
yao_result yao_gone(void);

/*
 * YAO_CLASS(counter, struct counter) makes a class of a plain type. Then, once each:
 *     YAO_CREATE(counter) { ... }       `in` and a zeroed `self`; returns 0, or an error and there is no instance
 *     YAO_METHOD(counter, add) { ... }  `in` and `self`; any number of methods
 *     YAO_DESTROY(counter) { ... }      `self`; returns nothing; frees what the instance holds
 * Instances lie in static memory, so that one that is alive does not keep an arena from rewinding.
 */
#define YAO_CLASS(class_name, type)                                                                                    \
    typedef type yao_type_##class_name;                                                                                \
    static type yao_pool_##class_name[YAO_INSTANCES];

#define YAO_CREATE(class_name)                                                                                         \
    static yao_result yao_create_body_##class_name(yao_reader *in, yao_type_##class_name *self);                       \
    YAO_EXTERN_C YAO_EXPORT(#class_name "_create") yao_result yao_create_##class_name(void *payload, uint32_t len);    \
    yao_result yao_create_##class_name(void *payload, uint32_t len)                                                    \
    {                                                                                                                  \
        yao_result buffer = yao_pack(payload, len);                                                                    \
        yao_reader in;                                                                                                 \
        yao_open_arguments(&in, buffer);                                                                               \
        uint32_t handle = yao_instance_add(yao_pool_##class_name);                                                     \
        yao_result result = 0;                                                                                         \
        if (handle != 0 && !in.error) {                                                                                \
            yao_type_##class_name *self = &yao_pool_##class_name[handle % (YAO_INSTANCES)];                            \
            __builtin_memset(self, 0, sizeof *self);                                                                   \
            result = yao_create_body_##class_name(&in, self);                                                          \
        }                                                                                                              \
        return yao_created(&in, buffer, result, handle);                                                               \
    }                                                                                                                  \
    static yao_result yao_create_body_##class_name(__attribute__((unused)) yao_reader *in,                             \
                                                   __attribute__((unused)) yao_type_##class_name *self)

#define YAO_METHOD(class_name, method) YAO_METHOD_AS(class_name, method, result)

/* What both kinds of methods are made of; `give` makes of the result what is returned. */
#define YAO_METHOD_AS(class_name, method, give)                                                                        \
    static yao_result yao_body_##class_name##_##method(yao_reader *in, yao_type_##class_name *self);                   \
    YAO_EXTERN_C YAO_EXPORT(#class_name "_" #method)                                                                   \
        yao_result yao_method_##class_name##_##method(uint32_t handle, void *payload, uint32_t len);                   \
    yao_result yao_method_##class_name##_##method(uint32_t handle, void *payload, uint32_t len)                        \
    {                                                                                                                  \
        uint32_t slot = yao_instance_find(yao_pool_##class_name, handle);                                              \
        yao_result buffer = yao_pack(payload, len);                                                                    \
        yao_result result = 0;                                                                                         \
        yao_reader in;                                                                                                 \
        yao_open_arguments(&in, buffer);                                                                               \
        if (slot == (YAO_INSTANCES)) {                                                                                 \
            in.error = NULL; /* the handle is wrong before the arguments are */                                        \
            result = yao_gone();                                                                                       \
        } else if (!in.error) {                                                                                        \
            result = yao_body_##class_name##_##method(&in, &yao_pool_##class_name[slot]);                              \
        }                                                                                                              \
        result = yao_close(&in, buffer, result, YAO_CODE_BAD_REQUEST);                                                 \
        return give;                                                                                                   \
    }                                                                                                                  \
    static yao_result yao_body_##class_name##_##method(__attribute__((unused)) yao_reader *in,                         \
                                                       __attribute__((unused)) yao_type_##class_name *self)

#ifdef YAO_PULL

/* Keeps a result of a method until the host has pulled it, and gives 0; an error is given as it is. */
yao_result yao_keep(uint32_t handle, yao_result result);

/* Bytes that a handle has kept, or minus an error code; copies them when they fit. */
int32_t yao_kept_len(const void *pool, uint32_t handle);
int32_t yao_kept_read(const void *pool, uint32_t handle, void *to, uint32_t cap);

/* The pull form of a class: YAO_PULL_METHOD as YAO_METHOD, and once YAO_PULL_EXPORTS(counter). */
#define YAO_PULL_METHOD(class_name, method) YAO_METHOD_AS(class_name, method, yao_keep(handle, result))
#define YAO_PULL_EXPORTS(class_name)                                                                                   \
    YAO_EXTERN_C YAO_EXPORT(#class_name "_result_len") int32_t yao_len_##class_name(uint32_t handle);                  \
    int32_t yao_len_##class_name(uint32_t handle)                                                                      \
    {                                                                                                                  \
        return yao_kept_len(yao_pool_##class_name, handle);                                                            \
    }                                                                                                                  \
    YAO_EXTERN_C YAO_EXPORT(#class_name "_result_read")                                                                \
        int32_t yao_read_##class_name(uint32_t handle, void *to, uint32_t cap);                                        \
    int32_t yao_read_##class_name(uint32_t handle, void *to, uint32_t cap)                                             \
    {                                                                                                                  \
        return yao_kept_read(yao_pool_##class_name, handle, to, cap);                                                  \
    }

#endif /* YAO_PULL */

#define YAO_DESTROY(class_name)                                                                                        \
    static void yao_destroy_body_##class_name(yao_type_##class_name *self);                                            \
    YAO_EXTERN_C YAO_EXPORT(#class_name "_destroy") int32_t yao_destroy_##class_name(uint32_t handle);                 \
    int32_t yao_destroy_##class_name(uint32_t handle)                                                                  \
    {                                                                                                                  \
        uint32_t slot = yao_instance_find(yao_pool_##class_name, handle);                                              \
        if (slot == (YAO_INSTANCES))                                                                                   \
            return -YAO_CODE_GONE;                                                                                     \
        yao_destroy_body_##class_name(&yao_pool_##class_name[slot]);                                                   \
        yao_instance_remove(handle);                                                                                   \
        return 0;                                                                                                      \
    }                                                                                                                  \
    static void yao_destroy_body_##class_name(__attribute__((unused)) yao_type_##class_name *self)

#endif /* YAO_INSTANCES */

YAO_END_C

/* ================================================================================================= implementation */

#if defined(YAO_IMPLEMENTATION) && !defined(YAO_IMPLEMENTED)
#define YAO_IMPLEMENTED

/* Not inlined where it is used once: the guest is smaller so. */
#define YAO_APART __attribute__((noinline))

YAO_BEGIN_C

/* ---------------------------------------------------------------------------------------------------------- abi */

#if defined(YAO_RESET) && defined(YAO_OWN_ALLOC)
#error "YAO_RESET throws away the blocks of yao.h's own allocators: with YAO_OWN_ALLOC export yao_reset yourself"
#endif

enum {
    YAO_CAPABILITIES = 0
#ifdef __wasm_simd128__
                       | YAO_CAP_SIMD128
#endif
#ifdef __wasm_bulk_memory__
                       | YAO_CAP_BULK_MEMORY
#endif
#ifdef YAO_RESET
                       | YAO_CAP_RESET
#endif
#ifdef YAO_INSTANCES
                       | YAO_CAP_INSTANCES
#endif
#ifdef YAO_OPAQUE
                       | YAO_CAP_CODEC_OPAQUE
#endif
};

YAO_EXPORT("yao_abi_v1") uint32_t yao_abi_v1(void);
uint32_t yao_abi_v1(void)
{
    return YAO_CAPABILITIES;
}

#if defined(__wasm__) && !defined(__wasm_bulk_memory__)
/* Without bulk memory the compiler calls these for copies and zeroing, its own and the guest's. */
__attribute__((weak, no_builtin)) void *memcpy(void *to, const void *from, size_t len)
{
    uint8_t *t = (uint8_t *)to;
    const uint8_t *f = (const uint8_t *)from;
    while (len--)
        *t++ = *f++;
    return to;
}

__attribute__((weak, no_builtin)) void *memmove(void *to, const void *from, size_t len)
{
    uint8_t *t = (uint8_t *)to;
    const uint8_t *f = (const uint8_t *)from;
    if ((uintptr_t)t <= (uintptr_t)f)
        return memcpy(to, from, len);
    while (len--)
        t[len] = f[len];
    return to;
}

__attribute__((weak, no_builtin)) void *memset(void *to, int byte, size_t len)
{
    uint8_t *t = (uint8_t *)to;
    while (len--)
        *t++ = (uint8_t)byte;
    return to;
}
#endif

/* ---------------------------------------------------------------------------------------------------------- mem */

/* Of bytes that may overlap. C allows no copy from a null pointer, not even of nothing; wasm does. */
YAO_INLINE void yao_copy(void *to, const void *from, uint32_t len)
{
#ifndef __wasm__
    if (!len)
        return;
#endif
    __builtin_memmove(to, from, len);
}

#ifndef YAO_OWN_ALLOC

#ifdef __wasm__
extern unsigned char __heap_base; /* the linker's: behind the stack and all static data */
#define YAO_HEAP_BASE yao_address(&__heap_base)
#else
#define YAO_HEAP_BASE 16u
#endif

/* How far a number of pages is shifted to be one of bytes. */
#ifndef YAO_PAGE_SHIFT
#define YAO_PAGE_SHIFT 16
#endif

/* Pages that memory grows by beyond what it lacks: none, or 4,096 of one byte, so that few blocks call the engine. */
#define YAO_SPARE_PAGES (4096u >> YAO_PAGE_SHIFT)

static inline uint32_t yao_round(uint32_t n)
{
    return (n + 15) & ~15u;
}

/* The end of the last block, a multiple of 16; 0 before the first. */
static uint32_t yao_top;

/* Puts a block at `start` and the top behind it, growing memory where it does not reach so far. */
YAO_INLINE bool yao_place(uint32_t start, uint32_t len)
{
    /* Blocks start in the lower 2 GiB, so that one comparison finds no bytes, too many, and sums that wrap around. */
    uint32_t end = start + len;
    int32_t more;
    if ((int32_t)end <= (int32_t)start)
        return false;
    /* Pages that are missing, less one. The block that would end where memory does takes one more. */
    more = (int32_t)(end >> YAO_PAGE_SHIFT) - (int32_t)yao_memory_pages();
    if (more >= 0 && !yao_memory_grow((uint32_t)more + 1 + YAO_SPARE_PAGES))
        return false;
    yao_top = end;
    return true;
}

#ifndef YAO_FREE_LIST

/* An arena: blocks lie one behind the other; freeing the last block, or the last one alive, takes memory back. */
#ifdef __wasm__
__attribute__((address_space(1))) /* a WebAssembly global: two bytes for each use, where memory takes six */
#endif
static uint32_t yao_live;

YAO_EXPORT("yao_alloc") void *yao_alloc(uint32_t len)
{
    uint32_t live = yao_live;
    uint32_t start = live ? yao_top : YAO_HEAP_BASE;
    if (yao_place(start, yao_round(len)))
        yao_live = live + 1;
    else
        start = 0;
    return yao_at(start);
}

YAO_EXPORT("yao_free") void yao_free(void *block, uint32_t len)
{
    uint32_t start = yao_address(block);
    if (start < YAO_HEAP_BASE || !len)
        return;
    yao_live--;
    if (yao_top - start - len < 16) /* nothing but what its length was rounded up by lies between its end and the top */
        yao_top = start;
}

/* Freed bytes stay as they are until the next block is written, and the last block is given out again where it was. */
YAO_APART void *yao_resize(void *block, uint32_t from, uint32_t to)
{
    void *now;
    yao_free(block, from);
    now = yao_alloc(to);
    if (now)
        yao_copy(now, block, from);
    return now;
}

/* An arena has nobody to give the end of a block to, and takes any length back. */
void yao_shrink(void *block, uint32_t from, uint32_t to)
{
    (void)block;
    (void)from;
    (void)to;
}

#else /* YAO_FREE_LIST */

/*
 * A list of holes in the order of their addresses, first fit; neighbours become one when the list is searched. yao_free
 * is told the length, so that blocks have no header.
 */
typedef struct yao_hole {
    uint32_t next;
    uint32_t size;
} yao_hole;

static uint32_t yao_holes; /* in memory, as its address is taken */

YAO_EXPORT("yao_alloc") void *yao_alloc(uint32_t len)
{
    uint32_t size = yao_round(len);
    uint32_t start = yao_top ? yao_top : YAO_HEAP_BASE;
    yao_hole *hole;
    for (uint32_t *link = &yao_holes; *link; link = &hole->next) {
        hole = (yao_hole *)yao_at(*link);
        while (hole->next == *link + hole->size) {
            const yao_hole *after = (const yao_hole *)yao_at(hole->next);
            hole->size += after->size;
            hole->next = after->next;
        }
        if (hole->size > size - 1) { /* never for a size of 0, which is also what rounding up made of far too much */
            hole->size -= size;
            start = *link + hole->size;
            if (!hole->size)
                *link = hole->next;
            return yao_at(start);
        }
    }
    return yao_place(start, size) ? yao_at(start) : NULL;
}

YAO_EXPORT("yao_free") void yao_free(void *block, uint32_t len)
{
    uint32_t start = yao_address(block);
    uint32_t *link = &yao_holes;
    yao_hole *hole = (yao_hole *)block;
    if ((int32_t)start < (int32_t)YAO_HEAP_BASE || !len) /* the end of a writer without memory is above 2 GiB */
        return;
    while (*link - 1 < start - 1) /* 0, the end, wraps around */
        link = &((yao_hole *)yao_at(*link))->next;
    hole->size = yao_round(len);
    hole->next = *link;
    *link = start;
}

YAO_APART void *yao_resize(void *block, uint32_t from, uint32_t to)
{
    void *now = yao_alloc(to);
    if (now)
        yao_copy(now, block, from);
    yao_free(block, from);
    return now;
}

void yao_shrink(void *block, uint32_t from, uint32_t to)
{
    yao_free(yao_at(yao_address(block) + yao_round(to)), yao_round(from) - yao_round(to));
}

#endif /* YAO_FREE_LIST */

#ifdef YAO_RESET
void yao_instances_reset(void);

YAO_EXPORT("yao_reset") void yao_reset(void);
void yao_reset(void)
{
    yao_top = 0;
#ifdef YAO_FREE_LIST
    yao_holes = 0;
#else
    yao_live = 0;
#endif
#ifdef YAO_INSTANCES
    yao_instances_reset();
#endif
}
#endif /* YAO_RESET */

#endif /* YAO_OWN_ALLOC */

void yao_release(yao_result result)
{
    yao_free(yao_result_data(result), yao_result_len(result));
}

/* -------------------------------------------------------------------------------------------------------- codec */

/* Of a walk over bytes that were checked before: more than any budget, so that it can be told apart. */
#define YAO_CHECKED UINT32_MAX

/* A head byte that no value starts with. */
#define YAO_NO_KIND 11

void yao_fail(yao_reader *reader, const char *reason)
{
    yao_reader *root = reader->root;
    reader->at = reader->end;
    if (!root->error) {
        root->error = reason;
        root->field = reader->field;
    }
}

static void yao_malformed(yao_reader *reader)
{
    yao_fail(reader, "malformed");
}

/* Steps over `len` bytes. When there are fewer, a failure, and none are left. */
YAO_INLINE void yao_take(yao_reader *reader, uint64_t len)
{
    if ((uint64_t)(reader->end - reader->at) < len)
        yao_malformed(reader);
    else
        reader->at += len;
}

/* Reads a head and its number. At the end everything is nil. */
static uint32_t yao_head(yao_reader *reader)
{
    /*
     * First the kinds of the heads 0x80, 0x90, 0xa0, 0xb0. Then of the heads from 0xc0 up the kind and, in the low
     * bits, how many bytes of a number follow, or 9 + n when the number is 2^n.
     */
    /* clang-format off */
    static const uint8_t heads[36] = {
        YAO_MAP << 4,       YAO_ARRAY << 4,     YAO_STR << 4,      YAO_STR << 4,
        YAO_NIL << 4,       YAO_NO_KIND << 4,   YAO_BOOL << 4,     YAO_BOOL << 4 | 9, /* nil, none, false, true */
        YAO_BIN << 4 | 1,   YAO_BIN << 4 | 2,   YAO_BIN << 4 | 4,  YAO_EXT << 4 | 1,  /* bin 8, 16, 32, ext 8 */
        YAO_EXT << 4 | 2,   YAO_EXT << 4 | 4,   YAO_F32 << 4 | 4,  YAO_F64 << 4 | 8,  /* ext 16, 32, float 32, 64 */
        YAO_BIG << 4 | 1,   YAO_BIG << 4 | 2,   YAO_BIG << 4 | 4,  YAO_BIG << 4 | 8,  /* uint 8 to 64 */
        YAO_INT << 4 | 1,   YAO_INT << 4 | 2,   YAO_INT << 4 | 4,  YAO_INT << 4 | 8,  /* int 8 to 64 */
        YAO_EXT << 4 | 9,   YAO_EXT << 4 | 10,  YAO_EXT << 4 | 11, YAO_EXT << 4 | 12, /* fixext 1 to 8 */
        YAO_EXT << 4 | 13,  YAO_STR << 4 | 1,   YAO_STR << 4 | 2,  YAO_STR << 4 | 4,  /* fixext 16, str 8 to 32 */
        YAO_ARRAY << 4 | 2, YAO_ARRAY << 4 | 4, YAO_MAP << 4 | 2,  YAO_MAP << 4 | 4,  /* array and map 16, 32 */
    };
    /* clang-format on */
    uint32_t head = reader->at == reader->end ? 0xc0 : *reader->at++;
    uint64_t number = (uint64_t)(int8_t)head;
    uint32_t kind = YAO_INT;
    if (head - 0x80 < 0x60) {
        bool fix = head < 0xc0;
        uint32_t entry = heads[fix ? (head >> 4) - 8 : head - 0xbc];
        uint32_t width = entry & 15;
        kind = entry >> 4;
        if (fix) {
            number = head & (head < 0xa0 ? 15 : 31);
        } else if (width > 8) {
            number = (uint64_t)1 << (width - 9);
        } else {
            const uint8_t *at = reader->at;
            yao_take(reader, width);
            number = kind == YAO_INT && at != reader->at && *at >= 0x80 ? UINT64_MAX : 0; /* the sign */
            while (at != reader->at)
                number = number << 8 | *at++;
        }
    }
    reader->body = reader->at;
    if (kind - YAO_STR < 3) {
        number += kind == YAO_EXT; /* the type is the first byte of the body */
        yao_take(reader, number);
    }
    reader->number = number;
    return kind;
}

/* Whether bytes are UTF-8: no overlong form, no surrogate, nothing above U+10FFFF. */
static bool yao_utf8(const uint8_t *at, const uint8_t *end)
{
    for (;;) {
        /* Sixteen bytes of ASCII at a time: in an interpreter a byte costs as much as eight. */
        for (uint64_t eight[2]; end - at >= 16; at += 16) {
            __builtin_memcpy(eight, at, 16);
            if ((eight[0] | eight[1]) & 0x8080808080808080)
                break;
        }
        if (at == end)
            return true;
        int32_t c = (int8_t)*at++;
        if (c >= 0)
            continue;
        if ((uint32_t)(c - (int8_t)0xc2) > 0xf4 - 0xc2)
            return false;
        uint32_t all = (uint32_t)c; /* the first byte with its sign, then the six low bits of each that follows it */
        for (; c & 0x40; c = (int32_t)((uint32_t)c << 1)) {
            if (at == end || (int8_t)*at > (int8_t)0xbf)
                return false;
            all = all << 6 | (*at++ & 0x3f);
        }
        /* Four bytes below U+10000, four above U+10FFFF or three below U+0800, a surrogate. */
        if ((int32_t)all < (int32_t)0xffc10000 || all - 0xffd10000 < 0xfffe0800 - 0xffd10000 || all >> 11 == 0x1fffdb)
            return false;
    }
}

/* How many values the array or map has whose head was just read; none when it was another value's. */
YAO_INLINE uint32_t yao_parts(const yao_reader *reader, uint32_t kind)
{
    return kind < YAO_ARRAY ? 0 : (uint32_t)reader->number << (kind == YAO_MAP);
}

/*
 * Passes over `count` values with at most `depth` arrays and maps around each. `budget` is how many values may come, at
 * any depth; gives what is left of it.
 */
static uint32_t yao_walk(yao_reader *reader, uint32_t count, uint32_t depth, uint32_t budget)
{
    while (count--) {
        if (reader->at == reader->end || !budget--) {
            yao_malformed(reader);
            break;
        }
        uint32_t kind = yao_head(reader);
        if (kind >= YAO_ARRAY) {
            uint32_t n = (uint32_t)reader->number;
            if (kind == YAO_NO_KIND || !depth || n > budget)
                yao_malformed(reader);
            n <<= kind == YAO_MAP;
            if (count) {
                budget = yao_walk(reader, n, depth - 1, budget);
            } else { /* behind the last value nothing is left to come back to */
                count = n;
                depth--;
            }
        } else if (kind == YAO_STR && (int32_t)budget >= 0 && !yao_utf8(reader->body, reader->at)) {
            yao_malformed(reader);
        }
    }
    return budget;
}

/* Opens a value and checks it: one that the host has given, that it lies in memory, too. */
YAO_INLINE void yao_check_value(yao_reader *reader, const void *data, uint32_t len, const char *name, bool given,
                                uint32_t address)
{
#ifndef __wasm__
    if (!data)
        data = ""; /* C allows no sum with a null pointer; on wasm it is an address like any other */
#endif
    const uint8_t *start = (const uint8_t *)data;
    reader->at = start;
    reader->end = start + len;
    reader->error = NULL;
    reader->field = name;
    reader->root = reader;
    if (len) {
        if (given)
            yao_touch(address, len); /* a host that lies broke the ABI: nothing it says is worth freeing */
        yao_walk(reader, 1, YAO_MAX_DEPTH, YAO_MAX_ELEMENTS + 1);
    }
    if (reader->at != reader->end)
        yao_malformed(reader);
    if (!reader->error)
        reader->at = start;
}

void yao_open(yao_reader *reader, const void *data, uint32_t len, const char *name)
{
    yao_check_value(reader, data, len, name, false, 0);
}

void yao_open_result(yao_reader *reader, yao_result result, const char *name)
{
    uint32_t address = (uint32_t)(result >> YAO_PACKED_PTR_SHIFT);
    yao_check_value(reader, yao_at(address), yao_result_len(result), name, true, address);
}

void yao_skip(yao_reader *reader)
{
    if (yao_more(reader))
        yao_walk(reader, 1, YAO_MAX_DEPTH, YAO_CHECKED);
}

uint32_t yao_expect(yao_reader *reader, enum yao_kind kind, const char *otherwise)
{
    if (yao_head(reader) != (uint32_t)kind) {
        yao_fail(reader, otherwise);
        return 0;
    }
    return (uint32_t)reader->number;
}

uint32_t yao_count(const yao_reader *reader)
{
    yao_reader rest = *reader;
    uint32_t count = 0;
    for (; yao_more(&rest); count++)
        yao_skip(&rest);
    return count;
}

/* An integer is below 2^63 or not, whatever format it came in. */
static uint32_t yao_integer_kind(uint32_t kind, uint64_t number)
{
    return kind == YAO_BIG && !(number >> 63) ? (uint32_t)YAO_INT : kind;
}

enum yao_kind yao_peek(const yao_reader *reader)
{
    yao_reader next = *reader;
    uint32_t kind = yao_head(&next);
    return (enum yao_kind)yao_integer_kind(kind, next.number);
}

bool yao_read_nil(yao_reader *reader)
{
    if (yao_more(reader)) {
        if (*reader->at != 0xc0)
            return false;
        reader->at++;
    }
    return true;
}

bool yao_read_bool(yao_reader *reader)
{
    return yao_expect(reader, YAO_BOOL, "wrong type") != 0;
}

/* The value of a float of either width, whose bits are in a number. */
static double yao_double(uint32_t kind, uint64_t number)
{
    double wide;
    if (kind == YAO_F32) {
        uint32_t bits = (uint32_t)number;
        float narrow;
        __builtin_memcpy(&narrow, &bits, 4);
        return (double)narrow;
    }
    __builtin_memcpy(&wide, &number, 8);
    return wide;
}

/* Reads what can be taken as an integer: YAO_INT or YAO_BIG, and any other kind when it cannot. */
static uint32_t yao_integer(yao_reader *reader)
{
    uint32_t kind = yao_head(reader);
    if (kind == YAO_F32 || kind == YAO_F64) {
        double value = yao_double(kind, reader->number);
        if (value >= -9223372036854775808.0 && value < 9223372036854775808.0) {
            int64_t whole = (int64_t)value;
            if ((double)whole == value) {
                reader->number = (uint64_t)whole;
                kind = YAO_INT;
            }
        } else if (value > 0 && value < 18446744073709551616.0) {
            reader->number = (uint64_t)value; /* as big as this there are no fractions */
            kind = YAO_BIG;
        }
    }
    return yao_integer_kind(kind, reader->number);
}

int64_t yao_read_int(yao_reader *reader, int64_t min, int64_t max)
{
    uint32_t kind = yao_integer(reader);
    int64_t value = (int64_t)reader->number;
    if (kind == YAO_INT && value >= min && value <= max)
        return value;
    yao_fail(reader, "not an integer in range");
    return 0;
}

uint64_t yao_read_uint(yao_reader *reader, uint64_t max)
{
    uint32_t kind = yao_integer(reader);
    uint64_t value = reader->number;
    if ((kind == YAO_BIG || (kind == YAO_INT && !(value >> 63))) && value <= max)
        return value;
    yao_fail(reader, "not an integer in range");
    return 0;
}

/* Reads a number that a float with so many bits of precision holds exactly. */
static double yao_number(yao_reader *reader, uint32_t precision, const char *otherwise)
{
    uint32_t kind = yao_head(reader);
    uint64_t number = reader->number;
    if (kind == YAO_F32 || kind == YAO_F64)
        return yao_double(kind, number);
    if (kind == YAO_INT || kind == YAO_BIG) {
        bool negative = kind == YAO_INT && number >> 63;
        uint64_t size = negative ? 0 - number : number;
        if (!size || size >> __builtin_ctzll(size) >> precision == 0)
            return negative ? -(double)size : (double)size;
    }
    yao_fail(reader, otherwise);
    return 0;
}

double yao_read_f64(yao_reader *reader)
{
    return yao_number(reader, 53, "not a number that a double holds");
}

float yao_read_f32(yao_reader *reader)
{
    double wide = yao_number(reader, 24, "not a number that a float holds");
    double size = wide < 0 ? -wide : wide;
    /* From half a step above the largest float on, rounding makes infinities, which only an infinity may become. */
    if (size >= 3.40282356779733661637539395458142568448e38 && size - size == 0) {
        yao_fail(reader, "not a number that a float holds");
        return 0;
    }
    return (float)wide;
}

yao_ext yao_read_ext(yao_reader *reader)
{
    yao_ext ext;
    ext.body.len = yao_expect(reader, YAO_EXT, "wrong type");
    ext.body.data = reader->body;
    ext.type = 0;
    if (ext.body.len) {
        ext.body.len--;
        ext.type = (int8_t)*ext.body.data++;
    }
    return ext;
}

yao_bytes yao_read_raw(yao_reader *reader)
{
    yao_bytes bytes;
    bytes.data = reader->at;
    yao_skip(reader);
    bytes.len = (uint32_t)(reader->at - bytes.data);
    if (!bytes.len) {
        bytes.data = (const uint8_t *)"\xc0";
        bytes.len = 1;
    }
    return bytes;
}

void yao_read_record(yao_reader *reader, yao_record *record)
{
    record->start = reader->at;
    record->value.end = reader->end;
    record->value.root = reader->root;
    yao_skip(reader);
}

YAO_APART yao_reader *yao_field_text(yao_record *record, const char *name, uint32_t name_len)
{
    yao_reader *value = &record->value;
    const uint8_t *found = value->end;
    value->at = record->start;
    value->field = name;
    for (uint32_t pairs = yao_read_map(value); pairs; pairs--) {
        uint32_t kind = yao_head(value);
        if (kind == YAO_STR && yao_same((const char *)value->body, (uint32_t)value->number, name, name_len)) {
            if (found != value->end)
                yao_fail(value, "twice");
            found = value->at;
        }
        yao_walk(value, 1 + yao_parts(value, kind), YAO_MAX_DEPTH, YAO_CHECKED);
    }
    value->at = found;
    return value;
}

bool yao_same(const char *a, uint32_t a_len, const char *b, uint32_t b_len)
{
    if (a_len != b_len)
        return false;
    while (a_len && a[a_len - 1] == b[a_len - 1])
        a_len--;
    return !a_len;
}

/* Half of the address space, the length of a writer that ran out of memory: no block is as long. */
#define YAO_FULL (YAO_PACKED_MAX_LEN + 1)

void yao_write_head(yao_writer *writer, uint32_t head, uint32_t width, uint64_t number, const void *data, uint32_t len)
{
    uint32_t at = writer->len;
    uint32_t end = at + 1 + width + len;
    uint8_t *to = writer->data;
    if (end > writer->cap) {
        /* About half as much again, by bits that are set, so that it never wraps around: too many bytes stay too many.
         */
        uint32_t cap = end | end / 2 | 127;
        to = (uint8_t *)yao_resize(to, writer->cap, cap);
        writer->data = to;
        writer->cap = cap;
        if (!to) {
            writer->cap = 0;
            writer->len = YAO_FULL;
            return;
        }
    }
    writer->len = end;
    to += at;
    *to++ = (uint8_t)head;
    yao_copy(to + width, data, len);
    for (; width; number >>= 8)
        to[--width] = (uint8_t)number;
}

YAO_APART void yao_begin(yao_writer *writer)
{
    writer->data = NULL;
    writer->len = 0;
    writer->cap = 0;
}

YAO_APART void yao_write_body(yao_writer *writer, uint32_t fix, uint32_t limit, uint32_t wide, uint32_t n,
                              const void *data, uint32_t len)
{
    uint32_t head = fix | n;
    uint32_t width = 0;
    if (n >= limit) {
        uint32_t form = (uint32_t)(n > 0xff || limit == 16) + (n > 0xffff);
        head = wide + form;
        width = 1u << form;
    }
    yao_write_head(writer, head, width, n, data, len);
}

/* The first byte is a head of the rest. */
void yao_write_raw(yao_writer *writer, const void *data, uint32_t len)
{
    const uint8_t *bytes = (const uint8_t *)data;
    if (len)
        yao_write_body(writer, *bytes, 1, 0, 0, bytes + 1, len - 1);
}

void yao_write_text(yao_writer *writer, const char *data, uint32_t len)
{
    yao_write_body(writer, 0xa0, 32, 0xd9, len, data, len);
}

void yao_write_u64(yao_writer *writer, uint64_t value)
{
    uint32_t form = value >> 32 ? 3 : value >> 16 ? 2 : value >> 8 ? 1 : 0;
    if (value < 128)
        yao_write_head(writer, (uint32_t)value, 0, 0, NULL, 0);
    else
        yao_write_head(writer, 0xcc + form, 1u << form, value, NULL, 0);
}

void yao_write_i64(yao_writer *writer, int64_t value)
{
    uint32_t form = value < INT32_MIN ? 3 : value < INT16_MIN ? 2 : value < INT8_MIN ? 1 : 0;
    if (value >= 0)
        yao_write_u64(writer, (uint64_t)value);
    else if (value >= -32)
        yao_write_head(writer, (uint8_t)value, 0, 0, NULL, 0);
    else
        yao_write_head(writer, 0xd0 + form, 1u << form, (uint64_t)value, NULL, 0);
}

void yao_write_f64(yao_writer *writer, double value)
{
    uint64_t bits;
    __builtin_memcpy(&bits, &value, 8);
    yao_write_head(writer, 0xcb, 8, bits, NULL, 0);
}

void yao_write_f32(yao_writer *writer, float value)
{
    uint32_t bits;
    __builtin_memcpy(&bits, &value, 4);
    yao_write_head(writer, 0xca, 4, bits, NULL, 0);
}

void yao_write_bin(yao_writer *writer, const void *data, uint32_t len)
{
    yao_write_body(writer, 0, 0, 0xc4, len, data, len);
}

void yao_write_ext(yao_writer *writer, int8_t type, const void *data, uint32_t len)
{
    if (len && len <= 16 && !(len & (len - 1))) {
        yao_write_head(writer, 0xd4 + (uint32_t)__builtin_ctz(len), 1, (uint8_t)type, data, len);
    } else {
        yao_write_len(writer, 0, 0, 0xc7, len);
        yao_write_head(writer, (uint8_t)type, 0, 0, data, len);
    }
}

void yao_copy_value(yao_writer *writer, yao_reader *reader)
{
    uint32_t kind = yao_head(reader);
    uint64_t number = reader->number;
    uint32_t len = (uint32_t)number;
    switch (kind) {
    case YAO_BOOL:
        yao_write_bool(writer, number != 0);
        break;
    case YAO_INT:
        yao_write_i64(writer, (int64_t)number);
        break;
    case YAO_BIG:
        yao_write_u64(writer, number);
        break;
    case YAO_F32:
        yao_write_head(writer, 0xca, 4, number, NULL, 0);
        break;
    case YAO_F64:
        yao_write_head(writer, 0xcb, 8, number, NULL, 0);
        break;
    case YAO_STR:
        yao_write_text(writer, (const char *)reader->body, len);
        break;
    case YAO_BIN:
        yao_write_bin(writer, reader->body, len);
        break;
    case YAO_EXT:
        yao_write_ext(writer, (int8_t)*reader->body, reader->body + 1, len - 1);
        break;
    case YAO_ARRAY:
        yao_write_array(writer, len);
        while (len--)
            yao_copy_value(writer, reader);
        break;
    case YAO_MAP:
        yao_write_map(writer, len);
        for (; len; len--) {
            yao_copy_value(writer, reader);
            yao_copy_value(writer, reader);
        }
        break;
    default:
        yao_write_nil(writer);
    }
}

void yao_begin_in(yao_writer *writer, void *buffer, uint32_t cap)
{
    writer->data = (uint8_t *)buffer;
    writer->len = 0;
    writer->cap = cap;
}

void yao_discard(yao_writer *writer)
{
    yao_free(writer->data, writer->cap);
    yao_begin(writer);
}

uint32_t yao_strlen_of(const char *text)
{
    uint32_t len = 0;
    while (text[len])
        len++;
    return len;
}

/* A writer that ran out of memory has a null pointer and a length that is the error bit: YAO_OUT_OF_MEMORY as it is. */
yao_result yao_finish(yao_writer *writer)
{
    yao_shrink(writer->data, writer->cap, writer->len);
    return yao_pack(writer->data, writer->len);
}

/* ------------------------------------------------------------------------------------------------------- process */

yao_result yao_process_text(const char *name, uint32_t name_len, yao_writer *args)
{
    yao_result reply = YAO_OUT_OF_MEMORY;
    if (!yao_overflowed(args))
        reply = yao_import_process(name, name_len, args->data, args->len);
    yao_free(args->data, args->cap);
    return reply;
}

/* --------------------------------------------------------------------------------------------------------- error */

/* Up to the message, of which `len` bytes are written here. */
YAO_INLINE void yao_write_error_head(yao_writer *writer, bool details, uint32_t code, uint32_t message_len,
                                     const char *message, uint32_t len)
{
    yao_write_body(writer, 0x80, 16, 0xdd, details ? 3 : 2,
                   "\xa4"
                   "code",
                   5);
    yao_write_body(writer, 0, 128, 0xcc, code,
                   "\xa7"
                   "message",
                   8);
    yao_write_body(writer, 0xa0, 32, 0xd9, message_len, message, len);
}

void yao_write_error(yao_writer *writer, uint32_t code, const char *message, uint32_t len, bool details)
{
    if (len > YAO_MAX_MESSAGE_BYTES) {
        len = YAO_MAX_MESSAGE_BYTES;
        while ((message[len] & 0xc0) == 0x80) /* the first byte that is cut off continues a character */
            len--;
    }
    yao_write_error_head(writer, details, code, len, message, len);
    if (details)
        yao_write_cstr(writer, "details");
}

yao_result yao_finish_error(yao_writer *writer)
{
    return yao_finish(writer) | YAO_PACKED_ERROR;
}

yao_result yao_error_text(uint32_t code, const char *message, uint32_t len)
{
    yao_writer writer;
    yao_begin(&writer);
    yao_write_error(&writer, code, message, len, false);
    return yao_finish_error(&writer);
}

/* What was wrong, and with what. Both are literals: what was read may be gone already. */
yao_result yao_reader_error(const yao_reader *reader, uint32_t code)
{
    uint32_t reason = yao_strlen_of(reader->error);
    uint32_t field = yao_strlen_of(reader->field);
    yao_writer writer;
    yao_begin(&writer);
    yao_write_error_head(&writer, false, code, field + 2 + reason, reader->field, field);
    yao_write_body(&writer, ':', 1, 0, 0, NULL, 0);
    yao_write_body(&writer, ' ', 1, 0, 0, reader->error, reason);
    return yao_finish_error(&writer);
}

void yao_read_error(yao_result reply, yao_error_record *error)
{
    yao_reader reader;
    yao_record record;
    uint32_t kind;
    error->code = YAO_CODE_EMPTY;
    error->message.data = "";
    error->message.len = 0;
    error->details.data = NULL;
    error->details.len = 0;
    if (!yao_result_len(reply))
        return;
    yao_open_result(&reader, reply, "error record");
    yao_read_record(&reader, &record);
    kind = yao_integer(yao_field(&record, "code"));
    if (kind != YAO_INT && kind != YAO_BIG)
        yao_fail(&reader, "not an integer");
    error->code = (uint32_t)record.value.number;
    if (record.value.number < YAO_CODE_MIN || record.value.number > YAO_CODE_MAX)
        error->code = YAO_CODE_FALLBACK;
    error->message = yao_read_str(yao_field(&record, "message"));
    if (!yao_read_nil(yao_field(&record, "details")))
        error->details = yao_read_raw(&record.value);
    if (yao_failed(&reader)) {
        error->code = YAO_CODE_FALLBACK;
        error->message.data = YAO_MALFORMED_MESSAGE;
        error->message.len = sizeof(YAO_MALFORMED_MESSAGE) - 1;
        error->details.data = NULL;
        error->details.len = 0;
    }
}

void yao_panic_text(const char *message, uint32_t len, const char *place)
{
    yao_writer line;
    yao_begin(&line);
    yao_write_raw(&line, "panic: ", 7);
    yao_write_raw(&line, message, len);
    yao_write_raw(&line, place, yao_strlen_of(place));
    if (yao_overflowed(&line))
        yao_log_text(YAO_LEVEL_PANIC, message, len); /* without memory for one line, without the place */
    else
        yao_log_text(YAO_LEVEL_PANIC, (const char *)line.data, line.len);
    yao_trap();
}

/* -------------------------------------------------------------------------------------------------------- export */

YAO_APART void yao_open_arguments(yao_reader *reader, yao_result payload)
{
    yao_open_result(reader, payload, "args");
    if (yao_more(reader))
        yao_read_array(reader);
}

yao_result yao_close(const yao_reader *reader, yao_result buffer, yao_result result, uint32_t code)
{
    yao_release(buffer);
    if (reader->error) {
        yao_release(result);
        result = yao_reader_error(reader, code);
    }
    return result;
}

yao_result yao_result_i64(int64_t value)
{
    yao_writer writer;
    yao_begin(&writer);
    yao_write_i64(&writer, value);
    return yao_finish(&writer);
}

yao_result yao_result_f64(double value)
{
    yao_writer writer;
    yao_begin(&writer);
    yao_write_f64(&writer, value);
    return yao_finish(&writer);
}

yao_result yao_result_bool(bool value)
{
    yao_writer writer;
    yao_begin(&writer);
    yao_write_bool(&writer, value);
    return yao_finish(&writer);
}

yao_result yao_result_str(yao_str text)
{
    yao_writer writer;
    yao_begin(&writer);
    yao_write_str(&writer, text);
    return yao_finish(&writer);
}

/* ------------------------------------------------------------------------------------------------------ instance */

#ifdef YAO_INSTANCES

/* The highest generation whose handles fit into 31 bits. */
#define YAO_LAST_GENERATION (YAO_CODE_MAX / (YAO_INSTANCES) - 1)

typedef struct yao_slot {
    const void *pool; /* of the class of the instance; a null pointer when the slot is free */
    uint32_t generation;
#ifdef YAO_PULL
    yao_result kept;
#endif
} yao_slot;

static yao_slot yao_slots[YAO_INSTANCES];

uint32_t yao_instance_add(const void *pool)
{
    for (uint32_t i = 0; i < (YAO_INSTANCES); i++) {
        yao_slot *slot = &yao_slots[i];
        if (!slot->pool && slot->generation < YAO_LAST_GENERATION) {
            slot->pool = pool;
            slot->generation++;
            return slot->generation * (YAO_INSTANCES) + i;
        }
    }
    return 0;
}

static yao_slot *yao_slot_of(const void *pool, uint32_t handle)
{
    yao_slot *slot = &yao_slots[handle % (YAO_INSTANCES)];
    return slot->pool == pool && slot->generation == handle / (YAO_INSTANCES) ? slot : NULL;
}

uint32_t yao_instance_find(const void *pool, uint32_t handle)
{
    yao_slot *slot = yao_slot_of(pool, handle);
    if (!slot)
        return (YAO_INSTANCES);
#ifdef YAO_PULL
    yao_release(slot->kept);
    slot->kept = 0;
#endif
    return handle % (YAO_INSTANCES);
}

void yao_instance_remove(uint32_t handle)
{
    yao_slots[handle % (YAO_INSTANCES)].pool = NULL;
}

yao_result yao_created(const yao_reader *reader, yao_result payload, yao_result result, uint32_t handle)
{
    if (!handle && !yao_failed(reader))
        result = yao_error(YAO_CODE_TOO_MANY, "no room for another instance");
    result = yao_close(reader, payload, result, YAO_CODE_BAD_REQUEST);
    if (!yao_is_error(result)) {
        yao_release(result);
        return handle;
    }
    if (handle)
        yao_instance_remove(handle);
    return result;
}

yao_result yao_gone(void)
{
    return yao_error(YAO_CODE_GONE, "no such instance");
}

#ifdef YAO_PULL
yao_result yao_keep(uint32_t handle, yao_result result)
{
    if (yao_is_error(result))
        return result;
    yao_slots[handle % (YAO_INSTANCES)].kept = result;
    return 0;
}

int32_t yao_kept_len(const void *pool, uint32_t handle)
{
    yao_slot *slot = yao_slot_of(pool, handle);
    if (!slot)
        return -YAO_CODE_GONE;
    return slot->kept ? (int32_t)yao_result_len(slot->kept) : -YAO_CODE_NOT_FOUND;
}

int32_t yao_kept_read(const void *pool, uint32_t handle, void *to, uint32_t cap)
{
    int32_t len = yao_kept_len(pool, handle);
    if (len < 0)
        return len;
    if ((uint32_t)len > cap)
        return -YAO_CODE_TOO_LARGE;
    __builtin_memcpy(to, yao_result_data(yao_slots[handle % (YAO_INSTANCES)].kept), (uint32_t)len);
    return len;
}
#endif /* YAO_PULL */

#ifdef YAO_RESET
void yao_instances_reset(void)
{
    for (uint32_t i = 0; i < (YAO_INSTANCES); i++) {
        yao_slots[i].pool = NULL;
#ifdef YAO_PULL
        yao_slots[i].kept = 0;
#endif
    }
}
#endif /* YAO_RESET */

#endif /* YAO_INSTANCES */

YAO_END_C

#endif /* YAO_IMPLEMENTATION */

#endif /* YAO_H */
