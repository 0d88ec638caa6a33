#include "rule/spelling.h"

#include "base/buf.h"
#include "limits.h"
#include "list/values.h"

enum { PIECE_HOLE = PIECE_ONE + 1 }; /* a placeholder, for a while: @literal is its name */

/* --- the escape scan --- */

/* Pieces in the making; @room of them. */
struct builder {
	struct piece *at;
	size_t count;
	char *text; /* room for all literals, unescaped */
	size_t len;
};

static void add_byte(struct builder *b, char c)
{
	struct piece *last = b->count ? &b->at[b->count - 1] : NULL;

	if (!last || last->kind != PIECE_LITERAL) {
		last = &b->at[b->count++];
		*last = (struct piece){ PIECE_LITERAL, str_of(b->text + b->len, 0) };
	}
	b->text[b->len++] = c;
	last->literal.len++;
}

static void add_piece(struct builder *b, unsigned kind, struct str name)
{
	if (kind == PIECE_ANY && b->count && b->at[b->count - 1].kind == PIECE_ANY)
		return;
	b->at[b->count++] = (struct piece){ (enum piece_kind)kind, name };
}

/* The name in "%name%" at the start of @s; no text if it is none. */
static struct str hole_name(struct str s)
{
	size_t i = 1;

	while (i < s.len && ((s.ptr[i] >= 'a' && s.ptr[i] <= 'z') || (s.ptr[i] >= 'A' && s.ptr[i] <= 'Z') ||
	    (s.ptr[i] >= '0' && s.ptr[i] <= '9') || s.ptr[i] == '_' || s.ptr[i] == '-' || s.ptr[i] == '.'))
		i++;
	return i > 1 && i < s.len && s.ptr[i] == '%' ? str_of(s.ptr + 1, i - 1) : str_of(NULL, 0);
}

static void scan(struct builder *b, struct str s, bool expand)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i], next = i + 1 < s.len ? s.ptr[i + 1] : '\0';
		struct str name = expand && c == '%' ? hole_name(str_of(s.ptr + i, s.len - i)) : str_of(NULL, 0);
		if (c == '\\' && (next == '*' || next == '?' || next == '\\' || (expand && next == '%')))
			add_byte(b, s.ptr[++i]);
		else if (c == '*' || c == '?')
			add_piece(b, c == '*' ? PIECE_ANY : PIECE_ONE, str_of(NULL, 0));
		else if (name.ptr)
			add_piece(b, PIECE_HOLE, name), i += name.len + 1;
		else
			add_byte(b, c);
	}
}

static bool make_room(struct loader *l, struct builder *b, size_t pieces, size_t bytes)
{
	*b = (struct builder){ .at = LOAD_NEW(l, struct piece, pieces), .text = arena_alloc(l->a, bytes + 1) };
	l->no_memory = l->no_memory || !b->text;
	return b->at && b->text;
}

/* How many pieces the scan of @s can make: a literal before, between and behind special characters. */
static size_t count_pieces(struct str s)
{
	size_t n = 1;

	for (size_t i = 0; i < s.len; i++)
		n += s.ptr[i] == '*' || s.ptr[i] == '?' || s.ptr[i] == '%' ? 2 : 0;
	return n;
}

static struct spelling *new_spelling(struct loader *l, struct piece *pieces, size_t count)
{
	struct spelling *s = LOAD_NEW(l, struct spelling, 1);

	if (s) {
		s->pieces = pieces;
		s->count = count;
	}
	return s;
}

/* Most values hold nothing special: their one piece is borrowed from the document. */
static struct spelling *spell_plain(struct loader *l, struct str text)
{
	struct piece *p = LOAD_NEW(l, struct piece, 1);

	if (p)
		*p = (struct piece){ PIECE_LITERAL, text };
	return p ? new_spelling(l, p, text.len > 0) : NULL;
}

static struct spelling *spell_one(struct loader *l, struct str text, bool expand)
{
	struct builder b;
	size_t special = 0;

