#include "record/postal.h"

#include "base/latin.h"

/* By first letters. */
static const struct { struct str word, form; } short_words[] = {
	{ STR("alley"), STR("aly") }, { STR("apartment"), STR("apt") }, { STR("avenue"), STR("ave") },
	{ STR("av"), STR("ave") }, { STR("boulevard"), STR("blvd") }, { STR("building"), STR("bldg") },
	{ STR("circle"), STR("cir") }, { STR("court"), STR("ct") }, { STR("drive"), STR("dr") },
	{ STR("east"), STR("e") }, { STR("expressway"), STR("expy") }, { STR("flat"), STR("apt") },
	{ STR("floor"), STR("fl") }, { STR("highway"), STR("hwy") }, { STR("lane"), STR("ln") },
	{ STR("mount"), STR("mt") }, { STR("no"), STR("") }, { STR("north"), STR("n") },
	{ STR("northeast"), STR("ne") }, { STR("northwest"), STR("nw") }, { STR("number"), STR("") },
	{ STR("parkway"), STR("pkwy") }, { STR("place"), STR("pl") }, { STR("road"), STR("rd") },
	{ STR("room"), STR("rm") }, { STR("saint"), STR("st") }, { STR("south"), STR("s") },
	{ STR("southeast"), STR("se") }, { STR("southwest"), STR("sw") }, { STR("square"), STR("sq") },
	{ STR("str"), STR("st") }, { STR("strasse"), STR("st") }, { STR("street"), STR("st") },
	{ STR("suite"), STR("ste") }, { STR("terrace"), STR("ter") }, { STR("unit"), STR("apt") },
	{ STR("west"), STR("w") },
};

struct str postal_word(struct str word)
{
	/* A number, or another script. */
	if (word.ptr[0] < 'a')
		return word;
	for (size_t i = 0; i < COUNT(short_words) && short_words[i].word.ptr[0] <= word.ptr[0]; i++)
		if (short_words[i].word.ptr[0] == word.ptr[0] && str_eq(short_words[i].word, word))
			return short_words[i].form;
	return word;
}

static bool is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80);
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_ascii(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] & 0x80)
			return false;
	return true;
}

/* Without marks, if it is in Latin letters and has any. */
static struct str without_marks(struct str in, char out[POSTAL_MAX])
{
	bool is_foreign = false;

	if (is_ascii(in) || latin_is_foreign(in))
		return in;
	return latin_fold(in, out, POSTAL_MAX, &is_foreign);
}

/* False: there is no room.  A word that stands for nothing ("no") is left out. */
static bool add_word(char out[POSTAL_MAX], size_t *n, struct str word)
{
	if (!word.len)
		return true;
	if (*n + 1 + word.len > POSTAL_MAX)
		return false;
	if (*n)
		out[(*n)++] = ' ';
	memcpy(out + *n, word.ptr, word.len);
	*n += word.len;
	return true;
}

struct str postal_form(struct str in, char out[POSTAL_MAX])
{
	char word[POSTAL_MAX], folded[POSTAL_MAX];
	size_t n = 0, len = 0;

	if (in.len >= POSTAL_MAX)
		return str_of(NULL, 0);
	in = without_marks(in, folded);
	for (size_t i = 0; i <= in.len && in.ptr; i++) {
		char c = i < in.len ? lower(in.ptr[i]) : ' ';
		if (is_word_byte(c)) {
			word[len++] = c;
		} else if (len && c != '.' && c != '\'') {
			if (!add_word(out, &n, postal_word(str_of(word, len))))
				return str_of(NULL, 0);
			len = 0;
		}
	}
	return n ? str_of(out, n) : str_of(NULL, 0);
}

bool postal_holds(struct str whole, struct str part)
{
	for (size_t i = 0; part.len && i + part.len <= whole.len; i++)
		if ((!i || whole.ptr[i - 1] == ' ') && (i + part.len == whole.len || whole.ptr[i + part.len] == ' ') &&
		    memcmp(whole.ptr + i, part.ptr, part.len) == 0)
			return true;
	return false;
}
