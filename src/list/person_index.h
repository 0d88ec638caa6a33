/* person_index.h - the words of listed names, each once, and the names that have them; for person.c. */
#ifndef PERSON_INDEX_H
#define PERSON_INDEX_H

#include "base/table.h"
#include "list/identifier.h"
#include "list/name_keys.h"

/* One spelling of a name. */
struct row {
	uint32_t identifier, first; /* its words in @row_words */
	uint32_t count;
};

/* A word that names have. */
struct known_word {
	struct str text;
	uint32_t first, rows; /* the rows that have it, in @postings */
};

/* A word under one of its keys. */
struct filed {
	uint32_t key, word;
	uint32_t letters; /* as in struct word_keys */
};

/*
 * The words by their keys (name_keys.h): those whose key begins with the same bits stand together.  A bit for each
 * longer beginning tells first that there is none, which is the answer to most questions.
 */
enum { KEY_BITS = 8 };
struct key_file {
	struct filed *at;
	uint32_t *first;    /* by the beginning: where its words stand in @at; the last one is the end */
	uint64_t *is_there; /* bits, KEY_BITS times as many as beginnings */
	unsigned shift;     /* bits of a key behind its beginning */
};

struct persons {
	const struct lists *lists;
	const struct identifiers *named;
	struct row *rows;
	struct known_word *words;
	uint32_t *row_words; /* the words of all rows, one row after the other */
	uint32_t *postings;
	struct key_file keys;
	size_t row_count, row_word_count, word_count;
};

/* Words by their consonants. */
struct consonants {
	struct table words;
};

/** The bit of @key in @is_there. */
static inline uint32_t key_bit(const struct key_file *f, uint32_t key)
{
	return (uint32_t)((uint64_t)key * KEY_BITS >> f->shift);
}

/** Among what stands from *first on, as many as it gives, are all words filed under @key. */
static inline size_t key_find(const struct key_file *f, uint32_t key, const struct filed **first)
{
	uint32_t bit = key_bit(f, key), at = key >> f->shift;

	if (!(f->is_there[bit / 64] >> bit % 64 & 1))
		return 0;
	*first = &f->at[f->first[at]];
	return f->first[at + 1] - f->first[at];
}

#endif
