#include "list/row.h"

struct row_reader row_reader_make(struct str text, struct arena *a)
{
	static const struct str mark = STR("\xEF\xBB\xBF");

	if (str_starts(text, mark))
		text = str_of(text.ptr + mark.len, text.len - mark.len);
	return (struct row_reader){ .rest = text, .a = a };
}

/* @s, which has doubled quotes in it, with single ones. */
static struct str undouble(struct row_reader *r, struct str s)
{
	char *p = arena_alloc(r->a, s.len);
	size_t n = 0;

	for (size_t i = 0; p && i < s.len; i++) {
		p[n++] = s.ptr[i];
		i += s.ptr[i] == '"';
	}
	return str_of(p, n);
}

static void advance(struct row_reader *r, size_t n)
{
	r->rest = str_of(r->rest.ptr + n, r->rest.len - n);
}

/* A cell in quotes, and whatever stands behind it before the comma, which is dropped.  False when the arena is full. */
static bool take_quoted(struct row_reader *r, struct str *cell)
{
	bool doubled = false;
	size_t i = 1;

	for (; i < r->rest.len; i++) {
		r->line += r->rest.ptr[i] == '\n';
		if (r->rest.ptr[i] != '"')
			continue;
		if (i + 1 >= r->rest.len || r->rest.ptr[i + 1] != '"')
			break;
		doubled = true;
		i++;
	}
	*cell = str_of(r->rest.ptr + 1, i - 1);
	if (doubled)
		*cell = undouble(r, *cell);
	while (i < r->rest.len && r->rest.ptr[i] != ',' && r->rest.ptr[i] != '\n')
		i++;
	advance(r, i);
	return cell->ptr;
}

/* A cell in quotes may have led to another line than the one that was at hand. */
static void take_plain(struct row_reader *r, struct str *cell)
{
	if (r->rest.ptr > r->line_end)
		r->line_end = r->rest.ptr + str_index(r->rest, '\n');
	size_t i = str_index(str_of(r->rest.ptr, (size_t)(r->line_end - r->rest.ptr)), ',');
	*cell = str_trim(str_of(r->rest.ptr, i));
	advance(r, i);
}

/* Blanks after a comma do not keep a cell from being quoted. */
static void skip_blanks(struct row_reader *r)
{
	while (r->rest.len && (*r->rest.ptr == ' ' || *r->rest.ptr == '\t'))
		advance(r, 1);
}

/* Past blank lines and comments; false at the end. */
static bool find_row(struct row_reader *r)
{
	for (;;) {
		size_t end = str_index(r->rest, '\n');
		struct str line = str_trim(str_of(r->rest.ptr, end));
		r->line_end = r->rest.ptr + end;
		if (line.len && *line.ptr != '#')
			return true;
		if (end == r->rest.len)
			return false;
		advance(r, end + 1);
		r->line++;
	}
}

bool row_next(struct row_reader *r, struct row *out)
{
	*out = (struct row){ 0 };
	if (!find_row(r))
		return false;
	out->line = r->line + 1;
	for (;;) {
		struct str cell;
		skip_blanks(r);
		if (r->rest.len && *r->rest.ptr == '"') {
			if (!take_quoted(r, &cell))
				return false;
		} else {
			take_plain(r, &cell);
		}
		if (out->count < ROW_MAX)
			out->cells[out->count++] = cell;
		if (!r->rest.len)
			return true;
		bool more = *r->rest.ptr == ',';
		advance(r, 1);
		if (!more) {
			r->line++;
			return true;
		}
	}
}

size_t row_column(const struct row *header, const char *name)
{
	for (size_t i = 0; i < header->count; i++)
		if (str_eq_ascii(header->cells[i], str_from(name)))
			return i;
	return ROW_MAX;
}

void row_put_cell(struct buf *out, struct str cell)
{
	bool quote = false;

	for (size_t i = 0; i < cell.len; i++)
		quote = quote || strchr(",\"\n\r#", cell.ptr[i]);
	if (quote)
		buf_byte(out, '"');
	for (size_t i = 0; i < cell.len; i++) {
		if (cell.ptr[i] == '"')
			buf_byte(out, '"');
		buf_byte(out, cell.ptr[i]);
	}
	if (quote)
		buf_byte(out, '"');
}
