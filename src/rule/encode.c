#include "rule/spelling.h"

#include "base/buf.h"
#include "limits.h"

/* --- UTF-16 --- */

/* The code point at @s.ptr, which is UTF-8; *len is how many bytes it takes. */
static uint32_t code_point(struct str s, size_t *len)
{
	static const unsigned char masks[] = { 0, 0x7F, 0x1F, 0x0F, 0x07 };
	unsigned char c = (unsigned char)s.ptr[0];
	size_t n = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;

	if (n > s.len)
		n = 1;
	uint32_t point = c & masks[n];
	for (size_t i = 1; i < n; i++)
		point = point << 6 | ((unsigned char)s.ptr[i] & 0x3F);
	*len = n;
	return point;
}

static void put_unit(struct buf *out, uint32_t unit, bool little)
{
	char low = (char)(unit & 0xFF), high = (char)(unit >> 8 & 0xFF);

	buf_byte(out, little ? low : high);
	buf_byte(out, little ? high : low);
}

/* RFC 2781, section 2.1. */
static void put_utf16(struct buf *out, struct str s, enum encoding encoding)
{
	bool little = encoding != ENCODE_UTF16BE;

	if (encoding == ENCODE_UTF16)
		put_unit(out, 0xFEFF, true);
	for (size_t i = 0, n; i < s.len; i += n) {
		uint32_t point = code_point(str_of(s.ptr + i, s.len - i), &n);
		if (point >= 0x10000) {
			put_unit(out, 0xD800 + ((point - 0x10000) >> 10), little);
			put_unit(out, 0xDC00 + ((point - 0x10000) & 0x3FF), little);
		} else {
			put_unit(out, point, little);
		}
	}
}

/* --- Base64 --- */

static void put_base64(struct buf *out, struct str s)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < s.len; i += 3) {
		size_t left = s.len - i;
		uint32_t v = (uint32_t)(unsigned char)s.ptr[i] << 16;
		v |= left > 1 ? (uint32_t)(unsigned char)s.ptr[i + 1] << 8 : 0;
		v |= left > 2 ? (uint32_t)(unsigned char)s.ptr[i + 2] : 0;
		buf_byte(out, digits[v >> 18]);
		buf_byte(out, digits[v >> 12 & 63]);
		buf_byte(out, left > 1 ? digits[v >> 6 & 63] : '=');
		buf_byte(out, left > 2 ? digits[v & 63] : '=');
	}
}

static bool add_literal(struct loader *l, struct spelling ***last, struct str text)
{
	struct piece *p = LOAD_NEW(l, struct piece, 1);
	struct spelling *s = LOAD_NEW(l, struct spelling, 1);
	struct str copy = arena_copy(l->a, text);

	if (!p || !s || !copy.ptr) {
		l->no_memory = true;
		return false;
	}
	*p = (struct piece){ PIECE_LITERAL, copy };
	*s = (struct spelling){ .pieces = p, .count = text.len > 0 };
	**last = s;
	*last = &s->next;
	return true;
}

/* What is the same in Base64 whatever stands around, if @bytes begin at place @offset of a group of three. */
static bool add_offset(struct loader *l, struct spelling ***last, struct str bytes, size_t offset)
{
	static const size_t front[] = { 0, 2, 3 }, back[] = { 0, 3, 2 };
	struct buf in = buf_make(YAML_MAX_BYTES), out = buf_make(2 * (size_t)YAML_MAX_BYTES);
	size_t cut = front[offset] + back[(bytes.len + offset) % 3];

	for (size_t i = 0; i < offset; i++)
		buf_byte(&in, ' ');
	buf_put(&in, bytes);
	put_base64(&out, buf_str(&in));
	bool ok = !in.failed && !out.failed;
	l->no_memory = l->no_memory || !ok;
	struct str s = buf_str(&out);
	if (ok)
		ok = add_literal(l, last, str_of(s.ptr + front[offset], s.len - cut));
	buf_clear(&in);
	buf_clear(&out);
	return ok;
}

static bool encode_one(struct loader *l, struct spelling ***last, struct str text, const struct chain *c)
{
	struct buf bytes = buf_make(4 * (size_t)YAML_MAX_BYTES), out = buf_make(8 * (size_t)YAML_MAX_BYTES);
	bool ok = true;

	if (c->encoding != ENCODE_NONE)
		put_utf16(&bytes, text, c->encoding);
	else
		buf_put(&bytes, text);
	if (c->base64 == BASE64_WHOLE) {
		put_base64(&out, buf_str(&bytes));
		ok = add_literal(l, last, buf_str(&out));
	}
	for (size_t i = 0; ok && c->base64 == BASE64_OFFSET && i < 3; i++)
		ok = add_offset(l, last, buf_str(&bytes), i);
	buf_clear(&bytes);
	buf_clear(&out);
	return ok;
}

struct spelling *spell_base64(struct loader *l, const struct node *at, struct spelling *list, const struct chain *c)
{
	struct spelling *first = NULL, **last = &first;

	for (; list; list = list->next) {
		if (list->count > 1 || (list->count && list->pieces[0].kind != PIECE_LITERAL)) {
			fault_value(l, at, "value",
			    "a wildcard cannot be encoded; put a backslash before it if it stands for itself");
			return NULL;
		}
		struct str text = list->count ? list->pieces[0].literal : str_of("", 0);
		if (c->base64 == BASE64_OFFSET && text.len < (c->encoding == ENCODE_NONE ? 2 : 1)) {
			fault_value(l, at, "value", "too short: none of its Base64 is the same wherever it begins");
			return NULL;
		}
		if (!encode_one(l, &last, text, c))
			return NULL;
	}
	return first;
}
