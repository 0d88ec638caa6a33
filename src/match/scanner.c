#include "match/index.h"

#include <stdlib.h>

/* Fewer are sorted by hand. */
enum { SORT_FEW = 16 };

static size_t words(const struct matcher *m)
{
	return m->predicates.count / 64 + 1;
}

static bool init(struct scanner *s)
{
	const struct matcher *m = s->m;

	s->hits.bits = mem_alloc(sizeof(uint64_t), words(m));
	s->hits.at = mem_alloc(sizeof(uint32_t), m->predicates.count);
	s->known = mem_alloc(sizeof(uint64_t), words(m));
	s->limited = mem_alloc(sizeof(uint64_t), words(m));
	s->turns = mem_alloc(sizeof(uint64_t), m->rule_count);
	s->beside = mem_alloc(sizeof(uint32_t), m->predicates.count);
	s->matched = mem_alloc(sizeof(uint32_t), m->rule_count);
	s->rules = mem_alloc(sizeof(*s->rules), m->rule_count);
	s->undecided = mem_alloc(sizeof(*s->undecided), m->rule_count);
	s->regex = m->has_regex ? regex_room_new() : NULL;
	return reading_init(&s->reading, &m->names) && s->hits.bits && s->hits.at && s->known && s->limited &&
	    s->beside &&
	    s->turns &&
	    s->matched && s->rules && s->undecided && (s->regex || !m->has_regex);
}

struct scanner *scanner_new(const struct matcher *m)
{
	struct scanner *s = mem_alloc(sizeof(*s), 1);

	if (!s)
		return NULL;
	s->m = m;
	if (init(s))
		return s;
	scanner_free(s);
	return NULL;
}

void scanner_free(struct scanner *s)
{
	if (!s)
		return;
	reading_clear(&s->reading);
	arena_clear(&s->scratch);
	arena_clear(&s->kept);
	mem_free(s->beside);
	regex_room_free(s->regex);
	mem_free(s->hits.bits);
	mem_free(s->hits.at);
	mem_free(s->known);
	mem_free(s->limited);
	mem_free(s->turns);
	mem_free(s->matched);
	mem_free(s->rules);
	mem_free(s->undecided);
	mem_free(s);
}

struct predicate_room scanner_room(struct scanner *s)
{
	return (struct predicate_room){ &s->reading, &s->scratch, &s->kept, s->regex, &s->join };
}

static void reset(struct scanner *s)
{
	for (size_t i = 0; s->has_asked && i < s->hits.count; i++)
		s->known[s->hits.at[i] >> 6] = s->limited[s->hits.at[i] >> 6] = 0;
	s->has_asked = false;
	hits_reset(&s->hits);
	arena_reset(&s->scratch);
	s->join = (struct join_room){ 0 };
	s->matched_count = s->undecided_count = 0;
	s->turn++;
}

static void hit(struct scanner *s, uint32_t id)
{
	if (id != INTERN_NONE)
		hits_set(&s->hits, id);
}

static void ask_text(struct scanner *s, const struct text_index *x, struct str text)
{
	if (x->exact)
		hit(s, intern_find(x->exact, text));
	if (x->starts)
		affixes_find(x->starts, text, &s->hits);
	if (x->ends)
		affixes_find(x->ends, text, &s->hits);
	if (x->contains)
		needles_find(x->contains, text, &s->hits);
}

static void ask_numbers(struct scanner *s, const struct number_bounds *sides, double n)
{
	const struct number_bounds *gt = &sides[SIDE_GT], *gte = &sides[SIDE_GTE], *lt = &sides[SIDE_LT],
	    *lte = &sides[SIDE_LTE], *eq = &sides[SIDE_EQ];

	for (size_t i = 0; i < gt->count && gt->at[i].number < n; i++)
		hits_set(&s->hits, gt->at[i].id);
	for (size_t i = 0; i < gte->count && gte->at[i].number <= n; i++)
		hits_set(&s->hits, gte->at[i].id);
	for (size_t i = 0; i < lt->count && lt->at[i].number > n; i++)
		hits_set(&s->hits, lt->at[i].id);
	for (size_t i = 0; i < lte->count && lte->at[i].number >= n; i++)
		hits_set(&s->hits, lte->at[i].id);
	for (size_t i = 0; i < eq->count && eq->at[i].number <= n; i++)
		if (eq->at[i].number == n)
			hits_set(&s->hits, eq->at[i].id);
}

static void ask_same(struct scanner *s, const struct field_index *f, const struct node *n)
{
	char room[PREDICATE_NUMBER_ROOM];

	if (n->type == NODE_NUMBER)
		hit(s, intern_find(f->same, predicate_number_text(n, room)));
	else if (n->type == NODE_TEXT)
		hit(s, intern_find(f->same, node_text(n)));
}

