#include "match/index.h"

#include <stdio.h>

#include <stdlib.h>

/* What only compiling needs. */
struct build {
	struct matcher *m;
	struct arena work;            /* of one rule's condition, or one field's questions */
	uint32_t *pairs;              /* (predicate, rule) or (predicate, list), one behind the other */
	size_t pair_count, pair_size; /* numbers, two for a pair */
	uint32_t rule;                /* under way */
	const struct str *more;       /* fields to read that no rule names */
	size_t more_count;
};

static bool add_pair(struct build *b, uint32_t from, uint32_t to)
{
	if (b->pair_count + 2 > b->pair_size) {
		size_t size = b->pair_size ? b->pair_size * 2 : 256;
		uint32_t *pairs = mem_grow(b->pairs, sizeof(*pairs), size);
		if (!pairs)
			return false;
		b->pairs = pairs;
		b->pair_size = size;
	}
	b->pairs[b->pair_count++] = from;
	b->pairs[b->pair_count++] = to;
	return true;
}

/* Turn the pairs into a fan over @count numbers, in the order of the pairs; forget them. */
static bool make_fan(struct build *b, size_t count, struct fan *out)
{
	uint32_t *next = mem_alloc(sizeof(*next), count + 1);

	out->from = ARENA_NEW(&b->m->arena, uint32_t, count + 1);
	out->list = ARENA_NEW(&b->m->arena, uint32_t, b->pair_count / 2);
	if (!next || !out->from || !out->list) {
		mem_free(next);
		return false;
	}
	for (size_t i = 0; i < b->pair_count; i += 2)
		out->from[b->pairs[i] + 1]++;
	for (size_t i = 0; i < count; i++)
		out->from[i + 1] += out->from[i];
	memcpy(next, out->from, count * sizeof(*next));
	for (size_t i = 0; i < b->pair_count; i += 2)
		out->list[next[b->pairs[i]]++] = b->pairs[i + 1];
	mem_free(next);
	b->pair_count = 0;
	return true;
}

static bool read_rules(struct matcher *m, struct rule *const *rules, size_t count, struct err *e)
{
	m->rules = ARENA_NEW(&m->arena, struct rule_code, count);
	if (!m->rules)
		return err_set(e, ERR_MEMORY, "out of memory");
	for (size_t i = 0; i < count; i++) {
		if (rules[i]->kind != RULE_DETECTION)
			continue;
		if (!program_read(&m->codes, &m->predicates, rules[i], &m->rules[m->rule_count], e)) {
			char file[sizeof(e->file)];
			snprintf(file, sizeof(file), "%.*s", STR_ARG(rules[i]->file));
			return err_at(e, file, 0, 0);
		}
		m->rule_count++;
	}
	return true;
}

static bool note_witness(void *context, uint32_t predicate)
{
	struct build *b = context;

	return add_pair(b, predicate, b->rule);
}

static bool emit_rules(struct build *b)
{
	struct matcher *m = b->m;

	m->always = ARENA_NEW(&m->arena, uint32_t, m->rule_count);
	if (!m->always)
		return false;
	for (size_t i = 0; i < m->rule_count; i++) {
		bool ok;
		arena_reset(&b->work);
		struct expr *x = program_expr(&m->codes, &m->predicates, &m->rules[i], &b->work);
		if (!x || !program_emit(&m->codes, x, &m->rules[i]))
			return false;
		b->rule = (uint32_t)i;
		if (!program_witnesses(x, &m->predicates, note_witness, b, &ok))
			m->always[m->always_count++] = (uint32_t)i;
		if (!ok)
			return false;
	}
	return make_fan(b, m->predicates.count, &m->witnesses);
}

static bool fan_lists(struct build *b)
{
	const struct predicates *p = &b->m->predicates;

	for (size_t i = 0; i < p->count; i++)
		for (size_t k = 0; p->at[i].kind == PREDICATE_ANY_OF && k < p->at[i].guard_count; k++)
			if (!add_pair(b, p->at[i].guards[k], (uint32_t)i))
				return false;
	b->m->has_lists = b->pair_count > 0;
	return make_fan(b, p->count, &b->m->lists);
}

