/* example.h - a rule's own examples, candor.match and candor.miss, held against the compiled rule. */
#ifndef EXAMPLE_H
#define EXAMPLE_H

#include "base/err.h"
#include "base/regex.h"
#include "rule/rule.h"

/* One example of a rule and what came of it. */
struct example {
	const struct rule *rule;
	const struct node *node;  /* an event, with the record beside it as its member "applicant"; a list of records */
	bool wants_match;         /* of candor.match, else of candor.miss */
	size_t number;            /* in that list, from 1 */
	enum regex_answer answer; /* REGEX_LIMIT: a regular expression met its bound, which is neither */
};
typedef void example_told(void *context, const struct example *x);

/** Does it answer as the rule's author says? */
static inline bool example_holds(const struct example *x)
{
	return x->answer == (x->wants_match ? REGEX_YES : REGEX_NO);
}

/**
 * Run each example of @rule, one of a loaded set, and tell of it.  Nothing is added to what an example says: facts
 * stand in it.  An event's "applicant." names lead into its member of that name, or into itself if it is a whole
 * record; the records of a correlation are put into shape, and get an id if they have none.  False with @e without
 * memory.
 */
bool examples_run(const struct rule *rule, example_told *told, void *context, struct err *e) NODISCARD;

/** What "applicant." names lead to in an example of a detection rule; NULL: into the event itself. */
const struct node *example_applicant(const struct rule *rule, const struct node *event);

/** The records of a correlation's example, in shape, @count of them; in @a.  NULL when it is full. */
struct record;
struct record *example_records(const struct node *list, struct arena *a, size_t *count);

#endif
