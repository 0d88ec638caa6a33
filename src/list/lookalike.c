#include "list/lookalike.h"

#include "base/edit.h"

enum { LABEL_POINTS = 64, LONG_NAME = 12, SHORT_NAME = 6 };

static const struct { uint32_t point; char looks; } letters[] = {
#define LOOKS(point, looks) { point, looks },
#include "list/lookalike.list"
#undef LOOKS
};

static char looks_of(uint32_t point)
{
	size_t low = 0, high = COUNT(letters);

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (letters[mid].point < point)
			low = mid + 1;
		else
			high = mid;
	}
	return low < COUNT(letters) && letters[low].point == point ? letters[low].looks : '\0';
}

/* RFC 3492, 6.1 and 5: how the step adapts, with the parameters of punycode. */
enum { BASE = 36, TMIN = 1, TMAX = 26, SKEW = 38, DAMP = 700, BIAS = 72, FIRST = 0x80 };

static uint32_t adapt(uint32_t delta, uint32_t count, bool is_first)
{
	uint32_t k = 0;

	delta = is_first ? delta / DAMP : delta / 2;
	for (delta += delta / count; delta > (BASE - TMIN) * TMAX / 2; k += BASE)
		delta /= BASE - TMIN;
	return k + (BASE - TMIN + 1) * delta / (delta + SKEW);
}

