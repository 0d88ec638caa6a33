/* Mailboxes and telephone numbers. */
#include "enrich/fact.h"
#include "list/company.h"
#include "list/domain_memo.h"
#include "list/identifier.h"
#include "list/lookalike.h"
#include "list/normal.h"
#include "list/number_plan.h"
#include "list/phone.h"
#include "list/suffix.h"

static void put_mail_class(struct enrich *e, struct node *email, enum fact f, enum list_class class, uint32_t classes)
{
	if (fact_is_known(e, LIST_DOMAIN, class))
		fact_bool(e, email, f, classes >> class & 1);
}

/* RFC 2142, and the names that companies give to departments. */
static bool is_role(struct str normal)
{
	static const struct str roles[] = {
		STR("abuse"), STR("accounting"), STR("accounts"), STR("admin"), STR("administrator"), STR("billing"),
		STR("careers"), STR("contact"), STR("hello"), STR("help"), STR("helpdesk"), STR("hostmaster"),
		STR("hr"),
		STR("info"), STR("jobs"), STR("mail"), STR("marketing"), STR("no-reply"), STR("noc"), STR("noreply"),
		STR("office"), STR("postmaster"), STR("recruiting"), STR("recruitment"), STR("root"), STR("sales"),
		STR("security"), STR("staff"), STR("support"), STR("team"), STR("webmaster"),
	};
	struct str local = str_of(normal.ptr, str_index(normal, '@'));

	for (size_t i = 0; i < COUNT(roles); i++)
		if (str_eq(local, roles[i]))
			return true;
	return false;
}

enum { EMPLOYERS_MAX = 64 }; /* of more nothing is said: each is compared with each mailbox */

/* Domains that a mailbox could be taken for, against the one that it has. */
struct imitation {
	struct enrich *e;
	struct str domain, imitated;
	bool known, is_own; /* there is a domain to compare with; it is one of them */
};

static void compare_domain(struct imitation *i, struct str host)
{
	struct str other = host.len ? suffix_registrable(host) : host;

	if (!other.len)
		return;
	i->known = true;
	i->is_own = i->is_own || str_eq(other, i->domain);
	if (!i->imitated.len && looks_like(i->domain, other))
		i->imitated = fact_copy(i->e, other);
}

/*
 * Does @domain, which somebody registered, look like that of an employer that the applicant names, or of the company
 * that hires, without being one of them?  Nothing where no such domain is known.
 */
static void put_imitation(struct enrich *e, struct node *parent, struct str domain, enum fact f, enum fact which)
{
	char out[NORMAL_MAX];
	struct imitation i = { .e = e, .domain = domain };
	const struct node *work = node_get(e->top[TOP_RESUME], "work");

	if (!domain.len || (work && work->len > EMPLOYERS_MAX))
		return;
	NODE_EACH(n, work) {
		struct str url = n->type == NODE_MAP ? fact_member(n, "url") : str_of(NULL, 0);
		if (url.len)
			compare_domain(&i, normal_host(url, out));
	}
	for (const struct company_entry *x = company_first(e->company, COMPANY_DOMAIN); x; x = x->next)
		compare_domain(&i, normal_domain(x->value, out));
	if (!i.known)
		return;
	fact_bool(e, parent, f, !i.is_own && i.imitated.len);
	if (!i.is_own)
		fact_text(e, parent, which, i.imitated);
}

/* The domain as @given has it, not @meant, the one that its provider means by it. */
static struct str written_domain(struct enrich *e, struct str given, struct str meant)
{
	char out[NORMAL_MAX];
	struct str as_given = email_domain(given);

	if (str_eq(as_given, meant))
		return meant;
	struct str written = normal_domain(as_given, out);
	return !written.ptr || str_eq(written, meant) ? meant : fact_copy(e, written);
}

