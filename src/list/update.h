/* update.h - brings lists to the user's folder: each whole, plausible and in form, or the old one stays. */
#ifndef UPDATE_H
#define UPDATE_H

#include "list/feeds.h"

struct update; /* one change of the folder; others wait until it ends */

/* What came from where a feed is published. */
struct delivery {
	struct str text; /* with JSON_PADDING readable bytes behind it; ptr NULL: nothing there, which is no fault */
	struct str date; /* ISO, of the copy */
	struct str etag, modified; /* as struct list has them */
	bool is_same;    /* the copy at hand is still what is published; there is no @text */
};

/*
 * Where feeds come from: a mirror on this machine, or the network.  Puts what is published at @url to @out, in @a.
 * False with @e if it should be there and cannot be had.
 */
struct update_source {
	bool (*get)(void *context, struct str url, struct arena *a, struct delivery *out, struct err *e);
	void *context;
};

/** Begin: makes @folder if need be and waits for whoever changes it.  NULL with @e on failure. */
struct update *update_begin(const char *folder, struct err *e);

/**
 * Take a list: convert @in, hold it against the copy at hand, and write it beside that.  @what has name, kind, class,
 * source and so on; its date is that of the copy.  @force: take it though it is implausibly small.  *entries is how
 * many it has.  False with @e: the old copy stays.
 */
bool update_take(struct update *u, const struct list *what, struct str form, const struct feed_text *in, bool force,
    int64_t *entries, struct err *e) NODISCARD;

/** The copy at hand, NULL if there is none. */
const struct list *update_find(const struct update *u, struct str name);

/** The copy at hand is still what is published on the day @date.  False if there is none, or without memory. */
bool update_keep(struct update *u, struct str name, struct str date) NODISCARD;

/** Make what was taken valid, all at once.  False with @e: nothing has changed. */
bool update_end(struct update *u, struct err *e) NODISCARD;

/** Give back; what was taken and not made valid is gone.  NULL is fine. */
void update_free(struct update *u);

struct mirror;

/** Told of a row that is left out: file, line and sentence. */
typedef void mirror_fault(void *context, const struct err *e);

/**
 * Read a mirror's table: url, file (beside the table) and date, under a header.  @fault is told of each row that is
 * none, and the others are taken.  It lives in @a; NULL with @e.
 */
struct mirror *mirror_open(const char *path, mirror_fault *fault, void *context, struct arena *a, struct err *e);

/** It as a source of feeds. */
struct update_source mirror_source(struct mirror *m);

/** Its addresses, @i counts to mirror_count(). */
size_t mirror_count(const struct mirror *m);
struct str mirror_url(const struct mirror *m, size_t i);

#endif
