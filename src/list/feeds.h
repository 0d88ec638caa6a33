/* feeds.h - the lists that others maintain: rules/lists/feeds.yaml, or a table of the user's in its form. */
#ifndef FEEDS_H
#define FEEDS_H

#include "list/feed.h"

struct feeds {
	struct feed *at;
	size_t count;
};

/** The feeds that are known, in the order of feeds.yaml; they live in @a.  False when it is full. */
bool feeds_known(struct arena *a, struct feeds *out) NODISCARD;

/**
 * Those of the user's file @path.  Faults are told on standard error with file and line; false if there was one, or
 * @e has one.
 */
bool feeds_read(const char *path, struct arena *a, struct feeds *out, struct err *e) NODISCARD;

/** The feed named @name, or that has @url as its own or as that of a part; NULL if there is none. */
const struct feed *feeds_find(const struct feeds *f, struct str name);
const struct feed *feeds_find_url(const struct feeds *f, struct str url);

#endif
