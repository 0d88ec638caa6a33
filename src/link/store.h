/* store.h - what is kept of applicants across runs: keyed hashes, ids and days.  store.c is the door to SQLite. */
#ifndef LINK_STORE_H
#define LINK_STORE_H

#include "base/err.h"
#include "link/tie.h"

struct store;

enum { STORE_KEY = 16 }; /* bytes: the first of an HMAC-SHA256 */

/* That an applicant had something. */
struct store_row {
	unsigned char key[STORE_KEY];
	enum tie tie;
	int64_t day;         /* since 1970; of the application or the use */
};

/* Told of one applicant who has a key; false ends it. */
typedef bool store_told(void *context, struct str id, const struct store_row *row);

/*
 * What a store can do.  Another one, shared by several machines, is another table of these; every function fails with
 * @e, and what was added since begin() is there in full after commit(), or not at all.
 */
struct store_kind {
	const char *name;
	/** Open or make the store at @where; not one that something else, or a newer program, made.  NULL with @e. */
	struct store *(*open)(const char *where, struct err *e);
	/** Does @mark, which a secret gives, belong to the store?  An empty one takes it as its own.  False with @e. */
	bool (*belongs)(struct store *s, const unsigned char mark[STORE_KEY], struct err *e);
	void (*close)(struct store *s);
	bool (*begin)(struct store *s, struct err *e);
	bool (*commit)(struct store *s, struct err *e);
	/** Add rows of @id; those that are there already stay as they are. */
	bool (*add)(struct store *s, struct str id, const struct store_row *rows, size_t count, struct err *e);
	/** Tell of who had @key before this store was opened, but for @id; at most @most of them. */
	bool (*find)(struct store *s, const unsigned char key[STORE_KEY], struct str id, size_t most,
	    store_told *told, void *context, struct err *e);
	/** Tell of all that is kept of @id (no text: of everybody), by day. */
	bool (*each)(struct store *s, struct str id, store_told *told, void *context, struct err *e);
	/** Delete what is of @id (no text: of anybody) and before @day; how many rows. */
	bool (*purge)(struct store *s, struct str id, int64_t day, int64_t *rows, struct err *e);
};

extern const struct store_kind store_sqlite;

#endif
