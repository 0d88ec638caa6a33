#include "list/entry.h"

/* The values of one column, in the order in which they came. */
struct entry_value {
	struct entry_value *next;
	struct str text;
};

static const char *const names[ENTRY_COLUMNS] = {
	"list", "id", "programme", "type", "listed", "born", "names", "weak", "documents", "addresses", "wallets",
	"emails", "sites", "phones",
};

bool entry_open(struct entry_reader *r, struct str text, struct arena *a)
{
	struct row header;

	r->rows = row_reader_make(text, a);
	if (!row_next(&r->rows, &header))
		return false;
	for (size_t i = 0; i < ENTRY_COLUMNS; i++)
		r->at[i] = row_column(&header, names[i]);
	return r->at[ENTRY_LIST] != ROW_MAX && r->at[ENTRY_ID] != ROW_MAX && r->at[ENTRY_NAMES] != ROW_MAX;
}

bool entry_next(struct entry_reader *r, struct entry *out)
{
	struct row row;

	*out = (struct entry){ 0 };
	if (!row_next(&r->rows, &row))
		return false;
	out->line = row.line;
	for (size_t i = 0; i < ENTRY_COLUMNS; i++)
		if (r->at[i] != ROW_MAX)
			out->cells[i] = row.cells[r->at[i]];
	return true;
}

void entry_put_header(struct buf *out)
{
	for (size_t i = 0; i < ENTRY_COLUMNS; i++)
		buf_printf(out, "%s%s", i ? "," : "", names[i]);
	buf_byte(out, '\n');
}

void entry_put(struct buf *out, const struct entry *x)
{
	for (size_t i = 0; i < ENTRY_COLUMNS; i++) {
		if (i)
			buf_byte(out, ',');
		row_put_cell(out, x->cells[i]);
	}
	buf_byte(out, '\n');
}

/* A copy without what separates values and rows: ";" and control characters. */
static struct str clean(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.len + 1);

	for (size_t i = 0; p && i < s.len; i++)
		p[i] = s.ptr[i] == ';' ? ',' : (unsigned char)s.ptr[i] < ' ' || s.ptr[i] == 0x7F ? ' ' : s.ptr[i];
	return str_of(p, p ? s.len : 0);
}

void entry_draft_add(struct entry_draft *d, enum entry_column column, struct str value)
{
	struct str text = str_trim(clean(d->a, value));

	if (text.ptr && !text.len)
		return;
	for (struct entry_value *v = d->first[column]; v; v = v->next)
		if (str_eq(v->text, text))
			return;
	struct entry_value *v = ARENA_NEW(d->a, struct entry_value, 1);
	if (!v || !text.ptr) {
		d->failed = true;
		return;
	}
	v->text = text;
	if (d->last[column])
		d->last[column]->next = v;
	else
		d->first[column] = v;
	d->last[column] = v;
}

struct str entry_draft_first(const struct entry_draft *d, enum entry_column column)
{
	return d->first[column] ? d->first[column]->text : str_of(NULL, 0);
}

/* The values of a column as one cell. */
static struct str join(const struct entry_value *first, const char *between, struct arena *a)
{
	size_t gap = strlen(between), len = 0;

	for (const struct entry_value *v = first; v; v = v->next)
		len += v->text.len + gap;
	char *p = arena_alloc(a, len + 1), *to = p;
	for (const struct entry_value *v = first; p && v; v = v->next) {
		memcpy(to, v->text.ptr, v->text.len);
		to += v->text.len;
		if (v->next)
			memcpy(to, between, gap);
		to += v->next ? gap : 0;
	}
	return str_of(p, p ? (size_t)(to - p) : 0);
}

bool entry_draft_put(const struct entry_draft *d, struct buf *out)
{
	struct entry x = { 0 };

	for (size_t i = 0; i < ENTRY_COLUMNS; i++) {
		bool is_words = i == ENTRY_BORN || i == ENTRY_PROGRAMME;
		x.cells[i] = join(d->first[i], is_words ? " " : "; ", d->a);
		if (d->failed || !x.cells[i].ptr)
			return false;
	}
	entry_put(out, &x);
	return true;
}
