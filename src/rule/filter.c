#include "rule/condition.h"
#include "rule/loader.h"

/* --- reading --- */

static void read_targets(struct loader *l, const struct node *n, struct filter *f)
{
	const struct node *rules = node_get(n, "rules");

	if (!rules) {
		fault_at(l, n, "filter", "a filter needs \"rules\", a list of ids or names, or the word any");
	} else if (rules->type == NODE_LIST) {
		f->rules = rules;
		if (!rules->len)
			fault_value(l, rules, "filter", "an empty list of rules; write any for all of them");
		NODE_EACH(c, rules)
			if (c->type != NODE_TEXT)
				fault_value(l, c, "filter", "a rule is named by its id or its name");
	} else if (rules->type != NODE_TEXT || !str_is(node_text(rules), "any")) {
		fault_value(l, rules, "filter", "\"rules\" must be a list of ids or names, or the word any");
	}
}

static bool has_neq(const struct filter *f)
{
	for (size_t i = 0; i < f->selection_count; i++)
		for (size_t m = 0; m < f->selections[i].map_count; m++)
			for (size_t k = 0; k < f->selections[i].maps[m].item_count; k++)
				if (f->selections[i].maps[m].items[k].neq)
					return true;
	return false;
}

static void read_body(struct loader *l, const struct node *n, struct filter *f)
{
	static const char *const reserved[] = { "condition", "rules" };

	read_targets(l, n, f);
	f->selections = selections_read(l, n, reserved, COUNT(reserved), &f->selection_count);
	for (size_t i = 0; i < f->selection_count; i++)
		f->selections[i].from_filter = true;
	if (!f->selection_count)
		fault_at(l, n, "filter", "a filter needs a search identifier beside \"rules\" and \"condition\"");
	if (!node_get(n, "condition"))
		fault_at(l, n, "condition",
		    "a filter needs a \"condition\"; an exception is written \"not selection\"");
	else
		f->condition = condition_read(l, n, f->selections, f->selection_count);
	/* Sigma's own examples write it both ways; the condition is a further one of the rule. */
	if (f->condition && !condition_has_not(f->condition) && !has_neq(f))
		warn_at(l, node_get(n, "condition"), "filter-keeps",
		    "keeps only the events that match it; an exception is written \"not selection\"");
}

void filter_read(struct loader *l, const struct node *doc)
{
	struct filter *f = LOAD_NEW(l, struct filter, 1);
	const struct node *n = node_get(doc, "filter");

	if (!f)
		return;
	f->file = l->file;
	f->doc = doc;
	if (!node_get(doc, "title"))
		fault_at(l, doc, "missing-key", "a filter needs a \"title\"");
	struct logsource s = read_logsource(l, doc);
	f->product = s.product;
	f->category = s.category;
	f->service = s.service;
	if (n->type == NODE_MAP)
		read_body(l, n, f);
	else
		fault_at(l, n, "filter", "\"filter\" must be a map");
	exception_read(l, f);
	f->is_bad = l->is_bad;
	*l->last_filter = f;
	l->last_filter = &f->next;
}

/* --- applying --- */

static bool is_within(struct str asked, struct str given)
{
	return !asked.len || str_eq(asked, given);
}

/* Every key of the filter's log source equals the rule's. */
static bool fits(const struct filter *f, const struct rule *r)
{
	return is_within(f->product, r->product) && is_within(f->category, r->category) &&
	    is_within(f->service, r->service);
}

static bool add_selections(struct loader *l, struct rule *r, const struct filter *f)
{
	struct selection *all = LOAD_NEW(l, struct selection, r->selection_count + f->selection_count);

	if (!all)
		return false;
	/* Conditions go on pointing at the old places: what they hold never changes. */
	if (r->selection_count)
		memcpy(all, r->selections, r->selection_count * sizeof(*all));
	memcpy(all + r->selection_count, f->selections, f->selection_count * sizeof(*all));
	r->selections = all;
	r->selection_count += f->selection_count;
	return true;
}

static void apply(struct loader *l, struct filter *f, struct draft *d)
{
	struct rule *r = d->rule;

	if (d->is_bad || (d->is_candor && !exception_holds(l, f)))
		return;
	struct cond *both = LOAD_NEW(l, struct cond, 1);
	struct cond **parts = LOAD_NEW(l, struct cond *, 2);
	if (!both || !parts || !add_selections(l, r, f) || (d->is_candor && !exception_add(l, f, d)))
		return;
	parts[0] = r->condition;
	parts[1] = f->condition;
	*both = (struct cond){
		.kind = COND_AND, .parts = parts, .part_count = 2, .text = STR("the rule and its filter"),
		.line = f->condition->line, .column = f->condition->column,
	};
	r->condition = both;
}

static size_t apply_named(struct loader *l, struct filter *f)
{
	size_t count = 0;

	NODE_EACH(n, f->rules) {
		struct draft *d = draft_find(l, node_text(n));
		if (!d) {
			warn_at(l, n, "unknown-rule", "no rule has the id or name \"%.*s\"", STR_ARG(node_text(n)));
		} else if (d->rule->kind == RULE_CORRELATION) {
			fault_at(l, n, "filter", "a filter is for the rules of a correlation, not for the correlation");
		} else if (fits(f, d->rule)) {
			apply(l, f, d);
			count++;
		} else {
			warn_at(l, n, "filter", "the log source of \"%.*s\" is not the filter's",
			    STR_ARG(node_text(n)));
			count++;
		}
	}
	return count;
}

static size_t apply_any(struct loader *l, struct filter *f)
{
	size_t count = 0;

	for (struct draft *d = l->drafts; d; d = d->next)
		if (d->rule->kind == RULE_DETECTION && fits(f, d->rule)) {
			apply(l, f, d);
			count++;
		}
	return count;
}

void filters_apply(struct loader *l)
{
	for (struct filter *f = l->filters; f; f = f->next) {
		l->file = f->file;
		l->told = 0;
		if (f->is_bad)
			continue;
		if (!f->rules && !apply_any(l, f))
			warn_at(l, f->doc, "filter", "no rule has the filter's log source");
		else if (f->rules)
			apply_named(l, f);
	}
}
