/* cmd_rules.h - between the files of the command "rules". */
#ifndef CMD_RULES_H
#define CMD_RULES_H

#include "cmd/rulebook.h"

struct rules_options {
	const char *format;
	struct opt_values rules;
};

/* The option table of those that write text or JSON, and of those that take rules beside the pack. */
extern const struct opt rules_format_opts[], rules_opts[];

extern const struct command cmd_rules_test, cmd_rules_coverage;

/** "json"?  -1 after a complaint about --format by @c: return CMD_USAGE. */
int rules_as_json(const struct command *c, const struct rules_options *o);

#endif
