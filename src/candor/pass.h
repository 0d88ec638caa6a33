/* pass.h - one applicant through the stages: enrich, match, assess, report; or as far as match, where link follows. */
#ifndef PASS_H
#define PASS_H

#include "candor/batch.h"
#include "candor/engine.h"
#include "link/memory.h"

/* A record whose report waits for the others, on its way to the linker; in the batch, from @kept on. */
struct waiting {
	struct waiting *next, *last; /* @last: of the first one only */
	struct link_entry entry;
};

/* One thread's working memory. */
struct pass {
	const struct candor *engine;
	struct match_run *match;
	struct arena arena; /* the record's */
	struct tally tally;
	struct batch *batch; /* that is being filled */
	const char *file;    /* that is being read */
	bool only_ties;      /* pass_spool(): nothing is matched */
	struct memory *memory; /* pass_record(): is looked into, and keeps nothing; NULL: none */
};

/** False without memory; clear it in any case. */
bool pass_init(struct pass *p, const struct candor *c) NODISCARD;
void pass_clear(struct pass *p);

/** Take one record, that lives in the arena of @p, through the stages, and report it into the batch. */
void pass_record(struct pass *p, struct record *r);

/** Take one record through the stages before link, and put what came of it into the batch: its report waits. */
void pass_spool(struct pass *p, struct record *r);

/** A member was left out; @context is the pass. */
void pass_fault(void *context, const struct record *r, const char *field, const char *wanted);

#endif
