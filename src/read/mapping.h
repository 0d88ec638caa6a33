/* mapping.h - a form as its file says it, compiled; between form.c, form_load.c and form_map.c. */
#ifndef MAPPING_H
#define MAPPING_H

#include "read/convert.h"
#include "read/form.h"
#include "read/path.h"

enum { CONVERT_MAX = 4 }; /* conversions of one value */

/* Something that must be so: @path has a value, or has one of @values, or (@is_not) has not. */
struct condition {
	struct condition *next;
	struct path path;
	bool is_not;
	const struct node *values; /* a scalar or a list of them, NULL: any value will do */
	struct condition *any;     /* NULL, or instead of all that: one of these must be so */
};

struct path_list {
	struct path *at;
	size_t count;
};

/* Where values come from. */
struct value {
	struct path_list paths;      /* more than one are joined by @with; none: @constant */
	struct str with;
	const struct node *constant; /* text, number, true or false */
	const struct conversion *as[CONVERT_MAX];
	size_t as_count;
	const struct node *words;    /* a map from what is found (with "*") to what is put; NULL: it is put as found */
	struct condition *where;
	char split;                  /* between the items of one text, 0 if it is one */
};

struct target;

/* One way to fill a target; the members of an element or map, or a plain value. */
struct part {
	struct part *next;
	struct value *value;       /* else: */
	struct value *each;        /* one element for each of these; NULL: one of the record itself */
	struct condition *where;
	struct part *place, *postal; /* texts that city, region, ... are read from */
	struct target *members;
};

/* A field of the record.  Of a list all parts are taken, of anything else the first that gives a value. */
struct target {
	struct target *next;
	const struct field *field;
	const struct field *leaf; /* what a plain value is: the field itself, or the member it stands for */
	struct str key;
	bool is_list;
	struct part *parts;
};

struct reading {
	struct reading *next;
	const struct path *path;
};

/* A protected field, dropped and counted under @name. */
struct dropping {
	struct dropping *next;
	struct path path;
	struct str name;
};

struct form {
	struct form *next;              /* in the order of names */
	const char *name, *title;
	const char *file;               /* NULL of the program's own record */
	const struct node *source;      /* the file's document; NULL likewise */
	struct arena *arena;            /* of all forms */
	struct condition *recognise;
	size_t recognise_count;
	struct path_list records;       /* the first that is there; else the value is the record */
	struct path_list group;         /* none: a record is a person; else what names the person whose event it is */
	/* From here on the mapping, see form_made(). */
	struct condition *only;         /* of a record; others are passed over */
	struct target *targets;
	struct part *pages;             /* addresses on the web, to be sorted into accounts and links */
	struct dropping *drops;
	struct reading *reads;          /* all paths, to see whether a member is looked at */
	bool is_users;                  /* added by --forms: looked at first */
	bool is_table, any_case;
	bool is_made;                   /* the mapping is; of forms that ship, when it is first needed */
};

/* What the file of a form is loaded with. */
struct form_loader {
	struct arena *a;
	const char *file;
	form_fault *fault; /* may be NULL */
	void *context;
	bool is_bad, no_memory;
};

/** Name, title and what recognises it, of @document.  NULL if it is no map; other faults are told, and set is_bad. */
struct form *form_load(struct form_loader *l, const struct node *document);

/** The mapping itself, whatever was wrong before.  False if there is any fault or no memory. */
bool form_load_mapping(struct form_loader *l, struct form *f) NODISCARD;

/** Does @c, and all that follows it, hold?  Nothing always holds. */
bool conditions_hold(const struct condition *c, const struct path_frame *at);

#endif
