/* report.h - one applicant's result as text, JSON or CSV; writes, and decides nothing. */
#ifndef REPORT_H
#define REPORT_H

#include "assess/assess.h"
#include "base/buf.h"
#include "link/link.h"

struct catalogue;
struct report_cache; /* part.h: what is the same for every finding of a rule, written once */

/* Shared between threads; everything in it outlives the reports. */
struct report_context {
	const struct catalogue *catalogue;
	struct report_cache *cache;
	const char *rules_digest, *lists_digest;
	bool redact, colour;
	int columns; /* of the terminal, for text; 80 where not known */
};

/* All that is said of one applicant. */
struct report_entry {
	const struct record *record;
	const struct matched *matched;
	const struct assessment *assessment;
	const struct links *links; /* NULL: nobody was compared with anybody */
};

/* What is said at the end of a run. */
struct report_end {
	int64_t outcomes[OUTCOME_ESCALATE + 1]; /* applicants by outcome */
	const struct str *lists;                /* one line for each list that was at hand */
	size_t list_count;
};

struct report_format {
	const char *name, *help;
	bool wants_record; /* all of it; so it cannot wait for other applicants, and ties are not told */
	/** What stands before the first entry; may be NULL. */
	void (*begin)(const struct report_context *c, struct buf *out);
	void (*entry)(const struct report_context *c, const struct report_entry *entry, struct buf *out);
	/** What stands behind the last entry; may be NULL. */
	void (*end)(const struct report_context *c, const struct report_end *end, struct buf *out);
};

extern const struct report_format *const report_formats[]; /* text, json, csv */
extern const size_t report_format_count;

/** NULL if there is none of that name.  "applicant", for the applicant to read, is known beside those above. */
const struct report_format *report_format_find(struct str name);

/** A cache for all @rules, which outlive it, by their index; NULL without memory. */
struct report_cache *report_cache_new(struct rule *const *rules, size_t count);
void report_cache_free(struct report_cache *c);

#endif
