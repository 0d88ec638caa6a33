/* linker_inside.h - what the files of this folder that make up the linker share. */
#ifndef LINKER_INSIDE_H
#define LINKER_INSIDE_H

#include "base/spill.h"
#include "link/filter.h"
#include "link/linker.h"
#include "match/window.h"

enum { TIE_MASK = 31, SPILL_MEMORY = 1 << 22 };

_Static_assert((int)TIES <= (int)TIE_MASK, "a kind fits into the last bits of a key");

struct picture_set {
	struct picture *at;
	size_t count, size;
	uint64_t *firsts; /* by cluster: its least hash */
};

/* A record whose resume is nearly that of another. */
struct resume_row {
	uint32_t record, cluster;
};

/* An event of a correlation that joins records, in a group that may meet its condition. */
struct kept_row {
	uint64_t group, tie;
	int64_t millis;
	uint64_t value;
	uint32_t node; /* until nodes are numbered, the record */
	uint16_t correlation, rule;
};

struct join_hit {
	uint64_t group;
	uint32_t node;
	uint16_t correlation;
};

struct linker {
	struct link_settings settings;
	struct arena arena;
	uint32_t record_count;
	struct keys *keys;
	struct spill people, wordings, rows;
	const struct join_plan *plan;
	struct kept_row *kept;          /* by correlation, group and record */
	size_t kept_count, kept_size;
	struct join_hit *hits;
	size_t hit_count;
	struct picture_set pictures[2]; /* of people, of documents */
	struct wording_counts *runs;
	struct resume_row *resumes;     /* by record */
	size_t resume_count;
	struct group *groups;
	size_t group_count, group_size;
	struct group_member *members;
	size_t member_count, member_size;
	uint32_t *nodes, *parents, node_count;
	uint64_t *marks;                /* a bit for each record that is a node */
	uint32_t *ranks;                /* by 64 records: nodes before them */
	uint32_t *component, *order, *sizes;
	uint32_t *starts;               /* of groups, by the first bits of their keys, and their end */
	unsigned start_shift;           /* bits of a key behind those */
	struct filter shared;           /* keys of groups: most values are nobody else's */
	struct filter joined;           /* groups of kept rows, and in the end those of hits */
	struct link_graph graph;
};

/** Room for @count members of an array that is owned.  False with @e. */
bool linker_grow(void **array, size_t *size, size_t count, size_t member, struct err *e) NODISCARD;
#define LINKER_GROW(array, size, count, e) linker_grow((void **)&(array), &(size), (count), sizeof(*(array)), (e))

/** Which of several nodes stands for all that it is tied to so far. */
uint32_t linker_root(struct linker *l, uint32_t node);

/** Fill l->resumes from l->wordings.  False with @e. */
bool resumes_cluster(struct linker *l, struct err *e) NODISCARD;

/** Say of each group whether it ties, and tie.  False with @e. */
bool groups_tie(struct linker *l, struct err *e) NODISCARD;

/** Put away the events of the record that comes next.  False with @e. */
bool joined_put(struct linker *l, const struct join_row *rows, size_t count, struct err *e) NODISCARD;

/** Keep those of which something may come, in l->kept.  False with @e. */
bool joined_keep(struct linker *l, struct err *e) NODISCARD;

/** Search them, when it is known who is who and what is a hub, with several @threads.  False with @e. */
bool joined_count(struct linker *l, size_t threads, struct err *e) NODISCARD;

#endif
