/* vector.h - one Sigma vector (tests/sigma/README.md): the rules that it writes, its events, and what they must come to. */
#ifndef VECTOR_H
#define VECTOR_H

#include "base/node.h"
#include "rule/rule_load.h"

struct vector {
	const struct node *node;  /* the whole vector */
	struct str name;
	struct str text;          /* the rule file */
	unsigned offset;          /* lines of @text before the lines of the vector's own text */
	const struct node **events;
	size_t event_count;
	struct placeholder *placeholders;
};

/** Read vector @n; what it holds is in @a or borrowed from @n.  False if it is not in the form of a vector. */
bool vector_read(const struct node *n, struct arena *a, struct vector *out);

#endif
