/* cmd.h - a subcommand is a row: its words, its options, its help, what it runs. */
#ifndef CMD_H
#define CMD_H

#include "base/buf.h"
#include "base/opt.h"

/* Exit statuses (design.md section 5).  CMD_PARTIAL wins over CMD_FOUND. */
enum cmd_status { CMD_DONE = 0, CMD_FOUND = 1, CMD_USAGE = 2, CMD_PARTIAL = 3 };

struct command {
	const char *name;    /* "scan" */
	const char *args;    /* "FILE..." */
	const char *summary; /* one line, lower case */
	const char *text;    /* the rest of --help: what it does, and examples that work */
	const struct opt *opts;    /* NULL: none */
	size_t options_size;       /* of the struct that @opts fills; it is zeroed before */
	/** Operands only, argv[0] the first; NULL where there are @subs. */
	int (*run)(void *options, int argc, char **argv);
	const struct command *const *subs; /* NULL-terminated; NULL: none */
};

/** Tell which words led to the command that runs, "rules check", for its complaints.  Borrowed; main.c calls it. */
void cmd_words(const char *words);

/** Complain about the call with the usage line; returns CMD_USAGE. */
int cmd_usage(const struct command *c, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** Write to standard output; what fails is told by cmd_finish(). */
void cmd_write(const char *text, size_t len);

/** Flush standard output and tell a full disk or a closed pipe: @status, or CMD_PARTIAL after a complaint. */
int cmd_finish(int status);

/** Write @out to standard output, give its memory back, then cmd_finish(@status). */
int cmd_print(struct buf *out, int status);

/**
 * The form of the output: what --format gave, if it is among @forms (NULL-terminated); if nothing was given, "text" on
 * a terminal and "json" elsewhere.  NULL after a complaint: return CMD_USAGE.
 */
const char *cmd_format(const struct command *c, const char *given, const char *const *forms);

/* One for each command, in cmd_NAME.c; main.c lists them. */
extern const struct command cmd_scan, cmd_check, cmd_match, cmd_rules, cmd_lists, cmd_advisories, cmd_fields;
extern const struct command cmd_explain, cmd_hash, cmd_help, cmd_impact, cmd_memory, cmd_rings;

/* The table of main.c, NULL-terminated, for help, manual and completions. */
extern const struct command *const commands[];

#endif
