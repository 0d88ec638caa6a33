/* explain.h - one rule over records, or over any JSON events: why it does or does not match. */
#ifndef CANDOR_EXPLAIN_H
#define CANDOR_EXPLAIN_H

#include "base/err.h"
#include "candor.h"

struct explain_request {
	const char *rule;       /* its id or name, or the file that it stands in and that is among the engine's rules */
	bool is_file;
	const char *input;      /* "-": standard input */
	const char *time_field; /* of events of other products; NULL: the usual ones */
	bool as_json;
};

/**
 * Explain a rule with what @c, which is loaded, has: rules, lists, forms.  The host gets the report and is told what
 * cannot be read, *unreadable counts that.  False with @e if there is no such rule (ERR_USAGE, with the nearest), or
 * the report could not be written.
 */
bool explain_run(struct candor *c, const struct explain_request *q, int64_t *unreadable, struct err *e) NODISCARD;

#endif
