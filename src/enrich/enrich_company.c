/* What the company's own file explains, and what only it can tell. */
#include "enrich/fact.h"
#include "list/company.h"
#include "list/normal.h"

/* An office's line explains the address, the place and what a vendor calls it; the device's clock it does not. */
static void explain_line(struct enrich *e, const struct company_entry *x)
{
	static const char *const members[] = { "ip", "geo", "proxy", "vpn", "webrtc_ip" };

	for (size_t i = 0; i < COUNT(members); i++)
		fact_explain(e, x, "sessions[%zu].%s", e->index, members[i]);
}

void enrich_company_session(struct enrich *e, struct node *session)
{
	const struct company_entry *x = NULL;
	struct ip ip;

	if (!e->company)
		return;
	struct str text = fact_member(session, "ip"), product = fact_member(session, "ip.product");
	struct str named = fact_member(session, "vpn");
	if (text.ptr && company_has(e->company, COMPANY_EGRESS) && ip_parse(text, &ip)) {
		x = company_network(e->company, &ip);
		fact_bool(e, session, FACT_IP_OFFICE, x != NULL);
	}
	if (!x)
		x = company_named(e->company, COMPANY_VPN, product);
	if (x) {
		explain_line(e, x);
		return;
	}
	x = company_named(e->company, COMPANY_VPN, named);
	if (x)
		explain_line(e, x);
}

void enrich_company_address(struct enrich *e, struct node *address)
{
	struct str line1 = e->company ? fact_member(address, "line1") : str_of(NULL, 0);

	if (!line1.ptr)
		return;
	const struct company_entry *x = company_address(e->company, line1, fact_member(address, "postal_code"));
	if (x)
		fact_explain(e, x, "addresses[%zu]", e->index);
	if (company_has(e->company, COMPANY_ADDRESS))
		fact_bool(e, address, FACT_LINE1_SHARED, x != NULL);
}

void enrich_company_delivery(struct enrich *e, struct node *device)
{
	const struct company_entry *x = company_address_in(e->company, fact_member(device, "shipped_to"));

	if (x)
		fact_explain(e, x, "devices[%zu].shipped_to", e->index);
}

void enrich_company_email(struct enrich *e, struct node *email)
{
	struct str domain = e->company ? fact_member(email, "address.domain") : str_of(NULL, 0);
	const struct company_entry *x = company_named(e->company, COMPANY_DOMAIN, domain);

	if (x)
		fact_explain(e, x, "emails[%zu]", e->index);
	if (domain.ptr && company_has(e->company, COMPANY_DOMAIN))
		fact_bool(e, email, FACT_ADDRESS_COMPANY, x != NULL);
}

static void put_agency(struct enrich *e, struct node *referral, const char *member, enum fact known)
{
	struct str name = node_get_text(referral, member);
	const struct company_entry *x = company_named(e->company, COMPANY_AGENCY, name);

	if (x)
		fact_explain(e, x, "referral.%s", member);
	if (name.ptr && company_has(e->company, COMPANY_AGENCY))
		fact_bool(e, referral, known, x != NULL);
}

void enrich_company_referral(struct enrich *e, struct node *referral)
{
	put_agency(e, referral, "agency", FACT_AGENCY_KNOWN);
	put_agency(e, referral, "employer_of_record", FACT_EMPLOYER_OF_RECORD_KNOWN);
}
