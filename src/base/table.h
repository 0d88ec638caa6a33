/* table.h - a hash table from texts to numbers that is filled once and then only read. */
#ifndef TABLE_H
#define TABLE_H

#include "base/arena.h"

#define TABLE_NONE UINT32_MAX /* no entry */

/* One text; it is borrowed and must outlive the table. */
struct table_entry {
	const char *ptr;
	uint32_t len, value;
	uint32_t next; /* an earlier entry with the same text, or TABLE_NONE */
};

/* Zero is no valid table; see table_init().  Only @entries and @count are for the outside. */
struct table {
	struct table_entry *entries;
	uint32_t count, room, mask;
	uint64_t *slots;
};

/** An empty table for at most @room entries, in @a.  False when @a is full. */
bool table_init(struct table *t, struct arena *a, size_t room) NODISCARD;

/** Add an entry, whether the text is there or not.  There must be room. */
void table_add(struct table *t, struct str text, uint32_t value);

/** The youngest entry of @text, an index into @entries, or TABLE_NONE.  Follow @next for the others. */
uint32_t table_find(const struct table *t, struct str text);

/** Likewise, where str_hash(text) is known. */
uint32_t table_find_hash(const struct table *t, struct str text, uint32_t hash);

#endif
