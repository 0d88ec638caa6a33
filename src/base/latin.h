/* latin.h - a text in any script as words of plain Latin letters, so that two spellings of one name can be compared. */
#ifndef LATIN_H
#define LATIN_H

#include "base/str.h"

/**
 * Write @in to @out, at most @size bytes, as words of a-z and 0-9 with a blank between them, or a hyphen where
 * nothing else stood: capitals made small, marks taken off, apostrophes left out.  Other scripts are transliterated
 * (base/translit.h).  Gives what was written; *is_foreign is set if there was another script.  No text (ptr NULL) if
 * nothing is left or it does not fit.
 */
struct str latin_fold(struct str in, char *out, size_t size, bool *is_foreign);

/** Has @in a letter of another script than Latin? */
bool latin_is_foreign(struct str in);

#endif
