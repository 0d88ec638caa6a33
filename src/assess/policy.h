/* policy.h - the numbers of rules/policy.yaml as assess.c uses them. */
#ifndef POLICY_H
#define POLICY_H

#include "assess/assess.h"
#include "link/settings.h"

enum { POLICY_LEVELS = LEVEL_CRITICAL + 1 };

/* What must be true of a finding that is enough by itself; what has no text, or LEVEL_NONE, is not asked. */
struct exact {
	struct str rule, indicator, group;
	enum rule_level level;
};

/* A rule's own weight. */
struct rule_weight {
	struct str rule;
	int weight;
	unsigned line;
};

/* Lives in the arena that policy_new() was given, its texts in the document; never changes, shared between threads. */
struct policy {
	const struct catalogue *catalogue;
	int weights[POLICY_LEVELS];
	int noted;                     /* of a low finding that rests on what a person noted alone */
	int published[POLICY_LEVELS];  /* by confidence: low, medium, high; the others are not used */
	int share, ceiling;            /* per cent; weight */
	int verify, escalate, escalate_groups, escalate_group_weight;
	enum rule_level escalate_published; /* confidence from which a second group of any weight is enough */
	struct exact *exact;
	size_t exact_count;
	struct str *never_alone;       /* fields of the registry, without [] */
	size_t never_alone_count;
	struct rule_weight *rules;
	size_t rule_count;
	struct link_settings link;
};

/** Is @handle the id or the name of @rule? */
bool policy_names(struct str handle, const struct rule *rule);

#endif
