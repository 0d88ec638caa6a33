#include "list/identifier.h"

#include "base/log.h"
#include "base/table.h"
#include "list/entry.h"
#include "list/normal.h"
#include "list/row.h"

struct identifiers {
	struct table table; /* a letter for the kind, then the normal form */
	struct identifier *at;
	size_t count, room;
	struct arena *a;
	bool failed, is_damaged;
};

static const char *const confidence_names[] = { "", "low", "medium", "high" };

const char *confidence_name(enum confidence c)
{
	return confidence_names[c];
}

static enum confidence confidence_find(struct str word)
{
	for (size_t i = COUNT(confidence_names) - 1; i; i--)
		if (str_is(word, confidence_names[i]))
			return (enum confidence)i;
	return CONFIDENCE_LOW;
}

static char kind_letter(enum list_kind kind)
{
	return (char)('A' + kind);
}

static struct str normal_of(enum list_kind kind, struct str value, char out[NORMAL_MAX])
{
	switch (kind) {
	case LIST_EMAIL: return normal_email(value, out);
	case LIST_DOMAIN: return normal_domain(value, out);
	case LIST_GITHUB: case LIST_X: case LIST_TELEGRAM: return normal_handle(value, out);
	case LIST_WALLET: return normal_wallet(value, out);
	case LIST_COMPANY: return normal_company(value, out);
	case LIST_NAME: case LIST_IP: case LIST_ASN: case LIST_IDENTIFIER: case LIST_PHONE: case LIST_PRODUCT:
	case LIST_KINDS:
		break;
	}
	return str_of(NULL, 0);
}

static void enter(struct identifiers *s, const struct identifier *x, struct str normal)
{
	char *key = arena_alloc(s->a, normal.len + 1);

	if (!key || s->count == s->room) {
		s->failed = true;
		return;
	}
	key[0] = kind_letter(x->kind);
	memcpy(key + 1, normal.ptr, normal.len);
	uint32_t other = table_find(&s->table, str_of(key, normal.len + 1));
	s->at[s->count] = *x;
	s->at[s->count].next = other == TABLE_NONE ? NULL : &s->at[s->table.entries[other].value];
	table_add(&s->table, str_of(key, normal.len + 1), (uint32_t)s->count++);
}

/* Names are kept for person.c, which searches them by likeness. */
static void add(struct identifiers *s, const struct identifier *x)
{
	char out[NORMAL_MAX];
	struct str normal = normal_of(x->kind, x->entry, out);

	if (normal.ptr)
		enter(s, x, normal);
	else if (x->kind == LIST_NAME && s->count < s->room)
		s->at[s->count++] = *x;
}

/* kind,value,label,source,url,first_published,confidence; a "tld" is a domain of one label, kept as it is. */
static void add_published(struct identifiers *s, const struct list *list, struct str text)
{
	struct row_reader r = row_reader_make(text, s->a);
	struct row row;

	for (bool header = true; row_next(&r, &row); header = false) {
		const struct str *c = row.cells;
		bool is_tld = str_is(c[0], "tld");
		struct identifier x = {
			.list = list, .kind = is_tld ? LIST_DOMAIN : list_kind_find(c[0]), .class = CLASS_PUBLISHED,
			.confidence = confidence_find(c[6]), .entry = c[1], .label = c[2], .source = c[3], .url = c[4],
			.date = c[5],
		};
		if (header || x.kind == LIST_KINDS)
			continue;
		if (is_tld)
			enter(s, &x, x.entry);
		else
			add(s, &x);
	}
}

static const struct second *second_of(struct identifiers *s, const struct entry *row)
{
	const struct str *c = row->cells;

	if (!c[ENTRY_DOCUMENTS].len && !c[ENTRY_ADDRESSES].len && !c[ENTRY_WALLETS].len && !c[ENTRY_EMAILS].len)
		return NULL;
	struct second *second = ARENA_NEW(s->a, struct second, 1);
	s->failed = s->failed || !second;
	if (second)
		*second = (struct second){
			c[ENTRY_DOCUMENTS], c[ENTRY_ADDRESSES], c[ENTRY_WALLETS], c[ENTRY_EMAILS],
		};
	return second;
}

