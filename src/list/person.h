/* person.h - the names that sanctions lists and reports name, found by likeness. */
#ifndef PERSON_H
#define PERSON_H

#include "list/identifier.h"

struct person_hit {
	const struct identifier *is; /* kind LIST_NAME: a person; LIST_COMPANY: an entity, a ship or an aircraft */
	unsigned score;              /* 100: the same words; see person_score() */
};

enum {
	PERSON_SCORE_MIN = 82, /* what is less alike is not found */
	PERSON_MAX_HITS = 16,
};

/**
 * Who has a name like @name, the likest first, one hit for each name of a list.  Marks, case, order and script do not
 * matter; two words are in common at least.  Gives how many, at most PERSON_MAX_HITS; SIZE_MAX when @a is full, where
 * the search has its working memory.  @s may be NULL: nobody is found.
 */
size_t person_search(const struct persons *s, struct str name, struct arena *a,
    struct person_hit out[PERSON_MAX_HITS]) NODISCARD;

/**
 * How alike two names are, 0 to 100: the share of letters in words that are in both.  A word may have a letter wrong
 * if it has five, two if it has nine, or sound alike; particles, legal forms and initials are left out; of what only
 * one name has, half counts.  0 where fewer than two words are in both.  The search finds what this says, without
 * comparing with every name.
 */
unsigned person_score(struct str name, struct str listed);

#endif
