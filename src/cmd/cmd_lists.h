/* cmd_lists.h - the commands under "candor lists", and what they have in common. */
#ifndef CMD_LISTS_H
#define CMD_LISTS_H

#include "cmd/cmd.h"
#include "list/update.h"

enum { LISTS_NAME_COLUMNS = 23, LISTS_OUT_MAX = 1 << 30 };

/* One for each, in cmd_lists_NAME.c. */
extern const struct command cmd_lists_show, cmd_lists_lookup, cmd_lists_add, cmd_lists_update, cmd_lists_verify;

/** The date that was @given, or today's (UTC) in @out. */
struct str lists_today(const char *given, char out[11]);

/** Begin a change of the user's folder; NULL with @e. */
struct update *lists_begin(struct err *e);

/** Compile the networks of the lists that are now at hand, so that the next run need not. */
void lists_compile(void);

#endif
