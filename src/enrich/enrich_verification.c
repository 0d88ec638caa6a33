/* enrich_verification.c - which checks stand: of several of one kind the last one says. */
#include "base/when.h"
#include "enrich/fact.h"
#include "record/verification.h"

enum { CHECKS_MAX = 32 }; /* more kinds than record.md has */

/* What is known of one kind of check. */
struct check {
	enum { NOT_MADE, PASSED, FAILED } result;
	int64_t at;
	bool has_time;
};

/* A check whose time is not known stands where it does in the list. */
static bool is_later(const struct check *new, const struct check *old)
{
	return !new->has_time || !old->has_time || new->at >= old->at;
}

static void take_check(struct check *checks, const struct node *n)
{
	const struct verification *v = verification_find(node_get_text(n, "code"));
	const struct str result = node_get_text(n, "result");
	struct check new = { .result = str_is(result, "passed") ? PASSED : FAILED };
	struct when w;

	if (!v || (new.result == FAILED && !str_is(result, "failed")))
		return;
	new.has_time = when_parse(node_get_text(n, "at"), &w);
	new.at = new.has_time ? w.seconds : 0;
	struct check *old = &checks[v - verifications];
	if (old->result == NOT_MADE || is_later(&new, old))
		*old = new;
}

static void add_list(struct enrich *e, struct node *root, enum fact f, const struct check *checks, int result)
{
	struct node *list = NULL;

	for (size_t i = 0; i < verification_count; i++) {
		if ((int)checks[i].result != result)
			continue;
		list = list ? list : fact_list(e, root, f);
		fact_item(e, list, str_from(verifications[i].code));
	}
}

void enrich_verifications(struct enrich *e, struct node *root)
{
	struct check checks[CHECKS_MAX] = { 0 };
	const struct node *list = e->top[TOP_VERIFICATIONS];

	NODE_EACH(n, list)
		if (n->type == NODE_MAP)
			take_check(checks, n);
	add_list(e, root, FACT_CHECKS_PASSED, checks, PASSED);
	add_list(e, root, FACT_CHECKS_FAILED, checks, FAILED);
}
