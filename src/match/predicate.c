#include "match/predicate.h"

#include <math.h>
#include <stdio.h>

#include "match/fold.h"
#include "match/glob.h"
#include "match/literal.h"

struct predicates predicates_make(struct trie *names, struct arena *arena)
{
	return (struct predicates){ .names = names, .arena = arena, .key = buf_make(SIZE_MAX / 4) };
}

void predicates_clear(struct predicates *p)
{
	for (size_t i = 0; i < p->count; i++)
		regex_free(p->at[i].regex);
	mem_free(p->at);
	buf_clear(&p->key);
	p->at = NULL;
	p->count = p->size = 0;
}

/* Begin the text by which a question is known: its kind, its field, and what the caller adds. */
static void begin_key(struct predicates *p, enum predicate_kind kind, uint32_t place, unsigned more)
{
	buf_reset(&p->key);
	buf_put(&p->key, str_of((const char *)&place, sizeof(place)));
	buf_byte(&p->key, (char)kind);
	buf_byte(&p->key, (char)more);
}

/* The question that p->key tells, new or known.  NULL without memory. */
static struct predicate *intern(struct predicates *p, enum predicate_kind kind, uint32_t place, bool *is_new)
{
	struct str key = buf_str(&p->key);
	uint32_t id = p->key.failed ? INTERN_NONE : intern_find(&p->by_question, key);

	*is_new = false;
	if (p->key.failed || id != INTERN_NONE)
		return p->key.failed ? NULL : &p->at[id];
	if (p->count == p->size) {
		size_t size = p->size ? p->size * 2 : 64;
		struct predicate *at = mem_grow(p->at, sizeof(*at), size);
		if (!at)
			return NULL;
		p->at = at;
		p->size = size;
	}
	key = arena_copy(p->arena, key);
	if (!key.ptr || !intern_add(&p->by_question, p->arena, key, (uint32_t)p->count))
		return NULL;
	struct predicate *q = &p->at[p->count++];
	*q = (struct predicate){ .kind = kind, .place = place };
	*is_new = true;
	return q;
}

static uint32_t id_of(const struct predicates *p, const struct predicate *q)
{
	return q ? (uint32_t)(q - p->at) : (uint32_t)INTERN_NONE;
}

uint32_t predicate_of_kind(struct predicates *p, enum predicate_kind kind, uint32_t place)
{
	bool is_new;

	begin_key(p, kind, place, 0);
	return id_of(p, intern(p, kind, place, &is_new));
}

uint32_t predicate_of_list(struct predicates *p, const uint32_t *members, size_t count)
{
	bool is_new;

	begin_key(p, PREDICATE_ANY_OF, 0, 0);
	buf_put(&p->key, str_of((const char *)members, count * sizeof(*members)));
	struct predicate *q = intern(p, PREDICATE_ANY_OF, TRIE_NONE, &is_new);
	if (!q || !is_new)
		return id_of(p, q);
	q->guards = ARENA_NEW(p->arena, uint32_t, count);
	if (!q->guards)
		return INTERN_NONE;
	memcpy(q->guards, members, count * sizeof(*members));
	q->guard_count = count;
	return id_of(p, q);
}

/* One of EXACT to CONTAINS; @text is folded if it should be, and is in the arena. */
static struct predicate *intern_text(struct predicates *p, enum predicate_kind kind, uint32_t place, bool cased,
    struct str text)
{
	bool is_new;

	if (!text.len && kind != PREDICATE_EXACT)
		kind = PREDICATE_SCALAR;
	begin_key(p, kind, place, cased && kind != PREDICATE_SCALAR);
	if (kind != PREDICATE_SCALAR)
		buf_put(&p->key, text);
	struct predicate *q = intern(p, kind, place, &is_new);
	if (q && is_new && kind != PREDICATE_SCALAR) {
		q->cased = cased;
		q->text = text;
	}
	return q;
}