static void ask_timeparts(struct scanner *s, const struct field_index *f, struct str text)
{
	struct when w;
	int part;

	if (!when_parse(text, &w))
		return;
	for (size_t i = 0; i < f->timepart_count; i++) {
		const struct test *t = s->m->predicates.at[f->timeparts[i]].test;
		if (predicate_part(&w, t->part, &part) && predicate_compare(t, part))
			hits_set(&s->hits, f->timeparts[i]);
	}
}

static void ask_networks(struct scanner *s, const struct field_index *f, struct str text)
{
	struct ip ip;
	uint32_t i = ip_parse(text, &ip) ? prefix_find(f->networks, &ip) : PREFIX_NONE;

	for (; i != PREFIX_NONE; i = f->network_items[i].wider)
		hits_set(&s->hits, f->network_items[i].value);
}

static void ask_bool(struct scanner *s, const struct field_index *f, const struct node *n)
{
	bool is_text = n->type == NODE_TEXT;

	if (n->type == NODE_TRUE || (is_text && n->len == 4 && str_eq_ascii(node_text(n), STR_LIT("true"))))
		hit(s, f->yes);
	else if (n->type == NODE_FALSE || (is_text && n->len == 5 && str_eq_ascii(node_text(n), STR_LIT("false"))))
		hit(s, f->no);
}

static void ask_folded(struct scanner *s, const struct field_index *f, uint32_t index)
{
	struct predicate_room room = scanner_room(s);
	struct str folded = predicate_folded(&room, index);

	if (folded.ptr)
		ask_text(s, &f->folded, folded);
}

/* What is asked of texts and numbers alone. */
static void ask_kind(struct scanner *s, const struct field_index *f, unsigned asks, const struct node *n)
{
	double number;

	if (asks & ASK_SAME)
		ask_same(s, f, n);
	if (asks & ASK_NUMBERS && predicate_number(n, &number))
		ask_numbers(s, f->numbers, number);
	if (asks & ASK_NETWORKS && n->type == NODE_TEXT)
		ask_networks(s, f, node_text(n));
	if (asks & ASK_TIMEPARTS && n->type == NODE_TEXT)
		ask_timeparts(s, f, node_text(n));
}

/* Everything that answers itself, of one scalar of one field. */
static void ask_scalar(struct scanner *s, const struct field_index *f, unsigned asks, uint32_t index)
{
	const struct node *n = s->reading.values[index].node;

	if (asks & ASK_SCALAR)
		hits_set(&s->hits, f->scalar);
	if (asks & ASK_BOOL)
		ask_bool(s, f, n);
	if (asks & ASK_FOLDED)
		ask_folded(s, f, index);
	if (asks & ASK_RAW)
		ask_text(s, &f->raw, predicate_text(n));
	if (asks & (ASK_SAME | ASK_NUMBERS | ASK_NETWORKS | ASK_TIMEPARTS))
		ask_kind(s, f, asks, n);
}

/* All values of one field, the first one at @v. */
static void ask_field(struct scanner *s, const struct field_index *f, unsigned asks, uint32_t v)
{
	const struct reading_value *values = s->reading.values;
	unsigned of_scalars = asks & ~(unsigned)(ASK_EXISTS | ASK_NULL);

	if (asks & ASK_EXISTS)
		hits_set(&s->hits, f->exists);
	for (; v != TRIE_NONE && asks != ASK_EXISTS; v = values[v].next)
		if (values[v].node->type == NODE_NULL)
			hit(s, f->null);
		else if (of_scalars && !node_is_container(values[v].node))
			ask_scalar(s, f, of_scalars, v);
}

/* The fields met from the @first one on, and the texts of the event. */
static void ask_fields(struct scanner *s, size_t first, size_t first_text)
{
	const struct matcher *m = s->m;
	struct reading *r = &s->reading;

	for (size_t i = first; i < r->met_count; i++) {
		uint32_t place = r->met[i], v = r->places[place].first;
		if (m->asks[place] && v != TRIE_NONE)
			ask_field(s, &m->fields[place], m->asks[place], v);
	}
	if (!m->names.wants_texts)
		return;
	for (uint32_t v = (uint32_t)first_text; v < r->count; v++)
		if (r->values[v].node->type == NODE_TEXT)
			ask_scalar(s, &m->fields[TRIE_EVENT], m->asks[TRIE_EVENT], v);
}

/* A question that is asked for, once.  REGEX_YES is a hit; the others are kept beside. */
static enum regex_answer ask(struct scanner *s, uint32_t id)
{
	const struct predicate *q = &s->m->predicates.at[id];
	uint64_t bit = (uint64_t)1 << (id & 63);
	bool possible = q->guard_count == 0;

	if (s->known[id >> 6] & bit)
		return s->limited[id >> 6] & bit ? REGEX_LIMIT : REGEX_NO;
	for (size_t i = 0; i < q->guard_count && !possible; i++)
		possible = hits_has(&s->hits, q->guards[i]);
	if (!possible)
		return REGEX_NO;
	struct predicate_room room = scanner_room(s);
	enum regex_answer answer = predicate_ask(q, &room);
	hits_set(&s->hits, id);
	s->has_asked = true;
	if (answer == REGEX_YES)
		return answer;
	s->hits.bits[id >> 6] &= ~bit;
	s->known[id >> 6] |= bit;
	s->limited[id >> 6] |= answer == REGEX_LIMIT ? bit : 0;
	return answer;
}

