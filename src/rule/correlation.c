#include <math.h>

#include "record/record.h"
#include "rule/loader.h"

/* --- reading --- */

static const struct {
	const char *name;
	enum correlation_type type;
	bool is_value, is_temporal;
} types[] = {
	{ "event_count", CORRELATE_EVENT_COUNT, false, false }, { "value_count", CORRELATE_VALUE_COUNT, true, false },
	{ "value_sum", CORRELATE_VALUE_SUM, true, false }, { "value_avg", CORRELATE_VALUE_AVG, true, false },
	{ "value_median", CORRELATE_VALUE_MEDIAN, true, false }, { "temporal", CORRELATE_TEMPORAL, false, true },
	{ "temporal_ordered", CORRELATE_TEMPORAL_ORDERED, false, true },
};

static bool is_value(enum correlation_type type)
{
	return types[type].is_value;
}

static bool is_temporal(enum correlation_type type)
{
	return types[type].is_temporal;
}

static bool read_type(struct loader *l, const struct node *n, struct correlation *c)
{
	const struct node *type = node_get(n, "type");
	struct str s = read_text(l, n, "type", 64);
	const char *names[COUNT(types)];

	if (!type)
		fault_at(l, n, "correlation", "a correlation needs a \"type\"");
	for (size_t i = 0; i < COUNT(types); i++) {
		names[i] = types[i].name;
		if (str_is(s, names[i])) {
			c->type = types[i].type;
			return true;
		}
	}
	if (str_is(s, "value_percentile"))
		fault_value(l, type, "correlation",
		    "Sigma does not say what value_percentile computes; value_median is known");
	else if (s.len)
		fault_value(l, type, "correlation", "no correlation type \"%.*s\" is known%s", STR_ARG(s),
		    near_words(s, names, COUNT(names)).text);
	return false;
}

/* One text as a list of one, or a list of texts. */
static struct str *one_or_many(struct loader *l, const struct node *map, const char *key, size_t *count)
{
	const struct node *n = node_get(map, key);

	if (!n || n->type != NODE_TEXT)
		return read_texts(l, map, key, 1, count);
	struct str *one = LOAD_NEW(l, struct str, 1);
	*count = one != NULL;
	if (one)
		*one = read_text(l, map, key, SIZE_MAX);
	return one;
}

static void check_unique(struct loader *l, const struct node *at, const char *key, const struct str *texts,
    size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < i; k++)
			if (str_eq(texts[i], texts[k])) {
				fault_at(l, at, "correlation", "\"%.*s\" stands twice in \"%s\"", STR_ARG(texts[i]),
				    key);
				return;
			}
}

enum { LIST_MAX = 256 }; /* rules, group fields, aliases of one correlation */

/* A number and one of s, m, h, d. */
static void read_timespan(struct loader *l, const struct node *n, struct correlation *c)
{
	static const struct { char letter; int64_t seconds; } units[] = {
		{ 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 },
	};
	const struct node *at = node_get(n, "timespan");
	struct str s = at && at->type == NODE_TEXT ? node_text(at) : str_of(NULL, 0);
	int64_t number = 0;

	if (!at) {
		fault_at(l, n, "correlation", "a correlation needs a \"timespan\", as 24h");
		return;
	}
	for (size_t i = 0; i < COUNT(units); i++)
		if (s.len && s.ptr[s.len - 1] == units[i].letter &&
		    str_number(str_of(s.ptr, s.len - 1), 1, 1000000000, &number))
			c->timespan = number * units[i].seconds;
	if (!c->timespan)
		fault_value(l, at, "correlation", "a timespan is a number and one of s, m, h and d, as 90m");
}

static void read_aliases(struct loader *l, const struct node *n, struct correlation *c)
{
	const struct node *aliases = node_get(n, "aliases");
	size_t count = 0;

	if (!aliases)
		return;
	if (aliases->type != NODE_MAP) {
		fault_value(l, aliases, "correlation", "\"aliases\" must be a map of alias to rule to field");
		return;
	}
	NODE_EACH(a, aliases)
		count += a->type == NODE_MAP ? a->len : 0;
	c->aliases = LOAD_NEW(l, struct alias, count);
	NODE_EACH(a, aliases) {
		if (a->type != NODE_MAP)
			fault_value(l, a, "correlation", "an alias must be a map of rule to field");
		NODE_EACH(f, a) {
			if (f->type != NODE_TEXT)
				fault_value(l, f, "correlation", "the field behind a rule's name must be text");
			else if (c->aliases)
				c->aliases[c->alias_count++] = (struct alias){ node_key(a), node_key(f), node_text(f) };
		}
	}
}

/* --- the condition --- */

static const char *const bound_names[] = { "gt", "gte", "lt", "lte", "eq", "neq" };

static void read_bound(struct loader *l, const struct node *n, enum bound_kind kind, struct correlation *c)
{
	if (n->type != NODE_NUMBER || !isfinite(n->number))
		fault_value(l, n, "correlation", "\"%s\" wants a number without quotes", bound_names[kind]);
	else if (c->bound_count == COUNT(c->bounds))
		fault_at(l, n, "correlation", "a condition has one bound, or two that make a range");
	else
		c->bounds[c->bound_count++] = (struct bound){ kind, n->number };
}