/*
 * The values of one cell of @row, each an identifier of @kind; the name that comes first is the holder of the others.
 */
static void add_values(struct identifiers *s, const struct list *list, const struct entry *row,
    enum entry_column column, enum list_kind kind)
{
	const struct second *second = column == ENTRY_NAMES ? second_of(s, row) : NULL;
	struct str values = row->cells[column], rest;
	struct str holder = str_trim(str_split(row->cells[ENTRY_NAMES], ';', &rest));

	while (values.len) {
		struct identifier x = {
			.list = list, .kind = kind, .class = CLASS_SANCTIONED,
			.entry = str_trim(str_split(values, ';', &values)), .authority = row->cells[ENTRY_LIST],
			.id = row->cells[ENTRY_ID], .programme = row->cells[ENTRY_PROGRAMME],
			.date = row->cells[ENTRY_LISTED], .born = row->cells[ENTRY_BORN], .second = second,
		};
		if (column != ENTRY_NAMES)
			x.holder = holder;
		add(s, &x);
	}
}

/* Ships and aircraft are no employers.  Weak aliases are left out: their list says that they tell too little. */
static void add_designated(struct identifiers *s, const struct list *list, struct str text)
{
	struct entry_reader r;
	struct entry row;

	if (!entry_open(&r, text, s->a)) {
		log_error("list %.*s is damaged and left out; take it anew", STR_ARG(list->name));
		s->is_damaged = true;
		return;
	}
	while (entry_next(&r, &row)) {
		if (str_is(row.cells[ENTRY_TYPE], "person"))
			add_values(s, list, &row, ENTRY_NAMES, LIST_NAME);
		else if (!str_is(row.cells[ENTRY_TYPE], "vessel") && !str_is(row.cells[ENTRY_TYPE], "aircraft"))
			add_values(s, list, &row, ENTRY_NAMES, LIST_COMPANY);
		add_values(s, list, &row, ENTRY_WALLETS, LIST_WALLET);
		add_values(s, list, &row, ENTRY_EMAILS, LIST_EMAIL);
	}
}

/* address,id,programme,holder */
static void add_wallets(struct identifiers *s, const struct list *list, struct str text)
{
	static const struct str ofac = STR("OFAC");
	struct row_reader r = row_reader_make(text, s->a);
	struct row row;

	for (bool header = true; row_next(&r, &row); header = false) {
		const struct str *c = row.cells;
		struct identifier x = {
			.list = list, .kind = LIST_WALLET, .class = CLASS_SANCTIONED, .entry = c[0],
			.authority = ofac, .id = c[1], .programme = c[2], .holder = c[3],
		};
		if (!header)
			add(s, &x);
	}
}

/* One value a line: so the user's lists are kept. */
static void add_lines(struct identifiers *s, const struct list *list, struct str text)
{
	while (text.len) {
		struct identifier x = {
			.list = list, .kind = list->kind, .class = list->class,
			.confidence = confidence_find(list->confidence), .entry = str_split(text, '\n', &text),
			.source = list->source, .date = list->date,
		};
		if (x.entry.len)
			add(s, &x);
	}
}

static bool is_ours(const struct list *list)
{
	return (list->class == CLASS_PUBLISHED || list->class == CLASS_SANCTIONED) && list->kind != LIST_IP;
}

static size_t count_bytes(struct str text, char byte)
{
	size_t n = 0;

	for (struct str rest = text; rest.len; str_split(rest, byte, &rest))
		n++;
	return n;
}