	for (size_t i = 0; i < text.len && !special; i++)
		special = strchr("*?\\", text.ptr[i]) ? text.ptr[i] != '\0' : expand && text.ptr[i] == '%';
	if (!special)
		return spell_plain(l, text);
	if (!make_room(l, &b, count_pieces(text), text.len))
		return NULL;
	scan(&b, text, expand);
	return new_spelling(l, b.at, b.count);
}

/* --- placeholders --- */

/* A placeholder of one text, and what it may stand for. */
struct hole {
	struct str name, *values;
	size_t count;
};

/* A list of that name has the values. */
static bool fill_from_list(struct loader *l, const struct node *at, struct str name, struct hole *out)
{
	const struct lists *lists = l->set->lists ? l->set->lists(l->set->lists_context) : NULL;
	const struct list *list = lists ? lists_find(lists, name) : NULL;

	if (list)
		out->values = list_values(lists, list, l->a, &out->count);
	if (!list)
		fault_value(l, at, "placeholder",
		    "placeholder \"%.*s\" has no value; give one by --set %.*s=VALUE, or a list of that name",
		    STR_ARG(name), STR_ARG(name));
	else if (!out->count)
		fault_value(l, at, "placeholder", "the list \"%.*s\", which the placeholder names, has no entry",
		    STR_ARG(name));
	return out->count;
}

static bool fill_hole(struct loader *l, const struct node *at, struct str name, struct hole *out)
{
	size_t n = 0;

	for (const struct placeholder *p = l->set->placeholders; p; p = p->next)
		n += str_eq(p->name, name);
	*out = (struct hole){ .name = name };
	if (!n)
		return fill_from_list(l, at, name, out);
	out->values = LOAD_NEW(l, struct str, n);
	if (!out->values)
		return false;
	for (const struct placeholder *p = l->set->placeholders; p; p = p->next)
		if (str_eq(p->name, name))
			out->values[out->count++] = p->value;
	return true;
}

enum { HOLES_MAX = 16 }; /* placeholders in one value */

/* The holes of @pieces, in order; -1 after a fault.  *product is how many combinations they have. */
static int find_holes(struct loader *l, const struct node *at, const struct spelling *s, struct hole *holes,
    size_t *product)
{
	int count = 0;
	bool ok = true;

	*product = 1;
	for (size_t i = 0; i < s->count; i++) {
		if ((unsigned)s->pieces[i].kind != PIECE_HOLE)
			continue;
		if (count == HOLES_MAX) {
			fault_value(l, at, "limit", "more than %d placeholders in one value", HOLES_MAX);
			return -1;
		}
		ok = fill_hole(l, at, s->pieces[i].literal, &holes[count]) && ok;
		*product = ok && *product <= EXPAND_MAX ? *product * holes[count].count : *product;
		count++;
	}
	if (ok && *product > EXPAND_MAX) {
		fault_value(l, at, "limit", "placeholders that make more than %d values", EXPAND_MAX);
		ok = false;
	}
	return ok ? count : -1;
}

/* The values of combination @which, counted with the first hole as lowest digit. */
static void choose(const struct hole *holes, int count, size_t which, struct str *values)
{
	for (int i = 0; i < count; i++, which /= holes[i - 1].count)
		values[i] = holes[i].values[which % holes[i].count];
}

static void append(struct builder *b, const struct piece *p, const struct str *value)
{
	if ((unsigned)p->kind == PIECE_HOLE)
		scan(b, *value, false);
	else if (p->kind != PIECE_LITERAL)
		add_piece(b, p->kind, str_of(NULL, 0));
	else
		for (size_t i = 0; i < p->literal.len; i++)
			add_byte(b, p->literal.ptr[i]);
}

/* @s with its holes filled by @values. */
static struct spelling *fill(struct loader *l, const struct spelling *s, const struct str *values)
{
	struct builder b;
	size_t pieces = 1, bytes = 0;
	const struct str *value = values;

