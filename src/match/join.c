#include "match/join.h"

#include <stdlib.h>

#include "match/affix.h"
#include "match/needle.h"

struct join {
	enum affix affix;
	bool has_empty;           /* stands in every text */
	struct str *texts;        /* AFFIX_NONE: distinct, in order */
	size_t count;
	struct affixes *affixes;
	struct needles *needles;
};

static int by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static size_t drop_equal(struct str *texts, size_t count)
{
	size_t kept = 0;

	qsort(texts, count, sizeof(*texts), by_text);
	for (size_t i = 0; i < count; i++)
		if (!kept || !str_eq(texts[kept - 1], texts[i]))
			texts[kept++] = texts[i];
	return kept;
}

static bool make_affixes(struct arena *a, struct join *j)
{
	struct affix_want *wants = ARENA_NEW(a, struct affix_want, j->count);

	for (size_t i = 0; wants && i < j->count; i++)
		wants[i] = (struct affix_want){ .text = j->texts[i] };
	return wants && (j->affixes = affixes_new(a, wants, j->count, j->affix == AFFIX_ENDS));
}

static bool make_needles(struct arena *a, struct join *j)
{
	struct needle_want *wants = ARENA_NEW(a, struct needle_want, j->count);

	for (size_t i = 0; wants && i < j->count; i++)
		wants[i] = (struct needle_want){ .text = j->texts[i] };
	return wants && (j->needles = needles_new(a, wants, j->count));
}

struct join *join_new(struct arena *a, struct str *texts, size_t count, enum affix affix)
{
	struct join *j = ARENA_NEW(a, struct join, 1);
	bool ok = true;

	if (!j)
		return NULL;
	j->affix = affix;
	j->texts = texts;
	j->count = drop_equal(texts, count);
	if (affix == AFFIX_NONE)
		return j;
	j->has_empty = j->count && !j->texts[0].len;
	j->texts += j->has_empty;
	j->count -= j->has_empty;
	if (j->count)
		ok = affix == AFFIX_CONTAINS ? make_needles(a, j) : make_affixes(a, j);
	return ok ? j : NULL;
}

bool join_holds(const struct join *j, struct str text)
{
	uint64_t bit = 0;
	uint32_t at;
	struct hits hits = { .bits = &bit, .at = &at };

	if (j->affix == AFFIX_NONE)
		return j->count && bsearch(&text, j->texts, j->count, sizeof(text), by_text);
	if (j->has_empty)
		return true;
	if (j->needles)
		needles_find(j->needles, text, &hits);
	else if (j->affixes)
		affixes_find(j->affixes, text, &hits);
	return bit;
}
