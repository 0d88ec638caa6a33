/* observed.h - which of the fields that rules read a record has: what is not there is told, and taken for nothing. */
#ifndef OBSERVED_H
#define OBSERVED_H

#include "match/index.h"
#include "match/match.h"

/* The fields of all categories as paths from the record on, in order, each before those that begin with it. */
struct observed {
	struct str *paths;
	uint32_t *ends;        /* the first path behind that does not begin with this one */
	uint32_t *parents;     /* the path that this one begins with, TRIE_NONE at the top */
	size_t count;
	uint32_t **by_place;   /* by category, by the matcher's place: the path, or TRIE_NONE */
	uint32_t *lists;       /* by category: the list of its events, TRIE_NONE for the record itself */
};

/** From one matcher for each category of record.h (NULL: no rules); in @a.  False when it is full. */
bool observed_make(struct observed *o, struct matcher *const *matchers, struct arena *a) NODISCARD;

/**
 * Mark with @turn, in @marks (@count of them), what the last event of @category had; of what it met, in order, from the
 * @first on.
 */
static inline void observed_mark(const struct observed *o, size_t category, const struct reading *r, size_t first,
    uint64_t *marks, uint64_t turn)
{
	const uint32_t *paths = o->by_place[category];

	for (size_t i = first; i < r->met_count; i++)
		if (paths[r->met[i]] != TRIE_NONE)
			marks[paths[r->met[i]]] = turn;
}

/** Mark the list of a category's events if there are any, and what it is in as far as the record has it. */
void observed_mark_list(const struct observed *o, size_t category, const struct category_list *events, uint64_t *marks,
    uint64_t turn);

/** The paths without the mark @turn, of a whole branch without it only the branch; in @a.  False when it is full. */
bool observed_missing(const struct observed *o, const uint64_t *marks, uint64_t turn, struct arena *a,
    struct str_list *out) NODISCARD;

#endif
