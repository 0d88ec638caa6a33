#include "read/split.h"

/* Bytes at which something happens: within a JSON text, elsewhere in JSON, within a quoted cell. */
enum { IN_TEXT = 1, IN_JSON = 2, IN_CELL = 4 };

static const unsigned char special[256] = {
	['"'] = IN_TEXT | IN_JSON | IN_CELL, ['\\'] = IN_TEXT, ['\n'] = IN_TEXT | IN_JSON | IN_CELL,
	['{'] = IN_JSON, ['}'] = IN_JSON, ['['] = IN_JSON, [']'] = IN_JSON, [','] = IN_JSON,
};

static size_t skip(const char *text, size_t at, size_t len, unsigned char until)
{
	while (at < len && !(special[(unsigned char)text[at]] & until))
		at++;
	return at;
}

struct splitter split_make(enum split_kind kind, char separator)
{
	return (struct splitter){ .kind = kind, .separator = separator, .line = 1, .cell_begins = true };
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void begin_record(struct splitter *s, size_t *begin, size_t at)
{
	*begin = at;
	s->first_line = s->line;
	s->in_record = true;
	s->in_text = s->is_escaped = false;
	s->depth = 0;
}

static bool end_record(struct splitter *s, size_t begin, size_t end, const char *fault, struct piece *out)
{
	*out = (struct piece){ (uint32_t)begin, (uint32_t)(end - begin), s->first_line, fault, false };
	s->in_record = s->in_text = s->is_escaped = false;
	s->depth = 0;
	return true;
}

/* Within a JSON text, up to its end.  A line end cannot stand there: the text was not closed, and the line is lost. */
static void step_text(struct splitter *s, const char *text, size_t *at, size_t len)
{
	if (s->is_escaped) {
		s->is_escaped = false;
		if (text[*at] != '\n')
			++*at;
	}
	*at = skip(text, *at, len, IN_TEXT);
	if (*at == len)
		return;
	char c = text[*at];
	if (c == '\\')
		s->is_escaped = true;
	else
		s->in_text = false;
	if (c != '\n')
		++*at;
}

/* The byte at *at, which is special and not in a text.  True if a value ends with it. */
static bool step_bracket(struct splitter *s, char c)
{
	if (c == '"')
		s->in_text = true;
	else if (c == '{' || c == '[')
		s->depth++;
	else if ((c == '}' || c == ']') && s->depth && --s->depth == 0)
		return true;
	return false;
}

static size_t skip_blank(struct splitter *s, const char *text, size_t at, size_t len)
{
	for (; at < len && is_blank(text[at]); at++)
		s->line += text[at] == '\n';
	return at;
}

static bool step_values(struct splitter *s, const char *text, size_t *begin, size_t *at, size_t len, struct piece *out)
{
	if (!s->in_record) {
		*at = skip_blank(s, text, *at, len);
		if (*at == len)
			return false;
		begin_record(s, begin, *at);
		if (text[*at] == '{' || text[*at] == '[')
			s->depth = 1;
		++*at;
	}
	while (*at < len) {
		if (s->in_text) {
			step_text(s, text, at, len);
			continue;
		}
		*at = skip(text, *at, len, IN_JSON);
		if (*at == len)
			return false;
		char c = text[(*at)++];
		if (c == '\n')
			s->line++;
		if (s->depth == 0 ? c == '\n' : step_bracket(s, c)) /* what begins with no bracket ends with its line */
			return end_record(s, *begin, *at, NULL, out);
	}
	return false;
}

/* Between the elements of a list.  True if something is wrong there. */
static bool step_between(struct splitter *s, const char *text, size_t *begin, size_t *at, size_t len, struct piece *out)
{
	char c = text[*at];

	begin_record(s, begin, *at);
	if (!s->is_open || s->is_closed) {
		if (c == '[') {
			s->is_open = true;
			s->is_closed = s->wants_more = s->has_value = false;
			s->in_record = false;
			++*at;
			return false;
		}
		const char *end = memchr(text + *at, '\n', len - *at);
		*at = end ? (size_t)(end - text) : len;
		return end_record(s, *begin, *at, "not JSON: something follows the list", out);
	}
	if (c == ',' || c == ']') {
		bool is_missing = c == ',' ? !s->has_value : s->wants_more;
		++*at;
		s->in_record = false;
		s->is_closed = c == ']';
		s->wants_more = c == ',';
		s->has_value = false;
		return is_missing && end_record(s, *begin, *at, "not JSON: a value is missing", out);
	}
	if (s->has_value) {
		s->has_value = false; /* said once, and then taken for the next element */
		return end_record(s, *begin, *at, "not JSON: a comma is missing", out);
	}
	return false;
}

/* Within an element, from its first byte. */
static bool step_element(struct splitter *s, const char *text, size_t *begin, size_t *at, size_t len, struct piece *out)
{
	while (*at < len) {
		if (s->in_text) {
			step_text(s, text, at, len);
			continue;
		}
		*at = skip(text, *at, len, IN_JSON);
		if (*at == len)
			return false;
		char c = text[*at];
		if (!s->depth && (c == ',' || c == ']' || c == '\n')) {
			s->has_value = true;
			return end_record(s, *begin, *at, NULL, out);
		}
		s->line += c == '\n';
		++*at;
		if (step_bracket(s, c)) {
			s->has_value = true;
			return end_record(s, *begin, *at, NULL, out);
		}
	}
	return false;
}

static bool step_list(struct splitter *s, const char *text, size_t *begin, size_t *at, size_t len, struct piece *out)
{
	while (*at < len) {
		if (s->in_record)
			return step_element(s, text, begin, at, len, out);
		*at = skip_blank(s, text, *at, len);
		if (*at < len && step_between(s, text, begin, at, len, out))
			return true;
		if (s->in_record)
			s->wants_more = false;
	}
	return false;
}

/* One byte of a row outside quoted cells, and the quotes around them. */
static void step_cell(struct splitter *s, char c)
{
	if (c == '"' && (s->cell_begins || s->is_escaped))
		s->in_text = true;
	s->is_escaped = false;
	s->cell_begins = c == s->separator || (s->cell_begins && c == ' ');
}

static bool step_table(struct splitter *s, const char *text, size_t *begin, size_t *at, size_t len, struct piece *out)
{
	if (!s->in_record && *at < len) {
		begin_record(s, begin, *at);
		s->cell_begins = true;
	}
	while (*at < len) {
		if (s->in_text) {
			*at = skip(text, *at, len, IN_CELL);
			if (*at == len)
				return false;
			s->line += text[*at] == '\n';
			s->is_escaped = text[*at] == '"'; /* a quote behind this one makes two that stand for one */
			s->in_text = !s->is_escaped;
			++*at;
			continue;
		}
		char c = text[(*at)++];
		if (c == '\n') {
			s->line++;
			return end_record(s, *begin, *at, NULL, out);
		}
		step_cell(s, c);
	}
	return false;
}

static bool step_lines(struct splitter *s, const char *text, size_t *begin, size_t *at, size_t len, struct piece *out)
{
	if (!s->in_record && *at < len)
		begin_record(s, begin, *at);
	const char *end = memchr(text + *at, '\n', len - *at);
	*at = end ? (size_t)(end - text) + 1 : len;
	if (!end)
		return false;
	s->line++;
	return end_record(s, *begin, *at, NULL, out);
}

bool split_step(struct splitter *s, const char *text, size_t *begin, size_t *at, size_t len, struct piece *out)
{
	static bool (*const steps[])(struct splitter *, const char *, size_t *, size_t *, size_t, struct piece *) = {
		[SPLIT_LINES] = step_lines, [SPLIT_VALUES] = step_values, [SPLIT_LIST] = step_list,
		[SPLIT_TABLE] = step_table,
	};

	return steps[s->kind](s, text, begin, at, len, out);
}

const char *split_end(const struct splitter *s)
{
	if (s->kind == SPLIT_LIST && !s->is_closed)
		return "not JSON: the list is cut short, its ] is missing";
	return NULL;
}
