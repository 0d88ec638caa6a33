#include "record/name.h"

#include "base/latin.h"

static bool is_one_of(struct str word, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_is(word, words[i]))
			return true;
	return false;
}

static bool is_title(struct str word)
{
	static const char *const words[] = { "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "ing", "dipl", "herr" };

	return is_one_of(word, words, COUNT(words));
}

static bool is_suffix(struct str word)
{
	static const char *const words[] = { "jr", "sr", "ii", "iii", "iv", "phd", "md", "mba", "msc", "esq", "cpa" };

	return is_one_of(word, words, COUNT(words));
}

bool name_is_particle(struct str word)
{
	static const char *const words[] = {
		"van", "von", "der", "den", "de", "del", "della", "di", "da", "do", "dos", "das", "du", "la", "le",
		"los", "las", "el", "al", "ul", "bin", "ibn", "bint", "ben", "abu", "ter", "ten", "zu", "zur", "af",
		"av", "y", "e", "i", "st",
	};

	return is_one_of(word, words, COUNT(words));
}

/* A title or suffix alone is a name after all: one word stays. */
static void drop_titles(struct name *n)
{
	while (n->count > 1 && is_suffix(n->words[n->count - 1]))
		n->count--;
	while (n->count > 1 && is_title(n->words[0])) {
		memmove(n->words, n->words + 1, (n->count - 1) * sizeof(n->words[0]));
		n->count--;
	}
}

/* What a hyphen joins is one part. */
static size_t count_parts(const struct name *n)
{
	size_t parts = 0;

	for (size_t i = 0; i < n->count; i++) {
		bool is_joined = i && n->words[i].ptr[-1] == '-';
		parts += n->words[i].len > 1 && !(is_joined && n->words[i - 1].len > 1);
	}
	return parts;
}

/* Other scripts are taken as they were written: transliteration sets blanks of its own. */
static size_t count_written(struct str in)
{
	size_t parts = 0;

	while (in.len)
		parts += str_split(in, ' ', &in).len > 2;
	return parts;
}

bool name_split(struct str in, struct name *out)
{
	out->count = 0;
	struct str rest = latin_fold(in, out->text, sizeof(out->text), &out->is_foreign);
	for (size_t i = 0; i < rest.len; i++) {
		bool is_gap = rest.ptr[i] == ' ' || rest.ptr[i] == '-';
		bool begins = !i || rest.ptr[i - 1] == ' ' || rest.ptr[i - 1] == '-';
		if (begins && out->count == NAME_WORDS)
			return false;
		if (begins)
			out->words[out->count++] = str_of(rest.ptr + i, 0);
		out->words[out->count - 1].len += !is_gap;
	}
	drop_titles(out);
	out->full = out->is_foreign ? count_written(in) : count_parts(out);
	return out->count > 0;
}

/* Sorted by the form, then by the name (a test holds it), so that all names of a form stand together. */
static const struct form { struct str form, name; } forms[] = {
#define FORM(form, name) { STR(form), STR(name) },
#include "record/name_form.list"
#undef FORM
};

/* The first row of @word, or where it would be. */
static size_t first_form(struct str word)
{
	size_t low = 0, high = COUNT(forms);

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (str_cmp(forms[middle].form, word) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Is @name a name that @form stands for, from row @i on? */
static bool has_name(size_t i, struct str form, struct str name)
{
	for (; i < COUNT(forms) && str_eq(forms[i].form, form); i++)
		if (str_eq(forms[i].name, name))
			return true;
	return false;
}

bool name_are_forms(struct str a, struct str b)
{
	size_t first = first_form(a), other = first_form(b);

	if (has_name(first, a, b) || has_name(other, b, a))
		return true;
	for (size_t i = first; i < COUNT(forms) && str_eq(forms[i].form, a); i++)
		if (has_name(other, b, forms[i].name))
			return true;
	return false;
}

/* Letters that sound alike in some common spelling, longest first; a final "h" is silent. */
static const struct sound { struct str letters, sound; } sounds[] = {
	{ STR("shch"), STR("s") }, { STR("tsch"), STR("c") }, { STR("sch"), STR("s") }, { STR("tch"), STR("c") },
	{ STR("dzh"), STR("j") }, { STR("ch"), STR("c") }, { STR("cz"), STR("c") }, { STR("sz"), STR("s") },
	{ STR("sh"), STR("s") }, { STR("zh"), STR("j") }, { STR("dj"), STR("j") }, { STR("ph"), STR("f") },
	{ STR("kh"), STR("k") }, { STR("gh"), STR("g") }, { STR("th"), STR("t") }, { STR("ck"), STR("k") },
	{ STR("ou"), STR("u") }, { STR("oo"), STR("u") }, { STR("ue"), STR("u") }, { STR("eu"), STR("u") },
	{ STR("eo"), STR("o") }, { STR("oe"), STR("o") }, { STR("oh"), STR("o") }, { STR("ae"), STR("a") },
	{ STR("ee"), STR("i") }, { STR("ie"), STR("i") }, { STR("ei"), STR("i") }, { STR("ey"), STR("i") },
	{ STR("iy"), STR("i") }, { STR("yi"), STR("i") }, { STR("ij"), STR("i") }, { STR("iu"), STR("u") },
	{ STR("yu"), STR("u") }, { STR("ye"), STR("e") }, { STR("ya"), STR("a") }, { STR("ia"), STR("a") },
	{ STR("x"), STR("s") }, { STR("w"), STR("v") }, { STR("q"), STR("k") }, { STR("y"), STR("i") },
	{ STR("c"), STR("k") }, { STR("z"), STR("s") },
};

static const struct sound *find_sound(struct str rest)
{
	for (size_t i = 0; i < COUNT(sounds); i++)
		if (str_starts(rest, sounds[i].letters))
			return &sounds[i];
	return NULL;
}

struct str name_sound(struct str word, char out[NAME_BYTES])
{
	size_t n = 0;

	if (word.len > 2 && word.ptr[word.len - 1] == 'h')
		word.len--;
	while (word.len && n < NAME_BYTES) {
		const struct sound *s = find_sound(word);
		char c = s ? *s->sound.ptr : *word.ptr;
		size_t taken = s ? s->letters.len : 1;
		if (!n || out[n - 1] != c)
			out[n++] = c;
		word = str_of(word.ptr + taken, word.len - taken);
	}
	return str_of(out, n);
}

struct str name_consonants(struct str word, char out[NAME_BYTES])
{
	/* What each letter of a name_sound() counts as; 0 is left out. */
	static const char like[26] = {
		['b' - 'a'] = 'p', ['p' - 'a'] = 'p', ['d' - 'a'] = 't', ['t' - 'a'] = 't', ['g' - 'a'] = 'k',
		['k' - 'a'] = 'k', ['c' - 'a'] = 'c', ['j' - 'a'] = 'c', ['f' - 'a'] = 'f', ['v' - 'a'] = 'f',
		['l' - 'a'] = 'l', ['r' - 'a'] = 'l', ['m' - 'a'] = 'm', ['n' - 'a'] = 'n', ['s' - 'a'] = 's',
	};
	struct str sound = name_sound(word, out);
	size_t n = 0;

	for (size_t i = 0; i < sound.len; i++) {
		char c = sound.ptr[i] >= 'a' && sound.ptr[i] <= 'z' ? like[sound.ptr[i] - 'a'] : '\0';
		if (c)
			out[n++] = c;
	}
	return str_of(out, n);
}