static bool digit_of(char c, uint32_t *digit)
{
	*digit = c >= 'a' && c <= 'z' ? (uint32_t)(c - 'a') : (uint32_t)(c - '0' + 26);
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* One number of variable length off the front of @s, added to *at. */
static bool take_delta(struct str *s, uint32_t bias, uint32_t *at)
{
	uint32_t digit, weight = 1;

	for (uint32_t k = BASE; s->len; k += BASE) {
		if (!digit_of(*s->ptr, &digit) || digit > (UINT32_MAX - *at) / weight)
			return false;
		*s = str_of(s->ptr + 1, s->len - 1);
		*at += digit * weight;
		uint32_t t = k <= bias ? TMIN : k >= bias + TMAX ? TMAX : k - bias;
		if (digit < t)
			return true;
		if (weight > UINT32_MAX / (BASE - t))
			return false;
		weight *= BASE - t;
	}
	return false;
}

static bool read_points(struct str label, uint32_t points[LABEL_POINTS], uint32_t *count)
{
	uint32_t n = FIRST, at = 0, bias = BIAS, plain = 0;

	for (uint32_t i = (uint32_t)label.len; i && !plain; i--)
		plain = label.ptr[i - 1] == '-' ? i : 0;
	for (*count = 0; plain && *count + 1 < plain; ++*count)
		points[*count] = (unsigned char)label.ptr[*count];
	struct str rest = str_of(label.ptr + plain, label.len - plain);
	while (rest.len) {
		uint32_t old = at;
		if (*count == LABEL_POINTS || !take_delta(&rest, bias, &at))
			return false;
		++*count;
		bias = adapt(at - old, *count, !old);
		n += at / *count;
		at %= *count;
		if (n > 0x10FFFF || (n >= 0xD800 && n < 0xE000))
			return false;
		memmove(points + at + 1, points + at, (*count - 1 - at) * sizeof(*points));
		points[at++] = n;
	}
	return true;
}

static size_t put_utf8(uint32_t c, char out[4])
{
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char heads[] = { 0, 0, 0xC0, 0xE0, 0xF0 };

	for (size_t i = n; i > 1; i--, c >>= 6)
		out[i - 1] = (char)(0x80 | (c & 0x3F));
	out[0] = (char)(heads[n] | c);
	return n;
}

struct str punycode_read(struct str label, char *out, size_t size)
{
	uint32_t points[LABEL_POINTS], count;
	size_t n = 0;

	if (!label.len || label.len > LABEL_POINTS - 1 || !read_points(label, points, &count))
		return str_of(NULL, 0);
	for (uint32_t i = 0; i < count; i++) {
		if (n + 4 > size)
			return str_of(NULL, 0);
		n += put_utf8(points[i], out + n);
	}
	return str_of(out, n);
}

/* Pairs that look like one letter; digits and letters that look like another. */
static void put_plain(char c, char *out, size_t *n)
{
	char last = *n ? out[*n - 1] : '\0';

	if (c == 'n' && last == 'r')
		out[*n - 1] = 'm';
	else if (c == 'v' && last == 'v')
		out[*n - 1] = 'w';
	else
		out[(*n)++] = c == '0' ? 'o' : c == '1' || c == 'i' ? 'l' : c;
}

static bool put_label(struct str label, char *out, size_t *n)
{
	uint32_t point = 0;

	if (*n + label.len + 1 >= SKELETON_MAX)
		return false;
	for (size_t skip; label.len; label = str_of(label.ptr + skip, label.len - skip)) {
		skip = str_code_point(label, &point);
		char looks = skip > 1 ? looks_of(point) : '\0';
		if (looks || skip <= 1) {
			put_plain(looks ? looks : *label.ptr, out, n);
			skip = skip ? skip : 1;
		} else {
			memcpy(out + *n, label.ptr, skip);
			*n += skip;
		}
	}
	return true;
}

struct str domain_skeleton(struct str domain, char out[SKELETON_MAX])
{
	static const struct str ace = STR("xn--");
	char text[4 * LABEL_POINTS];
	size_t n = 0;

	while (domain.len) {
		struct str label = str_split(domain, '.', &domain);
		if (str_starts(label, ace)) {
			struct str coded = str_of(label.ptr + ace.len, label.len - ace.len);
			struct str read = punycode_read(coded, text, sizeof(text));
			label = read.len ? read : label;
		}
		if (!put_label(label, out, &n))
			return str_of(NULL, 0);
		if (domain.len)
			out[n++] = '.';
	}
	return str_of(out, n);
}

/* Two neighbours changed their places, and nothing else. */
static bool is_swapped(struct str a, struct str b)
{
	size_t i = 0;

	if (a.len != b.len)
		return false;
	while (i < a.len && a.ptr[i] == b.ptr[i])
		i++;
	return i + 1 < a.len && a.ptr[i] == b.ptr[i + 1] && a.ptr[i + 1] == b.ptr[i] &&
	    str_eq(str_of(a.ptr + i + 2, a.len - i - 2), str_of(b.ptr + i + 2, b.len - i - 2));
}

/* A digit more or less is another thing of the same kind ("studio54", "studio55"), no slip of the eye. */
static bool digits_differ(struct str a, struct str b)
{
	char x[SKELETON_MAX], y[SKELETON_MAX];
	size_t n = 0, m = 0;

	for (size_t i = 0; i < a.len && n < sizeof(x); i++)
		if (a.ptr[i] >= '2' && a.ptr[i] <= '9')
			x[n++] = a.ptr[i];
	for (size_t i = 0; i < b.len && m < sizeof(y); i++)
		if (b.ptr[i] >= '2' && b.ptr[i] <= '9')
			y[m++] = b.ptr[i];
	return !str_eq(str_of(x, n), str_of(y, m));
}

bool looks_like(struct str domain, struct str other)
{
	char x[SKELETON_MAX], y[SKELETON_MAX];
	struct str a = domain_skeleton(domain, x), b = domain_skeleton(other, y), a_end, b_end;

	if (!a.len || !b.len || str_eq(domain, other))
		return false;
	if (str_eq(a, b))
		return true;
	a = str_split(a, '.', &a_end);
	b = str_split(b, '.', &b_end);
	size_t shorter = a.len < b.len ? a.len : b.len;
	if (!str_eq(a_end, b_end) || shorter < SHORT_NAME || digits_differ(a, b))
		return false;
	return is_swapped(a, b) || edit_distance(a, b) <= (shorter >= LONG_NAME ? 2u : 1u);
}
