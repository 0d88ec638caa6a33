/* memo.h - the short text, and the lists, of which an answer is remembered; for the files of this folder. */
#ifndef MEMO_H
#define MEMO_H

#include "list/section.h"

enum { MEMO_TEXT = 60 }; /* bytes; of longer texts nothing is remembered */

/* What an answer is of.  Zero is of nothing. */
struct memo_key {
	uint64_t lists; /* lists_number(), so that no answer outlives its lists */
	uint8_t len;
	char text[MEMO_TEXT];
};

static inline bool memo_is_of(const struct memo_key *k, const struct lists *l, struct str text)
{
	return k->lists == lists_number(l) && str_eq(str_of(k->text, k->len), text);
}

/** @text has MEMO_TEXT bytes at most. */
static inline struct memo_key memo_key(const struct lists *l, struct str text)
{
	struct memo_key k = { .lists = lists_number(l), .len = (uint8_t)text.len };

	if (text.len)
		memcpy(k.text, text.ptr, text.len);
	return k;
}

#endif
