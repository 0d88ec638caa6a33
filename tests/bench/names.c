/*
 * names.c FOLDER: ten thousand names against all listed ones, and a part of them against each listed name, one by one:
 * how long each takes, and whether the search finds what the comparison does.  FOLDER holds the user's lists, "" none.
 */
#include "base/str.h"
#include "list/person.h"
#include "list/section.h"

#include <stdio.h>
#include <time.h>

enum { NAMES = 10000, COMPARED = 20 };

static double cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool is_named(const struct identifier *x)
{
	return x->kind == LIST_NAME || (x->kind == LIST_COMPANY && x->class == CLASS_SANCTIONED);
}

/* Nine in ten are put together from parts of listed names, one is a listed name with a letter missing. */
static struct str make_name(const struct identifiers *all, size_t i, struct arena *a)
{
	size_t n = identifier_count(all);
	struct str one = identifier_at(all, i * 7919 % n)->entry, two = identifier_at(all, (i * 104729 + 17) % n)->entry, rest;

	if (i % 10) {
		struct str family = str_split(one, ' ', &rest), given = str_split(two, ' ', &rest);
		return arena_printf(a, "%.*s %.*s", STR_ARG(rest.len ? str_split(rest, ' ', &rest) : given), STR_ARG(family));
	}
	return arena_printf(a, "%.*s%.*s", (int)(one.len / 2), one.ptr, (int)(one.len - one.len / 2 - 1), one.ptr + one.len / 2 + 1);
}

static size_t compare_all(const struct identifiers *all, struct str name)
{
	size_t alike = 0;

	for (size_t k = 0; k < identifier_count(all); k++)
		if (is_named(identifier_at(all, k)) && person_score(name, identifier_at(all, k)->entry) >= PERSON_SCORE_MIN)
			alike++;
	return alike < PERSON_MAX_HITS ? alike : PERSON_MAX_HITS;
}

int main(int argc, char **argv)
{
	struct arena names = arena_make(0), a = arena_make(0);
	struct person_hit hits[PERSON_MAX_HITS];
	static struct str asked[NAMES];
	struct err e = { 0 };
	struct lists *l = lists_open(argc > 1 ? argv[1] : "", str_of(NULL, 0), &e);
	const struct identifiers *all = l ? lists_identifiers(l) : NULL;
	size_t listed = 0, found = 0, missed = 0;

	if (!all)
		return 1;
	for (size_t k = 0; k < identifier_count(all); k++)
		listed += is_named(identifier_at(all, k));
	for (size_t i = 0; i < NAMES; i++)
		asked[i] = make_name(all, i, &names);
	double begin = cpu_seconds();
	const struct persons *persons = lists_persons(l);
	double made = cpu_seconds();
	for (size_t i = 0; i < NAMES; i++) {
		found += person_search(persons, asked[i], &a, hits) > 0;
		arena_reset(&a);
	}
	double searched = cpu_seconds();
	for (size_t i = 0; i < NAMES; i += NAMES / COMPARED) {
		missed += person_search(persons, asked[i + i / 100 % 10], &a, hits) != compare_all(all, asked[i + i / 100 % 10]);
		arena_reset(&a);
	}
	double compared = cpu_seconds();
	printf("%zu listed names: index %.1f ms, %d names searched in %.3f s (%zu like one), %d compared with each in %.3f s: "
	    "%.0f times as long; %zu of them answered otherwise\n", listed, (made - begin) * 1e3, NAMES, searched - made, found,
	    COMPARED, compared - searched, (compared - searched) / COMPARED / ((searched - made) / NAMES), missed);
	return missed > 0;
}
