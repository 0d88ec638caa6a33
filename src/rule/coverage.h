/* coverage.h - which rules see an indicator of the catalogue, and what they need for it. */
#ifndef COVERAGE_H
#define COVERAGE_H

#include "list/catalogue.h"
#include "rule/rule_load.h"

/* Of one indicator. */
struct coverage {
	const struct indicator *indicator;
	const struct rule **rules;  /* in the order of the set: that name it, or ask for an observation that means it */
	size_t rule_count;
	struct str *fields;         /* what these rules read, as paths of the record without [], each once */
	size_t field_count;
	bool by_machine, by_person; /* from data, from what a person saw; without rules: who could, by the catalogue */
};

/** One for each indicator of @c, in its order; in @a.  NULL when it is full. */
struct coverage *coverage_new(const struct rules *set, const struct catalogue *c, struct arena *a);

#endif
