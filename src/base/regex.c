#include "base/regex.h"

#include <pcre2.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/arena.h"
#include "limits.h"

enum { JIT_STACK_FIRST = 32 << 10, JIT_STACK_MAX = 1 << 20 };

struct regex {
	pcre2_code *code;
	atomic_bool is_fast; /* machine code was made, or cannot be made */
};

struct regex_room {
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
};

static pcre2_code *compile(struct str pattern, unsigned flags, struct err *e)
{
	/* Not PCRE2_MATCH_INVALID_UTF: with it the machine code of 10.42 misses two-byte characters behind "\S". */
	uint32_t options = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C;
	pcre2_compile_context *context = pcre2_compile_context_create(NULL);
	PCRE2_UCHAR text[120];
	PCRE2_SIZE at = 0;
	int code = 0;

	if (!context) {
		err_set(e, ERR_MEMORY, "out of memory");
		return NULL;
	}
	pcre2_set_newline(context, PCRE2_NEWLINE_LF);
	options |= flags & REGEX_IGNORE_CASE ? PCRE2_CASELESS : 0;
	options |= flags & REGEX_MULTILINE ? PCRE2_MULTILINE : PCRE2_DOLLAR_ENDONLY;
	options |= flags & REGEX_DOTALL ? PCRE2_DOTALL : 0;
	pcre2_code *made = pcre2_compile((PCRE2_SPTR)(pattern.ptr ? pattern.ptr : ""), pattern.len, options, &code, &at,
	    context);
	pcre2_compile_context_free(context);
	if (made)
		return made;
	pcre2_get_error_message(code, text, sizeof(text));
	err_set(e, ERR_SYNTAX, "%s", (const char *)text);
	err_at(e, NULL, 1, (unsigned)at + 1);
	return NULL;
}

bool regex_compiles(struct str pattern, unsigned flags, struct err *e)
{
	pcre2_code *code = compile(pattern, flags, e);
	pcre2_code_free(code);
	return code != NULL;
}

struct regex *regex_new(struct str pattern, unsigned flags, struct err *e)
{
	struct regex *r = mem_alloc(sizeof(*r), 1);

	if (!r) {
		err_set(e, ERR_MEMORY, "out of memory");
		return NULL;
	}
	r->code = compile(pattern, flags, e);
	if (r->code)
		return r;
	mem_free(r);
	return NULL;
}

void regex_free(struct regex *r)
{
	if (r)
		pcre2_code_free(r->code);
	mem_free(r);
}

struct regex_room *regex_room_new(void)
{
	struct regex_room *room = mem_alloc(sizeof(*room), 1);

	if (!room)
		return NULL;
	room->data = pcre2_match_data_create(1, NULL);
	room->context = pcre2_match_context_create(NULL);
	room->stack = pcre2_jit_stack_create(JIT_STACK_FIRST, JIT_STACK_MAX, NULL);
	if (!room->data || !room->context || !room->stack) {
		regex_room_free(room);
		return NULL;
	}
	pcre2_jit_stack_assign(room->context, NULL, room->stack);
	pcre2_set_match_limit(room->context, REGEX_MATCH_LIMIT);
	pcre2_set_depth_limit(room->context, REGEX_DEPTH_LIMIT);
	pcre2_set_heap_limit(room->context, REGEX_HEAP_LIMIT);
	return room;
}

void regex_room_free(struct regex_room *room)
{
	if (!room)
		return;
	pcre2_match_data_free(room->data);
	pcre2_match_context_free(room->context);
	pcre2_jit_stack_free(room->stack);
	mem_free(room);
}

/*
 * Making machine code takes far longer than compiling, and most expressions are never searched for: it waits
 * for the first search.  PCRE2 must not search an expression while it is being made fast, hence one lock for all.
 */
static void make_fast(struct regex *r)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

	pthread_mutex_lock(&lock);
	if (!atomic_load_explicit(&r->is_fast, memory_order_relaxed)) {
		/* Where the machine has no JIT, the interpreter serves, within the same limits. */
		(void)pcre2_jit_compile(r->code, PCRE2_JIT_COMPLETE);
		atomic_store_explicit(&r->is_fast, true, memory_order_release);
	}
	pthread_mutex_unlock(&lock);
}

enum regex_answer regex_search(struct regex *r, struct str text, struct regex_room *room)
{
	if (!atomic_load_explicit(&r->is_fast, memory_order_acquire))
		make_fast(r);
	int n = pcre2_match(r->code, (PCRE2_SPTR)(text.ptr ? text.ptr : ""), text.len, 0, 0, room->data, room->context);
	return n >= 0 ? REGEX_YES : n == PCRE2_ERROR_NOMATCH ? REGEX_NO : REGEX_LIMIT;
}
