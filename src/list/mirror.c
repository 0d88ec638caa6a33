/* A table of addresses and the files that stand for them, for machines without a network. */
#include <stdio.h>

#include "base/file.h"
#include "base/when.h"
#include "limits.h"
#include "list/row.h"
#include "list/update.h"

struct entry {
	struct str url, file, date;
};

struct mirror {
	struct str folder; /* of the table, with the final "/", or empty */
	struct entry *at;
	size_t count;
};

static struct str folder_of(const char *path)
{
	size_t end = strlen(path);

	while (end && path[end - 1] != '/')
		end--;
	return str_of(path, end);
}

static bool is_entry(const struct row *row)
{
	struct when w;

	return row->count == 3 && row->cells[0].len && row->cells[1].len && when_parse(row->cells[2], &w);
}

/* Who is told of rows that are none. */
struct complaint {
	const char *path;
	mirror_fault *fault;
	void *context;
};

static void complain(const struct complaint *c, unsigned line)
{
	struct err e = { 0 };

	err_set(&e, ERR_SYNTAX, "left out: a row is an address, a file and an ISO date");
	err_at(&e, c->path, line, 0);
	c->fault(c->context, &e);
}

static bool read_entries(struct mirror *m, struct str text, const struct complaint *c, struct arena *a, struct err *e)
{
	struct row_reader r = row_reader_make(text, a);
	struct row row;

	if (!row_next(&r, &row) || row_column(&row, "url") != 0 || row_column(&row, "file") != 1 ||
	    row_column(&row, "date") != 2) {
		err_set(e, ERR_SYNTAX, "no mirror's table: its header is url,file,date");
		return err_at(e, NULL, 1, 0);
	}
	while (row_next(&r, &row)) {
		if (is_entry(&row))
			m->at[m->count++] = (struct entry){ row.cells[0], row.cells[1], row.cells[2] };
		else
			complain(c, row.line);
	}
	return true;
}

struct mirror *mirror_open(const char *path, mirror_fault *fault, void *context, struct arena *a, struct err *e)
{
	const struct complaint complaint = { path, fault, context };
	struct mirror *m = ARENA_NEW(a, struct mirror, 1);
	struct str text = file_read(path, LIST_MAX_BYTES, a, e);
	size_t lines = 1;

	if (!m || !text.ptr)
		return NULL;
	for (struct str rest = text; rest.len; str_split(rest, '\n', &rest))
		lines++;
	m->folder = folder_of(path);
	if (!(m->at = ARENA_NEW(a, struct entry, lines))) {
		err_set(e, ERR_MEMORY, "out of memory");
		return NULL;
	}
	if (read_entries(m, text, &complaint, a, e))
		return m;
	err_at(e, path, 0, 0);
	return NULL;
}

static const struct entry *find(const struct mirror *m, struct str url)
{
	for (size_t i = 0; i < m->count; i++)
		if (str_eq(m->at[i].url, url))
			return &m->at[i];
	return NULL;
}

static bool get(void *context, struct str url, struct arena *a, struct delivery *out, struct err *e)
{
	const struct mirror *m = context;
	const struct entry *x = find(m, url);
	char path[LIST_MAX_PATH];

	*out = (struct delivery){ 0 };
	if (!x)
		return true;
	struct str folder = *x->file.ptr == '/' ? str_of(NULL, 0) : m->folder;
	int n = snprintf(path, sizeof(path), "%.*s%.*s", STR_ARG(folder), STR_ARG(x->file));
	if (n < 0 || (size_t)n >= sizeof(path))
		return err_set(e, ERR_FILE, "the path is too long");
	out->text = file_read(path, LIST_MAX_BYTES, a, e);
	out->date = x->date;
	return out->text.ptr != NULL;
}

struct update_source mirror_source(struct mirror *m)
{
	return (struct update_source){ get, m };
}

size_t mirror_count(const struct mirror *m)
{
	return m->count;
}

struct str mirror_url(const struct mirror *m, size_t i)
{
	return m->at[i].url;
}
