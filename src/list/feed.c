#include "list/feed.h"

#include <stdlib.h>

#include "base/json_read.h"
#include "base/prefix.h"
#include "limits.h"
#include "list/feed_entry.h"
#include "list/normal.h"
#include "list/row.h"

enum { FEED_MAX_DEPTH = 32, BAD_MAX = 20 }; /* nested lists and maps of a feed; the deepest has 5. Entries told of */

/* Entries as they are gathered. */
struct harvest {
	enum list_kind kind;
	struct arena arena;
	struct prefix *nets;  /* LIST_IP */
	struct str *texts;    /* all other kinds */
	size_t count, room, bad;
	const struct feed_text *in;
	struct err *e;
};

static bool make_room(struct harvest *h)
{
	if (h->count >= LIST_MAX_ENTRIES)
		return err_set(h->e, ERR_LIMIT, "more than %d entries", LIST_MAX_ENTRIES);
	if (h->count < h->room)
		return true;
	size_t room = 2 * h->room + 1024;
	void *old = h->kind == LIST_IP ? (void *)h->nets : (void *)h->texts;
	void *more = mem_grow(old, h->kind == LIST_IP ? sizeof(*h->nets) : sizeof(*h->texts), room);
	if (!more)
		return err_set(h->e, ERR_MEMORY, "out of memory");
	if (h->kind == LIST_IP)
		h->nets = more;
	else
		h->texts = more;
	h->room = room;
	return true;
}

/* What is kept of a value; no text if it is none of its kind. */
static struct str keep(enum list_kind kind, struct str value, char out[NORMAL_MAX])
{
	switch (kind) {
	case LIST_DOMAIN: return normal_domain(value, out);
	case LIST_EMAIL: return normal_email(value, out);
	case LIST_GITHUB: case LIST_X: case LIST_TELEGRAM: return normal_handle(value, out);
	case LIST_WALLET: return normal_wallet(value, out);
	case LIST_COMPANY: return normal_company(value, out).ptr ? value : str_of(NULL, 0);
	case LIST_NAME: return normal_name(value, out).ptr ? value : str_of(NULL, 0);
	case LIST_ASN: return normal_asn(value, out);
	case LIST_IP: case LIST_IDENTIFIER: case LIST_PHONE: case LIST_PRODUCT: case LIST_KINDS:
		break;
	}
	return str_of(NULL, 0);
}

/* False ends the reading. */
static bool refuse(struct harvest *h, struct str value, unsigned line)
{
	struct err own = { 0 }, *e = h->in->bad ? &own : h->e;

	err_set(e, ERR_TYPE, "no %s: \"%.60s\"", h->kind == LIST_IP ? "network" : list_kind_name(h->kind),
	    arena_copy(&h->arena, str_of(value.ptr, value.len < 60 ? value.len : 60)).ptr);
	err_at(e, NULL, line, 0);
	if (h->in->bad && h->bad++ < BAD_MAX)
		h->in->bad(h->in->context, e);
	return h->in->bad;
}

/* One entry, from @line (0: not known).  The text of a public list may be quoted. */
static bool gather(struct harvest *h, struct str value, unsigned line)
{
	char out[NORMAL_MAX];
	struct str kept = str_of(NULL, 0);
	struct cidr net;

	if (!make_room(h))
		return false;
	bool ok = h->kind == LIST_IP ? cidr_parse(value, &net) : (kept = keep(h->kind, value, out)).ptr != NULL;
	for (size_t i = 0; i < kept.len; i++)
		ok = ok && kept.ptr[i] != '\n';
	if (!ok)
		return refuse(h, value, line);
	if (h->kind == LIST_IP)
		h->nets[h->count] = (struct prefix){ .net = net };
	else if (!(h->texts[h->count] = arena_copy(&h->arena, kept)).ptr)
		return err_set(h->e, ERR_MEMORY, "out of memory");
	h->count++;
	return true;
}

/* A remark begins with "#" or ";"; a value that has them in it has no blank before. */
static struct str without_remark(struct str line)
{
	for (size_t i = 0; i < line.len; i++) {
		bool is_mark = line.ptr[i] == '#' || line.ptr[i] == ';';
		if (is_mark && (!i || line.ptr[i - 1] == ' ' || line.ptr[i - 1] == '\t'))
			line.len = i;
	}
	return str_trim(line);
}

