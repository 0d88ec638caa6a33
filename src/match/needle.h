/* needle.h - many texts, each looked for anywhere in one text, in one pass over it. */
#ifndef NEEDLE_H
#define NEEDLE_H

#include "match/hits.h"
#include "base/arena.h"

struct needles;

/* A text that a value may hold, and the question that this answers. */
struct needle_want {
	struct str text; /* at least one byte; distinct; borrowed */
	uint32_t id;
};

/** Lives in @a; NULL when it is full. */
struct needles *needles_new(struct arena *a, const struct needle_want *wants, size_t count);

/** Set the questions of all that stand somewhere in @text. */
void needles_find(const struct needles *x, struct str text, struct hits *hits);

#endif
