/* prefix.h - longest-prefix look-up over a set of networks, IPv4 and IPv6, in flat arrays. */
#ifndef PREFIX_H
#define PREFIX_H

#include "base/arena.h"
#include "base/ip.h"

#define PREFIX_NONE UINT32_MAX /* no item */

/* A network and what its owner wants to know of it. */
struct prefix {
	struct cidr net;
	uint32_t value;
	uint32_t wider; /* set by prefix_build(): the next network that holds this one (or equals it), or PREFIX_NONE */
};

struct prefix_set;

/**
 * A set over @items, which is sorted in place (IPv4 first, then by address, wider first, equal ones in the order
 * given) and must outlive it.  At most 2^31 - 2 items.  It lives in @a and never changes; NULL when @a is full.
 */
struct prefix_set *prefix_build(struct arena *a, struct prefix *items, size_t count);

/**
 * The narrowest network that holds @ip, as an index into the sorted items; PREFIX_NONE if there is none.  Follow
 * @wider for all the others that hold it.
 */
uint32_t prefix_find(const struct prefix_set *set, const struct ip *ip);

#endif
