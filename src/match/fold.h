/* fold.h - simple case folding (Unicode CaseFolding.txt, rows C and S), as Sigma's comparisons want it. */
#ifndef FOLD_H
#define FOLD_H

#include "base/arena.h"

/** Bytes that fold() may write for a text of @len: two code points grow from two bytes to three. */
static inline size_t fold_room(size_t len)
{
	return len + len / 2 + 16;
}

/** Is @in known to be folded as it stands?  Of what is not ASCII that is not known. */
bool fold_is_folded(struct str in);

/**
 * Write @in, folded, to @out of fold_room() bytes; its length.  Nothing is normalised; bytes that are not UTF-8 stay.
 */
size_t fold_into(struct str in, char *out);

/** @in folded, in @a; ptr NULL when it is full. */
struct str fold(struct arena *a, struct str in);

/** Bytes of the code point that begins with @lead, as well-formed UTF-8 has them; 1 for any other byte. */
static inline size_t fold_step(unsigned char lead)
{
	return lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

#endif
