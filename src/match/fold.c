#include "match/fold.h"

struct fold_row {
	uint32_t first, last;
	int32_t step, add;
};

static const struct fold_row rows[] = {
#define FOLD(first, last, step, add) { first, last, step, add },
#include "match/fold.list"
#undef FOLD
};

static uint32_t fold_point(uint32_t c)
{
	size_t low = 0, high = COUNT(rows);

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (rows[middle].last < c)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == COUNT(rows) || c < rows[low].first || (c - rows[low].first) % (uint32_t)rows[low].step)
		return c;
	return c + (uint32_t)rows[low].add;
}

static size_t put_point(uint32_t c, char *out)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t i = n - 1; i; i--, c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3F));
	out[0] = (char)((0xF00 >> n & 0xFF) | c);
	return n;
}

/* The code point at @p, of *n bytes; a byte that begins none is taken by itself and comes back as 0. */
static uint32_t get_point(const unsigned char *p, size_t left, size_t *n)
{
	size_t size = fold_step(*p);
	uint32_t c = *p & (0x7Fu >> size);

	*n = 1;
	if (size == 1 || size > left)
		return 0;
	for (size_t i = 1; i < size; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3F);
	}
	*n = size;
	return c;
}

#define ONES 0x0101010101010101u

/* The top bits of the capital letters among eight bytes of ASCII: sums carry into them from 'A', or past 'Z'. */
static uint64_t capitals(uint64_t w)
{
	return (w + ONES * (0x80 - 'A')) & ~(w + ONES * (0x7F - 'Z')) & ONES * 0x80;
}

/* The eight bytes at @in to @out; false, and nothing is written, if they are not all ASCII. */
static bool fold_eight(const char *in, char *out)
{
	uint64_t w;

	memcpy(&w, in, 8);
	if (w & ONES * 0x80)
		return false;
	w |= capitals(w) >> 2;
	memcpy(out, &w, 8);
	return true;
}

/* As many bytes as are ASCII.  The last ones of a text are folded with some before them. */
static size_t fold_ascii(const char *in, size_t len, char *out)
{
	size_t i = 0;

	while (i + 8 <= len && fold_eight(in + i, out + i))
		i += 8;
	if (i < len && i + 8 > len && len >= 8 && fold_eight(in + len - 8, out + len - 8))
		return len;
	for (; i < len && !(in[i] & 0x80); i++)
		out[i] = in[i] >= 'A' && in[i] <= 'Z' ? (char)(in[i] + 32) : in[i];
	return i;
}

/* All of a text of at most eight bytes, or its last eight. */
static uint64_t load_last(struct str s)
{
	if (s.len >= 8)
		return str_load(s.ptr + s.len - 8, 8);
	if (s.len >= 4)
		return str_load(s.ptr, 4) | str_load(s.ptr + s.len - 4, 4) << 32;
	uint64_t w = 0;
	for (size_t i = 0; i < s.len; i++)
		w = w << 8 | (unsigned char)s.ptr[i];
	return w;
}

bool fold_is_folded(struct str in)
{
	uint64_t w = load_last(in), found = w | capitals(w & ONES * 0x7F);

	for (size_t i = 0; i + 8 <= in.len; i += 8) {
		w = str_load(in.ptr + i, 8);
		found |= w | capitals(w & ONES * 0x7F);
	}
	return !(found & ONES * 0x80);
}

size_t fold_into(struct str in, char *out)
{
	size_t i = 0, n = 0;

	while (i < in.len) {
		size_t plain = fold_ascii(in.ptr + i, in.len - i, out + n), size;
		i += plain;
		n += plain;
		if (i == in.len)
			break;
		uint32_t c = get_point((const unsigned char *)in.ptr + i, in.len - i, &size);
		if (c >= 0x80)
			n += put_point(fold_point(c), out + n);
		else
			out[n++] = in.ptr[i];
		i += size;
	}
	return n;
}

struct str fold(struct arena *a, struct str in)
{
	char *out = arena_alloc(a, fold_room(in.len));

	return str_of(out, out ? fold_into(in, out) : 0);
}
