/* impact.h - the program's own results, group by group: does an outcome or a rule hit one more than another? */
#ifndef IMPACT_H
#define IMPACT_H

#include "assess/assess.h"
#include "base/arena.h"

struct impact;

/* Told of what cannot be read: file, line and sentence. */
typedef void impact_fault(void *context, const struct err *e);

/** Nothing counted yet.  @fault is told of each line that is left out.  NULL without memory. */
struct impact *impact_new(impact_fault *fault, void *context);
void impact_free(struct impact *x);

/**
 * Read who is in which group: a table with the columns "id" and "group", or JSON lines with these keys.  An id may
 * stand in several groups, in a row for each.  Comes before the results.  False with @e if the file cannot be read.
 */
bool impact_groups(struct impact *x, const char *path, struct err *e) NODISCARD;

/** Count the results of "candor scan --format json".  False with @e if the file cannot be read. */
bool impact_results(struct impact *x, const char *path, struct err *e) NODISCARD;

/* How often in one group.  What cannot be said (nothing to compare with) is NAN. */
struct impact_cell {
	int64_t applicants, count;
	double rate;           /* count by applicants */
	double ratio;          /* this rate by that of the group that it falls on least */
	double passing_ratio;  /* those it does not fall on, by the same of that group */
	double p;              /* fisher_exact() against that group */
	bool is_least;         /* this is that group */
	bool below_four_fifths; /* 29 CFR 1607.4 D: @passing_ratio is below 0.8 */
	bool is_small;         /* too few for the rate to say much, see impact_compare() */
};

/** Fewer applicants than this say little, and so do fewer than five expected on either side of Fisher's table. */
enum { IMPACT_SMALL_GROUP = 30, IMPACT_SMALL_CELL = 5 };

/**
 * Fill @out from its @applicants and @count.  The group that it falls on least has the lowest rate, of those with
 * IMPACT_SMALL_GROUP applicants if there are any; of equals the larger.
 */
void impact_compare(struct impact_cell *out, size_t groups);

/* One outcome ("verify" or graver) or one rule; @cells has one for each group. */
struct impact_row {
	struct str id, title;
	int64_t count; /* in all groups */
	struct impact_cell *cells;
};

struct impact_table {
	struct str *groups;
	size_t group_count;
	struct impact_row outcomes[OUTCOME_ESCALATE]; /* at OUTCOME_VERIFY or above, at OUTCOME_ESCALATE */
	struct impact_row *rules; /* those that fired, the least likely by chance first */
	size_t rule_count;
	int64_t applicants;       /* results that were read */
	int64_t without_group;    /* of these */
	int64_t unreadable;
};

/** What was counted; it lives in @a.  False when it is full. */
bool impact_table(const struct impact *x, struct arena *a, struct impact_table *out) NODISCARD;

#endif
