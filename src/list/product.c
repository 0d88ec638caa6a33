#include "list/product.h"

#include "base/table.h"
#include "list/normal.h"
#include "list/row.h"

enum { WORD_MAX = 64 }; /* bytes of a word that is compared; no name has a longer one */

/* One spelling of a product's name. */
struct phrase {
	struct str text;
	struct product *product;
};

enum { FORMS = 1 << 13 };

struct names {
	struct phrase *at;
	size_t count, room;
	uint64_t forms[FORMS / 64]; /* a bit for each form_of() the words of @by_word: most words begin no name */
	struct table by_word; /* the first word in lower case, or a whole domain, to a place in @at */
};

struct products {
	struct names tables[PRODUCT_TABLES];
};

static const char *const lists[PRODUCT_TABLES] = {
	[PRODUCT_REMOTE] = "remote-tools", [PRODUCT_VPN] = "vpn-products", [PRODUCT_DPRK] = "dprk-clients",
	[PRODUCT_KVM] = "kvm-hardware", [PRODUCT_CAPTURE] = "capture-hardware",
	[PRODUCT_ACTIVITY] = "activity-tools", [PRODUCT_ASSISTANT] = "interview-assistants",
	[PRODUCT_CODE_RELAY] = "code-relay-sites", [PRODUCT_TRANSFER] = "transfer-sites",
	[PRODUCT_TECHNOLOGY] = "technologies", [PRODUCT_WRITER] = "document-tools",
	[PRODUCT_EMPLOYER] = "employers",
};

static const char *const hows[PRODUCT_HOWS] = { "word", "whole", "cased", "site", "described", "managed", "other" };

