/* The slow and obvious way: every test of every item is asked of every value, and nothing is skipped. */
#include "match/explain.h"

#include <stdio.h>

#include "base/buf.h"
#include "match/predicate.h"

/* Where the questions of an item begin among those of the rule. */
struct question {
	const struct item *item;
	size_t first;
};

struct explainer {
	const struct rule *rule;
	struct arena arena, scratch, kept;
	struct trie names;
	struct predicates predicates;
	struct reading reading;
	struct regex_room *regex;
	struct join_room join;
	struct question *questions;
	size_t question_count;
	uint32_t *ids;               /* predicates, by test in the order of items, alternatives included */
	size_t id_count;
	bool has_reading;
};

/* --- the questions --- */

static size_t count_items(const struct selection *s)
{
	size_t count = 0;

	for (size_t i = 0; i < s->map_count; i++)
		count += s->maps[i].item_count;
	return count;
}

static size_t count_tests(const struct item *item)
{
	size_t count = 0;

	for (size_t i = 0; i < item->test_count; i++)
		for (const struct test *t = &item->tests[i]; t; t = t->also)
			count++;
	return count;
}

static size_t count_all_tests(const struct rule *r)
{
	size_t count = 0;

	for (size_t i = 0; i < r->selection_count; i++)
		for (size_t m = 0; m < r->selections[i].map_count; m++)
			for (size_t k = 0; k < r->selections[i].maps[m].item_count; k++)
				count += count_tests(&r->selections[i].maps[m].items[k]);
	return count;
}

static bool add_item(struct explainer *x, const struct item *item, struct err *e)
{
	x->questions[x->question_count++] = (struct question){ item, x->id_count };
	x->names.wants_texts |= !item->field.len;
	for (size_t i = 0; i < item->test_count; i++)
		for (const struct test *t = &item->tests[i]; t; t = t->also)
			if (!predicate_of_test(&x->predicates, item, t, &x->ids[x->id_count++], e))
				return false;
	return true;
}

static bool add_selection(struct explainer *x, const struct selection *s, struct err *e)
{
	for (size_t m = 0; m < s->map_count; m++)
		for (size_t k = 0; k < s->maps[m].item_count; k++)
			if (!add_item(x, &s->maps[m].items[k], e))
				return false;
	return true;
}

static bool prepare(struct explainer *x, struct err *e)
{
	size_t items = 0;

	for (size_t i = 0; i < x->rule->selection_count; i++)
		items += count_items(&x->rule->selections[i]);
	x->questions = ARENA_NEW(&x->arena, struct question, items);
	x->ids = ARENA_NEW(&x->arena, uint32_t, count_all_tests(x->rule));
	if (!x->questions || !x->ids)
		return err_set(e, ERR_MEMORY, "out of memory");
	for (size_t i = 0; i < x->rule->selection_count; i++)
		if (!add_selection(x, &x->rule->selections[i], e))
			return false;
	x->regex = regex_room_new();
	x->has_reading = trie_finish(&x->names, &x->arena) && reading_init(&x->reading, &x->names);
	return (x->regex && x->has_reading) || err_set(e, ERR_MEMORY, "out of memory");
}

struct explainer *explainer_new(const struct rule *rule, struct err *e)
{
	struct explainer *x = mem_alloc(sizeof(*x), 1);

	if (!x) {
		err_set(e, ERR_MEMORY, "out of memory");
		return NULL;
	}
	x->rule = rule;
	x->predicates = predicates_make(&x->names, &x->arena);
	if (prepare(x, e))
		return x;
	explainer_free(x);
	return NULL;
}

void explainer_free(struct explainer *x)
{
	if (!x)
		return;
	reading_clear(&x->reading);
	predicates_clear(&x->predicates);
	regex_room_free(x->regex);
	arena_clear(&x->scratch);
	arena_clear(&x->kept);
	arena_clear(&x->arena);
	mem_free(x);
}

/* --- the answers --- */

/* One explanation in the making. */
struct walk {
	struct explainer *x;
	const struct node *event, *applicant;
	struct arena *a;
	bool full;
};

static enum regex_answer turned(enum regex_answer a)
{
	return a == REGEX_LIMIT ? a : a == REGEX_YES ? REGEX_NO : REGEX_YES;
}

/* @all: AND, else OR.  What settles it wins, then the limit. */
static enum regex_answer joined(enum regex_answer sum, enum regex_answer part, bool all)
{
	enum regex_answer settles = all ? REGEX_NO : REGEX_YES;

	if (sum == settles || part == settles)
		return settles;
	return part == REGEX_LIMIT ? part : sum;
}

