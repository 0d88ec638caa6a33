#include "base/spill.h"

#include "base/arena.h"
#include "unit/test.h"

/* The byte at @at of what is put. */
static unsigned char byte_at(uint64_t at)
{
	return (unsigned char)((at * 0x9E3779B97F4A7C15u) >> 56);
}

static bool put_all(struct spill *s, unsigned char *room, size_t total, size_t piece)
{
	struct err e = { 0 };

	for (size_t at = 0; at < total; at += piece) {
		size_t n = total - at < piece ? total - at : piece;
		for (size_t i = 0; i < n; i++)
			room[i] = byte_at(at + i);
		if (!spill_put(s, room, n, &e))
			return false;
	}
	return true;
}

/* Pieces are read and passed over in turns. */
static bool get_all(struct spill *s, unsigned char *room, size_t total, size_t piece)
{
	struct err e = { 0 };
	bool same = spill_rewind(s, &e), skips = false;

	for (size_t at = 0; same && at < total; at += piece, skips = !skips) {
		size_t n = total - at < piece ? total - at : piece;
		if (skips) {
			spill_skip(s, n);
			continue;
		}
		same = spill_get(s, room, n, &e);
		for (size_t i = 0; same && i < n; i++)
			same = room[i] == byte_at(at + i);
	}
	return same && !spill_get(s, room, 1 + piece, &e);
}

/* In memory alone, in a file with a rest in memory, and in pieces that are larger than what is read at once. */
void test_spill(void)
{
	static const struct { const char *name; size_t total, memory, put, get; } rows[] = {
		{ "nothing", 0, 100, 1, 1 }, { "in_memory", 100, 100, 7, 9 }, { "one_byte_over", 101, 100, 1, 3 },
		{ "in_a_file", 100000, 1000, 77, 1013 }, { "larger_than_memory", 5000, 10, 5000, 4999 },
		{ "in_chunks", 3000000, 1000000, 9999, 2822 }, { "large_pieces", 3000000, 500000, 70000, 700000 },
		{ "all_at_once", 3000000, 1 << 20, 4096, 3000000 },
	};
	unsigned char *room = mem_alloc(3000001, 1);

	for (size_t i = 0; room && i < COUNT(rows); i++) {
		struct spill s = { .max_memory = rows[i].memory };
		test_case(rows[i].name);
		CHECK(put_all(&s, room, rows[i].total, rows[i].put));
		CHECK(get_all(&s, room, rows[i].total, rows[i].get));
		CHECK(get_all(&s, room, rows[i].total, rows[i].get));
		spill_clear(&s);
	}
	mem_free(room);
}
