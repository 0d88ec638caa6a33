#include "list/lookup.h"

#include "list/address.h"
#include "list/domain.h"
#include "list/identifier.h"
#include "list/normal.h"
#include "list/person.h"
#include "list/system.h"

enum { LOOKUP_MAX_HITS = 32 }; /* lists of domains that one mailbox can be on */

struct search {
	const struct lists *lists;
	struct arena *a;
	struct lookup *out;
	size_t room;
	uint32_t classes; /* a bit for each class that counts */
	bool failed;
};

static void add(struct search *s, struct match_entry m)
{
	if (s->out->count == s->room) {
		struct match_entry *more = ARENA_NEW(s->a, struct match_entry, 2 * s->room + 8);
		if (!more) {
			s->failed = true;
			return;
		}
		if (s->out->count)
			memcpy(more, s->out->at, s->out->count * sizeof(*more));
		s->out->at = more;
		s->room = 2 * s->room + 8;
	}
	s->out->at[s->out->count++] = m;
}

/* All that a network lies in; of an address, all that hold it. */
static void take_address(struct search *s, const struct cidr *net, struct address_answer answer)
{
	struct address_hit hit;
	char text[CIDR_TEXT];
	uint32_t held = 0;

	uint32_t counted = answer.classes;
	while (address_next(&answer, &hit)) {
		if (hit.net.len > net->len)
			continue;
		struct str entry = arena_copy(s->a, cidr_print(&hit.net, text));
		add(s, (struct match_entry){ hit.list->name, entry, hit.date, hit.label, hit.class });
		held |= 1u << hit.class;
		s->failed = s->failed || !entry.ptr;
	}
	s->classes |= counted & held;
}

static void find_address(struct search *s, const struct cidr *net)
{
	take_address(s, net, address_find(lists_addresses(s->lists), &net->first));
}

/* What is said of @x and of those of the same text. */
static void take(struct search *s, const struct identifier *x)
{
	for (; x; x = x->next) {
		struct str label = x->class == CLASS_SANCTIONED ? identifier_text(x, s->a) : x->label;
		struct str date = x->date.len ? x->date : x->list->date;
		add(s, (struct match_entry){ x->list->name, x->entry, date, label, x->class });
		s->classes |= 1u << x->class;
	}
}

static void find(struct search *s, enum list_kind kind, struct str normal)
{
	if (normal.ptr)
		take(s, identifier_find(lists_identifiers(s->lists), kind, normal));
}

static void find_domain(struct search *s, struct str domain)
{
	struct domain_hit hits[LOOKUP_MAX_HITS];
	const struct domains *set = lists_domains(s->lists);

	take(s, identifier_find_domain(lists_identifiers(s->lists), domain));
	size_t n = domain_hits(set, domain, hits, COUNT(hits));
	for (size_t i = 0; i < n; i++) {
		struct str entry = arena_copy(s->a, hits[i].entry);
		const struct list *list = hits[i].list;
		add(s, (struct match_entry){ list->name, entry, list->date, { NULL, 0 }, hits[i].class });
		s->failed = s->failed || !entry.ptr;
	}
	s->classes |= domain_find(set, domain).classes;
}

static const enum list_kind handle_kinds[] = { LIST_GITHUB, LIST_X, LIST_TELEGRAM };

/* A handle of @site, or of any site where @site has no text. */
static void find_handle(struct search *s, struct str site, struct str handle)
{
	char out[NORMAL_MAX];
	struct str normal = normal_handle(handle, out);

	for (size_t i = 0; i < COUNT(handle_kinds); i++)
		if (!site.ptr || str_is(site, list_kind_name(handle_kinds[i])))
			find(s, handle_kinds[i], normal);
}

/* "github:someone". */
static bool try_prefixed(struct search *s, struct str value)
{
	struct str rest, site = normal_site(str_split(value, ':', &rest));

	if (!site.ptr || !rest.len || *rest.ptr == '/')
		return false;
	s->out->kind = "handle";
	find_handle(s, site, rest);
	return true;
}

static bool try_address(struct search *s, struct str value)
{
	struct cidr net;
	struct ip ip;

	if (ip_parse(value, &ip))
		net = (struct cidr){ ip, ip.is_v6 ? 128 : 32 };
	else if (!cidr_parse(value, &net))
		return false;
	s->out->kind = "ip";
	find_address(s, &net);
	return true;
}

/* "AS64496"; a handle may look so, and only a list says that it is none. */
static bool try_system(struct search *s, struct str value)
{
	char out[NORMAL_MAX];
	struct str normal = *value.ptr == 'A' || *value.ptr == 'a' ? normal_asn(value, out) : str_of(NULL, 0);
	int64_t number;
	size_t count = 0;

	if (!normal.len || !str_number(str_of(normal.ptr + 2, normal.len - 2), 1, UINT32_MAX, &number))
		return false;
	const struct system_hit *hits = system_find(lists_systems(s->lists), number, &count);
	struct str entry = count ? arena_copy(s->a, normal) : normal;
	for (size_t i = 0; i < count; i++) {
		const struct list *list = hits[i].list;
		add(s, (struct match_entry){ list->name, entry, list->date, { NULL, 0 }, list->class });
		s->classes |= 1u << list->class;
	}
	s->failed = s->failed || !entry.ptr;
	if (count)
		s->out->kind = "asn";
	return count > 0;
}

