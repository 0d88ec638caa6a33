/* A correlation by trying every window: what each rule matched, in which group, and how far each group comes. */
#include "match/explain.h"

#include <stdlib.h>

#include "match/correlate.h"
#include "match/predicate.h"
#include "match/trie.h"
#include "match/window.h"

enum { DEPTH_MAX = 16, MILLIS = 1000 };

/* The explanation of one correlation in the making. */
struct trial {
	const struct record *records;
	size_t record_count;
	const struct explain_clock *clock;
	struct arena *a;
	struct err *e;
	struct explain_correlation *out;
	const struct correlation *c;
	unsigned depth;          /* correlations over correlations */
	size_t order;
	size_t rule;             /* of the correlation's: whose events are read */
};

/* Where fields of what a rule matched come from: an event of a record, or a group of an inner correlation. */
struct origin {
	const struct record *record;
	const struct node *event;
	const struct correlation *inner;
	const struct explain_group *group;
	struct str place;
	int64_t millis;
};

static bool full(struct trial *t)
{
	return err_set(t->e, ERR_MEMORY, "out of memory");
}

/* --- groups --- */

/* Events of other products stand alone: no record is beside them. */
static bool is_foreign(const struct rule *r)
{
	return r->category_index >= category_count;
}

/* The values of a field, none of them empty; how many. */
static size_t gather(const struct trial *t, const struct origin *o, struct str name, struct str *out)
{
	static const struct str prefix = STR("applicant.");
	const struct node *nodes[CORRELATE_VALUES_MAX];
	size_t count = 0, kept = 0;

	for (size_t i = 0; o->inner && i < o->inner->group_by_count; i++)
		if (str_eq(o->inner->group_by[i], name))
			out[kept++] = o->group->values[i];
	if (o->inner)
		return kept;
	if (str_starts(name, prefix) && !is_foreign(t->c->rules[t->rule]))
		count = trie_gather(o->record->root, str_of(name.ptr + prefix.len, name.len - prefix.len), nodes,
		    COUNT(nodes));
	else
		count = trie_gather(o->event, name, nodes, COUNT(nodes));
	for (size_t i = 0; i < count; i++)
		if (predicate_text(nodes[i]).len)
			out[kept++] = predicate_text(nodes[i]);
	return kept;
}

static struct explain_group *group_of(struct trial *t, const struct str *values)
{
	struct explain_group **last = &t->out->groups;

	for (; *last; last = &(*last)->next) {
		bool same = true;
		for (size_t i = 0; same && i < t->c->group_by_count; i++)
			same = str_eq((*last)->values[i], values[i]);
		if (same)
			return *last;
	}
	struct explain_group *g = ARENA_NEW(t->a, struct explain_group, 1);
	if (!g || !(g->values = ARENA_NEW(t->a, struct str, t->c->group_by_count)))
		return NULL;
	for (size_t i = 0; i < t->c->group_by_count; i++)
		if (!(g->values[i] = arena_copy(t->a, values[i])).ptr)
			return NULL;
	return *last = g;
}

/* --- hits --- */

/* Until all are there, those of a group hang in a list from its first place. */
static bool add_hit(struct trial *t, const struct origin *o, const struct str *group, struct str value)
{
	struct explain_group *g = group_of(t, group);
	struct explain_hit *h = ARENA_NEW(t->a, struct explain_hit, 1);

	if (!g || !h)
		return full(t);
	if (!g->hits && !(g->hits = ARENA_NEW(t->a, struct explain_hit *, 1)))
		return full(t);
	*h = (struct explain_hit){
		.next = g->hits[0], .rule = (uint32_t)t->rule, .record = o->record ? o->record->id : str_of(NULL, 0),
		.place = o->place, .millis = o->millis, .order = t->order, .value = value,
	};
	g->hits[0] = h;
	g->count++;
	return true;
}

static bool counts_values(const struct correlation *c)
{
	return c->field_count && c->type != CORRELATE_EVENT_COUNT && c->type != CORRELATE_TEMPORAL &&
	    c->type != CORRELATE_TEMPORAL_ORDERED;
}

