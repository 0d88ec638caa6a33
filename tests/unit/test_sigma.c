/* The vectors of tests/sigma, through the loader, the compiled engine, the correlations and the slow evaluator. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/when.h"
#include "base/yaml.h"
#include "match/correlate.h"
#include "match/explain.h"
#include "match/matcher.h"
#include "oracle/oracle.h"
#include "oracle/vector.h"
#include "unit/test.h"

static bool lists_text(const struct node *n, const char *text)
{
	if (!n)
		return false;
	if (n->type == NODE_TEXT)
		return str_is(node_text(n), text);
	NODE_EACH(c, n)
		if (str_is(node_text(c), text))
			return true;
	return false;
}

static bool lists_number(const struct node *n, size_t number)
{
	NODE_EACH(c, n)
		if (c->type == NODE_NUMBER && c->number == (double)number)
			return true;
	return false;
}

/* --- faults --- */

static bool is_told(const struct rules *set, struct str code, bool warnings)
{
	for (const struct fault *f = set->faults; f; f = f->next)
		if (f->is_warning == warnings && str_is(code, f->code))
			return true;
	return false;
}

/* The codes told are those wanted, no more and no fewer. */
static void check_codes(const struct rules *set, const struct node *want, bool warnings)
{
	for (const struct fault *f = set->faults; f; f = f->next)
		if (f->is_warning == warnings && !lists_text(want, f->code)) {
			CHECK(!"a fault that the vector does not name");
			printf("#   %s at %u:%u: %.*s\n", f->code, f->line, f->column, STR_ARG(f->message));
		}
	if (want && want->type == NODE_TEXT)
		CHECK(is_told(set, node_text(want), warnings));
	NODE_EACH(c, want)
		CHECK(is_told(set, node_text(c), warnings));
}

static void check_line(const struct rules *set, const struct vector *v)
{
	const struct node *want = node_get(v->node, "line");
	const struct fault *f = set->faults;

	while (f && f->is_warning)
		f = f->next;
	if (want && CHECK(f))
		CHECK_NUM((long long)f->line - v->offset, want->number);
}

/* --- matches --- */

/* Does the vector want @rule to fire on event @line (from 1)? */
static bool is_wanted(const struct node *match, const struct rule *rule, size_t line)
{
	if (match->type == NODE_MAP)
		match = node_get_str(match, rule->title);
	return lists_number(match, line);
}

struct run {
	const struct vector *v;
	struct rules set;
	struct matcher *matcher;
	struct scanner *scanner;
	struct correlator *correlator;
	struct correlate_run *correlations;
	struct oracle *oracle;
	size_t hit_count;
	struct arena arena;
};

static int64_t time_of(const struct node *event)
{
	struct str at = node_get_text(event, "at");
	struct when w;

	return at.ptr && when_parse(at, &w) ? w.seconds * 1000 + w.nanoseconds / 1000000 : WINDOW_NO_TIME;
}

static bool fires(const struct scan_result *got, const struct rule *rule)
{
	for (size_t i = 0; i < got->count; i++)
		if (got->rules[i] == rule)
			return true;
	return false;
}

/* One rule on one event: the engine, the slow evaluator and the vector must agree. */
static void check_rule(struct run *r, const struct scan_result *got, const struct rule *rule, size_t i)
{
	const struct node *event = r->v->events[i], *match = node_get(r->v->node, "match");
	bool fired = fires(got, rule), spoken = fired && !(r->correlator && correlator_silences(r->correlator, rule));
	enum oracle_answer slow = oracle_ask(r->oracle, rule, event, NULL);

	if (match && !CHECK(spoken == is_wanted(match, rule, i + 1)))
		printf("#   event %zu: \"%.*s\" %s\n", i + 1, STR_ARG(rule->title), fired ? "fired" : "did not fire");
	if (!CHECK(fired == (slow == ORACLE_YES) && slow != ORACLE_UNDECIDED))
		printf("#   event %zu: the slow evaluator says %d\n", i + 1, slow);
	if (fired && r->correlations)
		CHECK(correlate_add(r->correlations, rule, event, NULL, time_of(event), i + 1));
}

