#include "match/sieve.h"

#include <endian.h>

/*
 * The hash is the upper end of a product, each bit of which hangs on all bytes.  Its first bits choose a word, the ten
 * behind them two of the word's bits.
 */
enum { HASH_BITS = 32, CHOICE = 5, WORD_MASK = 31, PAIR_BITS = 16 };

static const uint32_t factor = 0x9E3779B1u; /* 2^32 divided by the golden ratio, odd */

static inline bool has_two(const uint32_t *words, unsigned shift, uint32_t bytes)
{
	uint32_t h = bytes * factor, w = words[h >> shift];

	return w >> (h >> (shift - CHOICE) & WORD_MASK) & 1 && w >> (h >> (shift - 2 * CHOICE) & WORD_MASK) & 1;
}

static inline bool has_pair(const uint32_t *pairs, uint32_t pair)
{
	return pairs[pair >> CHOICE] >> (pair & WORD_MASK) & 1;
}

bool sieve_has(const struct sieve *s, uint32_t bytes, size_t len)
{
	return len == 2 ? has_pair(s->pairs, bytes) : has_two(s->triples, s->triple_shift, bytes);
}

/* One place at a time. */
static size_t look_plain(const struct sieve *s, const char *text, size_t len, uint32_t *grams, uint32_t *shorts)
{
	size_t count = len - SIEVE_GRAM + 1 < SIEVE_BLOCK ? len - SIEVE_GRAM + 1 : SIEVE_BLOCK;

	for (size_t i = 0; i < count; i++) {
		uint32_t w;
		memcpy(&w, text + i, SIEVE_GRAM);
		w = le32toh(w);
		if (has_two(s->grams, s->gram_shift, w))
			*grams |= UINT32_C(1) << i;
		if (s->has_short && (has_pair(s->pairs, w & 0xFFFF) ||
		    has_two(s->triples, s->triple_shift, w & 0xFFFFFF)))
			*shorts |= UINT32_C(1) << i;
	}
	return count;
}

#ifdef __x86_64__
#include <immintrin.h>

enum { LANES = 8, REACH = LANES + SIEVE_GRAM - 1 };
#define AVX2 __attribute__((target("avx2")))

/* The four bytes from each of eight places on. */
AVX2 static inline __m256i load_grams(const char *p)
{
	const __m256i order = _mm256_setr_epi8(0, 1, 2, 3, 1, 2, 3, 4, 2, 3, 4, 5, 3, 4, 5, 6,
	    4, 5, 6, 7, 10, 11, 12, 13, 11, 12, 13, 14, 12, 13, 14, 15);
	uint64_t low, high; /* eleven bytes, five of them in both */

	memcpy(&low, p, 8);
	memcpy(&high, p + 3, 8);
	__m128i both = _mm_set_epi64x((long long)high, (long long)low);
	return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(both), order);
}

AVX2 static inline __m256i gather(const uint32_t *words, __m256i at)
{
	return _mm256_i32gather_epi32((const int *)words, at, 4);
}

/* has_two() in each lane, as its lowest bit. */
AVX2 static inline __m256i two_of(const uint32_t *words, unsigned shift, __m256i bytes)
{
	const __m256i mask = _mm256_set1_epi32(WORD_MASK);
	__m256i h = _mm256_mullo_epi32(bytes, _mm256_set1_epi32((int)factor));
	__m256i w = gather(words, _mm256_srl_epi32(h, _mm_cvtsi32_si128((int)shift)));
	__m256i one = _mm256_srl_epi32(h, _mm_cvtsi32_si128((int)shift - CHOICE));
	__m256i two = _mm256_srl_epi32(h, _mm_cvtsi32_si128((int)shift - 2 * CHOICE));

	return _mm256_and_si256(_mm256_srlv_epi32(w, _mm256_and_si256(one, mask)),
	    _mm256_srlv_epi32(w, _mm256_and_si256(two, mask)));
}

