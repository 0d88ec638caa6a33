#include "list/feed_entry.h"

#include "base/when.h"
#include "limits.h"

bool entry_feed_put(struct entry_feed *f, struct entry_draft *d)
{
	if (!d->failed && !d->first[ENTRY_NAMES])
		return true;
	if (f->entries >= LIST_MAX_ENTRIES)
		return err_set(f->e, ERR_LIMIT, "more than %d entries", LIST_MAX_ENTRIES);
	f->entries++;
	return (!d->failed && entry_draft_put(d, f->out)) || err_set(f->e, ERR_MEMORY, "out of memory");
}

static struct str next_word(struct str *rest)
{
	struct str word = str_split(str_trim(*rest), ' ', rest);

	return word;
}

/* "Nov", whatever its case; 0 if it is no month. */
static int month_of(struct str word)
{
	static const struct str months[] = {
		STR("Jan"), STR("Feb"), STR("Mar"), STR("Apr"), STR("May"), STR("Jun"), STR("Jul"), STR("Aug"),
		STR("Sep"), STR("Oct"), STR("Nov"), STR("Dec"),
	};

	for (size_t i = 0; i < COUNT(months); i++)
		if (word.len >= 3 && str_eq_ascii(str_of(word.ptr, 3), months[i]))
			return (int)i + 1;
	return 0;
}

/* "25 Nov 1983", "Nov 1983", "1983" or an ISO date, as an ISO date; no text if it is none of these. */
static struct str iso_date(struct str text, struct arena *a)
{
	struct str rest = text, word = next_word(&rest);
	int64_t day = 0, year = 0;
	struct when w;
	struct str made;

	if (when_parse(text, &w))
		return str_of(text.ptr, text.len < 10 ? text.len : 10);
	if (str_number(word, 1, 31, &day))
		word = next_word(&rest);
	int month = month_of(word);
	if (!month || !str_number(str_trim(rest), 1000, 2999, &year))
		return str_of(NULL, 0);
	made = day ? arena_printf(a, "%04d-%02d-%02d", (int)year, month, (int)day) :
	    arena_printf(a, "%04d-%02d", (int)year, month);
	return made.ptr && when_parse(made, &w) ? made : str_of(NULL, 0);
}

static void add_span(struct entry_draft *d, enum entry_column column, struct str from, struct str to)
{
	struct when first, last;

	if (!when_parse(from, &first) || !when_parse(to, &last) || last.year < first.year ||
	    last.year - first.year > ENTRY_MAX_SPAN)
		return;
	for (int year = first.year; year <= last.year; year++)
		entry_draft_add(d, column, arena_printf(d->a, "%04d", year));
}

/* Where "to" stands between two dates, or the length. */
static size_t find_to(struct str s)
{
	for (size_t i = 0; i + 4 <= s.len; i++)
		if (memcmp(s.ptr + i, " to ", 4) == 0)
			return i;
	return s.len;
}

void entry_feed_date(struct entry_draft *d, enum entry_column column, struct str text)
{
	static const struct str about = STR("circa ");

	text = str_trim(text);
	bool is_about = str_starts(text, about);
	if (is_about)
		text = str_of(text.ptr + about.len, text.len - about.len);
	size_t to = find_to(text);
	struct str from = iso_date(str_trim(str_of(text.ptr, to)), d->a);
	if (!from.ptr)
		return;
	if (to < text.len) {
		struct str until = str_trim(str_of(text.ptr + to + 4, text.len - to - 4));
		add_span(d, column, from, iso_date(until, d->a));
		return;
	}
	entry_draft_add(d, column, is_about ? str_of(from.ptr, 4) : from);
}

/* What the columns of tables that others make are called, and what they are here. */
static const struct { const char *name; enum entry_column column; } columns[] = {
	{ "uid", ENTRY_ID }, { "id", ENTRY_ID }, { "reference", ENTRY_ID }, { "list", ENTRY_LIST },
	{ "authority", ENTRY_LIST }, { "name", ENTRY_NAMES }, { "names", ENTRY_NAMES },
	{ "alternate_names", ENTRY_NAMES }, { "aliases", ENTRY_NAMES }, { "type", ENTRY_TYPE },
	{ "programme", ENTRY_PROGRAMME }, { "programs", ENTRY_PROGRAMME }, { "dob", ENTRY_BORN },
	{ "born", ENTRY_BORN }, { "birth_date", ENTRY_BORN }, { "listed", ENTRY_LISTED },
	{ "listed_on", ENTRY_LISTED }, { "weak", ENTRY_WEAK }, { "documents", ENTRY_DOCUMENTS },
	{ "addresses", ENTRY_ADDRESSES }, { "wallets", ENTRY_WALLETS }, { "emails", ENTRY_EMAILS },
	{ "sites", ENTRY_SITES }, { "phones", ENTRY_PHONES }, { "remarks", ENTRY_COLUMNS },
};