static struct explain_node *new_node(struct walk *w, enum explain_kind kind, struct str text)
{
	struct explain_node *n = ARENA_NEW(w->a, struct explain_node, 1);

	if (!n) {
		w->full = true;
		return NULL;
	}
	n->kind = kind;
	n->text = text;
	n->answer = kind == EXPLAIN_AND || kind == EXPLAIN_MAP ? REGEX_YES : REGEX_NO;
	return n;
}

/* Where the value stands, as a reader would look for it. */
static void place_value(struct walk *w, struct explain_value *v, struct str name)
{
	static const struct str prefix = STR("applicant.");
	const struct node *owner;

	if (!name.len) { /* a keyword's */
		v->field = trie_path(w->event, v->node, w->a);
		return;
	}
	v->beside = w->applicant && str_starts(name, prefix);
	if (v->beside)
		name = str_of(name.ptr + prefix.len, name.len - prefix.len);
	if (!trie_locate(v->beside ? w->applicant : w->event, name, v->node, str_of(NULL, 0), w->a, &v->field, &owner))
		v->field = name;
}

static struct predicate_room room_of(struct walk *w)
{
	struct explainer *x = w->x;

	return (struct predicate_room){ &x->reading, &x->scratch, &x->kept, x->regex, &x->join };
}

static enum regex_answer ask_value(struct walk *w, const struct item *item, const uint32_t *ids, uint32_t index)
{
	struct predicate_room room = room_of(w);
	enum regex_answer answer = REGEX_NO;
	size_t tests = count_tests(item);

	for (size_t i = 0; i < tests; i++)
		answer = joined(answer, predicate_holds(&w->x->predicates.at[ids[i]], &room, index), false);
	return answer;
}

/* The values of the item's field; of keywords those texts in which one stands. */
static void read_values(struct walk *w, struct explain_node *n, const uint32_t *ids)
{
	const struct reading *r = &w->x->reading;
	bool any_text = !n->item->field.len;
	uint32_t i = any_text ? (uint32_t)r->beside_count :
	    reading_first(r, intern_find(&w->x->names.by_path, n->item->field));
	struct explain_value **last = &n->values;

	while (any_text ? i < r->count : i != TRIE_NONE) {
		bool counts = !any_text || r->values[i].node->type == NODE_TEXT;
		enum regex_answer answer = counts ? ask_value(w, n->item, ids, i) : REGEX_NO;
		if (counts && (!any_text || answer != REGEX_NO)) {
			struct explain_value *v = ARENA_NEW(w->a, struct explain_value, 1);
			if (!v) {
				w->full = true;
				return;
			}
			v->node = r->values[i].node;
			v->answer = answer;
			place_value(w, v, n->item->field);
			*last = v;
			last = &v->next;
		}
		i = any_text ? i + 1 : r->values[i].next;
	}
}

static enum regex_answer ask_test(struct walk *w, const struct explain_node *n, const struct test *t, uint32_t id)
{
	struct predicate_room room = room_of(w);
	bool is_there = n->values != NULL;

	if (t->kind == TEST_EXISTS)
		return is_there == t->truth ? REGEX_YES : REGEX_NO;
	if (t->kind == TEST_NULL && !is_there)
		return REGEX_YES;
	return predicate_ask(&w->x->predicates.at[id], &room);
}

/* What one written value asks, in each of its spellings. */
static enum regex_answer ask_tests(struct walk *w, const struct explain_node *n, const struct test *t,
    const uint32_t **ids)
{
	enum regex_answer answer = REGEX_NO;

	for (; t; t = t->also)
		answer = joined(answer, ask_test(w, n, t, *(*ids)++), false);
	return answer;
}

static struct explain_node *walk_item(struct walk *w, const struct item *item)
{
	struct explain_node *n = new_node(w, EXPLAIN_ITEM, item->field);
	const struct explainer *x = w->x;
	size_t q = 0;

	if (!n || !(n->tests = ARENA_NEW(w->a, enum regex_answer, item->test_count))) {
		w->full = true;
		return NULL;
	}
	while (q + 1 < x->question_count && x->questions[q].item != item)
		q++;
	const uint32_t *ids = x->ids + x->questions[q].first;
	n->item = item;
	read_values(w, n, ids);
	n->answer = item->all ? REGEX_YES : REGEX_NO;
	for (size_t i = 0; i < item->test_count; i++) {
		n->tests[i] = ask_tests(w, n, &item->tests[i], &ids);
		n->answer = joined(n->answer, n->tests[i], item->all);
	}
	if (item->neq)
		n->answer = turned(n->answer);
	return n;
}

