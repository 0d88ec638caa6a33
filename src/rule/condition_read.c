#include "rule/condition.h"
#include "rule/loader.h"

/* Who reads a condition: over the selections of a rule, or over the rules of a correlation. */
struct reading {
	struct condition_host host; /* first: the host's calls are cast back */
	struct loader *l;
	const struct node *node;    /* the text */
	const struct selection *selections;
	size_t count;
	const struct str *names;    /* of rules */
	bool *used;
};

static struct reading *reading_of(struct condition_host *host)
{
	return (struct reading *)host;
}

/* The column of byte @at of the condition, where it is on the line of its key. */
static unsigned column_at(const struct node *n, size_t at)
{
	return n->value_column ? n->value_column + (unsigned)at : n->column;
}

static void told(struct condition_host *host, size_t at, const char *code, const char *text)
{
	const struct reading *r = reading_of(host);

	fault_on(r->l, r->node->line, column_at(r->node, at), code, "%s", text);
}

/* Does @name match @pattern, in which '*' is any text?  Iterative, so that no pattern is slow. */
static bool is_like(struct str name, struct str pattern)
{
	size_t i = 0, k = 0, star = SIZE_MAX, mark = 0;

	while (i < name.len) {
		if (k < pattern.len && pattern.ptr[k] == '*') {
			star = k++;
			mark = i;
		} else if (k < pattern.len && pattern.ptr[k] == name.ptr[i]) {
			i++;
			k++;
		} else if (star != SIZE_MAX) {
			k = star + 1;
			i = ++mark;
		} else {
			return false;
		}
	}
	while (k < pattern.len && pattern.ptr[k] == '*')
		k++;
	return k == pattern.len;
}

static struct cond *selection_leaf(struct reading *r, const struct selection *s, size_t at)
{
	struct cond *c = condition_node(&r->host, COND_SELECTION, NULL, 0, s->name);

	if (c) {
		c->selection = s;
		c->line = r->node->line;
		c->column = column_at(r->node, at);
	}
	return c;
}

/* Names that begin with an underscore are for patterns that do too. */
static bool is_meant(const struct selection *s, struct str pattern)
{
	bool hidden = s->name.len && s->name.ptr[0] == '_';

	if (str_is(pattern, "them"))
		return !hidden;
	if (str_index(pattern, '*') == pattern.len)
		return str_eq(s->name, pattern);
	return is_like(s->name, pattern) && (!hidden || pattern.ptr[0] == '_');
}

/* Does @pattern mean none because all that are like it begin with an underscore? */
static bool is_hidden(const struct reading *r, struct str pattern)
{
	for (size_t i = 0; r->selections && i < r->count; i++)
		if (is_like(r->selections[i].name, pattern))
			return true;
	return false;
}

static struct near near_selection(const struct reading *r, struct str word)
{
	const char *names[32];
	char texts[COUNT(names)][64];
	size_t n = 0;

	for (size_t i = 0; i < r->count && n < COUNT(names); i++) {
		struct str s = r->selections ? r->selections[i].name : r->names[i];
		if (s.len >= sizeof(texts[0]))
			continue;
		memcpy(texts[n], s.ptr, s.len);
		texts[n][s.len] = '\0';
		names[n] = texts[n];
		n++;
	}
	return near_words(word, names, n);
}

static void tell_unknown(const struct reading *r, struct str word, size_t at)
{
	bool is_pattern = str_index(word, '*') < word.len;
	struct near near = near_selection(r, word);

	if (is_pattern && is_hidden(r, word))
		fault_on(r->l, r->node->line, column_at(r->node, at), "empty-pattern",
		    "\"%.*s\" is like names that begin with \"_\" alone; only a pattern with \"_\" first means those",
		    STR_ARG(word));
	else if (is_pattern || str_is(word, "them"))
		fault_on(r->l, r->node->line, column_at(r->node, at), "empty-pattern",
		    "no selection matches \"%.*s\"%s", STR_ARG(word), near.text);
	else
		fault_on(r->l, r->node->line, column_at(r->node, at), "unknown-selection", "no %s is named \"%.*s\"%s",
		    r->selections ? "selection" : "rule of \"rules\"", STR_ARG(word), near.text);
}

