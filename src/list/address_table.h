/* address_table.h - the networks of all lists as one table, made or mapped; for address.c and address_cache.c. */
#ifndef ADDRESS_TABLE_H
#define ADDRESS_TABLE_H

#include "base/digest.h"
#include "list/address.h"

/* What all networks of one list, or of one label of it, have in common; prefix.value is the place here. */
struct origin {
	const struct list *list;
	struct str label, date;
	enum list_class class;
};

struct address_table {
	struct prefix *items;
	struct prefix_set *set;
	struct origin *origins;
	uint32_t *classes; /* of each item and all that hold it, with what is explained taken out */
	uint32_t origin_count;
	const struct image *image; /* where it is mapped from; NULL: made */
};

/** Read the lists and make it in @a.  NULL when @a is full. */
struct address_table *address_table_make(const struct lists *l, struct arena *a);

/**
 * The table of these very lists (their names, classes, dates and digests) as it was written last, mapped: *image must
 * outlive it.  NULL if there is none.  What is read of it must be sound, see below.
 */
const struct address_table *address_cache_read(const struct lists *l, struct arena *a, struct image **image);

/** Write it for the next run, unless it is small.  A place that cannot be written to is no fault. */
void address_cache_write(const struct lists *l, const struct address_table *t, struct arena *a);

/** Likewise at @path, whatever its size; for tests and fuzzing. */
const struct address_table *address_cache_map(const char *path, const struct lists *l, struct arena *a,
    struct image **image);
bool address_cache_save(const char *path, const struct lists *l, const struct address_table *t, struct arena *a);

/** What a file is keyed by: all that the table is made from. */
void address_cache_key(const struct lists *l, char key[DIGEST_HEX + 1]);

/** May address_find() and address_next() be asked for @ip; for every address? */
bool address_table_is_sound(const struct address_table *t, const struct ip *ip);
bool address_table_all_sound(const struct address_table *t);

#endif
