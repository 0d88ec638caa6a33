/* reading.h - the values that an event has for the fields that rules name, found in one walk. */
#ifndef READING_H
#define READING_H

#include "match/trie.h"

/* One value that a field has in an event. */
struct reading_value {
	const struct node *node;  /* a scalar; an empty list or a map where that is all there is */
	uint32_t next;            /* of the same field: index, or TRIE_NONE */
	struct str folded;        /* ptr NULL until somebody asks */
};

/* What one place had in the last event, if @turn is the reading's. */
struct reading_place {
	uint64_t turn;
	uint32_t first, last; /* values, TRIE_NONE if none */
};

struct reading_later {
	const struct node *child;
	uint32_t place, dots;
};

/* The values of one event, for one thread. */
struct reading {
	const struct trie *names;
	struct reading_value *values;
	size_t count, size;
	struct reading_place *places;
	uint32_t *met;          /* places met, each once */
	size_t met_count;
	size_t beside_count, beside_met; /* of both the applicant's, which stand first and stay for the next event */
	uint64_t turn;
	struct reading_later *later;
	size_t later_count, later_size;
	size_t *shadows;        /* pairs of indexes into @values: what a longer key has led to */
	size_t shadow_count, shadow_size;
	uint64_t *slot_maps;    /* by slot of @names: the last map, by its number, that had a member there */
	const struct node **slot_members; /* by slot: that member, the last one of several */
	uint16_t *known;        /* by row of @names and number of a key: where it leads, as far as somebody has asked */
	uint64_t maps;          /* their numbers */
	bool has_doubles;       /* a key stands twice in a map; the last one counts: the event is to be read again */
	bool skips_doubles;     /* this time all but the last are passed over */
	bool has_beside;        /* an applicant was given: what the event says under that key is not it */
	bool failed, beside_failed; /* no memory: the reading is not whole */
};

/** Empty; @t must outlive it. */
bool reading_init(struct reading *r, const struct trie *t) NODISCARD;
void reading_clear(struct reading *r);

/** What names that begin with "applicant." lead to in the events that follow; NULL: into the events themselves. */
void reading_beside(struct reading *r, const struct node *applicant);

/* A place of the matcher that reads the applicant as its event, and the place of the same field beside other events. */
struct reading_pair {
	uint32_t from, to;
};

/** reading_beside() without a walk: with what @applicant, which read it as an event, has at the places of @pairs. */
void reading_share(struct reading *r, const struct reading *applicant, const struct reading_pair *pairs, size_t count);

/** Forget the last event and read @event. */
void reading_take(struct reading *r, const struct node *event);

static inline bool reading_has(const struct reading *r, uint32_t place)
{
	return r->places[place].turn == r->turn;
}

/** The first value of the field at @place, TRIE_NONE if it has none. */
static inline uint32_t reading_first(const struct reading *r, uint32_t place)
{
	return reading_has(r, place) ? r->places[place].first : (uint32_t)TRIE_NONE;
}

#endif
