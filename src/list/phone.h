/* phone.h - telephone numbers in E.164, and the countries that they belong to. */
#ifndef PHONE_H
#define PHONE_H

#include "list/section.h"

enum { PHONE_TEXT = 17 }; /* "+", 15 digits, and the final NUL */

struct phone {
	char e164[PHONE_TEXT];
	struct str countries; /* of its calling code, in North America of its area code: "GB GG IM JE"; may be empty */
	struct str region;    /* the state or province of a North American area code, may be empty */
	unsigned code;        /* its calling code */
	struct str national;  /* what follows it, borrowed from @e164 */
};

/**
 * Take a number as people write it ("+44 (0)20 7946 0018", "001 212 555 0123", "(212) 555-0123 ext. 9").  Without "+"
 * or "00" it is a national number of @country (ISO 3166, may be no text), if it can be one.  False if it is no number,
 * or of a calling code that is not assigned.  @s may be NULL: then it is always false.
 */
bool phone_parse(const struct phones *s, struct str number, struct str country, struct phone *out) NODISCARD;

/** Is @country one of @countries? */
bool phone_has_country(struct str countries, struct str country);

#endif
