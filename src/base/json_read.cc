/*
 * Why simdjson, and why its first stage only.  Measured on 300 records of 2.5 kB, one core, our nodes built each time,
 * median microseconds for a record: this file 0.8; simdjson's document interface 2.8 (it copies every text and
 * loses how a number was written); its On-Demand interface 3.2 (which machine it is for is chosen when it is compiled, and
 * a program for every x86-64 gets the one without vectors); yajl 4.8; jansson 29.  The first stage checks UTF-8,
 * control characters and that texts are closed, and gives the places where values, brackets, commas and colons stand; it
 * is chosen for the machine when the program runs.  What is left is a walk over those places.
 */
extern "C" {
#include "base/json_read.h"
#include "base/known.h"
}

#include <charconv>
#include <memory>
#include <new>
#ifndef LONG_MAX /* simdjson.h uses it; our limits.h stands before the system's */
#define LONG_MAX __LONG_MAX__
#endif
#include <simdjson.h>

using simdjson::internal::dom_parser_implementation;

namespace {

enum {
	FIRST_CAPACITY = 1 << 16,
	KEEP_CAPACITY = 1 << 20, /* places take four bytes for each byte of text: give back what a giant took */
};

struct walk {
	const char *text, *text_end;
	const uint32_t *end;    /* of the places; there stands the text's length */
	const char *escape;     /* the first backslash behind the last text that was looked at; text_end if there is none */
	struct str plain;       /* a text that had escapes, without them */
	struct arena *a;
	struct known_keys *keys;
	size_t depth, max_depth;
	const uint32_t *at;     /* where it was refused; behind a key, what follows */
	const char *fault;
	enum err_code code;
};

/* What reads is told the place to begin at, and gives the one to go on from: passed on so it stays in a register.  NULL:
   the text is refused. */
typedef const uint32_t *cursor;

#define INLINE inline __attribute__((always_inline))
#define RARE __attribute__((noinline, cold))

RARE void note_fault(walk *w, cursor at, const char *fault, enum err_code code)
{
	w->at = at;
	w->fault = fault;
	w->code = code;
}

INLINE cursor refuse(walk *w, cursor at, const char *fault, enum err_code code = ERR_SYNTAX)
{
	note_fault(w, at, fault, code);
	return nullptr;
}

INLINE cursor refuse_memory(walk *w, cursor at)
{
	return refuse(w, at, "the record needs too much memory", ERR_MEMORY);
}

INLINE char here(const walk *w, cursor at)
{
	return at < w->end ? w->text[*at] : '\0';
}

inline bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* The bytes of the token at hand, without the white space behind it; its first byte is none. */
inline struct str token(const walk *w, cursor at)
{
	const char *start = w->text + at[0], *stop = w->text + at[1];

	while (is_blank(stop[-1]))
		stop--;
	return str_of(start, (size_t)(stop - start));
}

/* Four hexadecimal digits, or -1. */
int32_t hex4(const char *p, const char *end)
{
	int32_t n = 0;

	if (end - p < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		char c = p[i];
		int d = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
		if (d < 0)
			return -1;
		n = n << 4 | d;
	}
	return n;
}

char *put_utf8(char *out, uint32_t c)
{
	if (c < 0x80) {
		*out++ = (char)c;
	} else if (c < 0x800) {
		*out++ = (char)(0xC0 | c >> 6);
		*out++ = (char)(0x80 | (c & 0x3F));
	} else if (c < 0x10000) {
		*out++ = (char)(0xE0 | c >> 12);
		*out++ = (char)(0x80 | (c >> 6 & 0x3F));
		*out++ = (char)(0x80 | (c & 0x3F));
	} else {
		*out++ = (char)(0xF0 | c >> 18);
		*out++ = (char)(0x80 | (c >> 12 & 0x3F));
		*out++ = (char)(0x80 | (c >> 6 & 0x3F));
		*out++ = (char)(0x80 | (c & 0x3F));
	}
	return out;
}

/* What follows "\u": one unit, or the two of a pair.  Half a pair, as left by programs that cut texts, is U+FFFD. */
bool unescape_unicode(const char **in, const char *end, char **out)
{
	int32_t c = hex4(*in, end), low;

	if (c < 0)
		return false;
	*in += 4;
	if (c >= 0xD800 && c < 0xDC00 && end - *in >= 6 && (*in)[0] == '\\' && (*in)[1] == 'u' &&
	    (low = hex4(*in + 2, end)) >= 0xDC00 && low < 0xE000) {
		c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
		*in += 6;
	}
	*out = put_utf8(*out, c >= 0xD800 && c < 0xE000 ? 0xFFFD : (uint32_t)c);
	return true;
}

char plain_escape(char c)
{
	switch (c) {
	case '"': case '\\': case '/': return c;
	case 'b': return '\b';
	case 'f': return '\f';
	case 'n': return '\n';
	case 'r': return '\r';
	case 't': return '\t';
	default: return '\0';
	}
}

cursor unescape(walk *w, cursor at, const char *in, const char *end)
{
	char *start = (char *)arena_alloc(w->a, (size_t)(end - in) + 1), *out = start;

	if (!start)
		return refuse_memory(w, at);
	while (in < end) {
		const char *slash = (const char *)memchr(in, '\\', (size_t)(end - in));
		size_t run = (size_t)((slash ? slash : end) - in);
		memcpy(out, in, run);
		out += run;
		in += run;
		if (!slash)
			break;
		in += 2;
		char c = in <= end ? slash[1] : '\0';
		if (c == 'u') {
			if (!unescape_unicode(&in, end, &out))
				return refuse(w, at, "not JSON: four hexadecimal digits belong behind \\u");
		} else if (!(*out++ = plain_escape(c))) {
			return refuse(w, at, "not JSON: no such escape in a text");
		}
	}
	w->plain = str_of(start, (size_t)(out - start));
	return at;
}

/* A text may have an escape: behind @w->escape nobody has looked.  It is left in @w->plain. */
RARE cursor look_for_escapes(walk *w, cursor at, const char *start, const char *stop)
{
	if (w->escape < start) {
		const char *e = (const char *)memchr(start, '\\', (size_t)(w->text_end - start));
		w->escape = e ? e : w->text_end;
	}
	if (w->escape < stop)
		return unescape(w, at, start, stop);
	w->plain = str_of(start, (size_t)(stop - start));
	return at;
}

/* The text at hand, without its quotes. */
INLINE cursor read_text(walk *w, cursor at, struct str *out)
{
	const char *start = w->text + at[0] + 1, *stop = w->text + at[1] - 1;

	if (is_blank(*stop))
		while (is_blank(*--stop))
			;
	if (*stop != '"' || stop < start)
		return refuse(w, at, "not JSON: a text is not closed");
	if (w->escape >= stop) {
		*out = str_of(start, (size_t)(stop - start));
		return at + 1;
	}
	at = look_for_escapes(w, at + 1, start, stop);
	*out = w->plain;
	return at;
}

inline bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Is @s a number as RFC 8259 writes it? */
bool is_number(struct str s)
{
	const char *p = s.ptr, *end = s.ptr + s.len;

	if (p < end && *p == '-')
		p++;
	if (p == end || !is_digit(*p))
		return false;
	if (*p == '0' && p + 1 < end && is_digit(p[1]))
		return false;
	while (p < end && is_digit(*p))
		p++;
	if (p < end && *p == '.') {
		if (++p == end || !is_digit(*p))
			return false;
		while (p < end && is_digit(*p))
			p++;
	}
	if (p < end && (*p | 32) == 'e') {
		if (++p < end && (*p == '+' || *p == '-'))
			p++;
		if (p == end || !is_digit(*p))
			return false;
		while (p < end && is_digit(*p))
			p++;
	}
	return p == end;
}

/* What a double cannot hold becomes zero or the largest one: JSON sets no bounds, and one number must not cost a record. */
double out_of_range(struct str s)
{
	bool is_negative = *s.ptr == '-', is_tiny = s.ptr[is_negative] == '0';

	for (size_t i = 0; i + 1 < s.len; i++)
		if ((s.ptr[i] | 32) == 'e')
			is_tiny = s.ptr[i + 1] == '-';
	return is_tiny ? 0 : is_negative ? -__DBL_MAX__ : __DBL_MAX__;
}

/* The value of a number that is_number(). */
double number_value(struct str s)
{
	int64_t n = 0;
	double d = 0;
	size_t sign = *s.ptr == '-', i = sign;

	for (; i < s.len && i < 16 && is_digit(s.ptr[i]); i++)
		n = n * 10 + (s.ptr[i] - '0');
	if (i == s.len) /* so few digits are exact */
		return (double)(sign ? -n : n);
	return std::from_chars(s.ptr, s.ptr + s.len, d).ec == std::errc() ? d : out_of_range(s);
}

cursor read_number(walk *w, cursor at, struct node *n)
{
	struct str s = token(w, at);

	if (!is_number(s))
		return refuse(w, at, "not JSON: not a number, and not in quotes");
	n->type = NODE_NUMBER;
	n->text = s.ptr;
	n->len = (uint32_t)s.len;
	n->number = number_value(s);
	return at + 1;
}

inline cursor read_word(walk *w, cursor at, struct node *n, struct str word, enum node_type type)
{
	if (!str_eq(token(w, at), word))
		return refuse(w, at, "not JSON: neither true, false nor null, and not in quotes");
	n->type = (uint8_t)type;
	return at + 1;
}

INLINE struct node *new_node(walk *w)
{
	return ARENA_NEW(w->a, struct node, 1);
}

cursor read_container(walk *w, cursor at, struct node *n, struct known *place, bool is_map);

/* A number, true, false or null. */
cursor read_other(walk *w, cursor at, struct node *n)
{
	switch (here(w, at)) {
	case 't': return read_word(w, at, n, STR_LIT("true"), NODE_TRUE);
	case 'f': return read_word(w, at, n, STR_LIT("false"), NODE_FALSE);
	case 'n': return read_word(w, at, n, STR_LIT("null"), NODE_NULL);
	case '}': case ']': case ',': case ':': case '\0':
		return refuse(w, at, "not JSON: a value is missing");
	default: return read_number(w, at, n);
	}
}

/* @place: the key under which it stands, or under which the list stands that it is in. */
INLINE cursor read_value(walk *w, cursor at, struct node *n, struct known *place)
{
	struct str s;

	char c = here(w, at);
	if (c != '"')
		return c == '{' || c == '[' ? read_container(w, at, n, place, c == '{') : read_other(w, at, n);
	if (!(at = read_text(w, at, &s)))
		return nullptr;
	n->type = NODE_TEXT;
	n->text = s.ptr;
	n->len = (uint32_t)s.len;
	return at;
}

/* Does @k stand at hand? */
INLINE bool is_here(const walk *w, cursor at, const struct known *k)
{
	return at + 1 < w->end && at[1] - at[0] == k->key_len + 2 && str_same(w->text + at[0], k->quoted, at[1] - at[0] + 1);
}

INLINE cursor take_known(const walk *w, cursor at, struct node *n, const struct known *k)
{
	n->key = w->text + at[0] + 1;
	n->key_len = k->key_len;
	n->key_hash = k->hash;
	return at + 2;
}

/* Another key than *@guess: often the one behind it, or it is new.  What follows is left in @w->at.  NULL: refused. */
struct known *read_other_key(walk *w, cursor at, struct node *n, struct known *place, struct known **guess)
{
	struct str key;

