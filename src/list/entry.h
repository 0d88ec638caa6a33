/* entry.h - a designated person or entity with all that its list says, and the table in which such lists are kept. */
#ifndef ENTRY_H
#define ENTRY_H

#include "base/buf.h"
#include "list/row.h"

/*
 * The columns, in the order in which they are written; the header has their names ("list", "id", ...).  Several
 * values of one cell are separated by "; ", but birth dates by a blank: split with str_split() and str_trim().
 */
enum entry_column {
	ENTRY_LIST,      /* who designated: "OFAC", "UN" */
	ENTRY_ID,        /* "27307", "KPi.001" */
	ENTRY_PROGRAMME, /* "DPRK3 CYBER2" */
	ENTRY_TYPE,      /* "person", "entity", "vessel", "aircraft" */
	ENTRY_LISTED,    /* the day, where the list says it: "2009-07-16" */
	ENTRY_BORN,      /* "1983-11-25 1984-01 1985": days, months and years; a span is its years, and so is "about" */
	ENTRY_NAMES,     /* the name and strong aliases as the list has them ("SURNAME, Given"), other scripts too */
	ENTRY_WEAK,      /* aliases that the list itself calls weak */
	ENTRY_DOCUMENTS, /* "Passport|109484100|Korea, North": kind, number, country, which may be empty */
	ENTRY_ADDRESSES, /* "street|city|country", each may be empty */
	ENTRY_WALLETS,   /* digital currency addresses, in the list's spelling */
	ENTRY_EMAILS, ENTRY_SITES, ENTRY_PHONES,
	ENTRY_COLUMNS
};

/* One row.  A cell that the table does not have, or that is empty, has no text (len 0). */
struct entry {
	struct str cells[ENTRY_COLUMNS];
	unsigned line;
};

struct entry_reader {
	struct row_reader rows;
	size_t at[ENTRY_COLUMNS]; /* where the table has each column, ROW_MAX: nowhere */
};

/**
 * Read the header of @text; cells live in @text and @a.  False if it is no such table: list, id and names are a must.
 */
bool entry_open(struct entry_reader *r, struct str text, struct arena *a) NODISCARD;

/** The next row; false at the end, or when the arena is full. */
bool entry_next(struct entry_reader *r, struct entry *out);

/** Write the header; write one row. */
void entry_put_header(struct buf *out);
void entry_put(struct buf *out, const struct entry *x);

struct entry_value;

/* An entry in the making. */
struct entry_draft {
	struct entry_value *first[ENTRY_COLUMNS], *last[ENTRY_COLUMNS];
	struct arena *a;
	bool failed; /* the arena is full */
};

/** Put @value behind what is in the column, unless it is empty or there already.  What would split it is changed. */
void entry_draft_add(struct entry_draft *d, enum entry_column column, struct str value);

/** The first value of a column, no text if there is none. */
struct str entry_draft_first(const struct entry_draft *d, enum entry_column column);

/** Write it as a row.  False when its arena is full. */
bool entry_draft_put(const struct entry_draft *d, struct buf *out) NODISCARD;

#endif