/* Let question @id hold only where one of @count others does. */
static bool set_guards(struct predicates *p, uint32_t id, const uint32_t *guards, size_t count)
{
	uint32_t *copy = ARENA_NEW(p->arena, uint32_t, count);

	if (!copy)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (guards[i] == INTERN_NONE)
			return false;
		copy[i] = guards[i];
		p->at[guards[i]].uses++;
	}
	p->at[id].guards = copy;
	p->at[id].guard_count = count;
	return true;
}

/* The pieces of a text as they are compared: folded, empty ones and repeated "*" left out. */
static struct piece *plain_pieces(struct predicates *p, const struct test *t, size_t *count)
{
	struct piece *out = ARENA_NEW(p->arena, struct piece, t->piece_count);
	size_t n = 0;

	if (!out)
		return NULL;
	for (size_t i = 0; i < t->piece_count; i++) {
		struct piece piece = t->pieces[i];
		if (piece.kind == PIECE_LITERAL && !piece.literal.len)
			continue;
		if (piece.kind == PIECE_ANY && n && out[n - 1].kind == PIECE_ANY)
			continue;
		if (piece.kind == PIECE_LITERAL) {
			piece.literal = t->cased ? arena_copy(p->arena, piece.literal) : fold(p->arena, piece.literal);
			if (!piece.literal.ptr)
				return NULL;
		}
		out[n++] = piece;
	}
	*count = n;
	return out;
}

static bool is_kinds(const struct piece *pieces, size_t count, const char *kinds)
{
	static const char letters[] = { [PIECE_LITERAL] = 'a', [PIECE_ANY] = '*', [PIECE_ONE] = '?' };

	if (count != strlen(kinds))
		return false;
	for (size_t i = 0; i < count; i++)
		if (letters[pieces[i].kind] != kinds[i])
			return false;
	return true;
}

/* The longest literal of a pattern must be there, at the beginning or the end if it stands there. */
static uint32_t longest_literal(struct predicates *p, const struct predicate *q)
{
	struct predicate copy = *q;
	const struct piece *best = NULL;

	for (size_t i = 0; i < copy.piece_count; i++)
		if (copy.pieces[i].kind == PIECE_LITERAL && (!best || copy.pieces[i].literal.len > best->literal.len))
			best = &copy.pieces[i];
	enum predicate_kind kind = !best ? PREDICATE_SCALAR : best == copy.pieces ? PREDICATE_STARTS :
	    best == copy.pieces + copy.piece_count - 1 ? PREDICATE_ENDS : PREDICATE_CONTAINS;
	return id_of(p, intern_text(p, kind, copy.place, copy.cased, best ? best->literal : STR_LIT("")));
}

static bool wildcard(struct predicates *p, uint32_t place, bool cased, struct piece *pieces, size_t count, uint32_t *id)
{
	bool is_new;

	begin_key(p, PREDICATE_WILDCARD, place, cased);
	for (size_t i = 0; i < count; i++) {
		buf_byte(&p->key, (char)pieces[i].kind);
		buf_put(&p->key, str_of((const char *)&pieces[i].literal.len, sizeof(size_t)));
		buf_put(&p->key, pieces[i].literal);
	}
	struct predicate *q = intern(p, PREDICATE_WILDCARD, place, &is_new);
	*id = id_of(p, q);
	if (!q || !is_new)
		return q != NULL;
	q->cased = cased;
	q->pieces = pieces;
	q->piece_count = count;
	uint32_t guard = longest_literal(p, q);
	return set_guards(p, *id, &guard, 1);
}

static bool of_text(struct predicates *p, uint32_t place, const struct test *t, uint32_t *id)
{
	static const struct {
		const char *kinds;
		enum predicate_kind kind;
		size_t literal;
	} forms[] = {
		{ "a", PREDICATE_EXACT, 0 }, { "a*", PREDICATE_STARTS, 0 }, { "*a", PREDICATE_ENDS, 1 },
		{ "*a*", PREDICATE_CONTAINS, 1 },
	};
	size_t count;
	struct piece *pieces = plain_pieces(p, t, &count);

	if (!pieces)
		return false;
	if (!count || is_kinds(pieces, count, "*")) {
		enum predicate_kind kind = count ? PREDICATE_SCALAR : PREDICATE_EXACT;
		*id = id_of(p, intern_text(p, kind, place, t->cased, STR_LIT("")));
		return *id != INTERN_NONE;
	}
	for (size_t i = 0; i < COUNT(forms); i++)
		if (is_kinds(pieces, count, forms[i].kinds)) {
			struct str text = pieces[forms[i].literal].literal;
			*id = id_of(p, intern_text(p, forms[i].kind, place, t->cased, text));
			return *id != INTERN_NONE;
		}
	return wildcard(p, place, t->cased, pieces, count, id);
}

