#include "list/values.h"

#include "list/row.h"

/* What the column of the entries is called in our own tables, and in those of sanctions lists. */
static const char *const columns[] = { "cidr", "domain", "value", "address", "code", "names" };

struct values {
	struct str *at;
	size_t count;
};

static size_t count_places(struct str text)
{
	size_t n = 1;

	for (size_t i = 0; i < text.len; i++)
		n += text.ptr[i] == '\n' || text.ptr[i] == ';';
	return n;
}

static void add(struct values *v, struct str value)
{
	value = str_trim(value);
	if (value.len)
		v->at[v->count++] = value;
}

/* A cell with several names has semicolons between them. */
static void add_cell(struct values *v, struct str cell, bool is_many)
{
	while (is_many && cell.ptr)
		add(v, str_split(cell, ';', &cell));
	if (!is_many)
		add(v, cell);
}

static bool is_table(const struct list *list, struct str text)
{
	static const struct str start = STR("list,id,");

	return list->is_embedded || str_starts(text, start);
}

static void add_rows(struct values *v, struct str text, struct arena *a)
{
	struct row_reader r = row_reader_make(text, a);
	struct row header, row;
	size_t column = ROW_MAX;

	if (!row_next(&r, &header))
		return;
	for (size_t i = 0; column == ROW_MAX && i < COUNT(columns); i++)
		column = row_column(&header, columns[i]);
	bool is_many = column < ROW_MAX && str_is(header.cells[column], "names");
	while (column < ROW_MAX && row_next(&r, &row))
		add_cell(v, row.cells[column], is_many);
}

static void add_lines(struct values *v, struct str text)
{
	while (text.ptr)
		add(v, str_split(text, '\n', &text));
}

struct str *list_values(const struct lists *l, const struct list *list, struct arena *a, size_t *count)
{
	struct str text = lists_text(l, list, a);
	struct values v = { .at = text.ptr ? ARENA_NEW(a, struct str, count_places(text)) : NULL };

	if (!v.at)
		return NULL;
	if (is_table(list, text))
		add_rows(&v, text, a);
	else
		add_lines(&v, text);
	*count = v.count;
	return v.at;
}
