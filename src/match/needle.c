#include "match/needle.h"

/*
 * Each needle of four bytes and more is known by four of its bytes, those that the fewest needles share.  The text
 * is read four bytes at a time, at each place; a bit per hash tells whether any needle is known by them, and only
 * then is it compared. Needles of one to three bytes are found by their first two.
 */
enum { GRAM = 4, SHORT_PAIRS = 1 << 16 };

struct entry {
	uint32_t gram, id;
	uint32_t before; /* where the gram stands in @text */
	struct str text;
};

struct needles {
	uint64_t *seen;     /* a bit for each hash of a gram */
	uint32_t *buckets;  /* by the hash's first bits: where its entries begin; one more than there are */
	struct entry *entries;
	unsigned seen_shift, bucket_shift;
	size_t long_count;

	uint64_t *pairs;    /* a bit for each two bytes that a short needle begins with, NULL: there is none */
	struct entry *shorts; /* by their first byte */
	uint32_t short_from[257];
};

static uint32_t load_gram(const char *p)
{
	uint32_t w;

	memcpy(&w, p, GRAM);
	return w;
}

static uint32_t hash(uint32_t gram)
{
	return gram * 0x9E3779B1u;
}

/* How often each gram occurs among the needles, by hash: two that share a count only make a choice less good. */
struct census {
	uint16_t *counts;
	unsigned shift;
};

static bool count_grams(struct census *c, struct arena *a, const struct needle_want *wants, size_t count)
{
	size_t total = 0;
	unsigned bits = 8;

	for (size_t i = 0; i < count; i++)
		total += wants[i].text.len;
	while (bits < 18 && ((size_t)1 << bits) < total * 2)
		bits++;
	c->shift = 32 - bits;
	c->counts = ARENA_NEW(a, uint16_t, (size_t)1 << bits);
	if (!c->counts)
		return false;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k + GRAM <= wants[i].text.len; k++) {
			uint16_t *n = &c->counts[hash(load_gram(wants[i].text.ptr + k)) >> c->shift];
			*n = (uint16_t)(*n + (*n < UINT16_MAX));
		}
	return true;
}

/* The place of the gram that the fewest needles have; of equals the last, since paths and names begin alike. */
static uint32_t rarest(const struct census *c, struct str text)
{
	uint32_t best = 0, least = UINT32_MAX;

	for (uint32_t k = 0; k + GRAM <= text.len; k++) {
		uint32_t n = c->counts[hash(load_gram(text.ptr + k)) >> c->shift];
		if (n <= least) {
			least = n;
			best = k;
		}
	}
	return best;
}

static bool size_tables(struct needles *x, struct arena *a)
{
	unsigned bits = 1;

	while (bits < 22 && ((size_t)1 << bits) < x->long_count)
		bits++;
	/* Sixteen bits for each gram: one place in sixteen of a strange text is looked at for nothing. */
	unsigned seen_bits = bits + 4 < 6 ? 6 : bits + 4;
	x->bucket_shift = 32 - bits;
	x->seen_shift = 32 - seen_bits;
	x->seen = ARENA_NEW(a, uint64_t, (size_t)1 << (seen_bits - 6));
	x->buckets = ARENA_NEW(a, uint32_t, ((size_t)1 << bits) + 1);
	x->entries = ARENA_NEW(a, struct entry, x->long_count);
	return x->seen && x->buckets && x->entries;
}

static bool add_long(struct needles *x, struct arena *a, const struct needle_want *wants, size_t count)
{
	struct census census;
	struct entry *all = ARENA_NEW(a, struct entry, x->long_count);
	size_t n = 0, buckets = (size_t)1 << (32 - x->bucket_shift);

	if (!all || !count_grams(&census, a, wants, count))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (wants[i].text.len < GRAM)
			continue;
		uint32_t before = rarest(&census, wants[i].text);
		uint32_t gram = load_gram(wants[i].text.ptr + before), bit = hash(gram) >> x->seen_shift;
		all[n++] = (struct entry){ gram, wants[i].id, before, wants[i].text };
		x->seen[bit >> 6] |= (uint64_t)1 << (bit & 63);
		x->buckets[(hash(gram) >> x->bucket_shift) + 1]++;
	}
	for (size_t i = 0; i < buckets; i++)
		x->buckets[i + 1] += x->buckets[i];
	/* Fill each bucket from its end; then its beginning stands where the one before ends. */
	for (size_t i = n; i--;) {
		uint32_t *end = &x->buckets[(hash(all[i].gram) >> x->bucket_shift) + 1];
		x->entries[--*end] = all[i];
	}
	memmove(x->buckets, x->buckets + 1, buckets * sizeof(*x->buckets));
	x->buckets[buckets] = (uint32_t)n;
	return true;
}

