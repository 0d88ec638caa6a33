/*
 * What the JSON schemas of the Sigma specification (2.1.0; detection rules, correlation rules) demand of a document, in
 * our own words: each rule of ours must meet it.  They allow further keys, such as candor.
 */
#include <stdio.h>

#include "base/embedded.h"
#include "base/yaml.h"
#include "unit/test.h"

enum { SHORT_MAX = 256, LONG_MAX_TEXT = 65535, TIMESPAN_MAX = 10, LIST_ITEM_MIN = 2 };

static bool is_text(const struct node *n, size_t min, size_t max)
{
	return n->type == NODE_TEXT && n->len >= min && n->len <= max;
}

static bool is_short(const struct node *n)
{
	return is_text(n, 0, SHORT_MAX);
}

static bool is_long(const struct node *n)
{
	return is_text(n, 0, LONG_MAX_TEXT);
}

/* Does @text have the shape of @shape: 'x' a hexadecimal digit, '9' a digit, anything else itself? */
static bool has_shape(const struct node *n, const char *shape)
{
	static const char digits[] = "0123456789abcdefABCDEF";

	if (!is_text(n, strlen(shape), strlen(shape)))
		return false;
	for (size_t i = 0; shape[i]; i++) {
		char c = n->text[i];
		const char *at = c ? strchr(digits, c) : NULL;
		bool is_hex = at != NULL, is_digit = at && at < digits + 10;
		if (shape[i] == 'x' ? !is_hex : shape[i] == '9' ? !is_digit : c != shape[i])
			return false;
	}
	return true;
}

static bool is_uuid(const struct node *n)
{
	return has_shape(n, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");
}

static bool is_date(const struct node *n)
{
	int64_t month, day;

	return has_shape(n, "9999-99-99") && str_number(str_of(n->text + 5, 2), 1, 12, &month) &&
	    str_number(str_of(n->text + 8, 2), 1, 31, &day);
}

static bool is_one_of(const struct node *n, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (n->type == NODE_TEXT && str_is(node_text(n), words[i]))
			return true;
	return false;
}

static bool is_status(const struct node *n)
{
	static const char *const words[] = { "stable", "test", "experimental", "deprecated", "unsupported" };

	return is_one_of(n, words, COUNT(words));
}

static bool is_level(const struct node *n)
{
	static const char *const words[] = { "informational", "low", "medium", "high", "critical" };

	return is_one_of(n, words, COUNT(words));
}

static bool is_type(const struct node *n)
{
	static const char *const words[] = {
		"event_count", "value_count", "temporal", "temporal_ordered", "value_sum", "value_avg",
	};

	return is_one_of(n, words, COUNT(words));
}

/* A list of texts of at least @min bytes, none twice. */
static bool are_texts(const struct node *n, size_t min)
{
	if (n->type != NODE_LIST)
		return false;
	NODE_EACH(a, n) {
		if (!is_text(a, min, SIZE_MAX))
			return false;
		for (const struct node *b = a->next; b; b = b->next)
			if (str_eq(node_text(a), node_text(b)))
				return false;
	}
	return true;
}

static bool are_unique(const struct node *n)
{
	return are_texts(n, 0);
}

static bool are_words(const struct node *n)
{
	return are_texts(n, LIST_ITEM_MIN);
}

/* "namespace.name": small letters, digits, '_' and '-', in the name also '.'. */
static bool are_tags(const struct node *n)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";

	if (!are_texts(n, 0))
		return false;
	NODE_EACH(c, n) {
		size_t dot = str_index(node_text(c), '.');
		if (!dot || dot + 1 >= c->len)
			return false;
		for (size_t i = 0; i < c->len; i++)
			if (!strchr(letters, c->text[i]) && !(c->text[i] == '.' && i >= dot))
				return false;
	}
	return true;
}

static bool is_map_of_texts(const struct node *n)
{
	bool ok = n->type == NODE_MAP;

	NODE_EACH(c, n)
		ok = ok && c->type == NODE_TEXT;
	return ok;
}

/* A search identifier: a map, or a list of texts, whole numbers and maps; the condition is one text. */
static bool is_detection(const struct node *n)
{
	const struct node *condition = node_get(n, "condition");
	bool ok = n->type == NODE_MAP && condition && condition->type == NODE_TEXT;

	NODE_EACH(c, n) {
		if (c == condition)
			continue;
		ok = ok && node_is_container(c);
		if (c->type == NODE_LIST)
			NODE_EACH(item, c)
				ok = ok && (item->type == NODE_TEXT || item->type == NODE_MAP || item->type == NODE_NUMBER);
	}
	return ok;
}

static bool is_timespan(const struct node *n)
{
	return is_text(n, 2, TIMESPAN_MAX);
}

static bool is_map(const struct node *n)
{
	return n->type == NODE_MAP;
}

static bool is_condition(const struct node *n)
{
	return n->type == NODE_MAP && n->len >= 1 && n->len <= 3;
}

static bool is_bool(const struct node *n)
{
	return n->type == NODE_TRUE || n->type == NODE_FALSE;
}

