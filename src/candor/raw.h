/* raw.h - any Sigma rules over any JSON lines: what matches on which line, and the groups that correlations find. */
#ifndef RAW_H
#define RAW_H

#include "base/err.h"
#include "candor.h"
#include "rule/rule_load.h"

struct raw_options {
	const struct rules *rules;  /* finished; of any product */
	const char *time_field;     /* of an event; NULL: the first of the usual ones that is there */
	size_t jobs;                /* threads; 0: one for each processor */
	bool as_text;               /* for people; else JSON lines */
};

struct raw_count {
	int64_t events, unreadable; /* unreadable: events and inputs */
};

/** When an event was, by @field or, NULL, the first of the usual ones that is there; WINDOW_NO_TIME if none is. */
struct node;
int64_t raw_time(const char *field, const struct node *event);

/**
 * Run the rules over @files: @host gets a line for each match in the order of the input, then one for each group, and
 * is told what could not be read, and what a rule's regular expression could not decide.  False with @e if the output
 * could not be written, or without memory.
 */
bool raw_run(const struct candor_host *host, const struct raw_options *o, const char *const *files, size_t count,
    struct raw_count *out, struct err *e) NODISCARD;

#endif
