#include "record/record.h"
#include "rule/loader.h"

/* --- members of maps --- */

struct str member_text(struct loader *l, const struct node *n, const char *key, size_t max)
{
	if (!n)
		return str_of(NULL, 0);
	if (n->type != NODE_TEXT)
		fault_value(l, n, "metadata", "\"%s\" must be text, and is %s", key,
		    node_type_name((enum node_type)n->type));
	else if (!n->len)
		fault_value(l, n, "metadata", "\"%s\" is empty", key);
	else if (n->len > max)
		fault_value(l, n, "metadata", "\"%s\" has %u bytes, at most %zu are allowed", key, n->len, max);
	return n->type == NODE_TEXT ? node_text(n) : str_of(NULL, 0);
}

static void check_entry(struct loader *l, const struct node *n, const char *key, size_t min)
{
	if (n->type != NODE_TEXT)
		fault_value(l, n, "metadata", "an entry of \"%s\" must be text, and is %s", key,
		    node_type_name((enum node_type)n->type));
	else if (n->len < min)
		fault_value(l, n, "metadata", "an entry of \"%s\" must have at least %zu bytes", key, min);
}

enum { REPEATED_MAX = 1000 }; /* entries; a longer list is not searched, for that takes their square */

static void warn_repeated(struct loader *l, const struct node *list, const char *key)
{
	if (list->len > REPEATED_MAX)
		return;
	NODE_EACH(c, list)
		for (const struct node *d = list->child; d != c; d = d->next)
			if (c->type == NODE_TEXT && d->type == NODE_TEXT && str_eq(node_text(c), node_text(d))) {
				warn_at(l, c, "repeated", "an entry of \"%s\" that stands there twice", key);
				break;
			}
}

struct str *member_texts(struct loader *l, const struct node *list, const char *key, size_t min, size_t *count)
{
	*count = 0;
	if (!list)
		return NULL;
	if (list->type != NODE_LIST) {
		fault_value(l, list, "metadata", "\"%s\" must be a list of texts, and is %s", key,
		    node_type_name((enum node_type)list->type));
		return NULL;
	}
	struct str *at = LOAD_NEW(l, struct str, list->len);
	if (!at)
		return NULL;
	NODE_EACH(c, list) {
		check_entry(l, c, key, min);
		if (c->type == NODE_TEXT)
			at[(*count)++] = node_text(c);
	}
	warn_repeated(l, list, key);
	return at;
}

void check_keys(struct loader *l, const struct node *map, const char *const *keys, size_t count)
{
	NODE_EACH(c, map) {
		bool known = false;
		for (size_t i = 0; i < count && !known; i++)
			known = str_is(node_key(c), keys[i]);
		if (!known)
			fault_at(l, c, "unknown-key", "no key \"%.*s\" is known here%s", STR_ARG(node_key(c)),
			    near_words(node_key(c), keys, count).text);
	}
}

/* --- forms of metadata (Sigma 2.1.0, sections on the rule's attributes) --- */

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

/* RFC 9562, section 4: 8-4-4-4-12 hex digits. */
static bool is_uuid(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;
		if (is_dash ? s.ptr[i] != '-' : !is_hex(s.ptr[i]))
			return false;
	}
	return s.len == 36;
}

/* YYYY-MM-DD with a month and a day that exist in some year. */
static bool is_date(struct str s)
{
	int64_t year, month, day;

	return s.len == 10 && s.ptr[4] == '-' && s.ptr[7] == '-' && str_number(str_of(s.ptr, 4), 0, 9999, &year) &&
	    str_number(str_of(s.ptr + 5, 2), 1, 12, &month) && str_number(str_of(s.ptr + 8, 2), 1, 31, &day);
}

static bool in_set(struct str s, const char *more)
{
	for (size_t i = 0; i < s.len; i++)
		if (!((s.ptr[i] >= 'a' && s.ptr[i] <= 'z') || (s.ptr[i] >= '0' && s.ptr[i] <= '9') ||
		    (s.ptr[i] && strchr(more, s.ptr[i]))))
			return false;
	return s.len > 0;
}

/* ^[a-z0-9_-]+\.[a-z0-9._-]+$ */
static bool is_tag(struct str s)
{
	struct str rest, space = str_split(s, '.', &rest);

	return rest.ptr && in_set(space, "_-") && in_set(rest, "._-");
}

/* --- metadata --- */

enum { TITLE_MAX = 256, DESCRIPTION_MAX = 65535 };

static void check_uuid(struct loader *l, const struct node *n)
{
	if (n && n->type == NODE_TEXT && n->len && !is_uuid(node_text(n)))
		fault_value(l, n, "metadata", "\"id\" must be a UUID, as 01234567-89ab-4cde-8f01-23456789abcd");
}

