/* What is legal and surely not meant: told as a warning, and the rule loads. */
#include "rule/condition.h"
#include "rule/loader.h"

/* --- selections that nothing asks --- */

static bool uses(const struct cond *c, const struct selection *s)
{
	if (c->kind == COND_SELECTION)
		return c->selection && str_eq(c->selection->name, s->name) &&
		    c->selection->from_filter == s->from_filter;
	for (size_t i = 0; i < c->part_count; i++)
		if (uses(c->parts[i], s))
			return true;
	return false;
}

static void warn_unused(struct loader *l, const struct rule *r)
{
	for (size_t i = 0; i < r->selection_count; i++) {
		const struct selection *s = &r->selections[i];
		if (!s->from_filter && !uses(r->condition, s))
			warn_on(l, s->line, s->column, "unused-selection", "the condition does not use \"%.*s\"",
			    STR_ARG(s->name));
	}
}

/* --- items that exclude each other --- */

static bool is_alone(const struct item *i, enum test_kind kind)
{
	return i->test_count == 1 && !i->neq && i->tests[0].kind == kind;
}

static bool wants_absence(const struct item *i)
{
	return is_alone(i, TEST_EXISTS) && !i->tests[0].truth;
}

/* True only of a value that is there and is not null. */
static bool wants_value(const struct item *i)
{
	return i->test_count && !i->neq && i->tests[0].kind != TEST_NULL && i->tests[0].kind != TEST_EXISTS;
}

static bool is_below(enum compare c)
{
	return c == COMPARE_LT || c == COMPARE_LTE;
}

static bool is_above(enum compare c)
{
	return c == COMPARE_GT || c == COMPARE_GTE;
}

/* "below 3" and "above 5"; @a is the one below. */
static bool part_ways(const struct item *a, const struct item *b)
{
	if (!is_alone(a, TEST_COMPARE) || !is_alone(b, TEST_COMPARE))
		return false;
	const struct test *below = &a->tests[0], *above = &b->tests[0];
	if (!is_below(below->compare) || !is_above(above->compare))
		return false;
	if (below->number == above->number)
		return below->compare != COMPARE_LTE || above->compare != COMPARE_GTE;
	return below->number < above->number;
}

static bool same_pieces(const struct test *a, const struct test *b)
{
	bool same = a->piece_count == b->piece_count && a->cased == b->cased;

	for (size_t i = 0; same && i < a->piece_count; i++)
		same = a->pieces[i].kind == b->pieces[i].kind && str_eq(a->pieces[i].literal, b->pieces[i].literal);
	return same;
}

/* Texts alone are compared: enough for what is written by mistake. */
static bool same_tests(const struct item *a, const struct item *b)
{
	bool same = a->test_count == b->test_count && a->all == b->all;

	for (size_t i = 0; same && i < a->test_count; i++) {
		const struct test *x = &a->tests[i], *y = &b->tests[i];
		same = x->kind == TEST_TEXT && y->kind == TEST_TEXT && !x->also && !y->also && same_pieces(x, y);
	}
	return same;
}

static bool exclude(const struct item *a, const struct item *b)
{
	if (!a->field.len || !str_eq(a->field, b->field))
		return false;
	if (a->neq && !b->neq)
		return same_tests(a, b);
	if (wants_absence(a))
		return wants_value(b) || (is_alone(b, TEST_EXISTS) && b->tests[0].truth);
	return (is_alone(a, TEST_NULL) && wants_value(b)) || part_ways(a, b);
}

enum { ITEMS_MAX = 64 }; /* items of a map that are held against each other */

static const struct item *excluded_item(const struct item_map *map)
{
	size_t n = map->item_count < ITEMS_MAX ? map->item_count : ITEMS_MAX;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++)
			if (i != k && exclude(&map->items[i], &map->items[k]))
				return &map->items[i > k ? i : k];
	return NULL;
}

