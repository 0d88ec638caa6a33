#include "read/sheet.h"

#include "base/buf.h"
#include "limits.h"
#include "read/form.h"
#include "record/field.h"
#include "record/record.h"

enum {
	PATH_MAX_KEYS = 6,
	INDEX_MAX = 255, /* of emails[255].address: what a flattened list may have */
};

/* One key on the way to a field. */
struct step {
	struct str key;
	bool is_list;
	unsigned index; /* the element, where the header names one */
};

struct column {
	struct str name;                    /* as written; in lower case for a foreign form */
	struct step steps[PATH_MAX_KEYS];   /* own columns: the way to the field */
	size_t step_count;                  /* 0: not a field of the record */
	size_t list_count;                  /* of lists on the way */
	bool has_index;
};

struct sheet {
	const struct form *form;
	char separator;
	struct column *columns;
	size_t column_count;
};

char sheet_separator(struct str text)
{
	static const char candidates[] = { ',', ';', '\t' };
	size_t counts[COUNT(candidates)] = { 0 }, best = 0;
	bool in_quotes = false;

	for (size_t i = 0; i < text.len && (in_quotes || text.ptr[i] != '\n'); i++) {
		in_quotes ^= text.ptr[i] == '"';
		for (size_t k = 0; k < COUNT(candidates) && !in_quotes; k++)
			counts[k] += text.ptr[i] == candidates[k];
	}
	for (size_t k = 1; k < COUNT(candidates); k++)
		if (counts[k] > counts[best])
			best = k;
	return candidates[best];
}

/* What stands in quotes, two of them being one. */
static struct str unquote(struct str s, struct arena *a)
{
	struct str inner = str_of(s.ptr + 1, s.len - 1);
	char *out = NULL;
	size_t n = 0, i = 0;

	if (inner.len && memchr(inner.ptr, '"', inner.len - 1)) {
		out = arena_alloc(a, inner.len);
		if (!out)
			return str_of(NULL, 0);
		for (; i < inner.len; i++) {
			if (inner.ptr[i] == '"' && i + 1 < inner.len && inner.ptr[i + 1] == '"')
				i++;
			else if (inner.ptr[i] == '"')
				continue; /* the closing one; what follows it in the cell belongs to it */
			out[n++] = inner.ptr[i];
		}
		return str_of(out, n);
	}
	return str_of(inner.ptr, inner.len - (inner.len && inner.ptr[inner.len - 1] == '"'));
}

/* Spreadsheets write an apostrophe before what they might take for a number or a formula. */
static struct str without_guard(struct str s)
{
	if (s.len > 1 && *s.ptr == '\'' && strchr("+-=@0123456789", s.ptr[1]))
		return str_of(s.ptr + 1, s.len - 1);
	return s;
}

/* The next cell; @rest moves behind it and becomes no text at the end of the row.  ptr is NULL when @a is full. */
static struct str next_cell(struct str *rest, char separator, struct arena *a)
{
	struct str s = *rest;
	size_t at = 0;

	while (at < s.len && s.ptr[at] == ' ')
		at++;
	if (at == s.len || s.ptr[at] != '"') {
		struct str cell = str_split(s, separator, rest);
		return without_guard(str_trim(cell));
	}
	size_t begin = at++;
	for (bool open = true; at < s.len && (open || s.ptr[at] != separator); at++)
		open ^= s.ptr[at] == '"';
	*rest = at < s.len ? str_of(s.ptr + at + 1, s.len - at - 1) : str_of(NULL, 0);
	struct str cell = unquote(str_trim(str_of(s.ptr + begin, at - begin)), a);
	return cell.ptr ? without_guard(str_trim(cell)) : cell;
}

/* The name that the registry would have, without [], and which element of a list is meant: "emails[1].address". */
static struct str plain_name(struct str name, char *out, size_t size, unsigned *index, bool *has_index)
{
	size_t n = 0;

