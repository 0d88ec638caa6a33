/* pass.h - one applicant through the stages: enrich, match, assess, report. */
#ifndef PASS_H
#define PASS_H

#include "candor/engine.h"

/* What came of a number of records, in their order, until it is written. */
struct note {
	const char *file;  /* of the run's inputs; NULL: the note is a record's id */
	uint64_t id;       /* hash of the id, to see repeated ones */
	const char *at;    /* the file of the record */
	unsigned line, column;
	size_t text;       /* where the sentence begins in @texts */
};

struct batch {
	struct buf report, texts;
	struct note *notes;
	size_t note_count, note_size;
	int64_t records;
	bool failed; /* no memory */
};

/** Empty it, keeping its memory; give its memory back. */
void batch_reset(struct batch *b);
void batch_clear(struct batch *b);

/** Note a complaint; @file outlives the batch. */
void batch_complain(struct batch *b, const char *file, const struct err *e);

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