void enrich_email(struct enrich *e, struct node *email)
{
	char out[NORMAL_MAX];
	struct str given = fact_member(email, "address");
	struct str normal = given.ptr ? normal_email(given, out) : given;
	const struct identifiers *named = lists_identifiers(e->lists);

	if (!normal.ptr)
		return;
	normal = str_eq(normal, given) ? given : fact_copy(e, normal);
	if (e->failed)
		return;
	struct str domain = written_domain(e, given, email_domain(normal));
	struct domain_said said = domain_said(e->lists, domain);
	fact_text(e, email, FACT_ADDRESS_NORMAL, normal);
	fact_text(e, email, FACT_ADDRESS_DOMAIN, domain);
	fact_text(e, email, FACT_ADDRESS_REGISTRABLE, said.registrable);
	fact_bool(e, email, FACT_ADDRESS_ROLE, is_role(normal));
	if (!(said.classes >> CLASS_FREE & 1) && !(said.classes >> CLASS_RELAY & 1))
		put_imitation(e, email, said.registrable, FACT_ADDRESS_IMITATES, FACT_ADDRESS_IMITATED);
	put_mail_class(e, email, FACT_ADDRESS_RELAY, CLASS_RELAY, said.classes);
	put_mail_class(e, email, FACT_ADDRESS_DISPOSABLE, CLASS_DISPOSABLE, said.classes);
	put_mail_class(e, email, FACT_ADDRESS_FREE, CLASS_FREE, said.classes);
	const struct identifier *box = identifier_find(named, LIST_EMAIL, normal);
	const struct identifier *listed = identifier_best(box, CLASS_SANCTIONED);
	fact_published(e, email, box, FACT_ADDRESS_PUBLISHED, FACT_ADDRESS_PUBLISHED_IN);
	if (listed)
		fact_text(e, email, FACT_ADDRESS_SANCTIONED_ENTRY, identifier_text(listed, e->a));
	fact_published(e, email, said.published, FACT_ADDRESS_DOMAIN_PUBLISHED, FACT_ADDRESS_DOMAIN_PUBLISHED_IN);
	enrich_company_email(e, email);
}

/* The mailbox of somebody else, or seen elsewhere: whether a report names it. */
static void put_mailbox(struct enrich *e, struct node *parent, struct str given, enum fact how, enum fact where)
{
	char out[NORMAL_MAX];
	struct str normal = given.ptr ? normal_email(given, out) : given;

	if (normal.ptr)
		fact_published(e, parent, identifier_find(lists_identifiers(e->lists), LIST_EMAIL, normal), how, where);
}

void enrich_reference(struct enrich *e, struct node *reference)
{
	char out[NORMAL_MAX];
	struct str given = fact_member(reference, "email");
	struct str normal = given.ptr ? normal_email(given, out) : given;
	const struct identifiers *named = lists_identifiers(e->lists);

	if (!normal.ptr)
		return;
	struct str domain = fact_copy(e, email_domain(normal));
	if (!domain.ptr)
		return;
	fact_text(e, reference, FACT_EMAIL_DOMAIN, domain);
	struct domain_said said = domain_said(e->lists, domain);
	put_mail_class(e, reference, FACT_EMAIL_FREE, CLASS_FREE, said.classes);
	if (!(said.classes >> CLASS_FREE & 1))
		put_imitation(e, reference, said.registrable, FACT_EMAIL_IMITATES, FACT_EMAIL_IMITATED);
	const struct identifier *box = identifier_find(named, LIST_EMAIL, normal);
	fact_published(e, reference, box ? box : said.published, FACT_EMAIL_PUBLISHED,
	    FACT_EMAIL_PUBLISHED_IN);
}

void enrich_commit(struct enrich *e, struct node *commit)
{
	put_mailbox(e, commit, fact_member(commit, "author_email"), FACT_AUTHOR_EMAIL_PUBLISHED,
	    FACT_AUTHOR_EMAIL_PUBLISHED_IN);
	enrich_commit_mailbox(e, commit);
}