	for (size_t i = 0; i < name.len && n < size; i++) {
		char c = name.ptr[i];
		bool after_dot = c == '.' && i + 1 < name.len && name.ptr[i + 1] >= '0' && name.ptr[i + 1] <= '9';
		if (c == '[' || after_dot) {
			for (i++; i < name.len && name.ptr[i] >= '0' && name.ptr[i] <= '9'; i++) {
				*index = *index > INDEX_MAX ? *index : *index * 10 + (unsigned)(name.ptr[i] - '0');
				*has_index = true;
			}
			i -= after_dot;
			continue;
		}
		out[n++] = c == ' ' ? '_' : c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
	}
	return str_of(out, n);
}

/* Take a column's name for a path of the record; it stays unknown if it is none. */
static void find_way(struct column *c)
{
	char plain[128];
	unsigned index = 0;
	struct str name = plain_name(c->name, plain, sizeof(plain), &index, &c->has_index);
	const struct field *f = name.len ? field_find(0, name) : NULL;

	if (!f || f->is_fact || index > INDEX_MAX || (f->type == FIELD_MAP && !f->first))
		return;
	for (struct str rest = str_from(f->path), key; rest.ptr && c->step_count < PATH_MAX_KEYS;) {
		key = str_split(rest, '.', &rest);
		bool is_list = str_ends(key, STR_LIT("[]"));
		key.len -= is_list ? 2 : 0;
		c->steps[c->step_count++] = (struct step){ key, is_list, is_list && !c->list_count ? index : 0 };
		c->list_count += is_list;
	}
}

static bool is_dotted(struct str name)
{
	return str_index(name, '.') < name.len || str_index(name, '[') < name.len;
}

static bool add_column(struct sheet *s, struct str name, struct arena *a)
{
	struct column *c = &s->columns[s->column_count++];

	*c = (struct column){ .name = arena_copy(a, name) };
	find_way(c);
	return c->name.ptr;
}

/* As a Mac of old writes it: the whole file would be the header. */
static bool has_bare_return(struct str s)
{
	for (size_t i = 0; i + 1 < s.len; i++)
		if (s.ptr[i] == '\r' && s.ptr[i + 1] != '\n')
			return true;
	return false;
}

static bool read_columns(struct sheet *s, struct str header, struct arena *a, struct err *e)
{
	struct str rest = str_trim(header);

	if (!str_is_utf8(rest))
		return err_set(e, ERR_SYNTAX, "the header is not UTF-8; save the file as UTF-8");
	if (has_bare_return(rest))
		return err_set(e, ERR_SYNTAX, "its lines end with CR alone; save it with LF or CRLF");
	while (rest.ptr) {
		struct str cell = next_cell(&rest, s->separator, a);
		if (s->column_count == CSV_MAX_COLUMNS)
			return err_set(e, ERR_LIMIT, "more than %d columns", CSV_MAX_COLUMNS);
		if (!cell.ptr || !add_column(s, cell, a))
			return err_set(e, ERR_MEMORY, "no memory for the header");
	}
	return true;
}

/* Foreign forms know their columns in lower case. */
static struct node *lower_header(struct sheet *s, struct arena *a)
{
	struct node *header = node_new(a, NODE_MAP);

	for (size_t i = 0; header && i < s->column_count; i++) {
		struct str name = arena_copy(a, s->columns[i].name);
		if (!name.ptr)
			return NULL;
		for (size_t k = 0; k < name.len; k++) {
			char *p = (char *)(uintptr_t)name.ptr + k;
			*p = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
		}
		s->columns[i].name = name;
		if (!node_add(header, name, node_new(a, NODE_TRUE)))
			return NULL;
	}
	return header;
}