static void check_events(struct run *r)
{
	for (size_t i = 0; i < r->v->event_count; i++) {
		struct scan_result got = scanner_run(r->scanner, r->v->events[i], NULL);
		CHECK(got.undecided_count == 0);
		for (size_t k = 0; k < r->set.count; k++)
			if (r->set.rules[k]->kind == RULE_DETECTION)
				check_rule(r, &got, r->set.rules[k], i);
	}
}

/* --- correlations --- */

static bool is_group(const struct node *want, const struct correlate_hit *hit)
{
	const struct correlation *c = hit->rule->correlation;
	struct str title = node_get_text(want, "title");
	const struct node *group = node_get(want, "group"), *lines = node_get(want, "lines");

	if ((title.ptr && !str_eq(title, hit->rule->title)) || !lines || lines->len != hit->line_count ||
	    !group || group->len != c->group_by_count)
		return false;
	for (size_t i = 0; i < c->group_by_count; i++) {
		const struct node *value = node_get_str(group, c->group_by[i]);
		if (!value || !str_eq(node_text(value), hit->group[i]))
			return false;
	}
	for (size_t i = 0; i < hit->line_count; i++)
		if (!lists_number(lines, hit->lines[i]))
			return false;
	return true;
}

static void check_hit(void *context, const struct correlate_hit *hit)
{
	struct run *r = context;
	bool found = false;

	r->hit_count++;
	NODE_EACH(want, node_get(r->v->node, "groups"))
		found = found || is_group(want, hit);
	if (CHECK(found))
		return;
	printf("#   told: \"%.*s\"", STR_ARG(hit->rule->title));
	for (size_t i = 0; i < hit->rule->correlation->group_by_count; i++)
		printf(" %.*s", STR_ARG(hit->group[i]));
	for (size_t i = 0; i < hit->line_count; i++)
		printf("%s%zu", i ? ", " : " lines ", hit->lines[i]);
	printf("\n");
}

static int64_t clock_time(const void *context, const struct node *event, const struct node *root)
{
	(void)context;
	(void)root;
	return time_of(event);
}

/* How many groups of @rule meet its condition, by trying every window. */
static size_t slow_groups(const struct run *r, const struct rule *rule, const struct record *records)
{
	static const struct explain_clock clock = { clock_time, NULL };
	struct arena a = arena_make(0);
	struct err e = { 0 };
	size_t count = 0;

	const struct explain_correlation *c = explain_correlation(rule, records, r->v->event_count, &clock, &a, &e);
	CHECK(c);
	for (const struct explain_group *g = c ? c->groups : NULL; g; g = g->next)
		count += g->is_met;
	arena_clear(&a);
	return count;
}

/* The slow way of candor explain must find as many. */
static void check_slow_groups(struct run *r)
{
	struct record *records = mem_alloc(sizeof(*records), r->v->event_count + 1);
	size_t count = 0;

	for (size_t i = 0; records && i < r->v->event_count; i++)
		records[i].root = node_copy(&r->arena, r->v->events[i]);
	for (size_t i = 0; records && i < r->set.count; i++)
		if (r->set.rules[i]->kind == RULE_CORRELATION && !correlator_silences(r->correlator, r->set.rules[i]))
			count += slow_groups(r, r->set.rules[i], records);
	CHECK_NUM(count, r->hit_count);
	mem_free(records);
}

static void check_groups(struct run *r)
{
	const struct node *want = node_get(r->v->node, "groups");

	if (!want)
		return;
	CHECK(correlate_finish(r->correlations, check_hit, r));
	CHECK_NUM(r->hit_count, want->len);
	check_slow_groups(r);
}

/* --- a vector --- */

