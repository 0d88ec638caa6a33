/*
 * fuzz_json.c - the reader against jansson: the same texts are JSON to both, with the same values.  Left out of the
 * comparison, because the two differ: half surrogate pairs, numbers that a double or an int64 cannot hold, keys that stand
 * twice, and the byte NUL, which jansson takes for the end behind a number.  And a reader that has read the lines before,
 * whose keys it foresees, against a new one.
 */
#include <jansson.h>
#include <stdlib.h>

#include "base/json_read.h"
#include "record/record.h"

enum { MAX_DEPTH = 40, LINES_MAX = 32 };

static bool same_number(const struct node *n, const json_t *j)
{
	return json_is_number(j) && n->number == json_number_value(j);
}

static bool same(const struct node *n, const json_t *j);

static bool same_members(const struct node *n, const json_t *j)
{
	for (const struct node *c = n->child; c; c = c->next) {
		const json_t *member = json_object_getn(j, c->key, c->key_len);
		if (!member || !same(node_get_str(n, node_key(c)), member))
			return false;
	}
	return true;
}

static bool same(const struct node *n, const json_t *j)
{
	size_t i = 0;

	switch ((enum node_type)n->type) {
	case NODE_NULL: return json_is_null(j);
	case NODE_FALSE: return json_is_false(j);
	case NODE_TRUE: return json_is_true(j);
	case NODE_NUMBER: return same_number(n, j);
	case NODE_TEXT:
		return json_is_string(j) && str_eq(node_text(n), str_of(json_string_value(j), json_string_length(j)));
	case NODE_LIST:
		for (const struct node *c = n->child; c; c = c->next)
			if (!same(c, json_array_get(j, i++)))
				return false;
		return json_is_array(j) && json_array_size(j) == n->len;
	case NODE_MAP: return json_is_object(j) && same_members(n, j);
	}
	return false;
}

/* What the comparison leaves out. */
static bool is_out_of_scope(struct str text)
{
	size_t digits = 0;

	for (size_t i = 0; i < text.len; i++) {
		digits = (text.ptr[i] >= '0' && text.ptr[i] <= '9') ? digits + 1 : 0;
		if (digits > 15 || !text.ptr[i] || text.ptr[i] == '\\' || text.ptr[i] == 'e' || text.ptr[i] == 'E')
			return true;
	}
	return false;
}

static bool is_identical(const struct node *a, const struct node *b)
{
	if (a->type != b->type || a->slot != b->slot || a->key_hash != b->key_hash || !str_eq(node_key(a), node_key(b)) ||
	    a->len != b->len)
		return false;
	if (!node_is_container(a))
		return (a->type != NODE_TEXT && a->type != NODE_NUMBER) || str_eq(node_text(a), node_text(b));
	for (a = a->child, b = b->child; a && b; a = a->next, b = b->next)
		if (!is_identical(a, b))
			return false;
	return !a && !b;
}

/* One line, which JSON_PADDING bytes follow, by a reader that has read others. */
static void compare_readers(struct json_reader *seasoned, struct str line)
{
	struct json_reader *fresh = json_reader_new(MAX_DEPTH, record_slot);
	struct arena a = arena_make(0);
	struct node *n = NULL, *want = NULL;
	struct err e = { 0 }, wanted = { 0 };
	bool ok = json_read(seasoned, line, &a, &n, &e);

	if (ok != json_read(fresh, line, &a, &want, &wanted) || (ok && !is_identical(n, want)) ||
	    strcmp(e.text, wanted.text) != 0 || e.line != wanted.line || e.column != wanted.column)
		abort();
	arena_clear(&a);
	json_reader_free(fresh);
}

static void compare_lines(struct str text)
{
	struct json_reader *seasoned = json_reader_new(MAX_DEPTH, record_slot);

	for (unsigned i = 0; text.ptr && i < LINES_MAX; i++)
		compare_readers(seasoned, str_split(text, '\n', &text));
	json_reader_free(seasoned);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	char *text = calloc(1, size + JSON_PADDING);
	struct json_reader *r = json_reader_new(MAX_DEPTH, NULL);
	struct arena a = arena_make(0);
	struct node *n = NULL;
	struct err e = { 0 };

	if (size)
		memcpy(text, data, size);
	bool ok = json_read(r, str_of(text, size), &a, &n, &e);
	if (!ok && (!e.text[0] || !e.code))
		abort(); /* refused without saying why */
	json_error_t why;
	json_t *j = json_loadb(text, size, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, &why);
	bool too_deep = e.code == ERR_LIMIT;
	bool in_scope = !is_out_of_scope(str_of(text, size)) && json_error_code(&why) != json_error_duplicate_key;
	if (in_scope && !too_deep && (ok != !!j || (ok && !same(n, j))))
		abort();
	json_decref(j);
	compare_lines(str_of(text, size));
	arena_clear(&a);
	json_reader_free(r);
	free(text);
	return 0;
}
