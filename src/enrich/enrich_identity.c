/* Companies, payees and wallets against what was published and who is designated. */
#include "enrich/fact.h"
#include "list/identifier.h"
#include "list/normal.h"
#include "list/person.h"

enum { COMPANY_SCORE_MIN = 95 }; /* half of a company's words are those of its trade */

static const struct identifier *find_company(struct enrich *e, struct str name)
{
	char out[NORMAL_MAX];
	struct str normal = name.ptr ? normal_company(name, out) : name;

	return normal.ptr ? identifier_find(lists_identifiers(e->lists), LIST_COMPANY, normal) : NULL;
}

void fact_published(struct enrich *e, struct node *parent, const struct identifier *x, enum fact how, enum fact where)
{
	const struct identifier *best = identifier_best(x, CLASS_PUBLISHED);

	if (!best)
		return;
	fact_text(e, parent, how, str_from(confidence_name(best->confidence)));
	fact_text(e, parent, where, identifier_text(best, e->a));
}

/* A designated company of this name or one like it or, unless @only_companies, a person; NULL if there is none. */
static const struct identifier *find_listed(struct enrich *e, struct str name, bool only_companies)
{
	struct person_hit hits[PERSON_MAX_HITS];
	size_t n = fact_names(e, name, hits);

	for (size_t i = 0; i < n; i++) {
		const struct identifier *x = hits[i].is;
		bool counts = x->kind == LIST_COMPANY ? hits[i].score >= COMPANY_SCORE_MIN : !only_companies;
		if (x->class == CLASS_SANCTIONED && counts)
			return x;
	}
	return NULL;
}

/* What reports and sanctions lists say of the company @name. */
static void put_company(struct enrich *e, struct node *parent, struct str name, enum fact published,
    enum fact published_in, enum fact entry)
{
	const struct identifier *x = find_company(e, name), *listed = identifier_best(x, CLASS_SANCTIONED);

	fact_published(e, parent, x, published, published_in);
	listed = listed ? listed : find_listed(e, name, true);
	if (listed)
		fact_text(e, parent, entry, identifier_text(listed, e->a));
}

/*
 * Earlier employers are many and not whom the company deals with: only the whole name counts, since a search for what
 * is like each takes a quarter of a scan.
 */
void enrich_work(struct enrich *e, struct node *work, struct node *const *at, const struct identifier *employer)
{
	const struct identifier *listed = identifier_best(employer, CLASS_SANCTIONED);
	char out[NORMAL_MAX];

	fact_published(e, work, employer, FACT_EMPLOYER_PUBLISHED, FACT_EMPLOYER_PUBLISHED_IN);
	if (listed)
		fact_text(e, work, FACT_EMPLOYER_SANCTIONED_ENTRY, identifier_text(listed, e->a));
	struct str url = node_as_text(at[WORK_URL]), host = url.ptr ? normal_host(url, out) : url;
	if (host.ptr)
		fact_published(e, work, identifier_find_domain(lists_identifiers(e->lists), host), FACT_URL_PUBLISHED,
		    FACT_URL_PUBLISHED_IN);
}

void enrich_referral(struct enrich *e, struct node *referral)
{
	put_company(e, referral, fact_member(referral, "agency"), FACT_AGENCY_PUBLISHED,
	    FACT_AGENCY_PUBLISHED_IN, FACT_AGENCY_SANCTIONED_ENTRY);
	put_company(e, referral, fact_member(referral, "employer_of_record"), FACT_EMPLOYER_OF_RECORD_PUBLISHED,
	    FACT_EMPLOYER_OF_RECORD_PUBLISHED_IN, FACT_EMPLOYER_OF_RECORD_SANCTIONED_ENTRY);
	enrich_company_referral(e, referral);
}

/* The applicant's own name is looked up elsewhere. */
static void put_holder(struct enrich *e, struct node *payee)
{
	struct str holder = fact_member(payee, "holder");
	const struct identifier *x = NULL;

	if (holder.len && !str_eq(holder, node_as_text(e->top[TOP_NAME])))
		x = find_listed(e, holder, false);
	if (x)
		fact_text(e, payee, FACT_HOLDER_SANCTIONED_ENTRY, identifier_text(x, e->a));
}

void enrich_payee(struct enrich *e, struct node *payee)
{
	char out[NORMAL_MAX];
	struct str given = fact_member(payee, "address"), normal = given.ptr ? normal_wallet(given, out) : given;

	put_holder(e, payee);
	if (!normal.ptr)
		return;
	const struct identifier *x = identifier_find(lists_identifiers(e->lists), LIST_WALLET, normal);
	const struct identifier *listed = identifier_best(x, CLASS_SANCTIONED);
	fact_text(e, payee, FACT_ADDRESS_NORMAL, str_eq(normal, given) ? given : fact_copy(e, normal));
	fact_bool(e, payee, FACT_ADDRESS_SANCTIONED, listed != NULL);
	if (listed)
		fact_text(e, payee, FACT_ADDRESS_SANCTIONED_ENTRY, identifier_text(listed, e->a));
	fact_published(e, payee, x, FACT_ADDRESS_PUBLISHED, FACT_ADDRESS_PUBLISHED_IN);
}
