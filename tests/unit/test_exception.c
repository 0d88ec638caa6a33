/* Exceptions: filters on rules of product candor. */
#include <stdio.h>

#include "base/buf.h"
#include "base/yaml.h"
#include "match/match.h"
#include "rule/rule_load.h"
#include "unit/test.h"

enum { TEXT_MAX = 1 << 16 };

static const char rule[] =
    "title: Base\nid: 11111111-1111-4111-8111-111111111111\nname: base\ndescription: d\nlevel: low\n"
    "falsepositives: [none known]\nlogsource: {product: candor, category: session}\n"
    "detection:\n  s: {ip.vpn: true}\n  condition: s\n"
    "candor:\n  group: network\n  indicators: [net-vpn-astrill]\n  verify: [location-explained]\n"
    "  match: [{id: a}]\n  miss: [{id: b}]\n"
    "---\n"
    "title: Exception\nlogsource: {product: candor, category: session}\n";

static const char selection[] = "filter: {rules: [base], s: {user_agent|contains: Jump}, condition: not s}\n";

static bool load(struct rules *set, const char *today, const char *head, const char *filter)
{
	struct buf text = buf_make(TEXT_MAX);

	rules_init(set, NULL, false);
	set->today = str_from(today);
	buf_printf(&text, "%s%s\n%s", rule, head, filter);
	CHECK(rules_add_text(set, STR_LIT("t.yml"), buf_str(&text)));
	buf_clear(&text);
	return rules_finish(set);
}

/* The codes of errors, in order, and of warnings with "~". */
static void what_an_exception_must_say(void)
{
	static const struct { const char *name, *today, *head, *filter, *want; size_t exceptions; } table[] = {
		{ "all_of_it", "2026-11-25", "author: A\ncandor: {reason: r, until: 2026-12-31}", selection, "", 1 },
		{ "on_its_last_day", "2026-12-31", "author: A\ncandor: {reason: r, until: 2026-12-31}", selection, "", 1 },
		{ "a_day_later", "2027-01-01", "author: A\ncandor: {reason: r, until: 2026-12-31}", selection,
		    "~ended-exception", 0 },
		{ "where_no_day_is_known", NULL, "author: A\ncandor: {reason: r, until: 1999-12-31}", selection, "", 1 },
		{ "no_author", "2026-11-25", "candor: {reason: r, until: 2026-12-31}", selection, "exception", 0 },
		{ "no_reason", "2026-11-25", "author: A\ncandor: {until: 2026-12-31}", selection, "exception", 0 },
		{ "no_end", "2026-11-25", "author: A\ncandor: {reason: r}", selection, "exception", 0 },
		{ "nothing", "2026-11-25", "", selection, "exception", 0 },
		{ "an_end_that_is_no_day", "2026-11-25", "author: A\ncandor: {reason: r, until: some day}", selection,
		    "exception", 0 },
		{ "an_end_that_is_a_month", "2026-11-25", "author: A\ncandor: {reason: r, until: 2026-12}", selection,
		    "exception", 0 },
		{ "a_list", "2026-11-25", "author: A\ncandor: [r, 2026-12-31]", selection, "exception", 0 },
		{ "a_key_too_many", "2026-11-25", "author: A\ncandor: {reason: r, until: 2026-12-31, unitl: x}", selection,
		    "unknown-key", 0 },
		{ "to_any_rule", "2026-11-25", "author: A\ncandor: {reason: r, until: 2026-12-31}",
		    "filter: {rules: any, s: {user_agent|contains: Jump}, condition: not s}\n", "", 1 },
		{ "by_a_value_that_is_different", "2026-11-25", "author: A\ncandor: {reason: r, until: 2026-12-31}",
		    "filter: {rules: [base], s: {user_agent|neq: Jump}, condition: s}\n", "", 1 },
		{ "by_something_that_is_missing", "2026-11-25", "author: A\ncandor: {reason: r, until: 2026-12-31}",
		    "filter: {rules: [base], s: {user_agent: null}, condition: s}\n", "absence ~filter-keeps", 0 },
		{ "by_something_that_is_there", "2026-11-25", "author: A\ncandor: {reason: r, until: 2026-12-31}",
		    "filter: {rules: [base], s: {user_agent|exists: true}, condition: not s}\n", "absence", 0 },
		{ "by_a_place", "2026-11-25", "author: A\ncandor: {reason: r, until: 2026-12-31}",
		    "filter: {rules: [base], s: {geo.country: US}, condition: not s}\n", "place-constant", 0 },
		{ "by_a_name", "2026-11-25", "author: A\ncandor: {reason: r, until: 2026-12-31}",
		    "filter: {rules: [base], s: {applicant.name: Kim}, condition: not s}\n", "name-value", 0 },
		{ "by_a_word_anywhere", "2026-11-25", "author: A\ncandor: {reason: r, until: 2026-12-31}",
		    "filter: {rules: [base], s: [Pyongyang], condition: not s}\n", "keyword", 0 },
	};
	struct buf got = buf_make(TEXT_MAX);

	for (size_t i = 0; i < COUNT(table); i++) {
		struct rules set;
		test_case(table[i].name);
		CHECK(load(&set, table[i].today, table[i].head, table[i].filter) == !set.errors);
		buf_reset(&got);
		for (const struct fault *f = set.faults; f; f = f->next)
			buf_printf(&got, "%s%s%s", f == set.faults ? "" : " ", f->is_warning ? "~" : "", f->code);
		CHECK_STR(buf_str(&got), table[i].want);
		CHECK_NUM(set.exception_count, table[i].exceptions);
		rules_clear(&set);
	}
	buf_clear(&got);
}

