#include "match/answer.h"

const struct rule_code *answer_rule(const struct matcher *m, const struct rule *rule)
{
	for (size_t i = 0; i < m->rule_count; i++)
		if (m->rules[i].rule == rule)
			return &m->rules[i];
	return NULL;
}

const struct item_code *answer_items(const struct matcher *m, const struct rule_code *code, const struct selection *s)
{
	return m->codes.items + program_items(&m->codes, code, s);
}

static enum regex_answer turn(enum regex_answer a)
{
	return a == REGEX_LIMIT ? a : a == REGEX_YES ? REGEX_NO : REGEX_YES;
}

/* Put one more part to an AND (@all) or an OR.  False when that settles it. */
static bool join(enum regex_answer *sum, enum regex_answer part, bool all)
{
	enum regex_answer settles = all ? REGEX_NO : REGEX_YES;

	if (part == settles || (part == REGEX_LIMIT && *sum != settles))
		*sum = part;
	return *sum != settles;
}

enum regex_answer answer_test(struct scanner *s, const struct test *t, uint32_t leaf, const struct item_code *code)
{
	enum regex_answer a = scanner_answer(s, leaf);

	if (t->kind == TEST_EXISTS)
		return t->truth ? a : turn(a);
	if (t->kind == TEST_NULL && a == REGEX_NO)
		return turn(scanner_answer(s, code->exists));
	return a;
}

enum regex_answer answer_item(struct scanner *s, const struct item *item, const struct item_code *code)
{
	enum regex_answer sum = item->all ? REGEX_YES : REGEX_NO;
	const uint32_t *leaf = s->m->codes.leaves + code->first_leaf;

	for (size_t i = 0; i < item->test_count; i++) {
		enum regex_answer one = REGEX_NO;
		for (const struct test *t = &item->tests[i]; t; t = t->also, leaf++)
			join(&one, answer_test(s, t, *leaf, code), false);
		join(&sum, one, item->all);
	}
	return item->neq ? turn(sum) : sum;
}

enum regex_answer answer_map(struct scanner *s, const struct item_map *map, const struct item_code *codes)
{
	enum regex_answer sum = REGEX_YES;

	for (size_t i = 0; i < map->item_count; i++)
		join(&sum, answer_item(s, &map->items[i], &codes[i]), true);
	return sum;
}

enum regex_answer answer_selection(struct scanner *s, const struct rule_code *rule, const struct selection *selection)
{
	const struct item_code *codes = answer_items(s->m, rule, selection);
	enum regex_answer sum = REGEX_NO;

	for (size_t i = 0; i < selection->map_count; codes += selection->maps[i++].item_count)
		join(&sum, answer_map(s, &selection->maps[i], codes), false);
	return sum;
}

enum regex_answer answer_cond(struct scanner *s, const struct rule_code *rule, const struct cond *c)
{
	bool all = c->kind == COND_AND;
	enum regex_answer sum = all ? REGEX_YES : REGEX_NO;

	if (c->kind == COND_SELECTION)
		return answer_selection(s, rule, c->selection);
	if (c->kind == COND_NOT)
		return turn(answer_cond(s, rule, c->parts[0]));
	for (size_t i = 0; i < c->part_count && join(&sum, answer_cond(s, rule, c->parts[i]), all); i++)
		;
	return sum;
}
