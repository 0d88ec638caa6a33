/* What an event may cost: never the square of its size, whatever it holds. */
#include <stdio.h>
#include <time.h>

#include "base/buf.h"
#include "base/json_read.h"
#include "match/matcher.h"
#include "rule/rule_load.h"
#include "unit/test.h"

/*
 * An event is @head, then @part COUNT_PARTS times with its place as number (where it has %zu), then @middle and, if that
 * is not NULL, @second likewise, then @tail.
 */
struct row {
	const char *name, *item, *head, *part, *middle, *second, *tail;
	bool matches;
};

/* Half a second for what takes milliseconds; the square of these is minutes. */
enum { COUNT_PARTS = 200000, MOST_MS = 4000, BYTES_MAX = 1 << 26 };

static const struct row rows[] = {
	{ "a_text_and_many_stars", "x: '*a*a*a*a*b'", "{'x':'", "a", "", NULL, "'}", false },
	{ "a_text_and_many_stars_behind_a_beginning", "x: 'a*a*b*a*c*'", "{'x':'", "ab", "", NULL, "'}", false },
	{ "a_text_and_question_marks", "x|contains: 'a?a?a?b'", "{'x':'", "a", "", NULL, "'}", false },
	{ "a_text_and_a_long_needle", "x|contains: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab'", "{'x':'", "a", "", NULL, "'}", false },
	{ "a_text_and_a_regex_of_many_stars", "x|re: 'a.*b.*c.*d'", "{'x':'", "abc", "", NULL, "'}", false },
	{ "a_map_of_many_keys", "x: v7", "{", "'k%zu':'v',", "", NULL, "'x':'v7'}", true },
	{ "a_map_of_one_key", "x: v", "{", "'x':'v%zu',", "", NULL, "'x':'v'}", true },
	{ "a_map_of_one_path", "x.y: v", "{", "'x':{'y':'%zu'},", "", NULL, "'x':{'y':'v'}}", true },
	{ "a_map_of_dotted_keys", "x.y.z: v", "{", "'x.y%zu':'v',", "", NULL, "'x':{'y.z':'v'}}", true },
	{ "a_list", "x: v", "{'x':[", "'v%zu',", "", NULL, "'v']}", true },
	{ "a_list_of_maps", "x.y: v", "{'x':[", "{'y':'v%zu'},", "", NULL, "{'y':'v'}]}", true },
	{ "all_over_a_list", "x|contains|all: [v7, w]", "{'x':[", "'v%zu',", "", NULL, "'w']}", true },
	{ "keywords", "'|contains': [none, neither]", "{'x':[", "'v%zu',", "", NULL, "'v']}", false },
	{ "a_list_equal_to_another", "x|fieldref: y", "{'x':[", "'v%zu',", "0],'y':[", "'w%zu',", "1]}", false },
	{ "a_list_that_begins_as_another", "x|fieldref|startswith: y", "{'x':[", "'v%zu',", "0],'y':[", "'w%zu',",
	    "1]}", false },
	{ "a_list_that_ends_as_another", "x|fieldref|endswith: y", "{'x':[", "'%zuv',", "0],'y':[", "'%zuw',", "1]}",
	    false },
	{ "a_list_that_contains_another", "x|fieldref|contains: y", "{'x':[", "'v%zuv',", "0],'y':[", "'w%zu',",
	    "'vv']}", false },
	{ "a_list_not_equal_to_another", "x|fieldref|cased|neq: y", "{'x':[", "'v%zu',", "0],'y':[", "'w%zu',", "1]}",
	    true },
	{ "a_list_equal_to_the_last_of_another", "x|fieldref: y", "{'x':[", "'v%zu',", "0],'y':[", "'w%zu',",
	    "'V77']}", true },
};

static void put_parts(struct buf *out, const char *part)
{
	for (size_t i = 0; part && i < COUNT_PARTS; i++) {
		const char *hole = strstr(part, "%zu");
		if (!hole) {
			buf_text(out, part);
			continue;
		}
		buf_printf(out, "%.*s%zu%s", (int)(hole - part), part, i, hole + 3);
	}
}

static struct node *make_event(const struct row *row, struct json_reader *r, struct arena *a)
{
	struct buf text = buf_make(BYTES_MAX);

	buf_text(&text, row->head);
	put_parts(&text, row->part);
	buf_text(&text, row->middle);
	put_parts(&text, row->second);
	buf_text(&text, row->tail);
	buf_byte(&text, '\0');
	struct node *n = test_parse(r, a, text.ptr);
	buf_clear(&text);
	return n;
}

static void check_row(const struct row *row, struct json_reader *r, struct rule *rule)
{
	struct arena a = arena_make(0);
	struct err e = { 0 };
	struct matcher *m = matcher_new(&rule, 1, &e);
	struct scanner *s = m ? scanner_new(m) : NULL;
	struct node *event = make_event(row, r, &a);

	if (CHECK(s && event)) {
		clock_t begin = clock();
		CHECK_NUM(scanner_run(s, event, NULL).count, row->matches);
		CHECK((clock() - begin) / (CLOCKS_PER_SEC / 1000) < MOST_MS);
	}
	scanner_free(s);
	matcher_free(m);
	arena_clear(&a);
}

void test_bounds(void)
{
	struct json_reader *r = json_reader_new(64, NULL);

	for (size_t i = 0; CHECK(r) && i < COUNT(rows); i++) {
		char text[256];
		struct rules set;
		test_case(rows[i].name);
		snprintf(text, sizeof(text), "title: t\nlogsource: {product: t}\ndetection:\n  s:\n    %s\n  condition: s\n",
		    rows[i].item);
		rules_init(&set, NULL, true);
		if (CHECK(rules_add_text(&set, STR_LIT("t.yml"), str_from(text)) && rules_finish(&set)))
			check_row(&rows[i], r, set.rules[0]);
		rules_clear(&set);
	}
	json_reader_free(r);
}
