/* read.h - input files to records: what files look like (lines, lists, tables), and what systems call things. */
#ifndef READ_H
#define READ_H

#include "base/err.h"
#include "record/record.h"

struct form;   /* how one system writes an applicant: a file of rules/forms/ */
struct forms;  /* all that are known; never changes while anything is read, shared between threads */
struct source; /* one input, opened; one thread at a time takes chunks from it */
struct reader; /* one thread's working memory */

/* The forms that ship with the program.  NULL with @e on failure. */
struct forms *forms_new(struct err *e);
void forms_free(struct forms *f);

/** Told of each fault of a form's file: file, line, column and sentence in @e. */
typedef void form_fault(void *context, const struct err *e);

/**
 * Add the form in the file @path, or in each *.yaml and *.yml of the folder @path; one of a known name replaces it.
 * Every fault is told; false if there was any.
 */
bool forms_add_path(struct forms *f, const char *path, form_fault *fault, void *context) NODISCARD;

/** The forms in order of their names, for listings. */
size_t forms_count(const struct forms *f);
const char *forms_name(const struct forms *f, size_t index);
const char *forms_title(const struct forms *f, size_t index);

/** The form named @name ("candor" is the program's own), NULL if there is none. */
const struct form *forms_find(const struct forms *f, const char *name);

/**
 * Open @path ("-": standard input).  With @form the records are taken to be of it, NULL recognises each one.  @forms
 * must outlive the source; without any (NULL) the input is JSON of whatever kind, never a table.  NULL with @e if it
 * cannot be opened, or is nothing that holds records.
 */
struct source *source_open(const char *path, const struct form *form, const struct forms *forms, struct err *e);

/** What is odd about an input that can be read.  False if nothing is; else @e is a warning, and has its place. */
bool source_warning(struct source *s, struct err *e);

/** After the last of its chunks is done with. */
void source_close(struct source *s);

/* A number of whole records as they stand in the file, or a complaint about a place in it. */
struct chunk {
	const struct source *source;
	char *text;           /* owned, with padding behind @len */
	size_t len, size;
	size_t at;            /* how far a reader has come */
	unsigned line;        /* of the byte at @at */
	bool is_lines;        /* a record is a line; else @pieces tell */
	struct piece *pieces; /* where the records stand */
	size_t piece_count, piece_room, piece_at;
	struct err fault;     /* what is wrong behind the records of this chunk; code is ERR_NONE if nothing is */
};

/** Zero is an empty chunk; it may be filled again and again.  Give its memory back. */
void chunk_clear(struct chunk *c);

/**
 * The next records, in order: about 256 kB of them, or a single one of up to READ_MAX_LINE bytes.  Only looks for where
 * records end: cheap enough to be called under a lock.  False at the end.  Whatever goes wrong is told by the reader.
 */
bool source_next(struct source *s, struct chunk *c) NODISCARD;

/**
 * @fault (may be NULL) is told of members of the wrong type.  Without @forms (NULL) objects are read as they stand: no
 * shape, nothing dropped, no id.  NULL without memory.  @forms must outlive it.
 */
struct reader *reader_new(const struct forms *forms, record_fault *fault, void *context);
void reader_free(struct reader *r);

enum read_result {
	READ_RECORD, /* *out is a record in shape; it and its texts live until the arena is reset or the next call */
	READ_BAD,    /* @e says what is wrong and where; go on */
	READ_END,    /* of this chunk */
};

/** The next record of @c.  A missing id is "FILE:LINE". */
enum read_result reader_next(struct reader *r, struct chunk *c, struct arena *a, struct record *out, struct err *e);

#endif
