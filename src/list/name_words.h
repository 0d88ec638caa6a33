/* name_words.h - the words of a name as lists are searched by them; for the files of this folder. */
#ifndef NAME_WORDS_H
#define NAME_WORDS_H

#include "record/name.h"

enum {
	WORDS_MAX = 8,       /* words of one name that are compared; what has more is no person's name */
	SPELLINGS_MAX = 8,   /* ways to set the gaps of one name */
	WORD_SOUND_MIN = 3,  /* letters of sounds that are compared */
	WORDS_UNLIKE = 255,  /* word_distance(): not the same word */
};

/* One way to set the gaps: "yun ho jin", "yun hojin".  Borrowed from the name and the text of the spellings. */
struct words {
	struct str at[WORDS_MAX];
	size_t count;
};

struct spellings {
	struct words at[SPELLINGS_MAX];
	size_t count;
	char text[SPELLINGS_MAX * NAME_BYTES]; /* words that were joined */
	size_t used;
};

/**
 * The words of @n that count, first as they are, then with what hyphens join as one word, and then (@all) with each
 * two neighbours joined.  False if there are too many.
 */
bool spellings_make(const struct name *n, bool all, struct spellings *out) NODISCARD;

/** How far apart two words are, 0 to 2, or WORDS_UNLIKE; @by_consonants where one was written without vowels. */
unsigned word_distance(struct str a, struct str b, bool by_consonants);

/** How far apart each word of one name is from each of another. */
typedef uint8_t words_apart[WORDS_MAX][WORDS_MAX];

/** Letters that are wrong in two words that may be the same, 0 to 2, or WORDS_UNLIKE. */
unsigned word_slips(struct str a, struct str b);

/** See person_score(). */
unsigned words_score(const struct words *a, const struct words *b, words_apart apart);

/** May words of these lengths be @distance letters apart and be the same? */
bool word_may_slip(size_t a, size_t b, unsigned distance);

#endif
