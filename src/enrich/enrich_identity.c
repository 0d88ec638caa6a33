/* Persons, companies and wallets against what was published and who is designated. */
#include "base/when.h"
#include "enrich/fact.h"
#include "list/identifier.h"
#include "list/normal.h"

static const struct identifier *find_company(struct enrich *e, struct str name)
{
	char out[NORMAL_MAX];
	struct str normal = name.ptr ? normal_company(name, out) : name;

	return normal.ptr ? identifier_find(lists_identifiers(e->lists), LIST_COMPANY, normal) : NULL;
}

static void put_confidence(struct enrich *e, struct node *parent, enum fact f, const struct identifier *x)
{
	if (x)
		fact_text(e, parent, f, str_from(confidence_name(x->confidence)));
}

void enrich_work(struct enrich *e, struct node *work)
{
	char out[NORMAL_MAX];
	const struct identifier *x = find_company(e, fact_member(work, "employer"));
	const struct identifier *published = identifier_best(x, CLASS_PUBLISHED);
	const struct identifier *listed = identifier_best(x, CLASS_SANCTIONED);

	put_confidence(e, work, FACT_EMPLOYER_PUBLISHED, published);
	if (published)
		fact_text(e, work, FACT_EMPLOYER_PUBLISHED_IN, identifier_text(published, e->a));
	if (listed)
		fact_text(e, work, FACT_EMPLOYER_SANCTIONED_ENTRY, identifier_text(listed, e->a));
	struct str url = fact_member(work, "url"), host = url.ptr ? normal_host(url, out) : url;
	if (host.ptr)
		put_confidence(e, work, FACT_URL_PUBLISHED,
		    identifier_best(identifier_find_domain(lists_identifiers(e->lists), host), CLASS_PUBLISHED));
	enrich_job_title(e, work);
	enrich_job_employer(e, work);
}

void enrich_referral(struct enrich *e, struct node *referral)
{
	put_confidence(e, referral, FACT_AGENCY_PUBLISHED,
	    identifier_best(find_company(e, fact_member(referral, "agency")), CLASS_PUBLISHED));
	put_confidence(e, referral, FACT_EMPLOYER_OF_RECORD_PUBLISHED,
	    identifier_best(find_company(e, fact_member(referral, "employer_of_record")), CLASS_PUBLISHED));
	enrich_company_referral(e, referral);
}

void enrich_payee(struct enrich *e, struct node *payee)
{
	char out[NORMAL_MAX];
	struct str given = fact_member(payee, "address"), normal = given.ptr ? normal_wallet(given, out) : given;

	if (!normal.ptr)
		return;
	const struct identifier *x = identifier_find(lists_identifiers(e->lists), LIST_WALLET, normal);
	const struct identifier *listed = identifier_best(x, CLASS_SANCTIONED);
	const struct identifier *published = identifier_best(x, CLASS_PUBLISHED);
	fact_text(e, payee, FACT_ADDRESS_NORMAL, str_eq(normal, given) ? given : fact_copy(e, normal));
	fact_bool(e, payee, FACT_ADDRESS_SANCTIONED, listed != NULL);
	if (listed)
		fact_text(e, payee, FACT_ADDRESS_SANCTIONED_ENTRY, identifier_text(listed, e->a));
	put_confidence(e, payee, FACT_ADDRESS_PUBLISHED, published);
	if (published)
		fact_text(e, payee, FACT_ADDRESS_PUBLISHED_IN, identifier_text(published, e->a));
}

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

static bool is_corroborated(struct enrich *e, const struct identifier *x)
{
	if (is_born_on(x->born, fact_member(e->root, "birth_date")))
		return true;
	NODE_EACH(d, node_get(e->root, "documents"))
		if (d->type == NODE_MAP && is_born_on(x->born, fact_member(d, "birth_date")))
			return true;
	return false;
}

/* The best known of a name so far. */
struct named {
	const struct identifier *listed, *published;
	bool is_corroborated;
};

static void look_up(struct enrich *e, struct str name, struct named *best)
{
	char out[NORMAL_MAX];
	struct str normal = normal_name(name, out);

	if (!normal.ptr)
		return;
	const struct identifier *x = identifier_find(lists_identifiers(e->lists), LIST_NAME, normal);
	const struct identifier *published = identifier_best(x, CLASS_PUBLISHED);
	if (!best->published)
		best->published = published;
	for (; x && !best->is_corroborated; x = x->next) {
		if (x->class != CLASS_SANCTIONED)
			continue;
		best->is_corroborated = is_corroborated(e, x);
		if (!best->listed || best->is_corroborated)
			best->listed = x;
	}
}

void enrich_name(struct enrich *e, struct node *root)
{
	static const struct str possible = STR("possible"), corroborated = STR("corroborated");
	struct str name = fact_member(root, "name");
	struct named best = { 0 };

	if (name.ptr)
		look_up(e, name, &best);
	NODE_EACH(n, node_get(root, "names_other"))
		if (n->type == NODE_TEXT)
			look_up(e, node_text(n), &best);
	if (best.listed) {
		fact_text(e, root, FACT_NAME_SANCTIONED, best.is_corroborated ? corroborated : possible);
		fact_text(e, root, FACT_NAME_SANCTIONED_ENTRY, identifier_text(best.listed, e->a));
	}
	put_confidence(e, root, FACT_NAME_PUBLISHED, best.published);
	if (best.published)
		fact_text(e, root, FACT_NAME_PUBLISHED_IN, identifier_text(best.published, e->a));
}
