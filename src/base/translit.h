/* translit.h - texts of other scripts in Latin letters, by ICU, which is loaded when the first one comes. */
#ifndef TRANSLIT_H
#define TRANSLIT_H

#include "base/str.h"

/**
 * @in (UTF-8) in Latin letters, with marks, borrowed from @out.  No text (ptr NULL) if it is not UTF-8, does not
 * fit, or the library is not there.  The first of a script takes 15 ms, of Chinese characters 120.  Threads may call
 * it at once.
 */
struct str translit(struct str in, char *out, size_t size);

#endif
