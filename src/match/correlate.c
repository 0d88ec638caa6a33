#include "match/correlate.h"

#include <stdlib.h>

#include "match/intern.h"
#include "match/trie.h"
#include "match/predicate.h"

enum {
	COMBINATIONS_MAX = 4096, /* groups that one event may be in, and combinations of values that it has there */
	ENTRIES_MAX = 1 << 16,   /* of one event for one correlation: a value in a group each */
};

/* One rule that a correlation reads, with its names for the fields. */
struct feed {
	uint32_t correlation, rule; /* index in the correlator; in the correlation */
	uint32_t next;              /* the next feed of the same rule, or INTERN_NONE */
	struct str *group_by, *fields;
};

struct correlator {
	struct arena arena;
	const struct rule *const *rules;
	size_t count;
	uint32_t *order;            /* inner correlations before those that read them */
	struct feed *feeds;
	size_t feed_count;
	struct intern by_rule;      /* a rule's pointer: its first feed */
};

static struct str pointer_key(const struct rule *const *rule)
{
	return str_of((const char *)rule, sizeof(*rule));
}

static uint32_t first_feed(const struct correlator *c, const struct rule *rule)
{
	return intern_find(&c->by_rule, pointer_key(&rule));
}

/* An alias names its rule as "rules" may: by name or by id. */
static bool is_for(const struct alias *a, const struct rule *rule)
{
	return (rule->name.len && str_eq(a->rule, rule->name)) || (rule->id.len && str_eq(a->rule, rule->id));
}

struct str correlate_field(const struct correlation *c, const struct rule *rule, struct str name)
{
	for (size_t i = 0; i < c->alias_count; i++)
		if (str_eq(c->aliases[i].name, name) && is_for(&c->aliases[i], rule))
			return c->aliases[i].field;
	return name;
}

static bool add_feed(struct correlator *c, uint32_t correlation, uint32_t index)
{
	const struct correlation *x = c->rules[correlation]->correlation;
	const struct rule *const *rule = (const struct rule *const *)&x->rules[index];
	struct feed *f = &c->feeds[c->feed_count];

	*f = (struct feed){ .correlation = correlation, .rule = index, .next = INTERN_NONE };
	f->group_by = ARENA_NEW(&c->arena, struct str, x->group_by_count);
	f->fields = ARENA_NEW(&c->arena, struct str, x->field_count);
	if (!f->group_by || !f->fields)
		return false;
	for (size_t i = 0; i < x->group_by_count; i++)
		f->group_by[i] = correlate_field(x, *rule, x->group_by[i]);
	for (size_t i = 0; i < x->field_count; i++)
		f->fields[i] = correlate_field(x, *rule, x->fields[i]);
	uint32_t at = intern_find(&c->by_rule, pointer_key(rule));
	uint32_t me = (uint32_t)c->feed_count++;
	if (at == INTERN_NONE)
		return intern_add(&c->by_rule, &c->arena, pointer_key(rule), me);
	while (c->feeds[at].next != INTERN_NONE)
		at = c->feeds[at].next;
	c->feeds[at].next = me;
	return true;
}

/* Put @index into the order behind those that it reads.  @state: 0 not yet, 1 under way, 2 done. */
static void put_in_order(struct correlator *c, uint32_t index, unsigned char *state, size_t *count)
{
	const struct correlation *x = c->rules[index]->correlation;

	if (state[index])
		return;
	state[index] = 1;
	for (size_t i = 0; i < x->rule_count; i++)
		for (uint32_t k = 0; k < c->count; k++)
			if (x->rules[i] == c->rules[k])
				put_in_order(c, k, state, count);
	state[index] = 2;
	c->order[(*count)++] = index;
}