/* What @record comes to: "found", "excepted", both or neither; and how many fields an exception shows. */
static void match(const struct rules *set, const char *record, struct buf *out, size_t *seen)
{
	struct err e = { 0 };
	struct match_plan *plan = match_plan_new(set->rules, set->count + set->exception_count, &e);
	struct match_run *run = plan ? match_run_new(plan) : NULL;
	struct arena a = arena_make(0);
	struct record r = { .id = STR_LIT("r"), .file = STR_LIT("r.jsonl"), .line = 1 };
	struct node *documents;
	struct matched m;

	buf_reset(out);
	*seen = 0;
	if (CHECK(plan && run && yaml_read(str_from(record), &a, &documents, NULL, NULL))) {
		r.root = documents->child;
		CHECK(match_record(run, &r, &a, &m));
		CHECK_NUM(m.finding_count, m.findings != NULL);
		buf_text(out, m.findings ? "found" : "");
		buf_text(out, m.excepted ? " excepted" : "");
		for (const struct seen *s = m.excepted ? m.excepted->seen : NULL; s; s = s->next)
			++*seen;
	}
	CHECK_STR(str_from(e.text), "");
	match_run_free(run);
	match_plan_free(plan);
	arena_clear(&a);
}

static void what_an_exception_takes_is_kept_apart(void)
{
	static const struct { const char *record, *want; size_t seen; } table[] = {
		{ "{sessions: [{ip: 192.0.2.1, ip.vpn: true, user_agent: Jump 1}]}", " excepted", 3 },
		{ "{sessions: [{ip: 192.0.2.1, ip.vpn: true, user_agent: Other}]}", "found", 0 },
		{ "{sessions: [{ip: 192.0.2.1, ip.vpn: true}]}", "found", 0 },
		{ "{sessions: [{ip: 192.0.2.1, ip.vpn: false, user_agent: Jump 1}]}", "", 0 },
		{ "{sessions: [{ip.vpn: true, user_agent: Jump 1}, {ip.vpn: true}]}", "found excepted", 2 },
		{ "{}", "", 0 },
	};
	struct buf got = buf_make(TEXT_MAX);
	struct rules set;
	size_t seen;

	CHECK(load(&set, "2026-11-25", "author: A\ncandor: {reason: r, until: 2026-12-31}", selection));
	for (size_t i = 0; i < COUNT(table); i++) {
		test_case(table[i].record);
		match(&set, table[i].record, &got, &seen);
		CHECK_STR(buf_str(&got), table[i].want);
		CHECK_NUM(seen, table[i].seen);
	}
	test_case("it_has_the_title_of_the_rule_and_the_words_of_the_exception");
	const struct rule *x = set.rules[set.count];
	CHECK_STR(x->title, "Base");
	CHECK_STR(x->exception->title, "Exception");
	CHECK_STR(x->exception->author, "A");
	CHECK_STR(x->exception->reason, "r");
	CHECK_STR(x->exception->until, "2026-12-31");
	rules_clear(&set);
	buf_clear(&got);
}

void test_exception(void)
{
	what_an_exception_must_say();
	what_an_exception_takes_is_kept_apart();
}
