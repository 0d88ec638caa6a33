#include "match/answer.h"

/* Members of one list that are told of for one test. */
enum { SEEN_MAX = 8 };

struct teller {
	struct scanner *s;
	const struct rule_code *rule;
	scan_seen *seen;
	void *context;
};

static void tell_test(const struct teller *t, const struct item *item, const struct test *test, uint32_t leaf)
{
	const struct predicate *q = &t->s->m->predicates.at[leaf];
	struct predicate_room room = scanner_room(t->s);
	const struct reading *r = &t->s->reading;
	bool any_text = q->place == TRIE_EVENT;
	uint32_t i = any_text ? (uint32_t)r->beside_count : reading_first(r, q->place);
	unsigned told = 0;

	if (test->kind == TEST_EXISTS) {
		if (test->truth)
			t->seen(t->context, q->place, item->field, NULL);
		return;
	}
	while ((any_text ? i < r->count : i != TRIE_NONE) && told < SEEN_MAX) {
		bool counts = !any_text || r->values[i].node->type == NODE_TEXT;
		if (counts && predicate_holds(q, &room, i) == REGEX_YES) {
			t->seen(t->context, q->place, item->field, r->values[i].node);
			told++;
		}
		i = any_text ? i + 1 : r->values[i].next;
	}
}

static void tell_item(const struct teller *t, const struct item *item, const struct item_code *code)
{
	const uint32_t *leaf = t->s->m->codes.leaves + code->first_leaf;

	for (size_t i = 0; i < item->test_count; i++)
		for (const struct test *test = &item->tests[i]; test; test = test->also, leaf++)
			if (answer_test(t->s, test, *leaf, code) == REGEX_YES)
				tell_test(t, item, test, *leaf);
}

/* Of a selection that is so or, without @truth, is not: what that adds to the rule's being true. */
static void tell_selection(const struct teller *t, const struct selection *s, bool truth)
{
	const struct item_code *code = answer_items(t->s->m, t->rule, s);
	bool is_settled = !truth || s->map_count == 1;

	for (size_t i = 0; i < s->map_count; code += s->maps[i++].item_count) {
		if (!is_settled && answer_map(t->s, &s->maps[i], code) != REGEX_YES)
			continue;
		for (size_t k = 0; k < s->maps[i].item_count; k++)
			if (s->maps[i].items[k].neq != truth)
				tell_item(t, &s->maps[i].items[k], &code[k]);
	}
}

/* Of a condition whose answer is @truth, yes or no. */
static void tell_cond(const struct teller *t, const struct cond *c, bool truth)
{
	bool inner = truth != (c->kind == COND_NOT);
	/* What NOT is made of is the opposite; all of an AND that holds do, and none of an OR that does not. */
	bool is_settled = c->kind == COND_NOT || (c->kind == COND_AND) == truth;

	if (c->kind == COND_SELECTION) {
		tell_selection(t, c->selection, truth);
		return;
	}
	for (size_t i = 0; i < c->part_count; i++)
		if (is_settled || answer_cond(t->s, t->rule, c->parts[i]) == (inner ? REGEX_YES : REGEX_NO))
			tell_cond(t, c->parts[i], inner);
}

void scanner_seen(struct scanner *s, const struct rule *rule, scan_seen *seen, void *context)
{
	struct teller t = { s, NULL, seen, context };

	for (size_t i = 0; i < s->matched_count && !t.rule; i++)
		if (s->rules[i] == rule)
			t.rule = &s->m->rules[s->matched[i]];
	if (t.rule)
		tell_cond(&t, rule->condition, true);
}
