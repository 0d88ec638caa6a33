/* prefix_set.h - the inside of a set of networks; for prefix.c, which makes it, and prefix_map.c, which maps it. */
#ifndef PREFIX_SET_H
#define PREFIX_SET_H

#include "base/prefix.h"

/*
 * Networks nest or are apart, so a set of them cuts the addresses into stretches, each with one narrowest network.
 * The look-up finds the stretch: a table over the leading bits narrows the search to a handful of edges, a bisection
 * without branches does the rest.  IPv4 edges are 32 bits.  IPv6 edges are the first 64 bits, which is as long as
 * nearly all routed networks are; where one is longer, the edge leads to a second list over the last 64 bits.
 */
#define DEEP (UINT32_C(1) << 31) /* marks an edge that leads to the last 64 bits */

enum { TABLE_MIN_BITS = 4, TABLE_MAX_BITS = 20 };

struct prefix_edge {
	uint32_t start, item;
};

struct prefix_table {
	uint32_t *first; /* for each value of the leading bits, the last edge that is not beyond its first address */
	unsigned shift;
};

struct prefix_group {
	uint32_t begin, count; /* edges in lo_start */
};

struct prefix_set {
	const struct image *image; /* where the arrays are mapped from; NULL: they were made */
	uint32_t item_count;
	struct prefix_edge *edges4;
	uint32_t count4;
	uint64_t *hi_start, *lo_start;
	uint32_t *hi_item, *lo_item;
	uint32_t hi_count, lo_count, group_count;
	struct prefix_group *groups;
	struct prefix_table table4, table6;
};

/* Where the edges lie: IPv6 that is routed begins with 001 (RFC 4291, 2.4), so its table leaves out these bits. */
enum { V6_ROUTED_BITS = 3, V6_ROUTED = 1 };

/* The last of @n edges that is not beyond @key; the first one is not. */
static inline uint32_t prefix_find_start(const uint64_t *starts, uint32_t n, uint64_t key)
{
	const uint64_t *p = starts;

	while (n > 1) {
		uint32_t half = n / 2;
		p += p[half] <= key ? half : 0;
		n -= half;
	}
	return (uint32_t)(p - starts);
}

#endif