static void check_condition_keys(struct loader *l, const struct node *n)
{
	static const char *const known[] = { "gt", "gte", "lt", "lte", "eq", "neq", "field" };

	check_keys(l, n, known, COUNT(known));
}

static void read_condition_map(struct loader *l, const struct node *n, struct correlation *c)
{
	bool has_bound = false;

	check_condition_keys(l, n);
	for (size_t i = 0; i < COUNT(bound_names); i++)
		if (node_get(n, bound_names[i])) {
			has_bound = true;
			read_bound(l, node_get(n, bound_names[i]), (enum bound_kind)i, c);
		}
	if (!has_bound)
		fault_at(l, n, "correlation", "a condition needs one of gt, gte, lt, lte, eq and neq");
	if (is_value(c->type)) {
		c->fields = one_or_many(l, n, "field", &c->field_count);
		if (!c->field_count)
			fault_at(l, n, "correlation", "the condition of %s needs a \"field\"", types[c->type].name);
	} else if (node_get(n, "field")) {
		fault_value(l, node_get(n, "field"), "correlation", "the condition of %s has no \"field\"",
		    types[c->type].name);
	}
	if (c->field_count > 1 && c->type != CORRELATE_VALUE_COUNT)
		fault_at(l, node_get(n, "field"), "correlation", "%s wants one field", types[c->type].name);
}

static void read_condition(struct loader *l, const struct node *n, const struct str *names, size_t count,
    struct correlation *c)
{
	const struct node *condition = node_get(n, "condition");

	if (!condition) {
		if (!is_temporal(c->type))
			fault_at(l, n, "correlation", "%s needs a \"condition\"", types[c->type].name);
	} else if (condition->type == NODE_MAP) {
		read_condition_map(l, condition, c);
	} else if (c->type == CORRELATE_TEMPORAL && condition->type == NODE_TEXT) {
		c->expression = expression_read(l, condition, names, count);
	} else {
		fault_value(l, condition, "correlation", "the condition of %s must be a map, as gte: 3",
		    types[c->type].name);
	}
}

static bool read_generate(struct loader *l, const struct node *map)
{
	const struct node *n = node_get(map, "generate");

	if (n && n->type != NODE_TRUE && n->type != NODE_FALSE)
		fault_value(l, n, "correlation", "\"generate\" wants true or false without quotes");
	return n && n->type == NODE_TRUE;
}

static void read_rules(struct loader *l, const struct node *n, struct str **names, size_t *count)
{
	const struct node *list = node_get(n, "rules");

	*names = read_texts(l, n, "rules", 1, count);
	if (!list || (list->type == NODE_LIST && !list->len))
		fault_at(l, n, "correlation", "a correlation needs \"rules\", a list of ids or names");
	if (*count > LIST_MAX) {
		fault_at(l, n, "limit", "a correlation over more than %d rules", LIST_MAX);
		*count = LIST_MAX;
	}
	if (*count)
		check_unique(l, node_get(n, "rules"), "rules", *names, *count);
}

static void read_group_by(struct loader *l, const struct node *n, struct correlation *c)
{
	c->group_by = one_or_many(l, n, "group-by", &c->group_by_count);
	if (c->group_by_count > LIST_MAX) {
		fault_at(l, n, "limit", "more than %d fields to group by", LIST_MAX);
		c->group_by_count = LIST_MAX;
	}
	if (c->group_by_count)
		check_unique(l, node_get(n, "group-by"), "group-by", c->group_by, c->group_by_count);
}

void correlation_read(struct loader *l, struct draft *d, const struct node *doc)
{
	static const char *const known[] = { "type", "rules", "group-by", "timespan", "condition", "aliases",
	    "generate" };
	const struct node *n = node_get(doc, "correlation");
	struct correlation *c = LOAD_NEW(l, struct correlation, 1);
	struct str *names;
	size_t count;

	d->rule->kind = RULE_CORRELATION;
	d->rule->correlation = c;
	if (node_get(doc, "detection") || node_get(doc, "logsource"))
		fault_at(l, node_get(doc, node_get(doc, "detection") ? "detection" : "logsource"), "correlation",
		    "a correlation has no detection and no log source; those are its rules'");
	if (n->type != NODE_MAP)
		fault_at(l, n, "correlation", "\"correlation\" must be a map");
	if (!c || n->type != NODE_MAP)
		return;
	check_keys(l, n, known, COUNT(known));
	read_rules(l, n, &names, &count);
	read_group_by(l, n, c);
	read_timespan(l, n, c);
	read_aliases(l, n, c);
	bool inner = read_generate(l, n), outer = read_generate(l, doc);
	c->generate = inner || outer;
	const struct node *condition = node_get(n, "condition");
	if (read_type(l, n, c))
		read_condition(l, n, names, count, c);
	else if (condition && condition->type == NODE_MAP)
		check_condition_keys(l, condition);
}

/* --- references --- */

enum { CHAIN_MAX = 16 }; /* correlations over correlations */

static void resolve(struct loader *l, struct draft *d);

