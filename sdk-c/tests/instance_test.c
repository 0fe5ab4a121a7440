/* The registry of handles: the shared vectors (those for a capacity of YAO_INSTANCES), and what they cannot say. */

#define YAO_PULL
#define YAO_IMPLEMENTATION
#include "yao_testing.h"
#include "check.h"

typedef struct step {
    const char *name;
    int registry;
    uint32_t capacity;
    char op; /* cReate, uSe, dEstroy, dIfferent */
    int class_of, a, b;
    uint32_t handle, flip;
    int code;
} step;

#include "steps.h"

typedef struct object {
    int64_t value;
    char *text;
} object;

YAO_CLASS(a, object)

YAO_CREATE(a)
{
    CHECK(self->value == 0 && !self->text);
    self->value = yao_read_nil(in) ? 0 : yao_read_i64(in);
    self->text = (char *)yao_alloc(10);
    if (yao_failed(in)) {
        yao_free(self->text, 10);
        return 0;
    }
    return self->value < 0 ? (yao_free(self->text, 10), yao_error(YAO_CODE_BAD_REQUEST, "below 0")) : 0;
}

YAO_METHOD(a, get)
{
    return yao_result_i64(self->value);
}

YAO_PULL_METHOD(a, pull)
{
    return yao_read_nil(in) ? yao_result_i64(self->value) : yao_error(YAO_CODE_BAD_REQUEST, "as asked");
}

YAO_PULL_EXPORTS(a)

YAO_DESTROY(a)
{
    yao_free(self->text, 10);
}

YAO_CLASS(b, object)

YAO_CREATE(b)
{
    return 0;
}

YAO_METHOD(b, get)
{
    return 0;
}

YAO_DESTROY(b)
{
}

/* The code of an error, 0 of a value; frees both. */
static int code_of(yao_result result)
{
    yao_error_record error = {0, {NULL, 0}, {NULL, 0}};
    if (yao_is_error(result))
        yao_read_error(result, &error);
    yao_release(result);
    return (int)error.code;
}

static uint32_t create(yao_result (*make)(void *, uint32_t), int64_t value, int *code)
{
    yao_result payload, result;
    yao_writer args;
    yao_begin(&args);
    yao_write_array(&args, 1);
    yao_write_i64(&args, value);
    payload = yao_finish(&args);
    result = make(yao_result_data(payload), yao_result_len(payload));
    if (yao_is_error(result)) {
        *code = code_of(result);
        return 0;
    }
    *code = 0;
    CHECK(result > 0 && result <= 0x7fffffff);
    return (uint32_t)result;
}

static void destroy_all(uint32_t *handles, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (yao_destroy_a(handles[i]) != 0)
            yao_destroy_b(handles[i]);
}

static void handles_follow_the_vectors(void)
{
    uint32_t saved[64] = {0};
    int registry = -1, code;
    for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++) {
        const step *s = &STEPS[i];
        if (s->capacity != YAO_INSTANCES)
            continue;
        check_name = s->name;
        if (s->registry != registry) {
            destroy_all(saved, 64);
            memset(saved, 0, sizeof saved);
            registry = s->registry;
        }
        uint32_t handle = (s->a < 0 ? s->handle : saved[s->a]) ^ s->flip;
        switch (s->op) {
        case 'r':
            handle = create(s->class_of ? yao_create_b : yao_create_a, 1, &code);
            CHECK(code == s->code);
            if (s->a >= 0)
                saved[s->a] = handle;
            break;
        case 's':
            CHECK(code_of((s->class_of ? yao_method_b_get : yao_method_a_get)(handle, NULL, 0)) == s->code);
            break;
        case 'e':
            CHECK((s->class_of ? yao_destroy_b : yao_destroy_a)(handle) == -s->code);
            break;
        default:
            CHECK(saved[s->a] != saved[s->b]);
        }
    }
    destroy_all(saved, 64);
}

static void a_failed_create_leaves_no_instance(void)
{
    check_name = "failed create";
    int code;
    for (int i = 0; i < 3 * (YAO_INSTANCES); i++) {
        create(yao_create_a, -1, &code);
        CHECK(code == 400);
    }
    uint32_t handle = create(yao_create_a, 7, &code);
    CHECK(code == 0 && yao_destroy_a(handle) == 0);
}

static void results_can_be_pulled(void)
{
    check_name = "pull";
    int code;
    uint8_t bytes[4] = {0};
    uint32_t handle = create(yao_create_a, 7, &code);
    CHECK(yao_len_a(handle) == -404 && yao_len_a(handle ^ 0x40000000) == -410);
    CHECK(yao_method_a_pull(handle, NULL, 0) == 0);
    CHECK(yao_len_a(handle) == 1 && yao_len_a(handle) == 1);
    CHECK(yao_read_a(handle, bytes, 0) == -413 && bytes[0] == 0);
    CHECK(yao_read_a(handle, bytes, 4) == 1 && bytes[0] == 7);
    uint8_t *payload = (uint8_t *)yao_alloc(2);
    memcpy(payload, "\x91\x01", 2);
    CHECK(code_of(yao_method_a_pull(handle, payload, 2)) == 400);
    CHECK(yao_len_a(handle) == -404); /* until the next method */
    CHECK(yao_method_a_pull(handle, NULL, 0) == 0);
    CHECK(yao_destroy_a(handle) == 0 && yao_len_a(handle) == -410);
}

/* A slot ends with its last generation instead of starting over. */
static void used_up_slots_are_retired(void)
{
    check_name = "generations";
    int code;
    for (uint32_t i = 0; i < (YAO_INSTANCES); i++)
        yao_slots[i].generation = YAO_LAST_GENERATION - 1;
    for (uint32_t i = 0; i < (YAO_INSTANCES); i++) {
        uint32_t handle = create(yao_create_a, 1, &code);
        CHECK(code == 0 && handle <= 0x7fffffff && yao_destroy_a(handle) == 0);
    }
    create(yao_create_a, 1, &code);
    CHECK(code == 429);
    memset(yao_slots, 0, sizeof yao_slots);
}

int main(void)
{
    handles_follow_the_vectors();
    a_failed_create_leaves_no_instance();
    results_can_be_pulled();
    used_up_slots_are_retired();
    yao_test_reset(); /* ends the test when a block is alive */
    return check_end("instance_test");
}
