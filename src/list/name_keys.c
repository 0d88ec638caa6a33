#include "list/name_keys.h"

enum { KEY_FORM, KEY_SOUND, KEY_PARTS, PARTS_MAX = 3 };

static void put(struct word_keys *k, size_t kind, struct str text)
{
	k->at[k->count++] = (str_hash(text) ^ (uint32_t)kind) * 0x9E3779B1u;
}

static uint32_t letters_of(struct str word)
{
	uint32_t set = 0;

	for (size_t i = 0; i < word.len; i++)
		set |= 1u << (word.ptr[i] & 31);
	return set;
}

/* Of the word, of the names that it is a form of, and of its sound. */
static void put_alike(struct str word, struct word_keys *out)
{
	struct str names[NAME_FORMS_MAX];
	char text[NAME_BYTES];
	struct str sound = name_sound(word, text);

	out->count = 0;
	out->letters = letters_of(word);
	out->may_slip_twice = word_may_slip(word.len, word.len, 2);
	put(out, KEY_FORM, word);
	for (size_t n = name_of_form(word, names); n; n--)
		put(out, KEY_FORM, names[n - 1]);
	if (sound.len >= WORD_SOUND_MIN)
		put(out, KEY_SOUND, sound);
	out->alike = out->count;
}

/* What part @i of @parts of a listed word of @len letters is, if it stands @shift letters further right in @word. */
static void put_part(struct word_keys *out, struct str word, size_t len, size_t parts, size_t i, int shift)
{
	size_t from = i * len / parts, to = (i + 1) * len / parts;

	put(out, KEY_PARTS + (len * PARTS_MAX + parts) * PARTS_MAX + i, str_of(word.ptr + from + shift, to - from));
}

/*
 * A word of @len letters that is @slips apart from @word has one of slips + 1 parts untouched, which stands in @word no
 * further right or left than the slips before it and behind it can move it.
 */
static void find_parts(struct str word, size_t len, int slips, struct word_keys *out)
{
	int gap = (int)word.len - (int)len, least = gap < 0 ? gap : 0, most = gap > 0 ? gap : 0;
	int slack = (slips - (most - least)) / 2;

	for (int i = 0; i <= slips; i++) {
		int from = i == 0 ? 0 : i == slips ? gap : least - slack;
		int to = i == 0 ? 0 : i == slips ? gap : most + slack;
		for (int shift = from; shift <= to; shift++)
			put_part(out, word, len, (size_t)slips + 1, (size_t)i, shift);
	}
}

void keys_to_find(struct str word, struct word_keys *out)
{
	put_alike(word, out);
	for (size_t len = word.len > 2 ? word.len - 2 : 0; len <= word.len + 2; len++) {
		if (word_may_slip(word.len, len, 2))
			find_parts(word, len, 2, out);
		else if (word_may_slip(word.len, len, 1))
			find_parts(word, len, 1, out);
	}
}

/* A word that has just enough letters for two slips may be one slip from a word that has not. */
void keys_to_file(struct str word, struct word_keys *out)
{
	bool one = word_may_slip(word.len, word.len, 1) && !word_may_slip(word.len - 1, word.len, 2);

	put_alike(word, out);
	for (size_t i = 0; one && i < 2; i++)
		put_part(out, word, word.len, 2, i, 0);
	for (size_t i = 0; out->may_slip_twice && i < 3; i++)
		put_part(out, word, word.len, 3, i, 0);
}
