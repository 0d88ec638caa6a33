/* opt.h - options of a command as a table: parsing, help, manual and completions come from it. */
#ifndef OPT_H
#define OPT_H

#include "base/err.h"

enum opt_kind {
	OPT_FLAG,   /* bool */
	OPT_TEXT,   /* const char *, the last one given; NULL if none */
	OPT_NUMBER, /* int64_t, from @min to @max */
	OPT_MANY,   /* struct opt_values: each one given, in order */
};

struct opt_values {
	const char **at; /* borrowed from argv; the array is owned by the options and freed by opt_clear() */
	size_t count;
};

/* A row.  The table ends with a row without @name. */
struct opt {
	const char *name;   /* "format", without the dashes */
	char letter;        /* 0: none */
	enum opt_kind kind;
	size_t offset;      /* of the member in the options struct */
	const char *arg;    /* "NAME"; NULL for a flag */
	const char *help;   /* lower case, no full stop; words in | | are what completion offers; NULL: not shown */
	int64_t min, max;   /* OPT_NUMBER */
};

#define OPT_ROW(type, member) offsetof(type, member)

/**
 * Take the options out of @argv (argv[0] is skipped), so that only operands are left, NULL-terminated, and set
 * members of @into.  "--name=value", "--name value", "-n value", "--" and "-" (an operand) are understood.  False
 * with @e, and the nearest name, on anything else.
 */
bool opt_parse(const struct opt *opts, void *into, int *argc, char **argv, struct err *e) NODISCARD;

/** Free what OPT_MANY members own. */
void opt_clear(const struct opt *opts, void *into);

#endif
