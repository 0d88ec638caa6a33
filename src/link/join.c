#include "link/join.h"

#include "match/predicate.h"
#include "match/trie.h"

enum { VALUES_MAX = 64, EVENTS_MAX = 256 }; /* values of one field; groups that one event may be in */

struct join_plan {
	struct arena arena;
	const struct rule **rules;
	size_t count;
};

struct join_plan *join_plan_new(struct rule *const *rules, size_t count)
{
	struct join_plan *p = mem_alloc(sizeof(*p), 1);

	if (!p)
		return NULL;
	p->rules = ARENA_NEW(&p->arena, const struct rule *, count);
	if (!p->rules) {
		join_plan_free(p);
		return NULL;
	}
	for (size_t i = 0; i < count && p->count < UINT16_MAX; i++)
		if (rules[i]->kind == RULE_CORRELATION && !match_stays_within(rules[i]))
			p->rules[p->count++] = rules[i];
	return p;
}

void join_plan_free(struct join_plan *p)
{
	if (!p)
		return;
	arena_clear(&p->arena);
	mem_free(p);
}

const struct rule *join_plan_rule(const struct join_plan *p, size_t index)
{
	return p->rules[index];
}

static bool is_person(struct str name)
{
	return str_is(name, "applicant.id") || str_is(name, "applicant.name") || str_is(name, "id") ||
	       str_is(name, "name");
}

bool join_counts_people(const struct join_plan *p, size_t index)
{
	const struct correlation *c = p->rules[index]->correlation;

	return c->type == CORRELATE_VALUE_COUNT && c->field_count == 1 && is_person(c->fields[0]) &&
	       (str_starts(c->fields[0], STR_LIT("applicant.")) ||
		(c->rule_count && c->rules[0]->category_index == 0));
}

/* The event being taken, for one correlation. */
struct taking {
	const struct record *record;
	const struct joined *fired;
	const struct correlation *c;
	struct arena *a;
	struct join_event base;   /* what all events of it have in common */
	struct join_event ***last;
	size_t made;
	bool full;
};

/* What the rule at hand calls @name. */
static struct str alias_of(const struct taking *t, struct str name)
{
	for (size_t i = 0; i < t->c->alias_count; i++)
		if (str_eq(t->c->aliases[i].name, name) &&
		    (str_eq(t->c->aliases[i].rule, t->fired->rule->name) ||
		    str_eq(t->c->aliases[i].rule, t->fired->rule->id)))
			return t->c->aliases[i].field;
	return name;
}

static size_t gather(const struct taking *t, struct str name, const struct node **out)
{
	struct str beside = STR("applicant.");

	if (str_starts(name, beside))
		return trie_gather(t->record->root, str_of(name.ptr + beside.len, name.len - beside.len), out,
		    VALUES_MAX);
	return trie_gather(t->fired->event, name, out, VALUES_MAX);
}

static uint64_t combine(uint64_t rest, struct str value)
{
	return (rest ^ str_hash64(value)) * 0x9E3779B97F4A7C15u + (rest >> 29);
}

static void put(struct taking *t, struct join_event e)
{
	struct join_event *copy = t->made++ < EVENTS_MAX ? ARENA_NEW(t->a, struct join_event, 1) : NULL;

	if (!copy) {
		t->full = t->full || t->made <= EVENTS_MAX;
		return;
	}
	*copy = e;
	**t->last = copy;
	*t->last = &copy->next;
}

/* One event for each combination of what is counted. */
static void count_fields(struct taking *t, struct join_event e, size_t field)
{
	const struct node *values[VALUES_MAX];
	bool is_number = t->c->type >= CORRELATE_VALUE_SUM && t->c->type <= CORRELATE_VALUE_MEDIAN;

	if (field == t->c->field_count) {
		put(t, e);
		return;
	}
	size_t count = gather(t, alias_of(t, t->c->fields[field]), values);
	for (size_t i = 0; i < count && t->made < EVENTS_MAX; i++) {
		struct str text = predicate_text(values[i]);
		struct join_event next = e;
		double number;
		if (!text.len || (is_number && !str_real(text, &number)))
			continue;
		next.row.value = combine(e.row.value, text);
		if (is_number)
			memcpy(&next.row.value, &number, sizeof(number));
		count_fields(t, next, field + 1);
	}
}

static struct str place_of(struct taking *t, struct str name)
{
	const char *list = categories[t->fired->category].path;

	if (!*list || str_starts(name, STR_LIT("applicant.")))
		return name;
	struct str place = record_place(t->a, list, t->fired->index, name);
	t->full = t->full || !place.ptr;
	return place;
}

/* The value that ties, if @name is such a field: the wording of a resume, or what tie.h knows. */
static bool take_tie(struct taking *t, struct str name, struct join_event *e)
{
	struct tie_value v;

	if (e->row.has_tie)
		return false;
	if (t->fired->category == 0 && str_is(name, "resume.text")) {
		e->row.has_tie = e->row.is_wording = true;
		e->field = name;
		return true;
	}
	if (!tie_of_event(t->fired->category, name, t->fired->event, t->a, &v))
		return false;
	e->row.has_tie = true;
	e->row.tie = v.key;
	e->field = place_of(t, name);
	e->text = arena_copy(t->a, v.text);
	t->full = t->full || !e->text.ptr;
	return true;
}

static void group(struct taking *t, struct join_event e, size_t at)
{
	const struct node *values[VALUES_MAX];

	if (at == t->c->group_by_count) {
		count_fields(t, e, 0);
		return;
	}
	struct str name = alias_of(t, t->c->group_by[at]);
	struct join_event tied = e;
	if (take_tie(t, name, &tied)) {
		group(t, tied, at + 1);
		return;
	}
	/* Of a field that ties, what has no normal form is no value. */
	if (tie_is_field(t->fired->category, name) && t->fired->category)
		return;
	size_t count = gather(t, name, values);
	for (size_t i = 0; i < count && t->made < EVENTS_MAX; i++) {
		struct join_event next = e;
		struct str text = predicate_text(values[i]);
		if (!text.len)
			continue;
		next.row.rest = combine(e.row.rest, text);
		if (!e.row.has_tie) {
			next.field = place_of(t, name);
			next.text = arena_copy(t->a, text);
		}
		group(t, next, at + 1);
	}
}

static bool takes_fields(const struct correlation *c)
{
	return c->field_count && c->type >= CORRELATE_VALUE_COUNT && c->type <= CORRELATE_VALUE_MEDIAN;
}

static bool take(const struct join_plan *p, const struct record *r, const struct joined *fired, struct arena *a,
    struct join_event ***last)
{
	struct taking t = { .record = r, .fired = fired, .a = a, .last = last };
	int64_t millis = match_event_time(fired->event, r->root);

	for (size_t i = 0; i < p->count && !t.full; i++) {
		t.c = p->rules[i]->correlation;
		t.made = 0;
		t.base = (struct join_event){ 0 };
		t.base.row = (struct join_row){ .correlation = (uint16_t)i, .millis = millis, .rest = i };
		for (size_t k = 0; k < t.c->rule_count; k++) {
			if (t.c->rules[k] != fired->rule)
				continue;
			t.base.row.rule = (uint16_t)k;
			if (takes_fields(t.c) || !t.c->field_count)
				group(&t, t.base, 0);
		}
	}
	return !t.full;
}

bool join_events(const struct join_plan *p, const struct record *r, const struct joined *fired, struct arena *a,
    struct join_event **out)
{
	struct join_event **last = out;

	*out = NULL;
	for (; fired; fired = fired->next)
		if (!take(p, r, fired, a, &last))
			return false;
	return true;
}
