/* link.h - what the linker found out, of one applicant: for assess and report. */
#ifndef LINK_H
#define LINK_H

#include "link/linker.h"

/* One thing shared. */
struct link_by {
	struct link_by *next;
	enum tie tie;
	struct str field;  /* where the applicant at hand has it: "phones[0].number" */
	struct str text;   /* the normal form; no text for the wording of a resume */
};

/* Somebody in the same component. */
struct linked {
	struct linked *next;
	struct str id;
	bool is_earlier;     /* of an earlier run: the memory knows its id, and nothing that it could say of a name */
	char day[11];        /* then when it was last seen */
	bool is_same_person; /* by what both say of their names */
	struct link_by *by;  /* what is shared with just this one; NULL: tied through others */
};

/* What the applicant shares with so many that it ties nobody, or with the household. */
struct link_hub {
	struct link_hub *next;
	struct link_by what;
	uint32_t people;     /* at least */
	bool is_household;
};

struct links {
	struct linked *linked;
	size_t count, more;  /* listed; and beyond LINK_MAX_NAMED */
	struct link_hub *hubs;
};

/**
 * All that is known of @record, whose values are @values (tie_values()); in @a.  All zero for who shares nothing.
 * False when @a is full.
 */
bool links_of(const struct linker *l, uint32_t record, const struct tie_value *values, struct arena *a,
    struct links *out) NODISCARD;

/** Add to @m what correlations that join records found, by the record's own @events.  False when @a is full. */
bool links_find(const struct linker *l, uint32_t record, const struct join_event *events, struct arena *a,
    struct matched *m) NODISCARD;

#endif
