/* matcher.h - rules compiled for speed: each distinct question asked at most once for an event. */
#ifndef MATCHER_H
#define MATCHER_H

#include "base/err.h"
#include "rule/rule.h"

struct matcher; /* never changes; shared between threads */
struct scanner; /* one thread's working memory */
struct share;   /* share.h */

/** Compile detection rules (others are passed over).  The rules must outlive it.  NULL with @e on failure. */
struct matcher *matcher_new(struct rule *const *rules, size_t count, struct err *e);
void matcher_free(struct matcher *m);

/** The same, and the fields @more are read as well, of which nothing is asked: they are for others, see share.h. */
struct matcher *matcher_new_reading(struct rule *const *rules, size_t count, const struct str *more, size_t more_count,
    struct err *e);

/** Working memory for @m, which must outlive it; NULL without memory. */
struct scanner *scanner_new(const struct matcher *m);
void scanner_free(struct scanner *s);

/* What one event came to.  Borrowed from the scanner until its next run. */
struct scan_result {
	const struct rule *const *rules; /* that match, in the order they were given */
	size_t count;
	const struct rule *const *undecided; /* a regular expression met its limit: not taken for "no" */
	size_t undecided_count;
};

/** Evaluate all rules on @event; @applicant, if not NULL, is what "applicant." names lead to. */
struct scan_result scanner_run(struct scanner *s, const struct node *event, const struct node *applicant);

/**
 * The same for several events with one applicant, which is read once: first the applicant, which must stay as it is,
 * then each event.
 */
void scanner_beside(struct scanner *s, const struct node *applicant);
struct scan_result scanner_next(struct scanner *s, const struct node *event);

/** scanner_beside() for an applicant that was the last event of @applicant, by what the two matchers share. */
void scanner_share(struct scanner *s, const struct scanner *applicant, const struct share *share);

/**
 * Told of each positive test on the way to true: the field by its place in the matcher's names (trie.h) and as the rule
 * names it, and the value that met it (NULL: presence).
 */
typedef void scan_seen(void *context, uint32_t place, struct str field, const struct node *value);

/** After a run: why @rule, one of the result's, matched. */
void scanner_seen(struct scanner *s, const struct rule *rule, scan_seen *seen, void *context);

#endif
