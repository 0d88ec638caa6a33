/* The slow walk of candor explain against the compiled engine, on every example of every rule of the pack. */
#include "list/catalogue.h"
#include "match/example.h"
#include "match/explain.h"
#include "match/match.h"
#include "rule/rule_load.h"
#include "unit/test.h"

#include <stdio.h>

static int64_t time_of(const void *context, const struct node *event, const struct node *root)
{
	(void)context;
	return match_event_time(event, root);
}

static const struct explain_clock record_clock = { time_of, NULL };

struct count {
	size_t events, correlations, yes;
};

static void hold_event(const struct example *x, struct count *count)
{
	struct arena a = arena_make(0);
	struct err e = { 0 };
	struct explainer *explainer = explainer_new(x->rule, &e);

	if (CHECK(explainer)) {
		const struct explain_node *n = explain_event(explainer, x->node, example_applicant(x->rule, x->node), &a);
		if (CHECK(n))
			CHECK_NUM(n->answer, x->answer);
	}
	count->events++;
	explainer_free(explainer);
	arena_clear(&a);
}

static void hold_correlation(const struct example *x, struct count *count)
{
	struct arena a = arena_make(0);
	struct err e = { 0 };
	size_t records = 0;
	struct record *list = example_records(x->node, &a, &records);
	const struct explain_correlation *c = list ?
	    explain_correlation(x->rule, list, records, &record_clock, &a, &e) : NULL;

	if (CHECK(c))
		CHECK_NUM(c->answer, x->answer);
	count->correlations++;
	arena_clear(&a);
}

static void hold(void *context, const struct example *x)
{
	struct count *count = context;
	char name[200];

	snprintf(name, sizeof(name), "%.*s %s %zu", STR_ARG(x->rule->name), x->wants_match ? "match" : "miss", x->number);
	test_case(name);
	CHECK(example_holds(x));
	count->yes += x->answer == REGEX_YES;
	if (x->rule->kind == RULE_DETECTION)
		hold_event(x, count);
	else
		hold_correlation(x, count);
}

void test_explain(void)
{
	struct arena a = arena_make(0);
	const struct catalogue *catalogue = catalogue_new(&a);
	struct count count = { 0 };
	struct rules set;
	struct err e = { 0 };

	rules_init(&set, catalogue, false);
	CHECK(catalogue && rules_add_embedded(&set) && rules_finish(&set));
	for (size_t i = 0; i < set.count; i++)
		CHECK(examples_run(set.rules[i], hold, &count, &e));
	CHECK(count.events > 400 && count.correlations > 20);
	CHECK(count.yes > 200 && count.yes < count.events);
	rules_clear(&set);
	arena_clear(&a);
}
