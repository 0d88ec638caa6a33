/* policy.c - reads rules/policy.yaml and tells all its faults: keys, numbers within bounds, the promises they keep. */
#include "assess/policy.h"

#include "list/catalogue.h"
#include "record/field.h"
#include "rule/rule_load.h"

#include <stdarg.h>
#include <stddef.h>

struct loader {
	struct policy *policy;
	struct arena *arena;
	yaml_fault *fault;
	void *context;
	bool no_memory;
};

/* A key of one of the maps: a number goes to @offset, anything else to @load. */
struct key {
	const char *name;
	size_t offset;
	int min, max;
	bool (*load)(struct loader *l, const struct node *n);
};

#define NUMBER(name, member, min, max) { name, offsetof(struct policy, member), min, max, NULL }
#define PART(name, load) { name, 0, 0, 0, load }

static const char *const level_names[] = { "informational", "low", "medium", "high", "critical" };

/* Tell that the value of @n is wrong; reading goes on, so that one run shows all.  Returns false. */
__attribute__((format(printf, 3, 4)))
static bool wrong(struct loader *l, const struct node *n, const char *format, ...)
{
	struct err e = { 0 };
	va_list args;

	va_start(args, format);
	err_set_list(&e, ERR_SYNTAX, format, args);
	va_end(args);
	err_at(&e, NULL, n->line, node_value_column(n));
	l->fault(l->context, &e);
	return false;
}

static bool out_of_memory(struct loader *l)
{
	l->no_memory = true;
	return false;
}

static bool read_number(struct loader *l, const struct node *n, const char *name, int min, int max, int *out)
{
	double number = n->type == NODE_NUMBER ? n->number : -1;

	if (!(number >= min && number <= max) || number != (double)(int)number)
		return wrong(l, n, "%s: not a whole number from %d to %d", name, min, max);
	*out = (int)number;
	return true;
}

static bool load_number(struct loader *l, const struct key *k, const struct node *n)
{
	return read_number(l, n, k->name, k->min, k->max, (int *)(void *)((char *)l->policy + k->offset));
}

static bool unknown_key(struct loader *l, const struct key *keys, size_t count, const struct node *n)
{
	const char *names[16];
	struct str word = node_key(n);
	struct node key = *n;

	for (size_t i = 0; i < count && i < COUNT(names); i++)
		names[i] = keys[i].name;
	const char *near = str_nearest(word, names, count < COUNT(names) ? count : COUNT(names));
	if (word.len > 60)
		word.len = 60;
	key.value_column = 0; /* the key is what is wrong */
	return wrong(l, &key, "unknown key \"%.*s\"%s%s", STR_ARG(word), near ? "; near: " : "", near ? near : "");
}

static const struct key *find_key(const struct key *keys, size_t count, struct str name)
{
	for (size_t i = 0; i < count; i++) {
		if (str_is(name, keys[i].name))
			return &keys[i];
	}
	return NULL;
}

/* @map must have each of @keys once and nothing else. */
static bool load_map(struct loader *l, const struct node *map, const char *what, const struct key *keys, size_t count)
{
	bool ok = true;

	if (map->type != NODE_MAP)
		return wrong(l, map, "%s: not a map", what);
	NODE_EACH (n, map) {
		const struct key *k = find_key(keys, count, node_key(n));
		if (!k)
			ok = unknown_key(l, keys, count, n);
		else
			ok = (k->load ? k->load(l, n) : load_number(l, k, n)) && ok;
	}
	for (size_t i = 0; i < count; i++)
		if (!node_get(map, keys[i].name))
			ok = wrong(l, map, "%s: \"%s\" is missing", what, keys[i].name);
	return ok;
}

static bool load_weights(struct loader *l, const struct node *n)
{
	static const struct key keys[] = {
		NUMBER("informational", weights[LEVEL_INFORMATIONAL], 0, 0),
		NUMBER("noted", noted, 0, 1000),
		NUMBER("low", weights[LEVEL_LOW], 0, 1000),
		NUMBER("medium", weights[LEVEL_MEDIUM], 0, 1000),
		NUMBER("high", weights[LEVEL_HIGH], 0, 1000),
		NUMBER("critical", weights[LEVEL_CRITICAL], 0, 1000),
	};

	return load_map(l, n, "weights", keys, COUNT(keys));
}

static bool load_published(struct loader *l, const struct node *n)
{
	static const struct key keys[] = {
		NUMBER("low", published[LEVEL_LOW], 0, 1000),
		NUMBER("medium", published[LEVEL_MEDIUM], 0, 1000),
		NUMBER("high", published[LEVEL_HIGH], 0, 1000),
	};

	return load_map(l, n, "published", keys, COUNT(keys));
}

