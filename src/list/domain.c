#include "list/domain.h"

#include "base/log.h"
#include "base/table.h"
#include "list/normal.h"
#include "list/row.h"

/* The value of an entry: the list's place among all lists, and the class. */
enum { CLASS_BITS = 8, CLASS_MASK = (1 << CLASS_BITS) - 1 };

struct domains {
	const struct lists *lists;
	struct table table;
};

static bool is_ours(const struct list *list)
{
	return list->kind == LIST_DOMAIN && list->class != CLASS_PUBLISHED;
}

static size_t count_lines(struct str text)
{
	size_t n = 1;

	for (struct str rest = text; rest.len; str_split(rest, '\n', &rest))
		n++;
	return n;
}

static void add(struct domains *s, struct str domain, size_t list, enum list_class class)
{
	if (s->table.count < s->table.room)
		table_add(&s->table, domain, (uint32_t)(list << CLASS_BITS | class));
}

/* One domain a line, in normal form: so the user's lists are kept. */
static void add_lines(struct domains *s, size_t at, struct str text)
{
	while (text.len) {
		struct str line = str_split(text, '\n', &text);
		if (line.len)
			add(s, line, at, lists_at(s->lists, at)->class);
	}
}

/* A host of private mail that is paid for is nothing to remark on; others are free providers. */
static enum list_class class_of(struct str word, struct str note)
{
	static const struct str private = STR("privacy-mail"), paid = STR("Paid");
	enum list_class class = list_class_find(word);

	if (str_eq(word, private))
		return str_starts(note, paid) ? CLASS_NONE : CLASS_FREE;
	return class == CLASSES ? CLASS_NONE : class;
}

/* domain, class, provider, note: our own tables. */
static void add_rows(struct domains *s, size_t at, struct str text, struct arena *a)
{
	struct row_reader r = row_reader_make(text, a);
	struct row row;

	for (bool header = true; row_next(&r, &row); header = false)
		if (!header)
			add(s, row.cells[0], at, class_of(row.cells[1], row.cells[3]));
}

struct domains *domains_load(const struct lists *l, struct arena *a)
{
	struct domains *s = ARENA_NEW(a, struct domains, 1);
	struct str *texts = ARENA_NEW(a, struct str, lists_count(l));
	size_t room = 0;

	if (!s || !texts)
		return NULL;
	s->lists = l;
	for (size_t i = 0; i < lists_count(l); i++)
		if (is_ours(lists_at(l, i)) && (texts[i] = lists_text(l, lists_at(l, i), a)).ptr)
			room += count_lines(texts[i]);
	if (!table_init(&s->table, a, room))
		return NULL;
	for (size_t i = 0; i < lists_count(l); i++) {
		if (!texts[i].ptr)
			continue;
		if (lists_at(l, i)->is_embedded)
			add_rows(s, i, texts[i], a);
		else
			add_lines(s, i, texts[i]);
	}
	return s;
}

/* The domain above, no text above the last two labels. */
static struct str above(struct str domain)
{
	struct str rest;

	str_split(domain, '.', &rest);
	return rest.ptr && str_index(rest, '.') < rest.len ? rest : str_of(NULL, 0);
}

/* Free providers do not give domains below their own to others; whoever has one is their customer. */
static bool counts(uint32_t value, bool is_below)
{
	return !is_below || (value & CLASS_MASK) != CLASS_FREE;
}

struct domain_answer domain_find(const struct domains *s, struct str domain)
{
	uint32_t classes = 0;

	for (struct str d = domain; s && d.ptr; d = above(d))
		for (uint32_t at = table_find(&s->table, d); at != TABLE_NONE; at = s->table.entries[at].next)
			if (counts(s->table.entries[at].value, d.len < domain.len))
				classes |= 1u << (s->table.entries[at].value & CLASS_MASK);
	classes &= ~(1u << CLASS_NONE);
	if (classes & 1u << CLASS_RELAY)
		classes &= ~(1u << CLASS_DISPOSABLE | 1u << CLASS_FREE);
	if (classes & 1u << CLASS_DISPOSABLE)
		classes &= ~(1u << CLASS_FREE);
	int first = classes ? __builtin_ctz(classes) : CLASS_NONE;
	return (struct domain_answer){ classes, (enum list_class)first };
}

size_t domain_hits(const struct domains *s, struct str domain, struct domain_hit *out, size_t max)
{
	size_t n = 0;

	for (struct str d = domain; s && d.ptr; d = above(d))
		for (uint32_t at = table_find(&s->table, d); at != TABLE_NONE; at = s->table.entries[at].next) {
			uint32_t value = s->table.entries[at].value;
			const struct list *list = lists_at(s->lists, value >> CLASS_BITS);
			if (n < max && counts(value, d.len < domain.len))
				out[n++] = (struct domain_hit){ list, (enum list_class)(value & CLASS_MASK), d };
		}
	return n;
}
