/* people.h - how many people stand behind some records, by what they say of their names; for counting, nothing else. */
#ifndef LINK_PEOPLE_H
#define LINK_PEOPLE_H

#include "base/err.h"

/* What a record says its applicant is called. */
struct said {
	struct str id;
	struct str name; /* no text where none is given */
};

/* Records that share something, by number from 0. */
struct people {
	struct said *at;
	size_t count;
	struct people_memo *memo; /* NULL: each comparison is made anew */
};

/*
 * Answers for pairs of records, which are asked for again: by the rules that count people, and for the report of each
 * of both.  For @count records, within a bound; threads may use it at once.  NULL without memory.
 */
struct people_memo *people_memo_new(size_t count);
void people_memo_free(struct people_memo *m);

enum people_answer { PEOPLE_SAME, PEOPLE_UNKNOWN, PEOPLE_OTHER };

/**
 * Do two records speak of one person?  Other spellings and scripts and a name by marriage never make another one.
 * Without a name on both sides their ids are all there is to tell.  The answer is the same in either order.
 */
enum people_answer people_compare(const struct people *p, uint32_t a, uint32_t b);

/**
 * How many people are behind @count of the records, at the least: as many as disagree with each other.  Stops at
 * @enough.
 */
size_t people_at_least(const struct people *p, const uint32_t *records, size_t count, size_t enough);

/** At the most: as many as do not agree. */
size_t people_at_most(const struct people *p, const uint32_t *records, size_t count, size_t enough);

#endif
