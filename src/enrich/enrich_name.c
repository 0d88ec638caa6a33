/* The applicant's names against those of listed persons, and what else agrees with an entry. */
#include "base/digest.h"
#include "base/latin.h"
#include "base/when.h"
#include "enrich/fact.h"
#include "list/normal.h"
#include "list/person.h"

enum {
	PUBLISHED_SCORE_MIN = 95, /* reports name few persons, so that a name must be nearly theirs */
	FOLDED_MAX = 256,         /* bytes of an address that is compared */
};

typedef bool agrees(struct enrich *e, const struct identifier *x);

/* A second identifier is a birth date to the day; a year alone is shared by one in a hundred. */
static bool is_born_on(struct str born, struct str date)
{
	struct when w, want;

	if (!date.ptr || !when_parse(date, &want) || want.grain < WHEN_DAY)
		return false;
	while (born.len) {
		struct str one = str_split(born, ' ', &born);
		if (when_parse(one, &w) && w.grain == WHEN_DAY && !when_days_between(&w, &want))
			return true;
	}
	return false;
}

static bool agrees_birth_date(struct enrich *e, const struct identifier *x)
{
	if (is_born_on(x->born, node_as_text(e->top[TOP_BIRTH_DATE])))
		return true;
	NODE_EACH(d, e->top[TOP_DOCUMENTS])
		if (d->type == NODE_MAP && is_born_on(x->born, fact_member(d, "birth_date")))
			return true;
	return false;
}

/* The next value of a cell: "a; b; c". */
static struct str next_value(struct str *cell)
{
	return str_trim(str_split(*cell, ';', cell));
}

/* Has a document that digest?  In capitals or not. */
static bool has_digest(const struct node *documents, const char hex[DIGEST_HEX + 1])
{
	NODE_EACH(d, documents)
		if (str_eq_ascii(node_get_text(d, "number_sha256"), str_from(hex)))
			return true;
	return false;
}

/* Has a document this number, as it is written or without its gaps? */
static bool has_number(const struct node *documents, struct str number)
{
	char hex[DIGEST_HEX + 1], bare[NORMAL_MAX];
	size_t n = 0;

	digest_sha256(number, hex);
	if (has_digest(documents, hex))
		return true;
	for (size_t i = 0; i < number.len && n < sizeof(bare); i++)
		if (!strchr(" -./", number.ptr[i]))
			bare[n++] = number.ptr[i];
	digest_sha256(str_of(bare, n), hex);
	return n < number.len && has_digest(documents, hex);
}

/* Of "Passport|109484100|Korea, North" the number. */
static bool agrees_document(struct enrich *e, const struct identifier *x)
{
	const struct node *documents = e->top[TOP_DOCUMENTS];

	for (struct str cell = documents ? x->second->documents : str_of(NULL, 0), rest; cell.len;) {
		str_split(next_value(&cell), '|', &rest);
		struct str number = str_split(rest, '|', &rest);
		if (number.len && has_number(documents, number))
			return true;
	}
	return false;
}

/* Is the member @key of an element of @list, in its normal form, one of the values of @cell? */
static bool has_value(const struct node *list, const char *key, struct str cell,
    struct str (*normal)(struct str in, char out[NORMAL_MAX]))
{
	char a[NORMAL_MAX], b[NORMAL_MAX];

	NODE_EACH(n, list) {
		struct str given = node_get_text(n, key), want = given.len ? normal(given, a) : given;
		for (struct str rest = cell; want.len && rest.len;)
			if (str_eq(want, normal(next_value(&rest), b)))
				return true;
	}
	return false;
}

static bool agrees_wallet(struct enrich *e, const struct identifier *x)
{
	const struct node *accounts = node_get(e->top[TOP_PAYMENT], "accounts");

	return has_value(accounts, "address", x->second->wallets, normal_wallet);
}

static bool agrees_email(struct enrich *e, const struct identifier *x)
{
	return has_value(e->top[TOP_EMAILS], "address", x->second->emails, normal_email) ||
	    has_value(e->top[TOP_ACCOUNTS], "email", x->second->emails, normal_email);
}

/* Is @given, as somebody wrote it, the place whose folded form is @want? */
static bool is_place(struct str want, struct str given)
{
	char folded[FOLDED_MAX];
	bool foreign;

	return given.len && str_eq(want, latin_fold(given, folded, sizeof(folded), &foreign));
}

/* Has one of the addresses that street and that town?  A town alone is shared by millions. */
static bool has_address(const struct node *addresses, struct str street, struct str city)
{
	char x[FOLDED_MAX], y[FOLDED_MAX];
	bool foreign;

	street = street.len ? latin_fold(street, x, sizeof(x), &foreign) : street;
	city = city.len ? latin_fold(city, y, sizeof(y), &foreign) : city;
	NODE_EACH(n, street.len && city.len ? addresses : NULL)
		if (is_place(street, node_get_text(n, "line1")) && is_place(city, node_get_text(n, "city")))
			return true;
	return false;
}

