#include "limits.h"
#include "list/catalogue.h"
#include "record/record.h"
#include "rule/loader.h"

/* Evidence groups: the catalogue's categories, and identifiers that a report published (design, section 2). */
static const char *const groups[] = {
	"network", "device", "identity", "document", "contact", "online-profile", "resume", "interview", "logistics",
	"payment", "conduct", "account", "sanctions", "access", "code", "published",
};

/* Checks that a person can make (record, verifications). */
static const char *const checks[] = {
	"live-video-with-id", "in-person", "notarised-id", "document-authentic", "employer-callback", "school-callback",
	"reference-callback", "phone-callback", "address-confirmed", "payee-name-match", "right-to-work",
	"background-check", "location-explained",
};

static bool is_among(struct str s, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_is(s, words[i]))
			return true;
	return false;
}

/* A rule that only feeds correlations. */
static bool is_feeder(const struct rule *r)
{
	return r->name.len && r->level == LEVEL_NONE;
}

static void need(struct loader *l, const struct node *map, const char *key, const char *what)
{
	if (!node_get(map, key))
		fault_at(l, map, "missing-key", "%s needs \"%s\"%s", what, key, near_key(map, key).text);
}

static void read_group(struct loader *l, struct rule *r, const struct node *n)
{
	r->group = read_text(l, n, "group", 64);
	if (r->group.len && !is_among(r->group, groups, COUNT(groups)))
		fault_value(l, node_get(n, "group"), "unknown-group", "no evidence group \"%.*s\" is known%s",
		    STR_ARG(r->group),
		    near_words(r->group, groups, COUNT(groups)).text);
}

static void check_indicator(struct loader *l, const struct node *n)
{
	const struct catalogue *c = l->set->catalogue;

	if (!c || n->type != NODE_TEXT)
		return;
	const struct indicator *i = catalogue_indicator(c, node_text(n));
	if (!i)
		fault_value(l, n, "unknown-indicator", "the catalogue has no indicator \"%.*s\"%s",
		    STR_ARG(node_text(n)), near_word(catalogue_nearest(c, node_text(n))).text);
	else if (i->never.len)
		fault_value(l, n, "never-indicator", "no rule may implement \"%.*s\": %.*s", STR_ARG(node_text(n)),
		    STR_ARG(i->never));
}

static void need_entries(struct loader *l, const struct node *map, const char *key, size_t count)
{
	const struct node *n = node_get(map, key);

	if (n && n->type == NODE_LIST && !count)
		fault_at(l, n, "metadata", "\"%s\" is empty", key);
}

static void read_indicators(struct loader *l, struct rule *r, const struct node *n)
{
	r->indicators = read_texts(l, n, "indicators", 1, &r->indicator_count);
	need_entries(l, n, "indicators", r->indicator_count);
	if (r->indicator_count > RULE_MAX_INDICATORS)
		fault_at(l, node_get(n, "indicators"), "limit", "%zu indicators, at most %d are allowed",
		    r->indicator_count,
		    RULE_MAX_INDICATORS);
	NODE_EACH(c, node_get(n, "indicators"))
		check_indicator(l, c);
}

static void read_verify(struct loader *l, struct rule *r, const struct node *n)
{
	r->verify = read_texts(l, n, "verify", 1, &r->verify_count);
	need_entries(l, n, "verify", r->verify_count);
	NODE_EACH(c, node_get(n, "verify"))
		if (c->type == NODE_TEXT && c->len && !is_among(node_text(c), checks, COUNT(checks)))
			fault_value(l, c, "unknown-verification", "no check \"%.*s\" is known%s", STR_ARG(node_text(c)),
			    near_words(node_text(c), checks, COUNT(checks)).text);
}

