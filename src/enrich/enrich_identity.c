/* Companies and wallets against what was published and who is designated. */
#include "enrich/fact.h"
#include "list/identifier.h"
#include "list/normal.h"

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

void enrich_work(struct enrich *e, struct node *work)
{
	char out[NORMAL_MAX];
	const struct identifier *x = find_company(e, fact_member(work, "employer"));
	const struct identifier *listed = identifier_best(x, CLASS_SANCTIONED);

	fact_published(e, work, x, FACT_EMPLOYER_PUBLISHED, FACT_EMPLOYER_PUBLISHED_IN);
	if (listed)
		fact_text(e, work, FACT_EMPLOYER_SANCTIONED_ENTRY, identifier_text(listed, e->a));
	struct str url = fact_member(work, "url"), host = url.ptr ? normal_host(url, out) : url;
	if (host.ptr)
		fact_published(e, work, identifier_find_domain(lists_identifiers(e->lists), host), FACT_URL_PUBLISHED,
		    FACT_URL_PUBLISHED_IN);
	enrich_job_title(e, work);
	enrich_job_employer(e, work);
}

void enrich_referral(struct enrich *e, struct node *referral)
{
	fact_published(e, referral, find_company(e, fact_member(referral, "agency")), FACT_AGENCY_PUBLISHED,
	    FACT_AGENCY_PUBLISHED_IN);
	fact_published(e, referral, find_company(e, fact_member(referral, "employer_of_record")),
	    FACT_EMPLOYER_OF_RECORD_PUBLISHED, FACT_EMPLOYER_OF_RECORD_PUBLISHED_IN);
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
	fact_text(e, payee, FACT_ADDRESS_NORMAL, str_eq(normal, given) ? given : fact_copy(e, normal));
	fact_bool(e, payee, FACT_ADDRESS_SANCTIONED, listed != NULL);
	if (listed)
		fact_text(e, payee, FACT_ADDRESS_SANCTIONED_ENTRY, identifier_text(listed, e->a));
	fact_published(e, payee, x, FACT_ADDRESS_PUBLISHED, FACT_ADDRESS_PUBLISHED_IN);
}
