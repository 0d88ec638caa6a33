/* The search of listed names: what is found and what is not, and everything that comparing with every name finds. */
#include "list/person.h"

#include "list/name_keys.h"
#include "list/section.h"
#include "unit/test.h"

#include <stdio.h>

static const struct { const char *a, *b; unsigned least, most; } scores[] = {
	{ "Yun Ho Jin", "YUN, Ho-Jin", 100, 100 }, { "Hojin Yun", "YUN, Ho-Jin", 100, 100 }, { "Ho-Jin YUN", "YUN HO JIN", 100, 100 },
	{ "Yoon Ho Jin", "YUN, Ho-Jin", 82, 99 }, { "Yun Ho Jin", "RI, Je-Son", 0, 0 }, { "Yun", "YUN, Ho-Jin", 0, 0 },
	{ "\xEC\x9C\xA4\xED\x98\xB8\xEC\xA7\x84", "YUN, Ho-Jin", 100, 100 }, { "\xE7\x94\xB0\xE5\xAF\x85\xE5\xAF\x85", "TIAN, Yinyin", 100, 100 },
	{ "\xD0\xA0\xD0\xBE\xD0\xBC\xD0\xB0\xD0\xBD \xD0\xA1\xD0\xB5\xD0\xBC\xD1\x91\xD0\xBD\xD0\xBE\xD0\xB2", "SEMENOV, Roman", 82, 100 },
	{ "Muhammad Hasan", "HASSAN, Mohammed", 82, 99 }, { "Mohammed Al Hassan", "HASSAN, Mohammed", 100, 100 },
	{ "\xD9\x85\xD8\xAD\xD9\x85\xD8\xAF \xD8\xAE\xD8\xA7\xD9\x84\xD8\xAF", "KHALID, Mohammed", 1, 99 },
	{ "Robert Johnson", "JOHNSON, Robert Thomas", 82, 99 }, { "Robert James Johnson", "JOHNSON, Robert Thomas", 0, 81 },
	{ "Robert Johnson", "JOHNSTON, Robert", 82, 99 }, { "Robert Johnson", "SMITH, Michael", 0, 0 }, { "Robert Johnson", "JOHNSON, Mary", 0, 0 },
	{ "Kim Jong Il", "KIM, Jong Un", 0, 81 }, { "Korea Trading Company Ltd", "KOREA TRADING CORPORATION", 100, 100 },
	{ "A Limited Company", "B Limited Company", 0, 100 }, { "", "YUN, Ho-Jin", 0, 0 }, { "a b c d e f g h i j k l m", "YUN, Ho-Jin", 0, 0 },
};

static const struct { const char *name, *entry; } found[] = {
	{ "Yun Ho Jin", "YUN, Ho-Jin" }, { "hojin yun", "YUN, Ho-Jin" }, { "Yoon Hojin", "YUN, Ho-Jin" }, { "YUN HO-JIN", "YUN, Ho-Jin" },
	{ "\xEC\x9C\xA4\xED\x98\xB8\xEC\xA7\x84", "YUN, Ho-Jin" }, { "Tian Yinyin", "TIAN, Yinyin" }, { "TIAN Yin Yin", "TIAN, Yinyin" },
	{ "\xE7\x94\xB0\xE5\xAF\x85\xE5\xAF\x85", "TIAN, Yinyin" }, { "Lazarus Group", "LAZARUS GROUP" }, { "Sim Hyon Sop", "SIM, Hyon Sop" }, { "Semenov Roman", "SEMENOV, Roman" }, { "Romann Semenov", "SEMENOV, Roman" },
	{ "Tanchon Comercial Bank", "TANCHON COMMERCIAL BANK" },
	{ "Robert Johnson", NULL }, { "Yun", NULL }, { "", NULL }, { "Kim", NULL }, { "Ho", NULL }, { "...", NULL }, { "Ana Maria Lopez Garcia", NULL },
};

static void try_scores(void)
{
	char what[256];

	for (size_t i = 0; i < COUNT(scores); i++) {
		snprintf(what, sizeof(what), "%s / %s", scores[i].a, scores[i].b);
		test_case(what);
		unsigned score = person_score(str_from(scores[i].a), str_from(scores[i].b));
		if (!CHECK(score >= scores[i].least && score <= scores[i].most))
			CHECK_NUM(score, scores[i].least);
	}
}

static void try_found(const struct lists *l)
{
	struct person_hit hits[PERSON_MAX_HITS];
	struct arena a = arena_make(0);

	for (size_t i = 0; i < COUNT(found); i++) {
		test_case(found[i].name);
		size_t n = person_search(lists_persons(l), str_from(found[i].name), &a, hits);
		if (found[i].entry ? CHECK(n) : !CHECK_NUM(n, 0))
			CHECK_STR(n ? hits[0].is->entry : str_of(NULL, 0), found[i].entry);
		for (size_t k = 1; k < n; k++)
			CHECK(hits[k - 1].score >= hits[k].score);
	}
	CHECK_NUM(person_search(NULL, STR_LIT("Yun Ho Jin"), &a, hits), 0);
	struct arena small = arena_make(4096);
	CHECK_NUM(person_search(lists_persons(l), STR_LIT("Yun Ho Jin"), &small, hits), SIZE_MAX);
	arena_clear(&small);
	arena_clear(&a);
}