static bool guard_regex(struct predicates *p, uint32_t id, const struct test *t)
{
	struct literals literals;
	uint32_t guards[LITERAL_MAX];
	uint32_t place = p->at[id].place;

	if (!literal_find(t->pattern, p->arena, &literals))
		return false;
	for (size_t i = 0; i < literals.count; i++)
		guards[i] = id_of(p, intern_text(p, PREDICATE_CONTAINS, place, false, literals.at[i]));
	if (!literals.count)
		guards[literals.count++] = predicate_of_kind(p, PREDICATE_SCALAR, place);
	return set_guards(p, id, guards, literals.count);
}

static bool of_regex(struct predicates *p, uint32_t place, const struct test *t, uint32_t *id, struct err *e)
{
	bool is_new;

	begin_key(p, PREDICATE_REGEX, place, t->flags);
	buf_put(&p->key, t->pattern);
	struct predicate *q = intern(p, PREDICATE_REGEX, place, &is_new);
	*id = id_of(p, q);
	if (!q || !is_new)
		return q != NULL;
	q->regex = regex_new(t->pattern, t->flags, e);
	return q->regex && guard_regex(p, *id, t);
}

static bool of_network(struct predicates *p, uint32_t place, const struct test *t, uint32_t *id, struct err *e)
{
	struct cidr n;
	bool is_new;

	if (!cidr_parse(t->pattern, &n))
		return err_set(e, ERR_SYNTAX, "not an address or network: %.*s",
		    (int)(t->pattern.len < 60 ? t->pattern.len : 60), t->pattern.ptr ? t->pattern.ptr : "");
	begin_key(p, PREDICATE_NETWORK, place, n.first.is_v6);
	buf_byte(&p->key, (char)n.len);
	buf_put(&p->key, str_of((const char *)&n.first.hi, sizeof(n.first.hi)));
	buf_put(&p->key, str_of((const char *)&n.first.lo, sizeof(n.first.lo)));
	struct predicate *q = intern(p, PREDICATE_NETWORK, place, &is_new);
	*id = id_of(p, q);
	if (q && is_new)
		q->network = n;
	return q != NULL;
}

static bool of_fieldref(struct predicates *p, uint32_t place, const struct test *t, uint32_t *id)
{
	bool is_new;
	uint32_t other = trie_add(p->names, p->arena, t->field);

	begin_key(p, PREDICATE_FIELDREF, place, (unsigned)t->affix | (t->cased ? 16u : 0));
	buf_put(&p->key, str_of((const char *)&other, sizeof(other)));
	struct predicate *q = intern(p, PREDICATE_FIELDREF, place, &is_new);
	*id = id_of(p, q);
	if (!q || !is_new || other == TRIE_NONE)
		return q && other != TRIE_NONE;
	q->other = other;
	q->cased = t->cased;
	uint32_t guard = predicate_of_kind(p, PREDICATE_SCALAR, place);
	return set_guards(p, *id, &guard, 1);
}

static bool of_number(struct predicates *p, enum predicate_kind kind, uint32_t place, const struct test *t,
    uint32_t *id)
{
	bool is_new;

	begin_key(p, kind, place, (unsigned)t->compare | (kind == PREDICATE_TIMEPART ? (unsigned)t->part << 4 : 0));
	buf_put(&p->key, str_of((const char *)&t->number, sizeof(t->number)));
	*id = id_of(p, intern(p, kind, place, &is_new));
	return *id != INTERN_NONE;
}

