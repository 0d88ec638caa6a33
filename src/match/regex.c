#include "match/regex.h"

#include <pcre2.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/arena.h"
#include "limits.h"
#include "rule/rule.h"

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

static bool fault(struct err *e, size_t at, const char *what)
{
	return err_set(e, ERR_SYNTAX, "regular expression, at character %zu: %s", at + 1, what);
}

/* What may follow a backslash beside punctuation: classes, anchors, control characters, code points. */
static bool check_escape(struct str p, size_t at, struct err *e)
{
	static const char letters[] = "dDsSwWbBAzZtnrfaevhHVNxpP";

	if (at + 1 == p.len)
		return fault(e, at, "a backslash at the end");
	char c = p.ptr[at + 1];
	if (c >= '1' && c <= '9')
		return fault(e, at, "back references are not supported");
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '0')
		return strchr(letters, c) ? true :
		    err_set(e, ERR_SYNTAX, "regular expression, at character %zu: \\%c is not supported", at + 1, c);
	return true;
}

/* "(?" must begin a group without capture, or flags from i, m, s, x. */
static bool check_group(struct str p, size_t at, struct err *e)
{
	size_t i = at + 1;

	if (i < p.len && p.ptr[i] == '*')
		return fault(e, at, "verbs are not supported");
	if (i == p.len || p.ptr[i] != '?')
		return true;
	for (i++; i < p.len && p.ptr[i] && strchr("imsx-", p.ptr[i]); i++)
		;
	if (i < p.len && (p.ptr[i] == ':' || (p.ptr[i] == ')' && i > at + 2)))
		return true;
	if (i < p.len && (p.ptr[i] == '=' || p.ptr[i] == '!' || p.ptr[i] == '<'))
		return fault(e, at, "look-around and named groups are not supported");
	return fault(e, at, "of the groups that begin with (? only (?: and flags (?i) are supported");
}

static size_t skip_class(struct str p, size_t at)
{
	size_t i = at + 1;

	if (i < p.len && p.ptr[i] == '^')
		i++;
	if (i < p.len && p.ptr[i] == ']')
		i++;
	for (; i < p.len && p.ptr[i] != ']'; i++)
		if (p.ptr[i] == '\\')
			i++;
		else if (p.ptr[i] == '[' && i + 1 < p.len && p.ptr[i + 1] == ':')
			for (i += 2; i + 1 < p.len && !(p.ptr[i] == ':' && p.ptr[i + 1] == ']'); i++)
				;
	return i;
}

static bool check_syntax(struct str p, struct err *e)
{
	for (size_t i = 0; i < p.len; i++) {
		char before = i ? p.ptr[i - 1] : '\0';
		switch (p.ptr[i]) {
		case '\\':
			if (!check_escape(p, i, e))
				return false;
			i++;
			/* A quantifier may follow; it is no second one. */
			if (i + 2 < p.len && strchr("*+?", p.ptr[i + 1]) && p.ptr[i + 2] == '+')
				return fault(e, i + 2, "possessive quantifiers are not supported");
			break;
		case '[':
			i = skip_class(p, i);
			break;
		case '(':
			if (!check_group(p, i, e))
				return false;
			i += i + 1 < p.len && p.ptr[i + 1] == '?';
			break;
		case '+':
			if (i > 1 && before && strchr("*+?}", before) && p.ptr[i - 2] != '\\')
				return fault(e, i, "possessive quantifiers are not supported");
			break;
		default:
			break;
		}
	}
	return true;
}

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
	err_set(e, ERR_SYNTAX, "regular expression, at character %zu: %s", (size_t)at + 1, (const char *)text);
	return NULL;
}

bool regex_compiles(struct str pattern, unsigned flags, struct err *e)
{
	if (!check_syntax(pattern, e))
		return false;
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
	r->code = check_syntax(pattern, e) ? compile(pattern, flags, e) : NULL;
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
