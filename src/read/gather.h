/* gather.h - logs: events of one person that stand apart in an input become one record. */
#ifndef GATHER_H
#define GATHER_H

#include "read/source.h"

struct gather;

/** A gatherer of events of the form @f.  NULL without memory. */
struct gather *gather_new(const struct form *f);
void gather_free(struct gather *g);

/** The form of the first record in @c if it is one whose events are gathered, else NULL. */
const struct form *gather_form(const struct source *s, const struct chunk *c);

/**
 * Take the events of @c, a chunk as it stands in the input.  What cannot be gathered (no JSON, not of the form, nobody
 * named) is kept for the reader to tell.  False without memory.
 */
bool gather_take(struct gather *g, const struct chunk *c) NODISCARD;

/** Is as much held as limits.h allows? */
bool gather_is_full(const struct gather *g);

/**
 * Write persons, in the order in which they came, into @c, about a chunk of them, as {"line", "event"} of each of their
 * events.  False if there are none left: then everything is forgotten.  Without memory @c has a fault.
 */
bool gather_give(struct gather *g, struct chunk *c);

#endif
