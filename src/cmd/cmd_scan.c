#include "cmd/run.h"

static const struct opt opts[] = {
	RUN_REPORT_ROWS,
	{ "summary", 0, OPT_TEXT, OPT_ROW(struct run_options, summary), "FILE",
	    "write one JSON object about the run to FILE", 0, 0 },
	RUN_RULE_ROWS,
	{ "from", 0, OPT_TEXT, OPT_ROW(struct run_options, from), "NAME",
	    "take the input to be of the form NAME, whatever it looks like", 0, 0 },
	{ "forms", 0, OPT_MANY, OPT_ROW(struct run_options, forms), "FILE",
	    "add a form of input, from a file or a folder", 0, 0 },
	{ "jobs", 'j', OPT_NUMBER, OPT_ROW(struct run_options, jobs), "N",
	    "work with N threads; default: one for each processor", 1, 64 },
	{ "memory", 0, OPT_TEXT, OPT_ROW(struct run_options, memory), "FILE",
	    "tie to applicants of earlier runs, and keep these for later ones, as keyed hashes in FILE", 0, 0 },
	{ "no-link", 0, OPT_FLAG, OPT_ROW(struct run_options, no_link), NULL,
	    "do not tie applicants to each other, so that memory stays small", 0, 0 },
	{ 0 },
};

static int run(void *options, int argc, char **argv)
{
	const struct run_options *o = options;
	struct run r;
	struct candor_err e = { 0 };

	if (argc < 1)
		return cmd_usage(&cmd_scan, "no FILE is given; - is standard input");
	if (o->memory && o->no_link)
		return cmd_usage(&cmd_scan, "--memory ties applicants, which --no-link forbids");
	if (output_over(o->output, argv, (size_t)argc) || output_over(o->summary, argv, (size_t)argc))
		return cmd_usage(&cmd_scan, "--output or --summary is a FILE that is to be read");
	if (o->output && o->summary && strcmp(o->output, o->summary) == 0)
		return cmd_usage(&cmd_scan, "--output and --summary are one file");
	if (!run_begin(&r, &cmd_scan, o))
		return run_end(&r, false, &e);
	bool ok = candor_scan(r.candor, (const char *const *)argv, (size_t)argc, &e);
	return run_end(&r, ok, &e);
}

const struct command cmd_scan = {
	.name = "scan",
	.args = "FILE...",
	.summary = "read applicants, report what was seen of each",
	.text = "Reads applicants (JSON lines, a JSON list or object, CSV, any of them gzipped; Candor's own "
		"record or the export of a system it knows; - is standard input) and reports on each, in "
		"their order: what was seen, who published that it matters, what innocent thing looks the "
		"same, and which check settles it. It decides nothing.\n"
		"\n"
		"    candor scan applications.jsonl\n"
		"    candor scan export.csv --format csv --output report.csv --summary run.json\n"
		"    zcat all.jsonl.gz | candor scan --format json --redact -\n"
		"\n"
		"What cannot be read is named on standard error by file and line, and everything else is "
		"reported. Of repeated ids the second is warned of, as long as there are not more than four "
		"million different ones.\n"
		"\n"
		"Exit status: 0 nobody at or above --fail-at, 1 somebody, 2 wrong usage or rules that do not "
		"load, 3 something could not be read or written.\n",
	.opts = opts,
	.options_size = sizeof(struct run_options),
	.run = run,
};