const char *product_list(enum product_table t)
{
	return lists[t];
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Letters, and whatever is not ASCII. */
static bool is_letter(char c)
{
	return (c & 0x80) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* The next word of @text: a run of letters or of digits. */
static bool next_word(struct str text, size_t *at, struct str *word)
{
	size_t i = *at;

	while (i < text.len && !is_digit(text.ptr[i]) && !is_letter(text.ptr[i]))
		i++;
	size_t start = i;
	if (i < text.len && is_digit(text.ptr[i]))
		while (i < text.len && is_digit(text.ptr[i]))
			i++;
	else
		while (i < text.len && is_letter(text.ptr[i]))
			i++;
	*word = str_of(text.ptr + start, i - start);
	*at = i;
	return word->len > 0;
}

static struct str lower(struct str s, char out[WORD_MAX])
{
	if (s.len > WORD_MAX)
		return str_of(out, 0);
	for (size_t i = 0; i < s.len; i++)
		out[i] = s.ptr[i] >= 'A' && s.ptr[i] <= 'Z' ? (char)(s.ptr[i] + 'a' - 'A') : s.ptr[i];
	return str_of(out, s.len);
}

/* Where @text goes on after the words of @phrase, the first of which stands at @at; 0 if it does not hold them. */
static size_t end_of(struct str phrase, struct str text, size_t at)
{
	struct str want, got;

	for (size_t i = 0; next_word(phrase, &i, &want);)
		if (!next_word(text, &at, &got) || !str_eq_ascii(want, got))
			return 0;
	return at;
}

static bool is_version(struct str word)
{
	return is_digit(*word.ptr) || str_eq_ascii(word, STR_LIT("exe")) || str_eq_ascii(word, STR_LIT("v"));
}

/* Does @text hold nothing beside what stands from @start to @end? */
static bool is_whole(struct str text, size_t start, size_t end)
{
	struct str word;
	size_t at = 0;

	if (next_word(text, &at, &word) && word.ptr != text.ptr + start)
		return false;
	while (next_word(text, &end, &word))
		if (!is_version(word))
			return false;
	return true;
}

/* An ordinary word that is a name by its spelling only, and not the first part of another one: "Go-to-market". */
static bool is_as_written(struct str name, struct str text, size_t start)
{
	size_t end = start + name.len;

	return str_starts(str_of(text.ptr + start, text.len - start), name) &&
	    !(end + 1 < text.len && text.ptr[end] == '-' && is_letter(text.ptr[end + 1]));
}

/* Where the phrase ends that begins with the word at @start; 0 if it is not there, or not as its row wants it. */
static size_t accept(const struct phrase *p, struct str text, size_t start)
{
	size_t end = end_of(p->text, text, start);

	if (!end || (p->product->how == PRODUCT_WHOLE && !is_whole(text, start, end)))
		return 0;
	return p->product->how != PRODUCT_CASED || is_as_written(p->text, text, start) ? end : 0;
}

/* Its first and last byte, of which 31 leaves out the case of letters, and its length. */
static size_t form_of(struct str word)
{
	const size_t first = word.ptr[0] & 31, last = word.ptr[word.len - 1] & 31;

	return first << 8 | last << 3 | (word.len < 7 ? word.len : 7);
}

/* The longest name that begins with @word, which stands in @text. */
static const struct product *longest(const struct names *n, struct str text, struct str word, size_t *end)
{
	const struct product *best = NULL;
	const size_t form = form_of(word);
	char out[WORD_MAX];

	*end = 0;
	if (!(n->forms[form / 64] >> form % 64 & 1))
		return NULL;
	for (uint32_t i = table_find(&n->by_word, lower(word, out)); i != TABLE_NONE; i = n->by_word.entries[i].next) {
		const struct phrase *p = &n->at[n->by_word.entries[i].value];
		size_t to = accept(p, text, (size_t)(word.ptr - text.ptr));
		if (to > *end) {
			best = p->product;
			*end = to;
		}
	}
	return best;
}

const struct product *product_next(const struct products *s, enum product_table t, struct str text, size_t *at)
{
	struct str word;
	size_t end;

	while (s && s->tables[t].count && next_word(text, at, &word)) {
		const struct product *p = longest(&s->tables[t], text, word, &end);
		if (!p)
			continue;
		*at = end;
		if (p->how != PRODUCT_OTHER)
			return p;
	}
	return NULL;
}

const struct product *product_here(const struct products *s, enum product_table t, struct str text, size_t *at)
{
	size_t from = *at, end;
	struct str word;

	if (!s || !s->tables[t].count || !next_word(text, &from, &word))
		return NULL;
	const struct product *p = longest(&s->tables[t], text, word, &end);
	if (!p || p->how == PRODUCT_OTHER)
		return NULL;
	*at = end;
	return p;
}

const struct product *product_site(const struct products *s, enum product_table t, struct str url)
{
	char out[NORMAL_MAX];
	struct str host = normal_host(url, out);

	while (s && s->tables[t].count && host.len) {
		uint32_t i = table_find(&s->tables[t].by_word, host);
		if (i != TABLE_NONE)
			return s->tables[t].at[s->tables[t].by_word.entries[i].value].product;
		(void)str_split(host, '.', &host);
	}
	return NULL;
}

bool product_is_in(struct str name, struct str text)
{
	struct str word;
	size_t at = 0;

	if (!next_word(name, &at, &word))
		return false;
	for (at = 0; next_word(text, &at, &word);)
		if (end_of(name, text, (size_t)(word.ptr - text.ptr)))
			return true;
	return false;
}

static enum product_how how_of(struct str word)
{
	for (size_t i = 0; i < COUNT(hows); i++)
		if (str_is(word, hows[i]))
			return (enum product_how)i;
	return PRODUCT_WORD;
}

static bool add_phrase(struct names *n, struct str text, struct product *p, struct arena *a)
{
	char out[WORD_MAX];
	struct str word;
	size_t at = 0;

	if (!next_word(text, &at, &word))
		return true;
	if (n->count == n->room)
		return false;
	n->forms[form_of(word) / 64] |= (uint64_t)1 << form_of(word) % 64;
	word = arena_copy(a, p->how == PRODUCT_SITE ? text : lower(word, out));
	if (!word.ptr)
		return false;
	n->at[n->count] = (struct phrase){ text, p };
	table_add(&n->by_word, word, (uint32_t)n->count++);
	return true;
}

/* The columns that are read; a row may have others. */
struct columns {
	size_t name, also, how, source, since; /* @since is ROW_MAX where the table has no years */
};

static bool add_row(struct names *n, const struct row *row, const struct columns *c, struct arena *a)
{
	struct product *p = ARENA_NEW(a, struct product, 1);
	struct str also = row->cells[c->also];
	int64_t since = 0;

	if (!p)
		return false;
	if (c->since < ROW_MAX && !str_number(row->cells[c->since], 1800, 2200, &since))
		return false;
	*p = (struct product){ row->cells[c->name], row->cells[c->source], how_of(row->cells[c->how]), (int)since };
	bool ok = add_phrase(n, p->name, p, a);
	while (ok && also.len)
		ok = add_phrase(n, str_trim(str_split(also, ';', &also)), p, a);
	return ok;
}

/* At most: a name and one other spelling in each line, and one more behind each ";". */
static size_t count_spellings(struct str text)
{
	size_t count = 2;

	for (size_t i = 0; i < text.len; i++)
		count += text.ptr[i] == ';' ? 1 : text.ptr[i] == '\n' ? 2 : 0;
	return count;
}

static bool read_table(struct names *n, struct str text, struct arena *a)
{
	struct row_reader r = row_reader_make(text, a);
	struct columns c;
	struct row row;

	n->room = count_spellings(text);
	n->at = ARENA_NEW(a, struct phrase, n->room);
	if (!n->at || !table_init(&n->by_word, a, n->room) || !row_next(&r, &row))
		return false;
	c = (struct columns){ row_column(&row, "name"), row_column(&row, "also"), row_column(&row, "how"),
		row_column(&row, "source"), row_column(&row, "since") };
	if (c.name == ROW_MAX || c.also == ROW_MAX || c.how == ROW_MAX || c.source == ROW_MAX)
		return false;
	while (row_next(&r, &row))
		if (!add_row(n, &row, &c, a))
			return false;
	return true;
}

struct products *products_load(const struct lists *l, struct arena *a)
{
	struct products *s = ARENA_NEW(a, struct products, 1);

	for (size_t t = 0; s && t < PRODUCT_TABLES; t++) {
		const struct list *list = lists_find(l, str_from(lists[t]));
		if (list && !read_table(&s->tables[t], lists_text(l, list, a), a))
			s->tables[t].count = 0;
	}
	return s;
}
