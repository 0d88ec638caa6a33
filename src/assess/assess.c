/* assess.c - findings to an outcome: what fired, how strong, in which group; what a field holds is not its concern. */
#include "assess/assess.h"

#include "assess/policy.h"
#include "list/catalogue.h"

static const char *const outcome_names[] = {
	[OUTCOME_NOTHING_FOUND] = "nothing_found",
	[OUTCOME_VERIFY] = "verify",
	[OUTCOME_ESCALATE] = "escalate",
};

static const char group_published[] = "published";

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

/* One group's part of the weight. */
struct group {
	struct str name;
	int weight;
	size_t count; /* findings that count so far */
};

struct assessor {
	const struct policy *policy;
	const struct matched *matched;
	struct finding **at;
	size_t count;
	struct group *groups;
	size_t group_count;
};

static bool has_text(const struct str_list *list, struct str text)
{
	for (size_t i = 0; i < list->count; i++) {
		if (str_eq(list->at[i], text))
			return true;
	}
	return false;
}

/* The passed check that settles a finding of @r.  One that was also failed has not been passed. */
static struct str settled_by(const struct matched *m, const struct rule *r)
{
	for (size_t i = 0; m->passed.count && i < r->verify_count; i++) {
		if (has_text(&m->passed, r->verify[i]) && !has_text(&m->failed, r->verify[i]))
			return r->verify[i];
	}
	return str_of(NULL, 0);
}

static int own_weight(const struct policy *p, const struct rule *r)
{
	for (size_t i = 0; i < p->rule_count; i++) {
		if (policy_names(p->rules[i].rule, r))
			return p->rules[i].weight;
	}
	if (str_is(r->group, group_published) && r->level >= LEVEL_LOW && r->level <= LEVEL_HIGH)
		return p->published[r->level];
	return p->weights[r->level];
}

/* fairness.json, "context_only": all that the rule sees are things that honest people have as well. */
static bool is_context_only(const struct catalogue *c, const struct rule *r)
{
	for (size_t i = 0; i < r->indicator_count; i++) {
		const struct indicator *x = catalogue_indicator(c, r->indicators[i]);
		if (!x || !x->context_only)
			return false;
	}
	return r->indicator_count > 0;
}

/* Does @seen, "emails[0].address.published", stand for the field "emails.address.published"? */
static bool is_field(struct str seen, struct str field)
{
	size_t at = 0;

	for (size_t i = 0; i < seen.len; i++) {
		if (seen.ptr[i] == '[') {
			while (i < seen.len && seen.ptr[i] != ']')
				i++;
			continue;
		}
		if (at == field.len || seen.ptr[i] != field.ptr[at++])
			return false;
	}
	return at == field.len;
}

static bool is_never_alone(const struct policy *p, struct str seen)
{
	for (size_t i = 0; i < p->never_alone_count; i++) {
		if (is_field(seen, p->never_alone[i]))
			return true;
	}
	return false;
}

/* Of the facts that the finding rests on, is there one that may stand alone?  Yes if it rests on none. */
static bool stands_alone(const struct policy *p, const struct finding *f)
{
	size_t facts = 0;

	for (const struct seen *s = f->seen; s; s = s->next) {
		if (str_is(s->source, "input"))
			continue;
		if (!is_never_alone(p, s->field))
			return true;
		facts++;
	}
	return facts == 0;
}

static bool has_indicator(const struct rule *r, struct str indicator)
{
	for (size_t i = 0; i < r->indicator_count; i++) {
		if (str_eq(r->indicators[i], indicator))
			return true;
	}
	return false;
}

static bool is_exact(const struct policy *p, const struct finding *f)
{
	for (size_t i = 0; i < p->exact_count; i++) {
		const struct exact *x = &p->exact[i];
		if (x->rule.len && !policy_names(x->rule, f->rule))
			continue;
		if (x->indicator.len && !has_indicator(f->rule, x->indicator))
			continue;
		if (x->group.len && !str_eq(x->group, f->rule->group))
			continue;
		if (f->rule->level >= x->level)
			return stands_alone(p, f);
	}
	return false;
}

