#include "link/people.h"

#include "base/arena.h"
#include "record/name_agree.h"

#include <stdatomic.h>

enum { PEOPLE_MAX = 256 }; /* that are told apart; more are many anyway */
enum { MEMO_MAX = 1 << 20, NUMBER_BITS = 31, NUMBER_MAX = (1u << NUMBER_BITS) - 1 };

/* The answer plus one in two bits, above it the numbers of both; a new one takes the place of an old one. */
struct people_memo {
	size_t mask;
	_Atomic uint64_t at[];
};

struct people_memo *people_memo_new(size_t count)
{
	size_t size = 64;

	while (size < 2 * count && size < MEMO_MAX)
		size *= 2;
	struct people_memo *m = mem_alloc(sizeof(*m) + size * sizeof(m->at[0]), 1);
	if (m)
		m->mask = size - 1;
	return m;
}

void people_memo_free(struct people_memo *m)
{
	mem_free(m);
}

static enum people_answer compare(const struct said *a, const struct said *b)
{
	if (str_eq(a->id, b->id))
		return PEOPLE_SAME;
	if (!a->name.len || !b->name.len)
		return PEOPLE_OTHER;
	switch (name_agree(a->name, b->name)) {
	case AGREEMENT_YES: return PEOPLE_SAME;
	case AGREEMENT_NO: return PEOPLE_OTHER;
	case AGREEMENT_UNKNOWN: break;
	}
	return PEOPLE_UNKNOWN;
}

static enum people_answer compare_once(const struct people *p, uint32_t a, uint32_t b)
{
	uint64_t pair = (uint64_t)a << NUMBER_BITS | b;
	_Atomic uint64_t *at = &p->memo->at[(pair * 0x9E3779B97F4A7C15u) >> 32 & p->memo->mask];
	uint64_t known = atomic_load_explicit(at, memory_order_relaxed);

	if (known >> 2 == pair && known & 3)
		return (enum people_answer)((known & 3) - 1);
	enum people_answer answer = compare(&p->at[a], &p->at[b]);
	atomic_store_explicit(at, pair << 2 | ((uint64_t)answer + 1), memory_order_relaxed);
	return answer;
}

enum people_answer people_compare(const struct people *p, uint32_t a, uint32_t b)
{
	uint32_t later = a > b ? a : b, earlier = a > b ? b : a;

	if (p->memo && later <= NUMBER_MAX)
		return compare_once(p, later, earlier);
	return compare(&p->at[later], &p->at[earlier]);
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
