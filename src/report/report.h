/* report.h - one applicant's result as text, JSON or CSV; writes, and decides nothing. */
#ifndef REPORT_H
#define REPORT_H

#include "assess/assess.h"
#include "base/buf.h"

struct catalogue;

struct report_context {
	const struct catalogue *catalogue;
	const char *rules_digest, *lists_digest;
	bool redact, colour;
	int columns; /* of the terminal, for text; 80 where not known */
};

/* All that is said of one applicant. */
struct report_entry {
	const struct record *record;
	const struct matched *matched;
	const struct assessment *assessment;
};

struct report_format {
	const char *name, *help;
	/** What stands before the first entry; may be NULL. */
	void (*begin)(const struct report_context *c, struct buf *out);
	void (*entry)(const struct report_context *c, const struct report_entry *entry, struct buf *out);
};

extern const struct report_format *const report_formats[]; /* text, json, csv */
extern const size_t report_format_count;

/** NULL if there is none of that name. */
const struct report_format *report_format_find(struct str name);

#endif