/* The report that a published identifier comes from: what enrich says under "...published_in". */
static struct str report_of(const struct finding *f)
{
	for (const struct seen *s = f->seen; s; s = s->next) {
		if (str_ends(s->field, STR_LIT(".published_in")))
			return s->value;
	}
	return str_of(NULL, 0);
}

/* Strongest first; what weighs the same stays in the order of the rules. */
static void sort_findings(struct assessor *s)
{
	for (size_t i = 1; i < s->count; i++) {
		struct finding *f = s->at[i];
		size_t j = i;
		for (; j && (s->at[j - 1]->weight < f->weight ||
		    (s->at[j - 1]->weight == f->weight && s->at[j - 1]->rule->level < f->rule->level)); j--)
			s->at[j] = s->at[j - 1];
		s->at[j] = f;
	}
}

/* One report counts once, with the strongest of what it names. */
static void drop_repeated_reports(struct assessor *s)
{
	for (size_t i = 1; i < s->count; i++) {
		struct str report = report_of(s->at[i]);
		for (size_t j = 0; report.len && j < i; j++) {
			if (s->at[j]->weight && str_eq(report_of(s->at[j]), report)) {
				s->at[i]->weight = 0;
				break;
			}
		}
	}
}

static bool has_company(const struct assessor *s, const struct finding *f)
{
	for (size_t i = 0; i < s->count; i++) {
		const struct finding *other = s->at[i];
		if (other->weight && !str_eq(other->rule->group, f->rule->group) &&
		    !is_context_only(s->policy->catalogue, other->rule))
			return true;
	}
	return false;
}

/* What is context only counts beside a finding of another group that is not; the order of looking is no matter. */
static void drop_lonely_context(struct assessor *s)
{
	for (size_t i = 0; i < s->count; i++) {
		struct finding *f = s->at[i];
		if (f->weight && is_context_only(s->policy->catalogue, f->rule) && !has_company(s, f))
			f->weight = 0;
	}
}

static struct group *group_of(struct assessor *s, struct str name)
{
	for (size_t i = 0; i < s->group_count; i++) {
		if (str_eq(s->groups[i].name, name))
			return &s->groups[i];
	}
	s->groups[s->group_count] = (struct group){ .name = name };
	return &s->groups[s->group_count++];
}

/* From own weights to what counts: in full, a share, or what the ceiling leaves.  Returns the sum. */
static int share_groups(struct assessor *s)
{
	int sum = 0;

	for (size_t i = 0; i < s->count; i++) {
		struct finding *f = s->at[i];
		if (!f->weight)
			continue;
		struct group *g = group_of(s, f->rule->group);
		if (g->count++)
			f->weight = (f->weight * s->policy->share + 50) / 100;
		if (f->weight > s->policy->ceiling - g->weight)
			f->weight = s->policy->ceiling - g->weight;
		g->weight += f->weight;
		sum += f->weight;
	}
	return sum;
}

static enum outcome outcome_of(const struct assessor *s, int weight)
{
	const struct policy *p = s->policy;
	int groups = 0;

	for (size_t i = 0; i < s->count; i++) {
		if (s->at[i]->weight && is_exact(p, s->at[i]))
			return OUTCOME_ESCALATE;
	}
	for (size_t i = 0; i < s->group_count; i++)
		groups += s->groups[i].weight >= p->escalate_group_weight;
	if (weight >= p->escalate && groups >= p->escalate_groups)
		return OUTCOME_ESCALATE;
	return weight >= p->verify ? OUTCOME_VERIFY : OUTCOME_NOTHING_FOUND;
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
	for (struct finding *f = m->findings; f && s.count < m->finding_count; f = f->next) {
		f->settled_by = settled_by(m, f->rule);
		f->weight = f->settled_by.len ? 0 : own_weight(p, f->rule);
		s.at[s.count++] = f;
	}
	sort_findings(&s);
	drop_repeated_reports(&s);
	drop_lonely_context(&s);
	out->weight = share_groups(&s);
	out->outcome = outcome_of(&s, out->weight);
	sort_findings(&s);
	out->findings = s.at;
	out->finding_count = s.count;
	return list_checks(&s, a, &out->verify);
}
