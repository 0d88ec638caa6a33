#include "list/address_table.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/log.h"
#include "list/row.h"

/* The networks as they are gathered. */
struct gather {
	struct prefix *items;
	struct origin *origins;
	size_t count, room, origin_count, origin_room;
	bool failed;
};

/*
 * Labels of dprk_ip_ranges.csv.  Only the block registered to the DPRK is its own.  Expired ones were shared proxies
 * and hosting of 2024, unverified ones come from a report that nobody could read: shown, but without weight.
 */
static const struct { struct str label; enum list_class class; } labels[] = {
	{ STR("dprk-allocated"), CLASS_DPRK }, { STR("dprk-used"), CLASS_REPORTED },
	{ STR("dprk-used-historic"), CLASS_REPORTED }, { STR("dprk-itw-russia"), CLASS_REPORTED },
	{ STR("dprk-itw-origin"), CLASS_REPORTED },
	{ STR("dprk-front-company-hosting"), CLASS_REPORTED },
	{ STR("dprk-itw-proxy-expired"), CLASS_NONE },
	{ STR("dprk-itw-russia-unverified"), CLASS_NONE },
};

static enum list_class class_of(const struct list *list, struct str label)
{
	if (list->class != CLASS_REPORTED || !label.len)
		return list->class;
	for (size_t i = 0; i < COUNT(labels); i++)
		if (str_eq(labels[i].label, label))
			return labels[i].class;
	return CLASS_NONE;
}

static uint32_t add_origin(struct gather *g, struct origin o)
{
	struct origin *last = g->origin_count ? &g->origins[g->origin_count - 1] : NULL;

	if (last && last->list == o.list && str_eq(last->label, o.label) && str_eq(last->date, o.date))
		return (uint32_t)(g->origin_count - 1);
	if (g->origin_count == g->origin_room) {
		size_t room = 2 * g->origin_room + 64;
		struct origin *more = mem_grow(g->origins, sizeof(*more), room);
		if (!more) {
			g->failed = true;
			return 0;
		}
		g->origins = more;
		g->origin_room = room;
	}
	g->origins[g->origin_count] = o;
	return (uint32_t)g->origin_count++;
}

static void add_net(struct gather *g, const struct cidr *net, uint32_t origin)
{
	if (g->count == g->room) {
		size_t room = 2 * g->room + 1024;
		struct prefix *more = mem_grow(g->items, sizeof(*more), room);
		if (!more) {
			g->failed = true;
			return;
		}
		g->items = more;
		g->room = room;
	}
	g->items[g->count++] = (struct prefix){ .net = *net, .value = origin };
}

/* One network a line: the form in which the user's lists are kept. */
static bool gather_lines(struct gather *g, const struct list *list, struct str text)
{
	uint32_t origin = add_origin(g, (struct origin){ list, { NULL, 0 }, list->date, list->class });
	struct cidr net;

	while (text.len) {
		struct str line = str_split(text, '\n', &text);
		if (!line.len)
			continue;
		if (!cidr_parse(line, &net))
			return false;
		add_net(g, &net, origin);
	}
	return true;
}

/* A table with a header, of which cidr, label and first_published are read. */
static bool gather_rows(struct gather *g, const struct list *list, struct str text, struct arena *a)
{
	struct row_reader r = row_reader_make(text, a);
	struct row row;

	if (!row_next(&r, &row))
		return false;
	size_t net_at = row_column(&row, "cidr"), label_at = row_column(&row, "label");
	size_t date_at = row_column(&row, "first_published");
	if (net_at == ROW_MAX)
		return false;
	while (row_next(&r, &row)) {
		struct cidr net;
		struct origin o = { .list = list, .date = list->date };
		if (!cidr_parse(row.cells[net_at], &net))
			return false;
		if (label_at != ROW_MAX)
			o.label = row.cells[label_at];
		if (date_at != ROW_MAX)
			o.date = row.cells[date_at];
		o.class = class_of(list, o.label);
		add_net(g, &net, add_origin(g, o));
	}
	return true;
}