static bool compile(struct correlator *c)
{
	size_t feeds = 0, ordered = 0;
	unsigned char *state = ARENA_NEW(&c->arena, unsigned char, c->count);

	for (size_t i = 0; i < c->count; i++)
		feeds += c->rules[i]->correlation->rule_count;
	c->feeds = ARENA_NEW(&c->arena, struct feed, feeds);
	c->order = ARENA_NEW(&c->arena, uint32_t, c->count);
	if (!state || !c->feeds || !c->order)
		return false;
	for (uint32_t i = 0; i < c->count; i++) {
		for (uint32_t k = 0; k < c->rules[i]->correlation->rule_count; k++)
			if (!add_feed(c, i, k))
				return false;
		put_in_order(c, i, state, &ordered);
	}
	return true;
}

struct correlator *correlator_new(const struct rule *const *rules, size_t count)
{
	struct correlator *c = mem_alloc(sizeof(*c), 1);

	if (!c)
		return NULL;
	const struct rule **copy = ARENA_NEW(&c->arena, const struct rule *, count);
	if (copy && count)
		memcpy(copy, rules, count * sizeof(*copy));
	c->rules = copy;
	c->count = count;
	if (copy && compile(c))
		return c;
	correlator_free(c);
	return NULL;
}

void correlator_free(struct correlator *c)
{
	if (!c)
		return;
	arena_clear(&c->arena);
	mem_free(c);
}

bool correlator_reads(const struct correlator *c, const struct rule *rule)
{
	return first_feed(c, rule) != INTERN_NONE;
}

bool correlator_silences(const struct correlator *c, const struct rule *rule)
{
	for (uint32_t i = first_feed(c, rule); i != INTERN_NONE; i = c->feeds[i].next)
		if (!c->rules[c->feeds[i].correlation]->correlation->generate)
			return true;
	return false;
}

/* One correlation's events. */
struct tally {
	struct window_event *events;
	size_t count, size;
	struct intern groups, values;
	struct str *group_values;     /* by group: a value for each name of group-by */
	size_t group_count, group_size;
	uint32_t value_count;
	size_t left;                  /* entries that the event at hand may still have */
	bool is_cut;                  /* an event had more than is taken */
};

/* Where an event of a correlation comes from: a line of the input, or a window of an inner correlation. */
struct origin {
	bool is_window;
	size_t line;
	uint32_t correlation;
	struct window_hit window;     /* its events stay where they are */
};

struct correlate_run {
	const struct correlator *c;
	struct tally *tallies;
	struct arena arena;           /* keys and values */
	struct arena scratch;         /* what reading one event needs */
	struct origin *origins;
	size_t origin_count, origin_size;
	struct window_room room;
	size_t *lines;
	size_t line_count, line_size;
	struct str *values;           /* of one event: those of each name, one behind the other */
	size_t value_size;
	bool full;
};

struct correlate_run *correlate_run_new(const struct correlator *c)
{
	struct correlate_run *r = mem_alloc(sizeof(*r), 1);

	if (!r)
		return NULL;
	r->c = c;
	r->tallies = mem_alloc(sizeof(*r->tallies), c->count);
	if (r->tallies)
		return r;
	mem_free(r);
	return NULL;
}

void correlate_run_free(struct correlate_run *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->c->count; i++) {
		mem_free(r->tallies[i].events);
		mem_free(r->tallies[i].group_values);
	}
	mem_free(r->tallies);
	mem_free(r->origins);
	mem_free(r->lines);
	mem_free(r->values);
	window_room_clear(&r->room);
	arena_clear(&r->arena);
	arena_clear(&r->scratch);
	mem_free(r);
}

void correlate_reset(struct correlate_run *r)
{
	for (size_t i = 0; i < r->c->count; i++) {
		struct tally *t = &r->tallies[i];
		t->count = t->group_count = t->value_count = 0;
		t->groups = t->values = (struct intern){ 0 };
		t->is_cut = false;
	}
	r->origin_count = 0;
	r->full = false;
	arena_reset(&r->arena);
}

bool correlate_is_cut(const struct correlate_run *r, const struct rule *rule)
{
	for (size_t i = 0; i < r->c->count; i++)
		if (r->tallies[i].is_cut && (!rule || r->c->rules[i] == rule))
			return true;
	return false;
}

