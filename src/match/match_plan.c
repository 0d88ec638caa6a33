#include "match/match_inside.h"

/* @more: names to read for other categories. */
static bool plan_category(struct match_plan *p, size_t category, struct rule **work, const struct str *more,
    size_t more_count, struct err *e)
{
	struct category_plan *c = &p->categories[category];
	size_t count = 0;

	c->numbers = ARENA_NEW(&p->arena, size_t, p->rule_count);
	for (size_t i = 0; c->numbers && i < p->rule_count; i++)
		if (p->rules[i]->kind == RULE_DETECTION && p->rules[i]->category_index == category) {
			c->numbers[count] = i;
			work[count++] = p->rules[i];
		}
	if (!c->numbers)
		return err_set(e, ERR_MEMORY, "out of memory");
	if (!count && !more_count)
		return true;
	if (!(c->matcher = matcher_new_reading(work, count, more, more_count, e)))
		return false;
	c->facts = ARENA_NEW(&p->arena, struct field_fact, c->matcher->names.count);
	return (c->facts && match_find_facts(p, category)) || err_set(e, ERR_MEMORY, "out of memory");
}

bool match_stays_within(const struct rule *r)
{
	if (r->kind == RULE_CORRELATION)
		for (size_t i = 0; i < r->correlation->group_by_count; i++)
			if (str_is(r->correlation->group_by[i], "applicant.id"))
				return true;
	return false;
}

/* What @c, which joins records, reads; without "generate" that says nothing by itself. */
static void plan_join(struct match_plan *p, const struct correlation *c)
{
	for (size_t i = 0; i < p->rule_count; i++)
		for (size_t k = 0; k < c->rule_count; k++)
			if (c->rules[k] == p->rules[i]) {
				p->is_joined[i] = true;
				p->is_silent[i] = p->is_silent[i] || !c->generate;
			}
}

static bool plan_correlations(struct match_plan *p)
{
	const struct rule **within = mem_alloc(sizeof(*within), p->rule_count);

	p->is_read = ARENA_NEW(&p->arena, bool, p->rule_count);
	p->is_silent = ARENA_NEW(&p->arena, bool, p->rule_count);
	p->is_joined = ARENA_NEW(&p->arena, bool, p->rule_count);
	for (size_t i = 0; within && i < p->rule_count; i++)
		if (match_stays_within(p->rules[i]))
			within[p->correlation_count++] = p->rules[i];
	p->correlator = within ? correlator_new(within, p->correlation_count) : NULL;
	mem_free(within);
	if (!p->correlator || !p->is_read || !p->is_silent || !p->is_joined)
		return false;
	for (size_t i = 0; i < p->rule_count; i++) {
		p->is_read[i] = correlator_reads(p->correlator, p->rules[i]);
		/* A rule without a level only feeds correlations, those that join records too. */
		p->is_silent[i] = !p->rules[i]->exception &&
		    (p->rules[i]->level == LEVEL_NONE || correlator_silences(p->correlator, p->rules[i]));
	}
	for (size_t i = 0; i < p->rule_count; i++)
		if (p->rules[i]->kind == RULE_CORRELATION && !match_stays_within(p->rules[i]))
			plan_join(p, p->rules[i]->correlation);
	return true;
}

/* All categories, the applicant last: its matcher reads what all others ask of the applicant. */
static bool plan_categories(struct match_plan *p, struct rule **work, struct err *e)
{
	size_t room = 0, count = 0;

	for (size_t c = category_count; --c > CATEGORY_APPLICANT;) {
		if (!plan_category(p, c, work, NULL, 0, e))
			return false;
		room += p->categories[c].matcher ? p->categories[c].matcher->names.count : 0;
	}
	struct str *names = ARENA_NEW(&p->arena, struct str, room);
	for (size_t c = CATEGORY_APPLICANT + 1; names && c < category_count; c++)
		if (p->categories[c].matcher)
			count += share_names(p->categories[c].matcher, names + count);
	if (!names || !plan_category(p, CATEGORY_APPLICANT, work, names, count, e))
		return names || err_set(e, ERR_MEMORY, "out of memory");
	for (size_t c = CATEGORY_APPLICANT + 1; count && c < category_count; c++)
		if (p->categories[c].matcher && !share_make(p->categories[CATEGORY_APPLICANT].matcher,
		    p->categories[c].matcher, &p->arena, &p->categories[c].share))
			return err_set(e, ERR_MEMORY, "out of memory");
	return true;
}

static bool plan(struct match_plan *p, struct rule **work, struct err *e)
{
	struct matcher **matchers = ARENA_NEW(&p->arena, struct matcher *, category_count);

	p->categories = ARENA_NEW(&p->arena, struct category_plan, category_count);
	if (!matchers || !p->categories)
		return err_set(e, ERR_MEMORY, "out of memory");
	if (!plan_categories(p, work, e))
		return false;
	for (size_t c = 0; c < category_count; c++)
		matchers[c] = p->categories[c].matcher;
	return (plan_correlations(p) && observed_make(&p->observed, matchers, &p->arena)) ||
	    err_set(e, ERR_MEMORY, "out of memory");
}

struct match_plan *match_plan_new(struct rule *const *rules, size_t count, struct err *e)
{
	struct match_plan *p = mem_alloc(sizeof(*p), 1);
	struct rule **work = mem_alloc(sizeof(*work), count);

	if (p) {
		p->rules = rules;
		p->rule_count = count;
	}
	bool ok = (p && work) || err_set(e, ERR_MEMORY, "out of memory");
	ok = ok && plan(p, work, e);
	mem_free(work);
	if (ok)
		return p;
	match_plan_free(p);
	return NULL;
}

void match_plan_free(struct match_plan *p)
{
	if (!p)
		return;
	for (size_t c = 0; p->categories && c < category_count; c++)
		matcher_free(p->categories[c].matcher);
	correlator_free(p->correlator);
	arena_clear(&p->arena);
	mem_free(p);
}
