/* names.h - the fields that rules name: from the keys of an event to its fields' values, in one walk over the event. */
#ifndef NAMES_H
#define NAMES_H

#include "match/intern.h"
#include "base/node.h"

/*
 * A name is a path of keys with dots between.  Keys may hold dots themselves: in each map the key that takes the
 * most of the path comes first, and the next is only looked at for what the first did not lead to.  Lists are
 * entered: any member. Every path and every beginning of one is a place, numbered from 0, the event itself.
 */
enum { NAMES_EVENT = 0, NAMES_NONE = UINT32_MAX };

struct names_place {
	struct str path;     /* from the event on */
	uint32_t parent;
	uint32_t depth;      /* keys */
	bool is_field;       /* named by a rule, not only the beginning of a name */
	bool is_inner;       /* the beginning of a longer one */
	bool has_dots;       /* some key from here on may hold a dot */
	bool is_beside;      /* begins with "applicant" */
	uint32_t first_slot, slot_mask; /* the keys that lead on */
};

struct names_slot {
	uint32_t hash, to, dots; /* @to is NAMES_NONE where the slot is free */
	struct str key;
};

struct names {
	struct names_place *places;
	size_t count, size;
	struct names_slot *slots;
	size_t slot_count;
	struct intern by_path;
	uint32_t beside;         /* the place of "applicant", NAMES_NONE if no name begins with it */
	bool wants_texts;        /* every text of an event is wanted, not only the fields' */
};

/** Zero is valid and empty.  The place of @name, added if it is new; NAMES_NONE when @a is full.  @name is copied. */
uint32_t names_add(struct names *t, struct arena *a, struct str name);

/** After the last name. */
bool names_finish(struct names *t, struct arena *a) NODISCARD;

/* One value that a field has in an event. */
struct reading_value {
	const struct node *node;  /* a scalar; an empty list or a map where that is all there is */
	const struct node *owner; /* the map that it is a member of, NULL in a list */
	uint32_t place;           /* NAMES_NONE: a text that no field leads to */
	uint32_t next;            /* of the same field: index, or NAMES_NONE */
	struct str folded;        /* ptr NULL until somebody asks */
};

/* What one place had in the last event, if @turn is the reading's. */
struct reading_place {
	uint64_t turn;
	uint32_t first, last; /* values, NAMES_NONE if none */
};

struct reading_later {
	const struct node *child;
	uint32_t place, dots;
};

/* The values of one event, for one thread. */
struct reading {
	const struct names *names;
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
	bool has_beside;        /* an applicant was given: what the event says under that key is not it */
	bool failed, beside_failed; /* no memory: the reading is not whole */
};

/** Empty; @t must outlive it. */
bool reading_init(struct reading *r, const struct names *t) NODISCARD;
void reading_clear(struct reading *r);

/** What names that begin with "applicant." lead to in the events that follow; NULL: into the events themselves. */
void reading_beside(struct reading *r, const struct node *applicant);

/** Forget the last event and read @event. */
void reading_take(struct reading *r, const struct node *event);

static inline bool reading_has(const struct reading *r, uint32_t place)
{
	return r->places[place].turn == r->turn;
}

/** The first value of the field at @place, NAMES_NONE if it has none. */
static inline uint32_t reading_first(const struct reading *r, uint32_t place)
{
	return reading_has(r, place) ? r->places[place].first : (uint32_t)NAMES_NONE;
}

/** The scalars, not null, that @name leads to in @event: at most @max of them, put into @out; how many. */
size_t names_gather(const struct node *event, struct str name, const struct node **out, size_t max);

/** Where @value stands below @event by the path @name: "emails[1].address".  False if it is not there. */
bool names_locate(const struct node *event, struct str name, const struct node *value, struct arena *a, struct str *out,
    const struct node **owner) NODISCARD;

#endif