	if (is_here(w, at, (*guess)->next)) {
		w->at = take_known(w, at, n, (*guess)->next);
		return (*guess)->next;
	}
	if (here(w, at) != '"')
		return refuse(w, at, "not JSON: a key in quotes is missing"), nullptr;
	if (!(at = read_text(w, at, &key)))
		return nullptr;
	if (here(w, at) != ':')
		return refuse(w, at, "not JSON: a colon is missing behind a key"), nullptr;
	n->key = key.ptr;
	n->key_len = (uint32_t)key.len;
	n->key_hash = str_hash(key);
	w->at = at + 1;
	return known_meet(w->keys, place, key, n->key_hash, guess);
}

/* What stands between the brackets of a map, and the second one. */
cursor read_members(walk *w, cursor at, struct node *map, struct known *place)
{
	struct known **guess = &place->child;
	struct node **link = &map->child, *n;

	for (;; at++) {
		if (!(n = new_node(w)))
			return refuse_memory(w, at);
		struct known *key = *guess;
		if (is_here(w, at, key)) {
			at = take_known(w, at, n, key);
		} else {
			if (!(key = read_other_key(w, at, n, place, guess)))
				return nullptr;
			at = w->at;
		}
		n->slot = key->slot;
		guess = &key->next;
		*link = n;
		link = &n->next;
		map->len++;
		if (!(at = read_value(w, at, n, key)))
			return nullptr;
		if (here(w, at) != ',')
			break;
	}
	map->last = n;
	return here(w, at) == '}' ? at + 1 : refuse(w, at, "not JSON: a comma or } is missing");
}

/* Likewise of a list. */
cursor read_elements(walk *w, cursor at, struct node *list, struct known *place)
{
	struct node **link = &list->child, *n;

	for (;; at++) {
		if (!(n = new_node(w)))
			return refuse_memory(w, at);
		*link = n;
		link = &n->next;
		list->len++;
		if (!(at = read_value(w, at, n, place)))
			return nullptr;
		if (here(w, at) != ',')
			break;
	}
	list->last = n;
	return here(w, at) == ']' ? at + 1 : refuse(w, at, "not JSON: a comma or ] is missing");
}

/* Recursion is bounded by @w->max_depth. */
cursor read_container(walk *w, cursor at, struct node *n, struct known *place, bool is_map)
{
	if (w->depth == w->max_depth)
		return refuse(w, at, "lists and objects are nested too deep", ERR_LIMIT);
	n->type = is_map ? NODE_MAP : NODE_LIST;
	at++;
	if (here(w, at) == (is_map ? '}' : ']'))
		return at + 1;
	w->depth++;
	at = is_map ? read_members(w, at, n, place) : read_elements(w, at, n, place);
	w->depth--;
	return at;
}

bool read_all(walk *w, cursor at, struct node **out)
{
	struct node *n = *out = new_node(w);

	if (!n)
		return refuse_memory(w, at);
	at = read_value(w, at, n, &w->keys->root);
	return at && (at == w->end || refuse(w, at, "not JSON: something follows the value"));
}

/* Where in @text byte @offset stands, counted from 1 in lines and in bytes of the line. */
void set_place(struct err *e, struct str text, size_t offset)
{
	unsigned line = 1;
	size_t begin = 0;

	for (size_t i = 0; i < offset && i < text.len; i++)
		if (text.ptr[i] == '\n') {
			line++;
			begin = i + 1;
		}
	err_at(e, nullptr, line, (unsigned)(offset - begin + 1));
}

bool refuse_text(struct err *e, struct str text, simdjson::error_code code)
{
	switch (code) {
	case simdjson::UTF8_ERROR:
		err_set(e, ERR_SYNTAX, "not UTF-8");
		set_place(e, text, str_utf8_len(text));
		return false;
	case simdjson::UNCLOSED_STRING: err_set(e, ERR_SYNTAX, "not JSON: a text is not closed"); break;
	case simdjson::UNESCAPED_CHARS:
		err_set(e, ERR_SYNTAX, "not JSON: a control character in a text (it may be a line end)");
		break;
	case simdjson::EMPTY: err_set(e, ERR_SYNTAX, "not JSON: nothing there"); break;
	case simdjson::CAPACITY: return err_set(e, ERR_LIMIT, "the record is too long");
	case simdjson::MEMALLOC: return err_set(e, ERR_MEMORY, "no memory for a record");
	default: err_set(e, ERR_SYNTAX, "not JSON"); break;
	}
	return err_at(e, nullptr, 1, 0);
}

} // namespace

