/* name_keys.h - keys by which words of names that may be the same find each other; for the files of this folder. */
#ifndef NAME_KEYS_H
#define NAME_KEYS_H

#include "list/name_words.h"

enum {
	WORD_KEYS_MAX = 48,  /* keys that are looked for */
	WORD_FILED_MAX = 16, /* and under which a word is filed */
};

/* Numbers, which different words may share: whoever finds a word by one compares the words. */
struct word_keys {
	uint32_t at[WORD_KEYS_MAX];
	size_t alike, count; /* first @alike of the word, its forms and its sound, then those of parts of it */
	uint32_t letters;    /* a bit for each letter that is in the word */
	bool may_slip_twice; /* it has enough letters */
};

/**
 * The keys under which a listed word is filed, and those under which the words are found that may be the same as
 * @word: if word_distance(a, b, false) finds two words like each other, a key of the one is a key of the other, and
 * key_fits() says yes.
 */
void keys_to_file(struct str word, struct word_keys *out);
void keys_to_find(struct str word, struct word_keys *out);

/** May a word with @letters that is filed under key @i be like the word of @k?  One letter wrong changes two bits. */
static inline bool key_fits(const struct word_keys *k, size_t i, uint32_t letters)
{
	uint32_t x = k->letters ^ letters;

	x &= x - 1;
	x &= x - 1;
	if (k->may_slip_twice) {
		x &= x - 1;
		x &= x - 1;
	}
	return !x || i < k->alike;
}

#endif
