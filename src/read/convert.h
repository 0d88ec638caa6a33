/* convert.h - what a form can do to a value on its way into the record. */
#ifndef CONVERT_H
#define CONVERT_H

#include "base/arena.h"
#include "base/node.h"
#include "record/field.h"

enum convert_result {
	CONVERT_DONE,
	CONVERT_NOTHING, /* it says nothing: leave the member out */
	CONVERT_WRONG,   /* it is not what it should be: leave the member out and tell */
	CONVERT_MEMORY,
};

/** Make @n, a scratch node (its texts borrowed), into what the conversion's name says. */
typedef enum convert_result conversion_run(struct node *n, struct arena *a);

/* A row of the table: what a form names in "as". */
struct conversion {
	const char *name, *meaning;
	conversion_run *run;
	const char *wanted; /* of a value that does not fit: "milliseconds since 1970" */
};

extern const struct conversion conversions[];
extern const size_t conversion_count;

/** NULL if there is none of that name. */
const struct conversion *conversion_find(struct str name);

/**
 * The last step, by the field's own type: texts are trimmed and empty ones say nothing; times and dates must be days
 * of the calendar, a date loses its time; a country becomes its code.
 */
enum convert_result convert_to_type(struct node *n, enum field_type type);

#endif
