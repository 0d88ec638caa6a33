/* Devices after the hire: which of our names stand among programs, USB devices, browser extensions and sites. */
#include "enrich/fact.h"
#include "list/company.h"
#include "list/product.h"

/* Names of a table that are looked for in a list of the device, and the fact that holds them. */
static const struct {
	const char *list;
	enum product_table table;
	enum fact fact;
} seen[] = {
	{ "software", PRODUCT_DPRK, FACT_SOFTWARE_DPRK },
	{ "software", PRODUCT_KVM, FACT_SOFTWARE_KVMS }, { "software", PRODUCT_ACTIVITY, FACT_SOFTWARE_ACTIVITY },
	{ "software", PRODUCT_ASSISTANT, FACT_SOFTWARE_ASSISTANTS }, { "usb", PRODUCT_KVM, FACT_USB_KVMS },
	{ "usb", PRODUCT_CAPTURE, FACT_USB_CAPTURE }, { "usb", PRODUCT_ACTIVITY, FACT_USB_ACTIVITY },
	{ "browser_extensions", PRODUCT_ASSISTANT, FACT_EXTENSIONS_ASSISTANTS },
	{ "sites", PRODUCT_CODE_RELAY, FACT_SITES_CODE_RELAYS }, { "sites", PRODUCT_TRANSFER, FACT_SITES_TRANSFERS },
};

/* Add @name unless it is there. */
static void put_once(struct enrich *e, struct node *list, struct str name)
{
	NODE_EACH(n, list)
		if (str_eq(node_text(n), name))
			return;
	fact_item(e, list, name);
}

static bool is_site(enum product_table t)
{
	return t == PRODUCT_CODE_RELAY || t == PRODUCT_TRANSFER;
}

static void put_names(struct enrich *e, struct node *into, enum product_table t, struct str text)
{
	const struct products *s = lists_products(e->lists);
	const struct product *p = is_site(t) ? product_site(s, t, text) : NULL;

	if (p)
		put_once(e, into, p->name);
	for (size_t at = 0; !is_site(t) && (p = product_next(s, t, text, &at)) != NULL;)
		put_once(e, into, p->name);
}

/* The list is there, and so is the answer, be it that there is none. */
static void put_list(struct enrich *e, struct node *device, const struct node *given, enum product_table t,
    enum fact fact)
{
	struct node *into = given && given->type == NODE_LIST ? fact_list(e, device, fact) : NULL;

	if (into)
		NODE_EACH(n, given)
			if (n->type == NODE_TEXT)
				put_names(e, into, t, node_text(n));
}

/* What the programs of one device come to, against what the company approves. */
struct approval {
	enum company_part part;
	struct node *found, *unapproved; /* facts; @unapproved is NULL where the company does not say */
	const struct company_entry *entry; /* one that approved something */
	bool is_described;
};

static void weigh(struct enrich *e, struct approval *a, const struct product *p, struct str text)
{
	const struct company_entry *x = company_named(e->company, a->part, p->name);

	if (!x)
		x = company_named(e->company, a->part, text);
	if (x)
		a->entry = x;
	else if (a->unapproved)
		put_once(e, a->unapproved, p->name);
	if (p->how == PRODUCT_DESCRIBED)
		a->is_described = true;
	else if (p->how != PRODUCT_MANAGED)
		put_once(e, a->found, p->name);
}

static void weigh_all(struct enrich *e, struct approval *a, enum product_table t, const struct node *software)
{
	const struct product *p;

	NODE_EACH(n, software)
		for (size_t at = 0; n->type == NODE_TEXT &&
		    (p = product_next(lists_products(e->lists), t, node_text(n), &at)) != NULL;)
			weigh(e, a, p, node_text(n));
}

/* Of the programs found, those that are not approved. */
static uint32_t count_unapproved(const struct approval *a)
{
	uint32_t count = 0;

	NODE_EACH(n, a->unapproved)
		NODE_EACH(m, a->found)
			count += str_eq(node_text(n), node_text(m));
	return count;
}

static void put_remote(struct enrich *e, struct node *device, const struct node *software)
{
	struct approval a = { .part = COMPANY_REMOTE };

	a.found = fact_list(e, device, FACT_SOFTWARE_REMOTE);
	if (company_has(e->company, COMPANY_REMOTE))
		a.unapproved = fact_list(e, device, FACT_SOFTWARE_REMOTE_UNAPPROVED);
	if (!a.found)
		return;
	weigh_all(e, &a, PRODUCT_REMOTE, software);
	fact_number(e, device, FACT_SOFTWARE_REMOTE_COUNT, (int)a.found->len);
	fact_bool(e, device, FACT_SOFTWARE_REMOTE_DESCRIBED, a.is_described);
	if (!a.entry)
		return;
	if (!count_unapproved(&a))
		fact_explain(e, a.entry, "devices[%zu].software.remote_tools", e->index);
	if (count_unapproved(&a) < 2)
		fact_explain(e, a.entry, "devices[%zu].software.remote_tool_count", e->index);
	if (!a.unapproved->len)
		fact_explain(e, a.entry, "devices[%zu].software.remote_described", e->index);
}

static void put_vpn(struct enrich *e, struct node *device, const struct node *software)
{
	struct approval a = { .part = COMPANY_VPN };

	a.found = fact_list(e, device, FACT_SOFTWARE_VPNS);
	if (company_has(e->company, COMPANY_VPN))
		a.unapproved = fact_list(e, device, FACT_SOFTWARE_VPNS_UNAPPROVED);
	if (!a.found)
		return;
	weigh_all(e, &a, PRODUCT_VPN, software);
	if (a.entry && !a.unapproved->len)
		fact_explain(e, a.entry, "devices[%zu].software.vpns", e->index);
}

void enrich_device(struct enrich *e, struct node *device)
{
	const struct node *software = node_get(device, "software");

	if (software && software->type == NODE_LIST) {
		put_remote(e, device, software);
		put_vpn(e, device, software);
	}
	for (size_t i = 0; i < COUNT(seen); i++)
		put_list(e, device, node_get(device, seen[i].list), seen[i].table, seen[i].fact);
}

void enrich_interview(struct enrich *e, struct node *interview)
{
	struct str name = fact_member(interview, "camera_name");
	struct node *into = name.ptr ? fact_list(e, interview, FACT_CAMERA_CAPTURE) : NULL;

	if (into)
		put_names(e, into, PRODUCT_CAPTURE, name);
}
