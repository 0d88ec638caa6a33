#include "rule/modifier.h"

/* Modifiers that exclude each other or stand at one place of a chain. */
enum class {
	CLASS_EXPAND, CLASS_WINDASH, CLASS_ENCODING, CLASS_BASE64, CLASS_AFFIX, CLASS_CASED, CLASS_RE, CLASS_FLAG,
	CLASS_CIDR, CLASS_COMPARE, CLASS_TIME, CLASS_EXISTS, CLASS_FIELDREF, CLASS_TAIL, CLASSES
};

struct modifier {
	const char *name;
	enum class class;
	unsigned value; /* of the enum that its class has in struct chain */
};

static const struct modifier modifiers[] = {
	{ "contains", CLASS_AFFIX, AFFIX_CONTAINS }, { "startswith", CLASS_AFFIX, AFFIX_STARTS },
	{ "endswith", CLASS_AFFIX, AFFIX_ENDS }, { "cased", CLASS_CASED, 0 }, { "expand", CLASS_EXPAND, 0 },
	{ "windash", CLASS_WINDASH, 0 }, { "base64", CLASS_BASE64, BASE64_WHOLE },
	{ "base64offset", CLASS_BASE64, BASE64_OFFSET }, { "utf16le", CLASS_ENCODING, ENCODE_UTF16LE },
	{ "wide", CLASS_ENCODING, ENCODE_UTF16LE }, { "utf16be", CLASS_ENCODING, ENCODE_UTF16BE },
	{ "utf16", CLASS_ENCODING, ENCODE_UTF16 }, { "re", CLASS_RE, 0 }, { "i", CLASS_FLAG, REGEX_IGNORE_CASE },
	{ "ignorecase", CLASS_FLAG, REGEX_IGNORE_CASE }, { "m", CLASS_FLAG, REGEX_MULTILINE },
	{ "multiline", CLASS_FLAG, REGEX_MULTILINE }, { "s", CLASS_FLAG, REGEX_DOTALL },
	{ "dotall", CLASS_FLAG, REGEX_DOTALL }, { "cidr", CLASS_CIDR, 0 }, { "lt", CLASS_COMPARE, COMPARE_LT },
	{ "lte", CLASS_COMPARE, COMPARE_LTE }, { "gt", CLASS_COMPARE, COMPARE_GT },
	{ "gte", CLASS_COMPARE, COMPARE_GTE }, { "minute", CLASS_TIME, PART_MINUTE }, { "hour", CLASS_TIME, PART_HOUR },
	{ "day", CLASS_TIME, PART_DAY }, { "week", CLASS_TIME, PART_WEEK }, { "month", CLASS_TIME, PART_MONTH },
	{ "year", CLASS_TIME, PART_YEAR }, { "exists", CLASS_EXISTS, 0 }, { "fieldref", CLASS_FIELDREF, 0 },
	{ "neq", CLASS_TAIL, 0 }, { "all", CLASS_TAIL, 1 },
};

/* What a chain of each kind may hold, and in which order: the ranks must not fall; 0 is free of order. */
enum { NO = -1, FREE = 0, LAST = 9 };
static const signed char ranks[][CLASSES] = {
	/*                     expand windash encod. base64 affix cased re  flag cidr comp. time exists ref tail */
	[CHAIN_TEXT] =     {   1,     1,      2,     3,     FREE, FREE, NO, NO,  NO,  NO,   NO,  NO,    NO, LAST },
	[CHAIN_REGEX] =    {   1,     NO,     NO,    NO,    NO,   NO,   2,  3,   NO,  NO,   NO,  NO,    NO, LAST },
	[CHAIN_CIDR] =     {   NO,    NO,     NO,    NO,    NO,   NO,   NO, NO,  1,   NO,   NO,  NO,    NO, LAST },
	[CHAIN_COMPARE] =  {   NO,    NO,     NO,    NO,    NO,   NO,   NO, NO,  NO,  1,    NO,  NO,    NO, LAST },
	[CHAIN_TIME] =     {   NO,    NO,     NO,    NO,    NO,   NO,   NO, NO,  NO,  2,    1,   NO,    NO, LAST },
	[CHAIN_EXISTS] =   {   NO,    NO,     NO,    NO,    NO,   NO,   NO, NO,  NO,  NO,   NO,  1,     NO, NO },
	[CHAIN_FIELDREF] = {   NO,    NO,     NO,    NO,    2,    3,    NO, NO,  NO,  NO,   NO,  NO,    1,  LAST },
};

static const struct modifier *find(struct str name)
{
	for (size_t i = 0; i < COUNT(modifiers); i++)
		if (str_is(name, modifiers[i].name))
			return &modifiers[i];
	return NULL;
}

static struct near near_modifier(struct str name)
{
	const char *names[COUNT(modifiers)];

	for (size_t i = 0; i < COUNT(modifiers); i++)
		names[i] = modifiers[i].name;
	for (size_t i = 0; i < COUNT(modifiers); i++)
		if (str_eq_ascii(name, str_from(names[i])))
			return near_word(names[i]);
	return near_words(name, names, COUNT(names));
}

/* No legal chain is longer: expand, windash, utf16le, base64, contains, cased, neq, all. */
enum { CHAIN_MAX = 8 };

