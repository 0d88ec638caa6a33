/* source.h - what an opened input is found to be; between the files of this folder. */
#ifndef SOURCE_H
#define SOURCE_H

#include "read/read.h"
#include "read/split.h"

struct sheet;

struct source {
	struct input *in;
	char *path;
	const struct forms *forms;
	const struct form *form;     /* NULL: recognise each record */
	struct sheet *sheet;         /* SPLIT_TABLE: what its header says */
	struct arena arena;          /* of the sheet */
	struct splitter split;
	char *held;                  /* bytes that were read and not given out yet */
	size_t held_len, held_size;
	size_t scanned;              /* how many of them the splitter has seen */
	size_t begin;                /* where the record that it is in begins */
	unsigned recovered;          /* records that never ended and were cut off */
	bool at_end;                 /* the input has no more */
	bool is_over;                /* and all has been told */
	struct err failure;          /* of the input, to be told behind the last record */
};

/** What @text, the beginning of an input or (@is_all) all of it, holds.  False with @e if it cannot be read. */
bool source_recognise(struct str text, bool is_all, enum split_kind *kind, struct err *e) NODISCARD;

#endif
