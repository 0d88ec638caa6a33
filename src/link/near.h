/* near.h - resumes of nearly the same wording, and pictures that look nearly the same. */
#ifndef LINK_NEAR_H
#define LINK_NEAR_H

#include "base/arena.h"
#include "base/err.h"
#include "record/record.h"

/* --- wording: docs/link.md says how each step is computed --- */

enum { WORDING_BINS = 32, WORDING_BANDS = 16, WORDING_MAX = 4096 };

/* What is kept of a resume's text: a hash for each run of five words, sorted, each once; and the employers. */
struct wording {
	uint32_t *runs, *employers;
	uint32_t run_count, employer_count;
};

/** Of @r's resume, in @a; without runs where there is no text.  False when @a is full. */
bool wording_take(const struct record *r, struct arena *a, struct wording *out) NODISCARD;

/* How many resumes have each run, as far as it matters: whether it is more than @common, which is 254 at most. */
struct wording_counts;
struct wording_counts *wording_counts_new(int common); /* NULL without memory */
void wording_counts_free(struct wording_counts *c);
/** Count each run of @w once; threads may count at once. */
void wording_count(struct wording_counts *c, const struct wording *w);
/** All are counted: call it before wording_thin(). */
void wording_counts_end(struct wording_counts *c);
/** Leave out, in place, the runs that more than @common resumes have. */
void wording_thin(const struct wording_counts *c, struct wording *w);

/** One hash for each band: of two resumes that share half of their runs, one agrees in 99 cases of 100. */
void wording_bands(const struct wording *w, uint64_t bands[WORDING_BANDS]);

/** Runs that both have. */
size_t wording_shared(const struct wording *a, const struct wording *b);

/** Are employers told on both sides, and none in common? */
bool wording_other_work(const struct wording *a, const struct wording *b);

/* --- pictures --- */

struct picture {
	uint64_t hash;
	uint32_t record;  /* or any other number */
	uint32_t cluster; /* set: pictures of one cluster are tied through a chain of near ones */
};

/** Sort @pictures by hash and number clusters of those that differ in at most @bits, 0 to 7.  False without memory. */
bool pictures_cluster(struct picture *pictures, size_t count, int bits) NODISCARD;

#endif
