#include "oracle/chance.h"

/* Few fields, few letters, short texts: so that much of what is asked is there. */
static const char *const fields[] = {
	"a", "b", "c", "a.b", "b.c", "a.b.c", "x y", "applicant.a", "applicant.a.b", "applicant", "b.", "",
};
enum { NAMED_FIELDS = COUNT(fields) - 1 }; /* the last one is for keywords */
static const char *const keys[] = { "a", "b", "c", "a.b", "b.c", "a.b.c", "x y", "applicant", "", "d" };

/* Pieces of texts: letters that fold over each other, wildcards and what escapes them, dashes, digits, Base64 of "ab". */
static const char *const pieces[] = {
	"a", "b", "A", "B", "ab", "ba", "k", "K", "\xE2\x84\xAA", "s", "\xC5\xBF", "\xC3\x9F", "\xE1\xBA\x9E", "\xCF\x83",
	"\xCF\x82", "\xCE\xA3", "\xC3\xA9", "\xC3\x89", "e\xCC\x81", "\xF0\x90\x90\x80", "\xF0\x90\x90\xA8", "i", "I",
	"\xC4\xB0", "\xC4\xB1", "\n", " ", "-", "/", "\xE2\x80\x93", "*", "?", "\\", "%", "1", "2", "42", ".", "YWI", "FiY",
	"hYg", "YQBiA", "\xF0\x9F\x98\x80", "%p%",
};
static const char *const texts[] = {
	"", "true", "FALSE", "null", "42", "042", "4.5", "1e1", "-1", "0", "10.0.0.1", "10.1.2.3", "::ffff:10.0.0.1",
	"2001:db8::1", "192.168.1.1", "2026-11-24T05:06:07Z", "2026-11-24", "2026-01-01 23:59", "2027-01-01T00:00:00+09:00",
	"2026", "2024-12-30", "yes", "-a", "/a", "\xE2\x80\x93" "a",
};
static const char *const numbers[] = {
	"0", "1", "2", "42", "-1", "4.5", "1e1", "10", "-0", "1.0", "9007199254740993", "9007199254740992", "11", "5", "24",
};
static const char *const plain[] = { "ab", "ba", "abc", "k\xC3\xA9", "a\\*b", "\xF0\x9F\x98\x80 ", "%p%b" };
static const char *const networks[] = {
	"10.0.0.0/8", "10.1.0.0/16", "0.0.0.0/0", "10.0.0.1", "2001:db8::/32", "::/0", "192.168.0.0/17", "10.0.0.0/31",
};
static const char *const atoms[] = {
	"a", "b", "ab", ".", "[ab]", "[^a]", "\\d", "\\w", "\\s", "\\S", "(ab|b)", "(?:a|bk)", "k", "\xCF\x83", "\xC3\xA9", "\\.",
	"\\x41", "[a-k]", "1", "42", "(a(b|)k)", "\\n", "\\*", "A", "B",
};
static const char *const quantifiers[] = { "", "", "", "", "*", "+", "?", "{1,2}", "*?", "{0,1}", "{2}" };

enum value_kind { TEXTS, LETTERS, PLAIN, REGEXES, NETWORKS, NUMBERS, WHOLES, TRUTH, FIELDS, ANYTHING };

/* Chains, and what their values are. */
static const struct {
	const char *chain;
	enum value_kind kind;
} chains[] = {
	{ "", ANYTHING }, { "", TEXTS }, { "|contains", TEXTS }, { "|contains", LETTERS }, { "|startswith", LETTERS },
	{ "|endswith", LETTERS }, { "|cased", TEXTS }, { "|contains|cased", LETTERS }, { "|startswith|cased", LETTERS },
	{ "|cased|endswith", LETTERS }, { "|windash", LETTERS }, { "|windash|contains", LETTERS },
	{ "|contains|windash|cased", LETTERS }, { "|base64offset|contains", PLAIN }, { "|wide|base64offset|contains", PLAIN },
	{ "|base64|contains", PLAIN }, { "|utf16|base64", PLAIN }, { "|expand", LETTERS }, { "|expand|contains", LETTERS },
	{ "|expand|re", REGEXES }, { "|re", REGEXES }, { "|re|i", REGEXES }, { "|re|s", REGEXES }, { "|re|m|i", REGEXES },
	{ "|cidr", NETWORKS }, { "|gt", NUMBERS }, { "|gte", NUMBERS }, { "|lt", NUMBERS }, { "|lte", NUMBERS },
	{ "|hour", WHOLES }, { "|day", WHOLES }, { "|week", WHOLES }, { "|month|gte", WHOLES }, { "|year|lt", WHOLES },
	{ "|minute|lte", WHOLES }, { "|exists", TRUTH }, { "|fieldref", FIELDS }, { "|fieldref|contains", FIELDS },
	{ "|fieldref|startswith|cased", FIELDS }, { "|fieldref|endswith", FIELDS },
};