static bool reserve(void **array, size_t *size, size_t count, size_t member)
{
	if (count <= *size)
		return true;
	size_t wanted = count < 32 ? 64 : count * 2;
	void *p = mem_grow(*array, member, wanted);
	if (!p)
		return false;
	*array = p;
	*size = wanted;
	return true;
}

#define RESERVE(array, size, count) reserve((void **)&(array), &(size), (count), sizeof(*(array)))

/* Where the fields of an event come from: a node, or the group of an inner correlation. */
struct fields {
	const struct node *event, *applicant;
	const struct correlation *inner;
	const struct str *group;
};

/* The values of the field @name, none of them empty, put behind @count others; how many there are then. */
static size_t gather(struct correlate_run *r, struct tally *t, const struct fields *f, struct str name, size_t count)
{
	const struct node *nodes[CORRELATE_VALUES_MAX + 1];
	struct str beside = STR("applicant.");
	size_t n;

	if (!RESERVE(r->values, r->value_size, count + CORRELATE_VALUES_MAX)) {
		r->full = true;
		return count;
	}
	for (size_t i = 0; f->inner && i < f->inner->group_by_count; i++)
		if (str_eq(f->inner->group_by[i], name))
			r->values[count++] = f->group[i];
	if (f->inner)
		return count;
	if (f->applicant && str_starts(name, beside))
		n = trie_gather(f->applicant, str_of(name.ptr + beside.len, name.len - beside.len), nodes,
		    COUNT(nodes));
	else
		n = trie_gather(f->event, name, nodes, COUNT(nodes));
	t->is_cut |= n > CORRELATE_VALUES_MAX;
	for (size_t i = 0; i < n && i < CORRELATE_VALUES_MAX; i++) {
		struct str text = predicate_text(nodes[i]);
		if (text.len)
			r->values[count++] = text;
	}
	return count;
}

/* All ways to take one value for each of several names; @at[i] of @counts[i] values that begin at @from[i]. */
struct combination {
	size_t names, done;
	size_t *from, *counts, *at;
};

/* Gather the values of @count names.  False if one has none: there is no combination. */
static bool combine(struct correlate_run *r, struct tally *t, const struct fields *f, const struct str *names,
    size_t count, size_t start, struct combination *out)
{
	size_t *numbers = ARENA_NEW(&r->scratch, size_t, count * 3 + 1);

	*out = (struct combination){ .names = count, .from = numbers };
	if (!numbers) {
		r->full = true;
		return false;
	}
	out->counts = numbers + count;
	out->at = numbers + 2 * count;
	for (size_t i = 0; i < count; i++) {
		out->from[i] = start;
		start = gather(r, t, f, names[i], start);
		out->counts[i] = start - out->from[i];
		if (!out->counts[i])
			return false;
	}
	return true;
}

static size_t combination_end(const struct combination *c, size_t start)
{
	return c->names ? c->from[c->names - 1] + c->counts[c->names - 1] : start;
}

/* Go on to the next way.  False after the last one. */
static bool next_combination(struct tally *t, struct combination *c)
{
	size_t i = c->names;

	while (i && ++c->at[i - 1] == c->counts[i - 1])
		c->at[--i] = 0;
	bool is_over = ++c->done >= COMBINATIONS_MAX || !t->left;
	t->is_cut |= i && is_over;
	return i && !is_over;
}

/* The values of one way as one text, each behind its length. */
static struct str combination_key(struct correlate_run *r, const struct combination *c)
{
	size_t len = 0;

	for (size_t i = 0; i < c->names; i++)
		len += sizeof(len) + r->values[c->from[i] + c->at[i]].len;
	char *key = arena_alloc(&r->scratch, len + 1), *p = key;
	for (size_t i = 0; key && i < c->names; i++) {
		struct str value = r->values[c->from[i] + c->at[i]];
		memcpy(p, &value.len, sizeof(value.len));
		memcpy(p + sizeof(value.len), value.ptr, value.len);
		p += sizeof(value.len) + value.len;
	}
	r->full |= !key;
	return str_of(key, len);
}

