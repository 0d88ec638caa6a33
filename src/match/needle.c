#include "match/needle.h"

#include "match/sieve.h"

#include <endian.h>

/*
 * Each needle of four bytes and more is known by four of its bytes, those that the fewest needles share.  The text
 * is read four bytes at a time, at each place; a sieve tells whether any needle may be known by them, and only
 * then is it compared.  Needles of two and three bytes are looked up whole, behind sieves of their own; single bytes
 * are each searched for until found.
 */
enum { GRAM = 4 };

struct entry {
	uint32_t gram, id;
	uint32_t before; /* where the gram stands in @text */
	struct str text;
};

/* A needle of two or three bytes, the first one lowest; @key is 0 where the place is free. */
struct short_entry {
	uint32_t key, id;
};

struct single {
	uint32_t id;
	char byte;
};

struct needles {
	struct sieve sieve;
	uint32_t *buckets;  /* by the hash's last bits: where its entries begin; one more than there are */
	struct entry *entries;
	uint32_t bucket_mask;
	size_t long_count;

	bool has_short;          /* needles of two or three bytes */
	struct short_entry *shorts; /* open addressing */
	uint32_t short_mask;

	struct single *singles;  /* needles of one byte */
	size_t single_count;
};

static uint32_t load_gram(const char *p)
{
	uint32_t w;

	memcpy(&w, p, GRAM);
	return w;
}

/* The upper half of the product: each of its bits hangs on all of the gram, so that any of them may be masked off. */
static inline uint32_t hash(uint32_t gram)
{
	return (uint32_t)(gram * 0x9E3779B97F4A7C15u >> 32);
}

/* How often each gram occurs among the needles, by hash: two that share a count only make a choice less good. */
struct census {
	uint16_t *counts;
	uint32_t mask;
};

static bool count_grams(struct census *c, struct arena *a, const struct needle_want *wants, size_t count)
{
	size_t total = 0;
	unsigned bits = 8;

	for (size_t i = 0; i < count; i++)
		total += wants[i].text.len;
	while (bits < 18 && ((size_t)1 << bits) < total * 2)
		bits++;
	c->mask = (UINT32_C(1) << bits) - 1;
	c->counts = ARENA_NEW(a, uint16_t, (size_t)1 << bits);
	if (!c->counts)
		return false;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k + GRAM <= wants[i].text.len; k++) {
			uint16_t *n = &c->counts[hash(load_gram(wants[i].text.ptr + k)) & c->mask];
			*n = (uint16_t)(*n + (*n < UINT16_MAX));
		}
	return true;
}

/* The place of the gram that the fewest needles have; of equals the last, since paths and names begin alike. */
static uint32_t rarest(const struct census *c, struct str text)
{
	uint32_t best = 0, least = UINT32_MAX;

	for (uint32_t k = 0; k + GRAM <= text.len; k++) {
		uint32_t n = c->counts[hash(load_gram(text.ptr + k)) & c->mask];
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
	x->bucket_mask = (UINT32_C(1) << bits) - 1;
	x->buckets = ARENA_NEW(a, uint32_t, ((size_t)1 << bits) + 1);
	x->entries = ARENA_NEW(a, struct entry, x->long_count);
	return x->buckets && x->entries;
}

static bool add_long(struct needles *x, struct arena *a, const struct needle_want *wants, size_t count)
{
	struct census census;
	struct entry *all = ARENA_NEW(a, struct entry, x->long_count);
	size_t n = 0, buckets = (size_t)x->bucket_mask + 1;

	if (!all || !count_grams(&census, a, wants, count))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (wants[i].text.len < GRAM)
			continue;
		uint32_t before = rarest(&census, wants[i].text);
		uint32_t gram = load_gram(wants[i].text.ptr + before);
		all[n++] = (struct entry){ gram, wants[i].id, before, wants[i].text };
		sieve_add(&x->sieve, le32toh(gram), GRAM);
		x->buckets[(hash(gram) & x->bucket_mask) + 1]++;
	}
	for (size_t i = 0; i < buckets; i++)
		x->buckets[i + 1] += x->buckets[i];
	/* Fill each bucket from its end; then its beginning stands where the one before ends. */
	for (size_t i = n; i--;) {
		uint32_t *end = &x->buckets[(hash(all[i].gram) & x->bucket_mask) + 1];
		x->entries[--*end] = all[i];
	}
	memmove(x->buckets, x->buckets + 1, buckets * sizeof(*x->buckets));
	x->buckets[buckets] = (uint32_t)n;
	return true;
}

/* The bytes of a short needle, the first one lowest, with its length, so that no key is 0. */
static uint32_t short_key(uint32_t bytes, size_t len)
{
	return (uint32_t)len << 24 | (bytes & (len == 2 ? 0xFFFF : 0xFFFFFF));
}

/* Up to four bytes, the first one lowest. */
static uint32_t load_upto(const char *p, size_t len)
{
	uint32_t w = 0;

	for (size_t i = len < GRAM ? len : GRAM; i--;)
		w = w << 8 | (unsigned char)p[i];
	return w;
}

