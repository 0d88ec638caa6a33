/* intern.h - texts to numbers, by hash. */
#ifndef INTERN_H
#define INTERN_H

#include "base/arena.h"

enum { INTERN_NONE = UINT32_MAX };

struct intern_slot {
	const char *ptr; /* NULL: free */
	uint32_t len, id;
};

/* Zero is a valid empty one.  Everything lives in the arena that is given each time; texts are borrowed. */
struct intern {
	struct intern_slot *slots;
	uint32_t *tags;     /* the other half of each slot's hash, beside each other for speed */
	size_t size, count; /* @size is 0 or a power of two */
	uint64_t ends;      /* a bit for each length with first and last byte: tells most texts without a number */
};

/** The number of @text, INTERN_NONE if it has none. */
uint32_t intern_find(const struct intern *t, struct str text);

/** Give @text, which is not in @t, the number @id.  False when @a is full. */
bool intern_add(struct intern *t, struct arena *a, struct str text, uint32_t id) NODISCARD;

#endif
