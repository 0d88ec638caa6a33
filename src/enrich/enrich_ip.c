/* enrich_ip.c - the addresses of a session: what lists say of them, where they are, and what that says of the claim. */
#include "enrich/fact.h"
#include "list/address.h"
#include "list/company.h"
#include "list/system.h"

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

static bool find(struct enrich *e, struct str text, struct ip *ip, struct address_answer *answer, struct str *canonical)
{
	char out[IP_TEXT];

	if (!text.ptr || !ip_parse(text, ip))
		return false;
	struct str printed = ip_print(ip, out);
	*canonical = str_eq(printed, text) ? text : fact_copy(e, printed);
	*answer = address_find(lists_addresses(e->lists), ip);
	return true;
}

/* What is known of a session's line on the way. */
struct line {
	struct ip ip;
	struct geo_place place;
	enum list_class judgement;
	uint32_t system; /* a bit for each class that lists of autonomous systems say */
	bool has_ip, is_masked; /* its address says nothing of where the person is */
};

/* Relays, gateways, VPNs and the company's own networks stand where they stand, whoever uses them. */
static bool masks(enum list_class judgement)
{
	return judgement != CLASS_NONE && judgement != CLASS_DPRK && judgement != CLASS_REPORTED;
}

/* The employer's own system, or a person, knows of a VPN or a proxy. */
static bool is_told_masked(struct node *const *at)
{
	const struct node *vpn = at[SESSION_VPN], *proxy = at[SESSION_PROXY];

	return (vpn && (vpn->type == NODE_TRUE || (vpn->type == NODE_TEXT && vpn->len))) ||
	    (proxy && proxy->type == NODE_TRUE);
}

/* What a benign list explains is not also a VPN. */
static bool is_benign(enum list_class judgement)
{
	return judgement == CLASS_RELAY || judgement == CLASS_GATEWAY || judgement == CLASS_SPECIAL;
}

static uint32_t system_classes(const struct enrich *e, const struct line *l)
{
	uint32_t said = 0;
	size_t count = 0;
	const struct system_hit *hits = NULL;

	if (l->place.asn && !is_benign(l->judgement) && !company_network(e->company, &l->ip))
		hits = system_find(lists_systems(e->lists), l->place.asn, &count);
	for (size_t i = 0; i < count; i++)
		said |= 1u << hits[i].list->class;
	return said;
}

/* Lists of addresses stand before those of systems, which have customers of every sort. */
static struct str judgement_of(const struct line *l)
{
	if (l->judgement == CLASS_NONE && l->system)
		return l->system >> CLASS_VPN & 1 ? STR_LIT("asn_vpn") : STR_LIT("asn_hosting");
	return str_from(list_class_name(l->judgement));
}

static struct line find_line(struct enrich *e, struct str text, struct address_answer *answer, struct str *canonical)
{
	struct line l = { .judgement = CLASS_NONE };

	*answer = (struct address_answer){ .judgement = CLASS_NONE };
	l.has_ip = find(e, text, &l.ip, answer, canonical);
	l.judgement = answer->judgement;
	if (l.has_ip && e->geo && l.judgement != CLASS_SPECIAL)
		geo_find(e->geo, &l.ip, &l.place);
	l.system = l.has_ip ? system_classes(e, &l) : 0;
	l.is_masked = l.has_ip && (masks(l.judgement) || l.place.uses || company_network(e->company, &l.ip) ||
	    (l.judgement == CLASS_NONE && l.system));
	return l;
}

static const struct { enum geo_use use; enum fact fact; } uses[] = {
	{ USE_ANONYMOUS, FACT_IP_ANONYMOUS }, { USE_VPN, FACT_IP_SAID_VPN }, { USE_HOSTING, FACT_IP_SAID_HOSTING },
	{ USE_PROXY, FACT_IP_SAID_PROXY }, { USE_RESIDENTIAL_PROXY, FACT_IP_SAID_RESIDENTIAL },
	{ USE_TOR, FACT_IP_SAID_TOR },
};

