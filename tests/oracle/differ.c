#include "oracle/differ.h"

#include <stdio.h>

#include "base/json_write.h"
#include "match/explain.h"
#include "match/index.h"
#include "oracle/chance.h"

enum { TEXT_MAX = 1 << 18, EVENTS_MAX = 4 };

static bool holds(const struct rule *const *rules, size_t count, const struct rule *rule)
{
	for (size_t i = 0; i < count; i++)
		if (rules[i] == rule)
			return true;
	return false;
}

static void ignore_seen(void *context, uint32_t place, struct str field, const struct node *value)
{
	(void)context;
	(void)place;
	(void)field;
	(void)value;
}

static void print_event(const char *what, const struct node *n)
{
	struct buf out = buf_make(TEXT_MAX);
	struct json j = json_make(&out);

	if (n)
		json_node(&j, NULL, n);
	printf("# %s: %.*s\n", what, STR_ARG(buf_str(&out)));
	buf_clear(&out);
}

static void print_text(struct str text)
{
	while (text.ptr) {
		struct str line = str_split(text, '\n', &text);
		printf("# %.*s\n", STR_ARG(line));
	}
}

bool differ_event(struct oracle *o, const struct rules *set, struct scanner *compiled, const struct node *event,
    const struct node *applicant, struct differ_count *count)
{
	struct scan_result got = scanner_run(compiled, event, applicant);
	bool same = true;

	for (size_t i = 0; i < set->count; i++) {
		const struct rule *rule = set->rules[i];
		if (rule->kind != RULE_DETECTION || holds(got.undecided, got.undecided_count, rule))
			continue;
		enum oracle_answer slow = oracle_ask(o, rule, event, applicant);
		bool fired = holds(got.rules, got.count, rule);
		count->pairs++;
		count->fired += fired;
		if (fired)
			scanner_seen(compiled, rule, ignore_seen, NULL);
		if (slow == ORACLE_UNDECIDED || fired == (slow == ORACLE_YES))
			continue;
		same = false;
		printf("# the engine says %s, the slow evaluator %s\n", fired ? "yes" : "no", fired ? "no" : "yes");
		print_text(rule->text);
		print_event("event", event);
		print_event("applicant", applicant);
	}
	return same;
}

/* The walk of candor explain says the same, and is as slow: it is asked of random rules only. */
static bool explain_event_same(struct oracle *o, const struct rule *rule, const struct node *event,
    const struct node *applicant)
{
	static const enum regex_answer same[] = {
		[ORACLE_NO] = REGEX_NO, [ORACLE_UNDECIDED] = REGEX_LIMIT, [ORACLE_YES] = REGEX_YES,
	};
	struct arena a = arena_make(0);
	struct err e = { 0 };
	struct explainer *x = explainer_new(rule, &e);
	const struct explain_node *n = x ? explain_event(x, event, applicant, &a) : NULL;
	enum regex_answer want = same[oracle_ask(o, rule, event, applicant)];
	bool ok = n && n->answer == want;

	if (!ok) {
		printf("# explain says %d, the slow evaluator %d\n", n ? (int)n->answer : -1, (int)want);
		print_text(rule->text);
		print_event("event", event);
		print_event("applicant", applicant);
	}
	explainer_free(x);
	arena_clear(&a);
	return ok;
}

static bool explain_same(struct oracle *o, const struct rules *set, const struct node *event,
    const struct node *applicant)
{
	bool same = true;

	for (size_t i = 0; i < set->count; i++)
		if (set->rules[i]->kind == RULE_DETECTION)
			same = explain_event_same(o, set->rules[i], event, applicant) && same;
	return same;
}

/* The same rules with the applicant read as an event and shared. */
struct sharing {
	struct matcher *applicant;
	struct scanner *applicants, *scanner;
	struct share share;
};

static bool share_init(struct sharing *x, const struct matcher *m, struct arena *a)
{
	struct str *names = ARENA_NEW(a, struct str, m->names.count);
	struct err e = { 0 };

	*x = (struct sharing){ .applicant = matcher_new_reading(NULL, 0, names, share_names(m, names), &e) };
	x->applicants = scanner_new(x->applicant);
	x->scanner = scanner_new(m);
	return share_make(x->applicant, m, a, &x->share);
}

static void share_clear(struct sharing *x)
{
	scanner_free(x->scanner);
	scanner_free(x->applicants);
	matcher_free(x->applicant);
}

static bool lists_same(const struct rule *const *a, size_t a_count, const struct rule *const *b, size_t b_count)
{
	bool same = a_count == b_count;

	for (size_t i = 0; i < a_count; i++)
		same = same && holds(b, b_count, a[i]);
	return same;
}

/* An applicant that is shared gives the answers, and has the fields, of one that is walked for these rules alone. */
static bool share_same(struct sharing *x, struct scanner *s, const struct node *event, const struct node *applicant)
{
	if (!applicant || !x->share.count)
		return true;
	struct scan_result want = scanner_run(s, event, applicant);
	scanner_next(x->applicants, applicant);
	scanner_share(x->scanner, x->applicants, &x->share);
	struct scan_result got = scanner_next(x->scanner, event);
	bool same = lists_same(want.rules, want.count, got.rules, got.count) &&
	    lists_same(want.undecided, want.undecided_count, got.undecided, got.undecided_count);
	for (uint32_t i = 0; i < s->m->names.count; i++)
		same = same && reading_has(&s->reading, i) == reading_has(&x->scanner->reading, i);
	if (!same) {
		printf("# a shared applicant says something else\n");
		print_event("event", event);
		print_event("applicant", applicant);
	}
	return same;
}

static bool run_events(struct oracle *o, const struct rules *set, struct chance *c, struct differ_count *count)
{
	struct arena a = arena_make(0);
	struct err e = { 0 };
	struct matcher *m = matcher_new(set->rules, set->count, &e);
	struct scanner *s = m ? scanner_new(m) : NULL;
	struct sharing x = { .share.count = 0 };
	bool same = s && share_init(&x, m, &a);

	if (!s)
		printf("# the rules load and do not compile: %s\n", e.text);
	for (unsigned i = 1 + chance_below(c, EVENTS_MAX); s && i > 0; i--) {
		struct node *event = chance_event(c, &a), *applicant = chance_below(c, 2) ? chance_event(c, &a) : NULL;
		while (event && applicant && node_get(event, "applicant"))
			node_remove(event, node_get(event, "applicant"));
		same = event && differ_event(o, set, s, event, applicant, count) &&
		    explain_same(o, set, event, applicant) && share_same(&x, s, event, applicant) && same;
		count->shared += applicant && x.share.count;
	}
	share_clear(&x);
	scanner_free(s);
	matcher_free(m);
	oracle_forget(o);
	arena_clear(&a);
	return same;
}

bool differ_bytes(struct oracle *o, const unsigned char *data, size_t size, struct differ_count *count)
{
	struct placeholder two = { NULL, STR("p"), STR("b*") }, one = { &two, STR("p"), STR("a") };
	struct chance c = { data, data + size };
	struct buf text = buf_make(TEXT_MAX);
	struct rules set;
	bool same = true;

	chance_rules(&c, &text);
	rules_init(&set, NULL, true);
	set.placeholders = &one;
	if (text.failed || !rules_add_text(&set, STR_LIT("random.yml"), buf_str(&text)))
		same = false;
	/* A rule with a fault is left out, and the others are asked. */
	bool whole = rules_finish(&set);
	count->rules += set.count;
	count->refused += !whole;
	if (same && set.count)
		same = run_events(o, &set, &c, count);
	rules_clear(&set);
	buf_clear(&text);
	return same;
}