static bool agrees_address(struct enrich *e, const struct identifier *x)
{
	for (struct str cell = x->second->addresses, rest; cell.len;) {
		struct str street = str_split(next_value(&cell), '|', &rest);
		struct str city = str_split(rest, '|', &rest);
		if (has_address(e->top[TOP_ADDRESSES], street, city))
			return true;
	}
	return false;
}

/* What corroborates, in the order in which it is told. */
static const struct {
	struct str name;
	agrees *agrees;
	bool is_second; /* the entry says more than a name and a birth date */
} seconds[] = {
	{ STR("birth_date"), agrees_birth_date, false }, { STR("document"), agrees_document, true },
	{ STR("wallet"), agrees_wallet, true }, { STR("email"), agrees_email, true },
	{ STR("address"), agrees_address, true },
};

/* A bit for each second identifier that agrees with the entry. */
static unsigned corroborate(struct enrich *e, const struct identifier *x)
{
	unsigned by = 0;

	for (size_t i = 0; i < COUNT(seconds); i++)
		if ((x->second || !seconds[i].is_second) && seconds[i].agrees(e, x))
			by |= 1u << i;
	return by;
}

/* The best known of all names so far.  A record may have very many names: each is looked up once, and each entry held
   against the record once. */
struct named {
	const struct identifier *listed, *published;
	unsigned score, by;
	struct table seen;      /* names, where the record has more than one */
	uint8_t *corroboration; /* of each identifier: what corroborate() says, plus one; NULL before the first */
};

static unsigned corroborate_once(struct enrich *e, struct named *best, const struct identifier *x)
{
	const struct identifiers *all = lists_identifiers(e->lists);

	if (!best->corroboration)
		best->corroboration = ARENA_NEW(e->a, uint8_t, identifier_count(all));
	if (!best->corroboration) {
		e->failed = true;
		return 0;
	}
	uint8_t *known = &best->corroboration[x - identifier_at(all, 0)];
	if (!*known)
		*known = (uint8_t)(corroborate(e, x) + 1);
	return *known - 1u;
}

static void consider(struct enrich *e, struct named *best, const struct person_hit *hit)
{
	if (hit->is->kind != LIST_NAME)
		return;
	if (hit->is->class == CLASS_PUBLISHED && !best->published && hit->score >= PUBLISHED_SCORE_MIN)
		best->published = hit->is;
	if (hit->is->class != CLASS_SANCTIONED)
		return;
	unsigned by = corroborate_once(e, best, hit->is);
	if (best->listed && (!by || best->by) && (!by != !best->by || hit->score <= best->score))
		return;
	best->listed = hit->is;
	best->score = hit->score;
	best->by = by;
}

size_t fact_names(struct enrich *e, struct str name, struct person_hit *hits)
{
	size_t n = name.len ? person_search(lists_persons(e->lists), name, &e->scratch, hits) : 0;

	e->failed = e->failed || n == SIZE_MAX;
	arena_reset(&e->scratch);
	return n == SIZE_MAX ? 0 : n;
}

static void look_up(struct enrich *e, struct str name, struct named *best)
{
	struct person_hit hits[PERSON_MAX_HITS];

	if (best->seen.room) {
		if (table_find(&best->seen, name) != TABLE_NONE)
			return;
		table_add(&best->seen, name, 0);
	}
	size_t n = fact_names(e, name, hits);
	for (size_t i = 0; i < n; i++)
		consider(e, best, &hits[i]);
}

static void put_sanctioned(struct enrich *e, struct node *root, const struct named *best)
{
	static const struct str possible = STR("possible"), corroborated = STR("corroborated");

	fact_text(e, root, FACT_NAME_SANCTIONED, best->by ? corroborated : possible);
	fact_text(e, root, FACT_NAME_SANCTIONED_ENTRY, identifier_text(best->listed, e->a));
	struct node *by = best->by ? fact_list(e, root, FACT_NAME_SANCTIONED_BY) : NULL;
	for (size_t i = 0; by && i < COUNT(seconds); i++)
		if (best->by >> i & 1)
			fact_item(e, by, seconds[i].name);
}

void enrich_name(struct enrich *e, struct node *root)
{
	const struct node *others = e->top[TOP_NAMES_OTHER], *documents = e->top[TOP_DOCUMENTS];
	struct named best = { 0 };

	size_t more = (others ? (size_t)others->len : 0) + (documents ? documents->len : 0);
	if (more && !table_init(&best.seen, e->a, 1 + more)) {
		e->failed = true;
		return;
	}
	look_up(e, node_as_text(e->top[TOP_NAME]), &best);
	NODE_EACH(n, others)
		if (n->type == NODE_TEXT)
			look_up(e, node_text(n), &best);
	NODE_EACH(d, documents)
		look_up(e, node_get_text(d, "name"), &best);
	if (best.listed)
		put_sanctioned(e, root, &best);
	fact_published(e, root, best.published, FACT_NAME_PUBLISHED, FACT_NAME_PUBLISHED_IN);
}
