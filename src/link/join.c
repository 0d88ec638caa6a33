#include "link/join.h"

#include "match/predicate.h"
#include "match/trie.h"

enum { VALUES_MAX = 64, EVENTS_MAX = 256 }; /* values of one field; groups that one event may be in */

/* A field that is grouped by or counted, as one rule calls it. */
struct wanted {
	struct str name;
	struct str path;    /* in the event, or in the record */
	bool is_beside;     /* in the record: "applicant.id" */
	bool is_wording;
	bool is_plain;      /* what has no normal form is no value */
	bool is_called_so;  /* tie_is_called() by @name */
	uint32_t ties;      /* tie_fields() */
};

/* What a rule is to a correlation that reads it. */
struct role {
	const struct rule *rule;
	const struct correlation *c;
	uint16_t correlation, place; /* its number, and that of the rule among its rules */
	bool is_number;              /* what is counted are numbers */
	struct wanted *group_by, *fields;
};

struct join_plan {
	struct arena arena;
	const struct rule **rules;
	size_t count;
	struct role *roles; /* of one rule beside each other, in the order of the correlations */
	size_t *first_role;    /* by the rule's number; those of the next one begin where they end */
	size_t rule_count;
};

static struct str name_in(const struct correlation *c, const struct rule *rule, struct str name)
{
	for (size_t i = 0; i < c->alias_count; i++)
		if (str_eq(c->aliases[i].name, name) &&
		    (str_eq(c->aliases[i].rule, rule->name) || str_eq(c->aliases[i].rule, rule->id)))
			return c->aliases[i].field;
	return name;
}

/* NULL without memory. */
static struct wanted *name_fields(struct join_plan *p, const struct role *r, const struct str *names, size_t count)
{
	const struct str beside = STR("applicant.");
	struct wanted *all = ARENA_NEW(&p->arena, struct wanted, count);
	size_t category = r->rule->category_index;

	for (size_t i = 0; all && i < count; i++) {
		struct wanted *w = &all[i];
		w->path = w->name = name_in(r->c, r->rule, names[i]);
		w->is_beside = str_starts(w->name, beside);
		if (w->is_beside)
			w->path = str_of(w->name.ptr + beside.len, w->name.len - beside.len);
		w->is_wording = category == 0 && str_is(w->name, "resume.text");
		w->ties = category < category_count ? tie_fields(category, w->name) : 0;
		w->is_called_so = tie_is_called(w->ties, w->name);
		w->is_plain = category && tie_is_plain(w->ties);
	}
	return all;
}

static bool counts_fields(const struct correlation *c)
{
	return c->type >= CORRELATE_VALUE_COUNT && c->type <= CORRELATE_VALUE_MEDIAN;
}

/* What the correlation @number makes of @rule, once for each place that it has there.  False without memory. */
static bool add_roles(struct join_plan *p, const struct rule *rule, size_t number, size_t *count)
{
	const struct correlation *c = p->rules[number]->correlation;

	for (size_t k = 0; k < c->rule_count; k++) {
		if (c->rules[k] != rule || (c->field_count && !counts_fields(c)))
			continue;
		struct role *r = &p->roles[(*count)++];
		*r = (struct role){ .rule = rule, .c = c, .correlation = (uint16_t)number, .place = (uint16_t)k };
		r->is_number = c->type >= CORRELATE_VALUE_SUM && c->type <= CORRELATE_VALUE_MEDIAN;
		r->group_by = name_fields(p, r, c->group_by, c->group_by_count);
		r->fields = name_fields(p, r, c->fields, c->field_count);
		if (!r->group_by || !r->fields)
			return false;
	}
	return true;
}

static bool add_all_roles(struct join_plan *p, struct rule *const *rules, size_t count)
{
	size_t most = 0, made = 0;

	for (size_t i = 0; i < p->count; i++)
		most += p->rules[i]->correlation->rule_count;
	p->roles = ARENA_NEW(&p->arena, struct role, most);
	p->first_role = ARENA_NEW(&p->arena, size_t, count + 1);
	if (!p->roles || !p->first_role)
		return false;
	p->rule_count = count;
	for (size_t i = 0; i < count; i++) {
		p->first_role[i] = made;
		for (size_t k = 0; k < p->count; k++)
			if (!add_roles(p, rules[i], k, &made))
				return false;
	}
	p->first_role[count] = made;
	return true;
}

struct join_plan *join_plan_new(struct rule *const *rules, size_t count)
{
	struct join_plan *p = mem_alloc(sizeof(*p), 1);

