#include "list/company.h"

#include "base/when.h"
#include "base/yaml.h"
#include "list/product.h"
#include "list/normal.h"
#include "record/postal.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

struct company {
	struct company_entry *first[COMPANY_PARTS];
	bool has[COMPANY_PARTS];
};

enum { NOTHING = 0, REQUIRED = 1, NUMBER = 2, KEYS = 6 };

/* A key of an entry: a text or a number that goes to @offset. */
struct key {
	const char *name;
	size_t offset;
	unsigned how;
};

#define TEXT_KEY(name, member) { name, offsetof(struct company_entry, member), REQUIRED }
#define MAYBE_KEY(name, member) { name, offsetof(struct company_entry, member), NOTHING }

static const struct {
	const char *name;
	struct key keys[KEYS]; /* beside "reason" and "until" */
} parts[COMPANY_PARTS] = {
	[COMPANY_VPN] = { "vpn", { TEXT_KEY("name", value) } },
	[COMPANY_REMOTE] = { "remote_tools", { TEXT_KEY("name", value) } },
	[COMPANY_EGRESS] = { "egress", { TEXT_KEY("network", value) } },
	[COMPANY_DOMAIN] = { "domains", { TEXT_KEY("domain", value) } },
	[COMPANY_AGENCY] = { "agencies", { TEXT_KEY("name", value) } },
	[COMPANY_ADDRESS] = { "addresses", { TEXT_KEY("line1", value), TEXT_KEY("postal_code", postal_code) } },
	[COMPANY_RATE] = { "rates", { TEXT_KEY("title", value), TEXT_KEY("currency", currency), TEXT_KEY("per", per),
	    MAYBE_KEY("country", country),
	    { "amount", offsetof(struct company_entry, amount), REQUIRED | NUMBER } } },
};

static const struct key reason_key = TEXT_KEY("reason", reason);

/* The reading of one file. */
struct loader {
	struct company *company;
	struct arena *a;
	struct when today;
	bool has_today, failed;
	company_fault *fault;
	void *context;
};

const char *company_part_name(enum company_part part)
{
	return parts[part].name;
}

static void tell(struct loader *l, const struct err *e, bool is_warning)
{
	l->failed = l->failed || !is_warning;
	l->fault(l->context, e, is_warning);
}

/* At the value of @n. */
__attribute__((format(printf, 3, 4)))
static bool complain(struct loader *l, const struct node *n, const char *format, ...)
{
	struct err e = { 0 };
	va_list args;

	va_start(args, format);
	err_set_list(&e, ERR_SYNTAX, format, args);
	va_end(args);
	err_at(&e, NULL, n->line, node_value_column(n));
	tell(l, &e, false);
	return false;
}

static void tell_yaml(void *context, const struct err *e)
{
	tell(context, e, false);
}

static const struct key *find_key(enum company_part part, struct str name)
{
	if (str_is(name, reason_key.name))
		return &reason_key;
	for (size_t i = 0; i < KEYS && parts[part].keys[i].name; i++)
		if (str_is(name, parts[part].keys[i].name))
			return &parts[part].keys[i];
	return NULL;
}

static bool unknown_key(struct loader *l, enum company_part part, const struct node *n)
{
	const char *names[KEYS + 2] = { "reason", "until" };
	struct node key = *n;
	size_t count = 2;

	for (size_t i = 0; i < KEYS && parts[part].keys[i].name; i++)
		names[count++] = parts[part].keys[i].name;
	const char *near = str_nearest(node_key(n), names, count);
	key.value_column = 0; /* the key is what is wrong */
	return complain(l, &key, "%s: unknown key \"%.40s\"%s%s", parts[part].name, n->key, near ? "; near: " : "",
	    near ? near : "");
}

/* Plain numbers are texts where a text is wanted: a postcode, a product's name. */
static bool read_key(struct loader *l, enum company_part part, const struct key *k, const struct node *n,
    struct company_entry *x)
{
	void *into = (char *)x + k->offset;

	if (k->how & NUMBER) {
		if (n->type != NODE_NUMBER || !(n->number > 0))
			return complain(l, n, "%s: %s: not a number above 0", parts[part].name, k->name);
		*(double *)into = n->number;
		return true;
	}
	if ((n->type != NODE_TEXT && n->type != NODE_NUMBER) || !str_trim(node_text(n)).len)
		return complain(l, n, "%s: %s: not a text", parts[part].name, k->name);
	*(struct str *)into = str_trim(node_text(n));
	return true;
}