/* A plain number in a rule: the loader gives its canonical text. */
static bool of_plain_number(struct predicates *p, uint32_t place, const struct test *t, uint32_t *id)
{
	bool is_new;

	begin_key(p, PREDICATE_NUMBER, place, 0);
	buf_put(&p->key, t->pattern);
	struct predicate *q = intern(p, PREDICATE_NUMBER, place, &is_new);
	*id = id_of(p, q);
	if (q && is_new)
		q->text = t->pattern;
	return q != NULL;
}

static bool of_kind(struct predicates *p, enum predicate_kind kind, uint32_t place, uint32_t *id)
{
	*id = predicate_of_kind(p, kind, place);
	return *id != INTERN_NONE;
}

bool predicate_of_test(struct predicates *p, const struct item *item, const struct test *t, uint32_t *id, struct err *e)
{
	uint32_t place = trie_add(p->names, p->arena, item->field);
	bool ok = false;

	if (place == TRIE_NONE)
		return err_set(e, ERR_MEMORY, "out of memory");
	switch (t->kind) {
	case TEST_TEXT: ok = of_text(p, place, t, id); break;
	case TEST_REGEX: ok = of_regex(p, place, t, id, e); break;
	case TEST_CIDR: ok = of_network(p, place, t, id, e); break;
	case TEST_COMPARE:
		/* Only a number without a modifier comes with its text. */
		ok = t->compare == COMPARE_EQ && t->pattern.len ? of_plain_number(p, place, t, id) :
		    of_number(p, PREDICATE_COMPARE, place, t, id);
		break;
	case TEST_TIMEPART: ok = of_number(p, PREDICATE_TIMEPART, place, t, id); break;
	case TEST_BOOL: ok = of_kind(p, t->truth ? PREDICATE_TRUE : PREDICATE_FALSE, place, id); break;
	case TEST_NULL: ok = of_kind(p, PREDICATE_NULL, place, id); break;
	case TEST_EXISTS: ok = of_kind(p, PREDICATE_EXISTS, place, id); break;
	case TEST_FIELDREF: ok = of_fieldref(p, place, t, id); break;
	}
	if (!ok)
		return err_set(e, ERR_MEMORY, "out of memory") || err_at(e, NULL, t->line, t->column);
	if (!p->at[*id].test)
		p->at[*id].test = t;
	p->at[*id].uses++;
	return true;
}

struct str predicate_text(const struct node *n)
{
	switch ((enum node_type)n->type) {
	case NODE_TEXT: case NODE_NUMBER: return node_text(n);
	case NODE_TRUE: return STR_LIT("true");
	case NODE_FALSE: return STR_LIT("false");
	case NODE_NULL: case NODE_LIST: case NODE_MAP: break;
	}
	return str_of(NULL, 0);
}

struct str predicate_folded(const struct predicate_room *room, uint32_t index)
{
	struct reading_value *v = &room->reading->values[index];

	if (v->folded.ptr)
		return v->folded;
	struct str text = predicate_text(v->node);
	if (!text.ptr)
		return text;
	v->folded = fold_is_folded(text) ? text :
	    fold(index < room->reading->beside_count ? room->kept : room->scratch, text);
	room->reading->failed |= !v->folded.ptr;
	return v->folded;
}

struct str predicate_number_text(const struct node *n, char out[PREDICATE_NUMBER_ROOM])
{
	struct str text = node_text(n);
	size_t sign = text.len && text.ptr[0] == '-', i = sign;

	while (i < text.len && text.ptr[i] >= '0' && text.ptr[i] <= '9')
		i++;
	if (i == text.len && !str_is(text, "-0"))
		return text;
	bool whole = floor(n->number) == n->number && fabs(n->number) < 1e15;
	int len = snprintf(out, PREDICATE_NUMBER_ROOM, whole ? "%.0f" : "%.15g", n->number + 0.0);
	return str_of(out, len > 0 ? (size_t)len : 0);
}

bool predicate_number(const struct node *n, double *out)
{
	if (n->type == NODE_NUMBER) {
		*out = n->number;
		return true;
	}
	return n->type == NODE_TEXT && str_real(node_text(n), out);
}

