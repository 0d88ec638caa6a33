/* The consolidated list of the United Nations Security Council, all regimes, in its XML form. */
#include "base/xml.h"
#include "list/feed_entry.h"

enum { UN_MAX_DEPTH = 16 }; /* nested elements; the list has 5 */

/* The trimmed text of element @name in @n. */
static struct str text_of(const struct node *n, const char *name)
{
	return str_trim(node_get_text(n, name));
}

static bool is_named(const struct node *n, const char *person, const char *entity)
{
	return str_is(node_key(n), person) || str_is(node_key(n), entity);
}

static struct str full_name(const struct node *n, struct arena *a)
{
	static const char *const parts[] = { "FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME" };
	struct str name = STR("");

	for (size_t i = 0; i < COUNT(parts); i++) {
		struct str part = text_of(n, parts[i]);
		if (part.len)
			name = arena_printf(a, "%.*s%s%.*s", STR_ARG(name), name.len ? " " : "", STR_ARG(part));
	}
	return name;
}

/* Stray quotes stand around some aliases. */
static struct str unquote(struct str s)
{
	while (s.len && (*s.ptr == '"' || *s.ptr == ' '))
		s = str_of(s.ptr + 1, s.len - 1);
	while (s.len && (s.ptr[s.len - 1] == '"' || s.ptr[s.len - 1] == ' '))
		s.len--;
	return s;
}

static void add_alias(struct entry_draft *d, const struct node *n)
{
	bool is_weak = str_is(text_of(n, "QUALITY"), "Low");

	entry_draft_add(d, is_weak ? ENTRY_WEAK : ENTRY_NAMES, unquote(text_of(n, "ALIAS_NAME")));
}

static void add_address(struct entry_draft *d, const struct node *n)
{
	struct str street = text_of(n, "STREET"), city = text_of(n, "CITY"), country = text_of(n, "COUNTRY");

	if (street.len || city.len || country.len)
		entry_draft_add(d, ENTRY_ADDRESSES,
		    arena_printf(d->a, "%.*s|%.*s|%.*s", STR_ARG(street), STR_ARG(city), STR_ARG(country)));
}

/* TYPE_OF_DATE is EXACT, APPROXIMATELY or BETWEEN. */
static void add_birth(struct entry_draft *d, const struct node *n)
{
	struct str date = text_of(n, "DATE"), from = text_of(n, "FROM_YEAR"), to = text_of(n, "TO_YEAR");

	if (from.len && to.len)
		entry_feed_date(d, ENTRY_BORN, arena_printf(d->a, "%.*s to %.*s", STR_ARG(from), STR_ARG(to)));
	else
		entry_feed_date(d, ENTRY_BORN, date.len ? date : text_of(n, "YEAR"));
}

static void add_document(struct entry_draft *d, const struct node *n)
{
	struct str number = text_of(n, "NUMBER"), country = text_of(n, "ISSUING_COUNTRY");

	if (!country.len)
		country = text_of(n, "COUNTRY_OF_ISSUE");
	if (number.len)
		entry_draft_add(d, ENTRY_DOCUMENTS, arena_printf(d->a, "%.*s|%.*s|%.*s",
		    STR_ARG(text_of(n, "TYPE_OF_DOCUMENT")), STR_ARG(number), STR_ARG(country)));
}

static void add_children(struct entry_draft *d, const struct node *entry)
{
	NODE_EACH(n, entry) {
		if (is_named(n, "INDIVIDUAL_ALIAS", "ENTITY_ALIAS"))
			add_alias(d, n);
		else if (is_named(n, "INDIVIDUAL_ADDRESS", "ENTITY_ADDRESS"))
			add_address(d, n);
		else if (is_named(n, "INDIVIDUAL_DATE_OF_BIRTH", ""))
			add_birth(d, n);
		else if (is_named(n, "INDIVIDUAL_DOCUMENT", ""))
			add_document(d, n);
	}
}

static bool put_entry(struct entry_feed *f, const struct node *n, const char *type)
{
	struct entry_draft d = { .a = f->a };

	if (!text_of(n, "REFERENCE_NUMBER").len)
		return err_set(f->e, ERR_TYPE, "an entry without a reference number");
	entry_draft_add(&d, ENTRY_LIST, STR_LIT("UN"));
	entry_draft_add(&d, ENTRY_ID, text_of(n, "REFERENCE_NUMBER"));
	entry_draft_add(&d, ENTRY_PROGRAMME, text_of(n, "UN_LIST_TYPE"));
	entry_draft_add(&d, ENTRY_TYPE, str_from(type));
	entry_feed_date(&d, ENTRY_LISTED, text_of(n, "LISTED_ON"));
	entry_draft_add(&d, ENTRY_NAMES, full_name(n, f->a));
	entry_draft_add(&d, ENTRY_NAMES, text_of(n, "NAME_ORIGINAL_SCRIPT"));
	add_children(&d, n);
	return entry_feed_put(f, &d);
}

bool entry_feed_un(struct entry_feed *f, const struct feed_text *in)
{
	struct node *root;

	if (!xml_read(in->text, f->a, UN_MAX_DEPTH, &root, f->e))
		return false;
	if (!str_is(node_key(root), "CONSOLIDATED_LIST"))
		return err_set(f->e, ERR_SYNTAX, "not the consolidated list: the outermost element is another");
	NODE_EACH(n, node_get(root, "INDIVIDUALS"))
		if (!put_entry(f, n, "person"))
			return false;
	NODE_EACH(n, node_get(root, "ENTITIES"))
		if (!put_entry(f, n, "entity"))
			return false;
	return true;
}
