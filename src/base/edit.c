#include "base/edit.h"

/*
 * A column of the table of distances as two words of bits: where it grows by one from row to row, and where it falls
 * (G. Myers, "A fast bit-vector algorithm for approximate string matching", J. ACM 46, 1999; H. Hyyro's form of it for
 * whole texts).
 */
size_t edit_distance(struct str a, struct str b)
{
	uint64_t where[256], up = ~0ULL, down = 0;

	if (a.len > b.len) {
		struct str swap = a;
		a = b;
		b = swap;
	}
	if (!a.len)
		return b.len;
	if (a.len > EDIT_MAX)
		return SIZE_MAX;
	for (size_t i = 0; i < b.len; i++)
		where[(unsigned char)b.ptr[i]] = 0;
	for (size_t i = 0; i < a.len; i++)
		where[(unsigned char)a.ptr[i]] = 0;
	for (size_t i = 0; i < a.len; i++)
		where[(unsigned char)a.ptr[i]] |= 1ULL << i;
	size_t distance = a.len;
	uint64_t last = 1ULL << (a.len - 1);
	for (size_t i = 0; i < b.len; i++) {
		uint64_t same = where[(unsigned char)b.ptr[i]], v = same | down;
		uint64_t diagonal = (((same & up) + up) ^ up) | same;
		uint64_t grows = down | ~(diagonal | up), falls = up & diagonal;
		distance += (grows & last) != 0;
		distance -= (falls & last) != 0;
		grows = grows << 1 | 1;
		up = falls << 1 | ~(v | grows);
		down = grows & v;
	}
	return distance;
}
