#include "match/program.h"

#include <math.h>

/* Lists that are longer are one predicate: asking them one after the other would take longer than setting it. */
enum { LIST_LONG = 8 };

void codes_clear(struct codes *c)
{
	mem_free(c->leaves);
	mem_free(c->items);
	mem_free(c->selections);
	mem_free(c->jumps);
	*c = (struct codes){ 0 };
}

/* Room for one more member of an array. */
static bool reserve(void **array, size_t *size, size_t count, size_t member)
{
	if (count < *size)
		return true;
	size_t wanted = *size ? *size * 2 : 64;
	void *p = mem_grow(*array, member, wanted);
	if (!p)
		return false;
	*array = p;
	*size = wanted;
	return true;
}

#define RESERVE(array, size, count) reserve((void **)&(array), &(size), (count), sizeof(*(array)))

static bool is_asked(const struct predicates *p, uint32_t id)
{
	return p->at[id].kind >= PREDICATE_WILDCARD;
}

/* Presence and null are answered by two predicates or negated: they stay out of lists. */
static bool is_plain(const struct test *t)
{
	return t->kind != TEST_NULL && t->kind != TEST_EXISTS;
}

static bool read_tests(struct codes *c, struct predicates *p, const struct item *item, struct item_code *out,
    struct err *e)
{
	for (size_t i = 0; i < item->test_count; i++)
		for (const struct test *t = &item->tests[i]; t; t = t->also) {
			uint32_t id;
			if (!predicate_of_test(p, item, t, &id, e))
				return false;
			if (t->kind == TEST_NULL)
				out->exists = predicate_of_kind(p, PREDICATE_EXISTS, p->at[id].place);
			if (!RESERVE(c->leaves, c->leaf_size, c->leaf_count) || out->exists == INTERN_NONE)
				return err_set(e, ERR_MEMORY, "out of memory");
			c->leaves[c->leaf_count++] = id;
		}
	return true;
}

/* A long OR becomes one predicate; the members that must be asked for stay beside it. */
static bool read_list(struct codes *c, struct predicates *p, const struct item *item, struct item_code *out)
{
	size_t count = c->leaf_count - out->first_leaf, n = 0;

	out->list = INTERN_NONE;
	if (item->all || count <= LIST_LONG)
		return true;
	uint32_t *members = mem_alloc(sizeof(*members), count);
	if (!members)
		return false;
	const uint32_t *leaf = c->leaves + out->first_leaf;
	for (size_t i = 0; i < item->test_count; i++)
		for (const struct test *t = &item->tests[i]; t; t = t->also, leaf++)
			if (is_plain(t) && !is_asked(p, *leaf))
				members[n++] = *leaf;
	if (n > LIST_LONG)
		out->list = predicate_of_list(p, members, n);
	mem_free(members);
	if (n > LIST_LONG && out->list != INTERN_NONE)
		p->at[out->list].uses++;
	return n <= LIST_LONG || out->list != INTERN_NONE;
}

static bool read_item(struct codes *c, struct predicates *p, const struct item *item, struct err *e)
{
	struct item_code code = { .first_leaf = (uint32_t)c->leaf_count };

	if (!read_tests(c, p, item, &code, e))
		return false;
	if (!read_list(c, p, item, &code) || !RESERVE(c->items, c->item_size, c->item_count))
		return err_set(e, ERR_MEMORY, "out of memory");
	c->items[c->item_count++] = code;
	return true;
}

bool program_read(struct codes *c, struct predicates *p, const struct rule *r, struct rule_code *out, struct err *e)
{
	*out = (struct rule_code){ .rule = r, .first_selection = (uint32_t)c->selection_count, .entry = PROGRAM_FALSE };
	for (size_t s = 0; s < r->selection_count; s++) {
		const struct selection *selection = &r->selections[s];
		if (!RESERVE(c->selections, c->selection_size, c->selection_count))
			return err_set(e, ERR_MEMORY, "out of memory");
		c->selections[c->selection_count++] = (uint32_t)c->item_count;
		for (size_t m = 0; m < selection->map_count; m++)
			for (size_t i = 0; i < selection->maps[m].item_count; i++)
				if (!read_item(c, p, &selection->maps[m].items[i], e))
					return false;
	}
	return true;
}

/* The making of a tree: what it is made from, and where. */
struct maker {
	const struct codes *codes;
	const struct predicates *predicates;
	const struct rule_code *rule;
	struct arena *a;
	struct expr none; /* stands in when @a is full */
	bool full;
};

