/* read_json.c - a value for a test; there is room behind its text for the reader. */
#include "base/json_read.h"
#include "unit/test.h"

struct node *test_parse(struct json_reader *r, struct arena *a, const char *text)
{
	size_t len = strlen(text);
	char *p = arena_zero(a, 1, len + JSON_PADDING);
	struct node *n = NULL;
	struct err e = { 0 };

	for (size_t i = 0; i < len; i++)
		p[i] = text[i] == '\'' ? '"' : text[i];
	CHECK(json_read(r, str_of(p, len), a, &n, &e));
	return n;
}
