/* transfer.h - the door to libcurl: what stands at many addresses, several at once, into files. */
#ifndef TRANSFER_H
#define TRANSFER_H

#include "base/err.h"

enum transfer_state { TRANSFER_WAITS, TRANSFER_RUNS, TRANSFER_GOT, TRANSFER_SAME, TRANSFER_FAILED };

enum { TRANSFER_ETAG = 256, TRANSFER_DATE = 64, TRANSFER_WHY = 512 };

/* One address.  Whoever asks sets the first line; the rest is zero before, and says how it ended after. */
struct transfer {
	const char *url, *file, *etag, *modified; /* "" where there is no earlier copy to ask against */
	enum transfer_state state;
	char new_etag[TRANSFER_ETAG], new_modified[TRANSFER_DATE]; /* as the server sent them; empty if it did not */
	char why[TRANSFER_WHY]; /* TRANSFER_FAILED: a sentence */
	size_t bytes;           /* of the body, unpacked */
	struct transfer_work *work;
};

struct transfer_options {
	bool allow_http;    /* plain http, too */
	const char *ca;     /* certificates to trust instead of the system's; NULL: those */
	long seconds;       /* that one attempt may take in all */
};

/**
 * Fetch all @count of them.  @done is called for each one as it ends, @progress now and then with how many have ended
 * and the bytes so far.  Nothing but a GET is sent: no name of a program, no cookies, no credentials but those of a
 * proxy that the environment names.  Faults that pass (no connection, a cut one, status 408, 429, 5xx) are tried
 * again, with waits that double.  False with @e only if nothing could be begun.
 */
bool transfers_run(struct transfer *at, size_t count, const struct transfer_options *o,
    void (*done)(struct transfer *t), void (*progress)(size_t ended, size_t count, size_t bytes),
    struct err *e) NODISCARD;

#endif
