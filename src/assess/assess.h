/* assess.h - findings to an outcome; reads findings and no field. */
#ifndef ASSESS_H
#define ASSESS_H

#include "base/err.h"
#include "base/yaml.h"
#include "match/match.h"

struct catalogue;
struct rules;        /* rule/rule_load.h */
struct link_settings; /* link/settings.h */

enum outcome { OUTCOME_NOTHING_FOUND, OUTCOME_VERIFY, OUTCOME_ESCALATE };

/** "nothing_found", "verify", "escalate". */
const char *outcome_name(enum outcome o);
bool outcome_parse(struct str name, enum outcome *o) NODISCARD;

struct policy; /* rules/policy.yaml: every number */

/**
 * Read the policy from its one document; the embedded one is "rules/policy.yaml".  Every fault is told to @fault with
 * its place; NULL if there was any, or without memory.
 */
struct policy *policy_new(const struct node *document, const struct catalogue *c, struct arena *a, yaml_fault *fault,
    void *context) NODISCARD;

/** Tell @fault of each rule that @p gives a weight and that is not in @set. */
void policy_hold_rules(const struct policy *p, const struct rules *set, yaml_fault *fault, void *context);

/** What @p says of ties between applicants. */
const struct link_settings *policy_link(const struct policy *p);

struct assessment {
	enum outcome outcome;
	int weight;
	struct finding **findings; /* strongest first */
	size_t finding_count;
	struct str_list verify;    /* checks still to make, the most useful first, each once */
	struct str_list settle;    /* of these the fewest that, all passed, leave nothing_found; none if it is that */
	bool cannot_settle;        /* not even all of them would */
};

/** Weigh @m; sets weight, settled_by and explained_by of its findings.  Memory from @a.  False when it is full. */
bool assess(const struct policy *p, struct matched *m, struct arena *a, struct assessment *out) NODISCARD;

#endif
