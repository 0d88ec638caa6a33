/* filter.h - whether a hash may be among some; "no" is certain. */
#ifndef LINK_FILTER_H
#define LINK_FILTER_H

#include "base/arena.h"

/* Zero but for @bits that are owned: none is in it. */
struct filter {
	uint64_t *bits;
	size_t mask, size; /* of what is used of them, a power of two; words that are there */
};

/* Bits for each hash; and the first bit of a hash that tells where: the lowest ones may be a kind, not a hash. */
enum { FILTER_BITS = 16, FILTER_FROM = 8 };

/** Empty it, with room for @count hashes.  False without memory; clear it in any case. */
bool filter_begin(struct filter *f, size_t count) NODISCARD;
void filter_clear(struct filter *f);

/** Might @hash be in it? */
static inline bool filter_has(const struct filter *f, uint64_t hash)
{
	size_t at = hash >> FILTER_FROM & f->mask;

	return f->bits && f->bits[at / 64] >> at % 64 & 1;
}

/** After filter_begin(). */
static inline void filter_add(struct filter *f, uint64_t hash)
{
	size_t at = hash >> FILTER_FROM & f->mask;

	f->bits[at / 64] |= (uint64_t)1 << at % 64;
}

#endif