static void gather_list(struct gather *g, const struct lists *l, const struct list *list, struct arena *a)
{
	struct str text = lists_text(l, list, a);
	size_t before = g->count;

	if (!text.ptr)
		return;
	if (list->is_embedded ? gather_rows(g, list, text, a) : gather_lines(g, list, text))
		return;
	log_error("list %.*s is damaged and left out; take it anew", STR_ARG(list->name));
	lists_fail(l);
	g->count = before;
}

/* A special-purpose address is nothing else; what a benign list explains is no VPN, and so on. */
static uint32_t explained(uint32_t classes)
{
	const uint32_t benign = 1u << CLASS_RELAY | 1u << CLASS_GATEWAY;
	const uint32_t suspect = 1u << CLASS_REPORTED | 1u << CLASS_VPN | 1u << CLASS_TOR | 1u << CLASS_HOSTING;

	if (classes & 1u << CLASS_SPECIAL)
		return 1u << CLASS_SPECIAL;
	classes &= ~(1u << CLASS_NONE);
	return classes & benign ? classes & ~suspect : classes;
}

/* Wider networks stand before narrower ones, so that one pass does. */
static void sum_up(struct address_table *s, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		uint32_t wider = s->items[i].wider, own = 1u << s->origins[s->items[i].value].class;
		s->classes[i] = own | (wider == PREFIX_NONE ? 0 : s->classes[wider]);
	}
	for (size_t i = 0; i < count; i++)
		s->classes[i] = explained(s->classes[i]);
}

static struct address_table *settle(const struct gather *g, struct arena *a)
{
	struct address_table *s = g->failed ? NULL : ARENA_NEW(a, struct address_table, 1);

	if (!s)
		return NULL;
	s->items = arena_alloc(a, g->count * sizeof(*s->items));
	s->origins = arena_alloc(a, g->origin_count * sizeof(*s->origins));
	s->classes = arena_alloc(a, g->count * sizeof(*s->classes));
	if (!s->items || !s->origins || !s->classes)
		return NULL;
	if (g->count)
		memcpy(s->items, g->items, g->count * sizeof(*s->items));
	if (g->origin_count)
		memcpy(s->origins, g->origins, g->origin_count * sizeof(*s->origins));
	s->origin_count = (uint32_t)g->origin_count;
	if (!(s->set = prefix_build(a, s->items, g->count)))
		return NULL;
	sum_up(s, g->count);
	return s;
}

struct address_table *address_table_make(const struct lists *l, struct arena *a)
{
	struct gather g = { 0 };

	for (size_t i = 0; i < lists_count(l); i++)
		if (lists_at(l, i)->kind == LIST_IP)
			gather_list(&g, l, lists_at(l, i), a);
	struct address_table *s = settle(&g, a);
	mem_free(g.items);
	mem_free(g.origins);
	return s;
}

/* --- one table, mapped or made --- */

enum { CHECKED_ONE_BY_ONE = 64 }; /* look-ups in a mapped table, before all of it is checked at once */

struct addresses {
	const struct lists *lists;
	_Atomic(const struct address_table *) table;
	atomic_bool is_trusted;  /* all of it was made here, or checked */
	atomic_uint asked;
	struct image *image;     /* NULL: made */
	struct arena *arena;     /* of the lists; under @lock */
	pthread_mutex_t lock;
};

struct addresses *addresses_load(const struct lists *l, struct arena *a)
{
	struct addresses *s = ARENA_NEW(a, struct addresses, 1);
	const struct address_table *t = s ? address_cache_read(l, a, &s->image) : NULL;

