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

enum {
	OBSERVED_LISTS = 512,           /* lists of what is missing that are remembered; a power of two */
	OBSERVED_LISTS_BYTES = 1 << 20, /* what they may take */
};

/* What one record has: a byte for each path.  Records miss the same again and again: the lists are remembered. */
struct observed_marks {
	uint8_t *at;   /* 0: not observed */
	size_t words;  /* of eight bytes; those behind the last path stay 0 */
	struct observed_list *lists[OBSERVED_LISTS]; /* by a hash of the marks; NULL: free */
	struct arena kept;
};

/** For the paths of @o.  False without memory; then too it is to be cleared. */
bool observed_marks_init(struct observed_marks *m, const struct observed *o) NODISCARD;
void observed_marks_clear(struct observed_marks *m);

/** Nothing is observed yet. */
void observed_begin(struct observed_marks *m);

/** Mark what the last event of @category had; of what it met, in order, from the @first on. */
static inline void observed_mark(const struct observed *o, size_t category, const struct reading *r, size_t first,
    struct observed_marks *m)
{
	const uint32_t *paths = o->by_place[category];

	for (size_t i = first; i < r->met_count; i++)
		if (paths[r->met[i]] != TRIE_NONE)
			m->at[paths[r->met[i]]] = 1;
}

/** Mark the list of a category's events if there are any, and what it is in as far as the record has it. */
void observed_mark_list(const struct observed *o, size_t category, const struct category_list *events,
    struct observed_marks *m);

/**
 * The paths without a mark, of a whole branch without one only the branch; in @a, or remembered until @m is cleared.
 * False when @a is full.
 */
bool observed_missing(const struct observed *o, struct observed_marks *m, struct arena *a,
    struct str_list *out) NODISCARD;

#endif
