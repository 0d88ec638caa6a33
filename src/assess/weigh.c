/* weigh.c - findings to a weight: by level, group, report and company, as the policy says. */
#include "assess/weigh.h"

#include "assess/explained.h"
#include "list/catalogue.h"

static const char group_published[] = "published";

bool has_text(const struct str_list *list, struct str text)
{
	for (size_t i = 0; i < list->count; i++) {
		if (str_eq(list->at[i], text))
			return true;
	}
	return false;
}

/* The passed check that settles a finding of @r. */
static struct str settled_by(const struct assessor *s, const struct rule *r)
{
	for (size_t i = 0; i < r->verify_count; i++) {
		if (has_text(&s->matched->passed, r->verify[i]) || has_text(&s->tried, r->verify[i]))
			return r->verify[i];
	}
	return str_of(NULL, 0);
}

/* Nothing but what somebody noted of a call or a profile. */
static bool is_noted(const struct finding *f)
{
	for (const struct seen *s = f->seen; s; s = s->next) {
		if (!str_starts(s->field, STR_LIT("observations")))
			return false;
	}
	return f->seen != NULL;
}

static int own_weight(const struct policy *p, const struct finding *f)
{
	const struct rule *r = f->rule;

	for (size_t i = 0; i < p->rule_count; i++) {
		if (policy_names(p->rules[i].rule, r))
			return p->rules[i].weight;
	}
	if (str_is(r->group, group_published) && r->level >= LEVEL_LOW && r->level <= LEVEL_HIGH)
		return p->published[r->level];
	return r->level == LEVEL_LOW && is_noted(f) ? p->noted : p->weights[r->level];
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

/* Where a fact comes from ("address.published_in") stands alone no more than the fact. */
static bool is_never_alone(const struct policy *p, struct str seen)
{
	static const struct str origin = STR("_in");

	if (str_ends(seen, origin))
		seen.len -= origin.len;
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

/* Does @s name the report that a published identifier comes from: what enrich says under "...published_in"? */
static bool is_report(const struct seen *s)
{
	return str_ends(s->field, STR_LIT("published_in"));
}

static bool rests_on(const struct finding *f, struct str report)
{
	for (const struct seen *s = f->seen; s; s = s->next) {
		if (is_report(s) && str_eq(s->value, report))
			return true;
	}
	return false;
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

/* Does @f rest on reports, and on none that a stronger finding has not counted yet?  @n findings are stronger. */
static bool is_told_already(const struct assessor *s, const struct finding *f, size_t n)
{
	size_t reports = 0, counted = 0;

	for (const struct seen *r = f->seen; r; r = r->next) {
		if (!is_report(r))
			continue;
		reports++;
		for (size_t j = 0; j < n; j++) {
			if (s->at[j]->weight && rests_on(s->at[j], r->value)) {
				counted++;
				break;
			}
		}
	}
	return reports && counted == reports;
}

/* One report counts once, with the strongest of what it names. */
static void drop_repeated_reports(struct assessor *s)
{
	for (size_t i = 1; i < s->count; i++) {
		if (is_told_already(s, s->at[i], i))
			s->at[i]->weight = 0;
	}
}

/* What is an exact match by the policy is no mere context, whatever it sees. */
static bool is_context(const struct assessor *s, const struct finding *f)
{
	return is_context_only(s->policy->catalogue, f->rule) && !is_exact(s->policy, f);
}

static bool has_company(const struct assessor *s, const struct finding *f)
{
	for (size_t i = 0; i < s->count; i++) {
		const struct finding *other = s->at[i];
		if (other->weight && !str_eq(other->rule->group, f->rule->group) && !is_context(s, other))
			return true;
	}
	return false;
}

/* What is context only counts beside a finding of another group that is not; the order of looking is no matter. */
static void drop_lonely_context(struct assessor *s)
{
	for (size_t i = 0; i < s->count; i++) {
		struct finding *f = s->at[i];
		if (f->weight && is_context(s, f) && !has_company(s, f))
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

/* A published identifier of some confidence, and anything that counts of another group. */
static bool is_published_beside(const struct assessor *s)
{
	bool published = false, beside = false;

	for (size_t i = 0; i < s->count; i++) {
		const struct finding *f = s->at[i];
		const bool is_published = str_is(f->rule->group, group_published);
		published |= f->weight && is_published && f->rule->level >= s->policy->escalate_published;
		beside |= f->weight && !is_published;
	}
	return published && beside;
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
	if ((weight >= p->escalate && groups >= p->escalate_groups) || is_published_beside(s))
		return OUTCOME_ESCALATE;
	return weight >= p->verify ? OUTCOME_VERIFY : OUTCOME_NOTHING_FOUND;
}

enum outcome weigh(struct assessor *s, int *weight)
{
	s->count = s->group_count = 0;
	for (struct finding *f = s->matched->findings; f; f = f->next) {
		f->settled_by = settled_by(s, f->rule);
		f->explained_by = explained_by(s->matched, f);
		f->weight = f->settled_by.len || f->explained_by ? 0 : own_weight(s->policy, f);
		s->at[s->count++] = f;
	}
	sort_findings(s);
	drop_repeated_reports(s);
	drop_lonely_context(s);
	*weight = share_groups(s);
	const enum outcome outcome = outcome_of(s, *weight);
	sort_findings(s);
	return outcome;
}
