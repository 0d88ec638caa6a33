/* manifest.h - the table of the lists that the user keeps: "manifest.csv" in the folder, beside their files. */
#ifndef MANIFEST_H
#define MANIFEST_H

#include "list/list.h"

struct manifest {
	struct list *at;
	size_t count, room;
};

/**
 * Read the table of @folder; a folder or table that is not there is empty.  Bad rows are told and left out, and counted
 * in *bad.  False when @a is full.
 */
bool manifest_read(const char *folder, struct arena *a, struct manifest *out, size_t *bad) NODISCARD;

/** Put @row in the place of the list of its name, or behind the last.  False when @a is full. */
bool manifest_put(struct manifest *m, struct arena *a, const struct list *row) NODISCARD;

/** Write the table anew, whole or not at all, and remove files of lists that it no longer names. */
bool manifest_write(const char *folder, const struct manifest *m, struct err *e) NODISCARD;

#endif
