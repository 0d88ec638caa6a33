#include "list/name_words.h"

#include "base/edit.h"

/* Letters that the shorter of two words must have so that one or two of them may be wrong; letters of consonants. */
enum { ONE_SLIP = 5, TWO_SLIPS = 9, CONSONANTS_MIN = 3 };

static bool is_one_of(struct str word, const struct str *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(word, words[i]))
			return true;
	return false;
}

/* What stands between names and behind companies tells nobody from another. */
static bool is_filler(struct str word)
{
	static const struct str two[] = {
		STR("al"), STR("el"), STR("de"), STR("la"), STR("le"), STR("da"), STR("di"), STR("du"), STR("of"),
		STR("co"), STR("sa"), STR("ao"),
	}, three[] = {
		STR("bin"), STR("ibn"), STR("del"), STR("der"), STR("den"), STR("van"), STR("von"), STR("the"),
		STR("and"), STR("ltd"), STR("llc"), STR("inc"), STR("ooo"),
	}, more[] = {
		STR("bint"), STR("corp"), STR("gmbh"), STR("company"), STR("limited"), STR("corporation"),
	};

	switch (word.len) {
	case 0: case 1: return true;
	case 2: return is_one_of(word, two, COUNT(two));
	case 3: return is_one_of(word, three, COUNT(three));
	default: return is_one_of(word, more, COUNT(more));
	}
}

/* With @joins, what a hyphen joins is one word. */
static bool put_words(const struct name *n, bool keep_all, bool joins, struct spellings *s, struct words *out)
{
	out->count = 0;
	for (size_t i = 0; i < n->count; i++) {
		struct str w = n->words[i];
		size_t start = s->used;
		while (joins && i + 1 < n->count && n->words[i + 1].ptr[-1] == '-') {
			if (s->used == start) {
				memcpy(s->text + s->used, w.ptr, w.len);
				s->used += w.len;
			}
			i++;
			memcpy(s->text + s->used, n->words[i].ptr, n->words[i].len);
			s->used += n->words[i].len;
			w = str_of(s->text + start, s->used - start);
		}
		if (!keep_all && is_filler(w))
			continue;
		if (out->count == WORDS_MAX)
			return false;
		out->at[out->count++] = w;
	}
	return true;
}

/* The words of @w with the one at @i and the next as one. */
static void join_two(const struct words *w, size_t i, struct spellings *s, struct words *out)
{
	char *p = s->text + s->used;
	size_t len = w->at[i].len + w->at[i + 1].len;

	memcpy(p, w->at[i].ptr, w->at[i].len);
	memcpy(p + w->at[i].len, w->at[i + 1].ptr, w->at[i + 1].len);
	s->used += len;
	out->count = 0;
	for (size_t k = 0; k < w->count; k++)
		if (k != i + 1)
			out->at[out->count++] = k == i ? str_of(p, len) : w->at[k];
}

static bool has_hyphen(const struct name *n)
{
	for (size_t i = 1; i < n->count; i++)
		if (n->words[i].ptr[-1] == '-')
			return true;
	return false;
}

bool spellings_make(const struct name *n, bool all, struct spellings *out)
{
	bool keep_all = false;

	out->count = 1;
	out->used = 0;
	if (!put_words(n, false, false, out, &out->at[0]))
		return false;
	if (out->at[0].count < 2) {
		keep_all = true;
		if (!put_words(n, true, false, out, &out->at[0]))
			return false;
	}
	if (has_hyphen(n) && !put_words(n, keep_all, true, out, &out->at[out->count++]))
		return false;
	const struct words *plain = &out->at[0];
	for (size_t i = 0; all && i + 1 < plain->count && plain->count > 2 && out->count < SPELLINGS_MAX; i++)
		join_two(plain, i, out, &out->at[out->count++]);
	return true;
}

bool word_may_slip(size_t a, size_t b, unsigned distance)
{
	size_t least = a < b ? a : b, gap = a < b ? b - a : a - b;

	return gap <= distance && least >= (distance == 1 ? ONE_SLIP : TWO_SLIPS);
}

unsigned word_slips(struct str a, struct str b)
{
	if (str_eq(a, b))
		return 0;
	if (!word_may_slip(a.len, b.len, 1) && !word_may_slip(a.len, b.len, 2))
		return WORDS_UNLIKE;
	size_t slips = edit_distance(a, b);
	return slips <= 2 && word_may_slip(a.len, b.len, (unsigned)slips) ? (unsigned)slips : WORDS_UNLIKE;
}

unsigned word_distance(struct str a, struct str b, bool by_consonants)
{
	char x[NAME_BYTES], y[NAME_BYTES];
	unsigned slips = word_slips(a, b);

	if (slips != WORDS_UNLIKE)
		return slips;
	struct str s = name_sound(a, x), t = name_sound(b, y);
	if ((s.len >= WORD_SOUND_MIN && str_eq(s, t)) || name_are_forms(a, b))
		return 1;
	if (!by_consonants)
		return WORDS_UNLIKE;
	s = name_consonants(a, x);
	t = name_consonants(b, y);
	return s.len >= CONSONANTS_MIN && str_eq(s, t) ? 2 : WORDS_UNLIKE;
}

static size_t letters(const struct words *w)
{
	size_t n = 0;

	for (size_t i = 0; i < w->count; i++)
		n += w->at[i].len;
	return n;
}

unsigned words_score(const struct words *a, const struct words *b, words_apart apart)
{
	bool in_a[WORDS_MAX] = { false }, in_b[WORDS_MAX] = { false };
	size_t pairs = 0, all = letters(a) + letters(b), like = 0, lost = 0;

	for (unsigned d = 0; d <= 2; d++)
		for (size_t i = 0; i < a->count; i++)
			for (size_t j = 0; j < b->count && !in_a[i]; j++)
				if (apart[i][j] == d && !in_b[j]) {
					in_a[i] = in_b[j] = true;
					pairs++;
					like += a->at[i].len + b->at[j].len;
					lost += 2 * d;
				}
	if (pairs < 2)
		return 0;
	bool is_part = pairs == a->count || pairs == b->count;
	size_t of = is_part ? like + (all - like) / 2 : all;
	return (unsigned)(100 * (like - lost) / of);
}
