/* modifier.h - the chain of modifiers behind a field's name. */
#ifndef MODIFIER_H
#define MODIFIER_H

#include "rule/loader.h"

/* What the values of an item are, by the modifier that decides it. */
enum chain_kind { CHAIN_TEXT, CHAIN_REGEX, CHAIN_CIDR, CHAIN_COMPARE, CHAIN_TIME, CHAIN_EXISTS, CHAIN_FIELDREF };

enum encoding { ENCODE_NONE, ENCODE_UTF16LE, ENCODE_UTF16BE, ENCODE_UTF16 /* with a mark, little end first */ };
enum base64 { BASE64_NONE, BASE64_WHOLE, BASE64_OFFSET };

struct chain {
	enum chain_kind kind;
	const char *first;     /* the name of a modifier that wants text, for messages; NULL if none does */
	enum affix affix;
	enum encoding encoding;
	enum base64 base64;
	enum compare compare;
	enum time_part part;
	unsigned flags;        /* enum regex_flag */
	bool cased, windash, expand, all, neq;
};

/** Read "|contains|all" (what follows the field's name in the key of @n; may be no text).  False after a fault. */
bool chain_read(struct loader *l, const struct node *n, struct str words, bool has_field, struct chain *out);

#endif
