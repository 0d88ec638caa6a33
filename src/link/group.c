/*
 * group.c - which groups tie, and which are hubs or households.  Groups are taken from the smallest on: what few share
 * has tied those few before it is asked how many unrelated people share something larger.
 */
#include "link/linker_inside.h"

#include <stdlib.h>

#define NO_HOME UINT32_MAX

struct work {
	struct linker *l;
	uint32_t *home;     /* by node: the group of its home, or NO_HOME */
	uint32_t *list;     /* nodes of the group at hand, each once, or one of each that are tied already */
	uint32_t *roots;
	size_t size;        /* of both */
};

uint32_t linker_root(struct linker *l, uint32_t node)
{
	while (l->parents[node] != node)
		node = l->parents[node] = l->parents[l->parents[node]];
	return node;
}

static void join(struct linker *l, uint32_t a, uint32_t b)
{
	a = linker_root(l, a);
	b = linker_root(l, b);
	if (a < b)
		l->parents[b] = a;
	else
		l->parents[a] = b;
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* The nodes of @count members, each once and in order, into w->list. */
static size_t list_nodes(struct work *w, const struct group_member *at, size_t count)
{
	size_t n = 0;
	bool sorted = true;

	for (size_t i = 0; i < count; i++) {
		w->list[i] = at[i].node;
		sorted = sorted && (!i || at[i - 1].node <= at[i].node);
	}
	if (!sorted)
		qsort(w->list, count, sizeof(*w->list), by_number);
	for (size_t i = 0; i < count; i++)
		if (!n || w->list[n - 1] != w->list[i])
			w->list[n++] = w->list[i];
	return n;
}

/* How many people at the most, those that are tied otherwise counted once; no more than @enough are counted. */
static size_t unrelated(struct work *w, const uint32_t *list, size_t count, size_t enough)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		w->roots[i] = linker_root(w->l, list[i]);
	qsort(w->roots, count, sizeof(*w->roots), by_number);
	for (size_t i = 0; i < count; i++)
		if (!n || w->roots[n - 1] != w->roots[i])
			w->roots[n++] = w->roots[i];
	return n < enough ? n : people_at_most(&w->l->graph.people, w->roots, n, enough);
}

static bool is_household(const struct work *w, const struct group *g, size_t count)
{
	const struct linker *l = w->l;
	size_t most = (size_t)l->settings.household;
	uint32_t home = w->home[w->list[0]];

	if (!tie_kinds[g->tie].is_household || home == NO_HOME)
		return false;
	for (size_t i = 1; i < count; i++)
		if (w->home[w->list[i]] != home)
			return false;
	return people_at_most(&l->graph.people, w->list, count, most + 1) <= most;
}

static void join_same(struct work *w, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < i; k++)
			if (people_compare(&w->l->graph.people, w->list[i], w->list[k]) == PEOPLE_SAME)
				join(w->l, w->list[i], w->list[k]);
}

static void tie(struct work *w, struct group *g, size_t count)
{
	size_t limit = (size_t)w->l->settings.hub[g->tie];
	size_t people = count > limit ? unrelated(w, w->list, count, limit + 1) : 0;

	if (people > limit) {
		g->state = GROUP_HUB;
		g->people = (uint32_t)people;
		return;
	}
	if (is_household(w, g, count)) {
		g->state = GROUP_HOUSEHOLD;
		join_same(w, count);
		return;
	}
	g->state = GROUP_TIES;
	for (size_t i = 1; i < count; i++)
		join(w->l, w->list[0], w->list[i]);
}

/* --- lines --- */

static int by_minute(const void *a, const void *b)
{
	const struct group_member *x = a, *y = b;

	if (x->minute != y->minute)
		return x->minute < y->minute ? -1 : 1;
	return (x->node > y->node) - (x->node < y->node);
}

static int by_node(const void *a, const void *b)
{
	const struct group_member *x = a, *y = b;

	if (x->node != y->node)
		return x->node < y->node ? -1 : 1;
	return (x->minute > y->minute) - (x->minute < y->minute);
}

static bool is_apart(uint32_t before, uint32_t after, int days)
{
	return after != TIE_NO_TIME && after - before > (uint32_t)days * 24 * 60;
}

/* Two people need to have been there at nearly the same time: the nearest uses of different nodes. */
static bool pair_is_apart(const struct group_member *at, size_t count, int days)
{
	for (size_t i = 1; i < count; i++)
		if (at[i].node != at[i - 1].node && !is_apart(at[i - 1].minute, at[i].minute, days))
			return false;
	return true;
}

