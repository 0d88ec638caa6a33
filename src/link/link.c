#include "link/link.h"

#include "limits.h"

/* What one record shares: a group of which it is a member, with its own value. */
struct share {
	const struct group *group;
	struct link_by what;
};

struct answer {
	const struct linker *l;
	const struct link_graph *graph;
	struct arena *a;
	uint32_t node;
	struct share *shares;
	size_t share_count;
};

static void add_share(struct answer *w, uint64_t key, struct link_by what)
{
	size_t count;
	const struct group *at = linker_groups(w->l, key, &count);

	for (size_t i = 0; key && i < count; i++) {
		bool again = false;
		for (size_t k = 0; k < w->share_count; k++)
			again = again || w->shares[k].group == at + i;
		if (!again && linker_is_member(w->l, at + i, w->node))
			w->shares[w->share_count++] = (struct share){ at + i, what };
	}
}

static bool find_shares(struct answer *w, const struct tie_value *values, uint32_t record)
{
	size_t most = 1, count;

	for (const struct tie_value *v = values; v; v = v->next) {
		linker_groups(w->l, linker_key(w->l, &v->key), &count);
		most += count;
	}
	w->shares = ARENA_NEW(w->a, struct share, most);
	if (!w->shares)
		return false;
	for (const struct tie_value *v = values; v; v = v->next)
		add_share(w, linker_key(w->l, &v->key),
		    (struct link_by){ NULL, (enum tie)v->key.tie, v->field, v->text });
	struct link_by wording = { NULL, TIE_RESUME, STR("resume.text"), { NULL, 0 } };
	add_share(w, linker_wording_key(w->l, record), wording);
	return true;
}

static bool add_hubs(const struct answer *w, struct links *out)
{
	struct link_hub **last = &out->hubs;

	for (size_t i = 0; i < w->share_count; i++) {
		const struct share *s = &w->shares[i];
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

	for (size_t i = 0; i < w->share_count; i++) {
		const struct share *s = &w->shares[i];
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
	return find_shares(&w, values, record) && add_linked(&w, out) && add_hubs(&w, out);
}
