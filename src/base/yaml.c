#include "base/yaml.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <yaml.h>

#include "base/yaml_words.h"
#include "limits.h"

/* A list or map that is still open. */
struct frame {
	struct node *node;
	const char *key; /* a map's key that waits for its value; NULL: a key is next */
	uint32_t key_len;
	unsigned key_line, key_column;
};

struct anchor {
	struct str name;
	struct node *node;
	bool is_open; /* its list or map has not ended: an alias would hold itself */
};

struct reader {
	struct arena *a;
	struct node *documents;
	yaml_fault *fault;
	void *context;
	unsigned base;       /* lines before the text that the parser was given */
	unsigned begun;      /* the line on which the document at hand begins */
	unsigned told_line, told_column;
	size_t nodes;
	struct node *top;    /* of the document at hand */
	struct frame stack[YAML_MAX_DEPTH];
	size_t depth;
	struct anchor *anchors; /* YAML_MAX_ANCHORS of them, made when the first is needed */
	size_t anchor_count;
	bool failed;         /* something was told */
	bool no_memory;
	bool give_up;        /* over a bound: the rest is not read */
};

static void tell(struct reader *r, enum err_code code, unsigned line, unsigned column, const char *text,
    struct str near)
{
	struct err e = { 0 };

	r->failed = true;
	if (line == r->told_line && column == r->told_column)
		return;
	r->told_line = line;
	r->told_column = column;
	if (near.ptr)
		err_set(&e, code, "%s: \"%.*s\"", text, (int)(near.len < 60 ? near.len : 60), near.ptr);
	else
		err_set(&e, code, "%s", text);
	err_at(&e, NULL, line, column);
	r->fault(r->context, &e);
}

static unsigned line_of(const struct reader *r, yaml_mark_t m)
{
	return (unsigned)m.line + 1 + r->base;
}

static unsigned column_of(yaml_mark_t m)
{
	return (unsigned)m.column + 1;
}

static void tell_event(struct reader *r, const yaml_event_t *event, const char *text, struct str near)
{
	tell(r, ERR_SYNTAX, line_of(r, event->start_mark), column_of(event->start_mark), text, near);
}

static struct str no_text(void)
{
	return str_of(NULL, 0);
}

/* One more node, from an alias or from the text; false when that is too many. */
static bool count_node(struct reader *r, unsigned line)
{
	if (++r->nodes <= YAML_MAX_NODES)
		return true;
	if (!r->give_up)
		tell(r, ERR_LIMIT, line, 1, "too many nodes, aliases expanded", no_text());
	r->give_up = true;
	return false;
}

static struct node *make_node(struct reader *r, enum node_type type, unsigned line, unsigned column)
{
	struct node *n = count_node(r, line) ? node_new(r->a, type) : NULL;

	if (!n) {
		r->no_memory = r->no_memory || !r->give_up;
		r->give_up = true;
		return NULL;
	}
	n->line = line;
	n->column = (uint16_t)(column < UINT16_MAX ? column : UINT16_MAX);
	return n;
}

/* Numbers of the core schema (YAML 1.2.2, section 10.3.2). */
static bool all_in(const char *p, const char *set)
{
	return *p && !p[strspn(p, set)];
}

static double radix_value(const char *p, double radix)
{
	double v = 0;

	for (; *p; p++)
		v = v * radix + (*p <= '9' ? *p - '0' : (*p | 0x20) - 'a' + 10);
	return v;
}

static bool is_infinity(const char *p)
{
	p += *p == '+' || *p == '-';
	return strcmp(p, ".inf") == 0 || strcmp(p, ".Inf") == 0 || strcmp(p, ".INF") == 0;
}

static bool is_nan(const char *p)
{
	return strcmp(p, ".nan") == 0 || strcmp(p, ".NaN") == 0 || strcmp(p, ".NAN") == 0;
}

/* [-+]? ( . digits | digits ( . digits? )? ) ( [eE] [-+]? digits )? */
static bool is_decimal(const char *p)
{
	static const char digits[] = "0123456789";

	p += *p == '+' || *p == '-';
	size_t whole = strspn(p, digits), part = 0;
	p += whole;
	if (*p == '.') {
		part = strspn(++p, digits);
		p += part;
	}
	if (!whole && !part)
		return false;
	if (*p == 'e' || *p == 'E') {
		p++;
		p += *p == '+' || *p == '-';
		return all_in(p, digits);
	}
	return !*p;
}

static bool has_leading_zero(const char *p)
{
	p += *p == '+' || *p == '-';
	return p[0] == '0' && p[1] >= '0' && p[1] <= '9';
}