static inline enum regex_answer answer_of(struct scanner *s, uint32_t predicate)
{
	if (hits_has(&s->hits, predicate))
		return REGEX_YES;
	return s->m->asked[predicate >> 6] >> (predicate & 63) & 1 ? ask(s, predicate) : REGEX_NO;
}

enum regex_answer scanner_answer(struct scanner *s, uint32_t predicate)
{
	return answer_of(s, predicate);
}

/* Follow a rule's jumps to their end. */
static enum regex_answer run_rule(struct scanner *s, uint32_t at)
{
	const struct jump *jumps = s->m->codes.jumps;

	while (at < PROGRAM_FALSE) {
		const struct jump *j = &jumps[at];
		enum regex_answer answer = answer_of(s, j->predicate);
		if (answer == REGEX_LIMIT)
			return answer;
		at = answer == REGEX_YES ? j->yes : j->no;
	}
	return at == PROGRAM_TRUE ? REGEX_YES : REGEX_NO;
}

static void look_at(struct scanner *s, uint32_t rule)
{
	if (s->turns[rule] == s->turn)
		return;
	s->turns[rule] = s->turn;
	enum regex_answer answer = run_rule(s, s->m->rules[rule].entry);
	if (answer == REGEX_YES)
		s->matched[s->matched_count++] = rule;
	else if (answer == REGEX_LIMIT)
		s->undecided[s->undecided_count++] = s->m->rules[rule].rule;
}

static void look_at_rules(struct scanner *s)
{
	const struct fan *lists = &s->m->lists, *witnesses = &s->m->witnesses;
	size_t count;

	for (size_t i = 0; s->m->has_lists && i < s->hits.count; i++) {
		uint32_t id = s->hits.at[i];
		for (uint32_t k = lists->from[id]; k < lists->from[id + 1]; k++)
			hits_set(&s->hits, lists->list[k]);
	}
	/* What rules ask for on the way comes behind and is nobody's witness. */
	count = s->hits.count;
	for (size_t i = 0; i < count; i++) {
		uint32_t id = s->hits.at[i];
		for (uint32_t k = witnesses->from[id]; k < witnesses->from[id + 1]; k++)
			look_at(s, witnesses->list[k]);
	}
	for (size_t i = 0; i < s->m->always_count; i++)
		look_at(s, s->m->always[i]);
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* In the order in which the rules were given.  Two or three are what most events that match anything match. */
static void sort_matched(struct scanner *s)
{
	if (s->matched_count > SORT_FEW) {
		qsort(s->matched, s->matched_count, sizeof(*s->matched), by_number);
		return;
	}
	for (size_t i = 1; i < s->matched_count; i++) {
		uint32_t rule = s->matched[i];
		size_t at = i;
		for (; at && s->matched[at - 1] > rule; at--)
			s->matched[at] = s->matched[at - 1];
		s->matched[at] = rule;
	}
}

/* What the applicant answers, for the events that follow. */
static void ask_beside(struct scanner *s)
{
	ask_fields(s, 0, s->reading.count);
	s->beside_count = s->hits.count;
	memcpy(s->beside, s->hits.at, s->hits.count * sizeof(*s->beside));
}

void scanner_beside(struct scanner *s, const struct node *applicant)
{
	if (s->m->names.beside == TRIE_NONE)
		return;
	reset(s);
	arena_reset(&s->kept);
	reading_beside(&s->reading, applicant);
	ask_beside(s);
}

void scanner_share(struct scanner *s, const struct scanner *applicant, const struct share *share)
{
	reset(s);
	arena_reset(&s->kept);
	reading_share(&s->reading, &applicant->reading, share->pairs, share->count);
	ask_beside(s);
}

struct scan_result scanner_next(struct scanner *s, const struct node *event)
{
	reset(s);
	for (size_t i = 0; i < s->beside_count; i++)
		hits_set(&s->hits, s->beside[i]);
	reading_take(&s->reading, event);
	ask_fields(s, s->reading.beside_met, s->reading.beside_count);
	if (s->reading.failed) {
		for (size_t i = 0; i < s->m->rule_count; i++)
			s->undecided[i] = s->m->rules[i].rule;
		return (struct scan_result){ .undecided = s->undecided, .undecided_count = s->m->rule_count };
	}
	look_at_rules(s);
	sort_matched(s);
	for (size_t i = 0; i < s->matched_count; i++)
		s->rules[i] = s->m->rules[s->matched[i]].rule;
	return (struct scan_result){ s->rules, s->matched_count, s->undecided, s->undecided_count };
}

struct scan_result scanner_run(struct scanner *s, const struct node *event, const struct node *applicant)
{
	scanner_beside(s, applicant);
	return scanner_next(s, event);
}
