/* answer.h - after a run: what each node of a rule's condition answered. */
#ifndef ANSWER_H
#define ANSWER_H

#include "match/index.h"

/** The compiled form of @rule; NULL if the matcher does not have it. */
const struct rule_code *answer_rule(const struct matcher *m, const struct rule *rule);

/** The items of a selection, in order: those of the first map, then those of the second, ... */
const struct item_code *answer_items(const struct matcher *m, const struct rule_code *code, const struct selection *s);

/* REGEX_LIMIT is an answer of its own: it is neither yes nor no, and makes what it decides so. */
enum regex_answer answer_test(struct scanner *s, const struct test *t, uint32_t leaf, const struct item_code *code);
enum regex_answer answer_item(struct scanner *s, const struct item *item, const struct item_code *code);
enum regex_answer answer_map(struct scanner *s, const struct item_map *map, const struct item_code *codes);
enum regex_answer answer_selection(struct scanner *s, const struct rule_code *rule, const struct selection *selection);
enum regex_answer answer_cond(struct scanner *s, const struct rule_code *rule, const struct cond *c);

#endif
