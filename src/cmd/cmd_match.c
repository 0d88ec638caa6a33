#include "base/log.h"
#include "candor/raw.h"
#include "cmd/rulebook.h"
#include "cmd/run.h"
#include "list/list.h"

#include <inttypes.h>

struct options {
	struct opt_values rules, set;
	const char *format, *output, *time_field, *lists;
	int64_t jobs;
};

static const struct opt opts[] = {
	{ "rules", 'r', OPT_MANY, OPT_ROW(struct options, rules), "PATH",
	    "run the rules of a file or folder; may be given several times", 0, 0 },
	{ "set", 's', OPT_MANY, OPT_ROW(struct options, set), "NAME=VALUE",
	    "what %NAME% stands for in values with expand; given again, one more value", 0, 0 },
	{ "lists", 0, OPT_TEXT, OPT_ROW(struct options, lists), "DIR",
	    "take the lists that %NAME% may name from DIR instead of your own", 0, 0 },
	{ "time-field", 't', OPT_TEXT, OPT_ROW(struct options, time_field), "NAME",
	    "the field that has an event's time; default: @timestamp, timestamp, time or at, the first that is there",
	    0, 0 },
	{ "format", 'f', OPT_TEXT, OPT_ROW(struct options, format), "FORM",
	    "write |text|json|; text on a terminal, JSON lines otherwise", 0, 0 },
	{ "output", 'o', OPT_TEXT, OPT_ROW(struct options, output), "FILE",
	    "write to FILE, whole or not at all", 0, 0 },
	{ "jobs", 'j', OPT_NUMBER, OPT_ROW(struct options, jobs), "N",
	    "work with N threads; default: one for each processor", 1, 64 },
	{ 0 },
};

/* --- rules --- */

static bool add_rules(struct rules *set, const struct opt_values *paths)
{
	for (size_t i = 0; i < paths->count; i++) {
		struct err e = { 0 };
		if (!rules_add_path(set, paths->at[i], &e)) {
			log_err(&e);
			return false;
		}
	}
	return true;
}

/* False after complaints. */
static bool finish_rules(struct rules *set)
{
	bool ok = rules_finish(set);

	for (const struct fault *f = set->faults; f; f = f->next) {
		struct err e = fault_err(f);
		if (!f->is_warning)
			log_err(&e);
	}
	if (ok && !set->count) {
		log_error("there is no rule in what --rules names");
		return false;
	}
	if (!ok)
		log_error("rules do not load: nothing was matched");
	return ok;
}

/* --- the run --- */

static bool write_out(void *context, const char *text, size_t len)
{
	return output_write(context, text, len);
}

static void show_progress(void *context, int64_t events)
{
	(void)context;
	log_progress("%" PRId64 " events", events);
}

static int match(const struct options *o, const struct raw_options *raw, int argc, char **argv)
{
	struct output out;
	struct raw_count count;
	struct err e = { 0 }, written = { 0 };
	const struct candor_host host = { &out, write_out, run_tell, show_progress };

	if (!output_open(&out, o->output, &e)) {
		log_err(&e);
		return CMD_PARTIAL;
	}
	bool ran = raw_run(&host, raw, (const char *const *)argv, (size_t)argc, &count, &e);
	log_progress_end();
	bool ok = output_close(&out, ran, &written) && ran;
	if (!ok)
		log_err(written.code ? &written : &e);
	return ok && !count.unreadable ? CMD_DONE : CMD_PARTIAL;
}

/* The lists, opened when a rule first asks for one: most rules of others do not. */
struct on_demand {
	const char *folder;
	struct lists *lists;
};

static const struct lists *give_lists(void *context)
{
	struct on_demand *d = context;

	if (!d->lists)
		d->lists = lists_open(d->folder, str_of(NULL, 0), NULL);
	return d->lists;
}

/* The rules, into @set; their placeholders are in @a.  False after complaints. */
static bool load(const struct options *o, struct on_demand *lists, struct arena *a, struct rules *set)
{
	rules_init(set, NULL, true);
	set->lists = give_lists;
	set->lists_context = lists;
	return rulebook_values(&cmd_match, &o->set, a, &set->placeholders) && add_rules(set, &o->rules) &&
	    finish_rules(set);
}

static int run(void *options, int argc, char **argv)
{
	static const char *const forms[] = { "text", "json", NULL };
	const struct options *o = options;
	struct arena a = arena_make(0);
	struct on_demand lists = { o->lists, NULL };
	struct rules set;
	int status = CMD_USAGE;

	if (!o->rules.count)
		return cmd_usage(&cmd_match, "no rules are given; --rules names a file or folder of them");
	if (argc < 1)
		return cmd_usage(&cmd_match, "no FILE is given; - is standard input");
	if (output_over(o->output, argv, (size_t)argc))
		return cmd_usage(&cmd_match, "--output is a FILE that is to be read");
	const char *format = o->output && !o->format ? "json" : cmd_format(&cmd_match, o->format, forms);
	if (!format)
		return CMD_USAGE;
	if (!rulebook_has_lists(o->lists))
		return CMD_USAGE;
	if (load(o, &lists, &a, &set)) {
		const struct raw_options raw = {
			.rules = &set, .time_field = o->time_field, .jobs = (size_t)o->jobs,
			.as_text = strcmp(format, "text") == 0,
		};
		status = match(o, &raw, argc, argv);
	}
	rules_clear(&set);
	lists_close(lists.lists);
	arena_clear(&a);
	return status;
}

const struct command cmd_match = {
	.name = "match",
	.args = "FILE...",
	.summary = "run any Sigma rules over any JSON lines",
	.text = "The engine behind scan, alone: every rule given is held against every event, whatever its log source, "
		"and nothing is enriched, assessed or refused. An event is a JSON object, one a line (or the elements "
		"of a list; gzipped or not; - is standard input).\n"
		"\n"
		"    candor match --rules rules/ events.jsonl\n"
		"    candor match --rules admins.yml --set admins=root --set admins=ad* x.jsonl\n"
		"    zcat log.gz | candor match --rules burst.yml --time-field eventTime -\n"
		"\n"
		"Each match is a line {\"rule\", \"title\", \"line\"}: the rule's id (its title where it has none) and "
		"the event's line, from 1; of several inputs \"file\" as well. At the end comes a line "
		"{\"rule\", \"title\", \"group\", \"lines\"} for each group that ever met the condition of a "
		"correlation, with the largest window that did. Rules that a correlation without generate names "
		"are silent. What a correlation counts is kept in memory until the end.\n"
		"\n"
		"A placeholder that --set does not give stands for the entries of the list of its name: %free-mail%; "
		"candor lists show has their names.\n"
		"\n"
		"A time is as RFC 3339 writes it, or a number of seconds (or milliseconds, ...) since 1970. Events "
		"without one stand in every window, which is told.\n"
		"\n"
		"Exit status: 0 whatever was found, 2 wrong usage or rules that do not load, 3 something could not be "
		"read or written.\n",
	.opts = opts,
	.options_size = sizeof(struct options),
	.run = run,
};
