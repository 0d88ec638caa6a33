/* rulebook.h - the rules that a command speaks of: the pack, and what the user names beside it. */
#ifndef RULEBOOK_H
#define RULEBOOK_H

#include "cmd/cmd.h"
#include "list/catalogue.h"
#include "rule/rule_load.h"

/* What placeholders of rules stand for; zero is: nothing but the user's own lists. */
struct rulebook_fill {
	const struct placeholder *values;
	const char *lists; /* folder of lists, NULL for the user's own */
};

struct rulebook {
	struct rulebook_fill fill;
	struct arena arena;
	const struct catalogue *catalogue;
	struct lists *lists; /* that placeholders name; NULL until one does */
	struct rules set;
	size_t unreadable; /* paths that could not be read; each was told on standard error */
	bool is_clean;     /* every path was read, and nothing in it is an error */
};

/** Is @folder, of --lists, there?  NULL and "" are.  False after a complaint. */
bool rulebook_has_lists(const char *folder);

/** The values of --set NAME=VALUE, in order, in @a; they borrow from @given.  False after a complaint by @c. */
bool rulebook_values(const struct command *c, const struct opt_values *given, struct arena *a,
    const struct placeholder **out) NODISCARD;

/**
 * Load the rules of @paths (files or folders) and then those of the program that they do not replace.  @fill may be
 * NULL.  Faults are kept in the set.  False, after a complaint, without memory; close it in any case.
 */
bool rulebook_open(struct rulebook *b, const char *const *paths, size_t count, const struct rulebook_fill *fill)
    NODISCARD;
void rulebook_close(struct rulebook *b);

/** Tell every error of the rules on standard error, as scan does; returns CMD_USAGE. */
int rulebook_refuse(const struct rulebook *b);

/** What people call the rule: its name, else its id, else its title. */
struct str rulebook_handle(const struct rule *r);

/** The rule of that id or name; NULL after a complaint by @c that names the nearest. */
const struct rule *rulebook_find(const struct rulebook *b, const struct command *c, const char *handle);

/** "file:line:column: code: message", or the same as a JSON object on a line. */
void rulebook_put_fault(struct buf *out, const struct fault *f, bool as_json);

#endif