	for (size_t i = 0; i < s->count; i++) {
		struct str text = (unsigned)s->pieces[i].kind == PIECE_HOLE ? *value++ : s->pieces[i].literal;
		pieces += count_pieces(text) + 1;
		bytes += text.len;
	}
	if (!make_room(l, &b, pieces, bytes))
		return NULL;
	value = values;
	for (size_t i = 0; i < s->count; i++) {
		append(&b, &s->pieces[i], value);
		value += (unsigned)s->pieces[i].kind == PIECE_HOLE;
	}
	return new_spelling(l, b.at, b.count);
}

struct spelling *spell(struct loader *l, const struct node *at, struct str text, bool expand)
{
	struct spelling *s = spell_one(l, text, expand), *first = NULL, **last = &first;
	struct hole holes[HOLES_MAX];
	struct str values[HOLES_MAX];
	size_t product;
	int count = s ? find_holes(l, at, s, holes, &product) : -1;

	if (count <= 0)
		return count ? NULL : s;
	for (size_t i = 0; i < product; i++) {
		choose(holes, count, i, values);
		*last = fill(l, s, values);
		if (!*last)
			return NULL;
		last = &(*last)->next;
	}
	return first;
}

/* What matches @value literally, its wildcards kept, in a regular expression. */
static void put_quoted(struct buf *out, struct loader *l, struct str value)
{
	static const char special[] = "\\^$.|?*+()[]{}/-#";
	const struct spelling *s = spell_one(l, value, false);

	for (size_t i = 0; s && i < s->count; i++) {
		const struct piece *p = &s->pieces[i];
		if (p->kind != PIECE_LITERAL)
			buf_text(out, p->kind == PIECE_ANY ? ".*" : ".");
		for (size_t k = 0; p->kind == PIECE_LITERAL && k < p->literal.len; k++) {
			if (p->literal.ptr[k] && strchr(special, p->literal.ptr[k]))
				buf_byte(out, '\\');
			buf_byte(out, p->literal.ptr[k]);
		}
	}
}

/* A regular expression's text and holes, in turns; backslashes stay. */
static struct spelling *split_regex(struct loader *l, struct str text)
{
	struct builder b;

	if (!make_room(l, &b, count_pieces(text), text.len))
		return NULL;
	for (size_t i = 0; i < text.len; i++) {
		struct str name = text.ptr[i] == '%' ? hole_name(str_of(text.ptr + i, text.len - i)) : str_of(NULL, 0);
		if (name.ptr) {
			add_piece(&b, PIECE_HOLE, name);
			i += name.len + 1;
			continue;
		}
		add_byte(&b, text.ptr[i]);
		if (text.ptr[i] == '\\' && i + 1 < text.len)
			add_byte(&b, text.ptr[++i]);
	}
	return new_spelling(l, b.at, b.count);
}

static struct str fill_regex(struct loader *l, const struct spelling *s, const struct str *values)
{
	struct buf out = buf_make(YAML_MAX_BYTES);

	for (size_t i = 0; i < s->count; i++) {
		if ((unsigned)s->pieces[i].kind == PIECE_HOLE)
			put_quoted(&out, l, *values++);
		else
			buf_put(&out, s->pieces[i].literal);
	}
	struct str text = out.failed ? str_of(NULL, 0) : arena_copy(l->a, buf_str(&out));
	l->no_memory = l->no_memory || !text.ptr;
	buf_clear(&out);
	return text;
}

struct str *spell_regex(struct loader *l, const struct node *at, struct str text, size_t *count)
{
	struct spelling *s = split_regex(l, text);
	struct hole holes[HOLES_MAX];
	struct str values[HOLES_MAX];
	int n = s ? find_holes(l, at, s, holes, count) : -1;
	struct str *all = n < 0 ? NULL : LOAD_NEW(l, struct str, *count);

	for (size_t i = 0; all && i < *count; i++) {
		choose(holes, n, i, values);
		all[i] = fill_regex(l, s, values);
	}
	return all;
}

/* --- windash --- */

