#include "base/str.h"

#include <errno.h>
#include <stdlib.h>

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Most that are the same are so to the letter. */
bool str_same_ascii(const char *a, const char *b, size_t len)
{
	size_t i = 0;

	while (i + 8 <= len && str_load(a + i, 8) == str_load(b + i, 8))
		i += 8;
	for (; i < len; i++)
		if (a[i] != b[i] && lower(a[i]) != lower(b[i]))
			return false;
	return true;
}

int str_cmp(struct str a, struct str b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int c = n ? memcmp(a.ptr, b.ptr, n) : 0;

	return c ? c : (a.len > b.len) - (a.len < b.len);
}

int str_cmp_ascii(struct str a, struct str b)
{
	int c = 0;

	for (size_t i = 0; !c && i < a.len && i < b.len; i++)
		c = (unsigned char)lower(a.ptr[i]) - (unsigned char)lower(b.ptr[i]);
	return c ? c : (a.len > b.len) - (a.len < b.len);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str str_trim_blanks(struct str s)
{
	while (s.len && is_blank(*s.ptr))
		s.ptr++, s.len--;
	while (s.len && is_blank(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

struct str str_split(struct str s, char byte, struct str *rest)
{
	size_t at = str_index(s, byte);

	*rest = at < s.len ? str_of(s.ptr + at + 1, s.len - at - 1) : str_of(NULL, 0);
	return str_of(s.ptr, at);
}

struct str str_print(int64_t n, char out[STR_NUMBER])
{
	size_t at = STR_NUMBER;
	uint64_t left = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

	do
		out[--at] = (char)('0' + left % 10);
	while (left /= 10);
	if (n < 0)
		out[--at] = '-';
	return str_of(out + at, STR_NUMBER - at);
}

bool str_number(struct str s, int64_t min, int64_t max, int64_t *n)
{
	char text[24], *end;

	if (!s.len || s.len >= sizeof(text) || is_blank(*s.ptr) || *s.ptr == '+')
		return false;
	memcpy(text, s.ptr, s.len);
	text[s.len] = '\0';
	errno = 0;
	long long v = strtoll(text, &end, 10);
	if (errno || end != text + s.len || v < min || v > max)
		return false;
	*n = v;
	return true;
}

bool str_real(struct str s, double *n)
{
	char text[64], *end;

	if (!s.len || s.len >= sizeof(text) || !strchr("-0123456789", *s.ptr))
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (!s.ptr[i] || !strchr("+-.0123456789eE", s.ptr[i]))
			return false;
	memcpy(text, s.ptr, s.len);
	text[s.len] = '\0';
	double v = strtod(text, &end);
	if (end != text + s.len)
		return false;
	*n = v;
	return true;
}

uint64_t str_hash64(struct str s)
{
	uint64_t h = 14695981039346656037U;

	for (size_t i = 0; i < s.len; i++)
		h = (h ^ (unsigned char)s.ptr[i]) * 1099511628211U;
	h = (h ^ h >> 33) * 0xff51afd7ed558ccdU;
	h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53U;
	return h ^ h >> 33;
}

/* How many bytes the code point at @p takes, 0 if it is not UTF-8 (RFC 3629, section 4). */
static size_t utf8_len(const unsigned char *p, size_t left)
{
	if (p[0] < 0x80)
		return 1;
	size_t n = p[0] >= 0xC2 && p[0] < 0xE0 ? 2 : (p[0] & 0xF0) == 0xE0 ? 3 :
	    p[0] >= 0xF0 && p[0] < 0xF5 ? 4 : 0;
	if (!n || n > left)
		return 0;
	for (size_t i = 1; i < n; i++)
		if ((p[i] & 0xC0) != 0x80)
			return 0;
	if ((p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] > 0x9F) ||
	    (p[0] == 0xF0 && p[1] < 0x90) || (p[0] == 0xF4 && p[1] > 0x8F))
		return 0;
	return n;
}

size_t str_utf8_len(struct str s)
{
	size_t i = 0;

	for (size_t n; i < s.len; i += n)
		if (!(n = utf8_len((const unsigned char *)s.ptr + i, s.len - i)))
			break;
	return i;
}

bool str_is_utf8(struct str s)
{
	return str_utf8_len(s) == s.len;
}

size_t str_code_point(struct str s, uint32_t *point)
{
	static const unsigned char marks[] = { 0, 0x7F, 0x1F, 0x0F, 0x07 };
	const unsigned char *p = (const unsigned char *)s.ptr;
	size_t len = utf8_len(p, s.len);

	if (!len)
		return 0;
	*point = p[0] & marks[len];
	for (size_t i = 1; i < len; i++)
		*point = *point << 6 | (p[i] & 0x3F);
	return len;
}

enum { NEAREST_MAX_LEN = 64 };

/* Levenshtein's distance, with the two rows that it needs. */
static size_t distance(struct str a, struct str b)
{
	size_t row[NEAREST_MAX_LEN + 1];

	for (size_t j = 0; j <= b.len; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		size_t diagonal = row[0];
		row[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			size_t change = diagonal + (lower(a.ptr[i - 1]) != lower(b.ptr[j - 1]));
			diagonal = row[j];
			size_t best = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;
			row[j] = change < best ? change : best;
		}
	}
	return row[b.len];
}

const char *str_nearest(struct str word, const char *const *words, size_t count)
{
	const char *best = NULL;
	size_t limit = word.len / 3 + 1;

	if (word.len > NEAREST_MAX_LEN)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		struct str w = str_from(words[i]);
		if (w.len > NEAREST_MAX_LEN)
			continue;
		size_t d = distance(word, w);
		if (d <= limit && (d < limit || !best)) {
			best = words[i];
			limit = d;
		}
	}
	return best;
}
