/* node.h - a value as JSON and YAML know it: a tree of nodes, linked from member to member. */
#ifndef NODE_H
#define NODE_H

#include "base/arena.h"

enum node_type {
	NODE_NULL,
	NODE_FALSE,
	NODE_TRUE,
	NODE_NUMBER, /* @text as written, @number as a double */
	NODE_TEXT,
	NODE_LIST,
	NODE_MAP,
};

enum node_flag {
	NODE_PLAIN = 1, /* a YAML scalar without quotes, so that "yes" can be warned of */
	NODE_FACT = 2,  /* added by enrich, not given by anybody */
};

enum { NODE_SLOTS = 512 }; /* numbers of keys are at most that */

/*
 * One value, with the key under which it stands in a map.  Text and keys are borrowed: from the input's buffer,
 * from the arena, or from the program itself.  Nodes that come from an arena may be added to; those that are
 * built into the program are const.  A child added later stands last.
 */
struct node {
	struct node *next; /* the next member of the list or map that this one is in */
	const char *key;   /* NULL in a list and at the top */
	uint32_t key_len;
	uint32_t key_hash; /* str_hash() of the key */
	uint32_t len;      /* bytes of @text; children of a list or map */
	uint8_t type;
	uint8_t flags;
	uint16_t column;   /* from 1; 0 where the place is not known */
	uint32_t line;     /* from 1; 0 where the place is not known; a member of a map stands where its key does */
	uint16_t value_column; /* of a scalar's first character if it stands whole on @line; else 0 */
	uint16_t slot;     /* the number by which the program knows the key, here in the tree; 0: none, or not known.
	                      Equal numbers are of equal keys. */
	union {
		const char *text;  /* NODE_TEXT, NODE_NUMBER */
		struct node *last; /* NODE_LIST, NODE_MAP: the youngest child */
	};
	union {
		struct node *child; /* NODE_LIST, NODE_MAP: the first child */
		double number;      /* NODE_NUMBER */
	};
};

static inline struct str node_text(const struct node *n)
{
	return str_of(n->text, n->len);
}

static inline struct str node_key(const struct node *n)
{
	return str_of(n->key, n->key_len);
}

/** Where a fault of the value of @n itself stands: at its first character, or else where @n stands. */
static inline unsigned node_value_column(const struct node *n)
{
	return n->value_column ? n->value_column : n->column;
}

static inline bool node_is_container(const struct node *n)
{
	return n->type >= NODE_LIST;
}

/** A node of @type without parent, all else zero.  NULL when the arena is full. */
struct node *node_new(struct arena *a, enum node_type type);

/** Hang @child under @parent as its last child; @key has no text (ptr NULL) in a list.  NULL @child gives NULL. */
struct node *node_add(struct node *parent, struct str key, struct node *child);

/** Make a child and add it.  @text and @key are borrowed.  NULL when the arena is full. */
struct node *node_add_text(struct arena *a, struct node *parent, struct str key, struct str text);
struct node *node_add_number(struct arena *a, struct node *parent, struct str key, int64_t number);
struct node *node_add_list(struct arena *a, struct node *parent, struct str key);
struct node *node_add_map(struct arena *a, struct node *parent, struct str key);

/** The member of map @n under @key, the last one if there are several, NULL if none or if @n is NULL or no map. */
struct node *node_get_str(const struct node *n, struct str key);

/** Likewise, where str_hash(@key) is known. */
struct node *node_get_hash(const struct node *n, struct str key, uint32_t hash);

/* Of a literal the hash is known when the program is built. */
__attribute__((always_inline)) static inline struct node *node_get(const struct node *n, const char *key)
{
	return node_get_hash(n, str_from(key), str_hash(str_from(key)));
}

/** The text of the member @key, no text (ptr NULL) if there is none or it is no text. */
__attribute__((always_inline)) static inline struct str node_get_text(const struct node *n, const char *key)
{
	const struct node *c = node_get(n, key);

	return c && c->type == NODE_TEXT ? node_text(c) : str_of(NULL, 0);
}

/** The text of @n, no text (ptr NULL) if @n is NULL or is no text. */
static inline struct str node_as_text(const struct node *n)
{
	return n && n->type == NODE_TEXT ? node_text(n) : str_of(NULL, 0);
}

enum { NODE_KEYS_MAX = 64 };

/* Keys that are looked for together in maps of one sort.  Made once, then shared. */
struct node_keys {
	const struct str *keys;
	uint32_t count, mask; /* of @slots, which are at least twice as many */
	struct { uint32_t hash, number; } slots[2 * NODE_KEYS_MAX]; /* @number: 0 where it is free, else an index + 1 */
};

/** @count different @keys, at most NODE_KEYS_MAX; they are borrowed. */
struct node_keys node_keys_make(const struct str *keys, size_t count);

/** The index of @n's key among @k's, k->count if it is none of them. */
static inline size_t node_keys_find(const struct node_keys *k, const struct node *n)
{
	for (uint32_t at = n->key_hash & k->mask; k->slots[at].number; at = (at + 1) & k->mask)
		if (k->slots[at].hash == n->key_hash && str_eq(k->keys[k->slots[at].number - 1], node_key(n)))
			return k->slots[at].number - 1;
	return k->count;
}

/** What node_get() gives for each of @k's keys, by one walk: found[i] for the key i, of which there are k->count. */
void node_get_all(const struct node *map, const struct node_keys *k, struct node **found);

/** Walk a dotted path of map keys; NULL where it ends early.  Lists are not entered. */
struct node *node_path(const struct node *n, const char *dotted);

/** Take @child out of @parent. */
void node_remove(struct node *parent, struct node *child);

/** A deep copy with its texts and keys in @a.  NULL when the arena is full. */
struct node *node_copy(struct arena *a, const struct node *n);

/** What a node is, in words: "text", "number", "list", ... */
const char *node_type_name(enum node_type type);

/** Loop over the children of @parent, which may be NULL. */
#define NODE_EACH(it, parent) \
	for (struct node *it = (parent) && node_is_container(parent) ? (parent)->child : NULL; it; it = it->next)

#endif
