/* str.h - borrowed text: a pointer and a length, passed by value. */
#ifndef STR_H
#define STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define NODISCARD __attribute__((warn_unused_result))
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Not terminated.  Who made it says from what it is borrowed.  {NULL, 0} is "no text". */
struct str {
	const char *ptr;
	size_t len;
};

/** A literal as a str, also in static initialisers. */
#define STR(literal) { (literal), sizeof(literal) - 1 }
#define STR_LIT(literal) ((struct str)STR(literal))

/** The two arguments of "%.*s". */
#define STR_ARG(s) (int)(s).len, ((s).ptr ? (s).ptr : "")

/** A view of the C string @text; NULL gives no text. */
static inline struct str str_from(const char *text)
{
	return (struct str){ text, text ? strlen(text) : 0 };
}

static inline struct str str_of(const char *ptr, size_t len)
{
	return (struct str){ ptr, len };
}

/** Up to eight bytes as a number, the first one lowest, on every machine. */
static inline uint64_t str_load(const char *p, size_t len)
{
	uint64_t n = 0;

	memcpy(&n, p, len);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	n = __builtin_bswap64(n);
#endif
	return n;
}

/* Keys and names are short: for those a call of memcmp takes longer than the comparison. */
static inline bool str_same(const char *a, const char *b, size_t len)
{
	if (len > 16)
		return memcmp(a, b, len) == 0;
	if (len >= 8)
		return str_load(a, 8) == str_load(b, 8) && str_load(a + len - 8, 8) == str_load(b + len - 8, 8);
	if (len >= 4)
		return str_load(a, 4) == str_load(b, 4) && str_load(a + len - 4, 4) == str_load(b + len - 4, 4);
	return !len || (a[0] == b[0] && a[len / 2] == b[len / 2] && a[len - 1] == b[len - 1]);
}

static inline bool str_eq(struct str a, struct str b)
{
	return a.len == b.len && str_same(a.ptr, b.ptr, a.len);
}

static inline bool str_is(struct str a, const char *literal)
{
	return str_eq(a, str_from(literal));
}

/* str_same(), without regard to the case of ASCII letters. */
bool str_same_ascii(const char *a, const char *b, size_t len);

/** Without regard to the case of ASCII letters. */
static inline bool str_eq_ascii(struct str a, struct str b)
{
	return a.len == b.len && str_same_ascii(a.ptr, b.ptr, a.len);
}

/** Bytewise. */
static inline bool str_starts(struct str s, struct str prefix)
{
	return s.len >= prefix.len && str_same(s.ptr, prefix.ptr, prefix.len);
}

static inline bool str_ends(struct str s, struct str suffix)
{
	return s.len >= suffix.len && str_same(s.ptr + s.len - suffix.len, suffix.ptr, suffix.len);
}

/** Bytewise order, as strcmp(). */
int str_cmp(struct str a, struct str b);

/** Likewise, without regard to the case of ASCII letters. */
int str_cmp_ascii(struct str a, struct str b);

/* str_trim(), for what may have white space around it. */
struct str str_trim_blanks(struct str s);

/** @s without the white space (blank, tab, CR, LF) around it. */
static inline struct str str_trim(struct str s)
{
	if (!s.len || ((unsigned char)s.ptr[0] > ' ' && (unsigned char)s.ptr[s.len - 1] > ' '))
		return s;
	return str_trim_blanks(s);
}

/** Where @byte first stands in @s, or @s.len. */
static inline size_t str_index(struct str s, char byte)
{
	const char *at = s.len ? (const char *)memchr(s.ptr, byte, s.len) : NULL;

	return at ? (size_t)(at - s.ptr) : s.len;
}

/** What stands before the first @byte; *rest is what follows it, no text (ptr NULL) if there is none. */
struct str str_split(struct str s, char byte, struct str *rest);

/** All of @s as a decimal number from @min to @max.  False, and *n untouched, if it is anything else. */
bool str_number(struct str s, int64_t min, int64_t max, int64_t *n) NODISCARD;

/** @n in decimal digits, which stand in @out, a room that the caller keeps.  printf takes ten times as long. */
enum { STR_NUMBER = 24 };
struct str str_print(int64_t n, char out[STR_NUMBER]);

/** All of @s as a decimal fraction (no exponent beyond what JSON allows).  False if it is anything else. */
bool str_real(struct str s, double *n) NODISCARD;

/**
 * A 32-bit hash for tables in memory.  The same text gives the same value in every build.  In the header, because it
 * is taken of every key of every record; eight bytes at a step, which takes a fifth of the time of a step for each
 * byte.
 */
static inline uint32_t str_hash(struct str s)
{
	const uint64_t odd = 0x9E3779B97F4A7C15u; /* 2^64 divided by the golden ratio */
	uint64_t h = (s.len + 1) * odd;
	size_t i = 0;

	for (; i + 8 < s.len; i += 8) {
		h = (h ^ str_load(s.ptr + i, 8)) * odd;
		h ^= h >> 32;
	}
	if (s.len >= 8)
		h ^= str_load(s.ptr + s.len - 8, 8);
	else if (s.len >= 4)
		h ^= str_load(s.ptr, 4) | str_load(s.ptr + s.len - 4, 4) << 32;
	else if (s.len)
		h ^= str_load(s.ptr, 1) | str_load(s.ptr + s.len / 2, 1) << 8 | str_load(s.ptr + s.len - 1, 1) << 16;
	h *= odd;
	h ^= h >> 29;
	h *= odd;
	return (uint32_t)(h >> 32);
}

/**
 * A 64-bit hash for telling ids apart: FNV-1a, finished like MurmurHash3.  Of a billion different ids, one file in 36
 * has two of the same hash.
 */
uint64_t str_hash64(struct str s);

/** How many bytes from the start are UTF-8 (RFC 3629). */
size_t str_utf8_len(struct str s);

/** Is it all UTF-8? */
bool str_is_utf8(struct str s);

/** Bytes of the UTF-8 sequence at the head of @s, not empty, and its code point; 0, *point untouched, for none. */
size_t str_code_point(struct str s, uint32_t *point);

/** The known word nearest to @word by edit distance, NULL if none of @words is near enough to be meant. */
const char *str_nearest(struct str word, const char *const *words, size_t count);

#endif
