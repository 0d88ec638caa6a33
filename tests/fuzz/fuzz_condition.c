/*
 * fuzz_condition.c - a condition.  What is refused is told, with a place for each fault; what is read and printed with all its
 * brackets reads as the same tree, unless the brackets make it too deep.
 */
#include <stdlib.h>

#include "base/buf.h"
#include "rule/condition.h"

enum { PRINTED_MAX = 1 << 24 };

struct told {
	struct condition_host host; /* first: its calls are cast back */
	struct str text;
	unsigned faults;
	bool is_limit;
};

static void tell(struct condition_host *host, size_t at, const char *code, const char *text)
{
	struct told *t = (struct told *)host;

	if (at > t->text.len || !text[0])
		abort();
	t->faults++;
	t->is_limit = strcmp(code, "limit") == 0;
}

/* Every name is known, and "1 of" and "all of" stand for two of them. */
static struct cond *leaf(struct condition_host *host, struct str word, size_t at, bool quantified,
    enum cond_kind quantifier)
{
	(void)at;
	struct cond *one = condition_node(host, COND_SELECTION, NULL, 0, quantified ? STR_LIT("one") : word);
	struct cond *two = condition_node(host, COND_SELECTION, NULL, 0, STR_LIT("two"));

	if (!one || !two)
		abort();
	struct cond *parts[] = { one, two };
	return quantified ? condition_node(host, quantifier, parts, COUNT(parts), word) : one;
}

static bool same(const struct cond *a, const struct cond *b)
{
	if (a->kind != b->kind || a->part_count != b->part_count)
		return false;
	if (a->kind == COND_SELECTION)
		return str_eq(a->text, b->text);
	for (size_t i = 0; i < a->part_count; i++)
		if (!same(a->parts[i], b->parts[i]))
			return false;
	return true;
}

static struct cond *parse(struct arena *a, struct str text, struct told *t)
{
	*t = (struct told){ .host = { .a = a, .leaf = leaf, .fault = tell, .allows_of = true }, .text = text };
	struct cond *c = condition_parse(&t->host, text);

	/* No byte is told of more than twice: where a bracket does not close, and what is in it. */
	if ((c == NULL) != (t->faults > 0) || t->faults > 2 * (text.len + 1))
		abort();
	return c;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct arena a = arena_make(0);
	struct buf printed = buf_make(PRINTED_MAX), again = buf_make(PRINTED_MAX);
	struct told t;
	struct cond *tree = parse(&a, str_of((const char *)data, size), &t);

	if (tree) {
		condition_print(&printed, tree);
		struct cond *other = parse(&a, buf_str(&printed), &t);
		if (other ? !same(tree, other) : !t.is_limit)
			abort();
		if (other)
			condition_print(&again, other);
		if (other && !str_eq(buf_str(&printed), buf_str(&again)))
			abort();
	}
	buf_clear(&printed);
	buf_clear(&again);
	arena_clear(&a);
	return 0;
}
