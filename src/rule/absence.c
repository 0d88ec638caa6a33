/*
 * May a rule fire because something is missing?  A test that can be true of a missing field (null, exists: false, a
 * negation) is allowed only where every path to true through it also asks for the field by a test that is false
 * when the field is missing.
 *
 * Paths need not be written out.  For one field: take away every test that wants it present; is there still a
 * way to true that leads through a test that is true of a missing one?  Over "and" and "or" that is answered part
 * by part, so no rule is too large for it.
 *
 * A filter only takes away: where the field of an exception ("not selection") is missing, the rule fires because of
 * what it tests itself.  So the negation of a value may stand in a filter; a test of absence as such may not.
 */
#include "record/record.h"
#include "rule/conscience.h"

struct probe {
	size_t category;
	struct str field;
	const struct item *item; /* the test of a missing field that was found, and where */
	const struct selection *selection;
	bool is_in_filter;
};

/* In a rule on the whole record a field may be named with "applicant." before it or without. */
static struct str plain_name(size_t category, struct str field)
{
	static const struct str beside = STR("applicant.");

	if (category == 0 && str_starts(field, beside))
		return str_of(field.ptr + beside.len, field.len - beside.len);
	return field;
}

static bool is_field(const struct probe *p, struct str field)
{
	return str_eq(plain_name(p->category, field), p->field);
}

/* A field is there if a member of it is. */
static bool is_field_or_member(const struct probe *p, struct str field)
{
	struct str s = plain_name(p->category, field);

	return str_eq(s, p->field) || (str_starts(s, p->field) && s.ptr[p->field.len] == '.');
}

/* Does the test, turned round if @negated, want its field to be there? */
static bool wants_presence(const struct test *t, bool negated)
{
	if (t->kind == TEST_EXISTS)
		return t->truth != negated;
	return (t->kind == TEST_NULL) == negated;
}

/* Is the probe's field there whenever the test is true? */
static bool secures(const struct probe *p, const struct item *item, const struct test *t, bool negated)
{
	if (!wants_presence(t, negated))
		return false;
	return is_field_or_member(p, item->field) || (t->kind == TEST_FIELDREF && is_field_or_member(p, t->field));
}

/* Can the test be true because the probe's field is missing? */
static bool forgives(const struct probe *p, const struct item *item, const struct test *t, bool negated)
{
	if (wants_presence(t, negated) || (p->is_in_filter && t->kind != TEST_NULL && t->kind != TEST_EXISTS))
		return false;
	return is_field(p, item->field) || (t->kind == TEST_FIELDREF && is_field(p, t->field));
}

/* The two questions, over parts of which all must be true (@all) or one. */
typedef bool question(struct probe *p, const void *parts, size_t i, bool negated);

static bool holds(struct probe *p, const void *parts, size_t count, bool all, bool negated, question *ask)
{
	for (size_t i = 0; i < count; i++)
		if (ask(p, parts, i, negated) != all)
			return !all;
	return all;
}

static bool leads(struct probe *p, const void *parts, size_t count, bool all, bool negated, question *is_free,
    question *is_led)
{
	if (all && !holds(p, parts, count, true, negated, is_free))
		return false;
	return holds(p, parts, count, false, negated, is_led);
}


static bool test_is_free(struct probe *p, const void *parts, size_t i, bool negated)
{
	const struct item *item = parts;

	return !secures(p, item, &item->tests[i], negated);
}

static bool test_is_led(struct probe *p, const void *parts, size_t i, bool negated)
{
	const struct item *item = parts;

	if (!forgives(p, item, &item->tests[i], negated))
		return false;
	p->item = item;
	return true;
}

static bool item_is_free(struct probe *p, const void *parts, size_t i, bool negated)
{
	const struct item *item = (const struct item *)parts + i;
	bool turned = negated != item->neq;

	return holds(p, item, item->test_count, item->all != turned, turned, test_is_free);
}

static bool item_is_led(struct probe *p, const void *parts, size_t i, bool negated)
{
	const struct item *item = (const struct item *)parts + i;
	bool turned = negated != item->neq;

	return leads(p, item, item->test_count, item->all != turned, turned, test_is_free, test_is_led);
}

static bool map_is_free(struct probe *p, const void *parts, size_t i, bool negated)
{
	const struct item_map *map = (const struct item_map *)parts + i;

	return holds(p, map->items, map->item_count, !negated, negated, item_is_free);
}

static bool map_is_led(struct probe *p, const void *parts, size_t i, bool negated)
{
	const struct item_map *map = (const struct item_map *)parts + i;

	return leads(p, map->items, map->item_count, !negated, negated, item_is_free, item_is_led);
}

static bool cond_is_free(struct probe *p, const void *parts, size_t i, bool negated);
static bool cond_is_led(struct probe *p, const void *parts, size_t i, bool negated);

static bool cond_is_free(struct probe *p, const void *parts, size_t i, bool negated)
{
	const struct cond *c = ((struct cond *const *)parts)[i];

	if (c->kind == COND_SELECTION)
		return !c->selection || holds(p, c->selection->maps, c->selection->map_count, negated, negated,
		    map_is_free);
	if (c->kind == COND_NOT)
		return cond_is_free(p, c->parts, 0, !negated);
	return holds(p, c->parts, c->part_count, (c->kind == COND_AND) != negated, negated, cond_is_free);
}

static bool cond_is_led(struct probe *p, const void *parts, size_t i, bool negated)
{
	const struct cond *c = ((struct cond *const *)parts)[i];

	if (c->kind == COND_SELECTION) {
		const struct selection *s = c->selection;
		p->is_in_filter = s && s->from_filter;
		bool is_led = s && leads(p, s->maps, s->map_count, negated, negated, map_is_free, map_is_led);
		p->selection = is_led ? s : p->selection;
		return is_led;
	}
	if (c->kind == COND_NOT)
		return cond_is_led(p, c->parts, 0, !negated);
	return leads(p, c->parts, c->part_count, (c->kind == COND_AND) != negated, negated, cond_is_free, cond_is_led);
}

static void hold_field(struct loader *l, const struct rule *r, struct str field)
{
	struct probe p = { .category = r->category_index, .field = plain_name(r->category_index, field) };

	if (!cond_is_led(&p, &r->condition, 0, false))
		return;
	l->file = p.selection->file;
	fault_on(l, p.item->line, p.item->column, "absence",
	    "fires where \"%.*s\" is missing; ask for it on the same way to true, as %.*s|exists: true", STR_ARG(field),
	    STR_ARG(field));
}

static void hold_item(struct loader *l, const struct rule *r, const struct item *item)
{
	hold_field(l, r, item->field);
	for (size_t i = 0; i < item->test_count; i++)
		if (item->tests[i].kind == TEST_FIELDREF)
			hold_field(l, r, item->tests[i].field);
}

void absence_hold(struct loader *l, const struct rule *r)
{
	struct str file = l->file;

	for (size_t s = 0; s < r->selection_count; s++)
		for (size_t m = 0; m < r->selections[s].map_count; m++)
			for (size_t i = 0; i < r->selections[s].maps[m].item_count; i++)
				hold_item(l, r, &r->selections[s].maps[m].items[i]);
	l->file = file;
}