	if (!s)
		return NULL;
	s->lists = l;
	s->arena = a;
	pthread_mutex_init(&s->lock, NULL);
	if (!t) {
		if (!(t = address_table_make(l, a)))
			return NULL;
		atomic_init(&s->is_trusted, true);
		address_cache_write(l, t, a);
	}
	atomic_init(&s->table, t);
	return s;
}

void addresses_close(struct addresses *s)
{
	if (!s)
		return;
	pthread_mutex_destroy(&s->lock);
	image_close(s->image);
}

/* What was mapped is damaged: make it from the lists.  Answers given so far keep the table that they came from. */
static const struct address_table *make_anew(const struct addresses *shared)
{
	struct addresses *s = (struct addresses *)(uintptr_t)shared;

	pthread_mutex_lock(&s->lock);
	if (!atomic_load(&s->is_trusted)) {
		const struct address_table *t = address_table_make(s->lists, s->arena);
		if (t) {
			log_warn("the compiled lists were damaged; made anew");
			address_cache_write(s->lists, t, s->arena);
			atomic_store(&s->table, t);
			atomic_store(&s->is_trusted, true);
		}
	}
	bool ok = atomic_load(&s->is_trusted);
	pthread_mutex_unlock(&s->lock);
	return ok ? atomic_load(&s->table) : NULL;
}

/* A spot check looks at a few pages and checks these alone; whoever asks often has all checked once. */
static const struct address_table *checked(const struct addresses *shared, const struct ip *ip)
{
	struct addresses *s = (struct addresses *)(uintptr_t)shared;
	const struct address_table *t = atomic_load(&s->table);

	if (atomic_fetch_add(&s->asked, 1) < CHECKED_ONE_BY_ONE)
		return address_table_is_sound(t, ip) ? t : make_anew(s);
	if (!address_table_all_sound(t))
		return make_anew(s);
	atomic_store(&s->is_trusted, true);
	return t;
}

static bool is_trusted(const struct addresses *s)
{
	return atomic_load_explicit(&s->is_trusted, memory_order_acquire);
}

static const struct address_table *table_of(const struct addresses *s)
{
	return atomic_load_explicit(&s->table, memory_order_acquire);
}

static struct address_answer answer_of(const struct address_table *t, uint32_t at)
{
	uint32_t classes = at == PREFIX_NONE ? 0 : t->classes[at];
	int first = classes ? __builtin_ctz(classes) : CLASS_NONE;

	return (struct address_answer){ t, at, classes, (enum list_class)first };
}

struct address_answer address_find(const struct addresses *s, const struct ip *ip)
{
	const struct address_table *t = NULL;

	if (s)
		t = is_trusted(s) ? table_of(s) : checked(s, ip);
	return answer_of(t, t ? prefix_find(t->set, ip) : PREFIX_NONE);
}

void address_find_many(const struct addresses *s, const struct ip *ips, size_t count, struct address_answer *out)
{
	uint32_t at[ADDRESS_MANY];

	if (!s || !is_trusted(s)) {
		for (size_t i = 0; i < count; i++)
			out[i] = address_find(s, &ips[i]);
		return;
	}
	const struct address_table *t = table_of(s);
	prefix_find_many(t->set, ips, count, at);
	for (size_t i = 0; i < count; i++)
		if (at[i] != PREFIX_NONE) {
			__builtin_prefetch(&t->classes[at[i]]);
			__builtin_prefetch(&t->items[at[i]]);
		}
	for (size_t i = 0; i < count; i++)
		out[i] = answer_of(t, at[i]);
}

bool address_next(struct address_answer *answer, struct address_hit *out)
{
	while (answer->at != PREFIX_NONE) {
		const struct prefix *p = &answer->table->items[answer->at];
		const struct origin *o = &answer->table->origins[p->value];
		answer->at = p->wider;
		if (answer->judgement == CLASS_SPECIAL && o->class != CLASS_SPECIAL)
			continue;
		*out = (struct address_hit){ o->list, o->class, o->label, o->date, p->net };
		return true;
	}
	return false;
}
