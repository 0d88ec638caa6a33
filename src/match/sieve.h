/* sieve.h - where in a text one of many sequences of two to four bytes may stand; passes few other places. */
#ifndef SIEVE_H
#define SIEVE_H

#include "base/arena.h"

enum { SIEVE_GRAM = 4, SIEVE_BLOCK = 32 };

struct sieve {
	/* Of four bytes, of three: two bits of one word for each sequence; which, its hash tells. */
	uint32_t *grams, *triples;
	uint32_t *pairs;            /* of two: a bit for each */
	unsigned gram_shift, triple_shift;
	bool has_short;             /* sequences of two or three bytes */
	size_t (*look)(const struct sieve *s, const char *text, size_t len, uint32_t *grams, uint32_t *shorts);
};

/* Places of a text, the first one the lowest bit. */
struct sieved {
	uint32_t grams, shorts;
};

/** Room for so many sequences of four and of three bytes, and for those of two.  False when @a is full. */
bool sieve_init(struct sieve *s, struct arena *a, size_t grams, size_t triples, bool has_short) NODISCARD;

/** Add a sequence of @len bytes, the first one the lowest of @bytes. */
void sieve_add(struct sieve *s, uint32_t bytes, size_t len);

/** May a sequence of @len bytes, two or three, be @bytes? */
bool sieve_has(const struct sieve *s, uint32_t bytes, size_t len);

/**
 * Look at the first places of @text that have SIEVE_GRAM bytes from there on, of which there is at least one: how many
 * they are, SIEVE_BLOCK at most; in @out those where a sequence may stand.
 */
static inline size_t sieve_look(const struct sieve *s, const char *text, size_t len, struct sieved *out)
{
	*out = (struct sieved){ 0 };
	return s->look(s, text, len, &out->grams, &out->shorts);
}

#endif
