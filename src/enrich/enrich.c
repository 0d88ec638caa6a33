#include "enrich/enrich.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/when.h"
#include "enrich/fact.h"
#include "list/company.h"

struct enrich_plan {
	const struct lists *lists;
	struct geo *geo;
	const struct company *company;
	struct node facts[FACTS]; /* each as it is added, but for its type and value */
	struct node_keys members[MAP_SORTS];
	uint32_t known[LIST_KINDS]; /* a bit for each class of which a list is at hand */
};

static const struct str keys[FACTS] = {
#define FACT(name, key) STR(key),
#include "enrich/fact.list"
#undef FACT
};

static const struct str top_keys[] = {
#define TOP(name, key) STR(key),
#include "enrich/member.list"
};

static const struct str session_keys[] = {
#define SESSION(name, key) STR(key),
#include "enrich/member.list"
};

static const struct str resume_keys[] = {
#define RESUME(name, key) STR(key),
#include "enrich/member.list"
};

static const struct str work_keys[] = {
#define WORK(name, key) STR(key),
#include "enrich/member.list"
};

static const struct { const struct str *keys; size_t count; } sorts[MAP_SORTS] = {
	[MAP_TOP] = { top_keys, TOP_MEMBERS }, [MAP_SESSION] = { session_keys, SESSION_MEMBERS },
	[MAP_RESUME] = { resume_keys, RESUME_MEMBERS }, [MAP_WORK] = { work_keys, WORK_MEMBERS },
};

struct enrich_plan *enrich_plan_new(const struct lists *lists, const struct company *company, struct err *e)
{
	struct enrich_plan *p = mem_alloc(sizeof(*p), 1);

	if (!p) {
		err_set(e, ERR_MEMORY, "out of memory");
		return NULL;
	}
	p->lists = lists;
	p->company = company;
	assert(record_slots() + FACTS <= NODE_SLOTS);
	for (size_t i = 0; i < FACTS; i++)
		p->facts[i] = (struct node){
			.key = keys[i].ptr, .key_len = (uint32_t)keys[i].len, .key_hash = str_hash(keys[i]),
			.flags = NODE_FACT, .slot = (uint16_t)(record_slots() + i + 1),
		};
	for (size_t i = 0; i < MAP_SORTS; i++)
		p->members[i] = node_keys_make(sorts[i].keys, sorts[i].count);
	for (unsigned kind = 0; kind < LIST_KINDS; kind++)
		for (unsigned class = 0; class < CLASSES; class++)
			if (lists_have(lists, (enum list_kind)kind, (enum list_class)class))
				p->known[kind] |= 1u << class;
	return p;
}

void enrich_plan_use_geo(struct enrich_plan *p, struct geo *g)
{
	p->geo = g;
}

void enrich_plan_free(struct enrich_plan *p)
{
	mem_free(p);
}

bool fact_is_known(const struct enrich *e, enum list_kind kind, enum list_class class)
{
	return e->plan->known[kind] >> class & 1;
}

static struct node *add(struct enrich *e, struct node *parent, enum fact f, enum node_type type)
{
	struct node *n = e->failed ? NULL : arena_alloc(e->a, sizeof(*n));

	if (!n) {
		e->failed = true;
		return NULL;
	}
	*n = e->plan->facts[f];
	n->type = (uint8_t)type;
	if (parent->child)
		parent->last->next = n;
	else
		parent->child = n;
	parent->last = n;
	parent->len++;
	return n;
}

void fact_text(struct enrich *e, struct node *parent, enum fact f, struct str value)
{
	struct node *n = value.ptr ? add(e, parent, f, NODE_TEXT) : NULL;

	if (n) {
		n->text = value.ptr;
		n->len = (uint32_t)value.len;
	}
}

void fact_bool(struct enrich *e, struct node *parent, enum fact f, bool value)
{
	add(e, parent, f, value ? NODE_TRUE : NODE_FALSE);
}

static void put_number(struct enrich *e, struct node *parent, enum fact f, struct str text, double value)
{
	struct node *n = text.ptr ? add(e, parent, f, NODE_NUMBER) : NULL;

	e->failed = e->failed || !n;
	if (n) {
		n->text = text.ptr;
		n->len = (uint32_t)text.len;
		n->number = value;
	}
}

#define TEN(h) h "0" h "1" h "2" h "3" h "4" h "5" h "6" h "7" h "8" h "9"
#define HUNDRED(h) TEN(h "0") TEN(h "1") TEN(h "2") TEN(h "3") TEN(h "4") \
	TEN(h "5") TEN(h "6") TEN(h "7") TEN(h "8") TEN(h "9")

/* Most numbers are small: these need no memory. */
static struct str number_text(struct enrich *e, int n)
{
	static const char digits[] = HUNDRED("0") HUNDRED("1") HUNDRED("2") HUNDRED("3") HUNDRED("4")
	    HUNDRED("5") HUNDRED("6") HUNDRED("7") HUNDRED("8") HUNDRED("9");
	const size_t len = n < 10 ? 1 : n < 100 ? 2 : 3;

	return n >= 0 && n < 1000 ? str_of(digits + (size_t)n * 3 + 3 - len, len) : arena_number(e->a, n);
}

void fact_number(struct enrich *e, struct node *parent, enum fact f, int value)
{
	put_number(e, parent, f, number_text(e, value), value);
}

void fact_real(struct enrich *e, struct node *parent, enum fact f, double value)
{
	put_number(e, parent, f, arena_printf(e->a, "%.4f", value), value);
}