static bool has_keys(struct loader *l, enum company_part part, const struct node *n)
{
	bool ok = true;

	if (!node_get(n, reason_key.name))
		ok = complain(l, n, "%s: an entry without \"reason\"", parts[part].name);
	for (size_t i = 0; i < KEYS && parts[part].keys[i].name; i++)
		if (parts[part].keys[i].how & REQUIRED && !node_get(n, parts[part].keys[i].name))
			ok = complain(l, n, "%s: an entry without \"%s\"", parts[part].name, parts[part].keys[i].name);
	return ok;
}

/* What a text of this part must be beside being there. */
static bool check_value(struct loader *l, const struct node *n, struct company_entry *x)
{
	char out[NORMAL_MAX];

	if (x->part == COMPANY_EGRESS) {
		const struct node *at = node_get(n, "network");
		if (!cidr_parse(x->value, &x->network))
			return complain(l, at, "egress: network: not a network such as 198.51.100.0/24");
		if (cidr_has_host_bits(x->value))
			return complain(l, at, "egress: network: bits are set beyond its length");
		if (x->network.len < (x->network.first.is_v6 ? 16U : 8U))
			return complain(l, at, "egress: network: wider than any company's");
	}
	if (x->part == COMPANY_DOMAIN && !normal_domain(x->value, out).ptr)
		return complain(l, node_get(n, "domain"), "domains: domain: not a domain such as example.com");
	return true;
}

/* Is the entry over?  Its last day is the one that it names. */
static bool is_over(struct loader *l, enum company_part part, const struct node *until, bool *ok)
{
	struct when end;
	struct err e = { 0 };

	if (!until)
		return false;
	if (until->type != NODE_TEXT || !when_parse(node_text(until), &end) || end.grain < WHEN_DAY) {
		*ok = complain(l, until, "%s: until: not a date such as 2027-12-31", parts[part].name);
		return false;
	}
	if (!l->has_today || when_days_between(&l->today, &end) >= 0)
		return false;
	err_set(&e, ERR_SYNTAX, "%s: an entry ended on %.10s and explains nothing any more", parts[part].name,
	    until->text);
	err_at(&e, NULL, until->line, node_value_column(until));
	tell(l, &e, true);
	return true;
}

static void read_entry(struct loader *l, enum company_part part, const struct node *n)
{
	struct company_entry *x, **at = &l->company->first[part];
	bool ok = true;

	if (n->type != NODE_MAP) {
		complain(l, n, "%s: an entry is a map with \"%s\" and \"reason\"", parts[part].name,
		    parts[part].keys[0].name);
		return;
	}
	if (!(x = ARENA_NEW(l->a, struct company_entry, 1))) {
		l->failed = true;
		return;
	}
	x->part = part;
	NODE_EACH(c, n) {
		const struct key *k = find_key(part, node_key(c));
		if (k)
			ok = read_key(l, part, k, c, x) && ok;
		else if (!str_is(node_key(c), "until"))
			ok = unknown_key(l, part, c);
	}
	ok = has_keys(l, part, n) && ok;
	bool over = is_over(l, part, node_get(n, "until"), &ok);
	if (!ok || !check_value(l, n, x) || over)
		return;
	while (*at)
		at = &(*at)->next;
	*at = x;
}

static void unknown_part(struct loader *l, const struct node *n)
{
	const char *names[COMPANY_PARTS];
	struct node key = *n;

	for (size_t i = 0; i < COMPANY_PARTS; i++)
		names[i] = parts[i].name;
	const char *near = str_nearest(node_key(n), names, COUNT(names));
	key.value_column = 0;
	complain(l, &key, "unknown key \"%.40s\"%s%s", n->key, near ? "; near: " : "", near ? near : "");
}

static void read_part(struct loader *l, const struct node *n)
{
	size_t part = 0;

	while (part < COMPANY_PARTS && !str_is(node_key(n), parts[part].name))
		part++;
	if (part == COMPANY_PARTS) {
		unknown_part(l, n);
		return;
	}
	l->company->has[part] = true;
	if (n->type != NODE_LIST && n->type != NODE_NULL)
		complain(l, n, "%s: not a list of entries", parts[part].name);
	NODE_EACH(entry, n->type == NODE_LIST ? n : NULL)
		read_entry(l, (enum company_part)part, entry);
}

