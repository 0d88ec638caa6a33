#include "link/near.h"

#include <stdlib.h>

/*
 * Multi-index hashing (Norouzi, Punjani, Fleet 2012): of two hashes that differ in at most 7 bits, at least one of four
 * parts of 16 bits differs in at most one.  So each hash is looked for in four tables under 17 values each.
 */
enum { PARTS = 4, PART_BITS = 16, PART_VALUES = 1 << PART_BITS };

static int by_hash(const void *a, const void *b)
{
	const struct picture *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return (x->record > y->record) - (x->record < y->record);
}

/* Different hashes, and which of them belong together. */
struct chains {
	uint64_t *hashes;
	uint32_t *parents, *entries, *starts;
	uint32_t count;
	int bits;
};

static uint32_t root_of(uint32_t *parents, uint32_t i)
{
	while (parents[i] != i)
		i = parents[i] = parents[parents[i]];
	return i;
}

static void join(struct chains *c, uint32_t a, uint32_t b)
{
	a = root_of(c->parents, a);
	b = root_of(c->parents, b);
	if (a < b)
		c->parents[b] = a;
	else
		c->parents[a] = b;
}

static uint32_t part_of(uint64_t hash, unsigned part)
{
	return (uint32_t)(hash >> part * PART_BITS) & (PART_VALUES - 1);
}

/* The hashes by the value of one part: those of value v stand in entries[starts[v]] to entries[starts[v + 1] - 1]. */
static void index_part(struct chains *c, unsigned part)
{
	memset(c->starts, 0, (PART_VALUES + 2) * sizeof(*c->starts));
	for (uint32_t i = 0; i < c->count; i++)
		c->starts[part_of(c->hashes[i], part) + 2]++;
	for (uint32_t v = 2; v < PART_VALUES + 2; v++)
		c->starts[v] += c->starts[v - 1];
	for (uint32_t i = 0; i < c->count; i++)
		c->entries[c->starts[part_of(c->hashes[i], part) + 1]++] = i;
}

static void look_under(struct chains *c, uint32_t i, uint32_t value)
{
	for (uint32_t k = c->starts[value]; k < c->starts[value + 1]; k++) {
		uint32_t other = c->entries[k];
		if (other < i && __builtin_popcountll(c->hashes[i] ^ c->hashes[other]) <= c->bits)
			join(c, i, other);
	}
}

static void chain(struct chains *c)
{
	for (unsigned part = 0; part < PARTS; part++) {
		index_part(c, part);
		for (uint32_t i = 0; i < c->count; i++) {
			uint32_t value = part_of(c->hashes[i], part);
			look_under(c, i, value);
			for (unsigned bit = 0; c->bits >= PARTS && bit < PART_BITS; bit++)
				look_under(c, i, value ^ 1u << bit);
		}
	}
}

static void number(struct picture *pictures, size_t count, struct chains *c)
{
	uint32_t at = 0;

	for (size_t i = 0; i < count; i++) {
		at += i && pictures[i].hash != pictures[i - 1].hash;
		pictures[i].cluster = root_of(c->parents, at);
	}
}

bool pictures_cluster(struct picture *pictures, size_t count, int bits)
{
	struct chains c = { .bits = bits };

	if (!count)
		return true;
	qsort(pictures, count, sizeof(*pictures), by_hash);
	c.hashes = mem_alloc(sizeof(*c.hashes), count);
	c.parents = mem_alloc(sizeof(*c.parents), count);
	c.entries = mem_alloc(sizeof(*c.entries), count);
	c.starts = mem_alloc(sizeof(*c.starts), PART_VALUES + 2);
	bool ok = c.hashes && c.parents && c.entries && c.starts;
	for (size_t i = 0; ok && i < count; i++)
		if (!i || pictures[i].hash != pictures[i - 1].hash) {
			c.parents[c.count] = c.count;
			c.hashes[c.count++] = pictures[i].hash;
		}
	if (ok) {
		chain(&c);
		number(pictures, count, &c);
	}
	mem_free(c.hashes);
	mem_free(c.parents);
	mem_free(c.entries);
	mem_free(c.starts);
	return ok;
}
