#include "cmd/cmd_rules.h"

#include "base/json_write.h"
#include "report/part.h"

#include <stdio.h>
#include <unistd.h>

enum { OUT_MAX = 1 << 26, NAME_COLUMNS = 36 };

#define FORMAT_ROW \
	{ "format", 'f', OPT_TEXT, OPT_ROW(struct rules_options, format), "FORM", \
	    "write |text|json|; text on a terminal, JSON lines otherwise", 0, 0 }


#define FILL_ROWS \
	{ "set", 's', OPT_MANY, OPT_ROW(struct rules_options, set), "NAME=VALUE", \
	    "what %NAME% stands for in values with expand; given again, one more value", 0, 0 }, \
	{ "lists", 0, OPT_TEXT, OPT_ROW(struct rules_options, lists), "DIR", \
	    "take the lists that %NAME% may name from DIR instead of your own", 0, 0 }

/* Faults are read by people and by tools that know their form: text, wherever it goes. */
static const struct opt check_opts[] = {
	{ "format", 'f', OPT_TEXT, OPT_ROW(struct rules_options, format), "FORM",
	    "write |text|json|; default text", 0, 0 },
	FILL_ROWS, { 0 },
};

const struct opt rules_test_opts[] = { FORMAT_ROW, FILL_ROWS, { 0 } };

const struct opt rules_opts[] = {
	FORMAT_ROW,
	{ "rules", 'r', OPT_MANY, OPT_ROW(struct rules_options, rules), "DIR",
	    "add the rules of a file or folder; one of a known id replaces it", 0, 0 },
	{ 0 },
};

static const struct command cmd_list, cmd_show, cmd_check_rules;

int rules_as_json(const struct command *c, const struct rules_options *o)
{
	static const char *const forms[] = { "text", "json", NULL };
	const char *format = cmd_format(c, o->format, forms);

	return format ? strcmp(format, "json") == 0 : -1;
}

/* --- list --- */

/* A rule without a level only feeds correlations. */
static struct str level_of(const struct rule *r)
{
	return r->level == LEVEL_NONE ? str_of(NULL, 0) : str_from(level_name(r->level));
}

static struct str or_null(struct str s)
{
	return s.len ? s : str_of(NULL, 0);
}

/* What kind of event it looks at. */
static struct str category_of(const struct rule *r)
{
	return r->kind == RULE_CORRELATION ? STR_LIT("correlation") : or_null(r->category);
}

static void json_head(struct json *j, const struct rule *r)
{
	json_text(j, "id", or_null(r->id));
	json_text(j, "name", or_null(r->name));
	json_text(j, "title", r->title);
	json_text(j, "level", level_of(r));
	json_text(j, "group", or_null(r->group));
	json_text(j, "category", category_of(r));
	json_text(j, "file", r->file);
}

static void put_row(struct buf *out, const struct rule *r, bool as_json)
{
	struct str level = level_of(r), category = category_of(r);

	if (as_json) {
		struct json j = json_make(out);
		json_open(&j, NULL, '{');
		json_head(&j, r);
		json_close(&j, '}');
		buf_byte(out, '\n');
		return;
	}
	buf_printf(out, "%-*.*s %-13.*s %-14.*s %.*s\n", NAME_COLUMNS, STR_ARG(rulebook_handle(r)),
	    STR_ARG(level.ptr ? level : STR_LIT("-")), STR_ARG(r->group.len ? r->group : STR_LIT("-")),
	    STR_ARG(category.ptr ? category : STR_LIT("-")));
	buf_printf(out, "    %.*s\n", STR_ARG(r->title));
}

static int run_list(void *options, int argc, char **argv)
{
	const struct rules_options *o = options;
	int as_json = rules_as_json(&cmd_list, o);
	struct buf out = buf_make(OUT_MAX);
	struct rulebook b;

	(void)argv;
	if (as_json < 0)
		return CMD_USAGE;
	if (argc)
		return cmd_usage(&cmd_list, "it takes no operands; candor rules show tells of one rule");
	int status = rulebook_open(&b, o->rules.at, o->rules.count, NULL) ? CMD_DONE : CMD_PARTIAL;
	if (!status && !b.is_clean)
		status = rulebook_refuse(&b);
	for (size_t i = 0; !status && i < b.set.count; i++)
		put_row(&out, b.set.rules[i], as_json);
	rulebook_close(&b);
	return cmd_print(&out, status);
}

/* --- show --- */

static void put_texts(struct json *j, const char *key, const struct str *texts, size_t count)
{
	json_open(j, key, '[');
	for (size_t i = 0; i < count; i++)
		json_text(j, NULL, texts[i]);
	json_close(j, ']');
}

static void show_json(struct buf *out, const struct rulebook *b, const struct rule *r)
{
	const struct advisory *advisories[PART_MAX_ADVISORIES];
	size_t count = rule_advisories(b->catalogue, r, advisories);
	struct json j = json_make(out);

	json_open(&j, NULL, '{');
	json_head(&j, r);
	json_number(&j, "line", r->line);
	json_bool(&j, "built_in", r->is_embedded);
	json_text(&j, "description", or_null(r->description));
	put_texts(&j, "falsepositives", r->falsepositives, r->falsepositive_count);
	put_texts(&j, "references", r->references, r->reference_count);
	put_texts(&j, "indicators", r->indicators, r->indicator_count);
	json_open(&j, "advisories", '[');
	for (size_t i = 0; i < count; i++)
		json_text(&j, NULL, advisories[i]->id);
	json_close(&j, ']');
	put_texts(&j, "verify", r->verify, r->verify_count);
	json_text(&j, "text", rule_as_written(r));
	json_close(&j, '}');
	buf_byte(out, '\n');
}