/* A letter, a digit or an underscore; bytes of other scripts' letters too, not those of dashes (U+2000 to U+206F). */
static bool is_word(struct str s, size_t i)
{
	unsigned char c = i < s.len ? (unsigned char)s.ptr[i] : '\0';

	if (c >= 0x80)
		return true;
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool is_dash_mark(struct str s, size_t i)
{
	return i + 2 < s.len && (unsigned char)s.ptr[i] == 0xE2 &&
	    ((unsigned char)s.ptr[i + 1] == 0x80 || (unsigned char)s.ptr[i + 1] == 0x81);
}

/* "-" or "/" with no word character before it and one behind it. */
static bool begins_word(struct str s, size_t i)
{
	if (s.ptr[i] != '-' && s.ptr[i] != '/')
		return false;
	bool before = i > 0 && is_word(s, i - 1) && !(i >= 3 && is_dash_mark(s, i - 3));
	return !before && is_word(s, i + 1) && !is_dash_mark(s, i + 1);
}

static size_t count_dashes(const struct spelling *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->count; i++)
		for (size_t k = 0; s->pieces[i].kind == PIECE_LITERAL && k < s->pieces[i].literal.len; k++)
			n += begins_word(s->pieces[i].literal, k);
	return n;
}

/* @s with its dashes replaced by those that the digits of @which, to base 5, name. */
static struct spelling *redash(struct loader *l, const struct spelling *s, size_t which)
{
	static const char *const dashes[] = { "-", "/", "\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x80\x95" };
	size_t bytes = 2 * WINDASH_MAX;
	struct builder b;

	for (size_t i = 0; i < s->count; i++)
		bytes += s->pieces[i].literal.len;
	if (!make_room(l, &b, s->count, bytes))
		return NULL;
	for (size_t i = 0; i < s->count; i++) {
		struct str t = s->pieces[i].literal;
		if (s->pieces[i].kind != PIECE_LITERAL)
			add_piece(&b, s->pieces[i].kind, t);
		for (size_t k = 0; s->pieces[i].kind == PIECE_LITERAL && k < t.len; k++) {
			bool is_dash = begins_word(t, k);
			for (const char *d = is_dash ? dashes[which % COUNT(dashes)] : ""; *d; d++)
				add_byte(&b, *d);
			if (is_dash)
				which /= COUNT(dashes);
			else
				add_byte(&b, t.ptr[k]);
		}
	}
	return new_spelling(l, b.at, b.count);
}

struct spelling *spell_windash(struct loader *l, const struct node *at, struct spelling *list)
{
	struct spelling *first = NULL, **last = &first;

	for (; list; list = list->next) {
		size_t dashes = count_dashes(list), product = 1;
		if (dashes > WINDASH_MAX) {
			fault_value(l, at, "limit", "windash on a value with %zu dashes, at most %d are allowed",
			    dashes, WINDASH_MAX);
			return NULL;
		}
		while (dashes--)
			product *= 5;
		for (size_t i = 0; i < product; i++) {
			*last = redash(l, list, i);
			if (!*last)
				return NULL;
			last = &(*last)->next;
		}
	}
	return first;
}

/* --- affixes --- */

bool spell_affix(struct loader *l, struct spelling *list, enum affix affix)
{
	bool front = affix == AFFIX_CONTAINS || affix == AFFIX_ENDS;
	bool back = affix == AFFIX_CONTAINS || affix == AFFIX_STARTS;

	for (struct spelling *s = list; s; s = s->next) {
		bool add_front = front && !(s->count && s->pieces[0].kind == PIECE_ANY);
		bool add_back = back && (s->count ? s->pieces[s->count - 1].kind != PIECE_ANY : !add_front);
		struct piece *p = LOAD_NEW(l, struct piece, s->count + 2);
		if (!p)
			return false;
		if (add_front)
			p[0].kind = PIECE_ANY;
		if (s->count)
			memcpy(p + add_front, s->pieces, s->count * sizeof(*p));
		s->count += add_front;
		if (add_back)
			p[s->count++].kind = PIECE_ANY;
		s->pieces = p;
	}
	return true;
}
