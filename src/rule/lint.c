#include "rule/loader.h"

/* Does @c ask selection @s? */
static bool uses(const struct cond *c, const struct selection *s)
{
	if (!c)
		return false;
	if (c->kind == COND_SELECTION)
		return c->selection && str_eq(c->selection->name, s->name);
	for (size_t i = 0; i < c->part_count; i++)
		if (uses(c->parts[i], s))
			return true;
	return false;
}

static void warn_unused(struct loader *l, const struct rule *r)
{
	for (size_t i = 0; i < r->selection_count; i++) {
		const struct selection *s = &r->selections[i];
		if (!s->from_filter && !uses(r->condition, s))
			warn_on(l, s->line, s->column, "unused-selection", "the condition does not use \"%.*s\"",
			    STR_ARG(s->name));
	}
}

void lint_draft(struct loader *l, struct draft *d)
{
	warn_unused(l, d->rule);
}
