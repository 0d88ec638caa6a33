/* finding.c - what the correlations that join records found, as findings of one applicant. */
#include "link/link.h"

static struct finding *finding_for(const struct rule *rule, struct arena *a, struct matched *m)
{
	struct finding **at = &m->findings;

	while (*at && (*at)->rule->index < rule->index)
		at = &(*at)->next;
	if (*at && (*at)->rule == rule)
		return *at;
	struct finding *f = ARENA_NEW(a, struct finding, 1);
	if (f) {
		f->rule = rule;
		f->next = *at;
		*at = f;
		m->finding_count++;
	}
	return f;
}

static bool add_seen(struct finding *f, const struct join_event *e, struct arena *a)
{
	struct seen **at = &f->seen;

	for (; *at; at = &(*at)->next)
		if (str_eq((*at)->field, e->field) && str_eq((*at)->value, e->text))
			return true;
	*at = ARENA_NEW(a, struct seen, 1);
	if (*at)
		**at = (struct seen){ .field = e->field, .value = e->text,
			.source = STR("shared with other applicants"), .is_personal = true };
	if (*at && e->row.is_wording)
		(*at)->value = STR_LIT("nearly the same wording");
	return *at;
}

bool links_find(const struct linker *l, uint32_t record, const struct join_event *events, struct arena *a,
    struct matched *m)
{
	for (; events; events = events->next) {
		const struct rule *rule = linker_fired(l, record, &events->row);
		if (!rule || rule->level == LEVEL_NONE)
			continue;
		struct finding *f = finding_for(rule, a, m);
		if (!f || !add_seen(f, events, a))
			return false;
		f->events++;
	}
	return true;
}