bool predicate_compare(const struct test *t, double value)
{
	switch (t->compare) {
	case COMPARE_EQ: return value == t->number;
	case COMPARE_LT: return value < t->number;
	case COMPARE_LTE: return value <= t->number;
	case COMPARE_GT: return value > t->number;
	case COMPARE_GTE: return value >= t->number;
	}
	return false;
}

/* ISO 8601: the week of a day is that of its Thursday, counted from the first Thursday of the Thursday's year. */
static int week_of(const struct when *w)
{
	int64_t day = when_days(w->year, w->month, w->day), weekday = ((day + 3) % 7 + 7) % 7;
	int64_t thursday = day - weekday + 3;
	int year = w->year;

	if (thursday < when_days(year, 1, 1))
		year--;
	else if (thursday >= when_days(year + 1, 1, 1))
		year++;
	return (int)((thursday - when_days(year, 1, 1)) / 7) + 1;
}

bool predicate_part(const struct when *w, enum time_part part, int *out)
{
	static const enum when_grain needs[] = {
		[PART_MINUTE] = WHEN_TIME, [PART_HOUR] = WHEN_TIME, [PART_DAY] = WHEN_DAY, [PART_WEEK] = WHEN_DAY,
		[PART_MONTH] = WHEN_MONTH, [PART_YEAR] = WHEN_YEAR,
	};
	const int parts[] = {
		[PART_MINUTE] = w->minute, [PART_HOUR] = w->hour, [PART_DAY] = w->day, [PART_WEEK] = 0,
		[PART_MONTH] = w->month, [PART_YEAR] = w->year,
	};

	*out = part == PART_WEEK ? week_of(w) : parts[part];
	return w->grain >= needs[part];
}

static bool holds_timepart(const struct predicate *q, const struct node *n)
{
	struct when w;
	int part;

	return n->type == NODE_TEXT && when_parse(node_text(n), &w) && predicate_part(&w, q->test->part, &part) &&
	    predicate_compare(q->test, part);
}

static bool affix_holds(enum affix affix, struct str text, struct str other)
{
	switch (affix) {
	case AFFIX_NONE: return str_eq(text, other);
	case AFFIX_STARTS: return str_starts(text, other);
	case AFFIX_ENDS: return str_ends(text, other);
	case AFFIX_CONTAINS: return !other.len || (text.len && memmem(text.ptr, text.len, other.ptr, other.len));
	}
	return false;
}

static struct str text_for(const struct predicate *q, const struct predicate_room *room, uint32_t index)
{
	return q->cased ? predicate_text(room->reading->values[index].node) : predicate_folded(room, index);
}

/* Values of the other field that are simply gone through. */
enum { FEW_OTHERS = 16 };

static size_t count_others(const struct reading *r, uint32_t place, size_t most)
{
	size_t n = 0;

	for (uint32_t i = reading_first(r, place); i != TRIE_NONE && n < most; i = r->values[i].next)
		n++;
	return n;
}

static struct join *join_others(const struct predicate *q, const struct predicate_room *room)
{
	const struct reading *r = room->reading;
	size_t n = 0;
	struct str *texts = ARENA_NEW(room->scratch, struct str, count_others(r, q->other, SIZE_MAX));

	for (uint32_t i = reading_first(r, q->other); texts && i != TRIE_NONE; i = r->values[i].next)
		if ((texts[n] = text_for(q, room, i)).ptr)
			n++;
	return texts ? join_new(room->scratch, texts, n, q->test->affix) : NULL;
}

/* The many values of the other field, in order; NULL if they are few, or without memory for it. */
static const struct join *join_for(const struct predicate *q, const struct predicate_room *room)
{
	struct join_room *last = room->join;

	if (last->question == q && last->turn == room->reading->turn)
		return last->join;
	bool is_few = count_others(room->reading, q->other, FEW_OTHERS + 1) <= FEW_OTHERS;
	*last = (struct join_room){ q, room->reading->turn, is_few ? NULL : join_others(q, room) };
	return last->join;
}

