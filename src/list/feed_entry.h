/* feed_entry.h - the forms in which sanctions lists are published, made into rows of entry.h; for feed.c. */
#ifndef FEED_ENTRY_H
#define FEED_ENTRY_H

#include "list/entry.h"
#include "list/feed.h"

/* A conversion; @out has the header already. */
struct entry_feed {
	struct arena *a;
	struct buf *out;
	int64_t entries; /* rows that were put */
	struct err *e;
};

/** Each reads @in and puts its entries.  False with @e, which has the line where there is one. */
bool entry_feed_ofac(struct entry_feed *f, const struct feed_text *in) NODISCARD;
bool entry_feed_un(struct entry_feed *f, const struct feed_text *in) NODISCARD;
bool entry_feed_table(struct entry_feed *f, const struct feed_text *in) NODISCARD;

/** Is the header of a table one that entry_feed_table() reads: an id and a name? */
bool entry_feed_knows(const struct row *header);

/** Put one entry and count it; what has no name is left out.  False with @e. */
bool entry_feed_put(struct entry_feed *f, struct entry_draft *d) NODISCARD;

/**
 * Add the dates that a list gives as @text: "25 Nov 1983", "Nov 1983", "1983", "1983-11-25", "circa 1983", "1984 to
 * 1986" or "1 Jan 1984 to 31 Dec 1986".  A span adds its years, at most ENTRY_MAX_SPAN of them; what is no date adds
 * nothing.
 */
void entry_feed_date(struct entry_draft *d, enum entry_column column, struct str text);

enum { ENTRY_MAX_SPAN = 20 };

/** Add each programme of "[NPWMD] [DPRK2]", "NPWMD] [DPRK2" (as OFAC has it) or "NPWMD DPRK2". */
void entry_feed_programmes(struct entry_draft *d, struct str cell);

#endif