/* What stands under a key, if it stands there. */
struct demand {
	const char *key;
	bool (*holds)(const struct node *n);
	bool must;
};

#define COMMON \
	{ "title", is_short, true }, { "id", is_uuid, false }, { "name", is_short, false }, \
	{ "taxonomy", is_short, false }, { "status", is_status, false }, { "description", is_long, false }, \
	{ "author", is_long, false }, { "license", is_long, false }, { "references", are_unique, false }, \
	{ "date", is_date, false }, { "modified", is_date, false }, { "falsepositives", are_words, false }, \
	{ "level", is_level, false }, { "tags", are_tags, false }, { "scope", are_words, false }, \
	{ "fields", are_unique, false }

static const struct demand of_rule[] = {
	COMMON, { "logsource", is_map_of_texts, true }, { "detection", is_detection, true },
};
static const struct demand of_correlation_rule[] = {
	COMMON, { "correlation", is_map, true }, { "generate", is_bool, false },
};
static const struct demand of_correlation[] = {
	{ "type", is_type, true }, { "rules", are_words, true }, { "timespan", is_timespan, true },
	{ "group-by", are_unique, true }, { "aliases", is_map, false }, { "condition", is_condition, false },
};

/* The first key whose demand is not met, NULL if all are. */
static const char *unmet(const struct node *map, const struct demand *demands, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct node *n = node_get(map, demands[i].key);
		if (n ? !demands[i].holds(n) : demands[i].must)
			return demands[i].key;
	}
	return NULL;
}

static const char *unmet_of_document(const struct node *doc)
{
	const struct node *correlation = node_get(doc, "correlation"), *type = node_get(correlation, "type");

	if (!correlation)
		return unmet(doc, of_rule, COUNT(of_rule));
	const char *key = unmet(doc, of_correlation_rule, COUNT(of_correlation_rule));
	if (!key)
		key = unmet(correlation, of_correlation, COUNT(of_correlation));
	if (!key && !str_starts(node_text(type), STR_LIT("temporal")) && !node_get(correlation, "condition"))
		key = "condition";
	return key;
}

static void our_rules(void)
{
	size_t count = 0;

	for (size_t i = 0; i < embedded_count; i++) {
		const struct embedded_file *f = &embedded_files[i];
		if (!f->documents || !str_ends(str_from(f->path), STR_LIT(".yml")))
			continue;
		test_case(f->path);
		NODE_EACH(doc, f->documents) {
			const char *key = doc->type == NODE_MAP ? unmet_of_document(doc) : NULL;
			if (!CHECK(!key))
				printf("#   line %u: %s\n", doc->line, key);
			count++;
		}
	}
	test_case("there_are_rules_of_ours");
	CHECK(count > 100);
}

static void ignore(void *context, const struct err *e)
{
	(void)context, (void)e;
}

/* What the schemas refuse, so that the test can fail. */
static void what_is_refused(void)
{
#define RULE "logsource: {product: p}\ndetection: {s: {a: 1}, condition: s}\ntitle: T\n"
#define CORRELATION "title: T\ncorrelation:\n  type: event_count\n  rules: [ab]\n  timespan: 1h\n"
	static const struct { const char *text, *key; } rows[] = {
		{ RULE, NULL }, { RULE "id: x", "id" }, { RULE "date: 2026-13-01", "date" }, { RULE "date: 2026/01/01", "date" },
		{ RULE "level: severe", "level" }, { RULE "status: new", "status" }, { RULE "tags: [Attack.x]", "tags" },
		{ RULE "tags: [attack]", "tags" }, { RULE "falsepositives: [x]", "falsepositives" },
		{ RULE "references: [a, a]", "references" }, { RULE "author: [a]", "author" },
		{ "title: T\ndetection: {s: {a: 1}, condition: s}", "logsource" },
		{ "title: T\nlogsource: {product: p}\ndetection: {s: {a: 1}}", "detection" },
		{ "title: T\nlogsource: {product: p}\ndetection: {s: {a: 1}, condition: [s]}", "detection" },
		{ "title: T\nlogsource: {product: p}\ndetection: {s: x, condition: s}", "detection" },
		{ CORRELATION "  group-by: [u]\n  condition: {gte: 2}", NULL }, { CORRELATION "  condition: {gte: 2}", "group-by" },
		{ CORRELATION "  group-by: [u]", "condition" },
		{ CORRELATION "  group-by: [u]\n  condition: {gte: 2}\ngenerate: yes", "generate" },
	};
	struct arena a = arena_make(0);

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct node *documents;
		test_case(rows[i].text);
		if (!CHECK(yaml_read(str_from(rows[i].text), &a, &documents, ignore, NULL)))
			continue;
		const char *key = unmet_of_document(documents->child);
		CHECK(rows[i].key ? key && strcmp(key, rows[i].key) == 0 : !key);
	}
	arena_clear(&a);
}

void test_schema(void)
{
	our_rules();
	what_is_refused();
}
