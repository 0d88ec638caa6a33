/* join.h - Sigma correlations that join records: counted over groups of applicants, when all have been read. */
#ifndef LINK_JOIN_H
#define LINK_JOIN_H

#include "link/tie.h"
#include "match/match.h"

struct join_plan; /* never changes; shared between threads */

/** The correlations among @rules that join records; they must outlive it.  NULL without memory. */
struct join_plan *join_plan_new(struct rule *const *rules, size_t count);
void join_plan_free(struct join_plan *p);

/** The correlation of that number. */
const struct rule *join_plan_rule(const struct join_plan *p, size_t index);

/*
 * An event of one record as one correlation sees it.  A field that ties is grouped by as it ties: by its normal form,
 * pictures and resumes by likeness.
 */
struct join_row {
	uint64_t rest;       /* hash of the values grouped by, but for that of @tie */
	struct tie_key tie;  /* the value that ties, if has_tie */
	uint16_t correlation, rule; /* its number; the place of the rule that fired among its rules */
	bool has_tie, is_wording;
	int64_t millis;
	uint64_t value;      /* of what is counted: hash, or the bits of the number */
};

/* Likewise with what a report shows. */
struct join_event {
	struct join_event *next;
	struct join_row row;
	struct str field, text;
	size_t value; /* the place of the value that ties among the record's, from 1 on; 0: not known */
};

/**
 * What the correlations of @p make of what fired on @r, whose tie_values() are @values; in @a.  False when it is full.
 */
bool join_events(const struct join_plan *p, const struct record *r, const struct joined *fired,
    const struct tie_value *values, struct arena *a, struct join_event **out) NODISCARD;

/** Does the correlation count applicants?  Then people are counted, not their spellings. */
bool join_counts_people(const struct join_plan *p, size_t index);

#endif
