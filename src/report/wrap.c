#include "report/wrap.h"

/* Ranges of code points, sorted.  Unicode 15: East Asian Width W and F, roughly, by block; emoji. */
static const struct {
	uint32_t first, last;
	int width;
} widths[] = {
	{ 0x0300, 0x036F, 0 }, { 0x0483, 0x0489, 0 }, { 0x0591, 0x05BD, 0 }, { 0x064B, 0x065F, 0 },
	{ 0x093C, 0x093C, 0 }, { 0x094D, 0x094D, 0 }, { 0x0E31, 0x0E31, 0 }, { 0x0E34, 0x0E3A, 0 },
	{ 0x0E47, 0x0E4E, 0 }, { 0x1100, 0x115F, 2 }, { 0x1AB0, 0x1AFF, 0 }, { 0x1DC0, 0x1DFF, 0 },
	{ 0x200B, 0x200F, 0 }, { 0x20D0, 0x20FF, 0 }, { 0x2E80, 0x303E, 2 }, { 0x3041, 0x33FF, 2 },
	{ 0x3400, 0x4DBF, 2 }, { 0x4E00, 0x9FFF, 2 }, { 0xA000, 0xA4CF, 2 }, { 0xAC00, 0xD7A3, 2 },
	{ 0xF900, 0xFAFF, 2 }, { 0xFE00, 0xFE0F, 0 }, { 0xFE20, 0xFE2F, 0 }, { 0xFE30, 0xFE6F, 2 },
	{ 0xFF00, 0xFF60, 2 }, { 0xFFE0, 0xFFE6, 2 }, { 0x1F300, 0x1F64F, 2 }, { 0x1F900, 0x1F9FF, 2 },
	{ 0x20000, 0x3FFFD, 2 },
};

static int width_of(uint32_t point)
{
	for (size_t i = 0; i < COUNT(widths) && point >= widths[i].first; i++) {
		if (point <= widths[i].last)
			return widths[i].width;
	}
	return 1;
}

int wrap_width(struct str s)
{
	int width = 0;
	uint32_t point = 0;

	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		if (c < 0x80)
			point = c;
		else if (c >= 0xC0)
			point = c & (c >= 0xF0 ? 0x07 : c >= 0xE0 ? 0x0F : 0x1F);
		else
			point = point << 6 | (c & 0x3F);
		if (i + 1 == s.len || ((unsigned char)s.ptr[i + 1] & 0xC0) != 0x80)
			width += width_of(point);
	}
	return width;
}

void wrap_begin(struct wrap *w, int margin, const char *label, int width)
{
	buf_printf(w->out, "%*s%-*s", margin, "", width, label);
	w->indent = margin + width;
	w->at = w->indent;
	w->word = 0;
}

static void put_word(struct wrap *w, struct str word)
{
	int width = wrap_width(word);

	if (w->at > w->indent && w->at + 1 + width > w->columns) {
		buf_printf(w->out, "\n%*s", w->indent, "");
		w->at = w->indent;
		w->word = 0;
	} else if (w->at > w->indent) {
		buf_byte(w->out, ' ');
		w->at++;
		w->word = w->out->len;
	}
	buf_put(w->out, word);
	w->at += width;
}

void wrap_words(struct wrap *w, struct str s)
{
	while (s.len) {
		struct str word = str_split(s, ' ', &s);
		if (word.len)
			put_word(w, word);
	}
}

/* The last word to a line of its own. */
static void move_word(struct wrap *w)
{
	struct str last = str_of(w->out->ptr + w->word, w->out->len - w->word);
	struct buf word = buf_make(last.len + 1);

	buf_put(&word, last);
	w->out->len = w->word - 1; /* the blank, too */
	w->word = 0;
	buf_printf(w->out, "\n%*s", w->indent, "");
	buf_put(w->out, buf_str(&word));
	w->at = w->indent + wrap_width(buf_str(&word));
	buf_clear(&word);
}

void wrap_mark(struct wrap *w, char mark)
{
	if (w->at >= w->columns && w->word && !w->out->failed)
		move_word(w);
	buf_byte(w->out, mark);
	w->at++;
}

void wrap_end(struct wrap *w)
{
	buf_byte(w->out, '\n');
	w->at = w->indent = 0;
}
