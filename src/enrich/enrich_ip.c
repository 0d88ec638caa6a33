#include "enrich/fact.h"
#include "list/address.h"

/* Which member says whether an address is of a class. */
static const struct { enum list_class class; enum fact fact; } classes[] = {
	{ CLASS_SPECIAL, FACT_IP_SPECIAL }, { CLASS_RELAY, FACT_IP_RELAY }, { CLASS_GATEWAY, FACT_IP_GATEWAY },
	{ CLASS_DPRK, FACT_IP_DPRK }, { CLASS_REPORTED, FACT_IP_REPORTED }, { CLASS_VPN, FACT_IP_VPN },
	{ CLASS_TOR, FACT_IP_TOR }, { CLASS_HOSTING, FACT_IP_HOSTING },
};

/* What the lists say beyond yes and no; of hits that carry no weight nothing. */
struct detail {
	struct str label, product;
	struct str lists[16];
	size_t count;
};

static void note_list(struct detail *d, struct str name)
{
	for (size_t i = 0; i < d->count; i++)
		if (str_eq(d->lists[i], name))
			return;
	if (d->count < COUNT(d->lists))
		d->lists[d->count++] = name;
}

static void read_hits(struct address_answer answer, struct detail *d)
{
	struct address_hit hit;
	const uint32_t counted = answer.classes;

	while (address_next(&answer, &hit)) {
		if (hit.class == CLASS_NONE)
			continue;
		note_list(d, hit.list->name);
		if (!(counted >> hit.class & 1))
			continue;
		if (!d->label.ptr && (hit.class == CLASS_DPRK || hit.class == CLASS_REPORTED) && hit.label.len)
			d->label = hit.label;
		if (!d->product.ptr && hit.class == CLASS_VPN && hit.list->product.len)
			d->product = hit.list->product;
	}
}

static struct str judgement_text(enum list_class class)
{
	return str_from(list_class_name(class));
}

static bool find(struct enrich *e, struct str text, struct address_answer *answer, struct str *canonical)
{
	char out[IP_TEXT];
	struct ip ip;

	if (!text.ptr || !ip_parse(text, &ip))
		return false;
	struct str printed = ip_print(&ip, out);
	*canonical = str_eq(printed, text) ? text : fact_copy(e, printed);
	*answer = address_find(lists_addresses(e->lists), &ip);
	return true;
}

static void enrich_ip(struct enrich *e, struct node *session)
{
	struct detail d = { .count = 0 };
	struct address_answer answer;
	struct str canonical;

	if (!find(e, fact_member(session, "ip"), &answer, &canonical))
		return;
	fact_text(e, session, FACT_IP_ADDRESS, canonical);
	fact_text(e, session, FACT_IP_JUDGEMENT, judgement_text(answer.judgement));
	for (size_t i = 0; i < COUNT(classes); i++)
		if (fact_is_known(e, LIST_IP, classes[i].class))
			fact_bool(e, session, classes[i].fact, answer.classes >> classes[i].class & 1);
	if (!answer.classes)
		return;
	read_hits(answer, &d);
	fact_text(e, session, FACT_IP_LABEL, d.label);
	fact_text(e, session, FACT_IP_PRODUCT, d.product);
	struct node *list = d.count ? fact_list(e, session, FACT_IP_LISTS) : NULL;
	for (size_t i = 0; i < d.count; i++)
		fact_item(e, list, d.lists[i]);
}

static void enrich_webrtc(struct enrich *e, struct node *session)
{
	struct detail d = { .count = 0 };
	struct address_answer answer;
	struct str canonical;

	if (!find(e, fact_member(session, "webrtc_ip"), &answer, &canonical))
		return;
	fact_text(e, session, FACT_WEBRTC_ADDRESS, canonical);
	fact_text(e, session, FACT_WEBRTC_JUDGEMENT, judgement_text(answer.judgement));
	fact_bool(e, session, FACT_WEBRTC_DPRK, answer.classes >> CLASS_DPRK & 1);
	fact_bool(e, session, FACT_WEBRTC_REPORTED, answer.classes >> CLASS_REPORTED & 1);
	if (answer.classes)
		read_hits(answer, &d);
	fact_text(e, session, FACT_WEBRTC_LABEL, d.label);
}

void enrich_session(struct enrich *e, struct node *session)
{
	enrich_ip(e, session);
	enrich_webrtc(e, session);
	enrich_clock(e, session);
	enrich_company_session(e, session);
}