static bool load_group(struct loader *l, const struct node *n)
{
	static const struct key keys[] = {
		NUMBER("share", share, 0, 100),
		NUMBER("ceiling", ceiling, 1, 1000),
	};

	return load_map(l, n, "group", keys, COUNT(keys));
}

static enum rule_level level_parse(struct str name)
{
	for (size_t i = 0; i < COUNT(level_names); i++) {
		if (str_is(name, level_names[i]))
			return (enum rule_level)(LEVEL_INFORMATIONAL + i);
	}
	return LEVEL_NONE;
}

static bool wrong_word(struct loader *l, const struct node *n, const char *what, const char *near)
{
	return wrong(l, n, "%s%s%s", what, near ? "; near: " : "", near ? near : "");
}

static bool load_escalate_published(struct loader *l, const struct node *n)
{
	struct str text = n->type == NODE_TEXT ? node_text(n) : str_of(NULL, 0);
	enum rule_level level = level_parse(text);

	if (level < LEVEL_LOW || level > LEVEL_HIGH)
		return wrong(l, n, "published: not a confidence: low, medium or high");
	l->policy->escalate_published = level;
	return true;
}

static bool load_escalate(struct loader *l, const struct node *n)
{
	static const struct key keys[] = {
		NUMBER("weight", escalate, 1, 10000),
		NUMBER("groups", escalate_groups, 2, 100),
		NUMBER("group_weight", escalate_group_weight, 1, 1000),
		PART("published", load_escalate_published),
	};

	return load_map(l, n, "escalate", keys, COUNT(keys));
}

static bool load_outcomes(struct loader *l, const struct node *n)
{
	static const struct key keys[] = {
		NUMBER("verify", verify, 1, 1000),
		PART("escalate", load_escalate),
	};

	return load_map(l, n, "outcomes", keys, COUNT(keys));
}

static bool load_exact_key(struct loader *l, struct exact *x, const struct node *n)
{
	static const struct key keys[] = {
		PART("rule", NULL), PART("indicator", NULL), PART("group", NULL), PART("level", NULL),
	};
	struct str text = n->type == NODE_TEXT ? node_text(n) : (struct str){ 0 };
	const struct key *k = find_key(keys, COUNT(keys), node_key(n));
	const struct catalogue *c = l->policy->catalogue;

	if (!k)
		return unknown_key(l, keys, COUNT(keys), n);
	if (!text.len)
		return wrong(l, n, "exact: the value is no text");
	if (k == &keys[0])
		x->rule = text;
	if (k == &keys[1])
		x->indicator = text;
	if (k == &keys[2])
		x->group = text;
	if (k == &keys[3])
		x->level = level_parse(text);
	if (k == &keys[3] && x->level == LEVEL_NONE)
		return wrong_word(l, n, "not a level", str_nearest(text, level_names, COUNT(level_names)));
	if (k == &keys[1] && c && !catalogue_indicator(c, text))
		return wrong_word(l, n, "no indicator of the catalogue", catalogue_nearest(c, text));
	return true;
}

static bool load_exact(struct loader *l, const struct node *n)
{
	struct policy *p = l->policy;
	bool ok = true;

	if (n->type != NODE_LIST)
		return wrong(l, n, "exact: not a list");
	p->exact = ARENA_NEW(l->arena, struct exact, n->len + 1);
	if (!p->exact)
		return out_of_memory(l);
	NODE_EACH (entry, n) {
		if (entry->type != NODE_MAP || !entry->len) {
			ok = wrong(l, entry, "exact: an entry names rule, indicator, group or level");
			continue;
		}
		NODE_EACH (k, entry)
			ok = load_exact_key(l, &p->exact[p->exact_count], k) && ok;
		p->exact_count++;
	}
	return ok;
}

static bool load_never_alone_field(struct loader *l, const struct node *n)
{
	char near[128];

	if (n->type != NODE_TEXT)
		return wrong(l, n, "never_alone: not the name of a field");
	if (!field_find(0, node_text(n))) {
		bool has_near = field_nearest(0, node_text(n), near, sizeof(near)).len > 0;
		return wrong_word(l, n, "never_alone: no field of the registry", has_near ? near : NULL);
	}
	l->policy->never_alone[l->policy->never_alone_count++] = node_text(n);
	return true;
}