static bool load(struct run *r)
{
	const struct node *rules = node_get(r->v->node, "rules"), *error = node_get(r->v->node, "error");

	rules_init(&r->set, NULL, true);
	r->set.placeholders = r->v->placeholders;
	CHECK(rules_add_text(&r->set, STR_LIT("vector.yml"), r->v->text));
	CHECK(rules_finish(&r->set) == !error);
	check_codes(&r->set, error, false);
	check_line(&r->set, r->v);
	if (node_get(r->v->node, "warning"))
		check_codes(&r->set, node_get(r->v->node, "warning"), true);
	if (rules)
		CHECK_NUM(r->set.count, rules->number);
	return !error && r->set.errors == 0;
}

/* The correlations among the rules. */
static struct correlator *new_correlator(const struct rules *set)
{
	const struct rule *at[16];
	size_t count = 0;

	for (size_t i = 0; i < set->count && count < COUNT(at); i++)
		if (set->rules[i]->kind == RULE_CORRELATION)
			at[count++] = set->rules[i];
	return correlator_new(at, count);
}

static void run_rules(struct run *r)
{
	struct err e = { 0 };

	r->matcher = matcher_new(r->set.rules, r->set.count, &e);
	r->scanner = r->matcher ? scanner_new(r->matcher) : NULL;
	r->correlator = node_get(r->v->node, "groups") ? new_correlator(&r->set) : NULL;
	r->correlations = r->correlator ? correlate_run_new(r->correlator) : NULL;
	if (CHECK(r->scanner && (r->correlations || !node_get(r->v->node, "groups")))) {
		check_events(r);
		check_groups(r);
	}
	arena_clear(&r->arena);
	correlate_run_free(r->correlations);
	correlator_free(r->correlator);
	scanner_free(r->scanner);
	matcher_free(r->matcher);
	oracle_forget(r->oracle);
}

static void run_vector(const struct node *n, const char *file, struct oracle *oracle)
{
	struct arena a = arena_make(0);
	struct vector v;
	struct run r = { .v = &v, .oracle = oracle };
	char label[256];

	snprintf(label, sizeof(label), "%s: %.*s", file, STR_ARG(node_get_text(n, "name")));
	test_case(label);
	if (CHECK(vector_read(n, &a, &v))) {
		if (load(&r))
			run_rules(&r);
		rules_clear(&r.set);
	}
	arena_clear(&a);
}

/* --- the files --- */

static void tell(void *context, const struct err *e)
{
	(void)context;
	printf("#   %u:%u: %s\n", e->line, e->column, e->text);
}

static size_t run_file(const char *name, struct oracle *oracle)
{
	char path[512];
	struct arena a = arena_make(0);
	struct node *documents = NULL;
	size_t count = 0;

	snprintf(path, sizeof(path), "%s/%s", test_file("sigma"), name);
	struct str text = test_read(path);
	test_case(name);
	if (CHECK(text.ptr && yaml_read(text, &a, &documents, tell, NULL) && documents->len == 1))
		NODE_EACH(n, documents->child) {
			run_vector(n, name, oracle);
			count++;
		}
	arena_clear(&a);
	mem_free((void *)(uintptr_t)text.ptr);
	return count;
}

static int is_yaml(const struct dirent *d)
{
	return str_ends(str_from(d->d_name), STR_LIT(".yaml"));
}

void test_sigma(void)
{
	struct oracle *oracle = oracle_new();
	struct dirent **names = NULL;
	int files = scandir(test_file("sigma"), &names, is_yaml, alphasort);
	size_t count = 0;

	if (CHECK(oracle && files > 0))
		for (int i = 0; i < files; i++)
			count += run_file(names[i]->d_name, oracle);
	test_case("the_suite_is_whole");
	CHECK(count >= 300);
	for (int i = 0; i < files; i++)
		free(names[i]);
	free(names);
	oracle_free(oracle);
}
