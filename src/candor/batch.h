/* batch.h - what came of a number of records, in their order, until it is written. */
#ifndef BATCH_H
#define BATCH_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

struct note {
	const char *file;  /* of the run's inputs; NULL: the note is a record's id */
	uint64_t id;       /* hash of the id, to see repeated ones */
	const char *at;    /* the file of the record */
	unsigned line, column;
	bool is_warning;
	size_t text;       /* where the sentence begins in @texts */
};

struct batch {
	struct buf report, texts;
	struct note *notes;
	size_t note_count, note_size;
	int64_t records, bad_inputs;
	int64_t strange;    /* records without a field that is known */
	unsigned strange_line; /* of the first of them */
	size_t input;       /* which of the run's inputs its records are of */
	struct arena arena; /* of what else the work keeps in it, from @kept on */
	void *kept;         /* zero in an empty batch */
	bool failed;        /* no memory */
};

/** Empty, with memory of its own; NULL without memory. */
struct batch *batch_new(void);
void batch_free(struct batch *b);

/** Empty it, keeping its memory. */
void batch_reset(struct batch *b);

/** A note, all zero but its text's place, which is where the next text comes; NULL, and failed, without memory. */
struct note *batch_note(struct batch *b);

/** Note a complaint or a warning about the input @file, which outlives the batch. */
void batch_complain(struct batch *b, const char *file, const struct err *e);
void batch_warn(struct batch *b, const char *file, const struct err *e);

/** What a note that has a file says. */
struct err batch_err(const struct batch *b, const struct note *n);

/** Does it hold all that was put into it? */
bool batch_is_whole(const struct batch *b);

#endif
