#include "base/known.h"

enum { TABLE_SIZE = 2 * KNOWN_MAX }; /* a power of two */

void known_init(struct known_keys *k, known_slot *slot)
{
	*k = (struct known_keys){ .slot = slot };
	/* With its quotes it would have no byte: nothing that is read is as short. */
	k->none = (struct known){ .quoted = "", .key_len = (uint32_t)-2, .next = &k->none, .child = &k->none };
	k->root = k->none;
}

void known_clear(struct known_keys *k)
{
	arena_clear(&k->arena);
	known_init(k, k->slot);
}

static bool is_same(const struct known *x, const struct known *parent, struct str key, uint32_t hash)
{
	return x->hash == hash && x->parent == parent && str_eq(str_of(x->quoted + 1, x->key_len), key);
}

static bool needs_escape(struct str key)
{
	for (size_t i = 0; i < key.len; i++)
		if ((unsigned char)key.ptr[i] < ' ' || key.ptr[i] == '"' || key.ptr[i] == '\\')
			return true;
	return false;
}

/* NULL if there is no more room for it. */
static struct known *add(struct known_keys *k, struct known *parent, struct str key, uint32_t hash)
{
	const struct str parts[] = { STR("\""), key, STR("\":") };
	struct known *x = ARENA_NEW(&k->arena, struct known, 1);
	struct str quoted = arena_join(&k->arena, parts, COUNT(parts));

	if (!x || !quoted.ptr)
		return NULL;
	*x = (struct known){ .quoted = quoted.ptr, .key_len = (uint32_t)key.len, .hash = hash, .parent = parent,
		.next = &k->none, .child = &k->none, .same = k->table[hash % TABLE_SIZE] };
	if (k->slot && (parent == &k->root || parent->slot))
		x->slot = k->slot(parent->slot, key);
	k->table[hash % TABLE_SIZE] = x;
	k->count++;
	return x;
}

static struct known *find(struct known_keys *k, struct known *parent, struct str key, uint32_t hash)
{
	struct known *x;

	if (parent == &k->none || key.len > KNOWN_MAX_LEN || needs_escape(key))
		return NULL;
	if (!k->table && !(k->table = ARENA_NEW(&k->arena, struct known *, TABLE_SIZE)))
		return NULL;
	for (x = k->table[hash % TABLE_SIZE]; x; x = x->same)
		if (is_same(x, parent, key, hash))
			return x;
	return k->count < KNOWN_MAX ? add(k, parent, key, hash) : NULL;
}

struct known *known_meet(struct known_keys *k, struct known *parent, struct str key, uint32_t hash,
    struct known **guess)
{
	struct known *x = find(k, parent, key, hash);

	if (!x)
		return &k->none;
	/* Of a known key all guesses are of keys at its own place, or below it; so nobody need compare the places. */
	if (guess != &k->none.next && guess != &k->none.child)
		*guess = x;
	return x;
}
