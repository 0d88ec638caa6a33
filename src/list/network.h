/* network.h - feeds from where they are published.  The work is done by a program of its own, see fetch/main.c. */
#ifndef NETWORK_H
#define NETWORK_H

#include "list/update.h"

struct network_options {
	bool allow_http;
	const char *ca;  /* certificates to trust instead of the system's; NULL: those */
	int64_t seconds; /* that one attempt may take; 0: what limits.h says */
};

/* One file to fetch.  @etag and @modified: of the copy at hand, no text where there is none to ask against. */
struct network_job {
	struct str url, etag, modified;
};

struct network;

/**
 * Fetch all @count of @jobs, several at once, into a folder within @folder.  All lives in @a but the files: end with
 * network_end().  NULL with @e if the program cannot be run; what fails of one file is told by the source.
 */
struct network *network_fetch(const char *folder, const struct network_job *jobs, size_t count,
    const struct network_options *o, struct arena *a, struct err *e);

/** What was fetched as a source of feeds; copies are of the day @today. */
struct update_source network_source(struct network *n, struct str today);

/** Remove the files.  NULL is fine. */
void network_end(struct network *n);

#endif
