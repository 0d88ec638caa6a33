/* split.h - finds where records end in a stream of bytes, without reading what is in them. */
#ifndef SPLIT_H
#define SPLIT_H

#include "base/str.h"

enum split_kind {
	SPLIT_LINES,  /* JSON lines */
	SPLIT_VALUES, /* JSON values one after the other, each over as many lines as it likes */
	SPLIT_LIST,   /* the elements of one JSON list */
	SPLIT_TABLE,  /* rows of comma-separated values (RFC 4180) */
};

/* One record in a chunk's text. */
struct piece {
	uint32_t begin, len;
	unsigned line;     /* where it begins, from 1 */
	const char *fault; /* why it is none; NULL if it may be one */
	bool is_person;    /* a list of the events of one person, as gather.h makes it */
};

/* Where the stream stands; made by split_make(), moved by split_step(). */
struct splitter {
	enum split_kind kind;
	char separator;       /* SPLIT_TABLE */
	unsigned line;        /* of the byte looked at next */
	unsigned first_line;  /* of the record that has begun */
	size_t depth;         /* of open brackets in the record */
	bool in_record, in_text, is_escaped;
	bool is_open, is_closed;       /* SPLIT_LIST: [ was read; ] was read */
	bool has_value, wants_more;   /* SPLIT_LIST: a value, or a comma, was read last */
	bool cell_begins;     /* SPLIT_TABLE: a quote here opens a quoted cell */
};

/** A stream from its first byte; @separator of cells. */
struct splitter split_make(enum split_kind kind, char separator);

/**
 * Look at text[*at ... len) up to the end of a record.  True if one ends: *out says where it stands (from *begin on,
 * which is kept by the caller until then) and *at is behind it.  False if more bytes are needed; *at is then @len.
 */
bool split_step(struct splitter *s, const char *text, size_t *begin, size_t *at, size_t len, struct piece *out);

/** At the end of the stream: what is wrong, NULL if nothing is.  A record that has begun is for the caller to tell. */
const char *split_end(const struct splitter *s);

#endif