/* Whose header is it?  Dotted paths are the record's own; else a form that looks like it; else the own one. */
static bool choose_form(struct sheet *s, const struct forms *forms, struct arena *a, struct err *e)
{
	const struct form *own = forms_find(forms, "candor");
	size_t known = 0;

	for (size_t i = 0; i < s->column_count; i++) {
		known += s->columns[i].step_count > 0;
		if (s->columns[i].step_count > 0 && is_dotted(s->columns[i].name)) {
			s->form = own;
			return true;
		}
	}
	struct sheet copy = *s;
	copy.columns = ARENA_NEW(a, struct column, s->column_count);
	if (!copy.columns)
		return err_set(e, ERR_MEMORY, "no memory for the header");
	memcpy(copy.columns, s->columns, sizeof(*s->columns) * s->column_count);
	struct node *header = lower_header(&copy, a);
	if (!header)
		return err_set(e, ERR_MEMORY, "no memory for the header");
	s->form = form_recognise_table(forms, header);
	if (s->form)
		*s = (struct sheet){ s->form, s->separator, copy.columns, s->column_count };
	else if (known)
		s->form = own;
	return s->form || err_set(e, ERR_SYNTAX, "neither JSON nor a table with columns that are known here");
}

struct sheet *sheet_new(struct str header, char separator, const struct form *form, const struct forms *forms,
    struct arena *a, struct err *e)
{
	struct sheet *s = ARENA_NEW(a, struct sheet, 1);
	size_t room = 1;

	for (size_t i = 0; i < header.len; i++)
		room += header.ptr[i] == separator;
	if (s)
		s->columns = ARENA_NEW(a, struct column, room < CSV_MAX_COLUMNS ? room : CSV_MAX_COLUMNS);
	if (!s || !s->columns) {
		err_set(e, ERR_MEMORY, "no memory for the header");
		return NULL;
	}
	s->separator = separator;
	if (!read_columns(s, header, a, e))
		return NULL;
	if (!form)
		return choose_form(s, forms, a, e) ? s : NULL;
	s->form = form;
	if (!form_is_own(form) && !lower_header(s, a)) {
		err_set(e, ERR_MEMORY, "no memory for the header");
		return NULL;
	}
	return s;
}

enum { STRANGERS_MAX = 4, STRANGER_LEN = 20 }; /* so that a message holds them */

/* A column of no name is what a spreadsheet leaves over. */
static bool is_stranger(const struct column *c)
{
	return !c->step_count && c->name.len && !record_protected(c->name);
}

static void put_stranger(struct buf *out, const struct column *c)
{
	char plain[128], near[128];
	unsigned index = 0;
	bool has_index = false;
	struct str name = plain_name(c->name, plain, sizeof(plain), &index, &has_index);
	struct str best = field_nearest(0, name, near, sizeof(near));

	buf_printf(out, "\"%.*s\"", (int)(c->name.len < STRANGER_LEN ? c->name.len : STRANGER_LEN), c->name.ptr);
	if (best.len && best.len <= STRANGER_LEN)
		buf_printf(out, " (%.*s?)", STR_ARG(best));
}

struct str sheet_strangers(const struct sheet *s, struct arena *a)
{
	struct buf out = buf_make(1024);
	size_t count = 0;

	for (size_t i = 0; form_is_own(s->form) && i < s->column_count; i++) {
		if (!is_stranger(&s->columns[i]) || count++ >= STRANGERS_MAX)
			continue;
		buf_text(&out, count > 1 ? ", " : "");
		put_stranger(&out, &s->columns[i]);
	}
	if (count > STRANGERS_MAX)
		buf_printf(&out, " and %zu more", count - STRANGERS_MAX);
	struct str text = count && !out.failed ? arena_copy(a, buf_str(&out)) : str_of(NULL, 0);
	buf_clear(&out);
	return text;
}

const struct form *sheet_form(const struct sheet *s)
{
	return s->form;
}

static struct node *add_cell(struct arena *a, struct node *parent, struct str key, struct str cell)
{
	struct node *n = node_add_text(a, parent, key, cell);

	if (n)
		n->flags = NODE_PLAIN;
	return n;
}

/* The member @key of @map, made if it is not there. */
static struct node *reach(struct arena *a, struct node *map, struct str key, enum node_type type)
{
	struct node *n = node_get_str(map, key);

	return n && n->type == type ? n : node_add(map, key, node_new(a, type));
}

/* Element @index of a list of maps, made if it is not there, with empty ones before it. */
static struct node *reach_element(struct arena *a, struct node *list, unsigned index)
{
	while (list->len <= index)
		if (!node_add_map(a, list, str_of(NULL, 0)))
			return NULL;
	struct node *n = list->child;
	while (index--)
		n = n->next;
	return n;
}

