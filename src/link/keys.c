#include "link/keys.h"

#include "base/arena.h"
#include "base/spill.h"

#include <stdlib.h>

enum { PARTS = 64, PART_MEMORY = 1 << 18, DIGITS = 11, BUCKETS = 1 << DIGITS };
enum {
	FEW = 256,           /* rows, which are sorted without counting */
	MARKS_PER_ROW = 8,   /* bits: of eight keys of one record each, about one looks as if it were of two */
	MARKED_FROM = 8,     /* the first bit of a key that says which: the lowest ones are those of its kind */
};

struct keys {
	struct spill parts[PARTS];
	struct key_row *rows, *spare;
	size_t size;
	uint64_t *once, *twice; /* marks, for as many rows */
};

struct keys *keys_new(void)
{
	struct keys *k = mem_alloc(sizeof(*k), 1);

	for (size_t i = 0; k && i < PARTS; i++)
		k->parts[i].max_memory = PART_MEMORY;
	return k;
}

void keys_free(struct keys *k)
{
	if (!k)
		return;
	for (size_t i = 0; i < PARTS; i++)
		spill_clear(&k->parts[i]);
	mem_free(k->rows);
	mem_free(k->spare);
	mem_free(k->once);
	mem_free(k->twice);
	mem_free(k);
}

bool keys_add(struct keys *k, struct key_row row, struct err *e)
{
	return spill_put(&k->parts[row.key >> 58], &row, sizeof(row), e);
}

/* How many bits, a power of two, mark @count rows. */
static size_t marks_for(size_t count)
{
	size_t bits = 64;

	while (bits < count * MARKS_PER_ROW)
		bits *= 2;
	return bits;
}

/*
 * Leave out rows whose key no other row has, as far as marks tell: how many are left.  Most keys are of one record
 * alone, and need not be sorted.
 */
static size_t drop_single(struct keys *k, size_t count)
{
	size_t bits = marks_for(count), left = 0;

	memset(k->once, 0, bits / 8);
	memset(k->twice, 0, bits / 8);
	for (size_t i = 0; i < count; i++) {
		size_t at = k->rows[i].key >> MARKED_FROM & (bits - 1);
		uint64_t bit = (uint64_t)1 << at % 64;
		k->twice[at / 64] |= k->once[at / 64] & bit;
		k->once[at / 64] |= bit;
	}
	for (size_t i = 0; i < count; i++) {
		size_t at = k->rows[i].key >> MARKED_FROM & (bits - 1);
		if (k->twice[at / 64] >> at % 64 & 1)
			k->rows[left++] = k->rows[i];
	}
	return left;
}

static int by_key(const void *a, const void *b)
{
	const struct key_row *x = a, *y = b;

	return (x->key > y->key) - (x->key < y->key);
}

/* By eleven bits of the key at a time, the lowest first. */
static void sort_many(struct keys *k, size_t count)
{
	static const unsigned from[] = { 0, 11, 22, 33, 44, 53 };

	for (size_t pass = 0; pass < COUNT(from); pass++) {
		size_t starts[BUCKETS] = { 0 }, sum = 0;
		for (size_t i = 0; i < count; i++)
			starts[k->rows[i].key >> from[pass] & (BUCKETS - 1)]++;
		for (size_t b = 0; b < BUCKETS; b++) {
			size_t n = starts[b];
			starts[b] = sum;
			sum += n;
		}
		for (size_t i = 0; i < count; i++)
			k->spare[starts[k->rows[i].key >> from[pass] & (BUCKETS - 1)]++] = k->rows[i];
		struct key_row *swap = k->rows;
		k->rows = k->spare;
		k->spare = swap;
	}
}

static void sort(struct keys *k, size_t count)
{
	if (count > FEW)
		sort_many(k, count);
	else if (count)
		qsort(k->rows, count, sizeof(*k->rows), by_key);
}

static bool reserve(struct keys *k, size_t count, struct err *e)
{
	if (count <= k->size)
		return true;
	size_t size = count + count / 4 + 16;
	mem_free(k->rows);
	mem_free(k->spare);
	mem_free(k->once);
	mem_free(k->twice);
	k->rows = mem_alloc(sizeof(*k->rows), size);
	k->spare = mem_alloc(sizeof(*k->spare), size);
	k->once = mem_alloc(sizeof(*k->once), marks_for(size) / 64);
	k->twice = mem_alloc(sizeof(*k->twice), marks_for(size) / 64);
	k->size = k->rows && k->spare && k->once && k->twice ? size : 0;
	return k->size || err_set(e, ERR_MEMORY, "out of memory for links");
}

static int by_record(const void *a, const void *b)
{
	const struct key_row *x = a, *y = b;

	if (x->record != y->record)
		return x->record < y->record ? -1 : 1;
	return (x->minute > y->minute) - (x->minute < y->minute);
}

static bool tell_part(struct keys *k, size_t count, keys_told *told, void *context, struct err *e)
{
	for (size_t i = 0, end; i < count; i = end) {
		for (end = i + 1; end < count && k->rows[end].key == k->rows[i].key; end++)
			;
		if (end > i + 1)
			qsort(k->rows + i, end - i, sizeof(*k->rows), by_record);
		if (k->rows[end - 1].record != k->rows[i].record && !told(context, k->rows + i, end - i, e))
			return false;
	}
	return true;
}

bool keys_shared(struct keys *k, keys_told *told, void *context, struct err *e)
{
	for (size_t i = 0; i < PARTS; i++) {
		struct spill *part = &k->parts[i];
		size_t count = (size_t)(part->size / sizeof(struct key_row));
		if (!count)
			continue;
		if (!reserve(k, count, e) || !spill_rewind(part, e) ||
		    !spill_get(part, k->rows, count * sizeof(*k->rows), e))
			return false;
		spill_clear(part);
		count = drop_single(k, count);
		sort(k, count);
		if (!tell_part(k, count, told, context, e))
			return false;
	}
	return true;
}
