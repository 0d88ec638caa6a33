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
	struct gather *gather;       /* of a log: persons are given out instead of records; NULL else */
	bool is_gathered;            /* all that is held was read, and is being given out */
	bool has_begun;              /* the first chunk was seen */
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

/** Add a piece, and set the text that the pieces of a chunk are in (copied).  False without memory. */
bool chunk_add(struct chunk *c, struct piece p) NODISCARD;
bool chunk_put(struct chunk *c, struct str text) NODISCARD;

#endif
