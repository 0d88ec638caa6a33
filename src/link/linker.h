/* linker.h - records in, one after the other; when all are there, who is tied to whom, and by what. */
#ifndef LINKER_H
#define LINKER_H

#include "link/join.h"
#include "link/near.h"
#include "link/people.h"
#include "link/settings.h"

struct linker;

/** @settings are copied; @plan must outlive it.  NULL with @e. */
struct linker *linker_new(const struct link_settings *settings, const struct join_plan *plan, struct err *e);
void linker_free(struct linker *l);

/** Count the runs of a resume; from any thread, before its record is added. */
void linker_count(struct linker *l, const struct wording *w);

/* What the linker wants of a record. */
struct link_entry {
	struct str id, name;
	const struct tie_key *keys;
	size_t key_count;
	struct wording wording;
	const struct join_row *rows;
	size_t row_count;
};

/** The next record; they are numbered from 0.  Nothing of it is borrowed.  False with @e. */
bool linker_add(struct linker *l, const struct link_entry *entry, struct err *e) NODISCARD;

/** All records are there: find out, with that many @threads (0: one for each processor).  False with @e. */
bool linker_finish(struct linker *l, size_t threads, struct err *e) NODISCARD;

enum group_state {
	GROUP_TIES,
	GROUP_HUB,       /* more unrelated people share it than the policy allows */
	GROUP_HOUSEHOLD, /* those of one home share it */
	GROUP_APART,     /* a line, at times too far from each other */
};

/* Records that share a value. */
struct group {
	uint64_t key;
	uint32_t first, count; /* of its members */
	uint32_t records;      /* different ones */
	uint32_t people;       /* of a hub: at the most, as far as they were counted */
	uint8_t tie, state;
};

struct group_member {
	uint32_t node, minute;
};

/*
 * What came of it.  A node is a record that shares something: they are numbered in the order of the records.  Borrowed
 * from the linker.
 */
struct link_graph {
	const uint32_t *records;   /* by node */
	struct people people;      /* by node */
	const struct group *groups; /* by key */
	size_t group_count;
	const struct group_member *members; /* of a group by node and minute */
	const uint32_t *component; /* by node: where its component begins in @order */
	const uint32_t *order;     /* nodes, those of a component beside each other */
	const uint32_t *sizes;     /* by place in @order: how many there are, at the beginning of one */
};

/** After linker_finish(). */
const struct link_graph *linker_graph(const struct linker *l);

/** The node of a record, or UINT32_MAX: it shares nothing with anybody. */
uint32_t linker_node(const struct linker *l, uint32_t record);

/** The groups of @key: the first, and how many there are (a line has one for each time that it was used). */
const struct group *linker_groups(const struct linker *l, uint64_t key, size_t *count);

/** Is @node a member of @g? */
bool linker_is_member(const struct linker *l, const struct group *g, uint32_t node);

/** The key under which a record's value is grouped; 0 if nobody has one like it. */
uint64_t linker_key(const struct linker *l, const struct tie_key *k);
/** Likewise of the wording of a record's resume. */
uint64_t linker_wording_key(const struct linker *l, uint32_t record);

/** Is the event @row of a record in a group that met its correlation's condition?  Then the correlation, else NULL. */
const struct rule *linker_fired(const struct linker *l, uint32_t record, const struct join_row *row);

#endif
