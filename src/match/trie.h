/* trie.h - the fields that rules name: from the keys of an event to its fields' values, in one walk over the event. */
#ifndef TRIE_H
#define TRIE_H

#include "match/intern.h"
#include "base/node.h"

/*
 * A name is a path of keys with dots between.  Keys may hold dots themselves: in each map the key that takes the
 * most of the path comes first, and the next is only looked at for what the first did not lead to.  Lists are
 * entered: any member. Every path and every beginning of one is a place, numbered from 0, the event itself.
 */
enum { TRIE_EVENT = 0, TRIE_NONE = UINT32_MAX };

struct trie_place {
	struct str path;     /* from the event on */
	uint32_t parent;
	uint32_t depth;      /* keys */
	bool is_field;       /* named by a rule, not only the beginning of a name */
	bool is_inner;       /* the beginning of a longer one */
	bool has_dots;       /* some key from here on may hold a dot */
	bool is_beside;      /* begins with "applicant" */
	uint32_t first_slot, slot_mask; /* the keys that lead on */
	uint32_t row;        /* one for the event and each place that is inner, in order */
	uint64_t key_bits;   /* one for each of their hashes' highest six bits: most keys of an event lead nowhere */
};

struct trie_slot {
	uint32_t hash, to, dots; /* @to is TRIE_NONE where the slot is free */
	bool is_field, is_inner, is_beside; /* the place @to */
	struct str key;
};

struct trie {
	struct trie_place *places;
	size_t count, size;
	struct trie_slot *slots;
	size_t slot_count;
	size_t row_count;        /* as many as there are */
	struct intern by_path;
	uint32_t beside;         /* the place of "applicant", TRIE_NONE if no name begins with it */
	bool wants_texts;        /* every text of an event is wanted, not only the fields' */
};

/** Zero is valid and empty.  The place of @name, added if it is new; TRIE_NONE when @a is full.  @name is copied. */
uint32_t trie_add(struct trie *t, struct arena *a, struct str name);

/** After the last name. */
bool trie_finish(struct trie *t, struct arena *a) NODISCARD;

/** The scalars, not null, that @name leads to in @event: at most @max of them, put into @out; how many. */
size_t trie_gather(const struct node *event, struct str name, const struct node **out, size_t max);

/** Where @value stands below @event, whatever leads there; no text if it is not there, or without memory. */
struct str trie_path(const struct node *event, const struct node *value, struct arena *a);

/**
 * Where @value stands below @event by the path @name, behind @prefix ("sessions[2].", at most 64 bytes of it):
 * "emails[1].address".  False if it is not there.
 */
bool trie_locate(const struct node *event, struct str name, const struct node *value, struct str prefix,
    struct arena *a, struct str *out, const struct node **owner) NODISCARD;

#endif