static void check_date(struct loader *l, const struct node *doc, const char *key)
{
	struct str s = read_text(l, doc, key, TITLE_MAX);

	if (s.len && !is_date(s))
		fault_value(l, node_get(doc, key), "metadata", "\"%s\" must be a date as 2026-01-31", key);
}

/* The place of the word under @key among @words, @count if there is none. */
static size_t read_word(struct loader *l, const struct node *doc, const char *key, const char *const *words,
    size_t count)
{
	struct str s = read_text(l, doc, key, TITLE_MAX);

	for (size_t i = 0; i < count; i++)
		if (str_is(s, words[i]))
			return i;
	if (s.len)
		fault_value(l, node_get(doc, key), "metadata", "\"%.*s\" is no %s%s", STR_ARG(s), key,
		    near_words(s, words, count).text);
	return count;
}

static void check_related(struct loader *l, const struct node *doc)
{
	static const char *const types[] = { "derived", "obsolete", "merged", "renamed", "similar", "correlation" };
	const struct node *list = node_get(doc, "related");

	if (list && list->type != NODE_LIST)
		fault_value(l, list, "metadata", "\"related\" must be a list of maps");
	NODE_EACH(c, list && list->type == NODE_LIST ? list : NULL) {
		if (c->type != NODE_MAP || !node_get(c, "id") || !node_get(c, "type")) {
			fault_at(l, c, "metadata", "an entry of \"related\" must be a map with \"id\" and \"type\"");
			continue;
		}
		read_text(l, c, "id", TITLE_MAX);
		check_uuid(l, node_get(c, "id"));
		read_word(l, c, "type", types, COUNT(types));
	}
}

static void check_tags(struct loader *l, const struct node *doc)
{
	size_t count;

	read_texts(l, doc, "tags", 1, &count);
	NODE_EACH(c, node_get(doc, "tags"))
		if (c->type == NODE_TEXT && !is_tag(node_text(c)))
			warn_at(l, c, "tag", "a tag is a namespace, a dot and a name in lower case, as attack.t1078");
}

static enum rule_level read_level(struct loader *l, const struct node *doc)
{
	static const char *const levels[] = { "informational", "low", "medium", "high", "critical" };
	size_t i = read_word(l, doc, "level", levels, COUNT(levels));

	return i < COUNT(levels) ? (enum rule_level)(LEVEL_INFORMATIONAL + i) : LEVEL_NONE;
}

static void read_metadata(struct loader *l, struct rule *r, const struct node *doc)
{
	static const char *const states[] = { "stable", "test", "experimental", "deprecated", "unsupported" };
	size_t count;

	r->title = read_text(l, doc, "title", TITLE_MAX);
	if (!node_get(doc, "title"))
		fault_at(l, doc, "missing-key", "a rule needs a \"title\"%s", near_key(doc, "title").text);
	r->id = read_text(l, doc, "id", TITLE_MAX);
	check_uuid(l, node_get(doc, "id"));
	r->name = read_text(l, doc, "name", TITLE_MAX);
	r->description = read_text(l, doc, "description", DESCRIPTION_MAX);
	r->author = read_text(l, doc, "author", DESCRIPTION_MAX);
	r->date = read_text(l, doc, "date", TITLE_MAX);
	r->modified = read_text(l, doc, "modified", TITLE_MAX);
	check_date(l, doc, "date");
	check_date(l, doc, "modified");
	r->status = read_text(l, doc, "status", TITLE_MAX);
	read_word(l, doc, "status", states, COUNT(states));
	r->level = read_level(l, doc);
	read_text(l, doc, "license", TITLE_MAX);
	read_text(l, doc, "taxonomy", TITLE_MAX);
	r->references = read_texts(l, doc, "references", 1, &r->reference_count);
	r->falsepositives = read_texts(l, doc, "falsepositives", 2, &r->falsepositive_count);
	read_texts(l, doc, "fields", 1, &count);
	read_texts(l, doc, "scope", 2, &count);
	check_tags(l, doc);
	check_related(l, doc);
}

struct logsource read_logsource(struct loader *l, const struct node *doc)
{
	const struct node *n = node_get(doc, "logsource");
	struct logsource s = { { NULL, 0 }, { NULL, 0 }, { NULL, 0 } };

