#include "match/trie.h"

static const struct str beside = STR("applicant");

static bool grow_places(struct trie *t, struct arena *a)
{
	size_t size = t->size ? t->size * 2 : 16;
	struct trie_place *places = ARENA_NEW(a, struct trie_place, size);

	if (!places)
		return false;
	if (t->count)
		memcpy(places, t->places, t->count * sizeof(*places));
	t->places = places;
	t->size = size;
	return true;
}

static uint32_t add_place(struct trie *t, struct arena *a, struct str path, uint32_t parent)
{
	uint32_t at = (uint32_t)t->count;

	if ((t->count == t->size && !grow_places(t, a)) || !intern_add(&t->by_path, a, path, at))
		return TRIE_NONE;
	t->places[t->count++] = (struct trie_place){
		.path = path, .parent = parent, .depth = at ? t->places[parent].depth + 1 : 0,
		.is_beside = at && (t->places[parent].is_beside || str_eq(path, beside)),
	};
	if (at)
		t->places[parent].is_inner = true;
	return at;
}

uint32_t trie_add(struct trie *t, struct arena *a, struct str name)
{
	uint32_t at = TRIE_EVENT;

	if (!t->count && add_place(t, a, STR_LIT(""), TRIE_EVENT) == TRIE_NONE)
		return TRIE_NONE;
	if (!name.len)
		return TRIE_EVENT;
	uint32_t known = intern_find(&t->by_path, name);
	if (known != INTERN_NONE) {
		t->places[known].is_field = true;
		return known;
	}
	name = arena_copy(a, name);
	for (size_t i = 0; name.ptr && i <= name.len && at != TRIE_NONE; i++) {
		struct str path = str_of(name.ptr, i);
		if (i < name.len && name.ptr[i] != '.')
			continue;
		known = i ? intern_find(&t->by_path, path) : INTERN_NONE;
		/* A name that begins with a dot has a key without text first. */
		at = known != INTERN_NONE ? known : add_place(t, a, path.len ? path : str_of(name.ptr, 0), at);
	}
	if (!name.ptr || at == TRIE_NONE)
		return TRIE_NONE;
	t->places[at].is_field = true;
	return at;
}

/* The keys that lead from @above to @to: what is left of the path. */
static struct str key_between(const struct trie *t, uint32_t above, uint32_t to)
{
	struct str path = t->places[to].path;
	size_t skip = above == TRIE_EVENT ? 0 : t->places[above].path.len + 1;

	return str_of(path.ptr + skip, path.len - skip);
}

static void place_key(struct trie *t, uint32_t above, uint32_t to)
{
	struct trie_place *p = &t->places[above];
	struct str key = key_between(t, above, to);
	uint32_t hash = str_hash(key), i = hash & p->slot_mask;

	while (t->slots[p->first_slot + i].to != TRIE_NONE)
		i = (i + 1) & p->slot_mask;
	uint32_t dots = t->places[to].depth - p->depth - 1;
	p->has_dots |= dots > 0;
	p->key_bits |= (uint64_t)1 << (hash >> 26);
	t->slots[p->first_slot + i] = (struct trie_slot){ .hash = hash, .to = to, .dots = dots, .key = key,
		.is_field = t->places[to].is_field, .is_inner = t->places[to].is_inner,
		.is_beside = t->places[to].is_beside };
}

bool trie_finish(struct trie *t, struct arena *a)
{
	if (!t->count && trie_add(t, a, STR_LIT("")) == TRIE_NONE)
		return false;
	uint32_t place = intern_find(&t->by_path, beside);
	t->beside = place != INTERN_NONE && t->places[place].is_inner ? place : (uint32_t)TRIE_NONE;
	uint32_t *keys = ARENA_NEW(a, uint32_t, t->count);
	if (!keys)
		return false;
	for (uint32_t i = 1; i < t->count; i++)
		for (uint32_t p = i; p != TRIE_EVENT;)
			keys[p = t->places[p].parent]++;
	for (size_t i = 0; i < t->count; i++) {
		uint32_t size = 2;
		while (size < keys[i] * 2)
			size *= 2;
		t->places[i].first_slot = (uint32_t)t->slot_count;
		t->places[i].slot_mask = size - 1;
		t->slot_count += size;
		t->places[i].row = (uint32_t)t->row_count;
		t->row_count += i == TRIE_EVENT || t->places[i].is_inner;
	}
	t->slots = ARENA_NEW(a, struct trie_slot, t->slot_count);
	if (!t->slots)
		return false;
	for (size_t i = 0; i < t->slot_count; i++)
		t->slots[i].to = TRIE_NONE;
	for (uint32_t i = 1; i < t->count; i++)
		for (uint32_t p = i; p != TRIE_EVENT;)
			place_key(t, p = t->places[p].parent, i);
	return true;
}