/* Warn of each map that nothing matches; true if the selection has no other. */
static bool warn_exclusive(struct loader *l, const struct selection *s)
{
	struct str file = l->file;
	size_t never = 0;

	l->file = s->file;

	for (size_t m = 0; m < s->map_count; m++) {
		const struct item *i = excluded_item(&s->maps[m]);
		if (!i)
			continue;
		never++;
		warn_on(l, i->line, i->column, "never-matches",
		    "\"%.*s\" is asked for two things that exclude each other",
		    STR_ARG(i->field));
	}
	l->file = file;
	return never == s->map_count;
}

/* --- conditions that nothing meets --- */

enum { SELECTIONS_MAX = 64, PATHS_MAX = 256 };

/* The selections that must hold, and must not, on one way to true: bits. */
struct way {
	uint64_t yes, no;
};

struct ways {
	struct way at[PATHS_MAX];
	size_t count;
	bool unknown; /* too many: anything may be true */
};

struct search {
	const struct rule *rule;
	uint64_t never; /* selections that nothing matches */
	struct arena scratch;
};

static void add_way(struct ways *w, struct way way, uint64_t never)
{
	if ((way.yes & way.no) || (way.yes & never))
		return;
	for (size_t i = 0; i < w->count; i++)
		if (w->at[i].yes == way.yes && w->at[i].no == way.no)
			return;
	if (w->count == PATHS_MAX)
		w->unknown = true;
	else
		w->at[w->count++] = way;
}

static uint64_t bit_of(const struct rule *r, const struct selection *s)
{
	for (size_t i = 0; i < r->selection_count && i < SELECTIONS_MAX; i++)
		if (str_eq(r->selections[i].name, s->name) && r->selections[i].from_filter == s->from_filter)
			return (uint64_t)1 << i;
	return 0;
}

static const struct ways *find_ways(struct search *s, const struct cond *c, bool negated);

/* Every way of one with every way of the other. */
static struct ways *both(struct search *s, const struct ways *a, const struct ways *b)
{
	struct ways *out = ARENA_NEW(&s->scratch, struct ways, 1);

	if (!out)
		return NULL;
	out->unknown = a->unknown || b->unknown;
	for (size_t i = 0; i < a->count && !out->unknown; i++)
		for (size_t k = 0; k < b->count && !out->unknown; k++)
			add_way(out, (struct way){ a->at[i].yes | b->at[k].yes, a->at[i].no | b->at[k].no }, s->never);
	return out;
}

static struct ways *either(struct search *s, struct ways *a, const struct ways *b)
{
	a->unknown = a->unknown || b->unknown;
	for (size_t i = 0; i < b->count && !a->unknown; i++)
		add_way(a, b->at[i], s->never);
	return a;
}

static const struct ways *ways_of_list(struct search *s, const struct cond *c, bool negated)
{
	bool all = (c->kind == COND_AND) != negated;
	struct ways *out = ARENA_NEW(&s->scratch, struct ways, 1);

	if (out && all)
		out->count = 1; /* nothing is asked yet */
	for (size_t i = 0; out && i < c->part_count && !out->unknown; i++) {
		const struct ways *part = find_ways(s, c->parts[i], negated);
		if (!part)
			return NULL;
		out = all ? both(s, out, part) : either(s, out, part);
	}
	return out;
}

static const struct ways *find_ways(struct search *s, const struct cond *c, bool negated)
{
	if (c->kind == COND_NOT)
		return find_ways(s, c->parts[0], !negated);
	if (c->kind != COND_SELECTION)
		return ways_of_list(s, c, negated);
	struct ways *out = ARENA_NEW(&s->scratch, struct ways, 1);
	uint64_t bit = bit_of(s->rule, c->selection);
	if (out)
		add_way(out, (struct way){ negated ? 0 : bit, negated ? bit : 0 }, s->never);
	return out;
}

/* Ways take room: a large condition is left alone rather than searched. */
enum { SCRATCH_MAX = 8 << 20 };

static void warn_never(struct loader *l, const struct rule *r, uint64_t never)
{
	struct search s = { .rule = r, .never = never, .scratch = arena_make(SCRATCH_MAX) };
	const struct ways *w = r->selection_count <= SELECTIONS_MAX ? find_ways(&s, r->condition, false) : NULL;

	if (w && !w->unknown && !w->count)
		warn_on(l, r->condition->line, r->condition->column, "never-matches",
		    "nothing can meet this condition");
	arena_clear(&s.scratch);
}

