/* assess.c - findings to an outcome: what fired, how strong, in which group; what a field holds is not its concern. */
#include "assess/assess.h"

#include "assess/settle.h"

static const char *const outcome_names[] = {
	[OUTCOME_NOTHING_FOUND] = "nothing_found",
	[OUTCOME_VERIFY] = "verify",
	[OUTCOME_ESCALATE] = "escalate",
};

const char *outcome_name(enum outcome o)
{
	return outcome_names[o];
}

bool outcome_parse(struct str name, enum outcome *o)
{
	for (size_t i = 0; i < COUNT(outcome_names); i++) {
		if (str_is(name, outcome_names[i])) {
			*o = (enum outcome)i;
			return true;
		}
	}
	return false;
}

/* What a check would settle: the weights of the findings that name it. */
static int use_of(const struct assessor *s, struct str check)
{
	int use = 0;

	for (size_t i = 0; i < s->count; i++) {
		const struct rule *r = s->at[i]->rule;
		for (size_t k = 0; k < r->verify_count; k++) {
			if (str_eq(r->verify[k], check)) {
				use += s->at[i]->weight;
				break;
			}
		}
	}
	return use;
}

/* The checks that findings which count ask for and nobody has made: most useful first, then as the findings stand. */
static bool list_checks(const struct assessor *s, struct arena *a, struct str_list *out)
{
	size_t most = 0;

	for (size_t i = 0; i < s->count; i++)
		most += s->at[i]->rule->verify_count;
	int *uses = ARENA_NEW(a, int, most + 1);
	*out = (struct str_list){ ARENA_NEW(a, struct str, most + 1), 0 };
	if (!uses || !out->at)
		return false;
	for (size_t i = 0; i < s->count; i++) {
		const struct rule *r = s->at[i]->rule;
		for (size_t k = 0; s->at[i]->weight && k < r->verify_count; k++) {
			if (has_text(out, r->verify[k]) || has_text(&s->matched->failed, r->verify[k]))
				continue;
			int use = use_of(s, r->verify[k]);
			size_t j = out->count++;
			for (; j && uses[j - 1] < use; j--) {
				uses[j] = uses[j - 1];
				out->at[j] = out->at[j - 1];
			}
			uses[j] = use;
			out->at[j] = r->verify[k];
		}
	}
	return true;
}

bool assess(const struct policy *p, struct matched *m, struct arena *a, struct assessment *out)
{
	struct assessor s = { .policy = p, .matched = m };

	*out = (struct assessment){ 0 };
	if (!m->finding_count)
		return true;
	s.at = ARENA_NEW(a, struct finding *, m->finding_count);
	s.groups = ARENA_NEW(a, struct group, m->finding_count);
	if (!s.at || !s.groups)
		return false;
	out->outcome = weigh(&s, &out->weight);
	out->findings = s.at;
	out->finding_count = s.count;
	return list_checks(&s, a, &out->verify) && settle(&s, a, out);
}