static bool holds_fieldref(const struct predicate *q, const struct predicate_room *room, struct str text)
{
	const struct reading *r = room->reading;
	const struct join *join = join_for(q, room);

	if (join)
		return join_holds(join, text);
	for (uint32_t i = reading_first(r, q->other); i != TRIE_NONE; i = r->values[i].next) {
		struct str other = text_for(q, room, i);
		if (other.ptr && affix_holds(q->test->affix, text, other))
			return true;
	}
	return false;
}

static bool holds_text(const struct predicate *q, const struct predicate_room *room, uint32_t index)
{
	struct str text = text_for(q, room, index);

	if (!text.ptr)
		return false;
	switch (q->kind) {
	case PREDICATE_EXACT: return str_eq(text, q->text);
	case PREDICATE_STARTS: return str_starts(text, q->text);
	case PREDICATE_ENDS: return str_ends(text, q->text);
	case PREDICATE_CONTAINS: return affix_holds(AFFIX_CONTAINS, text, q->text);
	case PREDICATE_WILDCARD: return glob_fits(q->pieces, q->piece_count, text);
	case PREDICATE_FIELDREF: return holds_fieldref(q, room, text);
	case PREDICATE_EXISTS: case PREDICATE_NULL: case PREDICATE_SCALAR: case PREDICATE_TRUE: case PREDICATE_FALSE:
	case PREDICATE_NUMBER: case PREDICATE_COMPARE: case PREDICATE_TIMEPART: case PREDICATE_NETWORK:
	case PREDICATE_ANY_OF:
	case PREDICATE_REGEX:
		break;
	}
	return false;
}

enum regex_answer predicate_holds(const struct predicate *q, const struct predicate_room *room, uint32_t index)
{
	const struct node *n = room->reading->values[index].node;
	struct str text = predicate_text(n);
	struct ip ip;
	double number;
	char room_for_number[PREDICATE_NUMBER_ROOM];
	bool holds = false;

	switch (q->kind) {
	case PREDICATE_EXISTS: holds = true; break;
	case PREDICATE_NULL: holds = n->type == NODE_NULL; break;
	case PREDICATE_SCALAR: holds = text.ptr != NULL; break;
	case PREDICATE_TRUE: holds = text.ptr && str_eq_ascii(text, STR_LIT("true")); break;
	case PREDICATE_FALSE: holds = text.ptr && str_eq_ascii(text, STR_LIT("false")); break;
	case PREDICATE_NUMBER:
		text = n->type == NODE_NUMBER ? predicate_number_text(n, room_for_number) : text;
		holds = (n->type == NODE_NUMBER || n->type == NODE_TEXT) && str_eq(text, q->text);
		break;
	case PREDICATE_COMPARE: holds = predicate_number(n, &number) && predicate_compare(q->test, number); break;
	case PREDICATE_TIMEPART: holds = holds_timepart(q, n); break;
	case PREDICATE_NETWORK:
		holds = n->type == NODE_TEXT && ip_parse(text, &ip) && cidr_holds(&q->network, &ip);
		break;
	case PREDICATE_REGEX: return text.ptr ? regex_search(q->regex, text, room->regex) : REGEX_NO;
	case PREDICATE_EXACT: case PREDICATE_STARTS: case PREDICATE_ENDS: case PREDICATE_CONTAINS:
	case PREDICATE_WILDCARD:
	case PREDICATE_FIELDREF:
		holds = holds_text(q, room, index);
		break;
	case PREDICATE_ANY_OF: break;
	}
	return holds ? REGEX_YES : REGEX_NO;
}

enum regex_answer predicate_ask(const struct predicate *q, const struct predicate_room *room)
{
	const struct reading *r = room->reading;
	enum regex_answer answer = REGEX_NO;
	bool any_text = q->place == TRIE_EVENT;
	uint32_t i = any_text ? (uint32_t)r->beside_count : reading_first(r, q->place);

	while (any_text ? i < r->count : i != TRIE_NONE) {
		bool counts = !any_text || r->values[i].node->type == NODE_TEXT;
		enum regex_answer one = counts ? predicate_holds(q, room, i) : REGEX_NO;
		if (one == REGEX_YES)
			return one;
		answer = one == REGEX_LIMIT ? one : answer;
		i = any_text ? i + 1 : r->values[i].next;
	}
	return answer;
}
