#include "cmd/run.h"

#define OPTION(member) OPT_ROW(struct run_options, member)

static const char *const forms[] = { "text", "json", "csv", "dot", NULL };

static const struct opt opts[] = {
	{ "format", 'f', OPT_TEXT, OPTION(format), "FORM",
	    "write |text|json|csv|dot|; text on a terminal, JSON lines otherwise", 0, 0 },
	{ "output", 'o', OPT_TEXT, OPTION(output), "FILE", "write to FILE, whole or not at all", 0, 0 },
	{ "redact", 0, OPT_FLAG, OPTION(redact), NULL, "mask what is shared", 0, 0 },
	{ "policy", 0, OPT_TEXT, OPTION(policy), "FILE",
	    "take what ties and what is a hub from FILE instead of rules/policy.yaml", 0, 0 },
	{ "lists", 0, OPT_TEXT, OPTION(lists), "DIR", "take the lists of DIR instead of your own", 0, 0 },
	{ "company", 0, OPT_TEXT, OPTION(company), "FILE",
	    "what your company approves and owns; default: candor/company.yaml in your configuration folder", 0, 0 },
	{ "from", 0, OPT_TEXT, OPTION(from), "NAME",
	    "take the input to be of the form NAME, whatever it looks like", 0, 0 },
	{ "forms", 0, OPT_MANY, OPTION(forms), "FILE", "add a form of input, from a file or a folder", 0, 0 },
	{ "jobs", 'j', OPT_NUMBER, OPTION(jobs), "N",
	    "work with N threads; default: one for each processor", 1, 64 },
	{ 0 },
};

static int run(void *options, int argc, char **argv)
{
	struct run_options *o = options;
	struct candor_err e = { 0 };
	struct run r;

	if (argc < 1)
		return cmd_usage(&cmd_rings, "no FILE is given; - is standard input");
	if (output_over(o->output, argv, (size_t)argc))
		return cmd_usage(&cmd_rings, "--output is a FILE that is to be read");
	const char *form = o->output && !o->format ? "json" : cmd_format(&cmd_rings, o->format, forms);
	if (!form)
		return CMD_USAGE;
	/* The form is of rings, which reports do not have. */
	o->format = "json";
	o->fail_at = "escalate";
	if (!run_begin(&r, &cmd_rings, o))
		return run_end(&r, false, &e);
	bool ok = candor_rings(r.candor, (const char *const *)argv, (size_t)argc, form, &e);
	return run_end(&r, ok, &e);
}

const struct command cmd_rings = {
	.name = "rings",
	.args = "FILE...",
	.summary = "who is tied to whom, and by what",
	.text = "Reads applicants as scan does and prints those that shared things hold together: a "
		"telephone, a mailbox, the wording of a resume, a picture, a document, an account, a device, "
		"a line, and so on. A ring is two people or more; people are counted by whether the names "
		"that they give disagree, so that one who applies twice is one. For each tie: what is shared, "
		"by whom, and into how many parts the ring falls without it. What very many unrelated people "
		"share is a hub: it ties nobody and stands at the end.\n"
		"\n"
		"    candor rings applications.jsonl\n"
		"    candor rings applications.jsonl --format dot | dot -Tsvg >rings.svg\n"
		"    zcat all.jsonl.gz | candor rings --format csv --redact -\n"
		"\n"
		"What ties, and from how many people on something is a hub, stands in rules/policy.yaml under link. A "
		"tie says that something is shared and nothing else; the rules say what it means.\n"
		"\n"
		"Exit status: 0 whatever is found, 2 wrong usage, 3 something could not be read or written.\n",
	.opts = opts,
	.options_size = sizeof(struct run_options),
	.run = run,
};
