#include "match/reading.h"

static const struct trie_slot *find_slot(const struct trie *t, uint32_t place, const struct node *child)
{
	const struct trie_place *p = &t->places[place];

	for (uint32_t i = child->key_hash & p->slot_mask;; i = (i + 1) & p->slot_mask) {
		const struct trie_slot *s = &t->slots[p->first_slot + i];
		if (s->to == TRIE_NONE)
			return NULL;
		if (s->hash == child->key_hash && str_eq(s->key, node_key(child)))
			return s;
	}
}

bool reading_init(struct reading *r, const struct trie *t)
{
	*r = (struct reading){ .names = t };
	r->places = mem_alloc(sizeof(*r->places), t->count);
	r->met = mem_alloc(sizeof(*r->met), t->count);
	return r->places && r->met;
}

void reading_clear(struct reading *r)
{
	mem_free(r->places);
	mem_free(r->met);
	mem_free(r->values);
	mem_free(r->later);
	mem_free(r->shadows);
	*r = (struct reading){ 0 };
}

/* Room for one more in an array of the reading. */
static bool make_room(struct reading *r, void **array, size_t *size, size_t count, size_t member)
{
	if (count < *size)
		return true;
	size_t wanted = *size ? *size * 2 : 64;
	void *p = mem_grow(*array, member, wanted);
	if (!p) {
		r->failed = true;
		return false;
	}
	*array = p;
	*size = wanted;
	return true;
}

#define MAKE_ROOM(r, array, size, count) \
	((count) < (size) || make_room((r), (void **)&(array), &(size), (count), sizeof(*(array))))

static void meet(struct reading *r, uint32_t place)
{
	struct reading_place *p = &r->places[place];

	if (p->turn == r->turn)
		return;
	*p = (struct reading_place){ r->turn, TRIE_NONE, TRIE_NONE };
	r->met[r->met_count++] = place;
}

/* Has a longer key of a map that is being read led to a value of this field? */
static bool in_shadow(const struct reading *r, uint32_t place)
{
	for (size_t i = 0; i + 1 < r->shadow_count; i += 2)
		for (uint32_t v = r->places[place].first; v != TRIE_NONE; v = r->values[v].next)
			if (v >= r->shadows[i] && v < r->shadows[i + 1])
				return true;
	return false;
}

static void add_value(struct reading *r, uint32_t place, const struct node *node, const struct node *owner)
{
	uint32_t at = (uint32_t)r->count;
	struct reading_place *p = place == TRIE_NONE ? NULL : &r->places[place];

	if (p && r->shadow_count && in_shadow(r, place))
		return;
	/* Of members with one key the last counts. */
	if (p && owner && p->last != TRIE_NONE && r->values[p->last].owner == owner) {
		r->values[p->last].node = node;
		return;
	}
	if (!MAKE_ROOM(r, r->values, r->size, r->count))
		return;
	r->values[r->count++] = (struct reading_value){ .node = node, .owner = owner, .place = place,
	    .next = TRIE_NONE };
	if (!p)
		return;
	if (p->last == TRIE_NONE)
		p->first = at;
	else
		r->values[p->last].next = at;
	p->last = at;
}

static void read_map(struct reading *r, uint32_t place, const struct node *map);

/* @node stands at @place (TRIE_NONE: where no name leads). */
static void read_node(struct reading *r, uint32_t place, const struct node *node, const struct node *owner)
{
	const struct trie_place *p = place == TRIE_NONE ? NULL : &r->names->places[place];
	bool is_field = p && p->is_field;

	if (node->type == NODE_LIST) {
		if (!node->child && is_field)
			add_value(r, place, node, owner);
		for (const struct node *c = node->child; c; c = c->next)
			read_node(r, place, c, NULL);
	} else if (node->type == NODE_MAP) {
		if (is_field)
			add_value(r, place, node, owner);
		if (p ? p->is_inner || r->names->wants_texts : r->names->wants_texts)
			read_map(r, p && p->is_inner ? place : (uint32_t)TRIE_NONE, node);
	} else if (is_field) {
		add_value(r, place, node, owner);
	} else if (node->type == NODE_TEXT && r->names->wants_texts) {
		add_value(r, TRIE_NONE, node, owner);
	}
}

/* The containers of a map that were left for later, those first whose key takes the most of a name. */
static void read_later(struct reading *r, size_t first, size_t start, bool had_dots)
{
	while (r->later_count > first) {
		size_t best = first;
		for (size_t i = first; i < r->later_count; i++)
			if (r->later[i].dots > r->later[best].dots)
				best = i;
		struct reading_later next = r->later[best];
		memmove(r->later + best, r->later + best + 1, (--r->later_count - best) * sizeof(*r->later));
		bool shade = had_dots && MAKE_ROOM(r, r->shadows, r->shadow_size, r->shadow_count + 1);
		if (shade) {
			r->shadows[r->shadow_count++] = start;
			r->shadows[r->shadow_count++] = r->count;
		}
		read_node(r, next.place, next.child, NULL);
		r->shadow_count -= shade ? 2 : 0;
	}
}

static void read_map(struct reading *r, uint32_t place, const struct node *map)
{
	const struct trie *t = r->names;
	size_t start = r->count, first = r->later_count;
	bool had_dots = false;

	for (const struct node *c = map->child; c; c = c->next) {
		const struct trie_slot *s = place == TRIE_NONE ? NULL : find_slot(t, place, c);
		if (!s) {
			if (t->wants_texts)
				read_node(r, TRIE_NONE, c, NULL);
			continue;
		}
		if (r->has_beside && t->places[s->to].is_beside)
			continue;
		meet(r, s->to);
		had_dots |= s->dots > 0;
		bool wait = t->places[place].has_dots && t->places[s->to].is_inner && node_is_container(c);
		if (wait && MAKE_ROOM(r, r->later, r->later_size, r->later_count))
			r->later[r->later_count++] = (struct reading_later){ c, s->to, s->dots };
		else
			read_node(r, s->to, c, map);
	}
	if (r->later_count > first)
		read_later(r, first, start, had_dots);
}

void reading_beside(struct reading *r, const struct node *applicant)
{
	uint32_t place = r->names->beside;

	r->count = r->met_count = r->later_count = r->shadow_count = 0;
	r->failed = r->has_beside = false;
	r->turn++;
	if (applicant && place != TRIE_NONE) {
		meet(r, place);
		read_map(r, place, applicant);
	}
	r->beside_count = r->count;
	r->beside_met = r->met_count;
	r->beside_failed = r->failed;
	r->has_beside = applicant != NULL;
}

void reading_take(struct reading *r, const struct node *event)
{
	r->count = r->beside_count;
	r->met_count = r->beside_met;
	r->later_count = r->shadow_count = 0;
	r->failed = r->beside_failed;
	r->turn++;
	for (size_t i = 0; i < r->beside_met; i++)
		r->places[r->met[i]].turn = r->turn;
	meet(r, TRIE_EVENT);
	if (event->type == NODE_MAP)
		read_map(r, TRIE_EVENT, event);
	else if (r->names->wants_texts)
		read_node(r, TRIE_NONE, event, NULL);
}
