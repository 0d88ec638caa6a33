/* chance.h - choices taken from bytes, and what they make: a rule file, events. */
#ifndef CHANCE_H
#define CHANCE_H

#include "base/buf.h"
#include "base/node.h"

/* The choices that are left; when none are, every choice is the first. */
struct chance {
	const unsigned char *next, *end;
};

/** A number below @n, which is 1 to 256. */
unsigned chance_below(struct chance *c, unsigned n);

/** A few rules as YAML. */
void chance_rules(struct chance *c, struct buf *out);

/** An event, in @a; NULL when it is full. */
struct node *chance_event(struct chance *c, struct arena *a);

#endif