/* The next item of a list in a cell: up to a semicolon, but for those in brackets, which user agents have. */
static struct str next_item(struct str *rest)
{
	struct str s = *rest;
	size_t i = 0;

	for (int depth = 0; i < s.len && (depth > 0 || s.ptr[i] != ';'); i++)
		depth += s.ptr[i] == '(' ? 1 : s.ptr[i] == ')' ? -1 : 0;
	*rest = i < s.len ? str_of(s.ptr + i + 1, s.len - i - 1) : str_of(NULL, 0);
	return str_trim(str_of(s.ptr, i));
}

static bool put(struct arena *a, struct node *at, const struct column *c, size_t step, struct str cell);

/* All items of a cell into the list @s of @at: as elements, or the same member of one element after the other. */
static bool put_list(struct arena *a, struct node *at, const struct column *c, size_t step, struct str cell)
{
	const struct step *s = &c->steps[step];
	struct node *list = reach(a, at, s->key, NODE_LIST);
	bool is_last = step + 1 == c->step_count, is_inner = c->list_count > 1 && !is_last;
	unsigned index = s->index;

	if (!list)
		return false;
	if (is_inner || (c->has_index && !is_last)) {
		struct node *n = reach_element(a, list, index);
		return n && put(a, n, c, step + 1, cell);
	}
	for (struct str rest = cell; rest.ptr && index <= INDEX_MAX; index++) {
		struct str item = next_item(&rest);
		if (!item.len)
			continue;
		struct node *n = is_last ? list : reach_element(a, list, index);
		if (!n || !(is_last ? (bool)add_cell(a, list, str_of(NULL, 0), item) : put(a, n, c, step + 1, item)))
			return false;
	}
	return true;
}

static bool put(struct arena *a, struct node *at, const struct column *c, size_t step, struct str cell)
{
	const struct step *s = &c->steps[step];

	if (s->is_list)
		return put_list(a, at, c, step, cell);
	if (step + 1 == c->step_count)
		return add_cell(a, at, s->key, cell);
	struct node *map = reach(a, at, s->key, NODE_MAP);
	return map && put(a, map, c, step + 1, cell);
}

/* Elements that were made only so that a later one has its place. */
static void prune(struct node *n)
{
	struct node *next;

	for (struct node *c = n->child; c; c = next) {
		next = c->next;
		if (!node_is_container(c))
			continue;
		prune(c);
		if (n->type == NODE_LIST && !c->len)
			node_remove(n, c);
	}
}

static bool take_row(const struct sheet *s, struct str row, struct arena *a, struct node *out, struct err *e)
{
	bool is_own = form_is_own(s->form);
	struct str rest = row;

	for (size_t i = 0; rest.ptr; i++) {
		struct str cell = next_cell(&rest, s->separator, a);
		if (!cell.ptr)
			return err_set(e, ERR_MEMORY, "the record needs too much memory");
		if (!cell.len)
			continue;
		if (i >= s->column_count)
			return err_set(e, ERR_SYNTAX, "more cells than the header has columns");
		const struct column *c = &s->columns[i];
		bool ok = is_own && c->step_count ? put(a, out, c, 0, cell) : (bool)add_cell(a, out, c->name, cell);
		if (!ok)
			return err_set(e, ERR_MEMORY, "the record needs too much memory");
	}
	return true;
}

struct node *sheet_row(const struct sheet *s, struct str row, struct arena *a, struct err *e)
{
	struct node *out = node_new(a, NODE_MAP);

	while (row.len && (row.ptr[row.len - 1] == '\n' || row.ptr[row.len - 1] == '\r'))
		row.len--;
	if (!str_is_utf8(row) || memchr(row.ptr, '\0', row.len)) {
		err_set(e, ERR_SYNTAX, "not UTF-8; save the file as UTF-8");
		return NULL;
	}
	if (!out)
		err_set(e, ERR_MEMORY, "the record needs too much memory");
	else if (!take_row(s, row, a, out, e))
		return NULL;
	else
		prune(out);
	return out;
}