/* Examples are events; those of a correlation are lists of records. */
static void check_examples(struct loader *l, const struct rule *r, const struct node *map, const char *key)
{
	const struct node *n = node_get(map, key);
	bool lists = r->kind == RULE_CORRELATION;

	if (!n)
		return;
	if (n->type != NODE_LIST || !n->len) {
		fault_value(l, n, "example", "\"%s\" must be a list of %s", key, lists ? "lists of records" : "events");
		return;
	}
	NODE_EACH(c, n) {
		if (!lists && c->type != NODE_MAP)
			fault_value(l, c, "example", "an entry of \"%s\" must be an event, a map of fields", key);
		if (lists && (c->type != NODE_LIST || !c->len))
			fault_value(l, c, "example", "an entry of \"%s\" must be a list of records", key);
		NODE_EACH(record, lists && c->type == NODE_LIST ? c : NULL)
			if (record->type != NODE_MAP)
				fault_value(l, record, "example", "a record must be a map of fields");
	}
}

static void read_legal(struct loader *l, struct rule *r, const struct node *n)
{
	struct str given = read_text(l, n, "legal", 65535);

	r->legal = str_trim(given);
	if (given.len && !r->legal.len)
		fault_value(l, node_get(n, "legal"), "legal", "\"legal\" names no law");
	else if (r->legal.len && !str_is(r->group, "sanctions"))
		fault_value(l, node_get(n, "legal"), "legal", "\"legal\" is for the group sanctions alone");
}

static void read_mapping(struct loader *l, struct rule *r, const struct node *n)
{
	static const char *const keys[] = { "group", "indicators", "verify", "match", "miss", "legal" };

	if (n->type != NODE_MAP) {
		fault_value(l, n, "metadata", "\"candor\" must be a map");
		return;
	}
	check_keys(l, n, keys, COUNT(keys));
	for (size_t i = 0; i < 5; i++)
		need(l, n, keys[i], "\"candor\"");
	read_group(l, r, n);
	read_indicators(l, r, n);
	read_verify(l, r, n);
	read_legal(l, r, n);
	check_examples(l, r, n, "match");
	check_examples(l, r, n, "miss");
}

static size_t known_fields(struct loader *l, const struct rule *r, size_t category)
{
	size_t known = 0;

	for (size_t s = 0; s < r->selection_count; s++)
		for (size_t m = 0; m < r->selections[s].map_count; m++)
			for (size_t i = 0; i < r->selections[s].maps[m].item_count; i++)
				known += known_field(l, category, r->selections[s].maps[m].items[i].field) != NULL;
	return known;
}

/* The category that knows the most of the rule's fields, so that the others are told in the same run. */
static size_t guess_category(struct loader *l, const struct rule *r)
{
	size_t best = category_count, most = 0;

	for (size_t i = 0; i < category_count; i++) {
		size_t known = known_fields(l, r, i);
		if (known > most) {
			most = known;
			best = i;
		}
	}
	return best;
}

static void unknown_category(struct loader *l, struct rule *r, const struct node *n)
{
	const char *names[64];
	size_t count = 0;

	while (count < category_count && count < COUNT(names)) {
		names[count] = categories[count].name;
		count++;
	}
	const char *near = str_nearest(r->category, names, count);
	fault_value(l, n, "unknown-category", "no category \"%.*s\" is known%s", STR_ARG(r->category),
	    near_word(near).text);
	r->category_index = near ? category_find(str_from(near)) : guess_category(l, r);
}

static void check_category(struct loader *l, struct rule *r)
{
	const struct node *n = node_get(r->doc, "logsource");

	if (r->kind == RULE_CORRELATION || !n || r->category_index < category_count)
		return;
	if (r->category.len) {
		unknown_category(l, r, node_get(n, "category"));
		return;
	}
	fault_at(l, n, "unknown-category", "product candor needs a category, as session or applicant");
	r->category_index = guess_category(l, r);
}

void candor_read(struct loader *l, struct draft *d)
{
	struct rule *r = d->rule;
	const struct node *n = node_get(r->doc, "candor");

	check_category(l, r);
	need(l, r->doc, "id", "a rule of product candor");
	need(l, r->doc, "description", "a rule of product candor");
	if (n)
		read_mapping(l, r, n);
	if (is_feeder(r))
		return;
	need(l, r->doc, "level",
	    "a rule of product candor (one that only feeds correlations needs a \"name\" instead)");
	need(l, r->doc, "falsepositives", "a rule of product candor");
	need_entries(l, r->doc, "falsepositives", r->falsepositive_count);
	need(l, r->doc, "candor", "a rule of product candor");
}