struct company *company_new(struct str text, struct str today, struct arena *a, company_fault *fault, void *context)
{
	struct loader l = { .company = ARENA_NEW(a, struct company, 1), .a = a, .fault = fault, .context = context };
	struct node *documents = NULL;

	if (!l.company)
		return NULL;
	l.has_today = when_parse(today, &l.today);
	if (!yaml_read(text, a, &documents, tell_yaml, &l) || !documents)
		return NULL;
	if (documents->len > 1)
		complain(&l, documents->child->next, "a second document; the file is one");
	struct node *top = documents->child;
	if (top && top->type != NODE_MAP && top->type != NODE_NULL)
		complain(&l, top, "not a map of lists");
	NODE_EACH(n, top && top->type == NODE_MAP ? top : NULL)
		read_part(&l, n);
	return l.failed ? NULL : l.company;
}

bool company_path(char *out, size_t size)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	int n = -1;

	/* A relative path is to be ignored (XDG Base Directory Specification). */
	if (config && *config == '/')
		n = snprintf(out, size, "%s/candor/company.yaml", config);
	else if (home && *home)
		n = snprintf(out, size, "%s/.config/candor/company.yaml", home);
	return n > 0 && (size_t)n < size;
}

bool company_has(const struct company *c, enum company_part part)
{
	return c && c->has[part];
}

static bool is_domain_of(struct str entry, struct str text)
{
	char a[NORMAL_MAX], b[NORMAL_MAX];
	struct str own = normal_domain(entry, a), host = normal_domain(text, b);

	while (own.len && host.len) {
		if (str_eq(own, host))
			return true;
		(void)str_split(host, '.', &host);
	}
	return false;
}

const struct company_entry *company_first(const struct company *c, enum company_part part)
{
	return c ? c->first[part] : NULL;
}

const struct company_entry *company_named(const struct company *c, enum company_part part, struct str text)
{
	const struct company_entry *x = c && text.len ? c->first[part] : NULL;

	while (x && !(part == COMPANY_DOMAIN ? is_domain_of(x->value, text) : product_is_in(x->value, text)))
		x = x->next;
	return x;
}

const struct company_entry *company_network(const struct company *c, const struct ip *ip)
{
	const struct company_entry *x = c ? c->first[COMPANY_EGRESS] : NULL;

	while (x && !cidr_holds(&x->network, ip))
		x = x->next;
	return x;
}

/* The same words in the same order. */
static bool same_words(struct str a, struct str b)
{
	return product_is_in(a, b) && product_is_in(b, a);
}

/* "12 Main Street" and "12 Main St." */
static bool same_line(struct str a, struct str b)
{
	char x[POSTAL_MAX], y[POSTAL_MAX];

	a = postal_form(a, x);
	return a.len && str_eq(a, postal_form(b, y));
}

const struct company_entry *company_address(const struct company *c, struct str line1, struct str postal_code)
{
	const struct company_entry *x = c && line1.len && postal_code.len ? c->first[COMPANY_ADDRESS] : NULL;

	while (x && !(same_line(x->value, line1) && same_words(x->postal_code, postal_code)))
		x = x->next;
	return x;
}

const struct company_entry *company_address_in(const struct company *c, struct str text)
{
	char whole[POSTAL_MAX], line[POSTAL_MAX];
	const struct company_entry *x = c && text.len ? c->first[COMPANY_ADDRESS] : NULL;
	struct str form = x ? postal_form(text, whole) : text;

	while (x && !(postal_holds(form, postal_form(x->value, line)) && product_is_in(x->postal_code, text)))
		x = x->next;
	return x;
}

const struct company_entry *company_rate(const struct company *c, struct str title, struct str currency, struct str per,
    struct str country)
{
	const struct company_entry *x = c && title.len ? c->first[COMPANY_RATE] : NULL;

	for (; x; x = x->next) {
		if (x->country.len && !str_eq_ascii(x->country, country))
			continue;
		if (str_eq_ascii(x->currency, currency) && str_eq_ascii(x->per, per) && product_is_in(x->value, title))
			return x;
	}
	return NULL;
}