struct gathering {
	const struct node **out;
	size_t count, max;
};

/* Is there a field at all?  Its values are put into @g. */
static bool gather(struct gathering *g, const struct node *at, struct str rest)
{
	bool found = false;

	if (at->type == NODE_LIST) {
		for (const struct node *c = at->child; c; c = c->next)
			found |= gather(g, c, rest);
		return found || (!at->child && !rest.len);
	}
	if (!rest.len) {
		if (!node_is_container(at) && at->type != NODE_NULL && g->count < g->max)
			g->out[g->count++] = at;
		return true;
	}
	for (size_t len = rest.len; len && !found; len--) {
		if (len < rest.len && rest.ptr[len] != '.')
			continue;
		const struct node *c = node_get_str(at, str_of(rest.ptr, len));
		size_t used = len + (len < rest.len);
		found = c && gather(g, c, str_of(rest.ptr + used, rest.len - used));
	}
	return found;
}

size_t trie_gather(const struct node *event, struct str name, const struct node **out, size_t max)
{
	struct gathering g = { out, 0, max };

	if (name.len)
		gather(&g, event, name);
	return g.count;
}

enum { PREFIX_MAX = 64, WAY_MAX = 512 };

/* The way to one value, as it is found. */
struct way {
	const struct node *value, *owner;
	size_t start, len; /* of the text: where the way begins, behind the prefix; and its end */
	char text[PREFIX_MAX + WAY_MAX];
};

static size_t put(struct way *w, const char *text, size_t len)
{
	size_t before = w->len;

	if (len < w->start + WAY_MAX - w->len) {
		memcpy(w->text + w->len, text, len);
		w->len += len;
	}
	return before;
}

static void put_index(struct way *w, size_t n)
{
	char digits[24];
	size_t at = sizeof(digits);

	digits[--at] = ']';
	do
		digits[--at] = (char)('0' + n % 10);
	while (n /= 10);
	digits[--at] = '[';
	put(w, digits + at, sizeof(digits) - at);
}

static bool follow(struct way *w, const struct node *at, struct str rest, const struct node *owner)
{
	size_t before = w->len, i = 0;

	if (at == w->value && !rest.len) {
		w->owner = owner;
		return true;
	}
	if (at->type == NODE_LIST) {
		for (const struct node *c = at->child; c; c = c->next, i++) {
			put_index(w, i);
			if (follow(w, c, rest, owner))
				return true;
			w->len = before;
		}
		return false;
	}
	if (at->type != NODE_MAP || !rest.len)
		return false;
	for (const struct node *c = at->child; c; c = c->next) {
		struct str key = node_key(c);
		if (key.len > rest.len || (key.len < rest.len && rest.ptr[key.len] != '.') ||
		    !str_same(rest.ptr, key.ptr, key.len))
			continue;
		if (before > w->start)
			put(w, ".", 1);
		put(w, key.ptr, key.len);
		size_t used = key.len + (key.len < rest.len);
		if (follow(w, c, str_of(rest.ptr + used, rest.len - used), at))
			return true;
		w->len = before;
	}
	return false;
}

static bool find(struct way *w, const struct node *at)
{
	size_t before = w->len, i = 0;

	for (const struct node *c = at != w->value && node_is_container(at) ? at->child : NULL; c; c = c->next, i++) {
		if (at->type == NODE_LIST) {
			put_index(w, i);
		} else {
			put(w, ".", before > 0);
			put(w, c->key, c->key_len);
		}
		if (find(w, c))
			return true;
		w->len = before;
	}
	return at == w->value;
}

struct str trie_path(const struct node *event, const struct node *value, struct arena *a)
{
	struct way w;

	w.value = value;
	w.start = w.len = 0;
	return find(&w, event) ? arena_copy(a, str_of(w.text, w.len)) : str_of(NULL, 0);
}

bool trie_locate(const struct node *event, struct str name, const struct node *value, struct str prefix,
    struct arena *a, struct str *out, const struct node **owner)
{
	struct way w;

	w.value = value;
	w.owner = NULL;
	w.start = w.len = prefix.len < PREFIX_MAX ? prefix.len : PREFIX_MAX;
	if (w.start)
		memcpy(w.text, prefix.ptr, w.start);
	*out = str_of(NULL, 0);
	*owner = NULL;
	if (follow(&w, event, name, NULL)) {
		*out = arena_copy(a, str_of(w.text, w.len));
		*owner = w.owner;
	}
	return out->ptr != NULL;
}
