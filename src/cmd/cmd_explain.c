#include "cmd/run.h"

#include "base/arena.h"
#include "base/log.h"
#include "candor/explain.h"

#include <stdio.h>
#include <sys/stat.h>

struct options {
	struct run_options run;
	const char *time_field;
	bool for_applicant;
};

static const struct opt opts[] = {
	{ "for-applicant", 0, OPT_FLAG, OPT_ROW(struct options, for_applicant), NULL,
	    "tell the applicant what was used, in plain words", 0, 0 },
	{ "format", 'f', OPT_TEXT, OPT_ROW(struct run_options, format), "FORM",
	    "write |text|json|; text on a terminal, JSON lines otherwise", 0, 0 },
	{ "output", 'o', OPT_TEXT, OPT_ROW(struct run_options, output), "FILE",
	    "write to FILE, whole or not at all", 0, 0 },
	{ "redact", 0, OPT_FLAG, OPT_ROW(struct run_options, redact), NULL, "mask personal values", 0, 0 },
	RUN_RULE_ROWS,
	{ "from", 0, OPT_TEXT, OPT_ROW(struct run_options, from), "NAME",
	    "take the input to be of the form NAME, whatever it looks like", 0, 0 },
	{ "forms", 0, OPT_MANY, OPT_ROW(struct run_options, forms), "FILE",
	    "add a form of input, from a file or a folder", 0, 0 },
	{ "time-field", 't', OPT_TEXT, OPT_ROW(struct options, time_field), "NAME",
	    "the field that has the time of an event of another product", 0, 0 },
	{ 0 },
};

/* A rule's handle has no dot and no slash; a file of rules has. */
static bool is_file(const char *word)
{
	struct stat s;

	return (strchr(word, '/') || str_ends(str_from(word), STR_LIT(".yml")) ||
	    str_ends(str_from(word), STR_LIT(".yaml"))) && stat(word, &s) == 0 && S_ISREG(s.st_mode);
}

/* The rules of the file stand beside those of --rules. */
static bool add_file(struct run_options *o, const char *file)
{
	const char **grown = mem_grow(o->rules.at, sizeof(*grown), o->rules.count + 1);

	if (!grown)
		return false;
	grown[o->rules.count++] = file;
	o->rules.at = grown;
	return true;
}

static int explain(struct options *o, const char *rule, const char *input)
{
	static const char *const forms[] = { "text", "json", NULL };
	struct explain_request q = { rule, is_file(rule), input, o->time_field, false };
	struct candor_err shown = { 0 };
	int64_t unreadable = 0;
	struct err e = { 0 };
	struct run r;

	o->run.forms_offered = forms;
	if (q.is_file && !add_file(&o->run, rule)) {
		log_error("out of memory");
		return CMD_PARTIAL;
	}
	if (!run_begin(&r, &cmd_explain, &o->run))
		return run_end(&r, false, &shown);
	q.as_json = strcmp(r.format, "json") == 0;
	bool ok = explain_run(r.candor, &q, &unreadable, &e);
	snprintf(shown.text, sizeof(shown.text), "%s", e.text);
	int status = run_end(&r, ok, &shown);
	return e.code == ERR_USAGE ? CMD_USAGE : status ? status : unreadable ? CMD_PARTIAL : CMD_DONE;
}

static int for_applicant(struct options *o, int argc, char **argv)
{
	static const char *const forms[] = { "applicant", NULL };
	struct candor_err e = { 0 };
	struct run r;

	if (o->run.format && strcmp(o->run.format, "text") != 0)
		return cmd_usage(&cmd_explain, "--for-applicant writes text: a person reads it");
	o->run.forms_offered = forms;
	o->run.format = "applicant";
	if (!run_begin(&r, &cmd_explain, &o->run))
		return run_end(&r, false, &e);
	bool ok = candor_scan(r.candor, (const char *const *)argv, (size_t)argc, &e);
	int status = run_end(&r, ok, &e);
	return status == CMD_FOUND ? CMD_DONE : status;
}

static int run(void *options, int argc, char **argv)
{
	struct options *o = options;

	if (o->for_applicant)
		return argc == 1 ? for_applicant(o, argc, argv) :
		    cmd_usage(&cmd_explain, argc ? "--for-applicant takes one RECORD and no rule" :
		    "no RECORD is given; - is standard input");
	if (argc != 2)
		return cmd_usage(&cmd_explain, argc > 2 ? "one RULE and one RECORD at a time" : argc ?
		    "no RECORD is given; - is standard input" : "no RULE is given; candor rules list has them all");
	return explain(o, argv[0], argv[1]);
}

const struct command cmd_explain = {
	.name = "explain",
	.args = "RULE RECORD",
	.summary = "why a rule does or does not match, node by node",
	.text = "For each event of the rule's category: what each node of the condition answered, what it read, from "
		"which field, and where a fact came from. For a correlation: what each of its rules matched, in "
		"which groups, and how far each group comes. RULE is an id, a name, or a file of rules; a rule of "
		"another product is held against any JSON events. Values are shown, for this is your own look at "
		"a record; --redact masks them.\n"
		"\n"
		"    candor explain dprk_address_range applicant.json\n"
		"    candor explain two_countries_an_hour applications.jsonl --redact\n"
		"    candor explain mine.yml - <applicant.json\n"
		"    candor explain --for-applicant applicant.json\n"
		"\n"
		"With --for-applicant there is no RULE: the text is written for the applicant, and says what data was "
		"used, where it came from, which published criteria were applied, and how to contest.\n"
		"\n"
		"Exit status: 0 whatever a rule answers, 2 wrong usage, no such rule, or rules that do not load, 3 "
		"something could not be read or written.\n",
	.opts = opts,
	.options_size = sizeof(struct options),
	.run = run,
};
