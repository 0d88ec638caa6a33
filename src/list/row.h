/* row.h - rows of the tables that lists come as: comma-separated (RFC 4180), with what publishers make of it. */
#ifndef ROW_H
#define ROW_H

#include "base/arena.h"
#include "base/buf.h"

enum { ROW_MAX = 24 }; /* columns that are kept; further ones are dropped */

struct row {
	struct str cells[ROW_MAX]; /* without the white space around them, no text (ptr NULL) beyond @count */
	size_t count;
	unsigned line; /* where it begins, from 1 */
};

/* What is left to read. */
struct row_reader {
	struct str rest;
	const char *line_end; /* of the line that was looked for last */
	unsigned line;    /* lines that are done with */
	struct arena *a;  /* cells with doubled quotes are written here; all others are borrowed from the text */
};

/** A reader over @text (a byte-order mark is left out). */
struct row_reader row_reader_make(struct str text, struct arena *a);

/** The next row that is neither blank nor a "#" comment.  False at the end, or when the arena is full. */
bool row_next(struct row_reader *r, struct row *out);

/** The column of the header that is named @name, without regard to case, or ROW_MAX. */
size_t row_column(const struct row *header, const char *name);

/** Write one cell, in quotes where row_next() needs them to give it back. */
void row_put_cell(struct buf *out, struct str cell);

#endif