static struct expr *make(struct maker *m, enum expr_kind kind)
{
	struct expr *x = ARENA_NEW(m->a, struct expr, 1);

	m->full |= !x;
	x = x ? x : &m->none;
	*x = (struct expr){ .kind = kind };
	return x;
}

static struct expr *make_test(struct maker *m, uint32_t predicate, bool negated)
{
	struct expr *x = make(m, EXPR_TEST);

	x->predicate = predicate;
	x->negated = negated;
	x->is_asked = is_asked(m->predicates, predicate);
	return x;
}

static void link_part(struct expr *x, struct expr *part)
{
	struct expr *before = part->is_asked ? x->last : x->last_plain;
	struct expr *next = before ? before->next : x->parts;

	part->before = before;
	part->next = next;
	*(before ? &before->next : &x->parts) = part;
	*(next ? &next->before : &x->last) = part;
	x->last_plain = part->is_asked ? x->last_plain : part;
	x->is_asked |= part->is_asked;
}

/* Add @part behind those of @x, but before those that must be asked for if it need not be.  AND in AND is one AND. */
static void add_part(struct maker *m, struct expr *x, struct expr *part)
{
	if (m->full)
		return;
	if (part->kind == EXPR_TEST || part->kind != x->kind) {
		link_part(x, part);
		return;
	}
	for (struct expr *p = part->parts, *next; p; p = next) {
		next = p->next;
		link_part(x, p);
	}
}

static struct expr *make_leaf(struct maker *m, const struct test *t, const struct item_code *code, uint32_t leaf,
    bool negated)
{
	if (t->kind == TEST_EXISTS)
		return make_test(m, leaf, negated == t->truth);
	if (t->kind != TEST_NULL)
		return make_test(m, leaf, negated);
	struct expr *x = make(m, negated ? EXPR_AND : EXPR_OR);
	add_part(m, x, make_test(m, leaf, negated));
	add_part(m, x, make_test(m, code->exists, !negated));
	return x;
}

static struct expr *make_item(struct maker *m, const struct item *item, const struct item_code *code, bool negated)
{
	const uint32_t *leaf = m->codes->leaves + code->first_leaf;

	negated ^= item->neq;
	struct expr *x = make(m, item->all != negated ? EXPR_AND : EXPR_OR);
	if (code->list != INTERN_NONE)
		add_part(m, x, make_test(m, code->list, negated));
	for (size_t i = 0; i < item->test_count; i++) {
		struct expr *one = make(m, negated ? EXPR_AND : EXPR_OR);
		for (const struct test *t = &item->tests[i]; t; t = t->also, leaf++)
			if (code->list == INTERN_NONE || !is_plain(t) || is_asked(m->predicates, *leaf))
				add_part(m, one, make_leaf(m, t, code, *leaf, negated));
		if (one->parts)
			add_part(m, x, one->parts->next ? one : one->parts);
	}
	return x;
}

/* A filter's condition points at the filter's own selections; the rule has them too, with the same maps. */
uint32_t program_items(const struct codes *c, const struct rule_code *r, const struct selection *s)
{
	size_t i = 0;

	while (i + 1 < r->rule->selection_count && r->rule->selections[i].maps != s->maps)
		i++;
	return c->selections[r->first_selection + i];
}

static struct expr *make_selection(struct maker *m, const struct selection *s, bool negated)
{
	const struct item_code *code = m->codes->items + program_items(m->codes, m->rule, s);
	struct expr *x = make(m, negated ? EXPR_AND : EXPR_OR);

	for (size_t i = 0; i < s->map_count; i++) {
		struct expr *map = make(m, negated ? EXPR_OR : EXPR_AND);
		for (size_t k = 0; k < s->maps[i].item_count; k++)
			add_part(m, map, make_item(m, &s->maps[i].items[k], code++, negated));
		add_part(m, x, map);
	}
	return x;
}

static struct expr *make_cond(struct maker *m, const struct cond *c, bool negated)
{
	if (c->kind == COND_SELECTION)
		return make_selection(m, c->selection, negated);
	if (c->kind == COND_NOT)
		return make_cond(m, c->parts[0], !negated);
	struct expr *x = make(m, (c->kind == COND_AND) != negated ? EXPR_AND : EXPR_OR);
	for (size_t i = 0; i < c->part_count; i++)
		add_part(m, x, make_cond(m, c->parts[i], negated));
	return x;
}