static void put_place(struct enrich *e, struct node *session, const struct line *l)
{
	const struct geo_place *p = &l->place;

	fact_text(e, session, FACT_IP_COUNTRY, p->country);
	fact_text(e, session, FACT_IP_REGION, p->region);
	fact_text(e, session, FACT_IP_REGION_NAME, p->region_name);
	fact_text(e, session, FACT_IP_CITY, p->city);
	fact_text(e, session, FACT_IP_ORGANISATION, p->organisation);
	if (p->asn && p->asn <= INT32_MAX)
		fact_number(e, session, FACT_IP_ASN, (int)p->asn);
	if (p->has_coordinates) {
		fact_real(e, session, FACT_IP_LATITUDE, p->latitude);
		fact_real(e, session, FACT_IP_LONGITUDE, p->longitude);
	}
	for (size_t i = 0; !is_benign(l->judgement) && i < COUNT(uses); i++)
		if (p->known >> uses[i].use & 1)
			fact_bool(e, session, uses[i].fact, p->uses >> uses[i].use & 1);
}

/* A system is on few lists, and known of only where there is one and the system is known. */
static void put_system(struct enrich *e, struct node *session, const struct line *l)
{
	static const struct { enum list_class class; enum fact fact; } said[] = {
		{ CLASS_VPN, FACT_IP_ASN_VPN }, { CLASS_HOSTING, FACT_IP_ASN_HOSTING },
	};

	if (!l->place.asn || is_benign(l->judgement) || company_network(e->company, &l->ip))
		return;
	for (size_t i = 0; i < COUNT(said); i++)
		if (fact_is_known(e, LIST_ASN, said[i].class))
			fact_bool(e, session, said[i].fact, l->system >> said[i].class & 1);
}

/* A region by its code or its name; both claimed and known. */
static bool region_is(const struct geo_place *p, struct str claimed)
{
	return str_eq_ascii(p->region, claimed) || str_eq_ascii(p->region_name, claimed);
}

/* Where the employer's system and the database name two countries, neither is believed. */
static void put_agreement(struct enrich *e, struct node *session, const struct line *l, struct str shown)
{
	const struct geo_place *p = &l->place;

	if (l->is_masked || !p->country.len || !e->country.len || (shown.len && !str_eq_ascii(shown, p->country)))
		return;
	const bool agrees = str_eq_ascii(p->country, e->country);
	fact_bool(e, session, FACT_IP_COUNTRY_AGREES, agrees);
	if (agrees && e->region.len && (p->region_name.len || (p->region.len && p->region.len == e->region.len)))
		fact_bool(e, session, FACT_IP_REGION_AGREES, region_is(p, e->region));
}

static void note_systems(const struct enrich *e, const struct line *l, struct detail *d)
{
	size_t count = 0;
	const struct system_hit *hits = l->system ? system_find(lists_systems(e->lists), l->place.asn, &count) : NULL;

	for (size_t i = 0; i < count; i++)
		note_list(d, hits[i].list->name);
}

/* Where the employer's own system says that it is. */
static struct str shown_country(struct node *const *at)
{
	return at[SESSION_GEO] ? node_get_text(at[SESSION_GEO], "country") : str_of(NULL, 0);
}

static void put_detail(struct enrich *e, struct node *session, const struct line *l, struct address_answer answer)
{
	struct detail d = { .count = 0 };

	if (answer.classes)
		read_hits(answer, &d);
	note_systems(e, l, &d);
	fact_text(e, session, FACT_IP_LABEL, d.label);
	fact_text(e, session, FACT_IP_PRODUCT, d.product);
	struct node *list = d.count ? fact_list(e, session, FACT_IP_LISTS) : NULL;
	for (size_t i = 0; i < d.count; i++)
		fact_item(e, list, d.lists[i]);
}

static struct line enrich_ip(struct enrich *e, struct node *session, struct node *const *at)
{
	struct address_answer answer;
	struct str canonical;
	struct line l = find_line(e, node_as_text(at[SESSION_IP]), &answer, &canonical);

