/* feed.h - the forms in which lists are published, made into the one in which they are kept. */
#ifndef FEED_H
#define FEED_H

#include "base/buf.h"
#include "list/list.h"

/* A list that others maintain, as rules/lists/feeds.yaml has it. */
struct feed {
	struct list list; /* without date, entries, digest and file */
	struct str form;
};

/** The feeds that are known, in the order of feeds.yaml. */
size_t feed_count(void);
struct feed feed_at(size_t i);

/**
 * Read @text, which is in @form (see feeds.yaml) and has JSON_PADDING readable bytes behind it, as entries of @kind,
 * and put them to @out one a line: in normal form, sorted, none twice.  Names and companies keep their spelling.  False
 * with @e, which has the line where there is one, if it is not in that form, or has an entry that is none of its kind,
 * or no entry at all.
 */
bool feed_convert(enum list_kind kind, struct str form, struct str text, struct buf *out, int64_t *entries,
    struct err *e) NODISCARD;

/** The form that a user's own file seems to be in: a table whose header names a column, or one entry a line.  In @a. */
struct str feed_guess(struct str text, struct arena *a);

#endif
