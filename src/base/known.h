/* known.h - keys that were met before, each at its place in the tree of maps: records of one system have the same ones
 * in the same order, so the next record's are foreseen and need not be hashed and looked up. */
#ifndef KNOWN_H
#define KNOWN_H

#include "base/arena.h"

/* One key at one place. */
struct known {
	const char *quoted;    /* as JSON writes it, with both quotes and a colon behind; has no escape */
	uint32_t key_len;      /* bytes of the key */
	uint32_t hash;         /* str_hash() of it */
	uint16_t slot;         /* node.h */
	struct known *parent;  /* the key under which the map stands, or the list that the map is in */
	struct known *next;    /* what stood behind it in its map the last time; never NULL */
	struct known *child;   /* what stood first in the map below it the last time; never NULL */
	struct known *same;    /* the next one in the table's row */
};

/** The number by which the program knows @key in the map under the key @parent (0: the outermost map); 0 for none. */
typedef uint16_t known_slot(uint16_t parent, struct str key);

enum {
	KNOWN_MAX = 1024,    /* keys of one memory; beyond, keys that are new are not remembered */
	KNOWN_MAX_LEN = 64,  /* bytes of a key; longer ones are not remembered */
};

struct known_keys {
	struct arena arena;
	struct known **table;   /* by the hash; NULL before the first one */
	size_t count;
	known_slot *slot;       /* may be NULL */
	struct known root;      /* the place of the outermost map */
	struct known none;      /* no key, and matches none; what is not remembered stands for it */
};

/** Begin with none.  @k must not be moved, and @slot answers alike each time. */
void known_init(struct known_keys *k, known_slot *slot);
void known_clear(struct known_keys *k);

/**
 * What is known of @key, whose hash is @hash, in a map at @parent: now if not before.  It is foreseen from now on, by
 * *@guess, which is the @child or @next of what is above or before it.  &@k->none if it cannot be remembered.
 */
struct known *known_meet(struct known_keys *k, struct known *parent, struct str key, uint32_t hash,
    struct known **guess);

#endif