/* "1 of x*" as OR, "all of x*" as AND, over what the pattern means. */
static struct cond *quantified_leaf(struct reading *r, struct str word, size_t at, enum cond_kind kind)
{
	struct cond **parts = LOAD_NEW(r->l, struct cond *, r->count + 1);
	size_t n = 0;

	for (size_t i = 0; parts && i < r->count; i++)
		if (is_meant(&r->selections[i], word) && !(parts[n++] = selection_leaf(r, &r->selections[i], at)))
			return NULL;
	if (parts && !n)
		tell_unknown(r, word, at);
	struct cond *c = n ? condition_node(&r->host, kind, parts, n, word) : NULL;
	if (c) {
		c->line = r->node->line;
		c->column = column_at(r->node, at);
	}
	return c;
}

static struct cond *rule_leaf(struct condition_host *host, struct str word, size_t at, bool quantified,
    enum cond_kind kind)
{
	struct reading *r = reading_of(host);

	if (quantified)
		return quantified_leaf(r, word, at, kind);
	for (size_t i = 0; i < r->count; i++)
		if (str_eq(r->selections[i].name, word))
			return selection_leaf(r, &r->selections[i], at);
	tell_unknown(r, word, at);
	return NULL;
}

static struct cond *parse(struct reading *r, const struct node *text)
{
	r->node = text;
	if (text->type != NODE_TEXT) {
		fault_value(r->l, text, "condition", "a condition must be text, and is %s",
		    node_type_name((enum node_type)text->type));
		return NULL;
	}
	struct cond *c = condition_parse(&r->host, node_text(text));
	r->l->no_memory = r->l->no_memory || r->host.no_memory;
	if (c && !c->line) {
		c->line = text->line;
		c->column = column_at(text, 0);
	}
	return c;
}

struct cond *condition_read(struct loader *l, const struct node *map, const struct selection *selections, size_t count)
{
	const struct node *n = node_get(map, "condition");
	struct reading r = {
		.host = { l->a, rule_leaf, told, true, false }, .l = l, .selections = selections, .count = count,
	};

	if (n->type != NODE_LIST)
		return parse(&r, n);
	if (!n->len) {
		fault_value(l, n, "condition", "an empty list of conditions");
		return NULL;
	}
	struct cond **parts = LOAD_NEW(l, struct cond *, n->len);
	size_t k = 0;
	NODE_EACH(c, n)
		if (parts && (parts[k] = parse(&r, c)))
			k++;
	struct cond *all = k ? condition_node(&r.host, COND_OR, parts, k, STR_LIT("any of the conditions")) : NULL;
	if (all) {
		all->line = n->line;
		all->column = n->column;
	}
	return k == 1 ? parts[0] : all;
}

/* --- correlations: names of rules --- */

static struct cond *name_leaf(struct condition_host *host, struct str word, size_t at, bool quantified,
    enum cond_kind kind)
{
	struct reading *r = reading_of(host);

	(void)quantified;
	(void)kind;
	for (size_t i = 0; i < r->count; i++)
		if (str_eq(r->names[i], word)) {
			r->used[i] = true;
			struct cond *c = condition_node(host, COND_SELECTION, NULL, 0, word);
			if (c) {
				c->line = r->node->line;
				c->column = column_at(r->node, at);
			}
			return c;
		}
	tell_unknown(r, word, at);
	return NULL;
}

struct cond *expression_read(struct loader *l, const struct node *text, const struct str *names, size_t count)
{
	bool *used = LOAD_NEW(l, bool, count + 1);
	struct reading r = {
		.host = { l->a, name_leaf, told, false, false }, .l = l, .names = names, .count = count, .used = used,
	};
	struct cond *c = used ? parse(&r, text) : NULL;

	for (size_t i = 0; c && i < count; i++)
		if (!used[i])
			fault_value(l, text, "condition", "the condition does not use rule \"%.*s\"",
			    STR_ARG(names[i]));
	return c;
}
