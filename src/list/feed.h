/* feed.h - the forms in which lists are published, made into the one in which they are kept. */
#ifndef FEED_H
#define FEED_H

#include "base/buf.h"
#include "list/list.h"

enum { FEED_PARTS = 3 }; /* further files of one list: OFAC's ALT, ADD and COMMENTS */

/* A list that others maintain, as rules/lists/feeds.yaml has it. */
struct feed {
	struct list list; /* without date, entries, digest and file */
	struct str form;
	struct str parts[FEED_PARTS]; /* addresses of its further files, in the order of the form; no text: none */
};

/*
 * What was published: the file at the feed's address, and those of its parts.  JSON_PADDING readable bytes behind
 * each.
 */
struct feed_text {
	struct str text, parts[FEED_PARTS];
	/** Is told of each entry that is none of its kind, of 20 at most.  NULL: the first one ends the reading. */
	void (*bad)(void *context, const struct err *e);
	void *context;
};

/** Is @form one that feed_convert() reads? */
bool feed_form_is_known(struct str form);

/**
 * Read @in, which is in @form (see feeds.yaml), as entries of @kind, and put them to @out one a line: in normal form,
 * sorted, none twice.  Names and companies keep their spelling; a form of designated persons makes the table of
 * entry.h, in the order of the list.  False with @e, which has the line where there is one, if it is not in that
 * form, or has an entry that is none of its kind, or no entry at all.
 */
bool feed_convert(enum list_kind kind, struct str form, const struct feed_text *in, struct buf *out, int64_t *entries,
    struct err *e) NODISCARD;

/**
 * The form that a user's own file seems to be in: a table whose header names a column, the UN's XML, or one entry a
 * line. In @a.
 */
struct str feed_guess(enum list_kind kind, struct str text, struct arena *a);

#endif
