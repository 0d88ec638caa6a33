/* spelling.h - texts with wildcards, and the spellings that windash, base64offset and expand make of one. */
#ifndef SPELLING_H
#define SPELLING_H

#include "rule/modifier.h"

/* A text taken apart; alternatives hang together by @next. */
struct spelling {
	struct spelling *next;
	struct piece *pieces;
	size_t count;
};

/**
 * The escape scan: from left to right, a backslash before '*', '?' or another backslash takes away its meaning; any
 * other backslash is itself; '*' and '?' that are left are wildcards.  With @expand "%name%" is replaced by each value
 * of the placeholder, all combinations, and a backslash before '%' makes it plain.  @at is where faults are.  NULL
 * after a fault.
 */
struct spelling *spell(struct loader *l, const struct node *at, struct str text, bool expand);

/** Likewise for a regular expression: only placeholders are replaced, by what matches their values literally. */
struct str *spell_regex(struct loader *l, const struct node *at, struct str text, size_t *count);

/** Each dash or slash that begins a word, replaced by each of five dashes.  NULL after a fault. */
struct spelling *spell_windash(struct loader *l, const struct node *at, struct spelling *list);

/** Base64 (RFC 4648, section 4) of each, encoded before.  Wildcards are a fault.  NULL after a fault. */
struct spelling *spell_base64(struct loader *l, const struct node *at, struct spelling *list, const struct chain *c);

/** A wildcard at the ends that @affix asks for, unless one is there.  False without memory. */
bool spell_affix(struct loader *l, struct spelling *list, enum affix affix);

#endif
