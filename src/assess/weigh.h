/* weigh.h - what findings weigh together, with the checks that were made or, to try it out, with more of them. */
#ifndef WEIGH_H
#define WEIGH_H

#include "assess/assess.h"
#include "assess/policy.h"

/* One group's part of the weight. */
struct group {
	struct str name;
	int weight;
	size_t count; /* findings that count so far */
};

/* The findings of one applicant in the making of an assessment. */
struct assessor {
	const struct policy *policy;
	const struct matched *matched;
	struct finding **at;  /* room for all findings, as the groups have; filled by weigh() */
	size_t count;
	struct group *groups;
	size_t group_count;
	struct str_list tried; /* checks that are taken to have passed, beside those that did */
};

/**
 * Set weight, settled_by and explained_by of each finding and put them into @s, strongest first; *weight is the sum.
 */
enum outcome weigh(struct assessor *s, int *weight);

/** Is @text among them? */
bool has_text(const struct str_list *list, struct str text);

#endif
