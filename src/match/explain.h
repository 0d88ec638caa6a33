/* explain.h - why a rule does or does not match: each node of its condition, what it read, and what it answered. */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include "base/arena.h"
#include "base/err.h"
#include "base/regex.h"
#include "record/record.h"
#include "rule/rule.h"

enum explain_kind { EXPLAIN_AND, EXPLAIN_OR, EXPLAIN_NOT, EXPLAIN_SELECTION, EXPLAIN_MAP, EXPLAIN_ITEM };

/* One value that an item read. */
struct explain_value {
	struct explain_value *next;
	struct str field;            /* with its place in the event, "emails[1].address" */
	bool beside;                 /* it stands in the applicant's record, not in the event */
	const struct node *node;     /* a scalar; an empty list or a map where that is all there is */
	enum regex_answer answer;    /* does it meet any of the item's tests? */
};

/* A node of the condition, down to the items of its selections. */
struct explain_node {
	struct explain_node *next, *child;
	enum explain_kind kind;
	enum regex_answer answer;    /* REGEX_LIMIT: it hangs on a regular expression that met its limit */
	struct str text;             /* the condition as written, the selection's name, the item's field */
	const struct item *item;     /* EXPLAIN_ITEM, and then: */
	enum regex_answer *tests;    /* by test */
	struct explain_value *values;
};

struct explainer;

/** For a detection rule, which must outlive it.  NULL with @e on failure. */
struct explainer *explainer_new(const struct rule *rule, struct err *e);
void explainer_free(struct explainer *x);

/**
 * The condition's tree over @event; @applicant, if not NULL, is what "applicant." names lead to.  In @a; its nodes are
 * borrowed from the event.  NULL when @a is full.
 */
struct explain_node *explain_event(struct explainer *x, const struct node *event, const struct node *applicant,
    struct arena *a);

/** What a test asks, in words: "is true", "contains abc", "is the value of applicant.location.country". */
struct buf;
void explain_test(struct buf *out, const struct test *t);

/* --- correlations --- */

/* An event that a rule of the correlation matched (or a window of an inner correlation), as one group sees it. */
struct explain_hit {
	struct explain_hit *next;
	uint32_t rule;               /* which of the correlation's */
	struct str record;           /* whose: the record's id */
	struct str place;            /* "sessions[2]"; the inner correlation's name */
	int64_t millis;              /* WINDOW_NO_TIME: not known */
	size_t order;                /* of reading */
	struct str value;            /* value_*: what is counted */
};

struct explain_group {
	struct explain_group *next;
	struct str *values;          /* by name of group-by */
	struct explain_hit **hits;   /* in order of time */
	size_t count;
	size_t first, last;          /* the window told of: hits[first] to hits[last - 1], and those without time */
	double measure;              /* what that window comes to */
	bool is_met;                 /* then it is one that meets the condition, else the one that comes furthest */
};

/* What one rule of a correlation did. */
struct explain_base {
	const struct rule *rule;
	size_t events, matched, undecided;
};

struct explain_correlation {
	const struct rule *rule;
	struct explain_base *bases;  /* by the correlation's rules */
	struct explain_group *groups;
	enum regex_answer answer;
};

/* How to tell when an event of the record @root was: in milliseconds, or WINDOW_NO_TIME. */
struct explain_clock {
	int64_t (*time_of)(const void *context, const struct node *event, const struct node *root);
	const void *context;
};

/**
 * A correlation over records, by trying every window.  Of rules of other products a record is the event.  In @a; NULL
 * with @e on failure.
 */
struct explain_correlation *explain_correlation(const struct rule *rule, const struct record *records, size_t count,
    const struct explain_clock *clock, struct arena *a, struct err *e);

#endif
