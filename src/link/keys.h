/* keys.h - the keys of all records, sorted into those that several records have. */
#ifndef LINK_KEYS_H
#define LINK_KEYS_H

#include "base/err.h"

/* That a record has a key. */
struct key_row {
	uint64_t key;
	uint32_t record, minute;
};

struct keys; /* rows go to temporary files as they come: what is kept in memory is what a part of them needs */

/** NULL without memory. */
struct keys *keys_new(void);
void keys_free(struct keys *k);

/** Keys must be spread evenly.  False with @e. */
bool keys_add(struct keys *k, struct key_row row, struct err *e) NODISCARD;

/** Told of the rows of one key, by record and minute, at least two; false with @e ends it. */
typedef bool keys_told(void *context, const struct key_row *rows, size_t count, struct err *e);

/** Tell of each key that more than one record has, in an order that follows from the keys alone.  False with @e. */
bool keys_shared(struct keys *k, keys_told *told, void *context, struct err *e) NODISCARD;

#endif
