/* affix.h - many beginnings, or many ends, asked of one text at once. */
#ifndef AFFIX_H
#define AFFIX_H

#include "match/hits.h"
#include "base/arena.h"

struct affixes;

/* A text that a value may begin or end with, and the question that this answers. */
struct affix_want {
	struct str text; /* at least one byte; distinct; borrowed */
	uint32_t id;
};

/** @is_end: ends instead of beginnings.  @wants is put in order.  Lives in @a; NULL when it is full. */
struct affixes *affixes_new(struct arena *a, struct affix_want *wants, size_t count, bool is_end);

/** Set the questions of all that @text begins (ends) with. */
void affixes_find(const struct affixes *x, struct str text, struct hits *hits);

#endif