static bool read_lines(struct harvest *h, struct str column, struct str text)
{
	static const struct str mark = STR("\xEF\xBB\xBF");
	unsigned number = 0;

	(void)column;
	if (str_starts(text, mark))
		text = str_of(text.ptr + mark.len, text.len - mark.len);
	while (text.len) {
		struct str line = without_remark(str_split(text, '\n', &text));
		number++;
		if (line.len && !gather(h, line, number))
			return false;
	}
	return true;
}

/* The cell in column @at of every row; rows without it have no entry. */
static bool read_cells(struct harvest *h, struct row_reader *r, size_t at)
{
	struct row row;

	while (row_next(r, &row))
		if (row.cells[at].len && !gather(h, row.cells[at], row.line))
			return false;
	return true;
}

static bool read_table(struct harvest *h, struct str column, struct str text)
{
	struct row_reader r = row_reader_make(text, &h->arena);
	char name[64] = "";
	struct row header;

	memcpy(name, column.ptr, column.len < sizeof(name) ? column.len : sizeof(name) - 1);
	size_t at = row_next(&r, &header) ? row_column(&header, name) : ROW_MAX;
	if (at == ROW_MAX)
		return err_set(h->e, ERR_SYNTAX, "no column \"%s\"", name);
	return read_cells(h, &r, at);
}

static bool read_geofeed(struct harvest *h, struct str column, struct str text)
{
	struct row_reader r = row_reader_make(text, &h->arena);

	(void)column;
	return read_cells(h, &r, 0);
}

/* Every text at @path below @n: "a.b" goes into maps, "[]" into each member of a list. */
static bool walk(struct harvest *h, const struct node *n, struct str path)
{
	struct str rest;

	if (!n)
		return true;
	if (!path.len)
		return n->type == NODE_TEXT ? gather(h, node_text(n), 0) : true;
	if (*path.ptr == '[') {
		path = str_of(path.ptr + 2, path.len - 2);
		if (path.len && *path.ptr == '.')
			path = str_of(path.ptr + 1, path.len - 1);
		NODE_EACH(c, n->type == NODE_LIST ? n : NULL)
			if (!walk(h, c, path))
				return false;
		return true;
	}
	size_t end = 0;
	while (end < path.len && path.ptr[end] != '.' && path.ptr[end] != '[')
		end++;
	rest = str_of(path.ptr + end, path.len - end);
	if (rest.len && *rest.ptr == '.')
		rest = str_of(rest.ptr + 1, rest.len - 1);
	return walk(h, node_get_str(n, str_of(path.ptr, end)), rest);
}

/* Brackets come in pairs, or walk() would read on behind the path. */
static bool is_path(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] == '[' && (i + 1 == s.len || s.ptr[i + 1] != ']'))
			return false;
	return s.len > 0;
}

static bool read_json(struct harvest *h, struct str paths, struct str text)
{
	struct json_reader *r = json_reader_new(FEED_MAX_DEPTH, NULL);
	struct node *root;
	bool ok = r ? json_read(r, text, &h->arena, &root, h->e) : err_set(h->e, ERR_MEMORY, "out of memory");

	while (ok && paths.len) {
		struct str path = str_split(paths, ' ', &paths);
		ok = is_path(path) ? walk(h, root, path) : err_set(h->e, ERR_USAGE, "no path to entries: json PATH...");
	}
	json_reader_free(r);
	return ok;
}

static const struct {
	struct str word;
	bool needs_more; /* a column, paths */
	bool (*read)(struct harvest *h, struct str more, struct str text);
	bool (*read_entries)(struct entry_feed *f, const struct feed_text *in); /* of LIST_NAME alone */
} forms[] = {
	{ STR("lines"), false, read_lines, NULL }, { STR("csv"), true, read_table, NULL },
	{ STR("geofeed"), false, read_geofeed, NULL }, { STR("json"), true, read_json, NULL },
	{ STR("ofac"), false, NULL, entry_feed_ofac }, { STR("un"), false, NULL, entry_feed_un },
	{ STR("designated"), false, NULL, entry_feed_table },
};

/* The row of the form, COUNT(forms) if there is none; *more is what follows its word. */
static size_t find_form(struct str form, struct str *more)
{
	struct str word = str_split(form, ' ', more);
	size_t i = 0;

	while (i < COUNT(forms) && !str_eq(word, forms[i].word))
		i++;
	return i < COUNT(forms) && forms[i].needs_more == (more->len > 0) ? i : COUNT(forms);
}