/* The predicates of one field, @count numbers at @ids, sorted out by kind. */
struct sorting {
	struct matcher *m;
	struct arena *work;
	const uint32_t *ids;
	size_t count;
};

static bool wants(const struct predicate *q, enum predicate_kind kind, bool cased)
{
	return q->kind == kind && q->cased == cased;
}

static size_t count_wants(const struct sorting *s, enum predicate_kind kind, bool cased)
{
	size_t n = 0;

	for (size_t i = 0; i < s->count; i++)
		n += wants(&s->m->predicates.at[s->ids[i]], kind, cased);
	return n;
}

static bool make_exact(const struct sorting *s, enum predicate_kind kind, bool cased, struct intern **out)
{
	if (!count_wants(s, kind, cased))
		return true;
	if (!(*out = ARENA_NEW(&s->m->arena, struct intern, 1)))
		return false;
	for (size_t i = 0; i < s->count; i++) {
		const struct predicate *q = &s->m->predicates.at[s->ids[i]];
		if (wants(q, kind, cased) && !intern_add(*out, &s->m->arena, q->text, s->ids[i]))
			return false;
	}
	return true;
}

static bool make_affix(const struct sorting *s, enum predicate_kind kind, bool cased, struct affixes **out)
{
	size_t count = count_wants(s, kind, cased), n = 0;
	struct affix_want *list = ARENA_NEW(s->work, struct affix_want, count);

	if (!count || !list)
		return list != NULL;
	for (size_t i = 0; i < s->count; i++) {
		const struct predicate *q = &s->m->predicates.at[s->ids[i]];
		if (wants(q, kind, cased))
			list[n++] = (struct affix_want){ q->text, s->ids[i] };
	}
	*out = affixes_new(&s->m->arena, list, n, kind == PREDICATE_ENDS);
	return *out != NULL;
}

static bool make_needles(const struct sorting *s, bool cased, struct needles **out)
{
	size_t count = count_wants(s, PREDICATE_CONTAINS, cased), n = 0;
	struct needle_want *list = ARENA_NEW(s->work, struct needle_want, count);

	if (!count || !list)
		return list != NULL;
	for (size_t i = 0; i < s->count; i++) {
		const struct predicate *q = &s->m->predicates.at[s->ids[i]];
		if (wants(q, PREDICATE_CONTAINS, cased))
			list[n++] = (struct needle_want){ q->text, s->ids[i] };
	}
	*out = needles_new(&s->m->arena, list, n);
	return *out != NULL;
}

static bool make_text(const struct sorting *s, bool cased, struct text_index *out)
{
	return make_exact(s, PREDICATE_EXACT, cased, &out->exact) && make_affix(s, PREDICATE_STARTS, cased,
	    &out->starts) &&
	    make_affix(s, PREDICATE_ENDS, cased, &out->ends) && make_needles(s, cased, &out->contains);
}

static bool make_networks(const struct sorting *s, struct field_index *f)
{
	size_t count = count_wants(s, PREDICATE_NETWORK, false), n = 0;

	if (!count)
		return true;
	if (!(f->network_items = ARENA_NEW(&s->m->arena, struct prefix, count)))
		return false;
	for (size_t i = 0; i < s->count; i++) {
		const struct predicate *q = &s->m->predicates.at[s->ids[i]];
		if (q->kind == PREDICATE_NETWORK)
			f->network_items[n++] = (struct prefix){ .net = q->network, .value = s->ids[i] };
	}
	f->networks = prefix_build(&s->m->arena, f->network_items, n);
	return f->networks != NULL;
}