/*
 * Digits behind a zero with an 8 or a 9 among them: 429 by the letter, yet text to every YAML 1.1 reader, since it is
 * no octal number.  Published rules write identifiers so ("00000429"); it is text here, and the rule loader warns.
 */
static bool is_padded(const char *p)
{
	return has_leading_zero(p) && all_in(p, "0123456789") && strpbrk(p, "89");
}

static bool read_number(const char *p, double *v)
{
	if (p[0] == '0' && p[1] == 'x' && all_in(p + 2, "0123456789abcdefABCDEF"))
		*v = radix_value(p + 2, 16);
	else if (p[0] == '0' && p[1] == 'o' && all_in(p + 2, "01234567"))
		*v = radix_value(p + 2, 8);
	else if (is_infinity(p))
		*v = *p == '-' ? -(double)INFINITY : (double)INFINITY;
	else if (is_nan(p))
		*v = (double)NAN;
	else if (is_decimal(p) && !is_padded(p))
		*v = strtod(p, NULL);
	else
		return false;
	return true;
}

static bool is_word(const char *p, const char *const *words)
{
	for (; *words; words++)
		if (strcmp(p, *words) == 0)
			return true;
	return false;
}

/* What a plain scalar is.  @p is terminated; one that holds a NUL byte can only be text, and plain ones never do. */
static enum node_type plain_type(const char *p, double *number)
{
	static const char *const nulls[] = { "", "~", "null", "Null", "NULL", NULL };
	static const char *const trues[] = { "true", "True", "TRUE", NULL };
	static const char *const falses[] = { "false", "False", "FALSE", NULL };

	switch (*p) {
	case '\0': case '~': case 'n': case 'N':
		return is_word(p, nulls) ? NODE_NULL : NODE_TEXT;
	case 't': case 'T':
		return is_word(p, trues) ? NODE_TRUE : NODE_TEXT;
	case 'f': case 'F':
		return is_word(p, falses) ? NODE_FALSE : NODE_TEXT;
	default:
		return strchr("-+.0123456789", *p) && read_number(p, number) ? NODE_NUMBER : NODE_TEXT;
	}
}

/* The type that a tag asks for; NODE_MAP for one that is not of the core schema's scalars, NODE_LIST for none. */
static enum node_type tag_type(const char *tag)
{
	static const struct { const char *tag; enum node_type type; } rows[] = {
		{ "!", NODE_TEXT }, { "tag:yaml.org,2002:str", NODE_TEXT }, { "tag:yaml.org,2002:null", NODE_NULL },
		{ "tag:yaml.org,2002:bool", NODE_TRUE }, { "tag:yaml.org,2002:int", NODE_NUMBER },
		{ "tag:yaml.org,2002:float", NODE_NUMBER },
	};

	if (!tag)
		return NODE_LIST;
	for (size_t i = 0; i < COUNT(rows); i++)
		if (strcmp(tag, rows[i].tag) == 0)
			return rows[i].type;
	return NODE_MAP;
}

/* @type as the content reads is what the tag asks for, or becomes so. */
static bool apply_tag(const char *tag, enum node_type *type)
{
	enum node_type want = tag_type(tag);

	if (want == NODE_TEXT)
		*type = NODE_TEXT;
	return want == NODE_LIST || want == *type || (want == NODE_TRUE && *type == NODE_FALSE);
}

static struct node *scalar_node(struct reader *r, const yaml_event_t *event)
{
	const char *text = (const char *)event->data.scalar.value;
	bool is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	double number = 0;
	enum node_type type = is_plain || event->data.scalar.tag ? plain_type(text, &number) : NODE_TEXT;

	if (!is_plain && tag_type((const char *)event->data.scalar.tag) == NODE_LIST)
		type = NODE_TEXT;
	if (!apply_tag((const char *)event->data.scalar.tag, &type))
		tell_event(r, event, "a tag that does not fit its value or is not of the core schema", no_text());
	if (type == NODE_NUMBER && has_leading_zero(text))
		tell_event(r, event, "a number with leading zeros: leave them out, or put the text in quotes",
		    str_from(text));
	struct node *n = make_node(r, type, line_of(r, event->start_mark), column_of(event->start_mark));
	if (!n)
		return NULL;
	n->flags = is_plain ? NODE_PLAIN : 0;
	if (event->start_mark.line == event->end_mark.line)
		n->value_column = (uint16_t)(n->column + (is_plain || n->column == UINT16_MAX ? 0 : 1));
	if (type != NODE_TEXT && type != NODE_NUMBER)
		return n;
	struct str copy = arena_copy(r->a, str_of(text, event->data.scalar.length));
	if (!copy.ptr) {
		r->no_memory = r->give_up = true;
		return NULL;
	}
	n->text = copy.ptr;
	n->len = (uint32_t)copy.len;
	if (type == NODE_NUMBER)
		n->number = number;
	return n;
}