static void set_pair(struct needles *x, unsigned first, unsigned second)
{
	unsigned pair = first | second << 8;

	x->pairs[pair >> 6] |= (uint64_t)1 << (pair & 63);
}

static void add_pairs(struct needles *x, struct str text)
{
	const unsigned char *p = (const unsigned char *)text.ptr;

	for (unsigned d = 0; d < 256; d++)
		if (text.len == 1 || p[1] == d)
			set_pair(x, p[0], d);
}

static bool add_short(struct needles *x, struct arena *a, const struct needle_want *wants, size_t count)
{
	x->pairs = ARENA_NEW(a, uint64_t, SHORT_PAIRS / 64);
	x->shorts = ARENA_NEW(a, struct entry, count - x->long_count);
	if (!x->pairs || !x->shorts)
		return false;
	for (size_t i = 0; i < count; i++)
		if (wants[i].text.len < GRAM)
			x->short_from[(unsigned char)wants[i].text.ptr[0] + 1]++;
	for (unsigned c = 0; c < 256; c++)
		x->short_from[c + 1] += x->short_from[c];
	uint32_t next[256];
	memcpy(next, x->short_from, sizeof(next));
	for (size_t i = 0; i < count; i++) {
		if (wants[i].text.len >= GRAM)
			continue;
		unsigned c = (unsigned char)wants[i].text.ptr[0];
		x->shorts[next[c]++] = (struct entry){ .id = wants[i].id, .text = wants[i].text };
		add_pairs(x, wants[i].text);
	}
	return true;
}

struct needles *needles_new(struct arena *a, const struct needle_want *wants, size_t count)
{
	struct needles *x = ARENA_NEW(a, struct needles, 1);

	if (!x)
		return NULL;
	for (size_t i = 0; i < count; i++)
		x->long_count += wants[i].text.len >= GRAM;
	if (x->long_count && (!size_tables(x, a) || !add_long(x, a, wants, count)))
		return NULL;
	if (x->long_count < count && !add_short(x, a, wants, count))
		return NULL;
	return x;
}

static void compare_long(const struct needles *x, struct str text, size_t at, uint32_t gram, struct hits *hits)
{
	const uint32_t *bucket = &x->buckets[hash(gram) >> x->bucket_shift];

	for (uint32_t i = bucket[0]; i < bucket[1]; i++) {
		const struct entry *e = &x->entries[i];
		if (e->gram != gram || e->before > at || hits_has(hits, e->id))
			continue;
		size_t from = at - e->before;
		if (e->text.len <= text.len - from && memcmp(text.ptr + from, e->text.ptr, e->text.len) == 0)
			hits_set(hits, e->id);
	}
}

static void find_long(const struct needles *x, struct str text, struct hits *hits)
{
	const uint64_t *seen = x->seen;
	unsigned shift = x->seen_shift;

	for (size_t i = 0; i + GRAM <= text.len; i++) {
		uint32_t gram = load_gram(text.ptr + i), bit = hash(gram) >> shift;
		if (__builtin_expect(seen[bit >> 6] >> (bit & 63) & 1, 0))
			compare_long(x, text, i, gram, hits);
	}
}

static void compare_short(const struct needles *x, struct str rest, struct hits *hits)
{
	unsigned c = (unsigned char)rest.ptr[0];

	for (uint32_t i = x->short_from[c]; i < x->short_from[c + 1]; i++)
		if (str_starts(rest, x->shorts[i].text))
			hits_set(hits, x->shorts[i].id);
}

static void find_short(const struct needles *x, struct str text, struct hits *hits)
{
	const unsigned char *p = (const unsigned char *)text.ptr;

	for (size_t i = 0; i + 1 < text.len; i++) {
		unsigned pair = p[i] | (unsigned)p[i + 1] << 8;
		if (x->pairs[pair >> 6] >> (pair & 63) & 1)
			compare_short(x, str_of(text.ptr + i, text.len - i), hits);
	}
	if (text.len)
		compare_short(x, str_of(text.ptr + text.len - 1, 1), hits);
}

void needles_find(const struct needles *x, struct str text, struct hits *hits)
{
	if (x->long_count)
		find_long(x, text, hits);
	if (x->pairs)
		find_short(x, text, hits);
}
