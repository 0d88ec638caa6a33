/* idset.h - which ids were seen: hashes of 64 bits, up to a bound. */
#ifndef IDSET_H
#define IDSET_H

#include "base/arena.h"

/* Zero is empty. */
struct idset {
	uint64_t *slots;
	size_t count, size;
	bool full; /* the bound was reached, or memory: nothing new is kept from there on */
};

/** Was @hash seen?  If not, it is from now on. */
bool idset_add(struct idset *s, uint64_t hash);
void idset_clear(struct idset *s);

#endif
