#include <stdlib.h>

#include "base/json_write.h"
#include "base/log.h"
#include "cmd/cmd.h"
#include "cmd/help.h"
#include "list/catalogue.h"
#include "rule/rule_load.h"

enum { PAGE_COLUMNS = 79, PAGE_INDENT = 4 };

struct options {
	const char *format;
};

static const struct opt opts[] = {
	{ "format", 'f', OPT_TEXT, OPT_ROW(struct options, format), "FORM",
	    "write |text|json|; text on a terminal, JSON lines otherwise", 0, 0 },
	{ 0 },
};

/* What the pages are made from. */
struct shelf {
	struct arena arena;
	const struct catalogue *catalogue;
	struct rules rules;
	const struct advisory **sorted; /* newest first */
};

static int by_date(const void *a, const void *b)
{
	const struct advisory *const *x = a, *const *y = b;
	int c = str_cmp((*y)->date, (*x)->date);

	return c ? c : str_cmp((*x)->id, (*y)->id);
}

static bool open_shelf(struct shelf *s)
{
	if (!(s->catalogue = catalogue_new(&s->arena)))
		return false;
	size_t count = s->catalogue->advisory_count;
	if (!(s->sorted = ARENA_NEW(&s->arena, const struct advisory *, count)))
		return false;
	for (size_t i = 0; i < count; i++)
		s->sorted[i] = &s->catalogue->advisories[i];
	qsort(s->sorted, count, sizeof(*s->sorted), by_date);
	rules_init(&s->rules, s->catalogue, false);
	return true;
}

static void close_shelf(struct shelf *s)
{
	if (s->catalogue)
		rules_clear(&s->rules);
	arena_clear(&s->arena);
}

/* How far the text itself was read; no text where it was read whole. */
static struct str caveat(const struct advisory *a)
{
	return str_is(a->verified, "read in full") ? str_of(NULL, 0) : a->verified;
}

static bool states(const struct advisory *a, const struct indicator *x)
{
	for (size_t i = 0; i < x->advisory_count; i++)
		if (x->advisories[i] == a)
			return true;
	return false;
}

static bool sees(const struct rule *r, struct str indicator)
{
	for (size_t i = 0; i < r->indicator_count; i++)
		if (str_eq(r->indicators[i], indicator))
			return true;
	return false;
}

static struct str handle(const struct rule *r)
{
	return r->name.len ? r->name : r->id;
}

/* --- JSON --- */

static void json_head(struct json *j, const struct advisory *a)
{
	json_text(j, "id", a->id);
	json_text(j, "publisher", a->publisher);
	json_text(j, "title", a->title);
	json_text(j, "date", a->date);
	json_text(j, "url", a->url);
	json_text(j, "tier", a->tier);
	json_text(j, "verified", a->verified);
}

static void json_indicator(struct json *j, const struct shelf *s, const struct indicator *x)
{
	json_open(j, NULL, '{');
	json_text(j, "indicator", x->id);
	json_text(j, "text", x->text);
	json_text(j, "category", x->category);
	json_text(j, "stage", x->stage);
	json_text(j, "machine", x->machine);
	json_node(j, "innocent", node_get(x->doc, "benign_explanations"));
	json_text(j, "check", node_get_text(x->doc, "verification_step"));
	json_bool(j, "context_only", x->context_only);
	json_text(j, "refused", x->never);
	json_open(j, "rules", '[');
	for (size_t i = 0; i < s->rules.count; i++)
		if (sees(s->rules.rules[i], x->id))
			json_text(j, NULL, handle(s->rules.rules[i]));
	json_close(j, ']');
	json_close(j, '}');
}

static void json_page(struct buf *out, const struct shelf *s, const struct advisory *a)
{
	struct json j = json_make(out);

	json_open(&j, NULL, '{');
	json_head(&j, a);
	json_text(&j, "audience", node_get_text(a->doc, "audience"));
	json_text(&j, "summary", a->summary);
	json_node(&j, "mitigations", node_get(a->doc, "mitigations"));
	json_open(&j, "indicators", '[');
	for (size_t i = 0; i < s->catalogue->indicator_count; i++)
		if (states(a, &s->catalogue->indicators[i]))
			json_indicator(&j, s, &s->catalogue->indicators[i]);
	json_close(&j, ']');
	json_close(&j, '}');
	buf_byte(out, '\n');
}

static void json_line(struct buf *out, const struct advisory *a)
{
	struct json j = json_make(out);

	json_open(&j, NULL, '{');
	json_head(&j, a);
	json_close(&j, '}');
	buf_byte(out, '\n');
}

/* --- text --- */

/* "    lead text", refilled, what follows under the text. */
static void put_item(struct buf *out, size_t indent, const char *lead, struct str text)
{
	size_t hang = indent + strlen(lead);

	buf_printf(out, "%*s%s", (int)indent, "", lead);
	help_fill(out, text, hang, PAGE_COLUMNS - hang);
}

/* Living pages have none. */
static struct str date_of(const struct advisory *a)
{
	return a->date.len ? a->date : STR_LIT("undated");
}

static void text_line(struct buf *out, const struct advisory *a)
{
	buf_printf(out, "%.*s  %.*s\n", STR_ARG(a->id), STR_ARG(date_of(a)));
	put_item(out, PAGE_INDENT, "", a->publisher);
	put_item(out, PAGE_INDENT, "", a->title);
	buf_printf(out, "%*s%.*s\n", PAGE_INDENT, "", STR_ARG(a->url));
	if (caveat(a).ptr)
		buf_printf(out, "%*s(%.*s)\n", PAGE_INDENT, "", STR_ARG(caveat(a)));
}

