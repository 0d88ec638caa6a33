/* pass.h - one applicant through the stages: enrich, match, assess, report. */
#ifndef PASS_H
#define PASS_H

#include "candor/batch.h"
#include "candor/engine.h"

/* One thread's working memory. */
struct pass {
	const struct candor *engine;
	struct match_run *match;
	struct arena arena; /* the record's */
	struct tally tally;
	struct batch *batch; /* that is being filled */
	const char *file;    /* that is being read */
};

/** False without memory; clear it in any case. */
bool pass_init(struct pass *p, const struct candor *c) NODISCARD;
void pass_clear(struct pass *p);

/** Take one record, that lives in the arena of @p, through the stages, and report it into the batch. */
void pass_record(struct pass *p, struct record *r);

/** A member was left out; @context is the pass. */
void pass_fault(void *context, const struct record *r, const char *field, const char *wanted);

#endif
