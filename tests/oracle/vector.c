#include "oracle/vector.h"

#include "base/buf.h"
#include "base/json_read.h"

/* A whole rule, as it is; and the ways to write less: what stands before and behind the vector's text, and how deep it stands. */
static const struct form {
	const char *key, *before, *behind;
	unsigned lines, depth;
} forms[] = {
	{ "rule", "", "", 0, 0 },
	{ "detection", "title: T\nlogsource: {category: test}\ndetection:\n", "", 3, 2 },
	{ "item", "title: T\nlogsource: {category: test}\ndetection:\n  selection:\n", "  condition: selection\n", 4, 4 },
	{ "meta", "title: T\n", "logsource: {category: test}\ndetection:\n  s: {x: 1}\n  condition: s\n", 1, 0 },
	{ "title", "", "logsource: {category: test}\ndetection:\n  s: {x: 1}\n  condition: s\n", 0, 0 },
	{ "logsource", "title: T\nlogsource:\n", "detection:\n  s: {x: 1}\n  condition: s\n", 2, 2 },
};

enum { TEXT_MAX = 1 << 20 };

/* Each line of @s behind @depth blanks; the last one ends with a line end. */
static void put_lines(struct buf *out, struct str s, unsigned depth)
{
	struct str rest = s;

	while (rest.ptr) {
		struct str line = str_split(rest, '\n', &rest);
		if (!rest.ptr && !line.len)
			break;
		for (unsigned i = 0; i < depth && line.len; i++)
			buf_byte(out, ' ');
		buf_put(out, line);
		buf_byte(out, '\n');
	}
}

static bool wrap(const struct form *f, struct str text, struct arena *a, struct vector *v)
{
	struct buf out = buf_make(TEXT_MAX);

	buf_text(&out, f->before);
	if (f != forms)
		put_lines(&out, text, f->depth);
	else
		buf_put(&out, text);
	buf_text(&out, f->behind);
	v->text = out.failed ? str_of(NULL, 0) : arena_copy(a, buf_str(&out));
	v->offset = f->lines;
	buf_clear(&out);
	return v->text.ptr != NULL;
}

static int hex_value(char c)
{
	return c <= '9' ? c - '0' : (c | 32) - 'a' + 10;
}

/* Bytes that no text can hold. */
static bool read_hex(struct str hex, struct arena *a, struct vector *v)
{
	char *p = arena_alloc(a, hex.len / 2 + 1);

	if (!p)
		return false;
	for (size_t i = 0; i + 1 < hex.len; i += 2)
		p[i / 2] = (char)(hex_value(hex.ptr[i]) << 4 | hex_value(hex.ptr[i + 1]));
	v->text = str_of(p, hex.len / 2);
	return true;
}

static bool read_text(const struct node *n, struct arena *a, struct vector *v)
{
	for (size_t i = 0; i < COUNT(forms); i++) {
		const struct node *text = node_get(n, forms[i].key);
		if (text)
			return text->type == NODE_TEXT && wrap(&forms[i], node_text(text), a, v);
	}
	struct str hex = node_get_text(n, "hex");
	return hex.ptr && read_hex(hex, a, v);
}

static const struct node *read_json(struct str text, struct arena *a)
{
	struct json_reader *r = json_reader_new(64, NULL);
	char *copy = arena_zero(a, 1, text.len + JSON_PADDING);
	struct node *n = NULL;

	if (r && copy) {
		memcpy(copy, text.ptr, text.len);
		if (!json_read(r, str_of(copy, text.len), a, &n, NULL))
			n = NULL;
	}
	json_reader_free(r);
	return n;
}

static bool read_events(const struct node *n, struct arena *a, struct vector *v)
{
	const struct node *list = node_get(n, "events");

	v->events = ARENA_NEW(a, const struct node *, list ? list->len : 0);
	if (list && list->type != NODE_LIST)
		return false;
	NODE_EACH(c, list) {
		const struct node *event = c->type == NODE_TEXT ? read_json(node_text(c), a) : c;
		if (!event)
			return false;
		v->events[v->event_count++] = event;
	}
	return v->events != NULL;
}

static bool add_placeholder(struct arena *a, struct vector *v, const struct node *name, const struct node *value)
{
	struct placeholder *p = ARENA_NEW(a, struct placeholder, 1), **last = &v->placeholders;

	if (!p || value->type != NODE_TEXT)
		return false;
	p->name = node_key(name);
	p->value = node_text(value);
	while (*last)
		last = &(*last)->next;
	*last = p;
	return true;
}

static bool read_set(const struct node *n, struct arena *a, struct vector *v)
{
	NODE_EACH(c, node_get(n, "set")) {
		if (c->type != NODE_LIST && !add_placeholder(a, v, c, c))
			return false;
		if (c->type != NODE_LIST)
			continue;
		NODE_EACH(value, c)
			if (!add_placeholder(a, v, c, value))
				return false;
	}
	return true;
}

bool vector_read(const struct node *n, struct arena *a, struct vector *out)
{
	*out = (struct vector){ .node = n, .name = node_get_text(n, "name") };
	return out->name.len && read_text(n, a, out) && read_events(n, a, out) && read_set(n, a, out);
}
