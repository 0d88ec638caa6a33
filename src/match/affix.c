#include "match/affix.h"

#include <endian.h>
#include <stdlib.h>

/*
 * Sorted by their bytes from the anchored side, every beginning of a text stands before that text, and all that stands
 * between begins with it too.  So one binary search finds the last entry that is not after the text, and its chain of
 * @parent (the longest other entry that it begins with) holds all answers.
 */
struct affix_entry {
	struct str text;
	uint32_t id;
	uint32_t parent; /* index, or COUNT if none */
};

struct affixes {
	uint64_t *keys; /* the first eight bytes from the anchored side, the first one most significant */
	struct affix_entry *entries;
	uint32_t count;
	bool is_end;
};

static uint64_t key_of(struct str s, bool is_end)
{
	uint64_t w = 0;

	if (s.len >= 8) {
		memcpy(&w, is_end ? s.ptr + s.len - 8 : s.ptr, 8);
		return is_end ? le64toh(w) : be64toh(w);
	}
	for (size_t i = 0; i < s.len; i++)
		w |= (uint64_t)(unsigned char)s.ptr[is_end ? s.len - 1 - i : i] << (56 - 8 * i);
	return w;
}

/* How many bytes, from the anchored side, @a and @b share. */
static size_t shared(struct str a, struct str b, bool is_end)
{
	size_t n = a.len < b.len ? a.len : b.len, i = 0;

	if (is_end)
		while (i < n && a.ptr[a.len - 1 - i] == b.ptr[b.len - 1 - i])
			i++;
	else
		while (i < n && a.ptr[i] == b.ptr[i])
			i++;
	return i;
}

static int compare(struct str a, struct str b, bool is_end)
{
	uint64_t ka = key_of(a, is_end), kb = key_of(b, is_end);

	if (ka != kb)
		return ka < kb ? -1 : 1;
	size_t i = shared(a, b, is_end);
	if (i == a.len || i == b.len)
		return (a.len > b.len) - (a.len < b.len);
	unsigned char ca = (unsigned char)a.ptr[is_end ? a.len - 1 - i : i];
	unsigned char cb = (unsigned char)b.ptr[is_end ? b.len - 1 - i : i];
	return ca < cb ? -1 : 1;
}

static int by_beginning(const void *a, const void *b)
{
	return compare(((const struct affix_want *)a)->text, ((const struct affix_want *)b)->text, false);
}

static int by_end(const void *a, const void *b)
{
	return compare(((const struct affix_want *)a)->text, ((const struct affix_want *)b)->text, true);
}

static void set_parent(struct affixes *x, uint32_t i)
{
	uint32_t p = i ? i - 1 : x->count;

	while (p < x->count &&
	    shared(x->entries[p].text, x->entries[i].text, x->is_end) < x->entries[p].text.len)
		p = x->entries[p].parent;
	x->entries[i].parent = p;
}

struct affixes *affixes_new(struct arena *a, struct affix_want *wants, size_t count, bool is_end)
{
	struct affixes *x = ARENA_NEW(a, struct affixes, 1);

	if (!x)
		return NULL;
	x->keys = ARENA_NEW(a, uint64_t, count);
	x->entries = ARENA_NEW(a, struct affix_entry, count);
	if (!x->keys || !x->entries)
		return NULL;
	qsort(wants, count, sizeof(*wants), is_end ? by_end : by_beginning);
	x->count = (uint32_t)count;
	x->is_end = is_end;
	for (uint32_t i = 0; i < count; i++) {
		x->entries[i] = (struct affix_entry){ .text = wants[i].text, .id = wants[i].id };
		x->keys[i] = key_of(wants[i].text, is_end);
		set_parent(x, i);
	}
	return x;
}

/* How many entries are not after @text. */
static uint32_t upto(const struct affixes *x, uint64_t key, struct str text)
{
	uint32_t low = 0, left = x->count;

	while (left) {
		uint32_t half = left / 2, middle = low + half;
		bool right = x->keys[middle] < key ||
		    (x->keys[middle] == key && compare(x->entries[middle].text, text, x->is_end) <= 0);
		low = right ? middle + 1 : low;
		left = right ? left - half - 1 : half;
	}
	return low;
}

void affixes_find(const struct affixes *x, struct str text, struct hits *hits)
{
	uint32_t at = upto(x, key_of(text, x->is_end), text);

	if (!at)
		return;
	at--;
	size_t n = shared(x->entries[at].text, text, x->is_end);
	for (; at < x->count; at = x->entries[at].parent)
		if (x->entries[at].text.len <= n)
			hits_set(hits, x->entries[at].id);
}