/* Hang @child behind the others and reckon it in.  NULL: memory is out, which the walk knows. */
static void add_child(struct explain_node *n, struct explain_node *child, bool all)
{
	struct explain_node **last = &n->child;

	if (!child)
		return;
	while (*last)
		last = &(*last)->next;
	*last = child;
	n->answer = joined(n->answer, child->answer, all);
}

static struct explain_node *walk_map(struct walk *w, const struct item_map *map)
{
	struct explain_node *n = new_node(w, EXPLAIN_MAP, str_of(NULL, 0));

	for (size_t i = 0; n && i < map->item_count; i++)
		add_child(n, walk_item(w, &map->items[i]), true);
	return n;
}

static struct explain_node *walk_selection(struct walk *w, const struct selection *s)
{
	struct explain_node *n = new_node(w, EXPLAIN_SELECTION, s->name);

	for (size_t i = 0; n && i < s->map_count; i++)
		add_child(n, walk_map(w, &s->maps[i]), false);
	return n;
}

static struct explain_node *walk_cond(struct walk *w, const struct cond *c)
{
	static const enum explain_kind kinds[] = {
		[COND_AND] = EXPLAIN_AND, [COND_OR] = EXPLAIN_OR, [COND_NOT] = EXPLAIN_NOT,
	};

	if (c->kind == COND_SELECTION)
		return walk_selection(w, c->selection);
	struct explain_node *n = new_node(w, kinds[c->kind], c->text);
	for (size_t i = 0; n && i < c->part_count; i++)
		add_child(n, walk_cond(w, c->parts[i]), c->kind == COND_AND);
	if (n && c->kind == COND_NOT)
		n->answer = turned(n->answer);
	return n;
}

struct explain_node *explain_event(struct explainer *x, const struct node *event, const struct node *applicant,
    struct arena *a)
{
	struct walk w = { .x = x, .event = event, .applicant = applicant, .a = a };

	arena_reset(&x->scratch);
	x->join = (struct join_room){ 0 };
	arena_reset(&x->kept);
	reading_beside(&x->reading, applicant);
	reading_take(&x->reading, event);
	struct explain_node *n = walk_cond(&w, x->rule->condition);
	return w.full || x->reading.failed ? NULL : n;
}

/* --- tests in words --- */

static void put_pieces(struct buf *out, const struct test *t)
{
	for (size_t i = 0; i < t->piece_count; i++) {
		if (t->pieces[i].kind == PIECE_LITERAL)
			buf_put(out, t->pieces[i].literal);
		else
			buf_byte(out, t->pieces[i].kind == PIECE_ANY ? '*' : '?');
	}
}

static const char *compare_word(enum compare c)
{
	static const char *const words[] = {
		[COMPARE_EQ] = "=", [COMPARE_LT] = "<", [COMPARE_LTE] = "<=", [COMPARE_GT] = ">", [COMPARE_GTE] = ">=",
	};

	return words[c];
}

static void put_regex(struct buf *out, const struct test *t)
{
	buf_printf(out, "matches /%.*s/%s%s%s", STR_ARG(t->pattern), t->flags & REGEX_IGNORE_CASE ? "i" : "",
	    t->flags & REGEX_MULTILINE ? "m" : "", t->flags & REGEX_DOTALL ? "s" : "");
}

void explain_test(struct buf *out, const struct test *t)
{
	static const char *const parts[] = { "minute", "hour", "day", "week", "month", "year" };
	static const char *const affixes[] = {
		[AFFIX_NONE] = "is", [AFFIX_CONTAINS] = "contains", [AFFIX_STARTS] = "starts with",
		[AFFIX_ENDS] = "ends with",
	};

	switch (t->kind) {
	case TEST_TEXT:
		buf_text(out, t->cased ? "is, in this case, " : "is ");
		put_pieces(out, t);
		return;
	case TEST_REGEX: put_regex(out, t); return;
	case TEST_CIDR: buf_printf(out, "lies in %.*s", STR_ARG(t->pattern)); return;
	case TEST_COMPARE: buf_printf(out, "%s %.15g", compare_word(t->compare), t->number); return;
	case TEST_TIMEPART:
		buf_printf(out, "%s %s %.15g", parts[t->part], compare_word(t->compare), t->number);
		return;
	case TEST_BOOL: buf_text(out, t->truth ? "is true" : "is false"); return;
	case TEST_NULL: buf_text(out, "is null or not there"); return;
	case TEST_EXISTS: buf_text(out, t->truth ? "is there" : "is not there"); return;
	case TEST_FIELDREF: buf_printf(out, "%s the value of %.*s", affixes[t->affix], STR_ARG(t->field)); return;
	}
}
