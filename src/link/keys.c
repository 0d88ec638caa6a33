#include "link/keys.h"

#include "base/arena.h"
#include "base/spill.h"
#include "link/filter.h"

#include <stdlib.h>

enum { PARTS = 64, PART_MEMORY = 1 << 18, DIGITS = 11, BUCKETS = 1 << DIGITS };
enum { FEW = 256 }; /* rows, which are sorted without counting */

struct keys {
	struct spill parts[PARTS];
	struct key_row *rows, *spare;
	size_t size;
	struct filter once, twice; /* keys of the part at hand */
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
	filter_clear(&k->once);
	filter_clear(&k->twice);
	mem_free(k);
}

bool keys_add(struct keys *k, struct key_row row, struct err *e)
{
	return spill_put(&k->parts[row.key >> 58], &row, sizeof(row), e);
}

/*
 * Leave out rows whose key no other row has, as far as filters tell: how many are left.  Most keys are of one record
 * alone, and need not be sorted.
 */
static size_t drop_single(struct keys *k, size_t count)
{
	size_t left = 0;

	for (size_t i = 0; i < count; i++) {
		if (filter_has(&k->once, k->rows[i].key))
			filter_add(&k->twice, k->rows[i].key);
		filter_add(&k->once, k->rows[i].key);
	}
	for (size_t i = 0; i < count; i++)
		if (filter_has(&k->twice, k->rows[i].key))
			k->rows[left++] = k->rows[i];
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
	if (count > k->size) {
		size_t size = count + count / 4 + 16;
		mem_free(k->rows);
		mem_free(k->spare);
		k->rows = mem_alloc(sizeof(*k->rows), size);
		k->spare = mem_alloc(sizeof(*k->spare), size);
		k->size = k->rows && k->spare ? size : 0;
	}
	return (k->size && filter_begin(&k->once, count) && filter_begin(&k->twice, count)) ||
	       err_set(e, ERR_MEMORY, "out of memory for links");
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
