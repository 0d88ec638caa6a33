#include "match/reading.h"

/* Where the key of @child leads from @p, NULL if nowhere, as most do. */
__attribute__((always_inline)) static inline const struct trie_slot *find_slot(const struct trie *t,
    const struct trie_place *p, const struct node *child)
{
	const struct trie_slot *slots = t->slots + p->first_slot;

	if (!(p->key_bits >> (child->key_hash >> 26) & 1))
		return NULL;
	for (uint32_t i = child->key_hash & p->slot_mask;; i = (i + 1) & p->slot_mask) {
		const struct trie_slot *s = &slots[i];
		if (s->to == TRIE_NONE)
			return NULL;
		if (s->hash == child->key_hash && str_eq(s->key, node_key(child)))
			return s;
	}
}

/* The first time: *@known becomes two more than the slot's place among those of @p, or 1 for nowhere. */
__attribute__((noinline, cold)) static const struct trie_slot *learn_slot(const struct trie *t,
    const struct trie_place *p, const struct node *child, uint16_t *known)
{
	const struct trie_slot *s = find_slot(t, p, child);
	size_t at = s ? (size_t)(s - t->slots) - p->first_slot : 0;

	if (at + 2 <= UINT16_MAX)
		*known = (uint16_t)(s ? at + 2 : 1);
	return s;
}

/*
 * Where the key of @child leads from @p: by its number where it has one, which is looked up by its text once.  @row is
 * what is known of numbers at @p.
 */
static inline const struct trie_slot *find_lead(const struct trie *t, const struct trie_place *p,
    const struct node *child, uint16_t *row)
{
	uint16_t number = (uint16_t)(child->slot - 1);

	if (number >= NODE_SLOTS)
		return find_slot(t, p, child);
	if (row[number] > 1)
		return t->slots + p->first_slot + row[number] - 2;
	return row[number] ? NULL : learn_slot(t, p, child, &row[number]);
}

/* @child or the next one behind it that may lead on from @p, or, where all texts are wanted, that there is. */
static inline const struct node *next_leading(const struct trie *t, const struct trie_place *p,
    const struct node *child)
{
	uint64_t bits = p->key_bits;

	if (!t->wants_texts)
		while (child && !(bits >> (child->key_hash >> 26) & 1))
			child = child->next;
	return child;
}

bool reading_init(struct reading *r, const struct trie *t)
{
	*r = (struct reading){ .names = t };
	r->places = mem_alloc(sizeof(*r->places), t->count);
	r->met = mem_alloc(sizeof(*r->met), t->count);
	r->slot_maps = mem_alloc(sizeof(*r->slot_maps), t->slot_count);
	r->slot_members = mem_alloc(sizeof(*r->slot_members), t->slot_count);
	r->known = mem_alloc(NODE_SLOTS * sizeof(*r->known), t->row_count);
	return r->places && r->met && r->slot_maps && r->slot_members && r->known;
}