unsigned chance_below(struct chance *c, unsigned n)
{
	return c->next < c->end ? *c->next++ % n : 0;
}

#define ONE_OF(c, array) ((array)[chance_below((c), (unsigned)COUNT(array))])

/* --- texts --- */

/* Up to five pieces, or a whole text that means something. */
static void put_text(struct chance *c, struct buf *out, enum value_kind kind)
{
	if (kind == TEXTS && chance_below(c, 3) == 0) {
		buf_text(out, ONE_OF(c, texts));
		return;
	}
	for (unsigned n = chance_below(c, 6); n > 0; n--)
		buf_text(out, ONE_OF(c, pieces));
}

static void put_regex(struct chance *c, struct buf *out)
{
	if (chance_below(c, 5) == 1)
		buf_byte(out, '^');
	for (unsigned n = 1 + chance_below(c, 4); n > 0; n--) {
		buf_text(out, ONE_OF(c, atoms));
		buf_text(out, ONE_OF(c, quantifiers));
		if (chance_below(c, 8) == 1)
			buf_byte(out, '|');
	}
	if (chance_below(c, 5) == 1)
		buf_byte(out, '$');
}

/* A scalar of YAML in double quotes. */
static void put_quoted(struct buf *out, struct str s)
{
	buf_byte(out, '"');
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '\n')
			buf_text(out, "\\n");
		else if (s.ptr[i] == '"' || s.ptr[i] == '\\')
			buf_printf(out, "\\%c", s.ptr[i]);
		else
			buf_byte(out, s.ptr[i]);
	}
	buf_byte(out, '"');
}

/* --- rules --- */

static void put_value(struct chance *c, struct buf *out, enum value_kind kind)
{
	struct buf text = buf_make(1000);
	bool quoted = false;

	if (kind == ANYTHING && chance_below(c, 3) != 0)
		kind = chance_below(c, 4) == 0 ? TRUTH : NUMBERS;
	switch (kind) {
	case REGEXES: put_regex(c, &text); quoted = true; break;
	case NETWORKS: buf_text(&text, ONE_OF(c, networks)); quoted = true; break;
	case NUMBERS: buf_text(&text, ONE_OF(c, numbers)); break;
	case WHOLES: buf_printf(&text, "%u", chance_below(c, 60) + (chance_below(c, 3) == 2 ? 2000 : 0)); break;
	case TRUTH: buf_text(&text, chance_below(c, 2) ? "true" : "false"); break;
	case FIELDS: buf_text(&text, fields[chance_below(c, NAMED_FIELDS)]); quoted = true; break;
	case PLAIN: buf_text(&text, ONE_OF(c, plain)); quoted = true; break;
	case TEXTS: case LETTERS: case ANYTHING: put_text(c, &text, kind); quoted = true; break;
	}
	if (quoted)
		put_quoted(out, buf_str(&text));
	else
		buf_put(out, buf_str(&text));
	buf_clear(&text);
}

/* One item of a map, on one line. */
static void put_item(struct chance *c, struct buf *out)
{
	static const char *const tails[] = { "", "", "", "|neq", "|all", "|all|neq", "|neq|all" };
	unsigned which = chance_below(c, COUNT(chains)), tail = chance_below(c, COUNT(tails));
	enum value_kind kind = chains[which].kind;
	bool all = tail >= 4 && kind != TRUTH, may_search = kind <= REGEXES;
	unsigned field = chance_below(c, may_search ? COUNT(fields) : NAMED_FIELDS);

	buf_printf(out, "\"%s%s%s\": ", fields[field], chains[which].chain, kind == TRUTH ? "" : tails[tail]);
	if (kind == ANYTHING && chance_below(c, 4) == 1 && !all) {
		buf_text(out, "null");
		return;
	}
	unsigned count = all ? 2 + chance_below(c, 3) : chance_below(c, 4);
	if (count && kind != TRUTH) {
		buf_byte(out, '[');
		for (unsigned i = 0; i < count; i++) {
			put_value(c, out, kind);
			buf_text(out, i + 1 < count ? ", " : "]");
		}
	} else {
		put_value(c, out, kind);
	}
}