	if (!p)
		return NULL;
	p->rules = ARENA_NEW(&p->arena, const struct rule *, count);
	for (size_t i = 0; p->rules && i < count && p->count < UINT16_MAX; i++)
		if (rules[i]->kind == RULE_CORRELATION && !match_stays_within(rules[i]))
			p->rules[p->count++] = rules[i];
	if (p->rules && add_all_roles(p, rules, count))
		return p;
	join_plan_free(p);
	return NULL;
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

/* What was last gathered of the record beside an event: most rules count the same one thing. */
struct beside {
	struct str path;
	const struct node *values[VALUES_MAX];
	size_t count;
};

/* A text of the record, and its hash: the last one that was asked for. */
struct hashed {
	struct str text;
	uint64_t hash;
};

/* The event being taken, for one correlation. */
struct taking {
	const struct record *record;
	const struct joined *fired;
	const struct tie_value *values;
	const struct role *as;
	struct arena *a;
	struct join_event ***last;
	struct beside beside;
	struct hashed hashed;
	size_t made;
	bool full;
};

static size_t gather(struct taking *t, const struct wanted *w, const struct node **out)
{
	struct beside *b = &t->beside;

	if (!w->is_beside)
		return trie_gather(t->fired->event, w->path, out, VALUES_MAX);
	if (!b->path.ptr || !str_eq(b->path, w->path)) {
		b->path = w->path;
		b->count = trie_gather(t->record->root, w->path, b->values, VALUES_MAX);
	}
	memcpy(out, b->values, b->count * sizeof(*out));
	return b->count;
}

static uint64_t hash_of(struct taking *t, struct str text)
{
	if (t->hashed.text.ptr != text.ptr || t->hashed.text.len != text.len)
		t->hashed = (struct hashed){ text, str_hash64(text) };
	return t->hashed.hash;
}

static uint64_t combine(uint64_t rest, uint64_t value)
{
	return (rest ^ value) * 0x9E3779B97F4A7C15u + (rest >> 29);
}

static void put(struct taking *t, const struct join_event *e)
{
	struct join_event *copy = t->made++ < EVENTS_MAX ? ARENA_NEW(t->a, struct join_event, 1) : NULL;

	if (!copy) {
		t->full = t->full || t->made <= EVENTS_MAX;
		return;
	}
	*copy = *e;
	**t->last = copy;
	*t->last = &copy->next;
}

/* One event for each combination of what is counted. */
static void count_fields(struct taking *t, const struct join_event *e, size_t field)
{
	const struct node *values[VALUES_MAX];

	if (field == t->as->c->field_count) {
		put(t, e);
		return;
	}
	size_t count = gather(t, &t->as->fields[field], values);
	for (size_t i = 0; i < count && t->made < EVENTS_MAX; i++) {
		struct str text = predicate_text(values[i]);
		struct join_event next = *e;
		double number;
		if (!text.len || (t->as->is_number && !str_real(text, &number)))
			continue;
		next.row.value = combine(e->row.value, hash_of(t, text));
		if (t->as->is_number)
			memcpy(&next.row.value, &number, sizeof(number));
		count_fields(t, &next, field + 1);
	}
}

static struct str place_of(struct taking *t, const struct wanted *w)
{
	const char *list = categories[t->fired->category].path;

	if (!*list || w->is_beside)
		return w->name;
	struct str place = record_place(t->a, list, t->fired->index, w->name);
	t->full = t->full || !place.ptr;
	return place;
}

/* A value that was already found in the record, if it is called as it is there. */
static bool take_known(struct taking *t, const struct wanted *w, struct join_event *e)
{
	size_t number;
	const struct tie_value *v = w->is_called_so ? tie_known(t->values, w->ties, t->fired->event, &number) : NULL;

	if (!v)
		return false;
	e->row.has_tie = true;
	e->row.tie = v->key;
	e->field = v->field;
	e->text = v->text;
	e->value = number;
	return true;
}

/* The value that ties, if it is such a field: the wording of a resume, or what tie.h knows. */
static bool take_tie(struct taking *t, const struct wanted *w, struct join_event *e)
{
	struct tie_value v;

	if (e->row.has_tie)
		return false;
	if (w->is_wording) {
		e->row.has_tie = e->row.is_wording = true;
		e->field = w->name;
		return true;
	}
	if (take_known(t, w, e))
		return true;
	if (!tie_of_event(w->ties, t->fired->category, t->fired->event, t->a, &v))
		return false;
	e->row.has_tie = true;
	e->row.tie = v.key;
	e->field = place_of(t, w);
	e->text = arena_copy(t->a, v.text);
	t->full = t->full || !e->text.ptr;
	return true;
}

static void group(struct taking *t, const struct join_event *e, size_t at)
{
	const struct node *values[VALUES_MAX];

	if (at == t->as->c->group_by_count) {
		count_fields(t, e, 0);
		return;
	}
	const struct wanted *w = &t->as->group_by[at];
	struct join_event tied = *e;
	if (take_tie(t, w, &tied)) {
		group(t, &tied, at + 1);
		return;
	}
	if (w->is_plain)
		return;
	size_t count = gather(t, w, values);
	for (size_t i = 0; i < count && t->made < EVENTS_MAX; i++) {
		struct join_event next = *e;
		struct str text = predicate_text(values[i]);
		if (!text.len)
			continue;
		next.row.rest = combine(e->row.rest, str_hash64(text));
		if (!e->row.has_tie) {
			next.field = place_of(t, w);
			next.text = arena_copy(t->a, text);
		}
		group(t, &next, at + 1);
	}
}

static bool take(const struct join_plan *p, struct taking *t, int64_t millis)
{
	size_t rule = t->fired->rule->index, end = rule < p->rule_count ? p->first_role[rule + 1] : 0;
	uint16_t correlation = UINT16_MAX;

	for (size_t i = end ? p->first_role[rule] : 0; i < end && !t->full; i++) {
		struct join_event base = { 0 };
		t->as = &p->roles[i];
		t->made = t->as->correlation == correlation ? t->made : 0;
		correlation = t->as->correlation;
		base.row = (struct join_row){ .correlation = correlation, .rule = t->as->place, .millis = millis,
			.rest = correlation };
		group(t, &base, 0);
	}
	return !t->full;
}

bool join_events(const struct join_plan *p, const struct record *r, const struct joined *fired,
    const struct tie_value *values, struct arena *a, struct join_event **out)
{
	struct join_event **last = out;
	struct taking t = { .record = r, .values = values, .a = a, .last = &last };
	const struct node *event = NULL;
	int64_t applied = fired ? match_record_time(r->root) : 0, millis = 0;

	*out = NULL;
	for (; fired; fired = fired->next) {
		if (fired->event != event && !match_own_time(fired->event, &millis))
			millis = applied;
		event = fired->event;
		t.fired = fired;
		if (!take(p, &t, millis))
			return false;
	}
	return true;
}