struct json_reader {
	std::unique_ptr<dom_parser_implementation> stage;
	struct known_keys keys;
	size_t max_depth;
};

struct json_reader *json_reader_new(size_t max_depth, known_slot *slot)
{
	json_reader *r = new (std::nothrow) json_reader();

	if (!r)
		return nullptr;
	r->max_depth = max_depth;
	known_init(&r->keys, slot);
	auto made = simdjson::get_active_implementation()->create_dom_parser_implementation(FIRST_CAPACITY, 1, r->stage);
	if (made == simdjson::SUCCESS)
		return r;
	json_reader_free(r);
	return nullptr;
}

void json_reader_free(struct json_reader *r)
{
	if (r)
		known_clear(&r->keys);
	delete r;
}

static simdjson::error_code fit(json_reader *r, size_t len)
{
	size_t have = r->stage->capacity(), want = FIRST_CAPACITY;

	if (len <= have && (have <= KEEP_CAPACITY || len > KEEP_CAPACITY))
		return simdjson::SUCCESS;
	if (len > UINT32_MAX / 2)
		return simdjson::CAPACITY;
	while (want < len)
		want *= 2;
	return r->stage->set_capacity(want);
}

bool json_read(struct json_reader *r, struct str text, struct arena *a, struct node **out, struct err *e)
{
	simdjson::error_code code = fit(r, text.len);

	if (!code)
		code = r->stage->stage1((const uint8_t *)text.ptr, text.len, simdjson::stage1_mode::regular);
	if (code)
		return refuse_text(e, text, code);
	const uint32_t *places = r->stage->structural_indexes.get();
	walk w = {};
	w.text = text.ptr;
	w.text_end = text.ptr + text.len;
	w.end = places + r->stage->n_structural_indexes;
	w.escape = text.ptr;
	w.a = a;
	w.keys = &r->keys;
	w.max_depth = r->max_depth;
	if (read_all(&w, places, out))
		return true;
	err_set(e, w.code, "%s", w.fault);
	set_place(e, text, w.at < w.end ? *w.at : text.len);
	return false;
}
