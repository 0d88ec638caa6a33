#include "rule/coverage.h"

#include "record/record.h"

/* What is reckoned of one rule. */
struct reader {
	struct arena *a;
	const struct catalogue *catalogue;
	struct str *fields;
	size_t count, size;
	const struct observation **codes; /* that it asks for */
	size_t code_count, code_size;
	bool failed;
};

static bool is_observed(struct str path)
{
	return str_starts(path, STR_LIT("observations."));
}

/* What a person puts into the record after looking: no system knows that a camera was refused, or how a check ended. */
static bool is_by_person(struct str path)
{
	return is_observed(path) || str_starts(path, STR_LIT("verifications.")) || str_is(path, "interviews.camera");
}

/* "ip.vpn" of a session is "sessions.ip.vpn" of the record, "applicant.name" is its "name". */
static struct str path_of(struct reader *r, size_t category, struct str field)
{
	const char *list = category < category_count ? categories[category].path : "";
	struct str beside = STR("applicant.");

	if (str_starts(field, beside))
		return str_of(field.ptr + beside.len, field.len - beside.len);
	return *list ? arena_printf(r->a, "%s.%.*s", list, STR_ARG(field)) : field;
}

static void add_field(struct reader *r, size_t category, struct str field)
{
	struct str path = path_of(r, category, field);

	for (size_t i = 0; i < r->count; i++)
		if (str_eq(r->fields[i], path))
			return;
	if (r->count == r->size) {
		size_t size = r->size ? 2 * r->size : 32;
		struct str *grown = ARENA_NEW(r->a, struct str, size);
		if (grown && r->count)
			memcpy(grown, r->fields, r->count * sizeof(*grown));
		if (!grown || !path.ptr) {
			r->failed = true;
			return;
		}
		r->fields = grown;
		r->size = size;
	}
	r->fields[r->count++] = path;
}

static void add_code(struct reader *r, const struct observation *o)
{
	if (r->code_count == r->code_size) {
		size_t size = r->code_size ? 2 * r->code_size : 16;
		const struct observation **grown = ARENA_NEW(r->a, const struct observation *, size);
		if (!grown) {
			r->failed = true;
			return;
		}
		if (r->code_count)
			memcpy(grown, r->codes, r->code_count * sizeof(*grown));
		r->codes = grown;
		r->code_size = size;
	}
	r->codes[r->code_count++] = o;
}

static void read_item(struct reader *r, size_t category, const struct item *item)
{
	add_field(r, category, item->field);
	for (size_t i = 0; i < item->test_count; i++) {
		const struct test *t = &item->tests[i];
		if (t->kind == TEST_FIELDREF)
			add_field(r, category, t->field);
		if (item->neq || !is_observed(path_of(r, category, item->field)))
			continue;
		if (t->kind != TEST_TEXT || t->piece_count != 1)
			continue;
		const struct observation *o = catalogue_observation(r->catalogue, t->pieces[0].literal);
		if (o)
			add_code(r, o);
	}
}

static void read_rule(struct reader *r, const struct rule *rule)
{
	const struct correlation *c = rule->correlation;

	for (size_t i = 0; i < rule->selection_count; i++)
		for (size_t m = 0; m < rule->selections[i].map_count; m++)
			for (size_t k = 0; k < rule->selections[i].maps[m].item_count; k++)
				read_item(r, rule->category_index, &rule->selections[i].maps[m].items[k]);
	for (size_t i = 0; c && i < c->rule_count; i++) {
		read_rule(r, c->rules[i]);
		for (size_t k = 0; k < c->field_count; k++)
			add_field(r, c->rules[i]->category_index, c->fields[k]);
		for (size_t k = 0; k < c->group_by_count; k++)
			if (!str_is(c->group_by[k], "applicant.id") && !c->alias_count)
				add_field(r, c->rules[i]->category_index, c->group_by[k]);
	}
}

static bool sees(const struct reader *r, const struct rule *rule, const struct indicator *x)
{
	for (size_t i = 0; i < rule->indicator_count; i++)
		if (str_eq(rule->indicators[i], x->id))
			return true;
	for (size_t i = 0; i < r->code_count; i++)
		for (size_t k = 0; k < r->codes[i]->indicator_count; k++)
			if (r->codes[i]->indicators[k] == x)
				return true;
	return false;
}

/* All rules' fields are gathered once; an indicator then takes those of its rules. */
static void add_rule(struct coverage *c, const struct reader *r, const struct rule *rule, struct reader *sum)
{
	c->rules[c->rule_count++] = rule;
	for (size_t i = 0; i < r->count; i++) {
		*(is_by_person(r->fields[i]) ? &c->by_person : &c->by_machine) = true;
		add_field(sum, 0, r->fields[i]);
	}
}

static bool cover(struct coverage *c, const struct rules *set, const struct reader *readers, struct arena *a)
{
	struct reader sum = { .a = a };

	if (!(c->rules = ARENA_NEW(a, const struct rule *, set->count)))
		return false;
	for (size_t i = 0; i < set->count; i++)
		if (set->rules[i]->level != LEVEL_NONE && sees(&readers[i], set->rules[i], c->indicator))
			add_rule(c, &readers[i], set->rules[i], &sum);
	c->fields = sum.fields;
	c->field_count = sum.count;
	if (!c->rule_count) {
		c->by_machine = !str_is(c->indicator->machine, "no");
		c->by_person = !str_is(c->indicator->machine, "yes");
	}
	return !sum.failed;
}

struct coverage *coverage_new(const struct rules *set, const struct catalogue *c, struct arena *a)
{
	struct coverage *all = ARENA_NEW(a, struct coverage, c->indicator_count);
	struct reader *readers = ARENA_NEW(a, struct reader, set->count);
	bool ok = all && readers;

	for (size_t i = 0; ok && i < set->count; i++) {
		readers[i] = (struct reader){ .a = a, .catalogue = c };
		read_rule(&readers[i], set->rules[i]);
		ok = !readers[i].failed;
	}
	for (size_t i = 0; ok && i < c->indicator_count; i++) {
		all[i].indicator = &c->indicators[i];
		ok = cover(&all[i], set, readers, a);
	}
	return ok ? all : NULL;
}