static void place_short(struct needles *x, struct str text, uint32_t id)
{
	uint32_t key = short_key(load_upto(text.ptr, text.len), text.len), i = hash(key) & x->short_mask;

	while (x->shorts[i].key)
		i = (i + 1) & x->short_mask;
	x->shorts[i] = (struct short_entry){ key, id };
	sieve_add(&x->sieve, key & 0xFFFFFF, text.len);
}

static bool size_short(struct needles *x, struct arena *a, size_t count)
{
	unsigned bits = 1;

	while (((size_t)1 << bits) < count * 2)
		bits++;
	x->short_mask = (UINT32_C(1) << bits) - 1;
	x->shorts = ARENA_NEW(a, struct short_entry, (size_t)1 << bits);
	return x->shorts;
}

static bool add_short(struct needles *x, struct arena *a, const struct needle_want *wants, size_t count)
{
	x->singles = ARENA_NEW(a, struct single, count);
	if (!x->singles || (x->has_short && !size_short(x, a, count)))
		return false;
	for (size_t i = 0; i < count; i++)
		if (wants[i].text.len == 1)
			x->singles[x->single_count++] = (struct single){ wants[i].id, wants[i].text.ptr[0] };
		else if (wants[i].text.len < GRAM)
			place_short(x, wants[i].text, wants[i].id);
	return true;
}

/* How many needles have @from to @to bytes. */
static size_t count_lengths(const struct needle_want *wants, size_t count, size_t from, size_t to)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		n += wants[i].text.len >= from && wants[i].text.len <= to;
	return n;
}

struct needles *needles_new(struct arena *a, const struct needle_want *wants, size_t count)
{
	struct needles *x = ARENA_NEW(a, struct needles, 1);

	if (!x)
		return NULL;
	x->long_count = count_lengths(wants, count, GRAM, SIZE_MAX);
	x->has_short = count_lengths(wants, count, 2, GRAM - 1);
	if (!sieve_init(&x->sieve, a, x->long_count, count_lengths(wants, count, 3, 3), x->has_short) ||
	    !size_tables(x, a) || !add_long(x, a, wants, count))
		return NULL;
	if (x->long_count < count && !add_short(x, a, wants, count))
		return NULL;
	return x;
}

static void compare_long(const struct needles *x, struct str text, size_t at, uint32_t gram, struct hits *hits)
{
	const uint32_t *bucket = &x->buckets[hash(gram) & x->bucket_mask];

	for (uint32_t i = bucket[0]; i < bucket[1]; i++) {
		const struct entry *e = &x->entries[i];
		if (e->gram != gram || e->before > at || hits_has(hits, e->id))
			continue;
		size_t from = at - e->before;
		if (e->text.len <= text.len - from && memcmp(text.ptr + from, e->text.ptr, e->text.len) == 0)
			hits_set(hits, e->id);
	}
}

static void look_up_short(const struct needles *x, uint32_t key, struct hits *hits)
{
	for (uint32_t i = hash(key) & x->short_mask; x->shorts[i].key; i = (i + 1) & x->short_mask)
		if (x->shorts[i].key == key) {
			hits_set(hits, x->shorts[i].id);
			return;
		}
}

static void find_short(const struct needles *x, uint32_t bytes, struct hits *hits)
{
	look_up_short(x, short_key(bytes, 2), hits);
	look_up_short(x, short_key(bytes, 3), hits);
}

/* The last three bytes, behind the last gram. */
static void find_tail(const struct needles *x, struct str text, struct hits *hits)
{
	for (size_t len = 2; len < GRAM; len++)
		for (size_t at = text.len < GRAM ? 0 : text.len - GRAM + 1; at + len <= text.len; at++) {
			uint32_t bytes = load_upto(text.ptr + at, len);
			if (sieve_has(&x->sieve, bytes, len))
				look_up_short(x, short_key(bytes, len), hits);
		}
}

static void find_singles(const struct needles *x, struct str text, struct hits *hits)
{
	for (size_t i = 0; i < x->single_count; i++)
		if (!hits_has(hits, x->singles[i].id) && memchr(text.ptr, x->singles[i].byte, text.len))
			hits_set(hits, x->singles[i].id);
}

/* What may stand at the places of @s, which are counted from @at. */
static void look_at(const struct needles *x, struct str text, size_t at, struct sieved s, struct hits *hits)
{
	for (; s.grams; s.grams &= s.grams - 1) {
		size_t i = at + (size_t)__builtin_ctz(s.grams);
		compare_long(x, text, i, load_gram(text.ptr + i), hits);
	}
	for (; s.shorts; s.shorts &= s.shorts - 1)
		find_short(x, le32toh(load_gram(text.ptr + at + __builtin_ctz(s.shorts))), hits);
}

void needles_find(const struct needles *x, struct str text, struct hits *hits)
{
	if (x->long_count || x->has_short)
		for (size_t i = 0, n; i + GRAM <= text.len; i += n) {
			struct sieved s;
			n = sieve_look(&x->sieve, text.ptr + i, text.len - i, &s);
			if (s.grams | s.shorts)
				look_at(x, text, i, s, hits);
		}
	if (x->has_short)
		find_tail(x, text, hits);
	if (x->single_count && text.len)
		find_singles(x, text, hits);
}
