/* linker_inside.h - what the files of this folder that make up the linker share. */
#ifndef LINKER_INSIDE_H
#define LINKER_INSIDE_H

#include "base/spill.h"
#include "link/linker.h"

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

struct linker {
	struct link_settings settings;
	struct arena arena;
	uint32_t record_count;
	struct keys *keys;
	struct spill people, wordings;
	struct picture_set pictures[2]; /* of people, of documents */
	struct wording_counts *runs;
	struct resume_row *resumes;     /* by record */
	size_t resume_count;
	struct group *groups;
	size_t group_count, group_size;
	struct group_member *members;
	size_t member_count, member_size;
	uint32_t *nodes, *parents, node_count;
	uint32_t *component, *order, *sizes;
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

#endif