/* One country as a text, several as a list. */
static void put_countries(struct enrich *e, struct node *phone, struct str countries)
{
	if (str_index(countries, ' ') == countries.len) {
		if (countries.len)
			fact_text(e, phone, FACT_NUMBER_COUNTRY, countries);
		return;
	}
	struct node *list = fact_list(e, phone, FACT_NUMBER_COUNTRY);
	while (countries.len)
		fact_item(e, list, str_split(countries, ' ', &countries));
}

/* What the numbering plan says of its use. */
static void put_plan(struct enrich *e, struct node *phone, const struct phone *p)
{
	enum plan_answer voip = plan_voip(p->code, p->national, p->countries);

	fact_bool(e, phone, FACT_NUMBER_TOLL_FREE, plan_is_toll_free(p->code, p->national));
	if (voip != PLAN_UNKNOWN)
		fact_bool(e, phone, FACT_NUMBER_VOIP, voip == PLAN_YES);
}

void enrich_phone(struct enrich *e, struct node *phone)
{
	struct str given = fact_member(phone, "number");
	struct phone p;

	if (!given.ptr || !phone_parse(lists_phones(e->lists), given, e->country, &p))
		return;
	struct str e164 = str_from(p.e164);
	fact_text(e, phone, FACT_NUMBER_E164, str_eq(e164, given) ? given : fact_copy(e, e164));
	put_countries(e, phone, p.countries);
	if (p.region.len)
		fact_text(e, phone, FACT_NUMBER_REGION, p.region);
	if (p.countries.len && e->country.len)
		fact_bool(e, phone, FACT_NUMBER_AGREES, phone_has_country(p.countries, e->country));
	/* Two codes of states or provinces; a name written out is not held against a code. */
	if (p.region.len == 2 && e->region.len == 2 && phone_has_country(p.countries, e->country))
		fact_bool(e, phone, FACT_NUMBER_REGION_AGREES, str_eq_ascii(p.region, e->region));
	put_plan(e, phone, &p);
}

/* A site's own handle, given as such or in the profile's address. */
static const struct identifier *find_profile(struct enrich *e, struct str site, struct str handle)
{
	static const struct { struct str site; enum list_kind kind; } kinds[] = {
		{ STR("github"), LIST_GITHUB }, { STR("x"), LIST_X }, { STR("telegram"), LIST_TELEGRAM },
	};
	char out[NORMAL_MAX];

	for (size_t i = 0; site.ptr && handle.ptr && i < COUNT(kinds); i++)
		if (str_eq(site, kinds[i].site))
			return identifier_find(lists_identifiers(e->lists), kinds[i].kind, normal_handle(handle, out));
	return NULL;
}

void enrich_account(struct enrich *e, struct node *account)
{
	struct str url = fact_member(account, "url"), site = fact_member(account, "site");
	struct str handle = fact_member(account, "handle");

	site = site.ptr ? normal_site(site) : site;
	if (!site.ptr && url.ptr)
		site = normal_site(url);
	if (!handle.ptr && url.ptr)
		handle = url_handle(url);
	fact_published(e, account, find_profile(e, site, handle), FACT_HANDLE_PUBLISHED, FACT_HANDLE_PUBLISHED_IN);
	put_mailbox(e, account, fact_member(account, "email"), FACT_EMAIL_PUBLISHED, FACT_EMAIL_PUBLISHED_IN);
	enrich_account_age(e, account);
}

void enrich_link(struct enrich *e, struct node *link)
{
	char out[NORMAL_MAX];
	struct str url = fact_member(link, "url"), domain = url.ptr ? fact_copy(e, normal_host(url, out)) : url;

	if (!domain.ptr)
		return;
	fact_text(e, link, FACT_URL_DOMAIN, domain);
	struct domain_said said = domain_said(e->lists, domain);
	fact_text(e, link, FACT_URL_REGISTRABLE, said.registrable);
	const struct identifier *x = said.published;
	fact_published(e, link, x ? x : find_profile(e, normal_site(url), url_handle(url)), FACT_URL_PUBLISHED,
	    FACT_URL_PUBLISHED_IN);
}
