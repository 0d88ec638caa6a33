/*
 * The flat files of the US Treasury: SDN.CSV with ALT.CSV, ADD.CSV and SDN_COMMENTS.CSV, as OFAC's data specification
 * of 2023-09-25 has them.  No header; "-0-" is null; the last byte is Ctrl-Z on a line of its own.
 */
#include "base/table.h"
#include "list/feed_entry.h"

enum { SDN_COLUMNS = 12, ALT_COLUMNS = 5, ADD_COLUMNS = 6, COMMENT_COLUMNS = 2 };
enum { SDN_REMARKS = 11 }; /* column */

/* One row of the main file, with what the others add. */
struct sdn {
	struct str id, remarks;
	struct entry_draft draft;
};

struct ofac {
	struct entry_feed *feed;
	struct sdn *at;
	size_t count;
	struct table ids;
};

static struct str cell(const struct row *r, size_t i)
{
	struct str s = str_trim(r->cells[i]);

	return str_is(s, "-0-") ? str_of(NULL, 0) : s;
}

static bool is_end(const struct row *r)
{
	return r->count == 1 && str_is(r->cells[0], "\x1A");
}

/* The next row of one of the files; *more is false at its end.  False with @e. */
static bool next_row(struct ofac *o, struct row_reader *r, const char *file, size_t columns, struct row *row,
    bool *more)
{
	int64_t id;

	*more = row_next(r, row) && !is_end(row);
	if (!*more || (row->count == columns && str_number(row->cells[0], 0, INT64_MAX, &id)))
		return true;
	err_set(o->feed->e, ERR_SYNTAX, "%s: a row has %zu columns and begins with a number", file, columns);
	return err_at(o->feed->e, NULL, row->line, 0);
}

/* A file that was cut short would end within a row. */
static bool is_whole(struct ofac *o, struct str text, const char *file)
{
	if (text.len && (text.ptr[text.len - 1] == '\n' || text.ptr[text.len - 1] == '\x1A'))
		return true;
	return err_set(o->feed->e, ERR_SYNTAX, "%s is cut short", file);
}

static struct sdn *find(struct ofac *o, struct str id)
{
	uint32_t at = table_find(&o->ids, id);

	return at == TABLE_NONE ? NULL : &o->at[o->ids.entries[at].value];
}

static struct str type_of(struct str word)
{
	if (!word.len)
		return STR_LIT("entity");
	return str_is(word, "individual") ? STR_LIT("person") : word;
}

static bool read_main(struct ofac *o, struct str text)
{
	struct row_reader r = row_reader_make(text, o->feed->a);
	struct row row;
	bool more;

	while (next_row(o, &r, "SDN.CSV", SDN_COLUMNS, &row, &more) && more) {
		struct sdn *x = &o->at[o->count];
		*x = (struct sdn){ .id = cell(&row, 0), .remarks = cell(&row, SDN_REMARKS) };
		x->draft.a = o->feed->a;
		entry_draft_add(&x->draft, ENTRY_LIST, STR_LIT("OFAC"));
		entry_draft_add(&x->draft, ENTRY_ID, x->id);
		entry_draft_add(&x->draft, ENTRY_NAMES, cell(&row, 1));
		entry_draft_add(&x->draft, ENTRY_TYPE, type_of(cell(&row, 2)));
		entry_feed_programmes(&x->draft, cell(&row, 3));
		table_add(&o->ids, x->id, (uint32_t)o->count++);
	}
	return !more;
}

/* Rows of entries that the main file does not have are of another day, and left out. */
static bool read_aliases(struct ofac *o, struct str text)
{
	struct row_reader r = row_reader_make(text, o->feed->a);
	struct row row;
	bool more;

	while (next_row(o, &r, "ALT.CSV", ALT_COLUMNS, &row, &more) && more) {
		struct sdn *x = find(o, row.cells[0]);
		if (x)
			entry_draft_add(&x->draft, ENTRY_NAMES, cell(&row, 3));
	}
	return !more;
}

