/* form.h - how one system writes an applicant, and how that becomes a record; between the files of this folder. */
#ifndef FORM_H
#define FORM_H

#include "read/read.h"

/** Is it the program's own, whose records are taken as they are? */
bool form_is_own(const struct form *f);

/** The form of @raw, a map as it was read; the program's own if it looks like no other. */
const struct form *form_recognise(const struct forms *f, const struct node *raw);

/** The form whose tables have these columns (keys of the map @header, in lower case); NULL if it looks like none. */
const struct form *form_recognise_table(const struct forms *f, const struct node *header);

/** Are its records rows of a table? */
bool form_is_table(const struct form *f);

/** Where in @raw the records of @f are: a map is the record, a list has one or more.  NULL if there is none. */
struct node *form_records(const struct form *f, struct node *raw);

/** The form ready for the calls below; the first call makes its mapping.  Threads may call it.  NULL without memory. */
const struct form *form_made(const struct form *f);

/** Is @raw, found within @outer, a record that the form asks for?  It passes over others of its kind. */
bool form_wants(const struct form *f, const struct node *raw, const struct node *outer);

/**
 * Where a record is an event and not a person: does @f gather all those of one person into one record?  And, of the
 * event @raw, the text that names the person, no text if it names nobody.
 */
bool form_gathers(const struct form *f);
struct str form_person(const struct form *f, const struct node *raw);

/** May the form look at the member @key of a record?  Ready forms only. */
bool form_reads(const struct form *f, struct str key);

/**
 * Make @out's root from the record @raw of form @f, found within the map @outer (which may be @raw itself), or from the
 * events of one person, a list of {"line", "event"}; what is protected is counted in its drops, and what does not
 * fit is told to @fault (may be NULL) and left out.  What is new is in @a, texts are borrowed from @raw.  False when @a
 * is full.
 */
bool form_map(const struct form *f, const struct node *raw, const struct node *outer, struct arena *a,
    struct record *out, record_fault *fault, void *context) NODISCARD;

#endif