/* Every way to take one value for each name, those of group-by first, then those that are counted. */
static bool spread(struct trial *t, const struct origin *o, struct str *taken, size_t at)
{
	size_t names = t->c->group_by_count, fields = counts_values(t->c) ? t->c->field_count : 0;
	struct str *values, counted = { NULL, 0 };

	if (at == names + fields) {
		for (size_t i = 0; i < fields; i++)
			counted = arena_printf(t->a, "%.*s%s%.*s", STR_ARG(counted), i ? ", " : "",
			    STR_ARG(taken[names + i]));
		return (!fields || counted.ptr ? add_hit(t, o, taken, counted) : full(t));
	}
	if (!(values = mem_alloc(sizeof(*values), CORRELATE_VALUES_MAX)))
		return full(t);
	struct str name = at < names ? t->c->group_by[at] : t->c->fields[at - names];
	size_t count = gather(t, o, correlate_field(t->c, t->c->rules[t->rule], name), values);
	bool ok = true;
	for (size_t i = 0; ok && i < count; i++) {
		taken[at] = values[i];
		ok = spread(t, o, taken, at + 1);
	}
	mem_free(values);
	return ok;
}

static bool take(struct trial *t, const struct origin *o)
{
	struct str *taken = ARENA_NEW(t->a, struct str, t->c->group_by_count + t->c->field_count);
	bool ok = taken ? spread(t, o, taken, 0) : full(t);

	t->order++;
	return ok;
}

/* --- what the rules match --- */

static bool ask_event(struct trial *t, struct explainer *x, const struct record *r, const struct node *event,
    size_t index)
{
	struct explain_base *b = &t->out->bases[t->rule];
	struct arena a = arena_make(0);
	const struct explain_node *n = explain_event(x, event, is_foreign(b->rule) ? NULL : r->root, &a);
	enum regex_answer answer = n ? n->answer : REGEX_NO;
	bool ok = n != NULL;

	arena_clear(&a);
	b->events++;
	b->matched += answer == REGEX_YES;
	b->undecided += answer == REGEX_LIMIT;
	if (!ok)
		return full(t);
	if (answer != REGEX_YES)
		return true;
	const char *list = is_foreign(b->rule) ? "" : categories[b->rule->category_index].path;
	struct origin o = { .record = r, .event = event };
	o.millis = t->clock->time_of(t->clock->context, event, r->root);
	o.place = *list ? arena_printf(t->a, "%s[%zu]", list, index) : STR_LIT("the record");
	return o.place.ptr ? take(t, &o) : full(t);
}

static bool ask_records(struct trial *t, const struct rule *rule)
{
	struct explainer *x = explainer_new(rule, t->e);
	size_t category = rule->category_index;
	bool ok = x != NULL;

	for (size_t i = 0; ok && i < t->record_count; i++) {
		const struct record *r = &t->records[i];
		size_t index = 0;
		if (category == 0 || is_foreign(rule))
			ok = ask_event(t, x, r, r->root, 0);
		else
			NODE_EACH(event, category_events(r->root, category))
				ok = ok && ask_event(t, x, r, event, index++);
	}
	explainer_free(x);
	return ok;
}

static struct explain_correlation *explain(const struct trial *outer, const struct rule *rule);

/* Each window of an inner correlation that meets its condition is an event of the outer one. */
static bool take_windows(struct trial *t, const struct rule *inner, const struct explain_group *g);

static bool ask_inner(struct trial *t, const struct rule *rule)
{
	struct explain_base *b = &t->out->bases[t->rule];
	struct explain_correlation *inner = t->depth >= DEPTH_MAX ? NULL : explain(t, rule);

	if (!inner)
		return err_set(t->e, ERR_LIMIT, "too many correlations over correlations");
	for (const struct explain_group *g = inner->groups; g; g = g->next) {
		b->events++;
		b->matched += g->is_met;
		if (g->is_met && !take_windows(t, rule, g))
			return false;
	}
	b->undecided += inner->answer == REGEX_LIMIT;
	return true;
}

/* --- windows --- */

/* Hits of one group: those without time, then those from @low to @high. */
struct span {
	const struct correlation *c;
	struct explain_hit *const *hits;
	size_t timeless, low, high;
};

static size_t span_size(const struct span *s)
{
	return s->timeless + s->high - s->low;
}

static const struct explain_hit *span_hit(const struct span *s, size_t i)
{
	return s->hits[i < s->timeless ? i : s->low + i - s->timeless];
}

static bool has_rule(const struct span *s, size_t rule)
{
	for (size_t i = 0; i < span_size(s); i++)
		if (span_hit(s, i)->rule == rule)
			return true;
	return false;
}