/* One stretch of uses without a long gap, as a group of its own. */
static bool take_stretch(struct work *w, size_t parent, size_t from, size_t count, struct err *e)
{
	struct linker *l = w->l;
	struct group g = l->groups[parent];
	size_t nodes = list_nodes(w, l->members + from, count);

	if (nodes < 2)
		return true;
	g.first = (uint32_t)from;
	g.count = (uint32_t)count;
	g.records = (uint32_t)nodes;
	if (nodes == 2 && pair_is_apart(l->members + from, count, l->settings.line_pair_days))
		g.state = GROUP_APART;
	else
		tie(w, &g, nodes);
	if (!LINKER_GROW(l->groups, l->group_size, l->group_count + 1, e))
		return false;
	l->groups[l->group_count++] = g;
	qsort(l->members + from, count, sizeof(*l->members), by_node);
	return true;
}

/* All uses of a line: a hub as a whole, or else cut where nobody used it for long. */
static bool take_line(struct work *w, size_t at, size_t count, struct err *e)
{
	struct linker *l = w->l;
	struct group *g = &l->groups[at];
	size_t limit = (size_t)l->settings.hub[g->tie], first = g->first, end = first + g->count;
	size_t people = count > limit ? unrelated(w, w->list, count, limit + 1) : 0;

	if (people > limit) {
		g->state = GROUP_HUB;
		g->people = (uint32_t)people;
		return true;
	}
	g->state = GROUP_APART;
	uint32_t members = g->count;
	g->count = 0; /* its stretches have them */
	qsort(l->members + first, members, sizeof(*l->members), by_minute);
	for (size_t i = first, next; i < end; i = next) {
		for (next = i + 1; next < end && !is_apart(l->members[next - 1].minute, l->members[next].minute,
			    l->settings.line_days); next++)
			;
		if (!take_stretch(w, at, i, next - i, e))
			return false;
	}
	return true;
}

/* --- all --- */

struct place {
	uint32_t records, group;
};

static int by_size(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->records != y->records)
		return x->records < y->records ? -1 : 1;
	return (x->group > y->group) - (x->group < y->group);
}

static bool begin(struct work *w, struct err *e)
{
	struct linker *l = w->l;

	for (size_t i = 0; i < l->group_count; i++)
		w->size = l->groups[i].count > w->size ? l->groups[i].count : w->size;
	l->parents = mem_alloc(sizeof(*l->parents), l->node_count);
	w->home = ARENA_NEW(&l->arena, uint32_t, l->node_count);
	w->list = mem_alloc(sizeof(*w->list), w->size);
	w->roots = mem_alloc(sizeof(*w->roots), w->size);
	if (!l->parents || !w->home || !w->list || !w->roots)
		return err_set(e, ERR_MEMORY, "out of memory for links");
	for (uint32_t i = 0; i < l->node_count; i++) {
		l->parents[i] = i;
		w->home[i] = NO_HOME;
	}
	for (size_t i = 0; i < l->group_count; i++)
		for (uint32_t k = 0; l->groups[i].tie == TIE_HOME && k < l->groups[i].count; k++)
			w->home[l->members[l->groups[i].first + k].node] = (uint32_t)i;
	return true;
}

bool groups_tie(struct linker *l, struct err *e)
{
	struct work w = { .l = l };
	size_t count = l->group_count;
	struct place *places = mem_alloc(sizeof(*places), count);
	bool ok = places ? begin(&w, e) : err_set(e, ERR_MEMORY, "out of memory for links");

	for (size_t i = 0; ok && i < count; i++)
		places[i] = (struct place){ l->groups[i].records, (uint32_t)i };
	if (ok && count)
		qsort(places, count, sizeof(*places), by_size);
	for (size_t i = 0; ok && i < count; i++) {
		struct group *g = &l->groups[places[i].group];
		size_t nodes = list_nodes(&w, l->members + g->first, g->count);
		if (g->tie == TIE_HOME)
			g->state = GROUP_HOUSEHOLD;
		else if (g->tie == TIE_LINE)
			ok = take_line(&w, places[i].group, nodes, e);
		else
			tie(&w, g, nodes);
	}
	mem_free(places);
	mem_free(w.list);
	mem_free(w.roots);
	return ok;
}
