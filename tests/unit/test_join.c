#include "match/join.h"

#include <stdio.h>

#include "unit/test.h"

enum { TEXTS = 24, LONGEST = 6, ROOM = 16, ROUNDS = 400 };

static uint32_t next(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223; /* Numerical Recipes' constants */
	return *state >> 16;
}

static struct str make(uint32_t *state, char room[ROOM])
{
	size_t len = next(state) % (LONGEST + 1);

	for (size_t i = 0; i < len; i++)
		room[i] = (char)('a' + next(state) % 3);
	return str_of(room, len);
}

static bool holds_slowly(enum affix affix, struct str text, const struct str *others, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t at = 0; at + others[i].len <= text.len; at++) {
			bool first = !at, last = at + others[i].len == text.len;
			bool counts = affix == AFFIX_CONTAINS || (affix == AFFIX_STARTS && first) ||
			    (affix == AFFIX_ENDS && last) || (first && last);
			if (counts && str_eq(str_of(text.ptr + at, others[i].len), others[i]))
				return true;
		}
	return false;
}

static void check_round(uint32_t *state, enum affix affix)
{
	char rooms[TEXTS][ROOM], room[ROOM];
	struct str texts[TEXTS], copy[TEXTS];
	struct arena a = arena_make(0);
	size_t count = next(state) % (TEXTS + 1);

	for (size_t i = 0; i < count; i++)
		texts[i] = copy[i] = make(state, rooms[i]);
	struct join *j = join_new(&a, copy, count, affix);
	for (size_t i = 0; CHECK(j) && i < TEXTS; i++) {
		struct str text = make(state, room);
		CHECK_NUM(join_holds(j, text), holds_slowly(affix, text, texts, count));
	}
	arena_clear(&a);
}

void test_join(void)
{
	static const char *const names[] = { "equal", "contains", "startswith", "endswith" };
	uint32_t state = 1;

	for (enum affix affix = AFFIX_NONE; affix <= AFFIX_ENDS; affix++) {
		test_case(names[affix]);
		for (size_t i = 0; i < ROUNDS; i++)
			check_round(&state, affix);
	}
}
