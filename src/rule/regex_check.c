#include "rule/regex_check.h"

enum { GROUPS_MAX = 100 }; /* groups within groups */

struct scan {
	struct str s;
	size_t i;          /* the next byte */
	unsigned depth;    /* open groups */
	bool atom;         /* something that can be repeated stands before */
	bool flags;
	struct regex_fault fault;
};

static bool refuse(struct scan *x, size_t at, const char *text)
{
	x->fault = (struct regex_fault){ text, at };
	return false;
}

static char peek(const struct scan *x, size_t ahead)
{
	return x->i + ahead < x->s.len ? x->s.ptr[x->i + ahead] : '\0';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
	return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

static bool is_alnum(char c)
{
	return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* A backslash and what follows; @in_class: between square brackets. */
static bool take_escape(struct scan *x, bool in_class)
{
	size_t at = x->i;
	char c = peek(x, 1);

	if (at + 1 == x->s.len)
		return refuse(x, at, "a backslash at the end");
	if (c >= '1' && c <= '9' && !in_class)
		return refuse(x, at, "a back reference, which Sigma does not have");
	if ((c == 'g' || c == 'k') && !in_class)
		return refuse(x, at, "a back reference, which Sigma does not have");
	if (c == 'x') {
		if (!is_hex(peek(x, 2)) || !is_hex(peek(x, 3)))
			return refuse(x, at, "\\x must have two hex digits behind it");
		x->i += 4;
	} else if (c && is_alnum(c) && !strchr(in_class ? "dDsSwWtnrfvb" : "dDsSwWtnrfvbB", c)) {
		return refuse(x, at, "an escape that Sigma does not have; \\d \\s \\w \\b and capitals are known");
	} else {
		x->i += 2;
	}
	x->atom = in_class || (c != 'b' && c != 'B');
	return true;
}

static bool take_class(struct scan *x)
{
	size_t at = x->i++;

	x->i += peek(x, 0) == '^';
	for (bool first = true; x->i < x->s.len; first = false) {
		char c = peek(x, 0);
		if (c == ']' && !first) {
			x->i++;
			x->atom = true;
			return true;
		}
		if (c == '\\') {
			if (!take_escape(x, true))
				return false;
		} else {
			x->i++;
		}
	}
	return refuse(x, at, "a class without its closing bracket");
}

/* "(?i)", "(?i-s:": to behind the letters; the colon or bracket is next. */
static bool take_flags(struct scan *x, size_t at)
{
	while (peek(x, 0) && strchr("ims-", peek(x, 0)))
		x->i++;
	if (peek(x, 0) != ')' && peek(x, 0) != ':')
		return refuse(x, at, "a group that Sigma does not have; (...) and (?:...) are known");
	x->flags = true;
	return true;
}

static bool take_group(struct scan *x)
{
	static const struct { const char *start, *text; } refused[] = {
		{ "(?=", "look-ahead, which Sigma does not have" }, { "(?!", "look-ahead, which Sigma does not have" },
		{ "(?<=", "look-behind, which Sigma does not have" }, { "(?<!",
		    "look-behind, which Sigma does not have" },
		{ "(?R", "recursion, which Sigma does not have" }, { "(?&", "recursion, which Sigma does not have" },
		{ "(?P>", "recursion, which Sigma does not have" },
		{ "(?P=", "a back reference, which Sigma does not have" },
		{ "(?+", "recursion, which Sigma does not have" }, { "(?C", "a callout, which Sigma does not have" },
		{ "(?(", "a conditional group, which Sigma does not have" },
		{ "(?>", "an atomic group, which Sigma does not have" },
		{ "(?P<", "a named group, which Sigma does not have" },
		{ "(?<", "a named group, which Sigma does not have" },
		{ "(?'", "a named group, which Sigma does not have" },
		{ "(?#", "a comment, which Sigma does not have" },
		{ "(*", "a verb, which Sigma does not have" },
	};
	struct str here = str_of(x->s.ptr + x->i, x->s.len - x->i);
	size_t at = x->i;

	for (size_t i = 0; i < COUNT(refused); i++)
		if (str_starts(here, str_from(refused[i].start)))
			return refuse(x, at, refused[i].text);
	if (peek(x, 1) == '?' && (is_digit(peek(x, 2)) || (peek(x, 2) == '-' && is_digit(peek(x, 3)))))
		return refuse(x, at, "recursion, which Sigma does not have");
	x->i++;
	x->atom = false;
	if (peek(x, 0) == '?') {
		x->i++;
		if (peek(x, 0) != ':' && !take_flags(x, at))
			return false;
		if (x->s.ptr[x->i++] == ')')
			return true;
	}
	if (++x->depth > GROUPS_MAX)
		return refuse(x, at, "groups nested too deep");
	return true;
}

/* "{n}", "{n,}", "{n,m}"; anything else is text.  0 if it is text, else its length. */
static size_t bounds_len(const struct scan *x, bool *falls)
{
	size_t i = 1;
	unsigned long low = 0, high = 0;

	for (; is_digit(peek(x, i)); i++)
		low = low < 1000000 ? low * 10 + (unsigned long)(peek(x, i) - '0') : low;
	if (i == 1)
		return 0;
	high = low;
	if (peek(x, i) == ',') {
		bool open = !is_digit(peek(x, ++i));
		for (high = 0; is_digit(peek(x, i)); i++)
			high = high < 1000000 ? high * 10 + (unsigned long)(peek(x, i) - '0') : high;
		if (open)
			high = low;
	}
	*falls = low > high || low > 65535 || high > 65535;
	return peek(x, i) == '}' ? i + 1 : 0;
}

static bool take_quantifier(struct scan *x, size_t len)
{
	if (!x->atom)
		return refuse(x, x->i, "nothing stands before to be repeated");
	x->i += len;
	x->atom = false;
	if (peek(x, 0) == '+')
		return refuse(x, x->i, "a possessive quantifier, which Sigma does not have");
	x->i += peek(x, 0) == '?';
	return true;
}

static bool take(struct scan *x)
{
	bool falls = false;
	size_t len;

	switch (peek(x, 0)) {
	case '\\':
		return take_escape(x, false);
	case '[':
		return take_class(x);
	case '(':
		return take_group(x);
	case ')':
		if (!x->depth--)
			return refuse(x, x->i, "a closing bracket that nothing opened");
		x->i++;
		return x->atom = true;
	case '*': case '+': case '?':
		return take_quantifier(x, 1);
	case '{':
		len = bounds_len(x, &falls);
		if (len && falls)
			return refuse(x, x->i, "repetition bounds that fall or are over 65535");
		if (len)
			return take_quantifier(x, len);
		break;
	case '|': case '^':
		x->i++;
		x->atom = false;
		return true;
	case '$':
		x->i++;
		x->atom = false;
		return true;
	default:
		break;
	}
	x->i++;
	return x->atom = true;
}

struct regex_fault regex_check(struct str pattern, bool *flags)
{
	struct scan x = { .s = pattern };

	while (x.i < pattern.len && take(&x))
		;
	if (!x.fault.text && x.depth)
		refuse(&x, pattern.len, "a group without its closing bracket");
	*flags = x.flags;
	return x.fault;
}
