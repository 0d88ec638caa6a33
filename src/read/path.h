/* path.h - where a form finds a value: "applications.answers[question~time zone].answer". */
#ifndef PATH_H
#define PATH_H

#include "base/err.h"
#include "base/node.h"

enum path_select {
	PATH_ALL,
	PATH_EQUAL, /* [type=City]: elements whose member has this text, without regard to case */
	PATH_HAS,   /* [question~time zone]: elements whose member has it somewhere */
	PATH_INDEX, /* [0]: the one of this number */
};

/* One member on the way.  In a list each element is looked at. */
struct path_step {
	struct str key; /* with "*" for anything if @is_glob */
	uint32_t hash;
	bool is_glob;
	enum path_select select;
	struct str member; /* PATH_EQUAL, PATH_HAS: dotted */
	struct str want;
	unsigned index;
};

struct path {
	unsigned up; /* how many "^" it begins with: out of the element, out of the record */
	bool any_case;
	size_t count; /* 0: the place itself */
	struct path_step *steps;
};

enum { PATH_LEVELS = 3 }; /* the whole value, a record in it, an element of the record */

/* From where paths are walked: @at[depth] is the place, those before it are around it. */
struct path_frame {
	const struct node *at[PATH_LEVELS];
	unsigned depth;
};

/**
 * Read @text, borrowed, to *out; what it needs is in @a.  As a column's name (@is_column) all of it is one key, in
 * lower case.  False with a sentence and a column from 1 within @text.
 */
bool path_read(struct str text, bool is_column, bool any_case, struct arena *a, struct path *out,
    struct err *e) NODISCARD;

/** Does @s read like @glob, in which "*" stands for anything? */
bool path_matches(struct str glob, struct str s, bool any_case);

/** Told of each value; lists at the end are entered, null is passed over.  False ends the walk. */
typedef bool path_visit(void *context, const struct node *n);

/** False if @visit ended it. */
bool path_walk(const struct path *p, const struct path_frame *from, path_visit *visit, void *context);

/** Likewise, but lists at the end are given as they are. */
bool path_walk_whole(const struct path *p, const struct path_frame *from, path_visit *visit, void *context);

/** Does the first step lead to a member @key of some map?  A place itself takes all. */
bool path_takes(const struct path *p, struct str key);

/** The first value, NULL if there is none. */
const struct node *path_first(const struct path *p, const struct path_frame *from);

/** The list or map at @p itself, not entered, NULL if there is none. */
const struct node *path_node(const struct path *p, const struct path_frame *from);

#endif