/* The rule as written, behind a comment that says where it stands; so it is a rule file still. */
static void show_text(struct buf *out, const struct rule *r)
{
	struct str text = rule_as_written(r);

	buf_printf(out, "# %.*s:%u%s\n", STR_ARG(r->file), r->line, r->is_embedded ? ", inside the program" : "");
	buf_put(out, text);
	if (text.len && text.ptr[text.len - 1] != '\n')
		buf_byte(out, '\n');
}

static int run_show(void *options, int argc, char **argv)
{
	const struct rules_options *o = options;
	int as_json = rules_as_json(&cmd_show, o);
	struct buf out = buf_make(OUT_MAX);
	struct rulebook b;

	if (as_json < 0)
		return CMD_USAGE;
	if (argc != 1)
		return cmd_usage(&cmd_show, argc ? "one rule at a time" : "which rule? its id or name is missing");
	int status = rulebook_open(&b, o->rules.at, o->rules.count, NULL) ? CMD_DONE : CMD_PARTIAL;
	if (!status && !b.is_clean)
		status = rulebook_refuse(&b);
	const struct rule *r = status ? NULL : rulebook_find(&b, &cmd_show, argv[0]);
	if (r && as_json)
		show_json(&out, &b, r);
	else if (r)
		show_text(&out, r);
	rulebook_close(&b);
	return cmd_print(&out, status ? status : r ? CMD_DONE : CMD_USAGE);
}

/* --- check --- */

bool rules_open(struct rulebook *b, const struct command *c, const struct rules_options *o, struct arena *a, int argc,
    char **argv, int *status)
{
	struct rulebook_fill fill = { .lists = o->lists };

	*status = CMD_USAGE;
	*b = (struct rulebook){ 0 };
	if (!rulebook_values(c, &o->set, a, &fill.values))
		return false;
	*status = CMD_PARTIAL;
	return rulebook_open(b, (const char *const *)argv, (size_t)argc, &fill);
}

static int report_faults(const struct rulebook *b, bool as_json)
{
	struct buf out = buf_make(OUT_MAX);

	for (const struct fault *f = b->set.faults; f; f = f->next)
		rulebook_put_fault(&out, f, as_json);
	if (!as_json && isatty(STDOUT_FILENO))
		buf_printf(&out, "%zu error%s, %zu warning%s\n", b->set.errors, b->set.errors == 1 ? "" : "s",
		    b->set.warnings, b->set.warnings == 1 ? "" : "s");
	return cmd_print(&out, b->is_clean ? CMD_DONE : CMD_USAGE);
}

static int run_check(void *options, int argc, char **argv)
{
	const struct rules_options *o = options;
	int as_json = o->format ? rules_as_json(&cmd_check_rules, o) : 0, status;
	struct arena values = arena_make(0);
	struct rulebook b;

	if (as_json < 0)
		return CMD_USAGE;
	/* The pack stands beside the files, so that a correlation may name its rules, as in a scan. */
	if (rules_open(&b, &cmd_check_rules, o, &values, argc, argv, &status))
		status = report_faults(&b, as_json);
	rulebook_close(&b);
	arena_clear(&values);
	return status;
}

static const struct command cmd_list = {
	.name = "list",
	.args = "",
	.summary = "every rule: its name, level, group, category and title",
	.text = "One rule on two lines, or in JSON an object for each. A rule without a level says nothing by "
		"itself: a correlation counts what it sees.\n"
		"\n"
		"Examples:\n"
		"  candor rules list\n"
		"  candor rules list --rules mine.yml --format json\n",
	.opts = rules_opts,
	.options_size = sizeof(struct rules_options),
	.run = run_list,
};

static const struct command cmd_show = {
	.name = "show",
	.args = "RULE",
	.summary = "one rule as it is written, and where it stands",
	.text = "RULE is the rule's id or its name.\n"
		"\n"
		"Examples:\n"
		"  candor rules show several_countries_a_day\n"
		"  candor rules show 8fd57f6c-e22f-494c-aebd-2c56b22c0691 --format json\n",
	.opts = rules_opts,
	.options_size = sizeof(struct rules_options),
	.run = run_show,
};

static const struct command cmd_check_rules = {
	.name = "check",
	.args = "[PATH...]",
	.summary = "what is wrong with rule files, all of it in one run",
	.text = "Every fault of the files, or of those in the folders, as file:line:column: code: message. Rules of "
		"product candor are held against the registry of fields and against what no rule may do; others "
		"are checked as Sigma. Without PATH: the rules of the program. A warning is legal, and surely not "
		"meant. A placeholder that --set does not give stands for the entries of the list of its name.\n"
		"\n"
		"Examples:\n"
		"  candor rules check mine.yml\n"
		"  candor rules check --format json rules.d/\n"
		"  candor rules check --set admins=root theirs.yml\n"
		"\n"
		"Exit status: 0 nothing, or warnings only; 2 there is an error.\n",
	.opts = check_opts,
	.options_size = sizeof(struct rules_options),
	.run = run_check,
};

static const struct command *const subs[] = {
	&cmd_list, &cmd_show, &cmd_check_rules, &cmd_rules_test, &cmd_rules_coverage, NULL,
};

const struct command cmd_rules = {
	.name = "rules",
	.args = "list|show|check|test|coverage",
	.summary = "look at the rules, check and test your own",
	.text = "The rules of the program are built in; your own stand in files and folders of YAML, see "
		"docs/rules.md. A rule is named by its id or by its name.\n"
		"\n"
		"Examples:\n"
		"  candor rules list\n"
		"  candor rules check mine.yml && candor rules test mine.yml\n",
	.subs = subs,
};
