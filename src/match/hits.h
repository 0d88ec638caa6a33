/* hits.h - which questions were answered with yes on an event: a bit each, and a list for a cheap reset. */
#ifndef HITS_H
#define HITS_H

#include "base/str.h"

struct hits {
	uint64_t *bits;
	uint32_t *at;  /* each set bit once, in the order of setting; room for all */
	size_t count;
};

static inline bool hits_has(const struct hits *h, uint32_t id)
{
	return h->bits[id >> 6] >> (id & 63) & 1;
}

static inline void hits_set(struct hits *h, uint32_t id)
{
	uint64_t bit = (uint64_t)1 << (id & 63);

	if (h->bits[id >> 6] & bit)
		return;
	h->bits[id >> 6] |= bit;
	h->at[h->count++] = id;
}

static inline void hits_reset(struct hits *h)
{
	for (size_t i = 0; i < h->count; i++)
		h->bits[h->at[i] >> 6] = 0;
	h->count = 0;
}

#endif