static bool share_a_key(struct str asked, struct str listed)
{
	struct word_keys find, file;

	keys_to_find(asked, &find);
	keys_to_file(listed, &file);
	CHECK(find.count <= WORD_KEYS_MAX && file.count <= WORD_FILED_MAX);
	for (size_t i = 0; i < find.count; i++)
		for (size_t k = 0; k < file.count; k++)
			if (find.at[i] == file.at[k] && key_fits(&find, i, file.letters))
				return true;
	return false;
}

static void check_keys(struct str a, struct str b)
{
	char what[256];

	if (word_distance(a, b, false) == WORDS_UNLIKE)
		return;
	snprintf(what, sizeof(what), "a key of %.*s and %.*s", STR_ARG(a), STR_ARG(b));
	test_case(what);
	CHECK(share_a_key(a, b) && share_a_key(b, a));
}

static uint32_t next_number(uint32_t *state)
{
	return (*state = *state * 1664525 + 1013904223) >> 8;
}

/* A letter put in, taken out or changed. */
static size_t slip(char *word, size_t len, uint32_t *state)
{
	size_t at = next_number(state) % (len + 1), how = next_number(state) % 3;
	char c = (char)('a' + next_number(state) % 26);

	if (how == 0) {
		memmove(word + at + 1, word + at, len - at);
		word[at] = c;
		return len + 1;
	}
	if (at == len)
		return len;
	if (how == 1) {
		memmove(word + at, word + at + 1, len - at - 1);
		return len - 1;
	}
	word[at] = c;
	return len;
}

/* Whatever two words may be the same by, letters or sound or forms, the index has a key for it. */
static void try_keys(void)
{
	static const struct { const char *form, *name; } forms[] = {
#define FORM(form, name) { form, name },
#include "record/name_form.list"
#undef FORM
	};
	char word[32], other[32];
	uint32_t state = 1;

	for (size_t i = 0; i < COUNT(forms); i++)
		for (size_t k = 0; k < COUNT(forms); k += 7)
			check_keys(str_from(forms[i].form), str_from(forms[k].name));
	for (size_t i = 0; i < 60000; i++) {
		size_t len = 2 + i % 15, n = len;
		for (size_t k = 0; k < len; k++)
			word[k] = other[k] = "aeiouyhknstczgwxm"[next_number(&state) % 17];
		for (size_t slips = i % 3; slips; slips--)
			n = slip(other, n, &state);
		check_keys(str_of(word, len), str_of(other, n));
	}
}

/* A listed name as somebody might write it, @i telling how. */
static struct str disturb(struct str entry, size_t i, struct arena *a)
{
	struct str rest, family = str_split(entry, ',', &rest), given = str_trim(rest);
	struct str s = given.len ? arena_printf(a, "%.*s %.*s", STR_ARG(given), STR_ARG(family)) : arena_copy(a, entry);
	char *p = (char *)(uintptr_t)s.ptr;
	size_t at = s.len ? (i * 7 + 3) % s.len : 0;

	switch (i % 6) {
	case 0: break;
	case 1: /* a letter is wrong */
		p[at] = p[at] == ' ' ? ' ' : 'e';
		break;
	case 2: /* two are swapped */
		if (at + 1 < s.len && p[at] != ' ' && p[at + 1] != ' ') {
			char c = p[at];
			p[at] = p[at + 1];
			p[at + 1] = c;
		}
		break;
	case 3: /* a letter is missing */
		memmove(p + at, p + at + 1, s.len - at - 1);
		s.len--;
		break;
	case 4: /* no hyphens */
		for (size_t k = 0; k < s.len; k++)
			p[k] = p[k] == '-' ? ' ' : p[k];
		break;
	case 5: /* a word more */
		s = arena_printf(a, "%.*s Robert", STR_ARG(s));
		break;
	default: break;
	}
	return s;
}

/* The best score that comparing with every name gives, against the search's. */
static void agree_with_oracle(const struct lists *l, size_t step)
{
	const struct identifiers *all = lists_identifiers(l);
	struct person_hit hits[PERSON_MAX_HITS];
	struct arena a = arena_make(0);
	size_t asked = 0, told = 0;

	for (size_t i = 0; i < identifier_count(all); i += step) {
		const struct identifier *x = identifier_at(all, i);
		if (x->kind != LIST_NAME && (x->kind != LIST_COMPANY || x->class != CLASS_SANCTIONED))
			continue;
		arena_reset(&a);
		struct str name = disturb(x->entry, asked++, &a);
		unsigned best = 0;
		size_t alike = 0;
		for (size_t k = 0; k < identifier_count(all); k++) {
			const struct identifier *y = identifier_at(all, k);
			if (y->kind != LIST_NAME && (y->kind != LIST_COMPANY || y->class != CLASS_SANCTIONED))
				continue;
			unsigned score = person_score(name, y->entry);
			alike += score >= PERSON_SCORE_MIN;
			best = score > best ? score : best;
		}
		size_t n = person_search(lists_persons(l), name, &a, hits);
		told += n > 0;
		test_case(x->entry.ptr);
		CHECK_NUM(n, alike < PERSON_MAX_HITS ? alike : PERSON_MAX_HITS);
		if (n && n != SIZE_MAX)
			CHECK_NUM(hits[0].score, best);
	}
	test_case("most disturbed names are found");
	CHECK(asked > 20 && told * 10 > asked * 8);
	arena_clear(&a);
}

void test_person(void)
{
	struct err e = { 0 };
	struct lists *l = lists_open("", str_of(NULL, 0), &e);

	try_scores();
	try_keys();
	if (!CHECK(l))
		return;
	try_found(l);
	agree_with_oracle(l, 31);
	lists_close(l);
}