/* What all rules of a correlation have in common is the correlation's. */
static void inherit(struct rule *r, const struct rule *from, bool first)
{
	if (first) {
		r->product = from->product;
		r->category = from->category;
		r->service = from->service;
		r->category_index = from->category_index;
		return;
	}
	if (!str_eq(r->product, from->product))
		r->product = str_of(NULL, 0);
	if (!str_eq(r->service, from->service))
		r->service = str_of(NULL, 0);
	if (!str_eq(r->category, from->category)) {
		r->category = str_of(NULL, 0);
		r->category_index = category_count;
	}
}

static bool joins_records(const struct correlation *c)
{
	for (size_t i = 0; i < c->group_by_count; i++)
		if (str_is(c->group_by[i], "applicant.id"))
			return false;
	return true;
}

/* When all records are there, groups are counted once; what came of them is not counted again. */
static void check_chain(struct loader *l, const struct draft *d, const struct rule *below, const struct node *at)
{
	if (d->is_candor && below->kind == RULE_CORRELATION &&
	    (joins_records(d->rule->correlation) || joins_records(below->correlation)))
		warn_at(l, at, "joined-chain", "scan does not evaluate a correlation over one that joins records");
}

static void resolve_one(struct loader *l, struct draft *d, const struct node *at)
{
	struct correlation *c = d->rule->correlation;
	struct draft *to = draft_find(l, node_text(at));

	if (!to) {
		fault_value(l, at, "unknown-rule", "no rule has the id or name \"%.*s\"", STR_ARG(node_text(at)));
		return;
	}
	to->is_named = true;
	if (to->visit == ON_THE_WAY) {
		fault_value(l, at, "cycle", "\"%.*s\" leads back to this correlation", STR_ARG(node_text(at)));
		return;
	}
	if (l->depth == CHAIN_MAX) {
		fault_at(l, at, "limit", "a chain of more than %d correlations", CHAIN_MAX);
		return;
	}
	if (to->rule->kind == RULE_CORRELATION && to->visit == UNSEEN) {
		struct str file = l->file;
		bool is_bad = l->is_bad;
		l->depth++;
		resolve(l, to);
		l->depth--;
		l->file = file;
		l->is_bad = is_bad;
	}
	if (to->is_bad)
		fault_value(l, at, "faulty-rule", "\"%.*s\" has faults of its own: %.*s:%u", STR_ARG(node_text(at)),
		    STR_ARG(to->rule->file), to->rule->line);
	d->is_candor = d->is_candor || (str_is(to->rule->product, "candor") && !l->set->any_product);
	inherit(d->rule, to->rule, c->rule_count == 0);
	c->rules[c->rule_count++] = to->rule;
	check_chain(l, d, to->rule, at);
}

/* Each rule that an alias names must be one of the correlation's, and each alias a field to group by. */
static void check_aliases(struct loader *l, const struct draft *d, const struct node *n)
{
	const struct correlation *c = d->rule->correlation;

	NODE_EACH(alias, node_get(n, "aliases")) {
		bool used = false;
		for (size_t i = 0; i < c->group_by_count; i++)
			used = used || str_eq(c->group_by[i], node_key(alias));
		if (!used)
			warn_at(l, alias, "unused-alias", "alias \"%.*s\" is not in \"group-by\"",
			    STR_ARG(node_key(alias)));
		NODE_EACH(rule, alias) {
			bool known = false;
			for (size_t i = 0; i < c->rule_count; i++)
				known = known || str_eq(c->rules[i]->name, node_key(rule)) || str_eq(c->rules[i]->id,
				    node_key(rule));
			if (!known && !l->is_bad)
				fault_value(l, rule, "correlation",
				    "alias \"%.*s\" names \"%.*s\", which is not in \"rules\"",
				    STR_ARG(node_key(alias)), STR_ARG(node_key(rule)));
		}
	}
}

static void resolve(struct loader *l, struct draft *d)
{
	const struct node *n = node_get(d->rule->doc, "correlation"), *list = node_get(n, "rules");
	struct correlation *c = d->rule->correlation;

	d->visit = ON_THE_WAY;
	l->file = d->rule->file;
	l->is_bad = d->is_bad;
	c = c ? c : LOAD_NEW(l, struct correlation, 1);
	d->rule->correlation = c;
	if (c && list && list->type == NODE_LIST)
		c->rules = LOAD_NEW(l, struct rule *, list->len);
	if (c && c->rules) {
		NODE_EACH(at, list)
			if (at->type == NODE_TEXT)
				resolve_one(l, d, at);
		check_aliases(l, d, n);
	}
	l->is_candor = d->is_candor;
	if (d->is_candor && !str_is(d->rule->product, "candor"))
		fault_at(l, list, "correlation", "rules of product candor and of others in one correlation");
	if (d->is_candor)
		candor_read(l, d);
	d->is_bad = l->is_bad;
	d->visit = DONE;
}

void correlations_resolve(struct loader *l)
{
	for (struct draft *d = l->drafts; d; d = d->next)
		if (d->rule->kind == RULE_CORRELATION && d->visit == UNSEEN)
			resolve(l, d);
}
