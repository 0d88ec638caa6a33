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
	const char *text;
	const uint32_t *at;     /* the place looked at; behind the last one stands the text's length */
	const uint32_t *end;
	const char *text_end;
	const char *escape;     /* the first backslash at or behind the last text read; text_end if there is none */
	struct arena *a;
	struct node **stack;
	size_t depth, max_depth;
	const char *fault;
	enum err_code code;
};

bool refuse(walk *w, const char *fault, enum err_code code = ERR_SYNTAX)
{
	w->fault = fault;
	w->code = code;
	return false;
}

bool refuse_memory(walk *w)
{
	return refuse(w, "the record needs too much memory", ERR_MEMORY);
}

inline char here(const walk *w)
{
	return w->at < w->end ? w->text[*w->at] : '\0';
}

inline bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* The bytes of the token at hand, without the white space behind it. */
inline struct str token(const walk *w)
{
	const char *start = w->text + w->at[0], *stop = w->text + w->at[1];

	while (stop > start && is_blank(stop[-1]))
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

bool unescape(walk *w, struct str *s)
{
	const char *in = s->ptr, *end = s->ptr + s->len;
	char *start = (char *)arena_alloc(w->a, s->len + 1), *out = start;

	if (!start)
		return refuse_memory(w);
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
				return refuse(w, "not JSON: four hexadecimal digits belong behind \\u");
		} else if (!(*out++ = plain_escape(c))) {
			return refuse(w, "not JSON: no such escape in a text");
		}
	}
	*s = str_of(start, (size_t)(out - start));
	return true;
}

/* The text at hand, without its quotes. */
inline bool read_text(walk *w, struct str *out)
{
	struct str s = token(w);

	if (s.len < 2 || s.ptr[s.len - 1] != '"')
		return refuse(w, "not JSON: a text is not closed");
	*out = str_of(s.ptr + 1, s.len - 2);
	w->at++;
	if (w->escape < out->ptr) {
		const char *e = (const char *)memchr(out->ptr, '\\', (size_t)(w->text_end - out->ptr));
		w->escape = e ? e : w->text_end;
	}
	return w->escape >= out->ptr + out->len || unescape(w, out);
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

inline bool read_number(walk *w, struct node *n)
{
	struct str s = token(w);

	if (!is_number(s))
		return refuse(w, "not JSON: not a number, and not in quotes");
	n->type = NODE_NUMBER;
	n->text = s.ptr;
	n->len = (uint32_t)s.len;
	n->number = number_value(s);
	w->at++;
	return true;
}

inline bool read_word(walk *w, struct node *n, struct str word, enum node_type type)
{
	if (!str_eq(token(w), word))
		return refuse(w, "not JSON: neither true, false nor null, and not in quotes");
	n->type = (uint8_t)type;
	w->at++;
	return true;
}

/* An opening bracket: what follows goes into @n, unless the closing one does. */
inline bool open_container(walk *w, struct node *n, enum node_type type, char close)
{
	if (w->depth == w->max_depth)
		return refuse(w, "lists and objects are nested too deep", ERR_LIMIT);
	n->type = (uint8_t)type;
	w->at++;
	if (here(w) == close)
		w->at++;
	else
		w->stack[w->depth++] = n;
	return true;
}

inline bool read_value(walk *w, struct node *n)
{
	struct str s;

	switch (here(w)) {
	case '"':
		if (!read_text(w, &s))
			return false;
		n->type = NODE_TEXT;
		n->text = s.ptr;
		n->len = (uint32_t)s.len;
		return true;
	case '{': return open_container(w, n, NODE_MAP, '}');
	case '[': return open_container(w, n, NODE_LIST, ']');
	case 't': return read_word(w, n, STR_LIT("true"), NODE_TRUE);
	case 'f': return read_word(w, n, STR_LIT("false"), NODE_FALSE);
	case 'n': return read_word(w, n, STR_LIT("null"), NODE_NULL);
	case '}': case ']': case ',': case ':': case '\0':
		return refuse(w, "not JSON: a value is missing");
	default: return read_number(w, n);
	}
}

inline struct node *new_node(walk *w)
{
	constexpr size_t size = (sizeof(struct node) + 15) & ~(size_t)15; /* as arena_alloc() aligns */
	struct arena *a = w->a;
	void *p = a->free;

	if ((size_t)(a->end - a->free) >= size)
		a->free += size;
	else if (!(p = arena_alloc(a, sizeof(struct node))))
		return nullptr;
	return (struct node *)memset(p, 0, sizeof(struct node));
}

inline bool read_key(walk *w, struct node *n)
{
	struct str key;

	if (here(w) != '"')
		return refuse(w, "not JSON: a key in quotes is missing");
	if (!read_text(w, &key))
		return false;
	if (here(w) != ':')
		return refuse(w, "not JSON: a colon is missing behind a key");
	w->at++;
	n->key = key.ptr;
	n->key_len = (uint32_t)key.len;
	n->key_hash = str_hash(key);
	return true;
}

inline void hang(struct node *parent, struct node *n)
{
	if (parent->child)
		parent->last->next = n;
	else
		parent->child = n;
	parent->last = n;
	parent->len++;
}

/* Commas and closing brackets behind a value, up to where the next value begins or the first one has ended. */
inline bool close_containers(walk *w)
{
	while (w->depth) {
		char c = here(w);
		bool in_map = w->stack[w->depth - 1]->type == NODE_MAP;
		if (c == ',') {
			w->at++;
			return true;
		}
		if (c != (in_map ? '}' : ']'))
			return refuse(w, in_map ? "not JSON: a comma or } is missing" : "not JSON: a comma or ] is missing");
		w->at++;
		w->depth--;
	}
	return true;
}

bool read_all(walk *w, struct node **out)
{
	*out = nullptr;
	do {
		struct node *parent = w->depth ? w->stack[w->depth - 1] : nullptr;
		struct node *n = new_node(w);
		if (!n)
			return refuse_memory(w);
		if (parent && parent->type == NODE_MAP && !read_key(w, n))
			return false;
		size_t depth = w->depth;
		if (!read_value(w, n))
			return false;
		if (parent)
			hang(parent, n);
		else
			*out = n;
		if (w->depth == depth && !close_containers(w))
			return false;
	} while (w->depth);
	return w->at == w->end || refuse(w, "not JSON: something follows the value");
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
	struct node **stack;
	size_t max_depth;
};

struct json_reader *json_reader_new(size_t max_depth)
{
	json_reader *r = new (std::nothrow) json_reader();

	if (!r)
		return nullptr;
	r->max_depth = max_depth;
	r->stack = (struct node **)mem_alloc(sizeof(*r->stack), max_depth);
	auto made = simdjson::get_active_implementation()->create_dom_parser_implementation(FIRST_CAPACITY, 1, r->stage);
	if (made == simdjson::SUCCESS && r->stack)
		return r;
	json_reader_free(r);
	return nullptr;
}

void json_reader_free(struct json_reader *r)
{
	if (r)
		mem_free(r->stack);
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
	w.escape = text.ptr;
	w.at = places;
	w.end = places + r->stage->n_structural_indexes;
	w.a = a;
	w.stack = r->stack;
	w.max_depth = r->max_depth;
	if (read_all(&w, out))
		return true;
	err_set(e, w.code, "%s", w.fault);
	set_place(e, text, w.at < w.end ? *w.at : text.len);
	return false;
}