/* Keep @n under @name for aliases to come. */
static void add_anchor(struct reader *r, const yaml_event_t *event, const yaml_char_t *name, struct node *n)
{
	struct str copy;

	if (!name || !n)
		return;
	if (r->anchor_count == YAML_MAX_ANCHORS) {
		tell(r, ERR_LIMIT, line_of(r, event->start_mark), column_of(event->start_mark), "too many anchors",
		    no_text());
		r->give_up = true;
		return;
	}
	if (!r->anchors)
		r->anchors = ARENA_NEW(r->a, struct anchor, YAML_MAX_ANCHORS);
	copy = arena_copy(r->a, str_from((const char *)name));
	if (!r->anchors || !copy.ptr) {
		r->no_memory = r->give_up = true;
		return;
	}
	r->anchors[r->anchor_count++] = (struct anchor){ copy, n, node_is_container(n) };
}

static struct anchor *find_anchor(struct reader *r, const char *name)
{
	for (size_t i = r->anchor_count; i-- > 0;)
		if (str_is(r->anchors[i].name, name))
			return &r->anchors[i];
	return NULL;
}

/* A copy that shares its texts; each node counts again. */
static struct node *copy_alias(struct reader *r, const struct node *n, size_t depth, unsigned line)
{
	struct node *copy = depth <= YAML_MAX_DEPTH ? make_node(r, (enum node_type)n->type, n->line, n->column) : NULL;

	if (!copy) {
		if (depth > YAML_MAX_DEPTH)
			tell(r, ERR_LIMIT, line, 1, "lists and maps nested too deep", no_text());
		r->give_up = true;
		return NULL;
	}
	copy->flags = n->flags;
	copy->value_column = n->value_column;
	if (!node_is_container(n)) {
		copy->text = n->text;
		copy->len = n->len;
		copy->number = n->number;
		return copy;
	}
	NODE_EACH(c, n) {
		struct node *child = copy_alias(r, c, depth + 1, line);
		if (!child)
			return NULL;
		node_add(copy, node_key(c), child);
	}
	return copy;
}

static struct node *alias_node(struct reader *r, const yaml_event_t *event)
{
	const char *name = (const char *)event->data.alias.anchor;
	const struct anchor *anchor = find_anchor(r, name);

	if (!anchor || anchor->is_open) {
		tell_event(r, event, anchor ? "an alias inside of what it stands for" : "an alias without its anchor",
		    str_from(name));
		return make_node(r, NODE_NULL, line_of(r, event->start_mark), column_of(event->start_mark));
	}
	return copy_alias(r, anchor->node, r->depth, line_of(r, event->start_mark));
}

/* The text of @n becomes the key of the map at hand. */
static void take_key(struct reader *r, struct frame *f, const yaml_event_t *event, const struct node *n)
{
	bool is_text = n && n->type == NODE_TEXT;

	f->key_line = line_of(r, event->start_mark);
	f->key_column = column_of(event->start_mark);
	f->key = n && (is_text || n->type == NODE_NUMBER) ? n->text : "";
	f->key_len = *f->key ? n->len : 0;
	if (!is_text)
		tell_event(r, event, "a key that is not text: put it in quotes",
		    f->key_len ? str_of(f->key, f->key_len) : no_text());
	else if ((n->flags & NODE_PLAIN) && str_is(node_text(n), "<<"))
		tell_event(r, event, "a merge key, which YAML 1.2 does not have: write the members out", no_text());
}

/* Hang a whole node where it belongs; a list or map is hung when it begins. */
static void place_node(struct reader *r, const yaml_event_t *event, struct node *n)
{
	struct frame *f = r->depth ? &r->stack[r->depth - 1] : NULL;

	if (!n)
		return;
	if (!f) {
		r->top = n;
	} else if (f->node->type == NODE_LIST) {
		node_add(f->node, no_text(), n);
	} else if (!f->key) {
		take_key(r, f, event, n);
	} else {
		if (n->line != f->key_line)
			n->value_column = 0;
		n->line = f->key_line;
		n->column = (uint16_t)(f->key_column < UINT16_MAX ? f->key_column : UINT16_MAX);
		node_add(f->node, str_of(f->key, f->key_len), n);
		f->key = NULL;
	}
}