/* How often a predicate is about: what many rules ask for is common, what is long is rare. */
static double frequency(const struct predicate *q)
{
	static const double base[] = {
		[PREDICATE_EXISTS] = 2000, [PREDICATE_NULL] = 100, [PREDICATE_SCALAR] = 2000, [PREDICATE_TRUE] = 500,
		[PREDICATE_FALSE] = 500, [PREDICATE_EXACT] = 8, [PREDICATE_STARTS] = 30, [PREDICATE_ENDS] = 10,
		[PREDICATE_CONTAINS] = 20, [PREDICATE_NUMBER] = 30, [PREDICATE_COMPARE] = 500,
		[PREDICATE_TIMEPART] = 500,
		[PREDICATE_NETWORK] = 100,
		[PREDICATE_ANY_OF] = 1, [PREDICATE_WILDCARD] = 1, [PREDICATE_REGEX] = 1, [PREDICATE_FIELDREF] = 1,
	};
	double f = base[q->kind] * (1 + q->uses);

	return q->kind >= PREDICATE_EXACT && q->kind <= PREDICATE_CONTAINS ? f / (1 + (double)q->text.len) : f;
}

/* A list is as frequent as its members together; what must be asked for, as its guards. */
static double cost_of(const struct predicates *p, uint32_t id)
{
	const struct predicate *q = &p->at[id];
	double sum = 0;

	if (q->kind < PREDICATE_ANY_OF)
		return frequency(q);
	for (size_t i = 0; i < q->guard_count; i++)
		sum += frequency(&p->at[q->guards[i]]);
	return sum;
}

static void set_cost(struct expr *x, const struct predicates *p)
{
	if (x->kind == EXPR_TEST) {
		x->cost = x->negated ? HUGE_VAL : cost_of(p, x->predicate);
		return;
	}
	/* An AND without parts always holds, an OR never. */
	x->cost = x->kind == EXPR_AND ? HUGE_VAL : 0;
	for (struct expr *part = x->parts; part; part = part->next) {
		set_cost(part, p);
		x->cost = x->kind == EXPR_OR ? x->cost + part->cost : fmin(x->cost, part->cost);
	}
}

struct expr *program_expr(const struct codes *c, const struct predicates *p, const struct rule_code *r, struct arena *a)
{
	struct maker m = { .codes = c, .predicates = p, .rule = r, .a = a };
	struct expr *x = make_cond(&m, r->rule->condition, false);

	if (m.full)
		return NULL;
	set_cost(x, p);
	return x;
}

static bool emit(struct codes *c, const struct expr *x, uint32_t yes, uint32_t no, uint32_t *entry)
{
	if (x->kind != EXPR_TEST) {
		/* The last part first: each part's jumps then know where the next one begins. */
		*entry = x->kind == EXPR_AND ? yes : no;
		for (const struct expr *part = x->last; part; part = part->before)
			if (!(x->kind == EXPR_AND ? emit(c, part, *entry, no, entry) : emit(c, part, yes, *entry,
			    entry)))
				return false;
		return true;
	}
	if (!RESERVE(c->jumps, c->jump_size, c->jump_count))
		return false;
	c->jumps[c->jump_count] = x->negated ? (struct jump){ x->predicate, no, yes } :
	    (struct jump){ x->predicate, yes, no };
	*entry = (uint32_t)c->jump_count++;
	return true;
}

bool program_emit(struct codes *c, const struct expr *x, struct rule_code *r)
{
	return emit(c, x, PROGRAM_TRUE, PROGRAM_FALSE, &r->entry);
}

static bool tell(const struct expr *x, const struct predicates *p, program_witness *witness, void *context)
{
	const struct expr *best = x->parts;

	if (x->kind == EXPR_TEST) {
		const struct predicate *q = &p->at[x->predicate];
		if (q->kind < PREDICATE_WILDCARD)
			return witness(context, x->predicate);
		for (size_t i = 0; i < q->guard_count; i++)
			if (!witness(context, q->guards[i]))
				return false;
		return true;
	}
	for (const struct expr *part = x->parts; part; part = part->next) {
		if (x->kind == EXPR_OR && !tell(part, p, witness, context))
			return false;
		best = part->cost < best->cost ? part : best;
	}
	return x->kind == EXPR_OR || tell(best, p, witness, context);
}

bool program_witnesses(const struct expr *x, const struct predicates *p, program_witness *witness, void *context,
    bool *ok)
{
	*ok = true;
	if (x->cost == HUGE_VAL)
		return false;
	*ok = tell(x, p, witness, context);
	return true;
}