/* --- correlations --- */

static bool has_floor(const struct correlation *c)
{
	for (size_t i = 0; i < c->bound_count; i++)
		if (c->bounds[i].kind == BOUND_GT || c->bounds[i].kind == BOUND_GTE)
			return true;
	return false;
}

/* No number is above one of the bounds and below the other. */
static bool parts_ways(const struct bound *above, const struct bound *below)
{
	bool is_above = above->kind == BOUND_GT || above->kind == BOUND_GTE;
	bool is_below = below->kind == BOUND_LT || below->kind == BOUND_LTE;
	bool both = above->kind == BOUND_GTE && below->kind == BOUND_LTE;

	return is_above && is_below && (above->number > below->number || (above->number == below->number && !both));
}

/* More rules than there are. */
static bool wants_too_many(const struct correlation *c, const struct bound *b)
{
	double most = (double)c->rule_count;

	if (c->type != CORRELATE_TEMPORAL && c->type != CORRELATE_TEMPORAL_ORDERED)
		return false;
	return (b->kind == BOUND_GT && b->number >= most) ||
	    ((b->kind == BOUND_GTE || b->kind == BOUND_EQ) && b->number > most);
}

static void warn_bounds(struct loader *l, const struct draft *d)
{
	const struct correlation *c = d->rule->correlation;
	const struct node *at = node_get(node_get(d->rule->doc, "correlation"), "condition");
	bool never = c->bound_count == 2 && (parts_ways(&c->bounds[0], &c->bounds[1]) ||
	    parts_ways(&c->bounds[1], &c->bounds[0]));

	for (size_t i = 0; i < c->bound_count && !never; i++)
		never = wants_too_many(c, &c->bounds[i]);
	if (never)
		warn_at(l, at, "never-matches", "nothing can meet this condition");
	/* In rules of product candor this is an error. */
	if (c->bound_count && !has_floor(c) && !d->is_candor)
		warn_at(l, at, "open-count",
		    "without gt or gte a count meets this on its way up: the first event may do");
}

/* Legal in Sigma; over applicants it counts people who have nothing to do with each other. */
static void warn_one_group(struct loader *l, const struct draft *d)
{
	if (d->is_candor && !d->rule->correlation->group_by_count)
		warn_at(l, node_get(d->rule->doc, "correlation"), "one-group",
		    "without \"group-by\" the events of all applicants are one group; group by applicant.id, or by "
		    "what ties people");
}

/* --- log sources --- */

/* Another product's rule is not enriched, refused or scanned with. */
static void warn_product(struct loader *l, const struct rule *r)
{
	static const char *const own[] = { "candor" };
	const struct node *n = node_get(node_get(r->doc, "logsource"), "product");

	if (n && !str_is(r->product, own[0]) &&
	    (str_eq_ascii(r->product, str_from(own[0])) || str_nearest(r->product, own, COUNT(own))))
		warn_on(l, n->line, node_value_column(n), "product",
		    "\"%.*s\" is another product than \"candor\", and a scan does not use its rules",
		    STR_ARG(r->product));
}

/* --- all of it --- */

void lint_draft(struct loader *l, struct draft *d)
{
	const struct rule *r = d->rule;
	uint64_t never = 0;

	if (d->is_candor && r->level == LEVEL_NONE && !d->is_named)
		warn_at(l, r->doc, "unused-rule",
		    "no correlation names this rule, and without a level it says nothing by itself");
	if (r->kind == RULE_CORRELATION) {
		warn_bounds(l, d);
		warn_one_group(l, d);
		return;
	}
	warn_product(l, r);
	warn_unused(l, r);
	for (size_t i = 0; i < r->selection_count; i++)
		if (warn_exclusive(l, &r->selections[i]) && i < SELECTIONS_MAX)
			never |= (uint64_t)1 << i;
	/* Without "not" only a selection that nothing matches can spoil a condition. */
	if (never || condition_has_not(r->condition))
		warn_never(l, r, never);
}
