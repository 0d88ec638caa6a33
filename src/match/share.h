/* share.h - what rules of several categories ask of the applicant, read once: where the applicant is the event. */
#ifndef SHARE_H
#define SHARE_H

#include "base/arena.h"
#include "match/matcher.h"
#include "match/reading.h"

/* The places of one matcher's "applicant." names, each with the place of the same field in the applicant's matcher. */
struct share {
	struct reading_pair *pairs;
	size_t count; /* 0: there is nothing to share */
};

/**
 * The fields that @m reads under "applicant.", by their names in the applicant, put into @out, which has room for one
 * for each place of @m; how many.  0 as well if one of them cannot be read as an event's: a name with an empty key, or
 * one that begins with "applicant." once more.
 */
size_t share_names(const struct matcher *m, struct str *out);

/** From a matcher that reads those names as an event's.  Nothing to share if there are none.  False when @a is full. */
bool share_make(const struct matcher *applicant, const struct matcher *m, struct arena *a, struct share *out) NODISCARD;

#endif
