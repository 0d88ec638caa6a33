/* record.h - one applicant: what was given, put into the shape of the record, and the facts that enrich adds. */
#ifndef RECORD_H
#define RECORD_H

#include "base/node.h"

/* How often a protected field was dropped on reading; names are const, from the registry or the form. */
struct drop {
	struct drop *next;
	struct str field;
	int64_t count;
};

/* What the company's own file explains: the value at @path ("sessions[2].ip") and the facts about it. */
struct explained {
	struct explained *next;
	struct str path;
	struct str entry;  /* "remote_tools: TeamViewer" */
	struct str reason; /* as the file gives it */
};

/** The first of @x that explains @field: its path, or what hangs below it.  NULL if none does; @x may be NULL. */
const struct explained *explained_find(const struct explained *x, struct str field);

/* All of it lives in the arena of the record and is gone with the next one. */
struct record {
	struct str id;      /* as text; "FILE:LINE" where the input had none */
	struct str file;    /* input as named on the command line, "-" is stdin; a NUL follows */
	unsigned line;      /* where the record begins */
	struct node *root;  /* a map in the shape of record.md: lists are lists, objects are objects */
	struct drop *drops;
	bool is_strange;    /* none of its members is a record's; or it has an id, and "email" for "emails" */
	struct explained *explained; /* set by enrich */
};

/** Told of each member left out because it is not of its field's type: @field is the registry's name, not a value. */
typedef void record_fault(void *context, const struct record *r, const char *field, const char *wanted);

/**
 * Put @r->root, a map as it was read, into the record's shape, in place: a single value becomes a list of one, a
 * string where an object is expected becomes its first field, a numeric id (phone, postcode) its text; null members
 * are left out; of equal keys the last one stays; text flagged NODE_PLAIN (a table's cell) is read as the field's
 * type; protected fields are taken out and counted in @r->drops; members of the wrong type are told to @fault (may
 * be NULL) and left out.  Unknown members stay.  Sets @r->id.  False when @a is full.
 */
bool record_shape(struct record *r, struct arena *a, record_fault *fault, void *context) NODISCARD;

/** The numbers of given fields' keys are at most that; those of facts are above. */
uint16_t record_slots(void);

/** For json_reader_new(): the number of each given field at its place, from which record_shape() knows it. */
uint16_t record_slot(uint16_t parent, struct str key);

struct field; /* field.h */

/** May the field, which is of text, be written as a number?  As true or false? */
bool record_takes_number(const struct field *f);
bool record_takes_bool(const struct field *f);

/** The name under which a member of the key @key is counted as protected; NULL: it is not one. */
const char *record_protected(struct str key);

/** Count a protected field that was left out on reading; @field is const text, no input's.  False when @a is full. */
bool record_drop(struct record *r, struct arena *a, struct str field) NODISCARD;

/* One kind of event: the elements of a list of the record. */
struct category {
	const char *name; /* "session" */
	const char *path; /* "sessions", "payment.accounts"; "" is the record itself */
};

enum { CATEGORY_APPLICANT = 0 };

/* The categories of design.md section 2, "applicant" first. */
extern const struct category categories[];
extern const size_t category_count;

/** "sessions[2].ip", in @a; ptr is NULL when it is full. */
struct str record_place(struct arena *a, const char *list, size_t index, struct str key);

/** The index of category @name, or category_count. */
size_t category_find(struct str name);

/** The list of events of @category in @root, NULL if there is none.  For "applicant" it is @root itself, not a list. */
struct node *category_events(const struct node *root, size_t category);

/* Where the events of a category stand. */
struct category_list {
	const struct node *list;   /* as category_events() tells, but NULL for the record itself */
	const struct node *parent; /* of a list within a member of the record: that member; else NULL */
};

static inline bool category_list_has(const struct category_list *l)
{
	return l->list && node_is_container(l->list) && l->list->child;
}

/** Of all categories, in @out (category_count of them), by one walk over the members of @root. */
void category_lists(const struct node *root, struct category_list *out);

#endif
