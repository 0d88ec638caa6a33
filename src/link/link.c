#include "link/link.h"

#include "limits.h"

/* What one record shares: a group of which it is a member, with its own value. */
struct share {
	struct share *next;
	const struct group *group;
	struct link_by what;
};

struct answer {
	const struct linker *l;
	const struct link_graph *graph;
	struct arena *a;
	uint32_t node;
	struct share *shares, **last;
};

static bool has_share(const struct answer *w, const struct group *g)
{
	for (const struct share *s = w->shares; s; s = s->next)
		if (s->group == g)
			return true;
	return false;
}

static bool add_shares(struct answer *w, uint64_t key, struct link_by what)
{
	size_t count;
	const struct group *at = linker_groups(w->l, key, &count);

	for (size_t i = 0; key && i < count; i++) {
		if (has_share(w, at + i) || !linker_is_member(w->l, at + i, w->node))
			continue;
		struct share *s = ARENA_NEW(w->a, struct share, 1);
		if (!s)
			return false;
		*s = (struct share){ NULL, at + i, what };
		*w->last = s;
		w->last = &s->next;
	}
	return true;
}

static bool find_shares(struct answer *w, const struct tie_value *values, uint32_t record)
{
	for (const struct tie_value *v = values; v; v = v->next)
		if (!add_shares(w, linker_key(w->l, &v->key),
			(struct link_by){ NULL, (enum tie)v->key.tie, v->field, v->text }))
			return false;
	struct link_by wording = { NULL, TIE_RESUME, STR("resume.text"), { NULL, 0 } };
	return add_shares(w, linker_wording_key(w->l, record), wording);
}

static bool add_hubs(const struct answer *w, struct links *out)
{
	struct link_hub **last = &out->hubs;

	for (const struct share *s = w->shares; s; s = s->next) {
		if (s->group->tie == TIE_HOME || (s->group->state != GROUP_HUB && s->group->state != GROUP_HOUSEHOLD))
			continue;
		struct link_hub *h = ARENA_NEW(w->a, struct link_hub, 1);
		if (!h)
			return false;
		*h = (struct link_hub){ NULL, s->what, s->group->people, s->group->state == GROUP_HOUSEHOLD };
		*last = h;
		last = &h->next;
	}
	return true;
}

/* What this one has in common with @node. */
static bool add_by(const struct answer *w, uint32_t node, struct linked *to)
{
	struct link_by **last = &to->by;

	for (const struct share *s = w->shares; s; s = s->next) {
		if (s->group->state == GROUP_HUB || s->group->state == GROUP_APART || s->group->tie == TIE_HOME ||
		    !linker_is_member(w->l, s->group, node))
			continue;
		struct link_by *by = ARENA_NEW(w->a, struct link_by, 1);
		if (!by)
			return false;
		*by = s->what;
		*last = by;
		last = &by->next;
	}
	return true;
}

static bool add_linked(const struct answer *w, struct links *out)
{
	const struct link_graph *g = w->graph;
	uint32_t begin = g->component[w->node];
	struct linked **last = &out->linked;

	for (uint32_t i = 0; i < g->sizes[begin]; i++) {
		uint32_t node = g->order[begin + i];
		if (node == w->node)
			continue;
		if (out->count == LINK_MAX_NAMED) {
			out->more++;
			continue;
		}
		struct linked *x = ARENA_NEW(w->a, struct linked, 1);
		if (!x)
			return false;
		x->id = g->people.at[node].id;
		x->is_same_person = people_compare(&g->people, w->node, node) == PEOPLE_SAME;
		if (!add_by(w, node, x))
			return false;
		*last = x;
		last = &x->next;
		out->count++;
	}
	return true;
}

bool links_of(const struct linker *l, uint32_t record, const struct tie_value *values, struct arena *a,
    struct links *out)
{
	struct answer w = { .l = l, .graph = linker_graph(l), .a = a, .node = linker_node(l, record) };

	*out = (struct links){ 0 };
	if (w.node == UINT32_MAX)
		return true;
	w.last = &w.shares;
	return find_shares(&w, values, record) && add_linked(&w, out) && add_hubs(&w, out);
}