static bool make_timeparts(const struct sorting *s, struct field_index *f)
{
	f->timeparts = ARENA_NEW(&s->m->arena, uint32_t, count_wants(s, PREDICATE_TIMEPART, false));
	for (size_t i = 0; f->timeparts && i < s->count; i++)
		if (s->m->predicates.at[s->ids[i]].kind == PREDICATE_TIMEPART)
			f->timeparts[f->timepart_count++] = s->ids[i];
	return f->timeparts != NULL;
}

static int rising(const void *a, const void *b)
{
	double x = ((const struct number_bound *)a)->number, y = ((const struct number_bound *)b)->number;

	return (x > y) - (x < y);
}

static int falling(const void *a, const void *b)
{
	return rising(b, a);
}

static bool make_numbers(const struct sorting *s, struct field_index *f)
{
	static const enum number_side sides[] = {
		[COMPARE_EQ] = SIDE_EQ, [COMPARE_LT] = SIDE_LT, [COMPARE_LTE] = SIDE_LTE, [COMPARE_GT] = SIDE_GT,
		[COMPARE_GTE] = SIDE_GTE,
	};
	size_t count = count_wants(s, PREDICATE_COMPARE, false);

	if (!count)
		return true;
	if (!(f->numbers = ARENA_NEW(&s->m->arena, struct number_bounds, SIDES)))
		return false;
	for (size_t i = 0; i < SIDES; i++)
		if (!(f->numbers[i].at = ARENA_NEW(&s->m->arena, struct number_bound, count)))
			return false;
	for (size_t i = 0; i < s->count; i++) {
		const struct predicate *q = &s->m->predicates.at[s->ids[i]];
		if (q->kind != PREDICATE_COMPARE)
			continue;
		struct number_bounds *side = &f->numbers[sides[q->test->compare]];
		side->at[side->count++] = (struct number_bound){ q->test->number, s->ids[i] };
	}
	for (enum number_side i = 0; i < SIDES; i++)
		qsort(f->numbers[i].at, f->numbers[i].count, sizeof(*f->numbers[i].at),
		    i == SIDE_LT || i == SIDE_LTE ? falling : rising);
	return true;
}

static void set_single(struct field_index *f, enum predicate_kind kind, uint32_t id)
{
	static const size_t slots[] = {
		[PREDICATE_EXISTS] = offsetof(struct field_index, exists),
		[PREDICATE_NULL] = offsetof(struct field_index, null),
		[PREDICATE_SCALAR] = offsetof(struct field_index, scalar),
		[PREDICATE_TRUE] = offsetof(struct field_index, yes),
		[PREDICATE_FALSE] = offsetof(struct field_index, no),
	};

	if (kind <= PREDICATE_FALSE)
		memcpy((char *)f + slots[kind], &id, sizeof(id));
}

static bool asks_text(const struct text_index *x)
{
	return x->exact || x->starts || x->ends || x->contains;
}

static uint16_t what_asks(const struct field_index *f)
{
	unsigned asks = 0;

	asks |= f->exists != INTERN_NONE ? ASK_EXISTS : 0;
	asks |= f->null != INTERN_NONE ? ASK_NULL : 0;
	asks |= f->scalar != INTERN_NONE ? ASK_SCALAR : 0;
	asks |= f->yes != INTERN_NONE || f->no != INTERN_NONE ? ASK_BOOL : 0;
	asks |= asks_text(&f->folded) ? ASK_FOLDED : 0;
	asks |= asks_text(&f->raw) ? ASK_RAW : 0;
	asks |= f->same ? ASK_SAME : 0;
	asks |= f->numbers ? ASK_NUMBERS : 0;
	asks |= f->networks ? ASK_NETWORKS : 0;
	asks |= f->timepart_count ? ASK_TIMEPARTS : 0;
	return (uint16_t)asks;
}