static uint32_t number_of(struct correlate_run *r, struct intern *t, struct str key, uint32_t *count)
{
	uint32_t id = key.ptr ? intern_find(t, key) : INTERN_NONE;

	if (!key.ptr || id != INTERN_NONE)
		return id;
	key = arena_copy(&r->arena, key);
	if (!key.ptr || !intern_add(t, &r->arena, key, *count)) {
		r->full = true;
		return INTERN_NONE;
	}
	return (*count)++;
}

/* The group of one way through the values of group-by. */
static uint32_t group_of(struct correlate_run *r, struct tally *t, const struct combination *c)
{
	uint32_t count = (uint32_t)t->group_count, before = count;
	uint32_t group = number_of(r, &t->groups, combination_key(r, c), &count);

	if (group == INTERN_NONE || group < before)
		return group;
	if (!RESERVE(t->group_values, t->group_size, (count + 1) * (c->names + 1))) {
		r->full = true;
		return INTERN_NONE;
	}
	t->group_count = count;
	for (size_t i = 0; i < c->names; i++) {
		struct str copy = arena_copy(&r->arena, r->values[c->from[i] + c->at[i]]);
		r->full |= !copy.ptr;
		t->group_values[group * c->names + i] = copy;
	}
	return group;
}

static void put_event(struct correlate_run *r, struct tally *t, struct window_event e)
{
	if (!RESERVE(t->events, t->size, t->count + 1))
		r->full = true;
	else
		t->events[t->count++] = e;
	t->left--;
}

/* An event in one group: once, or once for each value that is counted. */
static void put_values(struct correlate_run *r, struct tally *t, const struct correlation *x, const struct feed *feed,
    const struct fields *f, size_t start, struct window_event e)
{
	struct combination values;

	if (!x->field_count || x->type == CORRELATE_EVENT_COUNT || x->type == CORRELATE_TEMPORAL ||
	    x->type == CORRELATE_TEMPORAL_ORDERED) {
		put_event(r, t, e);
		return;
	}
	if (!combine(r, t, f, feed->fields, x->field_count, start, &values))
		return;
	do {
		if (x->type == CORRELATE_VALUE_COUNT)
			e.value = number_of(r, &t->values, combination_key(r, &values), &t->value_count);
		else if (!str_real(r->values[values.from[0] + values.at[0]], &e.number))
			continue;
		if (e.value != INTERN_NONE)
			put_event(r, t, e);
	} while (next_combination(t, &values) && !r->full);
}

static void feed_event(struct correlate_run *r, const struct feed *feed, const struct fields *f, int64_t millis,
    size_t origin)
{
	struct tally *t = &r->tallies[feed->correlation];
	const struct correlation *x = r->c->rules[feed->correlation]->correlation;
	struct combination groups;

	t->left = ENTRIES_MAX;
	if (!combine(r, t, f, feed->group_by, x->group_by_count, 0, &groups))
		return;
	do {
		struct window_event e = { .millis = millis, .rule = feed->rule, .source = origin };
		e.group = group_of(r, t, &groups);
		if (e.group != INTERN_NONE)
			put_values(r, t, x, feed, f, combination_end(&groups, 0), e);
	} while (next_combination(t, &groups) && !r->full);
}

static void feed_all(struct correlate_run *r, const struct rule *rule, const struct fields *f, int64_t millis,
    struct origin origin)
{
	uint32_t i = first_feed(r->c, rule);

	if (i == INTERN_NONE)
		return;
	if (!RESERVE(r->origins, r->origin_size, r->origin_count + 1)) {
		r->full = true;
		return;
	}
	arena_reset(&r->scratch);
	r->origins[r->origin_count] = origin;
	for (; i != INTERN_NONE; i = r->c->feeds[i].next)
		feed_event(r, &r->c->feeds[i], f, millis, r->origin_count);
	r->origin_count++;
}

bool correlate_add(struct correlate_run *r, const struct rule *rule, const struct node *event,
    const struct node *applicant, int64_t millis, size_t line)
{
	struct fields f = { .event = event, .applicant = applicant };

	feed_all(r, rule, &f, millis, (struct origin){ .line = line });
	return !r->full;
}