static bool load_never_alone(struct loader *l, const struct node *n)
{
	struct policy *p = l->policy;
	bool ok = true;

	if (n->type != NODE_LIST)
		return wrong(l, n, "never_alone: not a list");
	p->never_alone = ARENA_NEW(l->arena, struct str, n->len + 1);
	if (!p->never_alone)
		return out_of_memory(l);
	NODE_EACH (entry, n)
		ok = load_never_alone_field(l, entry) && ok;
	return ok;
}

static bool load_rules(struct loader *l, const struct node *n)
{
	struct policy *p = l->policy;
	bool ok = true;

	if (n->type != NODE_MAP)
		return wrong(l, n, "rules: not a map");
	p->rules = ARENA_NEW(l->arena, struct rule_weight, n->len + 1);
	if (!p->rules)
		return out_of_memory(l);
	NODE_EACH (entry, n) {
		struct rule_weight *w = &p->rules[p->rule_count++];
		w->rule = node_key(entry);
		w->line = entry->line;
		ok = read_number(l, entry, "rules", 0, 1000, &w->weight) && ok;
	}
	return ok;
}

static bool load_link(struct loader *l, const struct node *n)
{
	return link_settings_read(n, &l->policy->link, l->fault, l->context);
}

/* What design.md promises whatever the numbers are. */
static bool check_promises(struct loader *l, const struct node *document)
{
	const struct policy *p = l->policy;
	const int *w = p->weights;
	const struct {
		bool kept;
		const char *path, *text; /* @path has the number that the text begins with */
	} promises[] = {
		{ w[LEVEL_LOW] < p->verify && w[LEVEL_MEDIUM] < p->verify, "outcomes.verify",
		    "outcomes.verify: a single low or medium finding reaches it" },
		{ w[LEVEL_LOW] <= w[LEVEL_MEDIUM] && w[LEVEL_MEDIUM] <= w[LEVEL_HIGH] &&
			w[LEVEL_HIGH] <= w[LEVEL_CRITICAL], "weights",
		    "weights: a higher level weighs less than a lower one" },
		{ p->noted <= w[LEVEL_LOW], "weights.noted", "weights.noted: more than low" },
		{ p->published[LEVEL_LOW] < p->verify, "published.low",
		    "published.low: alone it reaches outcomes.verify" },
		{ p->published[LEVEL_MEDIUM] >= p->verify && p->published[LEVEL_HIGH] >= p->published[LEVEL_MEDIUM],
		    "published", "published.medium and published.high: alone they must reach outcomes.verify" },
		{ p->escalate > p->verify, "outcomes.escalate.weight",
		    "outcomes.escalate.weight: not more than outcomes.verify" },
		{ p->ceiling >= p->verify, "group.ceiling", "group.ceiling: less than outcomes.verify" },
	};
	bool ok = true;

	for (size_t i = 0; i < COUNT(promises); i++)
		if (!promises[i].kept)
			ok = wrong(l, node_path(document, promises[i].path), "%s", promises[i].text);
	return ok;
}

struct policy *policy_new(const struct node *document, const struct catalogue *c, struct arena *a, yaml_fault *fault,
    void *context)
{
	static const struct key keys[] = {
		PART("weights", load_weights),
		PART("published", load_published),
		PART("group", load_group),
		PART("outcomes", load_outcomes),
		PART("exact", load_exact),
		PART("never_alone", load_never_alone),
		PART("rules", load_rules),
		PART("link", load_link),
	};
	struct loader l = { .policy = ARENA_NEW(a, struct policy, 1), .arena = a, .fault = fault, .context = context };

	if (!l.policy)
		return NULL;
	l.policy->catalogue = c;
	bool ok = load_map(&l, document, "policy", keys, COUNT(keys));
	return ok && check_promises(&l, document) && !l.no_memory ? l.policy : NULL;
}

void policy_hold_rules(const struct policy *p, const struct rules *set, yaml_fault *fault, void *context)
{
	for (size_t i = 0; i < p->rule_count; i++) {
		struct str rule = p->rules[i].rule;
		struct err e = { 0 };
		char near[128];
		if (rules_find(set, rule))
			continue;
		struct str best = rules_nearest(set, rule, near, sizeof(near));
		rule.len = rule.len < 60 ? rule.len : 60;
		err_set(&e, ERR_TYPE, "rules: no rule \"%.*s\"%s%.*s", STR_ARG(rule), best.len ? "; near: " : "",
		    STR_ARG(best));
		err_at(&e, NULL, p->rules[i].line, 0);
		fault(context, &e);
	}
}

bool policy_names(struct str handle, const struct rule *rule)
{
	return handle.len && (str_eq(handle, rule->id) || str_eq(handle, rule->name));
}

const struct link_settings *policy_link(const struct policy *p)
{
	return &p->link;
}