static int by_text(const void *a, const void *b)
{
	const struct str *x = a, *y = b;

	return str_cmp(*x, *y);
}

static bool put_nets(struct harvest *h, struct buf *out, int64_t *entries)
{
	char text[CIDR_TEXT];

	/* For its order alone. */
	if (!prefix_build(&h->arena, h->nets, h->count))
		return err_set(h->e, ERR_MEMORY, "out of memory");
	for (size_t i = 0; i < h->count; i++) {
		const struct cidr *c = &h->nets[i].net, *last = i ? &h->nets[i - 1].net : NULL;
		if (last && c->len == last->len && c->first.is_v6 == last->first.is_v6 && cidr_holds(c, &last->first))
			continue;
		buf_put(out, cidr_print(c, text));
		buf_byte(out, '\n');
		++*entries;
	}
	return true;
}

static void put_texts(struct harvest *h, struct buf *out, int64_t *entries)
{
	qsort(h->texts, h->count, sizeof(*h->texts), by_text);
	for (size_t i = 0; i < h->count; i++) {
		if (i && str_eq(h->texts[i], h->texts[i - 1]))
			continue;
		buf_put(out, h->texts[i]);
		buf_byte(out, '\n');
		++*entries;
	}
}

bool feed_form_is_known(struct str form)
{
	struct str more;

	return find_form(form, &more) < COUNT(forms);
}

static bool convert_values(struct harvest *h, size_t form, struct str more, struct str text, struct buf *out,
    int64_t *entries)
{
	if (!forms[form].read(h, more, text))
		return false;
	if (!h->count)
		return true;
	if (h->kind == LIST_IP)
		return put_nets(h, out, entries);
	put_texts(h, out, entries);
	return true;
}

static bool convert_entries(struct harvest *h, size_t form, const struct feed_text *in, struct buf *out,
    int64_t *entries)
{
	struct entry_feed f = { .a = &h->arena, .out = out, .e = h->e };

	if (h->kind != LIST_NAME)
		return err_set(h->e, ERR_USAGE, "the form is one of designated persons: its kind is name");
	entry_put_header(out);
	bool ok = forms[form].read_entries(&f, in);
	*entries = f.entries;
	return ok;
}

bool feed_convert(enum list_kind kind, struct str form, const struct feed_text *in, struct buf *out, int64_t *entries,
    struct err *e)
{
	struct harvest h = { .kind = kind, .in = in, .e = e };
	struct str more;
	size_t at = find_form(form, &more);

	*entries = 0;
	bool ok = at < COUNT(forms) ||
	    err_set(e, ERR_USAGE, "no form: lines, csv COLUMN, geofeed, json PATH..., ofac, un or designated");
	if (ok)
		ok = forms[at].read ? convert_values(&h, at, more, in->text, out, entries) :
		    convert_entries(&h, at, in, out, entries);
	if (ok && h.bad)
		ok = err_set(e, ERR_TYPE, "%zu entr%s: nothing was taken", h.bad,
		    h.bad == 1 ? "y is none" : "ies are none");
	if (ok && !*entries)
		ok = err_set(e, ERR_SYNTAX, "no entries");
	if (ok && out->failed)
		ok = err_set(e, ERR_LIMIT, "the list is too large");
	mem_free(h.nets);
	mem_free(h.texts);
	arena_clear(&h.arena);
	return ok;
}

struct str feed_guess(enum list_kind kind, struct str text, struct arena *a)
{
	static const char *const columns[] = {
		"cidr", "network", "prefix", "ip", "ipaddr", "address", "domain", "email", "handle", "wallet",
		"company", "name", "value",
	};
	struct row_reader r = row_reader_make(text, a);
	struct row header;

	if (!row_next(&r, &header))
		return STR_LIT("lines");
	if (kind == LIST_NAME && entry_feed_knows(&header))
		return STR_LIT("designated");
	if (kind == LIST_NAME && row_column(&header, "name") == ROW_MAX && str_starts(text, STR_LIT("<?xml")))
		return STR_LIT("un");
	for (size_t i = 0; i < COUNT(columns); i++)
		if (row_column(&header, columns[i]) != ROW_MAX)
			return arena_printf(a, "csv %s", columns[i]);
	return STR_LIT("lines");
}