	l.is_masked = l.is_masked || is_told_masked(at);
	if (!l.has_ip)
		return l;
	fact_text(e, session, FACT_IP_ADDRESS, canonical);
	fact_text(e, session, FACT_IP_JUDGEMENT, judgement_of(&l));
	for (size_t i = 0; i < COUNT(classes); i++)
		if (fact_is_known(e, LIST_IP, classes[i].class))
			fact_bool(e, session, classes[i].fact, answer.classes >> classes[i].class & 1);
	put_place(e, session, &l);
	put_system(e, session, &l);
	put_agreement(e, session, &l, shown_country(at));
	if (answer.classes || l.system)
		put_detail(e, session, &l, answer);
	return l;
}

/* The address that the browser names is the nearer one: of a VPN that leaks it shows the line beneath. */
static void compare_webrtc(struct enrich *e, struct node *session, const struct line *web, const struct line *line)
{
	if (web->judgement == CLASS_SPECIAL)
		return;
	if (line->has_ip && line->judgement != CLASS_SPECIAL && line->ip.is_v6 == web->ip.is_v6)
		fact_bool(e, session, FACT_WEBRTC_SAME_ADDRESS, line->ip.hi == web->ip.hi && line->ip.lo == web->ip.lo);
	fact_text(e, session, FACT_WEBRTC_COUNTRY, web->place.country);
	if (!web->place.country.len || web->is_masked)
		return;
	if (line->place.country.len)
		fact_bool(e, session, FACT_WEBRTC_SAME_COUNTRY, str_eq(web->place.country, line->place.country));
	if (e->country.len)
		fact_bool(e, session, FACT_WEBRTC_COUNTRY_AGREES, str_eq_ascii(web->place.country, e->country));
}

static void enrich_webrtc(struct enrich *e, struct node *session, struct node *const *at, const struct line *line)
{
	struct detail d = { .count = 0 };
	struct address_answer answer;
	struct str canonical;
	struct line web = find_line(e, node_as_text(at[SESSION_WEBRTC_IP]), &answer, &canonical);

	if (!web.has_ip)
		return;
	fact_text(e, session, FACT_WEBRTC_ADDRESS, canonical);
	fact_text(e, session, FACT_WEBRTC_JUDGEMENT, judgement_of(&web));
	fact_bool(e, session, FACT_WEBRTC_DPRK, answer.classes >> CLASS_DPRK & 1);
	fact_bool(e, session, FACT_WEBRTC_REPORTED, answer.classes >> CLASS_REPORTED & 1);
	compare_webrtc(e, session, &web, line);
	if (answer.classes)
		read_hits(answer, &d);
	fact_text(e, session, FACT_WEBRTC_LABEL, d.label);
}

/* Kept for enrich_travel(). */
static void keep_stay(struct enrich *e, struct node *session, const struct when *at, const struct line *l,
    struct str country)
{
	struct stay *s = arena_alloc(e->a, sizeof(*s));

	if (!s) {
		e->failed = true;
		return;
	}
	*s = (struct stay){ .next = e->stays, .session = session, .ip = l->ip, .has_ip = l->has_ip && !l->is_masked };
	if (at && at->grain == WHEN_TIME) {
		s->moment = at->seconds;
		s->has_moment = true;
	}
	if (!l->is_masked) {
		s->country = country;
		s->has_coordinates = l->place.has_coordinates;
		s->latitude = l->place.latitude;
		s->longitude = l->place.longitude;
	}
	e->stays = s;
	e->stay_count++;
}

void enrich_session(struct enrich *e, struct node *session)
{
	struct node *at[SESSION_MEMBERS];
	struct when when;

	fact_members(e, MAP_SESSION, session, at);
	struct line l = enrich_ip(e, session, at);
	struct str shown = shown_country(at), country = l.place.country;
	const bool has_time = when_parse(node_as_text(at[SESSION_AT]), &when);

	if (at[SESSION_WEBRTC_IP])
		enrich_webrtc(e, session, at, &l);
	if (l.is_masked || (shown.len && country.len && !str_eq_ascii(shown, country)))
		country = str_of(NULL, 0);
	else if (shown.len)
		country = shown;
	enrich_clock(e, session, at, has_time ? &when : NULL, country);
	keep_stay(e, session, has_time ? &when : NULL, &l, country);
	enrich_company_session(e, session);
}