AVX2 static inline __m256i short_of(const struct sieve *s, __m256i bytes)
{
	__m256i pair = _mm256_and_si256(bytes, _mm256_set1_epi32(0xFFFF));
	__m256i w = gather(s->pairs, _mm256_srli_epi32(pair, CHOICE));
	__m256i has = _mm256_srlv_epi32(w, _mm256_and_si256(pair, _mm256_set1_epi32(WORD_MASK)));
	__m256i triple = _mm256_and_si256(bytes, _mm256_set1_epi32(0xFFFFFF));

	return _mm256_or_si256(has, two_of(s->triples, s->triple_shift, triple));
}

/* The lowest bit of each lane. */
AVX2 static inline uint32_t lowest(__m256i lanes)
{
	return (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_slli_epi32(lanes, 31)));
}

/* Eight places, the first one being place @at of the block; *shorts only where there are short sequences. */
AVX2 static inline void look_at(const struct sieve *s, const char *text, size_t at, uint32_t *grams, uint32_t *shorts)
{
	__m256i bytes = load_grams(text);

	*grams |= lowest(two_of(s->grams, s->gram_shift, bytes)) << at;
	if (s->has_short)
		*shorts |= lowest(short_of(s, bytes)) << at;
}

AVX2 static size_t look_little(const struct sieve *s, const char *text, size_t len, uint32_t *grams, uint32_t *shorts)
{
	char room[REACH] = { 0 };
	size_t count = len - SIEVE_GRAM + 1;

	memcpy(room, text, len);
	look_at(s, room, 0, grams, shorts);
	*grams &= (UINT32_C(1) << count) - 1;
	*shorts &= (UINT32_C(1) << count) - 1;
	return count;
}

/* Eight places at a time; the last ones with some of those before them. */
AVX2 static size_t look_avx2(const struct sieve *s, const char *text, size_t len, uint32_t *grams, uint32_t *shorts)
{
	size_t i = 0;

	if (len < REACH)
		return look_little(s, text, len, grams, shorts);
	for (; i < SIEVE_BLOCK && i + REACH <= len; i += LANES)
		look_at(s, text + i, i, grams, shorts);
	if (i == SIEVE_BLOCK || i + SIEVE_GRAM > len)
		return i;
	look_at(s, text + len - REACH, len - REACH, grams, shorts);
	return len - SIEVE_GRAM + 1;
}
#endif

/* Thirty-two bits for each sequence: one strange place in two hundred passes. */
static uint32_t *make_words(struct arena *a, size_t count, unsigned *shift)
{
	unsigned bits = 1;

	while (bits < 20 && ((size_t)1 << bits) < count)
		bits++;
	*shift = HASH_BITS - bits;
	return ARENA_NEW(a, uint32_t, (size_t)1 << bits);
}

bool sieve_init(struct sieve *s, struct arena *a, size_t grams, size_t triples, bool has_short)
{
	*s = (struct sieve){ .has_short = has_short, .look = look_plain };
#ifdef __x86_64__
	if (__builtin_cpu_supports("avx2"))
		s->look = look_avx2;
#endif
	s->grams = make_words(a, grams, &s->gram_shift);
	if (!has_short)
		return s->grams;
	s->triples = make_words(a, triples, &s->triple_shift);
	s->pairs = ARENA_NEW(a, uint32_t, (1 << PAIR_BITS) >> CHOICE);
	return s->grams && s->triples && s->pairs;
}

static void add_two(uint32_t *words, unsigned shift, uint32_t bytes)
{
	uint32_t h = bytes * factor;

	words[h >> shift] |= UINT32_C(1) << (h >> (shift - CHOICE) & WORD_MASK) |
	    UINT32_C(1) << (h >> (shift - 2 * CHOICE) & WORD_MASK);
}

void sieve_add(struct sieve *s, uint32_t bytes, size_t len)
{
	if (len == SIEVE_GRAM)
		add_two(s->grams, s->gram_shift, bytes);
	else if (len == 3)
		add_two(s->triples, s->triple_shift, bytes);
	else
		s->pairs[bytes >> CHOICE] |= UINT32_C(1) << (bytes & WORD_MASK);
}
