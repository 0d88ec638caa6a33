#include "base/csv_write.h"

#include <inttypes.h>
#include <stdio.h>

/* What spreadsheets take for the beginning of a formula, in its full-width form too. */
static bool is_formula(struct str s)
{
	static const char *const starts[] = { "=", "+", "-", "@", "\t", "\r", "\n", "\xEF\xBC\x9D", "\xEF\xBC\x8B",
		"\xEF\xBC\x8D", "\xEF\xBC\xA0" };

	for (size_t i = 0; i < COUNT(starts); i++) {
		if (str_starts(s, str_from(starts[i])))
			return true;
	}
	return false;
}

static bool wants_quotes(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (memchr(",;\"'\r\n\t ", s.ptr[i], 8))
			return true;
	}
	return false;
}

void csv_text(struct csv *c, struct str s)
{
	const bool formula = is_formula(s), quotes = formula || wants_quotes(s);

	if (c->comma)
		buf_byte(c->out, ',');
	c->comma = true;
	if (quotes)
		buf_byte(c->out, '"');
	if (formula)
		buf_byte(c->out, '\'');
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '"')
			buf_byte(c->out, '"');
		buf_byte(c->out, s.ptr[i]);
	}
	if (quotes)
		buf_byte(c->out, '"');
}

void csv_number(struct csv *c, int64_t n)
{
	char text[32];

	snprintf(text, sizeof(text), "%" PRId64, n);
	if (c->comma)
		buf_byte(c->out, ',');
	c->comma = true;
	buf_text(c->out, text);
}

void csv_end(struct csv *c)
{
	buf_text(c->out, "\r\n");
	c->comma = false;
}