static void text_rules(struct buf *out, const struct shelf *s, const struct indicator *x)
{
	struct buf names = buf_make(1 << 16);

	for (size_t i = 0; i < s->rules.count; i++)
		if (sees(s->rules.rules[i], x->id))
			buf_printf(&names, "%s%.*s", names.len ? ", " : "", STR_ARG(handle(s->rules.rules[i])));
	if (names.len)
		put_item(out, PAGE_INDENT, "seen by: ", buf_str(&names));
	else if (x->never.ptr)
		put_item(out, PAGE_INDENT, "no rule may see it: ", x->never);
	else if (str_is(x->machine, "no"))
		put_item(out, PAGE_INDENT, "seen by: ", STR_LIT("a person; no rule can"));
	else
		put_item(out, PAGE_INDENT, "seen by: ", STR_LIT("no rule so far"));
	buf_clear(&names);
}

static void text_indicator(struct buf *out, const struct shelf *s, const struct indicator *x)
{
	buf_printf(out, "\n%.*s (%.*s)\n", STR_ARG(x->id), STR_ARG(x->category));
	put_item(out, PAGE_INDENT, "", x->text);
	text_rules(out, s, x);
	NODE_EACH(n, node_get(x->doc, "benign_explanations"))
		put_item(out, PAGE_INDENT, "innocent: ", node_text(n));
	put_item(out, PAGE_INDENT, "check: ", node_get_text(x->doc, "verification_step"));
	if (x->context_only)
		put_item(out, PAGE_INDENT, "", STR_LIT("Counts only beside a finding of another kind."));
}

static void text_page(struct buf *out, const struct shelf *s, const struct advisory *a)
{
	put_item(out, 0, "", a->title);
	buf_printf(out, "%.*s\n%.*s, %.*s\n%.*s\n\n", STR_ARG(a->publisher), STR_ARG(date_of(a)), STR_ARG(a->tier),
	    STR_ARG(a->url));
	if (caveat(a).ptr)
		buf_printf(out, "Not the original text: %.*s.\n\n", STR_ARG(caveat(a)));
	put_item(out, 0, "", a->summary);
	const struct node *asked = node_get(a->doc, "mitigations");
	if (asked && asked->child)
		buf_text(out, "\nWhat it asks for:\n");
	NODE_EACH(n, asked)
		put_item(out, 2, "- ", node_text(n));
	size_t told = 0;
	for (size_t i = 0; i < s->catalogue->indicator_count; i++) {
		if (!states(a, &s->catalogue->indicators[i]))
			continue;
		if (!told++)
			buf_text(out, "\nWhat it says to look for:\n");
		text_indicator(out, s, &s->catalogue->indicators[i]);
	}
}

/* --- the command --- */

static int unknown(const struct shelf *s, const char *id)
{
	size_t count = s->catalogue->advisory_count;
	const char **ids = mem_alloc(sizeof(*ids), count);
	const char *near = NULL;

	for (size_t i = 0; ids && i < count; i++)
		ids[i] = s->sorted[i]->id.ptr; /* of the program itself: terminated */
	if (ids)
		near = str_nearest(str_from(id), ids, count);
	/* Who knows its beginning is told the rest. */
	for (size_t i = 0; ids && !near && i < count; i++)
		near = *id && str_starts(str_from(ids[i]), str_from(id)) ? ids[i] : NULL;
	int status = near ? cmd_usage(&cmd_advisories, "no advisory \"%.60s\"; did you mean %s?", id, near) :
	    cmd_usage(&cmd_advisories, "no advisory \"%.60s\"; candor advisories lists them", id);
	mem_free(ids);
	return status;
}

static int show_all(const struct shelf *s, bool as_json)
{
	struct buf out = buf_make(1 << 24);

	for (size_t i = 0; i < s->catalogue->advisory_count; i++)
		(as_json ? json_line : text_line)(&out, s->sorted[i]);
	return cmd_print(&out, CMD_DONE);
}

static int show_one(struct shelf *s, const char *id, bool as_json)
{
	const struct advisory *a = catalogue_advisory(s->catalogue, str_from(id));
	struct buf out = buf_make(1 << 24);

	if (!a)
		return unknown(s, id);
	if (!rules_add_embedded(&s->rules) || !rules_finish(&s->rules)) {
		log_error("the rules of the program do not load; candor rules check says why");
		return CMD_USAGE;
	}
	(as_json ? json_page : text_page)(&out, s, a);
	return cmd_print(&out, CMD_DONE);
}

static int run(void *options, int argc, char **argv)
{
	static const char *const forms[] = { "text", "json", NULL };
	const struct options *o = options;
	struct shelf s = { 0 };
	int status = CMD_PARTIAL;

	const char *format = cmd_format(&cmd_advisories, o->format, forms);
	if (!format)
		return CMD_USAGE;
	if (argc > 1)
		return cmd_usage(&cmd_advisories, "one advisory at a time");
	if (!open_shelf(&s))
		log_error("out of memory");
	else if (argc == 1)
		status = show_one(&s, argv[0], strcmp(format, "json") == 0);
	else
		status = show_all(&s, strcmp(format, "json") == 0);
	close_shelf(&s);
	return status;
}

const struct command cmd_advisories = {
	.name = "advisories",
	.args = "[ADVISORY]",
	.summary = "what governments and investigators published",
	.text = "Every publication that the rules rest on, the newest first. With ADVISORY: what it asks for, "
		"what it says to look for, which rules see that, what innocent thing looks the same, and "
		"which check settles it. The words are ours; where an entry was not read in full from its "
		"original, it says so.\n"
		"\n"
		"Examples:\n"
		"  candor advisories\n"
		"  candor advisories us-2022-05-16-state-treasury-fbi\n"
		"  candor advisories --format json\n",
	.opts = opts,
	.options_size = sizeof(struct options),
	.run = run,
};
