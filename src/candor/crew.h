/* crew.h - works through inputs with several threads, and writes what comes of them in the order of the input. */
#ifndef CREW_H
#define CREW_H

#include "candor/batch.h"
#include "read/read.h"

/* What is done with the records that are read.  All calls but write() may come from several threads at once. */
struct crew_work {
	void *context;
	const struct forms *forms; /* NULL: no applicants; any value is taken as it stands */
	const struct form *form;   /* NULL: recognise each record */
	size_t workers;            /* threads; 0: one for each processor */

	/**
	 * Where the work does not come from files (else NULL): fill @c with the next of it, one call at a time.  False
	 * when there is no more, or with @e.
	 */
	bool (*next)(void *context, struct chunk *c, struct err *e);

	/** One thread's working memory, NULL without memory; and its end, when all threads are done. */
	void *(*begin)(void *context);
	void (*end)(void *context, void *worker);

	/** Take the records of @c, from the input @file (NULL: from next()), and put what comes of them into @b. */
	void (*take)(void *worker, const char *file, struct chunk *c, struct batch *b);

	/** Write @b: in the order of the input, one call at a time.  False with @e ends the run. */
	bool (*write)(void *context, struct batch *b, struct err *e);
};

/**
 * Read @files and do @work with them.  An input that cannot be opened is a complaint in a batch of its own, and
 * counted there.  False with @e if next() or write() said so, or without memory.
 */
bool crew_run(const struct crew_work *work, const char *const *files, size_t count, struct err *e) NODISCARD;

#endif
