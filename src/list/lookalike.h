/* lookalike.h - domains that a reader takes for another one: confusable letters, or one letter off. */
#ifndef LOOKALIKE_H
#define LOOKALIKE_H

#include "base/str.h"

enum { SKELETON_MAX = 256 };

/**
 * What a reader sees in a domain in lower case: labels in punycode (RFC 3492, "xn--") are read, letters of other
 * scripts that look like Latin ones become those (UTS #39), marks are left off, "rn" is m, "vv" w, 0 o, 1 and i l.
 * Borrowed from @out; no text if it does not fit.
 */
struct str domain_skeleton(struct str domain, char out[SKELETON_MAX]);

/**
 * May @domain be taken for @other, another domain?  Both are registered ones in lower case.  If so, they look the same,
 * or they have the same ending and one letter of a name of six or more (or two of twelve or more) was put in, taken
 * out, changed, or changed its place.
 */
bool looks_like(struct str domain, struct str other);

/** Read a label without its "xn--" (RFC 3492, 6.2) into UTF-8.  No text if it is not in form or does not fit. */
struct str punycode_read(struct str label, char *out, size_t size);

#endif
