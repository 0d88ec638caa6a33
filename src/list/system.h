/* system.h - which lists an autonomous system is on: a weaker word than a list of addresses, it has many customers. */
#ifndef SYSTEM_H
#define SYSTEM_H

#include "list/section.h"

/* One list that holds the system. */
struct system_hit {
	const struct list *list;
	uint32_t number;
};

/** The hits of system @number, @count of them, in the order of the lists.  @s may be NULL: nothing is known then. */
const struct system_hit *system_find(const struct systems *s, int64_t number, size_t *count);

#endif
