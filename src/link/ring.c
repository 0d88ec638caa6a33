#include "link/ring.h"

#include <stdlib.h>

enum { TIES_MAX = 1024 }; /* of one ring; of more it is not asked what breaks it */

/* A group that ties, by the component of its members. */
struct place {
	uint32_t component, group;
};

static int by_component(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->component != y->component)
		return x->component < y->component ? -1 : 1;
	return (x->group > y->group) - (x->group < y->group);
}

static int by_people(const void *a, const void *b)
{
	const struct ring *x = a, *y = b;

	if (x->people != y->people)
		return x->people > y->people ? -1 : 1;
	if (x->size != y->size)
		return x->size > y->size ? -1 : 1;
	return x->nodes[0] < y->nodes[0] ? -1 : 1;
}

static int by_parts(const void *a, const void *b)
{
	const struct ring_tie *x = a, *y = b;

	if (x->parts != y->parts)
		return x->parts > y->parts ? -1 : 1;
	if (x->group->records != y->group->records)
		return x->group->records > y->group->records ? -1 : 1;
	if (x->group->tie != y->group->tie)
		return x->group->tie < y->group->tie ? -1 : 1;
	return (x->group->key > y->group->key) - (x->group->key < y->group->key);
}

static uint32_t root_of(uint32_t *parents, uint32_t i)
{
	while (parents[i] != i)
		i = parents[i] = parents[parents[i]];
	return i;
}

static uint32_t place_of(const struct ring *r, uint32_t node)
{
	uint32_t low = 0, high = (uint32_t)r->size;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (r->nodes[middle] < node)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Into how many parts the ring falls without @without (SIZE_MAX: with all). */
static size_t count_parts(const struct link_graph *g, const struct ring *r, size_t without, uint32_t *parents)
{
	size_t parts = r->size;

	for (uint32_t i = 0; i < r->size; i++)
		parents[i] = i;
	for (size_t t = 0; t < r->tie_count; t++) {
		const struct group *x = r->ties[t].group;
		for (uint32_t m = 1; t != without && m < x->count; m++) {
			uint32_t a = root_of(parents, place_of(r, g->members[x->first].node));
			uint32_t b = root_of(parents, place_of(r, g->members[x->first + m].node));
			parts -= a != b;
			parents[a] = b;
		}
	}
	return parts;
}

static bool weigh_ties(const struct link_graph *g, struct ring *r, struct arena *a)
{
	uint32_t *parents = ARENA_NEW(a, uint32_t, r->size);

	if (!parents)
		return false;
	size_t whole = count_parts(g, r, SIZE_MAX, parents);
	for (size_t i = 0; i < r->tie_count; i++)
		r->ties[i].parts = r->tie_count > TIES_MAX ? 1 : count_parts(g, r, i, parents) - whole + 1;
	qsort(r->ties, r->tie_count, sizeof(*r->ties), by_parts);
	return true;
}

static struct place *list_places(const struct link_graph *g, struct arena *a, size_t *count)
{
	struct place *places = ARENA_NEW(a, struct place, g->group_count);

	*count = 0;
	for (size_t i = 0; places && i < g->group_count; i++)
		if (g->groups[i].state == GROUP_TIES && g->groups[i].count)
			places[(*count)++] = (struct place){ g->component[g->members[g->groups[i].first].node],
				(uint32_t)i };
	if (places && *count)
		qsort(places, *count, sizeof(*places), by_component);
	return places;
}

static bool add_ring(const struct link_graph *g, const struct place *places, size_t count, struct arena *a,
    struct rings *out)
{
	uint32_t begin = places->component;
	struct ring r = { .nodes = g->order + begin, .size = g->sizes[begin] };

	r.people = people_at_least(&g->people, r.nodes, r.size, SIZE_MAX);
	if (r.people < 2)
		return true;
	r.ties = ARENA_NEW(a, struct ring_tie, count);
	if (!r.ties)
		return false;
	for (size_t i = 0; i < count; i++)
		r.ties[r.tie_count++].group = &g->groups[places[i].group];
	out->at[out->count++] = r;
	return weigh_ties(g, &out->at[out->count - 1], a);
}

static bool list_hubs(const struct link_graph *g, struct arena *a, struct rings *out)
{
	for (size_t i = 0; i < g->group_count; i++)
		out->hub_count += g->groups[i].state == GROUP_HUB;
	out->hubs = ARENA_NEW(a, struct ring_tie, out->hub_count);
	out->hub_count = 0;
	for (size_t i = 0; out->hubs && i < g->group_count; i++)
		if (g->groups[i].state == GROUP_HUB)
			out->hubs[out->hub_count++].group = &g->groups[i];
	if (out->hubs && out->hub_count)
		qsort(out->hubs, out->hub_count, sizeof(*out->hubs), by_parts);
	return out->hubs;
}

static int by_key(const void *a, const void *b)
{
	const struct ring_tie *const *x = a, *const *y = b;
	uint64_t k = (*x)->group->key, m = (*y)->group->key;

	return k != m ? (k < m ? -1 : 1) : (*x > *y) - (*x < *y);
}

/* Where to look for the texts of values, which are not kept with the groups. */
static bool make_index(struct arena *a, struct rings *r)
{
	size_t count = r->hub_count;

	for (size_t i = 0; i < r->count; i++)
		count += r->at[i].tie_count;
	r->index = ARENA_NEW(a, struct ring_tie *, count);
	if (!r->index)
		return false;
	for (size_t i = 0; i < r->hub_count; i++)
		r->index[r->index_count++] = &r->hubs[i];
	for (size_t i = 0; i < r->count; i++)
		for (size_t k = 0; k < r->at[i].tie_count; k++)
			r->index[r->index_count++] = &r->at[i].ties[k];
	if (count)
		qsort(r->index, count, sizeof(*r->index), by_key);
	return true;
}

bool rings_find(const struct linker *l, struct arena *a, struct rings *out)
{
	const struct link_graph *g = linker_graph(l);
	size_t count;
	struct place *places = list_places(g, a, &count);

	*out = (struct rings){ .at = ARENA_NEW(a, struct ring, places ? count : 0) };
	if (!places || !out->at)
		return false;
	for (size_t i = 0, end; i < count; i = end) {
		for (end = i + 1; end < count && places[end].component == places[i].component; end++)
			;
		if (!add_ring(g, places + i, end - i, a, out))
			return false;
	}
	if (out->count)
		qsort(out->at, out->count, sizeof(*out->at), by_people);
	return list_hubs(g, a, out) && make_index(a, out);
}

static size_t first_of(const struct rings *r, uint64_t key)
{
	size_t low = 0, high = r->index_count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (r->index[middle]->group->key < key)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool rings_name(const struct linker *l, struct rings *r, const struct tie_value *values, struct arena *a)
{
	for (const struct tie_value *v = values; v; v = v->next) {
		uint64_t key = linker_key(l, &v->key);
		for (size_t i = first_of(r, key); key && i < r->index_count && r->index[i]->group->key == key; i++) {
			if (!r->index[i]->text.ptr)
				r->index[i]->text = arena_copy(a, v->text);
			if (!r->index[i]->text.ptr)
				return false;
		}
	}
	return true;
}
