/* Rules that others published, where they are at hand: that they load, and match what their authors say they match. */
#include <stdio.h>

#include "base/json_read.h"
#include "match/matcher.h"
#include "rule/rule_load.h"
#include "unit/test.h"

enum {
	RULES = 3777, WITHOUT_VALUES = 25, PAIRS = 206,
	NAMES_MAX = 64, /* placeholders */
	LINES_MAX = 1024, DEPTH_MAX = 64,
};

/* The placeholders that faults name: they stand between the first quotes of the message. */
struct names {
	struct placeholder at[NAMES_MAX];
	size_t count;
};

static void add_name(struct names *n, struct str message)
{
	static const struct str value = STR("some*");
	struct str rest, name;

	str_split(message, '"', &rest);
	name = str_split(rest, '"', &rest);
	for (size_t i = 0; i < n->count; i++)
		if (str_eq(n->at[i].name, name))
			return;
	if (!CHECK(n->count < NAMES_MAX))
		return;
	n->at[n->count] = (struct placeholder){ .name = name, .value = value };
	n->at[n->count].next = n->count ? &n->at[n->count - 1] : NULL;
	n->count++;
}

/* All but those whose placeholders have no value; and those too, once they have one. */
static void they_load(const char *path)
{
	struct rules set, again;
	struct err e = { 0 };
	struct names names = { .count = 0 };

	test_case("all_load_but_those_without_values_for_their_placeholders");
	rules_init(&set, NULL, true);
	CHECK(rules_add_path(&set, path, &e));
	CHECK(!rules_finish(&set));
	CHECK_NUM(set.count, RULES - WITHOUT_VALUES);
	for (const struct fault *f = set.faults; f; f = f->next)
		if (!f->is_warning && CHECK(strcmp(f->code, "placeholder") == 0))
			add_name(&names, f->message);
	test_case("all_load_once_each_placeholder_has_a_value");
	rules_init(&again, NULL, true);
	again.placeholders = names.count ? &names.at[names.count - 1] : NULL;
	CHECK(rules_add_path(&again, path, &e));
	CHECK(rules_finish(&again));
	CHECK_NUM(again.count, RULES);
	printf("# %zu public rules load; %d wait for values of %zu placeholders\n", set.count, WITHOUT_VALUES,
	    names.count);
	rules_clear(&again);
	rules_clear(&set);
}

/* --- what they match --- */

struct event {
	struct arena arena;
	struct node *root;
};

static size_t read_events(const char *path, struct event *events)
{
	struct json_reader *reader = json_reader_new(DEPTH_MAX, NULL);
	struct str text = test_read(path), rest = text;
	size_t count = 0;

	while (CHECK(reader) && rest.ptr && count < LINES_MAX) {
		struct str line = str_split(rest, '\n', &rest);
		struct event *e = &events[count];
		char *copy = line.len ? arena_zero(&e->arena, 1, line.len + JSON_PADDING) : NULL;
		if (!copy)
			continue;
		memcpy(copy, line.ptr, line.len);
		count += CHECK(json_read(reader, str_of(copy, line.len), &e->arena, &e->root, NULL));
	}
	json_reader_free(reader);
	mem_free((void *)(uintptr_t)text.ptr);
	return count;
}

/* The event with the blanks taken out of its keys: so are Defender's fields named in rules. */
static void tighten(struct event *e)
{
	NODE_EACH(c, e->root) {
		char *key = arena_zero(&e->arena, 1, c->key_len + 1);
		uint32_t n = 0;
		for (uint32_t i = 0; CHECK(key) && i < c->key_len; i++)
			if (c->key[i] != ' ')
				key[n++] = c->key[i];
		c->key = key;
		c->key_len = n;
		c->key_hash = str_hash(str_of(key, n));
	}
}

static bool fires(struct scanner *s, const struct node *event, struct str id)
{
	struct scan_result got = scanner_run(s, event, NULL);

	for (size_t i = 0; i < got.count; i++)
		if (str_eq(got.rules[i]->id, id))
			return true;
	return false;
}

/* Rows of line, rule, title. */
static void check_expected(struct scanner *s, struct event *events, size_t count, struct str rows)
{
	size_t pairs = 0, tightened = 0;

	str_split(rows, '\n', &rows);
	while (rows.ptr) {
		struct str row = str_split(rows, '\n', &rows), rest;
		int64_t line;
		if (!str_number(str_split(row, ',', &rest), 1, (int64_t)count, &line))
			continue;
		struct str id = str_split(rest, ',', &rest);
		struct event *e = &events[line - 1];
		pairs++;
		if (fires(s, e->root, id))
			continue;
		tighten(e);
		tightened++;
		if (!CHECK(fires(s, e->root, id)))
			printf("#   event %lld: %.*s does not fire\n", (long long)line, STR_ARG(id));
	}
	CHECK_NUM(pairs, PAIRS);
	CHECK_NUM(tightened, 1);
	printf("# %zu of %zu expected matches, %zu of them with blanks taken out of names\n", pairs, pairs, tightened);
}

static void they_match(const char *path, const char *events_path, const char *expected_path)
{
	static struct event events[LINES_MAX];
	struct rules set;
	struct err e = { 0 };
	size_t count = read_events(events_path, events);
	struct str rows = test_read(expected_path);

	test_case("they_match_what_their_authors_say");
	rules_init(&set, NULL, true);
	CHECK(rules_add_path(&set, path, &e));
	CHECK(!rules_finish(&set));
	struct matcher *m = matcher_new(set.rules, set.count, &e);
	struct scanner *s = m ? scanner_new(m) : NULL;
	if (CHECK(s && rows.ptr))
		check_expected(s, events, count, rows);
	scanner_free(s);
	matcher_free(m);
	rules_clear(&set);
	for (size_t i = 0; i < COUNT(events); i++)
		arena_clear(&events[i].arena);
	mem_free((void *)(uintptr_t)rows.ptr);
}

void test_published(void)
{
	char path[512], events[512];
	const char *found = test_shared("data/sigmahq");

	if (!found)
		return;
	snprintf(path, sizeof(path), "%s", found);
	snprintf(events, sizeof(events), "%s", test_shared("data/sigmahq/events.jsonl"));
	they_load(path);
	they_match(path, events, test_shared("data/sigmahq/expected.csv"));
}
