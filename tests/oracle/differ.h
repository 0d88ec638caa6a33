/* differ.h - rules and events made of bytes: the compiled engine against the slow evaluator. */
#ifndef DIFFER_H
#define DIFFER_H

#include "oracle/oracle.h"
#include "rule/rule_load.h"

struct differ_count {
	size_t rules, refused, pairs, fired;
	size_t shared; /* events with an applicant that was shared as well */
};

/**
 * Make a rule file and a few events of @data, load the one, ask each rule of each event twice over.  False, with the
 * rules and the event on standard output, if the two evaluators disagree.  @count is added to.
 */
bool differ_bytes(struct oracle *o, const unsigned char *data, size_t size, struct differ_count *count);

/** Likewise for the rules of @set and one event; @compiled answers for the engine. */
struct scanner;
bool differ_event(struct oracle *o, const struct rules *set, struct scanner *compiled, const struct node *event,
    const struct node *applicant, struct differ_count *count);

#endif
