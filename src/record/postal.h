/* postal.h - a line of a postal address in the one form in which it is compared. */
#ifndef POSTAL_H
#define POSTAL_H

#include "base/str.h"

enum { POSTAL_MAX = 512 }; /* bytes of a form; what is longer has none */

/**
 * Small letters without marks, digits, single blanks; usual words short ("street" and "st", "apartment" and "apt",
 * "north" and "n": USPS Publication 28, appendices C1, C2; Universal Postal Union S42).  Other scripts than Latin stay
 * as they are.  No text if it has neither letter nor digit, or is too long.
 */
struct str postal_form(struct str in, char out[POSTAL_MAX]);

/** The usual short form of one word in small Latin letters, which may be no text; what has none as it is. */
struct str postal_word(struct str word);

/** Do the words of @part stand in @whole, one behind the other?  Both are forms. */
bool postal_holds(struct str whole, struct str part);

#endif