/* The search of one group: its largest window, and what inner windows come to outside. */
struct search {
	struct correlate_run *r;
	uint32_t correlation;
	const struct str *group;
	struct window_hit best;
	bool found;
};

static bool take_window(void *context, const struct window_hit *hit)
{
	struct search *s = context;
	const struct rule *rule = s->r->c->rules[s->correlation];
	size_t size = hit->count + hit->timeless_count;

	if (!s->found || size > s->best.count + s->best.timeless_count)
		s->best = *hit;
	s->found = true;
	if (correlator_reads(s->r->c, rule)) {
		struct fields f = { .inner = rule->correlation, .group = s->group };
		int64_t millis = hit->count ? hit->first[hit->count - 1].millis : WINDOW_NO_TIME;
		feed_all(s->r, rule, &f, millis, (struct origin){ true, 0, s->correlation, *hit });
	}
	return !s->r->full;
}

static void add_line(struct correlate_run *r, size_t line)
{
	if (!RESERVE(r->lines, r->line_size, r->line_count + 1))
		r->full = true;
	else
		r->lines[r->line_count++] = line;
}

/*
 * The lines behind some events: their own, or those of the windows that they stand for.  Windows of one inner group
 * follow each other and overlap: what the one before had is passed over.
 */
static void add_events(struct correlate_run *r, const struct window_event *events, size_t count)
{
	const struct window_event *group = NULL, *done = NULL;

	for (size_t i = 0; i < count && !r->full; i++) {
		const struct origin *o = &r->origins[events[i].source];
		const struct window_hit *w = &o->window;
		if (!o->is_window) {
			add_line(r, o->line);
			continue;
		}
		if (w->timeless != group)
			add_events(r, w->timeless, w->timeless_count);
		const struct window_event *end = w->first + w->count;
		const struct window_event *from = w->timeless == group && done > w->first ? done : w->first;
		if (from < end)
			add_events(r, from, (size_t)(end - from));
		done = w->timeless == group && done > end ? done : end;
		group = w->timeless;
	}
}

static int by_number(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return (x > y) - (x < y);
}

static void report(const struct search *s, correlate_told *told, void *context)
{
	struct correlate_run *r = s->r;
	size_t n = 0;

	r->line_count = 0;
	add_events(r, s->best.timeless, s->best.timeless_count);
	add_events(r, s->best.first, s->best.count);
	if (r->line_count)
		qsort(r->lines, r->line_count, sizeof(*r->lines), by_number);
	for (size_t i = 0; i < r->line_count; i++)
		if (!n || r->lines[n - 1] != r->lines[i])
			r->lines[n++] = r->lines[i];
	struct correlate_hit hit = { r->c->rules[s->correlation], s->group, r->lines, n };
	if (!r->full)
		told(context, &hit);
}

static void finish_one(struct correlate_run *r, uint32_t index, correlate_told *told, void *context)
{
	struct tally *t = &r->tallies[index];
	const struct rule *rule = r->c->rules[index];

	if (!t->count)
		return;
	qsort(t->events, t->count, sizeof(*t->events), window_order);
	for (size_t i = 0, end; i < t->count && !r->full; i = end) {
		uint32_t group = t->events[i].group;
		struct search s = { .r = r, .correlation = index };
		s.group = t->group_values ? t->group_values + group * rule->correlation->group_by_count : NULL;
		for (end = i + 1; end < t->count && t->events[end].group == group; end++)
			;
		if (!window_search(&r->room, rule->correlation, t->events + i, end - i, t->value_count, take_window,
		    &s))
			r->full = true;
		if (s.found && !correlator_silences(r->c, rule))
			report(&s, told, context);
	}
}

bool correlate_finish(struct correlate_run *r, correlate_told *told, void *context)
{
	for (size_t i = 0; i < r->c->count; i++)
		finish_one(r, r->c->order[i], told, context);
	return !r->full;
}
