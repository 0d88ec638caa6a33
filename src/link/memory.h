/* memory.h - people who come back: what a run finds of earlier runs, and leaves for later ones. */
#ifndef LINK_MEMORY_H
#define LINK_MEMORY_H

#include "link/link.h"
#include "link/store.h"

struct memory;

/**
 * Open or make the memory at @path, and its key at "PATH.key", which must be its owner's alone (0600).  NULL with @e.
 */
struct memory *memory_open(const char *path, const struct link_settings *settings, struct err *e);
void memory_close(struct memory *m);

/* What is kept of one applicant. */
struct memory_entry {
	struct str id;
	int64_t day;  /* of the application, or today */
	const struct tie_value *values;
	const uint64_t *bands; /* of the resume: WORDING_BANDS, or NULL */
};

/**
 * Add to @out whom the memory ties to the entry: applicants of earlier runs, whose names it does not know.  In @a.
 * False with @e.
 */
bool memory_find(struct memory *m, const struct memory_entry *entry, struct arena *a, struct links *out,
    struct err *e) NODISCARD;

/** Keep the entry; it is safe at the latest after memory_flush().  False with @e: then its batch is lost. */
bool memory_keep(struct memory *m, const struct memory_entry *entry, struct err *e) NODISCARD;
bool memory_flush(struct memory *m, struct err *e) NODISCARD;

#endif
