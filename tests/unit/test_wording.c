/* The runs of a wording against their definition in docs/link.md, a byte at a time: memories of earlier runs depend on it. */
#include <stdlib.h>

#include "base/json_read.h"
#include "link/near.h"
#include "unit/test.h"

enum { ROUNDS = 2000, LONGEST = 400 };

static uint32_t next(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223; /* Numerical Recipes' constants */
	return *state >> 16;
}

static uint64_t mix(uint64_t h)
{
	h = (h ^ h >> 33) * 0xFF51AFD7ED558CCDu;
	h = (h ^ h >> 33) * 0xC4CEB9FE1A85EC53u;
	return h ^ h >> 33;
}

static unsigned char word_byte(char byte)
{
	unsigned char c = (unsigned char)byte;

	if (c >= 'A' && c <= 'Z')
		return (unsigned char)(c + 32);
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80 ? c : 0;
}

static size_t words_slowly(struct str text, uint64_t *words)
{
	const uint64_t basis = 0xCBF29CE484222325u;
	uint64_t h = basis;
	size_t count = 0;

	for (size_t i = 0; i <= text.len; i++) {
		unsigned char c = i < text.len ? word_byte(text.ptr[i]) : 0;
		if (!c && h != basis)
			words[count++] = h | 1;
		h = c ? (h ^ c) * 0x100000001B3u : basis;
	}
	return count;
}

static int by_number(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static uint32_t runs_slowly(struct str text, uint32_t *runs)
{
	uint64_t words[LONGEST];
	size_t count = words_slowly(text, words);
	uint32_t n = 0, kept = 0;

	for (size_t i = 4; i < count; i++) {
		uint64_t h = mix(words[i - 4]);
		for (size_t k = i - 3; k <= i; k++)
			h = mix(h * 31 + words[k]);
		runs[n++] = (uint32_t)h;
	}
	if (n)
		qsort(runs, n, sizeof(*runs), by_number);
	for (uint32_t i = 0; i < n; i++)
		if (!kept || runs[kept - 1] != runs[i])
			runs[kept++] = runs[i];
	return kept;
}

/* Words of all lengths, of bytes at the ends of what counts, ending where the text does. */
static size_t make(uint32_t *state, char *text)
{
	static const char bytes[] = "azAZ09@[`{/:_\x7f\x80\xff\xc3\xa9 \t";
	size_t len = next(state) % LONGEST;
	uint32_t gaps = 1 + next(state) % 12;

	for (size_t i = 0; i < len; i++)
		text[i] = next(state) % gaps == 0 ? ' ' : bytes[next(state) % (sizeof(bytes) - 1)];
	return len;
}

static void check_round(uint32_t *state, struct arena *a)
{
	uint32_t want[LONGEST];
	struct wording got;
	struct record r = { .root = node_new(a, NODE_MAP) };
	char *text = malloc(LONGEST);
	size_t len = make(state, text);
	char *exact = realloc(text, len ? len : 1); /* so that a byte too many is found out */

	node_add_text(a, node_add_map(a, r.root, STR_LIT("resume")), STR_LIT("text"), str_of(exact, len));
	CHECK(wording_take(&r, a, &got));
	uint32_t count = runs_slowly(str_of(exact, len), want);
	if (CHECK_NUM(got.run_count, count) && count)
		CHECK(memcmp(got.runs, want, count * sizeof(*want)) == 0);
	free(exact);
	arena_reset(a);
}

void test_wording(void)
{
	struct arena a = arena_make(0);
	uint32_t state = 1;

	test_case("runs");
	for (size_t i = 0; i < ROUNDS; i++)
		check_round(&state, &a);
	arena_clear(&a);
}