static bool try_email(struct search *s, struct str value)
{
	char out[NORMAL_MAX];
	struct str normal = normal_email(value, out);

	if (!normal.ptr)
		return false;
	s->out->kind = "email";
	find(s, LIST_EMAIL, normal);
	find_domain(s, email_domain(normal));
	return true;
}

/* Anything long without a dot may be a wallet; only a list, or a form that nothing else has, says that it is one. */
static bool try_wallet(struct search *s, struct str value)
{
	char out[NORMAL_MAX];
	struct str normal = normal_wallet(value, out);
	static const struct str forms[] = { STR("0x"), STR("bc1") };

	if (!normal.ptr)
		return false;
	find(s, LIST_WALLET, normal);
	if (s->out->count || str_starts(normal, forms[0]) || str_starts(normal, forms[1])) {
		s->out->kind = "wallet";
		return true;
	}
	return false;
}

/* The profile that an address leads to, and its host. */
static bool try_domain(struct search *s, struct str value)
{
	char out[NORMAL_MAX];
	struct str host = normal_host(value, out), site = normal_site(value), handle = url_handle(value);

	if (!host.ptr)
		return false;
	s->out->kind = site.ptr && handle.ptr ? "handle" : "domain";
	if (site.ptr && handle.ptr)
		find_handle(s, site, handle);
	find_domain(s, host);
	return true;
}

/* Names are found by likeness, and that is said. */
static void find_names(struct search *s, struct str value)
{
	struct person_hit hits[PERSON_MAX_HITS];
	size_t n = person_search(lists_persons(s->lists), value, s->a, hits);

	s->failed = s->failed || n == SIZE_MAX;
	for (size_t i = 0; i < n && n != SIZE_MAX; i++) {
		const struct identifier *x = hits[i].is;
		struct str text = identifier_text(x, s->a), date = x->date.len ? x->date : x->list->date;
		struct str label = hits[i].score == 100 ? arena_printf(s->a, "the same name: %.*s", STR_ARG(text)) :
		    arena_printf(s->a, "a name like it (%u of 100): %.*s", hits[i].score, STR_ARG(text));
		add(s, (struct match_entry){ x->list->name, x->entry, date, label, x->class });
		s->classes |= 1u << x->class;
		s->failed = s->failed || !label.ptr;
	}
}

static bool try_words(struct search *s, struct str value)
{
	char out[NORMAL_MAX];
	bool is_one = str_index(str_trim(value), ' ') == str_trim(value).len;

	s->out->kind = is_one ? "handle" : "name";
	if (is_one)
		find_handle(s, str_of(NULL, 0), value);
	size_t before = s->out->count;
	find_names(s, value);
	if (s->out->count == before)
		find(s, LIST_COMPANY, normal_company(value, out));
	if (s->out->count > before)
		s->out->kind = "name";
	return true;
}

static void judge(struct search *s)
{
	s->classes &= ~(1u << CLASS_NONE);
	if (s->classes)
		s->out->judgement = (enum list_class)__builtin_ctz(s->classes);
}

bool lookup_value(const struct lists *l, struct str value, struct arena *a, struct lookup *out)
{
	static bool (*const tries[])(struct search *, struct str) = {
		try_address, try_system, try_prefixed, try_email, try_wallet, try_domain, try_words,
	};
	struct search s = { .lists = l, .a = a, .out = out };

	*out = (struct lookup){ .kind = "name", .judgement = CLASS_NONE };
	for (size_t i = 0; i < COUNT(tries) && !tries[i](&s, value);)
		i++;
	judge(&s);
	return !s.failed;
}

/* Addresses are what comes by the million, and are looked up together. */
bool lookup_many(const struct lists *l, const struct str *values, size_t count, struct arena *a, struct lookup *out)
{
	struct address_answer answers[LOOKUP_MANY];
	struct ip ips[LOOKUP_MANY] = { 0 };
	size_t places[LOOKUP_MANY], n = 0;
	bool ok = true;

	for (size_t i = 0; i < count; i++) {
		if (ip_parse(values[i], &ips[n]))
			places[n++] = i;
		else
			ok = lookup_value(l, values[i], a, &out[i]) && ok;
	}
	address_find_many(n ? lists_addresses(l) : NULL, ips, n, answers);
	for (size_t i = 0; i < n; i++) {
		struct search s = { .lists = l, .a = a, .out = &out[places[i]] };
		const struct cidr net = { ips[i], ips[i].is_v6 ? 128 : 32 };
		*s.out = (struct lookup){ .kind = "ip", .judgement = CLASS_NONE };
		if (answers[i].table)
			take_address(&s, &net, answers[i]);
		judge(&s);
		ok = ok && !s.failed;
	}
	return ok;
}
