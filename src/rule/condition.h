/* condition.h - the parser of conditions; who asks says what the names in it mean. */
#ifndef CONDITION_H
#define CONDITION_H

#include "rule/rule.h"

struct condition_host;

/**
 * A leaf for @word, which stands at @at of the text; @quantified: "1 of" (COND_OR) or "all of" (COND_AND) stands
 * before it, as @quantifier says, and "them" and patterns are allowed.  NULL after a fault.
 */
typedef struct cond *condition_leaf(struct condition_host *host, struct str word, size_t at, bool quantified,
    enum cond_kind quantifier);

struct condition_host {
	struct arena *a;
	condition_leaf *leaf;
	void (*fault)(struct condition_host *host, size_t at, const char *code, const char *text);
	bool allows_of; /* "1 of them" and the like */
	bool no_memory;
};

/**
 * Parse @text: or, and, not, x of, brackets, from loose to tight; operators are lower case.  Places in faults are bytes
 * of @text, and what stands behind a fault is read for its own.  NULL after a fault.
 */
struct cond *condition_parse(struct condition_host *host, struct str text);

/** A node of @kind over @count parts, @text as written; NULL without memory. */
struct cond *condition_node(struct condition_host *host, enum cond_kind kind, struct cond *const *parts, size_t count,
    struct str text);

/** Is there a "not" anywhere in @c (NULL: no)? */
bool condition_has_not(const struct cond *c);

/** Write @c with all its brackets; what is parsed from it is the same tree.  Selections by their names. */
struct buf;
void condition_print(struct buf *out, const struct cond *c);

#endif