static void open_node(struct reader *r, const yaml_event_t *event, enum node_type type, const yaml_char_t *anchor,
    const yaml_char_t *tag)
{
	const char *own = type == NODE_MAP ? "tag:yaml.org,2002:map" : "tag:yaml.org,2002:seq";
	struct frame *f = r->depth ? &r->stack[r->depth - 1] : NULL;

	if (r->depth == YAML_MAX_DEPTH) {
		tell(r, ERR_LIMIT, line_of(r, event->start_mark), column_of(event->start_mark),
		    "lists and maps nested too deep", no_text());
		r->give_up = true;
		return;
	}
	if (tag && strcmp((const char *)tag, own) != 0 && strcmp((const char *)tag, "!") != 0)
		tell_event(r, event, "a tag that is not of the core schema", no_text());
	struct node *n = make_node(r, type, line_of(r, event->start_mark), column_of(event->start_mark));
	if (!n)
		return;
	add_anchor(r, event, anchor, n);
	if (f && f->node->type == NODE_MAP && !f->key)
		take_key(r, f, event, NULL); /* told; what it holds is read to nowhere */
	else
		place_node(r, event, n);
	r->stack[r->depth++] = (struct frame){ .node = n };
}

static void tell_twice(struct reader *r, const struct node *second)
{
	tell(r, ERR_SYNTAX, second->line, second->column, "a key that stands here twice", node_key(second));
}

static int by_key(const void *a, const void *b)
{
	const struct node *x = *(struct node *const *)a, *y = *(struct node *const *)b;
	int c = str_cmp(node_key(x), node_key(y));

	return c ? c : (x->line > y->line) - (x->line < y->line);
}

enum { FEW_KEYS = 16 };

/* Duplicate keys of a whole map; the large ones are sorted, so that no file makes this quadratic. */
static void check_keys(struct reader *r, const struct node *map)
{
	if (map->len <= FEW_KEYS) {
		NODE_EACH(c, map)
			for (const struct node *d = map->child; d != c; d = d->next)
				if (d->key_hash == c->key_hash && str_eq(node_key(d), node_key(c)))
					tell_twice(r, c);
		return;
	}
	struct node **at = mem_alloc(sizeof(*at), map->len);
	if (!at) {
		r->no_memory = r->give_up = true;
		return;
	}
	size_t n = 0;
	NODE_EACH(c, map)
		at[n++] = c;
	qsort(at, n, sizeof(*at), by_key);
	for (size_t i = 1; i < n; i++)
		if (str_eq(node_key(at[i - 1]), node_key(at[i])))
			tell_twice(r, at[i]);
	mem_free(at);
}

static void close_node(struct reader *r)
{
	const struct node *n = r->stack[--r->depth].node;

	if (n->type == NODE_MAP)
		check_keys(r, n);
	for (size_t i = r->anchor_count; i-- > 0;)
		if (r->anchors[i].node == n)
			r->anchors[i].is_open = false;
}

static void begin_document(struct reader *r, const yaml_event_t *event)
{
	r->top = NULL;
	r->depth = r->anchor_count = 0;
	r->begun = line_of(r, event->start_mark);
}

static void end_document(struct reader *r)
{
	if (r->top)
		node_add(r->documents, no_text(), r->top);
	r->top = NULL;
}

static void take_event(struct reader *r, const yaml_event_t *event)
{
	struct node *n;

	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		begin_document(r, event);
		break;
	case YAML_DOCUMENT_END_EVENT:
		end_document(r);
		break;
	case YAML_ALIAS_EVENT:
		place_node(r, event, alias_node(r, event));
		break;
	case YAML_SCALAR_EVENT:
		n = scalar_node(r, event);
		add_anchor(r, event, event->data.scalar.anchor, n);
		place_node(r, event, n);
		break;
	case YAML_SEQUENCE_START_EVENT:
		open_node(r, event, NODE_LIST, event->data.sequence_start.anchor, event->data.sequence_start.tag);
		break;
	case YAML_MAPPING_START_EVENT:
		open_node(r, event, NODE_MAP, event->data.mapping_start.anchor, event->data.mapping_start.tag);
		break;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		close_node(r);
		break;
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_STREAM_END_EVENT:
		break;
	}
}

/* The line, counted from 0, that holds the byte at @offset. */
static unsigned line_at(struct str text, size_t offset)
{
	unsigned line = 0;

	for (size_t i = 0; i < offset && i < text.len; i++)
		line += text.ptr[i] == '\n';
	return line;
}

