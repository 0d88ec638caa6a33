#include "base/latin.h"

#include "base/translit.h"

enum { LATIN_MAX = 1024 }; /* bytes of a text in another script once it is transliterated */

/* Two bytes for each code point from @first on. */
static const struct block {
	uint32_t first, end;
	const char *letters;
} blocks[] = {
#define LATIN(first, end, letters) { first, end, letters },
#include "base/latin.list"
#undef LATIN
};

/* Beyond ASCII, left out without a gap: apostrophes and what stands for them, combining marks, what has no width. */
static bool is_silent(uint32_t c)
{
	static const uint32_t marks[] = {
		0xAD, 0xB4, 0x2B9, 0x2BA, 0x2BB, 0x2BC, 0x2BE, 0x2BF, 0x200B, 0x200C, 0x200D, 0x2018, 0x2019,
		0x201B, 0x2032, 0x2033, 0xFEFF,
	};

	for (size_t i = 0; i < COUNT(marks); i++)
		if (c == marks[i])
			return true;
	return c >= 0x300 && c < 0x370;
}

/* Letters of other scripts; the gaps are punctuation, symbols, and what is Latin after all. */
static bool is_foreign_letter(uint32_t c)
{
	static const struct { uint32_t first, last; } ranges[] = {
		{ 0x370, 0x1DFF }, { 0x1F00, 0x1FFF }, { 0x2E80, 0x2FFF }, { 0x3005, 0x3007 }, { 0x3040, 0x30FA },
		{ 0x30FC, 0xD7FF }, { 0xF900, 0xFDFF }, { 0xFE70, 0xFEFE }, { 0xFF66, 0xFFDF }, { 0x10000, 0x1EFFF },
		{ 0x20000, 0x3FFFF },
	};

	for (size_t i = 0; i < COUNT(ranges) && c >= ranges[i].first; i++)
		if (c <= ranges[i].last)
			return true;
	return false;
}

static bool is_hyphen(uint32_t c)
{
	return c >= 0x2010 && c <= 0x2013;
}

struct writer {
	char *out;
	size_t n, size;
	char gap; /* what goes before the next letter, if anything stands before it; 0 for nothing */
	bool full;
};

static void put(struct writer *w, char c)
{
	bool gap = w->gap && w->n;

	if (w->n + gap >= w->size) {
		w->full = true;
		return;
	}
	if (gap)
		w->out[w->n++] = w->gap;
	w->gap = '\0';
	w->out[w->n++] = c;
}

/* The plain letters of @c, two at most; NULL if it is no letter of the blocks. */
static const char *find_letters(uint32_t c)
{
	for (size_t i = 0; i < COUNT(blocks); i++)
		if (c >= blocks[i].first && c < blocks[i].end)
			return blocks[i].letters + 2 * (size_t)(c - blocks[i].first);
	return NULL;
}

static void part(struct writer *w, bool by_hyphen)
{
	w->gap = by_hyphen && w->gap != ' ' ? '-' : ' ';
}

static void fold_ascii(struct writer *w, char c)
{
	if (c >= 'A' && c <= 'Z')
		put(w, (char)(c + ('a' - 'A')));
	else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
		put(w, c);
	else if (c != '\'' && c != '`')
		part(w, c == '-');
}

static void fold_one(struct writer *w, uint32_t c)
{
	const char *letters = find_letters(c);

	if (c >= 0xFF01 && c <= 0xFF5E) { /* full width */
		fold_ascii(w, (char)(c - 0xFF01 + '!'));
	} else if (letters && *letters != ' ') {
		put(w, letters[0]);
		if (letters[1] != ' ')
			put(w, letters[1]);
	} else if (!is_silent(c)) {
		part(w, is_hyphen(c));
	}
}

/* The plain letters at the head of @in, where no gap goes before them; gives how many. */
static size_t fold_letters(struct writer *w, struct str in)
{
	size_t most = w->size - w->n < in.len ? w->size - w->n : in.len, n = 0;
	char *out = w->out + w->n;

	for (; n < most; n++) {
		char c = (char)(in.ptr[n] | 0x20);
		if (c < 'a' || c > 'z')
			break;
		out[n] = c;
	}
	w->n += n;
	return n;
}

/* True if it met a letter of another script; what is written then is of no use. */
static bool fold(struct str in, struct writer *w)
{
	while (in.len && !w->full) {
		uint32_t c = 0xFFFD;
		size_t n = w->gap ? 0 : fold_letters(w, in);
		if (!n && !(*in.ptr & 0x80)) {
			fold_ascii(w, *in.ptr);
			n = 1;
		}
		if (n) {
			in = str_of(in.ptr + n, in.len - n);
			continue;
		}
		n = str_code_point(in, &c);
		n += !n;
		if (is_foreign_letter(c))
			return true;
		fold_one(w, c);
		in = str_of(in.ptr + n, in.len - n);
	}
	return false;
}

bool latin_is_foreign(struct str in)
{
	size_t latin = 0;

	while (latin < in.len && (unsigned char)in.ptr[latin] < 0xCD) /* U+0370 begins so */
		latin++;
	if (latin == in.len)
		return false;
	while (in.len) {
		uint32_t c = 0;
		size_t n = *in.ptr & 0x80 ? str_code_point(in, &c) : 1;
		if (n && is_foreign_letter(c))
			return true;
		in = str_of(in.ptr + n + !n, in.len - n - !n);
	}
	return false;
}

struct str latin_fold(struct str in, char *out, size_t size, bool *is_foreign)
{
	char text[LATIN_MAX];
	struct writer w = { .out = out, .size = size };

	*is_foreign = fold(in, &w);
	if (*is_foreign) {
		struct str latin = translit(in, text, sizeof(text));
		w = (struct writer){ .out = out, .size = size };
		if (!latin.ptr || fold(latin, &w))
			return str_of(NULL, 0);
	}
	return w.n && !w.full ? str_of(out, w.n) : str_of(NULL, 0);
}
