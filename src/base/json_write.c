#include "base/json_write.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct json json_make(struct buf *out)
{
	return (struct json){ .out = out };
}

/* Bytes that do not simply stand for themselves: quotes, backslash, controls (C1 too, they begin with C2). */
static bool is_plain(unsigned char c)
{
	return c >= 0x20 && c != '"' && c != '\\' && c != 0x7F && c != 0xC2;
}

static size_t put_special(struct buf *out, struct str s)
{
	static const char named[] = "\b\f\n\r\t\"\\", letters[] = "bfnrt\"\\";
	unsigned char c = (unsigned char)*s.ptr, next = s.len > 1 ? (unsigned char)s.ptr[1] : 0;
	const char *at = c ? strchr(named, c) : NULL;

	if (at) {
		char pair[2] = { '\\', letters[at - named] };
		buf_put(out, str_of(pair, 2));
	} else if (c < 0x20 || c == 0x7F) {
		buf_printf(out, "\\u%04x", c);
	} else if (next < 0xA0) {
		buf_printf(out, "\\u%04x", next);
		return 2;
	} else {
		buf_put(out, str_of(s.ptr, 2));
		return 2;
	}
	return 1;
}

/* @s is UTF-8. */
static void put_escaped(struct buf *out, struct str s)
{
	size_t begin = 0, i = 0;

	while (i < s.len) {
		if (is_plain((unsigned char)s.ptr[i])) {
			i++;
			continue;
		}
		buf_put(out, str_of(s.ptr + begin, i - begin));
		i += put_special(out, str_of(s.ptr + i, s.len - i));
		begin = i;
	}
	buf_put(out, str_of(s.ptr + begin, i - begin));
}

/* Is one of the eight bytes of @w a control, a quote, a backslash, DEL or not ASCII?  All are looked at at once. */
static bool has_special(uint64_t w)
{
	const uint64_t ones = 0x0101010101010101u, high = ones << 7;
	const uint64_t quote = w ^ ones * '"', backslash = w ^ ones * '\\';

	/* What subtracting borrows is high where a byte is too low; what adding 1 makes high is DEL. */
	return (w | (w - ones * 0x20) | (w + ones) | (quote - ones) | (backslash - ones)) & high;
}

typedef signed char bytes16 __attribute__((vector_size(16)));
typedef uint64_t words2 __attribute__((vector_size(16)));

/* Likewise of sixteen; not zero where a byte of @p is special. */
static bytes16 specials(const char *p)
{
	bytes16 b;

	memcpy(&b, p, sizeof(b));
	return (b < 0x20) | (b == '"') | (b == '\\') | (b == 0x7F); /* what is not ASCII is below zero */
}

/* Long texts by sixteens, short ones by one word; the last ones overlap. */
static bool is_simple(struct str s)
{
	if (s.len >= 16) {
		bytes16 found = specials(s.ptr + s.len - 16);
		for (size_t i = 0; i + 16 < s.len; i += 16)
			found |= specials(s.ptr + i);
		return !(((words2)found)[0] | ((words2)found)[1]);
	}
	if (s.len >= 8)
		return !has_special(str_load(s.ptr, 8)) && !has_special(str_load(s.ptr + s.len - 8, 8));
	if (s.len >= 4)
		return !has_special(str_load(s.ptr, 4) | str_load(s.ptr + s.len - 4, 4) << 32);
	for (size_t i = 0; i < s.len; i++)
		if (has_special(0x4040404040404000u | (unsigned char)s.ptr[i]))
			return false;
	return true;
}

/* Most texts are printable ASCII without quotes.  False, and nothing put, of others. */
static bool put_simple(struct buf *out, struct str s)
{
	char *p = is_simple(s) ? buf_room(out, s.len + 2) : NULL;

	if (!p)
		return false;
	p[0] = '"';
	if (s.len)
		memcpy(p + 1, s.ptr, s.len);
	memcpy(p + 1 + s.len, "\"", 2);
	out->len += s.len + 2;
	return true;
}

/* A function of its own, so that putting a simple text saves no registers for it. */
__attribute__((noinline)) static void put_others(struct buf *out, struct str s)
{
	buf_byte(out, '"');
	while (s.len) {
		size_t good = str_utf8_len(s);
		put_escaped(out, str_of(s.ptr, good));
		if (good == s.len)
			break;
		buf_text(out, "\xEF\xBF\xBD");
		s = str_of(s.ptr + good + 1, s.len - good - 1);
	}
	buf_byte(out, '"');
}

void json_key(struct json *j, struct str key)
{
	if (j->comma)
		buf_byte(j->out, ',');
	json_put_text(j->out, str_of(key.ptr ? key.ptr : "", key.len));
	buf_byte(j->out, ':');
	j->comma = false;
}

void json_put_text(struct buf *out, struct str value)
{
	if (!value.ptr)
		buf_put(out, STR_LIT("null"));
	else if (!put_simple(out, value))
		put_others(out, value);
}

void json_put_real(struct buf *out, double value)
{
	char text[32];

	if (!isfinite(value)) {
		buf_put(out, STR_LIT("null"));
		return;
	}
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, value);
		if (strtod(text, NULL) == value)
			break;
	}
	buf_text(out, text);
}

/* YAML has numbers that JSON has not: +1, .5, 0x1F. */
static bool is_json_number(struct str s)
{
	size_t i = s.len && *s.ptr == '-';

	if (i == s.len || strchr("+-.eE", s.ptr[s.len - 1]) || !strchr("0123456789", s.ptr[i]))
		return false;
	if (s.ptr[i] == '0' && i + 1 < s.len && !strchr(".eE", s.ptr[i + 1]))
		return false;
	for (; i < s.len; i++)
		if (!strchr("+-.0123456789eE", s.ptr[i]))
			return false;
	return true;
}

static void put_number(struct json *j, const char *key, const struct node *n)
{
	if (!is_json_number(node_text(n))) {
		json_real(j, key, n->number);
		return;
	}
	json_begin(j, key);
	buf_put(j->out, node_text(n));
}

static void put_children(struct json *j, const struct node *n)
{
	NODE_EACH(c, n) {
		if (n->type == NODE_MAP)
			json_key(j, node_key(c));
		json_node(j, NULL, c);
	}
}

void json_node(struct json *j, const char *key, const struct node *n)
{
	switch ((enum node_type)n->type) {
	case NODE_NULL: json_null(j, key); break;
	case NODE_FALSE: json_bool(j, key, false); break;
	case NODE_TRUE: json_bool(j, key, true); break;
	case NODE_NUMBER: put_number(j, key, n); break;
	case NODE_TEXT: json_text(j, key, str_of(n->text ? n->text : "", n->len)); break;
	case NODE_LIST:
		json_open(j, key, '[');
		put_children(j, n);
		json_close(j, ']');
		break;
	case NODE_MAP:
		json_open(j, key, '{');
		put_children(j, n);
		json_close(j, '}');
		break;
	}
}
