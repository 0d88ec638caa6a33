/* cmd_rules.h - between the files of the command "rules". */
#ifndef CMD_RULES_H
#define CMD_RULES_H

#include "cmd/rulebook.h"

struct rules_options {
	const char *format, *lists;
	struct opt_values rules, set;
};

/* The option table of those that run rules, and of those that take rules beside the pack. */
extern const struct opt rules_test_opts[], rules_opts[];

extern const struct command cmd_rules_test, cmd_rules_coverage;

/**
 * Open the rules of the operands, placeholders filled in as the options say; the values are in @a.  False after a
 * complaint by @c, with the exit status.  Close @b in any case.
 */
bool rules_open(struct rulebook *b, const struct command *c, const struct rules_options *o, struct arena *a, int argc,
    char **argv, int *status) NODISCARD;

/** "json"?  -1 after a complaint about --format by @c: return CMD_USAGE. */
int rules_as_json(const struct command *c, const struct rules_options *o);

#endif
