/* values.h - the entries of a list as texts, for rules that name the list as a placeholder. */
#ifndef VALUES_H
#define VALUES_H

#include "list/list.h"

/**
 * The entries of @list, spelled as they are kept; of a person all names.  Borrowed from @a or the list.  NULL, after a
 * complaint, if the list cannot be read, or when @a is full.
 */
struct str *list_values(const struct lists *l, const struct list *list, struct arena *a, size_t *count);

#endif
