/*
 * fuzz_sigma.c - a rule file, a zero byte, an event in JSON.  What is refused has an error with its place; what loads
 * compiles, and the two evaluators agree on the event.
 */
#include <stdlib.h>

#include "base/json_read.h"
#include "match/matcher.h"
#include "oracle/differ.h"

enum { MAX_DEPTH = 64, VALUE_MAX = 200 };

static void check_faults(const struct rules *set, bool whole)
{
	size_t errors = 0;

	for (const struct fault *f = set->faults; f; f = f->next) {
		errors += !f->is_warning;
		if (!f->line || !f->column || !f->message.len || !f->code)
			abort();
	}
	if (whole != (set->errors == 0) || errors > set->errors || (set->errors && !errors))
		abort();
}

/* The slow evaluator takes the product of a pattern's length and a text's: long texts are left out. */
static bool is_short(const struct node *n)
{
	if (n->type == NODE_TEXT && n->len > VALUE_MAX)
		return false;
	NODE_EACH(c, n)
		if (!is_short(c))
			return false;
	return true;
}

static struct node *read_event(struct str text, struct arena *a)
{
	static struct json_reader *reader;
	char *copy = arena_zero(a, 1, text.len + JSON_PADDING);
	struct node *event;

	if (!reader && !(reader = json_reader_new(MAX_DEPTH, NULL)))
		abort();
	if (!copy)
		abort();
	if (text.len)
		memcpy(copy, text.ptr, text.len);
	return json_read(reader, str_of(copy, text.len), a, &event, NULL) && is_short(event) ? event : NULL;
}

static void ask(const struct rules *set, const struct node *event)
{
	static struct oracle *o;
	struct differ_count count = { 0 };
	struct err e = { 0 };
	struct matcher *m = matcher_new(set->rules, set->count, &e);
	struct scanner *s = m ? scanner_new(m) : NULL;

	if ((!o && !(o = oracle_new())) || !s)
		abort();
	if (event && !differ_event(o, set, s, event, NULL, &count))
		abort();
	oracle_forget(o);
	scanner_free(s);
	matcher_free(m);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct placeholder one = { NULL, STR("p"), STR("a*") };
	struct str json, rule = str_split(str_of((const char *)data, size), '\0', &json);
	struct arena a = arena_make(0);
	struct rules set;

	rules_init(&set, NULL, true);
	set.placeholders = &one;
	if (!rules_add_text(&set, STR_LIT("fuzz.yml"), rule))
		abort();
	check_faults(&set, rules_finish(&set));
	if (set.count)
		ask(&set, read_event(json, &a));
	rules_clear(&set);
	arena_clear(&a);
	return 0;
}
