/* csv_write.h - a row of comma-separated values (RFC 4180), of which no cell is one that a spreadsheet would run. */
#ifndef CSV_WRITE_H
#define CSV_WRITE_H

#include "base/buf.h"

/* One row after the other.  The failure is the buffer's (buf.failed). */
struct csv {
	struct buf *out;
	bool comma; /* a cell stands before, in this row */
};

/**
 * The next cell, quoted where it must be.  What a spreadsheet takes for the beginning of a formula has an apostrophe
 * before it, which spreadsheets read as "this is text".
 */
void csv_text(struct csv *c, struct str s);
void csv_number(struct csv *c, int64_t n);

/** End the row. */
void csv_end(struct csv *c);

#endif
