/* regex.h - the door to PCRE2: unanchored search in a fixed subset of its syntax, within the bounds of limits.h. */
#ifndef REGEX_H
#define REGEX_H

#include "base/err.h"

struct regex;      /* shared between threads; machine code is made for it when it is first searched for */
struct regex_room; /* one thread's working memory */

enum regex_answer {
	REGEX_NO,
	REGEX_YES,
	REGEX_LIMIT, /* a bound was met, or the text is not UTF-8: neither yes nor no */
};

/**
 * Is @pattern in the subset, and does it compile?  Refused, each by name: look-around, back references, recursion,
 * conditions, callouts, verbs, named and atomic groups, possessive quantifiers, \Q \K \C \G \X \R.  @flags are enum
 * regex_flag of rule.h.
 */
bool regex_compiles(struct str pattern, unsigned flags, struct err *e) NODISCARD;

/** Check and compile.  "$" matches only at the very end, but with the flag for lines.  NULL with @e on failure. */
struct regex *regex_new(struct str pattern, unsigned flags, struct err *e);
void regex_free(struct regex *r);

/** NULL without memory. */
struct regex_room *regex_room_new(void);
void regex_room_free(struct regex_room *room);

/** Does @r match anywhere in @text? */
enum regex_answer regex_search(struct regex *r, struct str text, struct regex_room *room);

#endif
