#include "record/name.h"

#include <pthread.h>

#include "base/latin.h"

static bool is_one_of(struct str word, const struct str *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(word, words[i]))
			return true;
	return false;
}

static bool is_title(struct str word)
{
	static const struct str words[] = {
		STR("mr"), STR("mrs"), STR("ms"), STR("miss"), STR("dr"), STR("prof"), STR("sir"), STR("ing"),
		STR("dipl"), STR("herr"),
	};

	return is_one_of(word, words, COUNT(words));
}

static bool is_suffix(struct str word)
{
	static const struct str words[] = {
		STR("jr"), STR("sr"), STR("ii"), STR("iii"), STR("iv"), STR("phd"), STR("md"), STR("mba"),
		STR("msc"), STR("esq"), STR("cpa"),
	};

	return is_one_of(word, words, COUNT(words));
}

bool name_is_particle(struct str word)
{
	static const struct str words[] = {
		STR("van"), STR("von"), STR("der"), STR("den"), STR("de"), STR("del"), STR("della"), STR("di"),
		STR("da"), STR("do"), STR("dos"), STR("das"), STR("du"), STR("la"), STR("le"), STR("los"),
		STR("las"), STR("el"), STR("al"), STR("ul"), STR("bin"), STR("ibn"), STR("bint"), STR("ben"),
		STR("abu"), STR("ter"), STR("ten"), STR("zu"), STR("zur"), STR("af"), STR("av"), STR("y"),
		STR("e"), STR("i"), STR("st"),
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
	for (size_t i = 0, end; i < rest.len; i = end + 1) {
		for (end = i; end < rest.len && rest.ptr[end] != ' ' && rest.ptr[end] != '-';)
			end++;
		if (out->count == NAME_WORDS)
			return false;
		out->words[out->count++] = str_of(rest.ptr + i, end - i);
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

enum { FORM_SLOTS = 4096 };

/* The first row of each form, plus one, by its hash; 0 is a free place.  Made once, then only read. */
static uint16_t form_slots[FORM_SLOTS];

static uint16_t *form_slot(struct str form)
{
	uint32_t i = str_hash(form) % FORM_SLOTS;

	while (form_slots[i] && !str_eq(forms[form_slots[i] - 1].form, form))
		i = (i + 1) % FORM_SLOTS;
	return &form_slots[i];
}

static void fill_form_slots(void)
{
	for (size_t i = COUNT(forms); i; i--)
		*form_slot(forms[i - 1].form) = (uint16_t)i;
}

/* The first row of @word; COUNT(forms) if there is none. */
static size_t first_form(struct str word)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, fill_form_slots);
	uint16_t row = *form_slot(word);
	return row ? row - 1u : COUNT(forms);
}

/* Is @name a name that @form stands for, from row @i on? */
static bool has_name(size_t i, struct str form, struct str name)
{
	for (; i < COUNT(forms) && str_eq(forms[i].form, form); i++)
		if (str_eq(forms[i].name, name))
			return true;
	return false;
}

size_t name_of_form(struct str word, struct str out[NAME_FORMS_MAX])
{
	size_t n = 0;

	for (size_t i = first_form(word); i < COUNT(forms) && str_eq(forms[i].form, word) && n < NAME_FORMS_MAX; i++)
		out[n++] = forms[i].name;
	return n;
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

/* What letters sound like in some common spelling, by the first of them and the longest first. */
struct sound {
	struct str letters;
	char sound;
};

#define SOUNDS(letter, ...) [letter - 'a'] = (const struct sound[]){ __VA_ARGS__, { { NULL, 0 }, 0 } }

static const struct sound *const sounds[26] = {
	SOUNDS('a', { STR("ae"), 'a' }),
	SOUNDS('c', { STR("ch"), 'c' }, { STR("ck"), 'k' }, { STR("cz"), 'c' }, { STR("c"), 'k' }),
	SOUNDS('d', { STR("dzh"), 'j' }, { STR("dj"), 'j' }),
	SOUNDS('e', { STR("ee"), 'i' }, { STR("ei"), 'i' }, { STR("eo"), 'o' }, { STR("eu"), 'u' }, { STR("ey"), 'i' }),
	SOUNDS('g', { STR("gh"), 'g' }),
	SOUNDS('i', { STR("ia"), 'a' }, { STR("ie"), 'i' }, { STR("ij"), 'i' }, { STR("iu"), 'u' }, { STR("iy"), 'i' }),
	SOUNDS('k', { STR("kh"), 'k' }),
	SOUNDS('o', { STR("oe"), 'o' }, { STR("oh"), 'o' }, { STR("oo"), 'u' }, { STR("ou"), 'u' }),
	SOUNDS('p', { STR("ph"), 'f' }),
	SOUNDS('q', { STR("q"), 'k' }),
	SOUNDS('s', { STR("shch"), 's' }, { STR("sch"), 's' }, { STR("sh"), 's' }, { STR("sz"), 's' }),
	SOUNDS('t', { STR("tsch"), 'c' }, { STR("tch"), 'c' }, { STR("th"), 't' }),
	SOUNDS('u', { STR("ue"), 'u' }),
	SOUNDS('w', { STR("w"), 'v' }),
	SOUNDS('x', { STR("x"), 's' }),
	SOUNDS('y', { STR("ya"), 'a' }, { STR("ye"), 'e' }, { STR("yi"), 'i' }, { STR("yu"), 'u' }, { STR("y"), 'i' }),
	SOUNDS('z', { STR("zh"), 'j' }, { STR("z"), 's' }),
};

/* Does @rest, whose first letter is that of @letters, begin with all of them? */
static bool goes_on(struct str rest, struct str letters)
{
	for (size_t i = 1; i < letters.len; i++)
		if (i >= rest.len || rest.ptr[i] != letters.ptr[i])
			return false;
	return true;
}

/* NULL where the letter stands for itself. */
static const struct sound *find_sound(struct str rest)
{
	const struct sound *s = *rest.ptr >= 'a' && *rest.ptr <= 'z' ? sounds[*rest.ptr - 'a'] : NULL;

	while (s && s->letters.ptr && !goes_on(rest, s->letters))
		s++;
	return s && s->letters.ptr ? s : NULL;
}

enum { LETTERS = 26 };

/* What two letters sound like and how many of the two that takes; 0 where a third may change it.  Made once. */
static struct step { char sound; uint8_t taken; } steps[LETTERS][LETTERS + 1]; /* the last for no second letter */

static struct step first_step(struct str two)
{
	const struct sound *s = find_sound(two);

	for (const struct sound *any = sounds[*two.ptr - 'a']; any && any->letters.ptr; any++)
		if (two.len == 2 && any->letters.len > 2 && str_starts(any->letters, two))
			return (struct step){ 0 };
	return s ? (struct step){ s->sound, (uint8_t)s->letters.len } : (struct step){ *two.ptr, 1 };
}

static void fill_steps(void)
{
	for (size_t i = 0; i < LETTERS; i++)
		for (size_t k = 0; k <= LETTERS; k++) {
			char two[2] = { (char)('a' + i), (char)('a' + k) };
			steps[i][k] = first_step(str_of(two, k == LETTERS ? 1 : 2));
		}
}

static struct step next_step(struct str word)
{
	size_t first = (size_t)(*word.ptr - 'a'), second = word.len > 1 ? (size_t)(word.ptr[1] - 'a') : LETTERS;

	if (first >= LETTERS)
		return (struct step){ *word.ptr, 1 };
	struct step next = steps[first][second < LETTERS ? second : LETTERS];
	if (next.taken)
		return next;
	const struct sound *s = find_sound(word);
	return s ? (struct step){ s->sound, (uint8_t)s->letters.len } : (struct step){ *word.ptr, 1 };
}

static struct str without_silent(struct str word)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, fill_steps);
	if (word.len > 2 && word.ptr[word.len - 1] == 'h')
		word.len--;
	return word;
}