static bool read_addresses(struct ofac *o, struct str text)
{
	struct row_reader r = row_reader_make(text, o->feed->a);
	struct row row;
	bool more;

	while (next_row(o, &r, "ADD.CSV", ADD_COLUMNS, &row, &more) && more) {
		struct sdn *x = find(o, row.cells[0]);
		struct str street = cell(&row, 2), city = cell(&row, 3), country = cell(&row, 4);
		if (x && (street.len || city.len || country.len))
			entry_draft_add(&x->draft, ENTRY_ADDRESSES, arena_printf(o->feed->a, "%.*s|%.*s|%.*s",
			    STR_ARG(street), STR_ARG(city), STR_ARG(country)));
	}
	return !more;
}

/* Remarks are cut at 1,000 characters; the rest stands here, to be joined with nothing between. */
static bool read_comments(struct ofac *o, struct str text)
{
	struct row_reader r = row_reader_make(text, o->feed->a);
	struct row row;
	bool more;

	while (next_row(o, &r, "SDN_COMMENTS.CSV", COMMENT_COLUMNS, &row, &more) && more) {
		struct sdn *x = find(o, row.cells[0]);
		struct str rest = row.cells[1];
		if (x)
			x->remarks = arena_printf(o->feed->a, "%.*s%.*s", STR_ARG(x->remarks), STR_ARG(rest));
	}
	return !more;
}

static struct str after(struct str s, struct str start)
{
	return str_of(s.ptr + start.len, s.len - start.len);
}

static void add_value(struct entry_draft *d, enum entry_column column, struct str rest)
{
	entry_draft_add(d, column, rest);
}

/* "XBT 1D6gG9...": the currency, which the shape of the address tells better, and the address. */
static void add_wallet(struct entry_draft *d, enum entry_column column, struct str rest)
{
	str_split(str_trim(rest), ' ', &rest);
	entry_draft_add(d, column, rest);
}

/* "'KOMID'" */
static void add_alias(struct entry_draft *d, enum entry_column column, struct str rest)
{
	rest = str_trim(rest);
	if (rest.len > 1 && *rest.ptr == '\'' && rest.ptr[rest.len - 1] == '\'')
		rest = str_of(rest.ptr + 1, rest.len - 2);
	entry_draft_add(d, column, rest);
}

/* "(EO 14024 Directive 2): 24 Feb 2022"; the first one counts. */
static void add_listed(struct entry_draft *d, enum entry_column column, struct str rest)
{
	if (d->first[column])
		return;
	str_split(rest, ':', &rest);
	entry_feed_date(d, column, rest);
}

/* What begins a remark, and what the rest of it is. */
static const struct {
	struct str start;
	enum entry_column column;
	void (*add)(struct entry_draft *d, enum entry_column column, struct str rest);
} remarks[] = {
	{ STR("Digital Currency Address - "), ENTRY_WALLETS, add_wallet },
	{ STR("Email Address "), ENTRY_EMAILS, add_value }, { STR("EMAIL "), ENTRY_EMAILS, add_value },
	{ STR("Website "), ENTRY_SITES, add_value }, { STR("Phone Number "), ENTRY_PHONES, add_value },
	{ STR("PHONE "), ENTRY_PHONES, add_value }, { STR("DOB "), ENTRY_BORN, entry_feed_date },
	{ STR("a.k.a. "), ENTRY_WEAK, add_alias }, { STR("f.k.a. "), ENTRY_WEAK, add_alias },
	{ STR("n.k.a. "), ENTRY_WEAK, add_alias }, { STR("Listing Date"), ENTRY_LISTED, add_listed },
};

