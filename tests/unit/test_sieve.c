#include "match/sieve.h"

#include <stdio.h>

#include "unit/test.h"

enum { TEXT_MAX = 100, LETTERS = 7, GRAMS = 20 };

static uint32_t next(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223; /* Numerical Recipes' constants */
	return *state >> 16;
}

static uint32_t bytes_at(const char *p, size_t len)
{
	uint32_t w = 0;

	for (size_t i = len; i--;)
		w = w << 8 | (unsigned char)p[i];
	return w;
}

/* Where a sequence stands, the sieve says so; and it has looked at each place with four bytes. */
static void check_text(const struct sieve *s, const uint32_t *grams, const char *text, size_t len)
{
	size_t n, passed = 0;

	for (size_t i = 0; i + SIEVE_GRAM <= len; i += n) {
		struct sieved got;
		n = sieve_look(s, text + i, len - i, &got);
		if (!CHECK(n > 0 && n <= SIEVE_BLOCK && i + n + SIEVE_GRAM <= len + 1))
			return;
		for (size_t k = 0; k < n; k++) {
			const char *p = text + i + k;
			for (size_t g = 0; g < GRAMS; g++)
				if (bytes_at(p, 4) == grams[g])
					CHECK(got.grams >> k & 1);
			if (bytes_at(p, 2) == bytes_at("ab", 2) || bytes_at(p, 3) == bytes_at("cde", 3))
				CHECK(got.shorts >> k & 1);
			passed++;
		}
		CHECK(n == SIEVE_BLOCK || (got.grams | got.shorts) >> n == 0);
	}
	CHECK_NUM(passed, len < SIEVE_GRAM ? 0 : len - SIEVE_GRAM + 1);
}

void test_sieve(void)
{
	struct arena a = arena_make(0);
	struct sieve s;
	uint32_t grams[GRAMS], state = 1;

	test_case("no_place_is_missed_in_texts_of_any_length");
	if (!CHECK(sieve_init(&s, &a, GRAMS, 1, true)))
		return;
	for (size_t i = 0; i < GRAMS; i++) {
		char gram[SIEVE_GRAM];
		for (size_t k = 0; k < SIEVE_GRAM; k++)
			gram[k] = (char)('a' + next(&state) % LETTERS);
		grams[i] = bytes_at(gram, SIEVE_GRAM);
		sieve_add(&s, grams[i], SIEVE_GRAM);
	}
	sieve_add(&s, bytes_at("ab", 2), 2);
	sieve_add(&s, bytes_at("cde", 3), 3);
	CHECK(sieve_has(&s, bytes_at("ab", 2), 2) && sieve_has(&s, bytes_at("cde", 3), 3));
	CHECK(!sieve_has(&s, bytes_at("ba", 2), 2));
	for (size_t len = 0; len < TEXT_MAX; len++)
		for (int turn = 0; turn < 20; turn++) {
			/* An exact piece of memory, so that the sanitizer sees a read past the end. */
			char *text = mem_alloc(1, len + (len == 0));
			for (size_t i = 0; i < len; i++)
				text[i] = (char)('a' + next(&state) % LETTERS);
			check_text(&s, grams, text, len);
			mem_free(text);
		}
	arena_clear(&a);
}
