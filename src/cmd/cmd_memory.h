/* cmd_memory.h - the subcommands of memory, which complain under their own names. */
#ifndef CMD_MEMORY_H
#define CMD_MEMORY_H

#include "cmd/cmd.h"
#include "link/store.h"

extern const struct command memory_show, memory_purge, memory_erase, memory_export;

#endif
