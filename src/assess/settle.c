#include "assess/settle.h"

/* Checks that are tried in all their sets: more than record.md has kinds of them; the least useful beyond are not. */
enum { SETTLE_MAX_CHECKS = 16 };

/* One set of checks: the places of its members among all, in order. */
struct set {
	size_t at[SETTLE_MAX_CHECKS];
	size_t count;
};

/* The next set of as many members of @n, in the order of their places; false after the last one. */
static bool next_set(struct set *s, size_t n)
{
	for (size_t i = s->count; i--;) {
		if (s->at[i] == n - s->count + i)
			continue;
		s->at[i]++;
		for (size_t k = i + 1; k < s->count; k++)
			s->at[k] = s->at[k - 1] + 1;
		return true;
	}
	return false;
}

static bool is_enough(struct assessor *s, const struct str_list *checks, const struct set *set)
{
	int weight;

	s->tried.count = 0;
	for (size_t i = 0; i < set->count; i++)
		s->tried.at[s->tried.count++] = checks->at[set->at[i]];
	return weigh(s, &weight) == OUTCOME_NOTHING_FOUND;
}

/* Leaves the set that is enough in s->tried. */
static bool find_smallest(struct assessor *s, const struct str_list *checks, size_t n)
{
	struct set set = { .count = 0 };

	for (set.count = 1; set.count <= n; set.count++) {
		for (size_t i = 0; i < set.count; i++)
			set.at[i] = i;
		do {
			if (is_enough(s, checks, &set))
				return true;
		} while (next_set(&set, n));
	}
	return false;
}

bool settle(struct assessor *s, struct arena *a, struct assessment *out)
{
	const size_t n = out->verify.count < SETTLE_MAX_CHECKS ? out->verify.count : SETTLE_MAX_CHECKS;
	int weight;

	if (out->outcome == OUTCOME_NOTHING_FOUND)
		return true;
	s->tried.at = ARENA_NEW(a, struct str, n + 1);
	if (!s->tried.at)
		return false;
	out->cannot_settle = !find_smallest(s, &out->verify, n);
	if (!out->cannot_settle)
		out->settle = s->tried;
	s->tried = (struct str_list){ 0 };
	weigh(s, &weight);
	return true;
}
