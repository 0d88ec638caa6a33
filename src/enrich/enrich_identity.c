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