/* Remarks "KIND NUMBER (COUNTRY) ...". */
static const struct str documents[] = {
	STR("Passport"), STR("Diplomatic Passport"), STR("Stateless Person Passport"), STR("National ID No."),
	STR("National Foreign ID Number"), STR("Identification Number"), STR("Personal ID Card"), STR("Cedula No."),
	STR("SSN"), STR("Driver's License No."), STR("Residency Number"), STR("Travel Document Number"),
	STR("Birth Certificate Number"), STR("Tax ID No."), STR("Registration Number"), STR("Registration ID"),
	STR("Business Registration Number"), STR("Business Number"), STR("Company Number"),
	STR("Commercial Registry Number"), STR("Unified Social Credit Code (USCC)"), STR("Legal Entity Number"),
};

static bool add_document(struct entry_draft *d, struct str remark)
{
	for (size_t i = 0; i < COUNT(documents); i++) {
		struct str kind = documents[i], rest = remark, country;
		if (!str_starts(remark, kind) || remark.len == kind.len || remark.ptr[kind.len] != ' ')
			continue;
		rest = after(remark, kind);
		size_t open = str_index(rest, '(');
		str_split(rest, '(', &country);
		country = str_split(country, ')', &(struct str){ 0 });
		struct str number = str_split(str_trim(str_of(rest.ptr, open)), ' ', &(struct str){ 0 });
		entry_draft_add(d, ENTRY_DOCUMENTS, arena_printf(d->a, "%.*s|%.*s|%.*s", STR_ARG(kind), STR_ARG(number),
		    STR_ARG(country)));
		return true;
	}
	return false;
}

static void add_remark(struct entry_draft *d, struct str remark)
{
	static const struct str another = STR("alt. ");

	if (str_starts(remark, another))
		remark = after(remark, another);
	for (size_t i = 0; i < COUNT(remarks); i++)
		if (str_starts(remark, remarks[i].start)) {
			remarks[i].add(d, remarks[i].column, after(remark, remarks[i].start));
			return;
		}
	add_document(d, remark);
}

/* Parts are separated by "; ", and the last one ends with a full stop. */
static void add_remarks(struct sdn *x)
{
	struct str rest = x->remarks;

	while (rest.len) {
		size_t end = 0;
		while (end < rest.len && !(rest.ptr[end] == ';' && end + 1 < rest.len && rest.ptr[end + 1] == ' '))
			end++;
		struct str one = str_trim(str_of(rest.ptr, end));
		rest = end < rest.len ? str_of(rest.ptr + end + 2, rest.len - end - 2) : str_of(NULL, 0);
		if (!rest.len && one.len && one.ptr[one.len - 1] == '.')
			one.len--;
		add_remark(&x->draft, one);
	}
}

static size_t count_lines(struct str text)
{
	size_t n = 1;

	for (struct str rest = text; rest.len; str_split(rest, '\n', &rest))
		n++;
	return n;
}

bool entry_feed_ofac(struct entry_feed *f, const struct feed_text *in)
{
	static const struct {
		const char *file;
		bool (*read)(struct ofac *o, struct str text);
	} parts[FEED_PARTS] = {
		{ "ALT.CSV", read_aliases }, { "ADD.CSV", read_addresses }, { "SDN_COMMENTS.CSV", read_comments },
	};
	struct ofac o = { .feed = f };
	size_t room = count_lines(in->text);

	o.at = arena_alloc(f->a, room * sizeof(*o.at));
	if (!o.at || !table_init(&o.ids, f->a, room))
		return err_set(f->e, ERR_MEMORY, "out of memory");
	if (!is_whole(&o, in->text, "SDN.CSV") || !read_main(&o, in->text))
		return false;
	for (size_t i = 0; i < FEED_PARTS; i++) {
		if (!in->parts[i].ptr)
			continue;
		if (!is_whole(&o, in->parts[i], parts[i].file) || !parts[i].read(&o, in->parts[i]))
			return false;
	}
	for (size_t i = 0; i < o.count; i++) {
		add_remarks(&o.at[i]);
		if (!entry_feed_put(f, &o.at[i].draft))
			return false;
	}
	return true;
}
