/*
 * fuzz_sheet.c - tables: rows of cells, written as RFC 4180 says with the separator, line ends and quotes that the first
 * byte chooses, are read back as the same cells.  A cell ends at a byte 1, a row at a byte 2.
 */
#include "base/buf.h"
#include "fuzz/memory_file.h"
#include "limits.h"
#include "read/read.h"

enum { COLUMNS = 6, ROWS = 40 };

struct table {
	struct str cells[ROWS][COLUMNS];
	size_t rows;
};

static void take_table(struct str data, struct table *t)
{
	while (data.ptr && t->rows < ROWS) {
		struct str row = str_split(data, 2, &data);
		for (size_t i = 0; i < COLUMNS && row.ptr; i++)
			t->cells[t->rows][i] = str_split(row, 1, &row);
		t->rows++;
	}
}

static void put_cell(struct buf *out, struct str cell, char separator, bool always)
{
	bool quotes = always || memchr(cell.ptr, separator, cell.len) || memchr(cell.ptr, '"', cell.len) ||
		      memchr(cell.ptr, '\n', cell.len) || memchr(cell.ptr, '\r', cell.len);

	if (quotes)
		buf_byte(out, '"');
	for (size_t i = 0; i < cell.len; i++) {
		if (cell.ptr[i] == '"')
			buf_byte(out, '"');
		buf_byte(out, cell.ptr[i]);
	}
	if (quotes)
		buf_byte(out, '"');
}

static void put_table(struct buf *out, const struct table *t, unsigned char choice)
{
	static const char separators[] = { ',', ';', '\t' };
	char separator = separators[choice % 3];
	const char *end = choice & 4 ? "\r\n" : "\n";

	buf_text(out, choice & 8 ? "\xEF\xBB\xBF" : "");
	buf_printf(out, "id%cx0%cx1%cx2%cx3%cx4%cx5%s", separator, separator, separator, separator, separator, separator, end);
	for (size_t r = 0; r < t->rows; r++) {
		buf_printf(out, "r%zu", r);
		for (size_t i = 0; i < COLUMNS; i++) {
			buf_byte(out, separator);
			if (t->cells[r][i].len)
				put_cell(out, t->cells[r][i], separator, choice & 16);
		}
		if (r + 1 < t->rows || choice & 32)
			buf_text(out, end);
	}
}

/* What is left of a cell: no blanks around it, and not the apostrophe that guards numbers from spreadsheets. */
static struct str plain(struct str cell)
{
	cell = str_trim(cell);
	if (cell.len > 1 && *cell.ptr == '\'' && strchr("+-=@0123456789", cell.ptr[1]))
		return str_of(cell.ptr + 1, cell.len - 1);
	return cell;
}

static void check_row(const struct table *t, size_t row, const struct node *root)
{
	char key[3] = "x0";

	for (size_t i = 0; i < COLUMNS; i++) {
		key[1] = (char)('0' + i);
		if (!str_eq(node_get_text(root, key), plain(t->cells[row][i])))
			abort();
	}
}

static void check_file(const char *path, const struct table *t)
{
	struct err e = { 0 };
	struct forms *forms = forms_new(&e);
	struct source *s = source_open(path, forms_find(forms, "candor"), forms, &e);
	struct reader *r = reader_new(forms, NULL, NULL);
	struct arena a = arena_make(RECORD_MAX_MEMORY);
	struct chunk c = { 0 };
	struct record record;
	enum read_result result;
	size_t row = 0;

	while (s && source_next(s, &c))
		while ((result = reader_next(r, &c, &a, &record, &e)) != READ_END) {
			if (t && (result == READ_BAD || row == t->rows))
				abort();
			if (t)
				check_row(t, row++, record.root);
			arena_reset(&a);
		}
	if (t && row != t->rows)
		abort();
	chunk_clear(&c);
	source_close(s);
	reader_free(r);
	forms_free(forms);
	arena_clear(&a);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct table t = { 0 };
	struct buf out = buf_make(1 << 24);

	if (!size)
		return 0;
	struct str rest = str_of((const char *)data + 1, size - 1);
	struct memory_file raw = memory_file_make(rest.ptr, rest.len);
	check_file(raw.path, NULL); /* as a table of its own, whatever it is */
	memory_file_close(&raw);
	if (!str_is_utf8(rest) || memchr(rest.ptr, 0, rest.len))
		return 0;
	take_table(rest, &t);
	put_table(&out, &t, *data);
	struct memory_file f = memory_file_make(out.ptr, out.len);
	check_file(f.path, &t);
	memory_file_close(&f);
	buf_clear(&out);
	return 0;
}
