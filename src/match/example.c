#include "match/example.h"

#include "match/correlate.h"
#include "match/match.h"

/* Rules that a correlation reads, those that these read, ...; more in one example would be a rule set of its own. */
enum { READ_MAX = 256 };

/* The rule of the examples and all that it reads. */
struct trial {
	const struct rule *rule;
	const struct rule *correlations[READ_MAX];
	struct rule *detections[READ_MAX];
	size_t correlation_count, detection_count;
	struct matcher *matcher;     /* of the detections */
	struct scanner *scanner;
	struct correlator *correlator;
	struct correlate_run *run;
	bool limited;                /* a detection met a bound in this example */
	bool fired;
	size_t events;
};

static bool is_read(const struct trial *t, const struct rule *r)
{
	for (size_t i = 0; i < t->correlation_count; i++)
		if (t->correlations[i] == r)
			return true;
	for (size_t i = 0; i < t->detection_count; i++)
		if (t->detections[i] == r)
			return true;
	return false;
}

/* @r and what it reads, each once.  False if there are too many. */
static bool collect(struct trial *t, struct rule *r)
{
	if (is_read(t, r))
		return true;
	if (t->correlation_count == READ_MAX || t->detection_count == READ_MAX)
		return false;
	if (r->kind == RULE_DETECTION) {
		t->detections[t->detection_count++] = r;
		return true;
	}
	t->correlations[t->correlation_count++] = r;
	for (size_t i = 0; i < r->correlation->rule_count; i++)
		if (!collect(t, r->correlation->rules[i]))
			return false;
	return true;
}

static bool prepare(struct trial *t, const struct rule *rule, struct err *e)
{
	t->rule = rule;
	if (!collect(t, (struct rule *)(uintptr_t)rule))
		return err_set(e, ERR_LIMIT, "a correlation reads more than %d rules", READ_MAX);
	t->matcher = matcher_new(t->detections, t->detection_count, e);
	t->scanner = t->matcher ? scanner_new(t->matcher) : NULL;
	if (t->scanner && !t->correlation_count)
		return true;
	t->correlator = t->scanner ? correlator_new(t->correlations, t->correlation_count) : NULL;
	t->run = t->correlator ? correlate_run_new(t->correlator) : NULL;
	return t->run || err_set(e, ERR_MEMORY, "out of memory");
}

static void finish(struct trial *t)
{
	correlate_run_free(t->run);
	correlator_free(t->correlator);
	scanner_free(t->scanner);
	matcher_free(t->matcher);
}

/* --- a detection's: one event --- */

const struct node *example_applicant(const struct rule *rule, const struct node *event)
{
	const struct node *beside = node_get(event, "applicant");

	return rule->category_index == 0 && !beside ? event : NULL;
}

static enum regex_answer ask_event(struct trial *t, const struct node *event)
{
	struct scan_result r = scanner_run(t->scanner, event, example_applicant(t->rule, event));

	return r.count ? REGEX_YES : r.undecided_count ? REGEX_LIMIT : REGEX_NO;
}

/* --- a correlation's: records --- */

static bool name_record(struct record *r, struct arena *a, size_t number)
{
	if (node_get(r->root, "id"))
		return true;
	r->id = arena_printf(a, "example:%zu", number);
	return r->id.ptr && node_add_text(a, r->root, STR_LIT("id"), r->id);
}

struct record *example_records(const struct node *list, struct arena *a, size_t *count)
{
	struct record *records = ARENA_NEW(a, struct record, list->len);

	*count = 0;
	NODE_EACH(n, list) {
		struct record *r = records ? &records[(*count)++] : NULL;
		if (!r)
			return NULL;
		*r = (struct record){ .file = STR_LIT("example"), .line = (unsigned)*count };
		r->root = node_copy(a, n);
		if (!r->root || !record_shape(r, a, NULL, NULL) || !name_record(r, a, *count))
			return NULL;
	}
	return records;
}

/* An event of @category; which rules of other categories say of it counts for nothing. */
static bool take_event(struct trial *t, const struct record *r, size_t category, const struct node *event)
{
	struct scan_result result = scanner_run(t->scanner, event, r->root);
	int64_t at = match_event_time(event, r->root);
	bool ok = true;

	for (size_t i = 0; ok && i < result.count; i++)
		if (result.rules[i]->category_index == category)
			ok = correlate_add(t->run, result.rules[i], event, r->root, at, t->events);
	for (size_t i = 0; i < result.undecided_count; i++)
		t->limited |= result.undecided[i]->category_index == category;
	t->events++;
	return ok;
}

static bool take_record(struct trial *t, const struct record *r)
{
	bool ok = take_event(t, r, 0, r->root);

	for (size_t c = 1; ok && c < category_count; c++)
		NODE_EACH(event, category_events(r->root, c))
			ok = ok && take_event(t, r, c, event);
	return ok;
}

static void take_hit(void *context, const struct correlate_hit *hit)
{
	struct trial *t = context;

	t->fired |= hit->rule == t->rule;
}

static bool ask_records(struct trial *t, const struct node *list, enum regex_answer *answer)
{
	struct arena a = arena_make(0);
	size_t count;
	struct record *records = example_records(list, &a, &count);
	bool ok = records != NULL;

	t->limited = t->fired = false;
	for (size_t i = 0; ok && i < count; i++)
		ok = take_record(t, &records[i]);
	ok = ok && correlate_finish(t->run, take_hit, t);
	correlate_reset(t->run);
	arena_clear(&a);
	*answer = t->fired ? REGEX_YES : t->limited ? REGEX_LIMIT : REGEX_NO;
	return ok;
}

/* --- all of them --- */

static bool run_list(struct trial *t, const struct node *list, bool wants_match, example_told *told, void *context)
{
	struct example x = { .rule = t->rule, .wants_match = wants_match };

	NODE_EACH(n, list) {
		x.node = n;
		x.number++;
		if (t->rule->kind == RULE_DETECTION)
			x.answer = ask_event(t, n);
		else if (!ask_records(t, n, &x.answer))
			return false;
		told(context, &x);
	}
	return true;
}

bool examples_run(const struct rule *rule, example_told *told, void *context, struct err *e)
{
	const struct node *mapping = node_get(rule->doc, "candor");
	struct trial t = { 0 };

	if (!mapping)
		return true;
	bool ok = prepare(&t, rule, e);
	if (ok && (!run_list(&t, node_get(mapping, "match"), true, told, context) ||
	    !run_list(&t, node_get(mapping, "miss"), false, told, context)))
		ok = err_set(e, ERR_MEMORY, "out of memory");
	finish(&t);
	return ok;
}