void reading_clear(struct reading *r)
{
	mem_free(r->places);
	mem_free(r->met);
	mem_free(r->values);
	mem_free(r->slot_maps);
	mem_free(r->slot_members);
	mem_free(r->known);
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

/* The first value of a field that nothing led to before, and nothing of whose name stands in the shadow of another. */
static inline bool meet_first(struct reading *r, uint32_t place, const struct node *node)
{
	struct reading_place *p = &r->places[place];
	uint32_t at = (uint32_t)r->count;

	if (p->turn == r->turn || r->count == r->size)
		return false;
	*p = (struct reading_place){ r->turn, at, at };
	r->met[r->met_count++] = place;
	struct reading_value *v = &r->values[r->count++];
	v->node = node;
	v->next = TRIE_NONE;
	v->folded.ptr = NULL;
	return true;
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

/* A value that no field leads to: it counts where any text does. */
static inline void add_text(struct reading *r, const struct node *node)
{
	if (r->names->wants_texts && node->type == NODE_TEXT && MAKE_ROOM(r, r->values, r->size, r->count))
		r->values[r->count++] = (struct reading_value){ .node = node, .next = TRIE_NONE };
}

static inline void add_value(struct reading *r, uint32_t place, const struct node *node)
{
	struct reading_place *p = &r->places[place];
	uint32_t at = (uint32_t)r->count;

	/* No name leads to what is in the shadow, but a keyword may stand there. */
	if (r->shadow_count && in_shadow(r, place)) {
		add_text(r, node);
		return;
	}
	if (!MAKE_ROOM(r, r->values, r->size, r->count))
		return;
	r->values[r->count++] = (struct reading_value){ .node = node, .next = TRIE_NONE };
	*(p->last == TRIE_NONE ? &p->first : &r->values[p->last].next) = at;
	p->last = at;
}

static void read_map(struct reading *r, uint32_t place, const struct node *map);

/* Where no name leads there may still be texts. */
static void read_texts(struct reading *r, const struct node *node)
{
	if (!node_is_container(node))
		add_text(r, node);
	else if (r->names->wants_texts)
		NODE_EACH(c, node)
			read_texts(r, c);
}

/* @node stands at @place. */
static void read_node(struct reading *r, uint32_t place, const struct node *node)
{
	const struct trie_place *p = &r->names->places[place];

	if (p->is_field && (node->type != NODE_LIST || !node->child))
		add_value(r, place, node);
	else if (!node_is_container(node))
		add_text(r, node);
	if (!node_is_container(node))
		return;
	if (node->type == NODE_LIST)
		for (const struct node *c = node->child; c; c = c->next)
			read_node(r, place, c);
	else if (p->is_inner)
		read_map(r, place, node);
	else
		read_texts(r, node);
}

/* Take out of those left for later, from @first on, the one whose key takes the most of a name. */
static struct reading_later next_later(struct reading *r, size_t first)
{
	size_t best = first;

	for (size_t i = first; i < r->later_count; i++)
		if (r->later[i].dots > r->later[best].dots)
			best = i;
	struct reading_later next = r->later[best];
	memmove(r->later + best, r->later + best + 1, (--r->later_count - best) * sizeof(*r->later));
	return next;
}

/* The containers of a map that were left for later, in the shadow of what was found from value @start on. */
static void read_later_shaded(struct reading *r, size_t first, size_t start)
{
	while (r->later_count > first) {
		struct reading_later next = next_later(r, first);
		bool shade = MAKE_ROOM(r, r->shadows, r->shadow_size, r->shadow_count + 1);
		if (shade) {
			r->shadows[r->shadow_count++] = start;
			r->shadows[r->shadow_count++] = r->count;
		}
		read_node(r, next.place, next.child);
		r->shadow_count -= shade ? 2 : 0;
	}
}

/* The same where each key is one of a name: none stands in the way of another. */
static void read_later(struct reading *r, size_t first)
{
	for (size_t i = first, end = r->later_count; i < end; i++)
		read_node(r, r->later[i].place, r->later[i].child);
	r->later_count = first;
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
static inline bool is_double(struct reading *r, const struct trie_slot *s, const struct node *c, uint64_t number)
{
	size_t i = (size_t)(s - r->names->slots);

	if (r->skips_doubles)
		return r->slot_members[i] != c;
	if (r->slot_maps[i] == number)
		r->has_doubles = true;
	r->slot_maps[i] = number;
	return r->has_doubles;
}

/* A member of a map at @p to which @s leads: now, or when keys that take more of a name were read. */
static inline void read_member(struct reading *r, const struct trie_place *p, const struct trie_slot *s,
    const struct node *c)
{
	if (!node_is_container(c) && s->is_field && meet_first(r, s->to, c))
		return;
	meet(r, s->to);
	if (!node_is_container(c))
		s->is_field ? add_value(r, s->to, c) : add_text(r, c);
	else if (p->has_dots && s->is_inner &&
	    MAKE_ROOM(r, r->later, r->later_size, r->later_count))
		r->later[r->later_count++] = (struct reading_later){ c, s->to, s->dots };
	else
		read_node(r, s->to, c);
}

/* @map stands at @place, the beginning of a name. */
static void read_map(struct reading *r, uint32_t place, const struct node *map)
{
	const struct trie *t = r->names;
	const struct trie_place *p = &t->places[place];
	size_t start = r->count, first = r->later_count;
	uint64_t number = ++r->maps;
	uint16_t *row = r->known + (size_t)p->row * NODE_SLOTS;
	uint32_t dots = 0;

	if (r->skips_doubles)
		note_members(r, place, map);
	for (const struct node *c = map->child; (c = next_leading(t, p, c)) && !r->has_doubles; c = c->next) {
		const struct trie_slot *s = find_lead(t, p, c, row);
		if (s && s->is_beside && r->has_beside)
			continue;
		if (s && !is_double(r, s, c, number)) {
			dots |= s->dots;
			read_member(r, p, s, c);
		} else if (t->wants_texts) {
			read_texts(r, c);
		}
	}
	if (r->has_doubles)
		r->later_count = first;
	else if (dots)
		read_later_shaded(r, first, start);
	else
		read_later(r, first);
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
	else
		read_texts(r, map);
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