bool entry_feed_knows(const struct row *header)
{
	bool has[ENTRY_COLUMNS + 1] = { false };

	for (size_t i = 0; i < COUNT(columns); i++)
		if (row_column(header, columns[i].name) != ROW_MAX)
			has[columns[i].column] = true;
	return has[ENTRY_ID] && has[ENTRY_NAMES];
}

void entry_feed_programmes(struct entry_draft *d, struct str cell)
{
	while (cell.len) {
		size_t skip = 0, end;
		while (skip < cell.len && strchr("[] ,;", cell.ptr[skip]))
			skip++;
		for (end = skip; end < cell.len && !strchr("[] ,;", cell.ptr[end]);)
			end++;
		entry_draft_add(d, ENTRY_PROGRAMME, str_of(cell.ptr + skip, end - skip));
		cell = str_of(cell.ptr + end, cell.len - end);
	}
}

/* "individual" is the word of OFAC and of the tables made from it. */
static struct str type_of(struct str word)
{
	return str_eq_ascii(word, STR_LIT("individual")) ? STR_LIT("person") : word;
}

static void add_cell(struct entry_draft *d, enum entry_column column, struct str cell)
{
	char between = column == ENTRY_BORN && str_index(cell, ';') == cell.len && cell.len > 10 &&
	    str_index(cell, '-') < cell.len ? ' ' : ';';

	if (column == ENTRY_PROGRAMME) {
		entry_feed_programmes(d, cell);
		return;
	}
	while (cell.len) {
		struct str value = str_trim(str_split(cell, between, &cell));
		if (column == ENTRY_BORN || column == ENTRY_LISTED)
			entry_feed_date(d, column, value);
		else
			entry_draft_add(d, column, column == ENTRY_TYPE ? type_of(value) : value);
	}
}

static void add_row(struct entry_draft *d, const struct row *row, const size_t *at)
{
	for (size_t i = 0; i < COUNT(columns); i++)
		if (at[i] != ROW_MAX && columns[i].column != ENTRY_COLUMNS)
			add_cell(d, columns[i].column, row->cells[at[i]]);
}

/* Who designated: "KPi.001" is how the UN numbers, a number alone is OFAC's. */
static void add_authority(struct entry_draft *d)
{
	int64_t n;

	if (!d->first[ENTRY_LIST])
		entry_draft_add(d, ENTRY_LIST,
		    str_number(entry_draft_first(d, ENTRY_ID), 0, INT64_MAX, &n) ? STR_LIT("OFAC") : STR_LIT("UN"));
}

bool entry_feed_table(struct entry_feed *f, const struct feed_text *in)
{
	struct row_reader r = row_reader_make(in->text, f->a);
	size_t at[COUNT(columns)], wallet, currency;
	struct row row;

	if (!row_next(&r, &row) || !entry_feed_knows(&row))
		return err_set(f->e, ERR_SYNTAX, "no table of designated persons: its header names an id and a name");
	for (size_t i = 0; i < COUNT(columns); i++)
		at[i] = row_column(&row, columns[i].name);
	wallet = row_column(&row, "address");
	currency = row_column(&row, "currency");
	for (bool more = row_next(&r, &row); more;) {
		struct entry_draft d = { .a = f->a };
		unsigned line = row.line;
		do { /* rows of one entry follow one another, one for each wallet */
			add_row(&d, &row, at);
			if (wallet != ROW_MAX && currency != ROW_MAX)
				entry_draft_add(&d, ENTRY_WALLETS, row.cells[wallet]);
			more = row_next(&r, &row);
		} while (more && currency != ROW_MAX && str_eq(row.cells[at[0]], entry_draft_first(&d, ENTRY_ID)));
		add_authority(&d);
		if (!entry_draft_first(&d, ENTRY_ID).len)
			return err_set(f->e, ERR_TYPE, "an entry without an id") || err_at(f->e, NULL, line, 0);
		if (!entry_feed_put(f, &d))
			return false;
	}
	return true;
}
