/* run.h - what scan and check have in common: options, the library's host, reports and summaries, exit statuses. */
#ifndef RUN_H
#define RUN_H

#include "candor.h"
#include "cmd/cmd.h"
#include "cmd/output.h"

struct run_options {
	const char *format, *output, *summary, *fail_at, *policy, *lists, *company, *from, *memory;
	struct opt_values rules, forms, mmdb;
	bool only_rules, redact, no_link;
	int64_t jobs;
	const char *const *forms_offered; /* of --format, NULL-terminated, set by a command; NULL: scan's */
};

/* Rows of the option table for members of run_options, which stands first in the options struct of the command. */
#define RUN_RULE_ROWS \
	{ "rules", 'r', OPT_MANY, OPT_ROW(struct run_options, rules), "DIR", \
	    "add the rules of a file or folder; one of a known id replaces it", 0, 0 }, \
	{ "only-rules", 0, OPT_FLAG, OPT_ROW(struct run_options, only_rules), NULL, \
	    "take the rules given by --rules alone", 0, 0 }, \
	{ "policy", 0, OPT_TEXT, OPT_ROW(struct run_options, policy), "FILE", \
	    "weigh findings by FILE instead of rules/policy.yaml", 0, 0 }, \
	{ "lists", 0, OPT_TEXT, OPT_ROW(struct run_options, lists), "DIR", \
	    "take the lists of DIR instead of your own", 0, 0 }, \
	{ "mmdb", 0, OPT_MANY, OPT_ROW(struct run_options, mmdb), "FILE", \
	    "look addresses up in a database of any vendor; default: mmdb/*.mmdb beside your lists", 0, 0 }, \
	{ "company", 0, OPT_TEXT, OPT_ROW(struct run_options, company), "FILE", \
	    "what your company approves and owns; default: candor/company.yaml in your configuration folder", 0, 0 }
#define RUN_REPORT_ROWS \
	{ "format", 'f', OPT_TEXT, OPT_ROW(struct run_options, format), "FORM", \
	    "write |text|json|csv|; text on a terminal, JSON lines otherwise", 0, 0 }, \
	{ "output", 'o', OPT_TEXT, OPT_ROW(struct run_options, output), "FILE", \
	    "write the report to FILE, whole or not at all", 0, 0 }, \
	{ "redact", 0, OPT_FLAG, OPT_ROW(struct run_options, redact), NULL, "mask personal values", 0, 0 }, \
	{ "fail-at", 0, OPT_TEXT, OPT_ROW(struct run_options, fail_at), "OUTCOME", \
	    "exit with 1 if somebody reaches |nothing_found|verify|escalate|; default verify", 0, 0 }

/* What runs. */
struct run {
	const struct command *command;
	const struct run_options *options;
	struct candor *candor;
	struct output output;
	struct err err;
	const char *format; /* what it was found to be */
	int status; /* CMD_DONE so far, or why nothing can be done */
};

/**
 * Check the options, load what they ask for and open the output.  False: end with run_end(), which has the status.
 */
bool run_begin(struct run *r, const struct command *c, const struct run_options *o) NODISCARD;

/** A candor_host's tell(): say it on standard error. */
void run_tell(void *context, const struct candor_err *e, bool is_warning);

/** Write the summary, close the output, free everything.  @ok: did the run itself succeed; else @e says why not. */
int run_end(struct run *r, bool ok, const struct candor_err *e);

#endif