/* The modifiers of @words, at most CHAIN_MAX; -1 after a fault. */
static int split(struct loader *l, const struct node *n, struct str words, const struct modifier **at)
{
	int count = 0;
	bool ok = true;

	while (words.ptr) {
		struct str word = str_split(words, '|', &words);
		const struct modifier *m = find(word);
		if (!m && !word.len)
			fault_at(l, n, "modifier", "an empty modifier in \"%.*s\"", STR_ARG(node_key(n)));
		else if (!m)
			fault_at(l, n, "modifier", "no modifier \"%.*s\" is known%s", STR_ARG(word),
			    near_modifier(word).text);
		else if (count == CHAIN_MAX)
			fault_at(l, n, "modifier", "more modifiers than any chain may have");
		ok = ok && m && count < CHAIN_MAX;
		if (ok)
			at[count++] = m;
	}
	return ok ? count : -1;
}

/* The modifier that says what the values are; NULL: none does, they are what they are. */
static const struct modifier *decider(const struct modifier *const *at, int count, enum chain_kind *kind)
{
	static const signed char kinds[CLASSES] = {
		[CLASS_RE] = CHAIN_REGEX, [CLASS_CIDR] = CHAIN_CIDR, [CLASS_COMPARE] = CHAIN_COMPARE,
		[CLASS_TIME] = CHAIN_TIME, [CLASS_EXISTS] = CHAIN_EXISTS, [CLASS_FIELDREF] = CHAIN_FIELDREF,
	};
	const struct modifier *found = NULL;

	*kind = CHAIN_TEXT;
	for (int i = 0; i < count; i++) {
		enum chain_kind k = (enum chain_kind)kinds[at[i]->class];
		if (k != CHAIN_TEXT && (!found || k == CHAIN_TIME)) {
			found = at[i];
			*kind = k;
		}
	}
	return found;
}

static bool fault_pair(struct loader *l, const struct node *n, const char *one, const char *verb, const char *other)
{
	fault_at(l, n, "modifier", "\"%s\" %s \"%s\"", one, verb, other);
	return false;
}

static bool same_place(const struct modifier *a, const struct modifier *b)
{
	if (a->class == CLASS_FLAG || a->class == CLASS_TAIL)
		return a->class == b->class && a->value == b->value;
	return a->class == b->class;
}

static bool check_order(struct loader *l, const struct node *n, const struct modifier *const *at, int count,
    enum chain_kind kind, const struct modifier *why)
{
	const struct modifier *before = NULL;

	for (int i = 0; i < count; i++) {
		int rank = ranks[kind][at[i]->class];
		if (rank == NO && !why)
			return fault_pair(l, n, at[i]->name, "must stand directly behind", "re");
		if (rank == NO)
			return fault_pair(l, n, at[i]->name, "does not go with", why->name);
		for (int k = 0; k < i; k++)
			if (same_place(at[k], at[i]))
				return at[k] == at[i] ? fault_pair(l, n, at[i]->name, "stands twice beside",
				    at[k]->name) :
				    fault_pair(l, n, at[i]->name, "does not go with", at[k]->name);
		if (before && (rank ? rank : LAST - 1) < ranks[kind][before->class])
			return fault_pair(l, n, at[i]->name, "must stand before", before->name);
		if (rank)
			before = at[i];
	}
	return true;
}

static int place_of(const struct modifier *const *at, int count, enum class class)
{
	int i = 0;

	while (i < count && at[i]->class != class)
		i++;
	return i;
}

/* In a chain of text an encoding is for Base64 alone, and an affix is of what Base64 gives. */
static bool check_base64(struct loader *l, const struct node *n, const struct modifier *const *at, int count)
{
	int encoding = place_of(at, count, CLASS_ENCODING), affix = place_of(at, count, CLASS_AFFIX);
	int base64 = place_of(at, count, CLASS_BASE64);
	const char *name = base64 < count ? at[base64]->name : "base64offset";

	if (encoding < count && (encoding + 1 != base64 || base64 == count))
		return fault_pair(l, n, at[encoding]->name, "must stand directly before", name);
	if (affix < base64 && base64 < count)
		return fault_pair(l, n, name, "must stand before", at[affix]->name);
	return true;
}

static void apply(struct chain *c, const struct modifier *m)
{
	switch (m->class) {
	case CLASS_EXPAND: c->expand = true; break;
	case CLASS_WINDASH: c->windash = true; break;
	case CLASS_ENCODING: c->encoding = (enum encoding)m->value; break;
	case CLASS_BASE64: c->base64 = (enum base64)m->value; break;
	case CLASS_AFFIX: c->affix = (enum affix)m->value; break;
	case CLASS_CASED: c->cased = true; break;
	case CLASS_FLAG: c->flags |= m->value; break;
	case CLASS_COMPARE: c->compare = (enum compare)m->value; break;
	case CLASS_TIME: c->part = (enum time_part)m->value; break;
	case CLASS_TAIL: *(m->value ? &c->all : &c->neq) = true; break;
	case CLASS_RE: case CLASS_CIDR: case CLASS_EXISTS: case CLASS_FIELDREF: case CLASSES: break;
	}
	if (m->class != CLASS_TAIL && !c->first)
		c->first = m->name;
}

bool chain_read(struct loader *l, const struct node *n, struct str words, bool has_field, struct chain *out)
{
	const struct modifier *at[CHAIN_MAX];
	int count = split(l, n, words, at);

	*out = (struct chain){ .kind = CHAIN_TEXT };
	if (count < 0)
		return false;
	const struct modifier *why = decider(at, count, &out->kind);
	if (!check_order(l, n, at, count, out->kind, why) || !check_base64(l, n, at, count))
		return false;
	if (!has_field && why && out->kind != CHAIN_REGEX) {
		fault_at(l, n, "modifier", "\"%s\" needs a field before it", why->name);
		return false;
	}
	for (int i = 0; i < count; i++)
		apply(out, at[i]);
	return true;
}
