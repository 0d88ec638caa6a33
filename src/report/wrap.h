/* wrap.h - paragraphs for a terminal: words that break at its width, under a label. */
#ifndef WRAP_H
#define WRAP_H

#include "base/buf.h"

/* Zero but for @out and @columns to begin with. */
struct wrap {
	struct buf *out;
	int columns; /* of the terminal */
	int indent;  /* columns before each further line of the paragraph */
	int at;      /* columns taken on this line */
	size_t word; /* where in @out the last word begins that stands behind another on its line; else 0 */
};

/** Begin a paragraph: @margin blanks, @label filled up to @width columns; further lines begin below what follows it. */
void wrap_begin(struct wrap *w, int margin, const char *label, int width);

/** Add words; blanks in @s are where lines may break.  A word that is too long for a line stands on one of its own. */
void wrap_words(struct wrap *w, struct str s);

/** Add a comma or the like to the last word, which goes to the next line with it where this one is full. */
void wrap_mark(struct wrap *w, char mark);

/** End the paragraph. */
void wrap_end(struct wrap *w);

/** The columns that @s takes on a terminal: wide characters two, combining ones none. */
int wrap_width(struct str s);

#endif