static size_t count_rules(const struct span *s)
{
	size_t count = 0;

	for (size_t i = 0; i < s->c->rule_count; i++)
		count += has_rule(s, i);
	return count;
}

static int by_value(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static size_t count_values(const struct span *s)
{
	struct str *values = mem_alloc(sizeof(*values), span_size(s) + 1);
	size_t size = values ? span_size(s) : 0, count = 0;

	for (size_t i = 0; i < size; i++)
		values[i] = span_hit(s, i)->value;
	if (size)
		qsort(values, size, sizeof(*values), by_value);
	for (size_t i = 0; i < size; i++)
		count += !i || !str_eq(values[i - 1], values[i]);
	mem_free(values);
	return count;
}

static bool is_timeless(const struct span *s, size_t rule)
{
	for (size_t i = 0; i < s->timeless; i++)
		if (s->hits[i]->rule == rule)
			return true;
	return false;
}

/*
 * The most rules that follow each other in their order; one that was seen without time fits anywhere.  The rules of one
 * event stand backwards, so that it does not follow itself.
 */
static size_t longest_run(const struct span *s)
{
	size_t *runs = mem_alloc(sizeof(*runs), s->c->rule_count), best = 0;

	for (size_t i = s->low; runs && i < s->high; i++) {
		size_t rule = s->hits[i]->rule, run = 0;
		for (size_t k = 0; k < rule; k++)
			run = runs[k] > run ? runs[k] : run;
		if (!is_timeless(s, rule) && runs[rule] < run + 1)
			runs[rule] = run + 1;
		best = runs[rule] > best ? runs[rule] : best;
	}
	for (size_t i = 0; i < s->c->rule_count; i++)
		best += is_timeless(s, i);
	mem_free(runs);
	return best;
}

static int by_number(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Sum, average or median of the values that are numbers; false if there is none. */
static bool reckon(const struct span *s, double *out)
{
	double *numbers = mem_alloc(sizeof(*numbers), span_size(s) + 1);
	long double sum = 0;
	size_t n = 0;

	for (size_t i = 0; numbers && i < span_size(s); i++)
		if (str_real(span_hit(s, i)->value, &numbers[n])) {
			sum += numbers[n];
			n++;
		}
	if (n) {
		qsort(numbers, n, sizeof(*numbers), by_number);
		*out = s->c->type == CORRELATE_VALUE_SUM ? (double)sum :
		    s->c->type == CORRELATE_VALUE_AVG ? (double)(sum / (long double)n) :
		    (numbers[(n - 1) / 2] + numbers[n / 2]) / 2;
	}
	mem_free(numbers);
	return n > 0;
}

static double measure(const struct span *s)
{
	double n = 0;

	switch (s->c->type) {
	case CORRELATE_EVENT_COUNT: return (double)span_size(s);
	case CORRELATE_VALUE_COUNT: return (double)count_values(s);
	case CORRELATE_TEMPORAL: return (double)count_rules(s);
	case CORRELATE_TEMPORAL_ORDERED: return (double)longest_run(s);
	case CORRELATE_VALUE_SUM: case CORRELATE_VALUE_AVG: case CORRELATE_VALUE_MEDIAN:
		reckon(s, &n);
		return n;
	}
	return n;
}

static bool expression_holds(const struct span *s, const struct cond *x)
{
	bool all = x->kind == COND_AND;

	if (x->kind == COND_NOT)
		return !expression_holds(s, x->parts[0]);
	for (size_t i = 0; x->kind != COND_SELECTION && i < x->part_count; i++)
		if (expression_holds(s, x->parts[i]) != all)
			return !all;
	if (x->kind != COND_SELECTION)
		return all;
	for (size_t i = 0; i < s->c->rule_count; i++)
		if (str_eq(s->c->rules[i]->name, x->text) || str_eq(s->c->rules[i]->id, x->text))
			return has_rule(s, i);
	return false;
}

static bool is_met(const struct span *s, double n)
{
	double ignored;

	if (s->c->expression)
		return expression_holds(s, s->c->expression);
	if (!s->c->bound_count)
		return n == (double)s->c->rule_count;
	if (counts_values(s->c) && s->c->type != CORRELATE_VALUE_COUNT && !reckon(s, &ignored))
		return false;
	for (size_t i = 0; i < s->c->bound_count; i++)
		if (!window_meets(&s->c->bounds[i], n))
			return false;
	return true;
}

typedef bool window_tried(void *context, const struct span *s, double measured, bool met);

/* Every window that ends at an event; the events without time are in each. */
static bool try_windows(const struct correlation *c, const struct explain_group *g, window_tried *tried,
    void *context)
{
	struct span s = { .c = c, .hits = g->hits };
	int64_t length = c->timespan * MILLIS;

	while (s.timeless < g->count && g->hits[s.timeless]->millis == WINDOW_NO_TIME)
		s.timeless++;
	s.low = s.high = s.timeless;
	do {
		s.high += s.high < g->count;
		while (s.low < s.high && g->hits[s.low]->millis < g->hits[s.high - 1]->millis - length)
			s.low++;
		double n = measure(&s);
		if (!tried(context, &s, n, is_met(&s, n)))
			return false;
	} while (s.high < g->count);
	return true;
}

/* The window to tell of: the largest that meets the condition, else the one that comes furthest. */
static bool keep_best(void *context, const struct span *s, double measured, bool met)
{
	struct explain_group *g = context;
	bool better = met != g->is_met ? met : met ? s->high - s->low > g->last - g->first : measured > g->measure;

	if (g->last && !better)
		return true;
	g->first = s->low;
	g->last = s->high;
	g->measure = measured;
	g->is_met = met;
	return true;
}

struct outer {
	struct trial *trial;
	struct origin origin;
};

static bool take_window(void *context, const struct span *s, double measured, bool met)
{
	struct outer *o = context;

	(void)measured;
	o->origin.millis = s->high > s->low ? s->hits[s->high - 1]->millis : WINDOW_NO_TIME;
	return !met || take(o->trial, &o->origin);
}

static bool take_windows(struct trial *t, const struct rule *inner, const struct explain_group *g)
{
	struct outer o = { t, { .inner = inner->correlation, .group = g, .place = inner->name } };

	return try_windows(inner->correlation, g, take_window, &o);
}

/* --- all of it --- */

static int by_time(const void *a, const void *b)
{
	const struct explain_hit *x = *(struct explain_hit *const *)a, *y = *(struct explain_hit *const *)b;

	if (x->millis != y->millis)
		return x->millis < y->millis ? -1 : 1;
	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	return (x->rule < y->rule) - (x->rule > y->rule);
}

/* From the list that the group was gathered as to an array in the order of time. */
static bool settle_group(struct trial *t, struct explain_group *g)
{
	struct explain_hit **at = ARENA_NEW(t->a, struct explain_hit *, g->count), *h = g->hits[0];

	if (!at)
		return full(t);
	for (size_t i = 0; h; h = h->next)
		at[i++] = h;
	qsort(at, g->count, sizeof(struct explain_hit *), by_time);
	g->hits = at;
	try_windows(t->c, g, keep_best, g);
	return true;
}

static enum regex_answer sum_up(const struct explain_correlation *x)
{
	bool limited = false;

	for (const struct explain_group *g = x->groups; g; g = g->next)
		if (g->is_met)
			return REGEX_YES;
	for (size_t i = 0; i < x->rule->correlation->rule_count; i++)
		limited |= x->bases[i].undecided > 0;
	return limited ? REGEX_LIMIT : REGEX_NO;
}

/* @outer has the records. */
static struct explain_correlation *explain(const struct trial *outer, const struct rule *rule)
{
	struct trial t = *outer;

	t.c = rule->correlation;
	t.depth++;
	t.order = 0;
	t.out = ARENA_NEW(t.a, struct explain_correlation, 1);
	if (!t.out || !(t.out->bases = ARENA_NEW(t.a, struct explain_base, t.c->rule_count))) {
		full(&t);
		return NULL;
	}
	t.out->rule = rule;
	for (t.rule = 0; t.rule < t.c->rule_count; t.rule++) {
		const struct rule *base = t.c->rules[t.rule];
		t.out->bases[t.rule].rule = base;
		if (!(base->kind == RULE_DETECTION ? ask_records(&t, base) : ask_inner(&t, base)))
			return NULL;
	}
	for (struct explain_group *g = t.out->groups; g; g = g->next)
		if (!settle_group(&t, g))
			return NULL;
	t.out->answer = sum_up(t.out);
	return t.out;
}

struct explain_correlation *explain_correlation(const struct rule *rule, const struct record *records, size_t count,
    const struct explain_clock *clock, struct arena *a, struct err *e)
{
	const struct trial t = { .records = records, .record_count = count, .clock = clock, .a = a, .e = e };

	return explain(&t, rule);
}