/* A row of designated persons has three cells of values, divided by semicolons. */
static size_t count_values(const struct list *list, struct str text)
{
	size_t lines = 1 + count_bytes(text, '\n');

	return list->kind == LIST_NAME ? 3 * lines + count_bytes(text, ';') : lines;
}

/* The user's names stand one a line; so do those of sanctions lists, under the header of their table. */
static bool is_table(const struct list *list, struct str text)
{
	static const struct str start = STR("list,id,");

	return list->kind == LIST_NAME && list->class == CLASS_SANCTIONED &&
	    (list->is_embedded || str_starts(text, start));
}

static void add_list(struct identifiers *s, const struct list *list, struct str text)
{
	if (is_table(list, text))
		add_designated(s, list, text);
	else if (!list->is_embedded)
		add_lines(s, list, text);
	else if (list->kind == LIST_IDENTIFIER)
		add_published(s, list, text);
	else if (list->kind == LIST_WALLET)
		add_wallets(s, list, text);
}

struct identifiers *identifiers_load(const struct lists *l, struct arena *a)
{
	struct identifiers *s = ARENA_NEW(a, struct identifiers, 1);
	struct str *texts = ARENA_NEW(a, struct str, lists_count(l));

	if (!s || !texts)
		return NULL;
	s->a = a;
	for (size_t i = 0; i < lists_count(l); i++)
		if (is_ours(lists_at(l, i)) && (texts[i] = lists_text(l, lists_at(l, i), a)).ptr)
			s->room += count_values(lists_at(l, i), texts[i]);
	if (!table_init(&s->table, a, s->room) || !(s->at = arena_alloc(a, s->room * sizeof(*s->at))))
		return NULL;
	for (size_t i = 0; i < lists_count(l); i++)
		if (texts[i].ptr)
			add_list(s, lists_at(l, i), texts[i]);
	if (s->is_damaged)
		lists_fail(l);
	return s->failed ? NULL : s;
}

size_t identifier_count(const struct identifiers *s)
{
	return s->count;
}

const struct identifier *identifier_at(const struct identifiers *s, size_t i)
{
	return &s->at[i];
}

const struct identifier *identifier_find(const struct identifiers *s, enum list_kind kind, struct str normal)
{
	char key[NORMAL_MAX + 1];

	if (!s || !normal.len || normal.len > NORMAL_MAX)
		return NULL;
	key[0] = kind_letter(kind);
	memcpy(key + 1, normal.ptr, normal.len);
	uint32_t at = table_find(&s->table, str_of(key, normal.len + 1));
	return at == TABLE_NONE ? NULL : &s->at[s->table.entries[at].value];
}

const struct identifier *identifier_find_domain(const struct identifiers *s, struct str domain)
{
	while (domain.len) {
		const struct identifier *x = identifier_find(s, LIST_DOMAIN, domain);
		if (x)
			return x;
		str_split(domain, '.', &domain);
	}
	return NULL;
}

const struct identifier *identifier_best(const struct identifier *first, enum list_class class)
{
	const struct identifier *best = NULL;

	for (; first; first = first->next)
		if (first->class == class && (!best || first->confidence > best->confidence))
			best = first;
	return best;
}

struct str identifier_text(const struct identifier *x, struct arena *a)
{
	if (x->class != CLASS_SANCTIONED || !x->id.len)
		return arena_printf(a, "%.*s%s%.*s%s%.*s", STR_ARG(x->source), x->date.len ? ", " : "",
		    STR_ARG(x->date), x->url.len ? ", " : "", STR_ARG(x->url));
	struct str who = x->holder.len ? x->holder : x->entry;
	bool has_day = x->date.len;
	return arena_printf(a, "%.*s %.*s %.*s (%.*s), %s %.*s", STR_ARG(x->authority), STR_ARG(x->id), STR_ARG(who),
	    STR_ARG(x->programme), has_day ? "listed" : "list of", STR_ARG(has_day ? x->date : x->list->date));
}