static bool make_field(const struct sorting *s, struct field_index *f)
{
	for (size_t i = 0; i < s->count; i++)
		set_single(f, s->m->predicates.at[s->ids[i]].kind, s->ids[i]);
	return make_text(s, false, &f->folded) && make_text(s, true, &f->raw) &&
	    make_exact(s, PREDICATE_NUMBER, false, &f->same) && make_networks(s, f) && make_timeparts(s, f) &&
	    make_numbers(s, f);
}

static bool make_fields(struct build *b)
{
	struct matcher *m = b->m;
	struct fan by_place;

	for (size_t i = 0; i < m->predicates.count; i++) {
		const struct predicate *q = &m->predicates.at[i];
		m->has_regex |= q->kind == PREDICATE_REGEX;
		if (q->kind < PREDICATE_ANY_OF && !add_pair(b, q->place, (uint32_t)i))
			return false;
	}
	m->fields = ARENA_NEW(&m->arena, struct field_index, m->names.count);
	m->asks = ARENA_NEW(&m->arena, uint16_t, m->names.count);
	if (!m->fields || !m->asks || !make_fan(b, m->names.count, &by_place))
		return false;
	for (uint32_t i = 0; i < m->names.count; i++) {
		struct field_index *f = &m->fields[i];
		struct sorting s = { m, &b->work, by_place.list + by_place.from[i],
		    by_place.from[i + 1] - by_place.from[i] };
		f->exists = f->null = f->scalar = f->yes = f->no = INTERN_NONE;
		arena_reset(&b->work);
		if (!make_field(&s, f))
			return false;
		m->asks[i] = what_asks(f);
	}
	return true;
}

static bool wants_texts(const struct predicates *p)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->at[i].place == TRIE_EVENT)
			return true;
	return false;
}

static bool mark_asked(struct matcher *m)
{
	m->asked = ARENA_NEW(&m->arena, uint64_t, m->predicates.count / 64 + 1);
	for (size_t i = 0; m->asked && i < m->predicates.count; i++)
		if (m->predicates.at[i].kind >= PREDICATE_WILDCARD)
			m->asked[i >> 6] |= (uint64_t)1 << (i & 63);
	return m->asked;
}

static bool add_names(struct matcher *m, const struct str *names, size_t count)
{
	m->asked_places = m->names.count;
	for (size_t i = 0; i < count; i++)
		if (trie_add(&m->names, &m->arena, names[i]) == TRIE_NONE)
			return false;
	return true;
}

static bool build(struct build *b, struct rule *const *rules, size_t count, struct err *e)
{
	struct matcher *m = b->m;

	if (!read_rules(m, rules, count, e))
		return false;
	if (!add_names(m, b->more, b->more_count))
		return err_set(e, ERR_MEMORY, "out of memory");
	m->names.wants_texts = wants_texts(&m->predicates);
	if (trie_finish(&m->names, &m->arena) && emit_rules(b) && fan_lists(b) && make_fields(b) &&
	    mark_asked(m))
		return true;
	return err_set(e, ERR_MEMORY, "out of memory");
}

struct matcher *matcher_new(struct rule *const *rules, size_t count, struct err *e)
{
	return matcher_new_reading(rules, count, NULL, 0, e);
}

struct matcher *matcher_new_reading(struct rule *const *rules, size_t count, const struct str *more, size_t more_count,
    struct err *e)
{
	struct matcher *m = mem_alloc(sizeof(*m), 1);
	struct build b = { .m = m, .more = more, .more_count = more_count };

	if (!m) {
		err_set(e, ERR_MEMORY, "out of memory");
		return NULL;
	}
	m->predicates = predicates_make(&m->names, &m->arena);
	bool ok = build(&b, rules, count, e);
	mem_free(b.pairs);
	arena_clear(&b.work);
	buf_clear(&m->predicates.key);
	if (ok)
		return m;
	matcher_free(m);
	return NULL;
}

void matcher_free(struct matcher *m)
{
	if (!m)
		return;
	predicates_clear(&m->predicates);
	codes_clear(&m->codes);
	arena_clear(&m->arena);
	mem_free(m);
}