struct node *fact_list(struct enrich *e, struct node *parent, enum fact f)
{
	return add(e, parent, f, NODE_LIST);
}

void fact_item(struct enrich *e, struct node *list, struct str value)
{
	struct node *n = list && !e->failed ? node_add_text(e->a, list, str_of(NULL, 0), value) : NULL;

	if (n)
		n->flags |= NODE_FACT;
	else
		e->failed = true;
}

struct str fact_copy(struct enrich *e, struct str s)
{
	struct str copy = s.ptr ? arena_copy(e->a, s) : s;

	e->failed = e->failed || (s.ptr && !copy.ptr);
	return copy;
}

void fact_members(const struct enrich *e, enum map_sort sort, const struct node *map, struct node **found)
{
	node_get_all(map, &e->plan->members[sort], found);
}

struct str fact_member_hash(const struct node *n, struct str key, uint32_t hash)
{
	const struct node *found = NULL;

	for (const struct node *c = n->child; c; c = c->next)
		if (c->key_hash == hash && c->type == NODE_TEXT && str_eq(node_key(c), key))
			found = c;
	return found ? node_text(found) : str_of(NULL, 0);
}

void fact_explain(struct enrich *e, const struct company_entry *entry, const char *path, ...)
{
	struct explained *x = ARENA_NEW(e->a, struct explained, 1);
	char text[128];
	va_list args;

	va_start(args, path);
	int len = vsnprintf(text, sizeof(text), path, args);
	va_end(args);
	if (x && len > 0 && (size_t)len < sizeof(text)) {
		x->path = arena_copy(e->a, str_of(text, (size_t)len));
		x->entry = arena_printf(e->a, "%s: %.*s", company_part_name(entry->part), STR_ARG(entry->value));
		x->reason = entry->reason;
	}
	if (!x || !x->path.ptr || !x->entry.ptr) {
		e->failed = true;
		return;
	}
	x->next = e->record->explained;
	e->record->explained = x;
}

static void each(struct enrich *e, struct node *list, void (*step)(struct enrich *e, struct node *element))
{
	e->index = 0;
	NODE_EACH(n, list) {
		if (n->type == NODE_MAP)
			step(e, n);
		e->index++;
	}
}

static void enrich_public_code(struct enrich *e, struct node *code)
{
	each(e, node_get(code, "commits"), enrich_commit);
	enrich_code(e, code);
	enrich_commit_clocks(e, code);
}

static void enrich_pay(struct enrich *e, struct node *payment)
{
	each(e, node_get(payment, "accounts"), enrich_payee);
	enrich_payment(e, payment);
}

static void enrich_computer(struct enrich *e, struct node *device)
{
	enrich_device(e, device);
	enrich_delivery(e, device);
}

/* What stands at the top of a record and has facts; lists are walked, maps are entered. */
static void (*const steps[TOP_MEMBERS + 1])(struct enrich *e, struct node *n) = {
	[TOP_EMAILS] = enrich_email, [TOP_PHONES] = enrich_phone, [TOP_ACCOUNTS] = enrich_account,
	[TOP_LINKS] = enrich_link, [TOP_SESSIONS] = enrich_session, [TOP_RESUME] = enrich_resume,
	[TOP_REFERRAL] = enrich_referral, [TOP_CODE] = enrich_public_code, [TOP_PAYMENT] = enrich_pay,
	[TOP_DEVICES] = enrich_computer, [TOP_INTERVIEWS] = enrich_interview,
	[TOP_ADDRESSES] = enrich_company_address, [TOP_PLATFORM] = enrich_platform,
};

static void step_into(struct enrich *e, struct node *n)
{
	void (*step)(struct enrich *e, struct node *n) = steps[node_keys_find(&e->plan->members[MAP_TOP], n)];

	if (step && n->type == NODE_LIST)
		each(e, n, step);
	else if (step && n->type == NODE_MAP)
		step(e, n);
}

static void read_claims(struct enrich *e)
{
	const struct node *location = e->top[TOP_LOCATION];
	struct when w;

	if (location && location->type == NODE_MAP) {
		e->country = fact_member(location, "country");
		e->region = fact_member(location, "region");
		e->zone = fact_member(location, "time_zone");
	}
	struct str at = node_as_text(e->top[TOP_APPLIED_AT]);
	if (at.ptr && when_parse(at, &w)) {
		e->applied_at = w.seconds;
		e->has_applied_at = true;
	}
}

bool enrich_record(const struct enrich_plan *p, struct record *r, struct arena *a)
{
	struct enrich e = { .plan = p, .lists = p->lists, .company = p->company, .geo = p->geo, .a = a, .record = r,
		.root = r->root };

	if (!r->root || r->root->type != NODE_MAP)
		return true;
	fact_members(&e, MAP_TOP, r->root, e.top);
	read_claims(&e);
	enrich_changes(&e); /* before pay, which counts changes of its accounts */
	for (struct node *n = r->root->child, *last = r->root->last; n; n = n == last ? NULL : n->next)
		step_into(&e, n);
	enrich_travel(&e, r->root);
	enrich_activity(&e, r->root);
	enrich_documents(&e);
	enrich_addresses(&e);
	enrich_agreement(&e, r->root);
	enrich_name(&e, r->root);
	enrich_verifications(&e, r->root);
	arena_clear(&e.scratch);
	return !e.failed;
}