static void put_map(struct chance *c, struct buf *out)
{
	buf_byte(out, '{');
	put_item(c, out);
	for (unsigned n = chance_below(c, 3); n > 0; n--) {
		buf_text(out, ", ");
		put_item(c, out);
	}
	buf_byte(out, '}');
}

static void put_selection(struct chance *c, struct buf *out)
{
	unsigned shape = chance_below(c, 8), count = 1 + chance_below(c, 3);

	if (shape < 5) {
		put_map(c, out);
		return;
	}
	buf_byte(out, '[');
	for (unsigned i = 0; i < count; i++) {
		if (shape == 7)
			put_value(c, out, LETTERS);
		else
			put_map(c, out);
		buf_text(out, i + 1 < count ? ", " : "]");
	}
}

static void put_condition(struct chance *c, struct buf *out, unsigned depth)
{
	static const char *const words[] = {
		"s0", "s1", "s2", "_s3", "1 of them", "all of them", "1 of s*", "all of s*", "1 of *1", "all of _*", "any of s0",
	};
	unsigned shape = depth ? chance_below(c, 8) : 0;

	if (shape < 3) {
		buf_text(out, ONE_OF(c, words));
	} else if (shape < 5) {
		buf_text(out, "not ");
		put_condition(c, out, depth - 1);
	} else {
		bool brackets = chance_below(c, 2);
		buf_text(out, brackets ? "(" : "");
		put_condition(c, out, depth - 1);
		buf_text(out, shape == 5 ? " or " : " and ");
		put_condition(c, out, depth - 1);
		buf_text(out, brackets ? ")" : "");
	}
}

static void put_rule(struct chance *c, struct buf *out, unsigned number)
{
	static const char *const names[] = { "s0", "s1", "s2", "_s3" };

	buf_printf(out, "title: R%u\nlogsource: {category: test}\ndetection:\n", number);
	for (size_t i = 0; i < COUNT(names); i++) {
		buf_printf(out, "  %s: ", names[i]);
		put_selection(c, out);
		buf_byte(out, '\n');
	}
	buf_text(out, "  condition: ");
	put_condition(c, out, 4);
	buf_byte(out, '\n');
}

void chance_rules(struct chance *c, struct buf *out)
{
	unsigned count = 1 + chance_below(c, 4);

	for (unsigned i = 0; i < count; i++) {
		buf_text(out, i ? "---\n" : "");
		put_rule(c, out, i);
	}
}

/* --- events --- */

static struct node *scalar(struct chance *c, struct arena *a)
{
	static const enum node_type types[] = {
		NODE_TEXT, NODE_TEXT, NODE_TEXT, NODE_TEXT, NODE_TEXT, NODE_NUMBER, NODE_NULL, NODE_TRUE, NODE_FALSE,
	};
	struct node *n = node_new(a, ONE_OF(c, types));
	struct buf text = buf_make(1000);

	if (n && n->type == NODE_NUMBER) {
		struct str s = str_from(ONE_OF(c, numbers));
		n->text = s.ptr;
		n->len = (uint32_t)s.len;
		if (!str_real(s, &n->number))
			n = NULL;
	} else if (n && n->type == NODE_TEXT) {
		put_text(c, &text, TEXTS);
		struct str s = arena_copy(a, buf_str(&text));
		n->text = s.ptr;
		n->len = (uint32_t)s.len;
	}
	buf_clear(&text);
	return n;
}

static struct node *value(struct chance *c, struct arena *a, unsigned depth)
{
	unsigned shape = depth ? chance_below(c, 8) : 0;

	if (shape < 4)
		return scalar(c, a);
	struct node *n = node_new(a, shape < 6 ? NODE_MAP : NODE_LIST);
	for (unsigned i = chance_below(c, 4); n && i > 0; i--) {
		struct str key = n->type == NODE_MAP ? str_from(ONE_OF(c, keys)) : str_of(NULL, 0);
		if (!node_add(n, key, value(c, a, depth - 1)))
			return NULL;
	}
	return n;
}

struct node *chance_event(struct chance *c, struct arena *a)
{
	struct node *n = node_new(a, NODE_MAP);

	for (unsigned i = 1 + chance_below(c, 6); n && i > 0; i--)
		if (!node_add(n, str_from(ONE_OF(c, keys)), value(c, a, 3)))
			return NULL;
	return n;
}