/* The column, counted from 1, of the byte at @offset. */
static unsigned column_at(struct str text, size_t offset)
{
	size_t from = offset = offset < text.len ? offset : text.len;

	while (from && text.ptr[from - 1] != '\n')
		from--;
	return (unsigned)(offset - from) + 1;
}

/* The first byte of the character at @m, whose index counts characters; 0 at the end. */
static char char_at(struct str text, yaml_mark_t m)
{
	size_t i = 0;

	for (size_t n = 0; i < text.len && n < m.index; n++)
		for (i++; i < text.len && (text.ptr[i] & 0xC0) == 0x80;)
			i++;
	return i < text.len ? text.ptr[i] : '\0';
}

/* "what is wrong (begun on line 7)", where it was begun before. */
static void put_words(char *out, size_t size, const struct reader *r, const yaml_parser_t *p, char at)
{
	const char *words = yaml_words(p->problem, p->context, at);
	bool begun = p->context && p->context_mark.line < p->problem_mark.line;

	words = words ? words : p->problem ? p->problem : "not YAML";
	if (begun)
		snprintf(out, size, "%s (begun on line %u)", words, line_of(r, p->context_mark));
	else
		snprintf(out, size, "%s", words);
}

/* Tell what libyaml found; returns the line, counted from 0 in @text, where it is. */
static unsigned tell_syntax(struct reader *r, const yaml_parser_t *p, struct str text)
{
	char what[200];
	yaml_mark_t at = p->problem_mark;
	unsigned line = (unsigned)at.line, column = (unsigned)at.column + 1;

	if (p->error == YAML_MEMORY_ERROR) {
		r->no_memory = r->give_up = r->failed = true;
		return 0;
	}
	if (p->error == YAML_READER_ERROR) {
		line = line_at(text, p->problem_offset);
		column = column_at(text, p->problem_offset);
	}
	put_words(what, sizeof(what), r, p, char_at(text, at));
	tell(r, ERR_SYNTAX, line + 1 + r->base, column, what, no_text());
	return line;
}

/* What of @text stands from the first document mark at or below line @from (counted from 0, at least 1). */
static struct str next_document(struct str text, unsigned from, unsigned *line)
{
	const char *p = text.ptr, *end = text.ptr + text.len;

	for (*line = 0; p && p < end; ++*line) {
		const char *eol = memchr(p, '\n', (size_t)(end - p));
		bool is_mark = end - p >= 3 && memcmp(p, "---", 3) == 0 &&
		    (end - p == 3 || strchr(" \t\r\n", p[3]));
		if (is_mark && *line >= from)
			return str_of(p, (size_t)(end - p));
		p = eol ? eol + 1 : NULL;
	}
	return no_text();
}

/* Read up to the end or the first syntax error; returns what is left behind that error, no text if nothing is. */
static struct str read_some(struct reader *r, struct str text)
{
	yaml_parser_t parser;
	yaml_event_t event;
	struct str rest = no_text();

	if (!yaml_parser_initialize(&parser)) {
		r->no_memory = r->failed = true;
		return rest;
	}
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser, (const unsigned char *)text.ptr, text.len);
	r->top = NULL;
	r->depth = 0;
	r->begun = r->base + 1;
	for (bool more = true; more && !r->give_up;) {
		if (!yaml_parser_parse(&parser, &event)) {
			unsigned line = tell_syntax(r, &parser, text), skipped;
			unsigned after = r->begun - r->base; /* behind the line on which this document began */
			rest = r->give_up ? no_text() : next_document(text, line > after ? line : after, &skipped);
			r->base += rest.ptr ? skipped : 0;
			break;
		}
		more = event.type != YAML_STREAM_END_EVENT;
		take_event(r, &event);
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
	return rest;
}

bool yaml_read(struct str text, struct arena *a, struct node **documents, yaml_fault *fault, void *context)
{
	struct reader r = { .a = a, .fault = fault, .context = context, .documents = node_new(a, NODE_LIST) };

	*documents = r.documents;
	if (!r.documents)
		return false;
	if (text.len > YAML_MAX_BYTES) {
		tell(&r, ERR_LIMIT, 1, 1, "the file is too large", no_text());
		return false;
	}
	if (str_starts(text, STR_LIT("\xEF\xBB\xBF")))
		text = str_of(text.ptr + 3, text.len - 3);
	while (text.ptr)
		text = read_some(&r, text);
	if (r.no_memory)
		*documents = NULL;
	return !r.failed && !r.no_memory;
}
