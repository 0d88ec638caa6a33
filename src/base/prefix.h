/* prefix.h - longest-prefix look-up over a set of networks, IPv4 and IPv6, in flat arrays. */
#ifndef PREFIX_H
#define PREFIX_H

#include "base/arena.h"
#include "base/image.h"
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

/**
 * Likewise for @count addresses, into @out.  What each needs from memory is asked for ahead, so that many take half
 * of the time that one after the other would.
 */
void prefix_find_many(const struct prefix_set *set, const struct ip *ips, size_t count, uint32_t *out);

/** How many items the set is over. */
uint32_t prefix_count(const struct prefix_set *set);

enum { PREFIX_PARTS = 9 };

/**
 * The arrays of a set, without its items, for image_write(); what is not yet an array is made in @a.  False if it is
 * full.
 */
bool prefix_parts(const struct prefix_set *set, struct arena *a, struct image_part out[PREFIX_PARTS]) NODISCARD;

/**
 * The set of which prefix_parts() stand in @image from part @first on, which must outlive it.  NULL if they do not fit
 * together, or @a is full.  Only where the next two say so may prefix_find() be asked.
 */
struct prefix_set *prefix_map(const struct image *image, size_t first, struct arena *a);

/**
 * Is all that prefix_find() reads for @ip undamaged and in bounds, the answer among the items?  True of a set that
 * was made.
 */
bool prefix_is_sound(const struct prefix_set *set, const struct ip *ip);

/** Likewise for all addresses. */
bool prefix_all_sound(const struct prefix_set *set);

#endif
