/* regex.h - the door to PCRE2: unanchored search, within the bounds of limits.h. */
#ifndef REGEX_H
#define REGEX_H

#include "base/err.h"

struct regex;      /* shared between threads; machine code is made for it when it is first searched for */
struct regex_room; /* one thread's working memory */

enum regex_flag { REGEX_IGNORE_CASE = 1, REGEX_MULTILINE = 2, REGEX_DOTALL = 4 };

enum regex_answer {
	REGEX_NO,
	REGEX_YES,
	REGEX_LIMIT, /* a bound was met, or the text is not UTF-8: neither yes nor no */
};

/**
 * Does @pattern compile?  @flags are enum regex_flag.  Which of PCRE2's syntax may stand in a rule is the rule loader's
 * matter (rule/regex_check.h).  False with @e, whose column is the byte of the pattern, from 1.
 */
bool regex_compiles(struct str pattern, unsigned flags, struct err *e) NODISCARD;

/** "$" matches only at the very end, but with the flag for lines.  NULL with @e on failure, as above. */
struct regex *regex_new(struct str pattern, unsigned flags, struct err *e);
void regex_free(struct regex *r);

/** NULL without memory. */
struct regex_room *regex_room_new(void);
void regex_room_free(struct regex_room *room);

/** Does @r match anywhere in @text? */
enum regex_answer regex_search(struct regex *r, struct str text, struct regex_room *room);

#endif
