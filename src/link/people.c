#include "link/people.h"

#include "record/name_agree.h"

enum { PEOPLE_MAX = 256 }; /* that are told apart; more are many anyway */

enum people_answer people_compare(const struct people *p, uint32_t a, uint32_t b)
{
	if (str_eq(p->ids[a], p->ids[b]))
		return PEOPLE_SAME;
	if (!p->names[a].len || !p->names[b].len)
		return PEOPLE_OTHER;
	if (str_eq(p->names[a], p->names[b]))
		return PEOPLE_SAME;
	switch (name_agree(p->names[a], p->names[b])) {
	case AGREEMENT_YES: return PEOPLE_SAME;
	case AGREEMENT_NO: return PEOPLE_OTHER;
	case AGREEMENT_UNKNOWN: break;
	}
	return PEOPLE_UNKNOWN;
}

/* The largest answer that still makes one of two. */
static size_t tell_apart(const struct people *p, const uint32_t *records, size_t n, size_t enough,
    enum people_answer one)
{
	uint32_t found[PEOPLE_MAX];
	size_t people = 0;

	enough = enough < PEOPLE_MAX ? enough : PEOPLE_MAX;
	for (size_t i = 0; i < n && people < enough; i++) {
		size_t k = 0;
		while (k < people && people_compare(p, records[i], found[k]) > one)
			k++;
		if (k == people)
			found[people++] = records[i];
	}
	return people;
}

size_t people_at_least(const struct people *p, const uint32_t *records, size_t count, size_t enough)
{
	return tell_apart(p, records, count, enough, PEOPLE_UNKNOWN);
}

size_t people_at_most(const struct people *p, const uint32_t *records, size_t count, size_t enough)
{
	return tell_apart(p, records, count, enough, PEOPLE_SAME);
}
