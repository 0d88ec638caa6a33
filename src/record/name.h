/* name.h - a person's name, in any script, as words that can be compared. */
#ifndef NAME_H
#define NAME_H

#include "base/str.h"

enum { NAME_WORDS = 12, NAME_BYTES = 160 }; /* what has more words or bytes is no name */

/* The words of a name, in order, without titles ("Dr.") and suffixes ("Jr."); folded as latin_fold() does. */
struct name {
	char text[NAME_BYTES];
	struct str words[NAME_WORDS]; /* borrowed from @text */
	size_t count;
	size_t full;      /* parts that are more than an initial, as they were written: "Min-jun Kim" has two */
	bool is_foreign;  /* was transliterated from another script */
};

/** Take @in apart.  False if nothing of it is a word, or there is too much. */
bool name_split(struct str in, struct name *out) NODISCARD;

/** Is it a word that stands between the parts of names and may be left out: "van", "de", "bin"? */
bool name_is_particle(struct str word);

enum { NAME_FORMS_MAX = 8 };

/** The names that @word is a form of, by the table; const texts.  Gives how many. */
size_t name_of_form(struct str word, struct str out[NAME_FORMS_MAX]);

/** Are these two forms of one name, by the table of forms: "bob" and "robert", "gim" and "kim"? */
bool name_are_forms(struct str a, struct str b);

/**
 * What is left of @word when spellings that sound alike are made one ("Youssef" and "Yusuf"), borrowed from @out;
 * never longer than the word.
 */
struct str name_sound(struct str word, char out[NAME_BYTES]);

/** The first of the sound's consonants, as name_consonants() has it; '\0' where it has none. */
char name_sound_lead(struct str word);

/** Likewise the consonants alone, like ones made one: scripts that write no vowels leave nothing else to compare. */
struct str name_consonants(struct str word, char out[NAME_BYTES]);
/** The same of a word's sound, in @out, where the sound may be. */
struct str name_sound_consonants(struct str sound, char out[NAME_BYTES]);

#endif