	if (!n)
		fault_at(l, doc, "logsource", "a rule needs a \"logsource\" with category, product or service%s",
		    near_key(doc, "logsource").text);
	else if (n->type != NODE_MAP)
		fault_value(l, n, "logsource", "\"logsource\" must be a map with category, product or service");
	if (!n || n->type != NODE_MAP)
		return s;
	s.product = read_text(l, n, "product", TITLE_MAX);
	s.category = read_text(l, n, "category", TITLE_MAX);
	s.service = read_text(l, n, "service", TITLE_MAX);
	if (!node_get(n, "product") && !node_get(n, "category") && !node_get(n, "service")) {
		static const char *const keys[] = { "product", "category", "service" };
		struct near near = { "" };
		for (size_t i = 0; i < COUNT(keys) && !near.text[0]; i++)
			near = near_key(n, keys[i]);
		fault_at(l, n, "logsource", "\"logsource\" needs at least one of category, product and service%s",
		    near.text);
	}
	return s;
}

/* --- detection --- */

static void read_detection(struct loader *l, struct rule *r, const struct node *doc)
{
	static const char *const reserved[] = { "condition", "timeframe" };
	static const char *const keys[] = { "detection", "correlation", "filter" };
	const struct node *n = node_get(doc, "detection");

	if (!n) {
		struct near near = { "" };
		for (size_t i = 0; i < COUNT(keys) && !near.text[0]; i++)
			near = near_key(doc, keys[i]);
		fault_at(l, doc, "missing-key", "a rule needs a \"detection\"%s", near.text);
		return;
	}
	if (n->type != NODE_MAP) {
		fault_value(l, n, "detection", "\"detection\" must be a map, and is %s",
		    node_type_name((enum node_type)n->type));
		return;
	}
	if (node_get(n, "timeframe"))
		fault_at(l, node_get(n, "timeframe"), "timeframe",
		    "\"timeframe\" is gone from Sigma; write a correlation with a \"timespan\" over this rule");
	r->selections = selections_read(l, n, reserved, COUNT(reserved), &r->selection_count);
	if (!r->selection_count)
		fault_at(l, n, "detection", "\"detection\" needs at least one search identifier beside \"condition\"");
	if (!node_get(n, "condition"))
		fault_at(l, n, "condition", "\"detection\" needs a \"condition\"%s", near_key(n, "condition").text);
	else
		r->condition = condition_read(l, n, r->selections, r->selection_count);
}

/* --- documents --- */

static struct draft *new_draft(struct loader *l, const struct node *doc, struct str text)
{
	struct draft *d = LOAD_NEW(l, struct draft, 1);
	struct rule *r = LOAD_NEW(l, struct rule, 1);

	if (!d || !r)
		return NULL;
	d->rule = r;
	d->file_digest = l->file_digest;
	r->file = l->file;
	r->line = doc->line;
	r->doc = doc;
	r->text = text;
	r->is_embedded = l->is_embedded;
	r->category_index = category_count;
	return d;
}

static void read_rule(struct loader *l, const struct node *doc, struct str text)
{
	struct draft *d = new_draft(l, doc, text);

	if (!d)
		return;
	struct rule *r = d->rule;
	read_metadata(l, r, doc);
	if (node_get(doc, "correlation")) {
		correlation_read(l, d, doc);
	} else {
		struct logsource s = read_logsource(l, doc);
		r->product = s.product;
		r->category = s.category;
		r->service = s.service;
		d->is_candor = l->is_candor = str_is(r->product, "candor") && !l->set->any_product;
		if (str_is(r->product, "candor"))
			r->category_index = category_find(r->category);
		read_detection(l, r, doc);
		if (d->is_candor)
			candor_read(l, d);
	}
	draft_enter(l, d);
	d->is_bad = l->is_bad;
	*l->last_draft = d;
	l->last_draft = &d->next;
}

/* An id that a rule read before has: a file's rule stands for the one that is built in. */
static bool is_replaced(const struct loader *l, const struct node *doc)
{
	struct str id = node_get_text(doc, "id");
	const struct draft *d = l->is_embedded && id.len ? draft_find(l, id) : NULL;

	return d && !d->rule->is_embedded;
}

void document_read(struct loader *l, const struct node *doc, struct str text)
{
	l->is_bad = false;
	l->is_candor = false;
	if (doc->type != NODE_MAP)
		fault_value(l, doc, "no-rule", "a rule must be a map, and this is %s",
		    node_type_name((enum node_type)doc->type));
	else if (node_get(doc, "action"))
		fault_value(l, node_get(doc, "action"), "collection",
		    "collections (\"action: global, reset, repeat\") are gone from Sigma; write each rule in full");
	else if (node_get(doc, "filter"))
		filter_read(l, doc);
	else if (!is_replaced(l, doc))
		read_rule(l, doc, text);
}
