/* regex_check.h - is a regular expression within the subset that Sigma documents? */
#ifndef REGEX_CHECK_H
#define REGEX_CHECK_H

#include "base/str.h"

/* What is wrong, or worth a warning; @at is the byte of the pattern. */
struct regex_fault {
	const char *text; /* NULL: nothing */
	size_t at;
};

/**
 * The subset: . ^ $ * + ? {n,m} lazy quantifiers, [classes], |, ( ), (?: ), inline flags i m s, \d \D \s \S \w
 * \W \b \B, \t \n \r \f \v, \xHH and a backslash before what is no letter or digit.  Look-around, back
 * references, recursion, callouts, named groups and the rest are faults, and so is what no engine can read: brackets
 * that do not close, nothing to repeat.  *flags is set if there are inline flags.
 */
struct regex_fault regex_check(struct str pattern, bool *flags);

#endif
