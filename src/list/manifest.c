#include "list/manifest.h"

#include <dirent.h>
#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"
#include "limits.h"
#include "list/row.h"

static const char *const columns[] = {
	"name", "kind", "class", "product", "confidence", "source", "licence", "url", "date", "max_age_days", "entries",
	"sha256", "file", "etag", "modified",
};

enum { COLUMNS_AT_LEAST = 13 }; /* the last two came later */

static void put_list(struct buf *b, const struct list *x)
{
	char age[24], entries[24];

	snprintf(age, sizeof(age), "%lld", (long long)x->max_age_days);
	snprintf(entries, sizeof(entries), "%lld", (long long)x->entries);
	const struct str cells[COUNT(columns)] = {
		x->name, str_from(list_kind_name(x->kind)), str_from(list_class_name(x->class)), x->product,
		x->confidence, x->source, x->licence, x->url, x->date, str_from(age), str_from(entries),
		x->sha256, x->file, x->etag, x->modified,
	};

	for (size_t i = 0; i < COUNT(columns); i++) {
		if (i)
			buf_byte(b, ',');
		row_put_cell(b, cells[i]);
	}
	buf_byte(b, '\n');
}

/* A file name alone, so that a row cannot name a file elsewhere. */
static bool is_plain(struct str file)
{
	return file.len && file.len < 200 && *file.ptr != '.' && str_index(file, '/') == file.len;
}

static bool read_list(const struct row *r, struct list *x)
{
	const struct str *c = r->cells;

	*x = (struct list){
		.name = c[0], .kind = list_kind_find(c[1]), .class = list_class_find(c[2]), .product = c[3],
		.confidence = c[4], .source = c[5], .licence = c[6], .url = c[7], .date = c[8],
		.sha256 = c[11], .file = c[12], .etag = c[13], .modified = c[14],
	};
	return r->count >= COLUMNS_AT_LEAST && x->name.len && x->kind != LIST_KINDS && x->class != CLASSES &&
	    x->sha256.len == 64 && is_plain(x->file) && str_number(c[9], 0, 1 << 20, &x->max_age_days) &&
	    str_number(c[10], 0, LIST_MAX_ENTRIES, &x->entries);
}

bool manifest_put(struct manifest *m, struct arena *a, const struct list *row)
{
	for (size_t i = 0; i < m->count; i++)
		if (str_eq(m->at[i].name, row->name)) {
			m->at[i] = *row;
			return true;
		}
	if (m->count == m->room) {
		struct list *more = ARENA_NEW(a, struct list, 2 * m->room + 16);
		if (!more)
			return false;
		if (m->count)
			memcpy(more, m->at, m->count * sizeof(*more));
		m->at = more;
		m->room = 2 * m->room + 16;
	}
	m->at[m->count++] = *row;
	return true;
}

bool manifest_read(const char *folder, struct arena *a, struct manifest *out, size_t *bad)
{
	char path[LIST_MAX_PATH + 16];
	struct err e = { 0 };
	struct row row;

	*out = (struct manifest){ 0 };
	snprintf(path, sizeof(path), "%s/manifest.csv", folder);
	if (access(path, F_OK) != 0)
		return true;
	struct str text = file_read(path, LIST_MAX_BYTES, a, &e);
	if (!text.ptr) {
		log_err(&e);
		++*bad;
		return e.code != ERR_MEMORY;
	}
	struct row_reader r = row_reader_make(text, a);
	for (bool header = true; row_next(&r, &row); header = false) {
		struct list x;
		if (header)
			continue;
		if (!read_list(&row, &x)) {
			log_error("%s:%u: not a row of the table of lists; take the list anew", path, row.line);
			++*bad;
		} else if (!manifest_put(out, a, &x)) {
			return false;
		}
	}
	return true;
}

static bool is_named(const struct manifest *m, const char *file)
{
	for (size_t i = 0; i < m->count; i++)
		if (str_is(m->at[i].file, file))
			return true;
	return false;
}

/* Files of lists are NAME-DIGEST.list; what an update left that was ended half way has ".PID.new" behind that. */
static bool is_ours(const char *file)
{
	static const struct str list = STR(".list"), new = STR(".new");
	struct str name = str_from(file);

	return str_ends(name, list) ||
	    (str_ends(name, new) && (strstr(file, ".list.") || strstr(file, "manifest.csv.")));
}

/* Nothing else in the folder is ours to remove.  The lock is held: nobody else is writing. */
static void remove_unnamed(const char *folder, const struct manifest *m)
{
	char path[LIST_MAX_PATH + 300];
	DIR *d = opendir(folder);

	for (struct dirent *f; d && (f = readdir(d));)
		if (is_ours(f->d_name) && !is_named(m, f->d_name)) {
			snprintf(path, sizeof(path), "%s/%s", folder, f->d_name);
			unlink(path);
		}
	if (d)
		closedir(d);
}

bool manifest_write(const char *folder, const struct manifest *m, struct err *e)
{
	struct buf b = buf_make(LIST_MAX_BYTES);
	char path[LIST_MAX_PATH + 16];
	bool ok;

	for (size_t i = 0; i < COUNT(columns); i++)
		buf_printf(&b, "%s%s", i ? "," : "", columns[i]);
	buf_byte(&b, '\n');
	for (size_t i = 0; i < m->count; i++)
		put_list(&b, &m->at[i]);
	snprintf(path, sizeof(path), "%s/manifest.csv", folder);
	ok = b.failed ? err_set(e, ERR_MEMORY, "out of memory") : file_write(path, buf_str(&b), e);
	buf_clear(&b);
	if (ok)
		remove_unnamed(folder, m);
	return ok;
}
