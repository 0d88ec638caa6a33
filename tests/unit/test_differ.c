/* The compiled engine against the slow evaluator: random rules and events, and public rules where they are at hand. */
#include <stdio.h>

#include "base/json_read.h"
#include "match/matcher.h"
#include "oracle/differ.h"
#include "unit/test.h"

enum {
	PAIRS = 20000, /* random ones */
	BYTES = 2400,  /* choices for one case */
	STRIDE = 5,    /* of the public events every fifth: the slow evaluator takes its time */
};

/* Marsaglia's xorshift64: the same cases in every run. */
static void fill(unsigned char *bytes, size_t size, uint64_t *state)
{
	for (size_t i = 0; i < size; i++) {
		*state ^= *state << 13;
		*state ^= *state >> 7;
		*state ^= *state << 17;
		bytes[i] = (unsigned char)(*state >> 32);
	}
}

static void random_rules(struct oracle *o)
{
	unsigned char bytes[BYTES];
	struct differ_count count = { 0 };
	uint64_t state = 0x9E3779B97F4A7C15;
	char name[64];

	for (unsigned i = 0; count.pairs < PAIRS && i < PAIRS; i++) {
		fill(bytes, sizeof(bytes), &state);
		snprintf(name, sizeof(name), "random_case_%u", i);
		test_case(name);
		CHECK(differ_bytes(o, bytes, sizeof(bytes), &count));
	}
	test_case("random_rules_load_and_fire");
	CHECK(count.pairs >= PAIRS);
	CHECK(count.shared > count.pairs / 10);
	CHECK(count.fired > count.pairs / 5 && count.fired < count.pairs / 5 * 4);
	printf("# %zu random rules, %zu files with a refused one, %zu pairs, %zu of them fired, %zu shared\n", count.rules,
	    count.refused, count.pairs, count.fired, count.shared);
}

/* --- public rules --- */

static void ask_line(struct oracle *o, const struct rules *set, struct scanner *s, struct json_reader *r, struct str line,
    struct differ_count *count)
{
	struct arena a = arena_make(0);
	struct node *event;

	if (CHECK(json_read(r, line, &a, &event, NULL)))
		CHECK(differ_event(o, set, s, event, NULL, count));
	arena_clear(&a);
}

static void public_rules(struct oracle *o)
{
	const char *rules = test_shared("data/sigmahq/rules"), *path = test_shared("data/sigmahq/events.jsonl");
	struct rules set;
	struct err e = { 0 };
	struct differ_count count = { 0 };

	if (!rules || !path)
		return;
	test_case("public_rules");
	rules_init(&set, NULL, true);
	CHECK(rules_add_path(&set, rules, &e));
	CHECK(rules_finish(&set));
	struct matcher *m = matcher_new(set.rules, set.count, &e);
	struct scanner *s = m ? scanner_new(m) : NULL;
	struct json_reader *r = json_reader_new(64, NULL);
	struct str text = test_read(path), rest = text;
	size_t line_count = 0;
	if (CHECK(s && r && text.ptr))
		while (rest.ptr) {
			struct str line = str_split(rest, '\n', &rest);
			if (line.len && line_count++ % STRIDE == 0)
				ask_line(o, &set, s, r, line, &count);
		}
	printf("# %zu public rules, %zu pairs, %zu of them fired\n", set.count, count.pairs, count.fired);
	json_reader_free(r);
	scanner_free(s);
	matcher_free(m);
	oracle_forget(o);
	rules_clear(&set);
	mem_free((void *)(uintptr_t)text.ptr);
}

void test_differ(void)
{
	struct oracle *o = oracle_new();

	if (CHECK(o)) {
		random_rules(o);
		public_rules(o);
	}
	oracle_free(o);
}
