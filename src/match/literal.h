/* literal.h - what a text must hold for a regular expression to match it. */
#ifndef LITERAL_H
#define LITERAL_H

#include "base/arena.h"

enum { LITERAL_MAX = 32 };

/* At least one of @at stands, without regard to case, in whatever the expression matches.  None: nothing is known. */
struct literals {
	struct str at[LITERAL_MAX];
	size_t count;
};

/** The best literals of @pattern, of the subset of rule/regex_check.h: folded ASCII, in @a.  False when it is full. */
bool literal_find(struct str pattern, struct arena *a, struct literals *out) NODISCARD;

#endif