struct str name_sound(struct str word, char out[NAME_BYTES])
{
	size_t n = 0;

	for (word = without_silent(word); word.len && n < NAME_BYTES;) {
		struct step next = next_step(word);
		if (!n || out[n - 1] != next.sound)
			out[n++] = next.sound;
		word = str_of(word.ptr + next.taken, word.len - next.taken);
	}
	return str_of(out, n);
}

/* What a letter of a sound counts as; 0 is left out. */
static char consonant_of(char c)
{
	static const char like[26] = {
		['b' - 'a'] = 'p', ['p' - 'a'] = 'p', ['d' - 'a'] = 't', ['t' - 'a'] = 't', ['g' - 'a'] = 'k',
		['k' - 'a'] = 'k', ['c' - 'a'] = 'c', ['j' - 'a'] = 'c', ['f' - 'a'] = 'f', ['v' - 'a'] = 'f',
		['l' - 'a'] = 'l', ['r' - 'a'] = 'l', ['m' - 'a'] = 'm', ['n' - 'a'] = 'n', ['s' - 'a'] = 's',
	};

	return c >= 'a' && c <= 'z' ? like[c - 'a'] : '\0';
}

struct str name_sound_consonants(struct str sound, char out[NAME_BYTES])
{
	size_t n = 0;

	for (size_t i = 0; i < sound.len; i++) {
		char c = consonant_of(sound.ptr[i]);
		if (c)
			out[n++] = c;
	}
	return str_of(out, n);
}

char name_sound_lead(struct str word)
{
	for (word = without_silent(word); word.len;) {
		struct step next = next_step(word);
		if (consonant_of(next.sound))
			return consonant_of(next.sound);
		word = str_of(word.ptr + next.taken, word.len - next.taken);
	}
	return '\0';
}

struct str name_consonants(struct str word, char out[NAME_BYTES])
{
	return name_sound_consonants(name_sound(word, out), out);
}
