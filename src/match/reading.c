#include "match/reading.h"

static const struct trie_slot *find_slot(const struct trie *t, const struct trie_place *p, const struct node *child)
{
	if (!(p->key_bits >> (child->key_hash >> 26) & 1))
		return NULL;
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
	r->slot_maps = mem_alloc(sizeof(*r->slot_maps), t->slot_count);
	r->slot_members = mem_alloc(sizeof(*r->slot_members), t->slot_count);
	return r->places && r->met && r->slot_maps && r->slot_members;
}

void reading_clear(struct reading *r)
{
	mem_free(r->places);
	mem_free(r->met);
	mem_free(r->values);
	mem_free(r->slot_maps);
	mem_free(r->slot_members);
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

/*
 * Has a longer key of a map that is being read led to a value of this field?  Values stand in the order in which they
 * were found, and what was found under a shorter key was not in the shadow of any longer one: the last one tells.
 */
static bool in_shadow(const struct reading *r, uint32_t place)
{
	uint32_t last = r->places[place].last;

	if (last == TRIE_NONE)
		return false;
	for (size_t i = r->shadow_count; i > 0; i -= 2) {
		if (last >= r->shadows[i - 1])
			return false;
		if (last >= r->shadows[i - 2])
			return true;
	}
	return false;
}

static void add_value(struct reading *r, uint32_t place, const struct node *node)
{
	uint32_t at = (uint32_t)r->count;

	/* No name leads to what is in the shadow, but a keyword may stand there. */
	if (place != TRIE_NONE && r->shadow_count && in_shadow(r, place))
		place = TRIE_NONE;
	if (place == TRIE_NONE && (!r->names->wants_texts || node->type != NODE_TEXT))
		return;
	struct reading_place *p = place == TRIE_NONE ? NULL : &r->places[place];
	if (!MAKE_ROOM(r, r->values, r->size, r->count))
		return;
	r->values[r->count++] = (struct reading_value){ .node = node, .place = place, .next = TRIE_NONE };
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
static void read_node(struct reading *r, uint32_t place, const struct node *node)
{
	const struct trie_place *p = place == TRIE_NONE ? NULL : &r->names->places[place];
	bool is_field = p && p->is_field;

	if (node->type == NODE_LIST) {
		if (!node->child && is_field)
			add_value(r, place, node);
		for (const struct node *c = node->child; c; c = c->next)
			read_node(r, place, c);
	} else if (node->type == NODE_MAP) {
		if (is_field)
			add_value(r, place, node);
		if (p ? p->is_inner || r->names->wants_texts : r->names->wants_texts)
			read_map(r, p && p->is_inner ? place : (uint32_t)TRIE_NONE, node);
	} else {
		add_value(r, is_field ? place : (uint32_t)TRIE_NONE, node);
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
		read_node(r, next.place, next.child);
		r->shadow_count -= shade ? 2 : 0;
	}
}

/* Remember the last member of @map under each key that leads on. */
static void note_members(struct reading *r, uint32_t place, const struct node *map)
{
	for (const struct node *c = map->child; c; c = c->next) {
		const struct trie_slot *s = find_slot(r->names, &r->names->places[place], c);
		if (s)
			r->slot_members[s - r->names->slots] = c;
	}
}

/* Is @c one of several members of map number @number under the key of @s, and not the one that counts? */
static bool is_double(struct reading *r, const struct trie_slot *s, const struct node *c, uint64_t number)
{
	size_t i = (size_t)(s - r->names->slots);

	if (r->skips_doubles)
		return r->slot_members[i] != c;
	r->has_doubles |= r->slot_maps[i] == number;
	r->slot_maps[i] = number;
	return r->has_doubles;
}

/* A member to which @s leads: now, or when keys that take more of a name were read. */
static void read_member(struct reading *r, uint32_t place, const struct trie_slot *s, const struct node *c)
{
	const struct trie_place *to = &r->names->places[s->to];
	bool wait = r->names->places[place].has_dots && to->is_inner && node_is_container(c);

	meet(r, s->to);
	if (wait && MAKE_ROOM(r, r->later, r->later_size, r->later_count))
		r->later[r->later_count++] = (struct reading_later){ c, s->to, s->dots };
	else
		read_node(r, s->to, c);
}

static void read_map(struct reading *r, uint32_t place, const struct node *map)
{
	const struct trie *t = r->names;
	const struct trie_place *p = place == TRIE_NONE ? NULL : &t->places[place];
	size_t start = r->count, first = r->later_count;
	uint64_t number = ++r->maps;
	bool had_dots = false;

	if (r->skips_doubles && place != TRIE_NONE)
		note_members(r, place, map);
	for (const struct node *c = map->child; c; c = c->next) {
		const struct trie_slot *s = p ? find_slot(t, p, c) : NULL;
		bool skip = s && is_double(r, s, c, number);
		if (r->has_doubles)
			break;
		if (s && r->has_beside && t->places[s->to].is_beside)
			continue;
		had_dots |= s && s->dots > 0;
		if (s && !skip)
			read_member(r, place, s, c);
		else if (t->wants_texts)
			read_node(r, TRIE_NONE, c);
	}
	if (r->has_doubles)
		r->later_count = first;
	else if (r->later_count > first)
		read_later(r, first, start, had_dots);
}

/* Read @map at @place behind the first @count values and @met places. */
static void read_from(struct reading *r, uint32_t place, const struct node *map, size_t count, size_t met)
{
	r->count = count;
	r->met_count = met;
	r->later_count = r->shadow_count = 0;
	r->turn++;
	for (size_t i = 0; i < met; i++)
		r->places[r->met[i]].turn = r->turn;
	meet(r, place);
	if (map->type == NODE_MAP)
		read_map(r, place, map);
	else if (r->names->wants_texts)
		read_node(r, TRIE_NONE, map);
}

/* The same, once more if keys stand twice. */
static void read_whole(struct reading *r, uint32_t place, const struct node *map, size_t count, size_t met)
{
	r->has_doubles = r->skips_doubles = false;
	read_from(r, place, map, count, met);
	if (!r->has_doubles)
		return;
	r->has_doubles = false;
	r->skips_doubles = true;
	read_from(r, place, map, count, met);
}

/* What was read so far is the applicant's, and stays for the events that follow. */
static void keep_beside(struct reading *r, bool has_beside)
{
	r->beside_count = r->count;
	r->beside_met = r->met_count;
	r->beside_failed = r->failed;
	r->has_beside = has_beside;
}

void reading_beside(struct reading *r, const struct node *applicant)
{
	r->failed = r->has_beside = false;
	r->count = r->met_count = 0;
	if (applicant && r->names->beside != TRIE_NONE)
		read_whole(r, r->names->beside, applicant, 0, 0);
	keep_beside(r, applicant != NULL);
}

static void share_place(struct reading *r, const struct reading *applicant, struct reading_pair p)
{
	if (!reading_has(applicant, p.from))
		return;
	meet(r, p.to);
	if (!r->names->places[p.to].is_field)
		return;
	for (uint32_t v = applicant->places[p.from].first; v != TRIE_NONE; v = applicant->values[v].next)
		add_value(r, p.to, applicant->values[v].node);
}

void reading_share(struct reading *r, const struct reading *applicant, const struct reading_pair *pairs, size_t count)
{
	r->failed = applicant->failed;
	r->count = r->met_count = r->shadow_count = 0;
	r->turn++;
	for (size_t i = 0; i < count; i++)
		share_place(r, applicant, pairs[i]);
	keep_beside(r, true);
}

void reading_take(struct reading *r, const struct node *event)
{
	r->failed = r->beside_failed;
	read_whole(r, TRIE_EVENT, event, r->beside_count, r->beside_met);
}
