#include "match/names.h"

static const struct str beside = STR("applicant");

static bool grow_places(struct names *t, struct arena *a)
{
	size_t size = t->size ? t->size * 2 : 16;
	struct names_place *places = ARENA_NEW(a, struct names_place, size);

	if (!places)
		return false;
	if (t->count)
		memcpy(places, t->places, t->count * sizeof(*places));
	t->places = places;
	t->size = size;
	return true;
}

static uint32_t add_place(struct names *t, struct arena *a, struct str path, uint32_t parent)
{
	uint32_t at = (uint32_t)t->count;

	if ((t->count == t->size && !grow_places(t, a)) || !intern_add(&t->by_path, a, path, at))
		return NAMES_NONE;
	t->places[t->count++] = (struct names_place){
		.path = path, .parent = parent, .depth = at ? t->places[parent].depth + 1 : 0,
		.is_beside = at && (t->places[parent].is_beside || str_eq(path, beside)),
	};
	if (at)
		t->places[parent].is_inner = true;
	return at;
}

uint32_t names_add(struct names *t, struct arena *a, struct str name)
{
	uint32_t at = NAMES_EVENT;

	if (!t->count && add_place(t, a, STR_LIT(""), NAMES_EVENT) == NAMES_NONE)
		return NAMES_NONE;
	if (!name.len)
		return NAMES_EVENT;
	uint32_t known = intern_find(&t->by_path, name);
	if (known != INTERN_NONE) {
		t->places[known].is_field = true;
		return known;
	}
	name = arena_copy(a, name);
	for (size_t i = 0; name.ptr && i <= name.len && at != NAMES_NONE; i++) {
		struct str path = str_of(name.ptr, i);
		if (i < name.len && name.ptr[i] != '.')
			continue;
		known = i ? intern_find(&t->by_path, path) : INTERN_NONE;
		/* A name that begins with a dot has a key without text first. */
		at = known != INTERN_NONE ? known : add_place(t, a, path.len ? path : str_of(name.ptr, 0), at);
	}
	if (!name.ptr || at == NAMES_NONE)
		return NAMES_NONE;
	t->places[at].is_field = true;
	return at;
}

/* The keys that lead from @above to @to: what is left of the path. */
static struct str key_between(const struct names *t, uint32_t above, uint32_t to)
{
	struct str path = t->places[to].path;
	size_t skip = above == NAMES_EVENT ? 0 : t->places[above].path.len + 1;

	return str_of(path.ptr + skip, path.len - skip);
}

static void place_key(struct names *t, uint32_t above, uint32_t to)
{
	struct names_place *p = &t->places[above];
	struct str key = key_between(t, above, to);
	uint32_t hash = str_hash(key), i = hash & p->slot_mask;

	while (t->slots[p->first_slot + i].to != NAMES_NONE)
		i = (i + 1) & p->slot_mask;
	uint32_t dots = t->places[to].depth - p->depth - 1;
	p->has_dots |= dots > 0;
	t->slots[p->first_slot + i] = (struct names_slot){ hash, to, dots, key };
}

bool names_finish(struct names *t, struct arena *a)
{
	if (!t->count && names_add(t, a, STR_LIT("")) == NAMES_NONE)
		return false;
	uint32_t place = intern_find(&t->by_path, beside);
	t->beside = place != INTERN_NONE && t->places[place].is_inner ? place : (uint32_t)NAMES_NONE;
	uint32_t *keys = ARENA_NEW(a, uint32_t, t->count);
	if (!keys)
		return false;
	for (uint32_t i = 1; i < t->count; i++)
		for (uint32_t p = i; p != NAMES_EVENT;)
			keys[p = t->places[p].parent]++;
	for (size_t i = 0; i < t->count; i++) {
		uint32_t size = 2;
		while (size < keys[i] * 2)
			size *= 2;
		t->places[i].first_slot = (uint32_t)t->slot_count;
		t->places[i].slot_mask = size - 1;
		t->slot_count += size;
	}
	t->slots = ARENA_NEW(a, struct names_slot, t->slot_count);
	if (!t->slots)
		return false;
	for (size_t i = 0; i < t->slot_count; i++)
		t->slots[i].to = NAMES_NONE;
	for (uint32_t i = 1; i < t->count; i++)
		for (uint32_t p = i; p != NAMES_EVENT;)
			place_key(t, p = t->places[p].parent, i);
	return true;
}

static const struct names_slot *find_slot(const struct names *t, uint32_t place, const struct node *child)
{
	const struct names_place *p = &t->places[place];

	for (uint32_t i = child->key_hash & p->slot_mask;; i = (i + 1) & p->slot_mask) {
		const struct names_slot *s = &t->slots[p->first_slot + i];
		if (s->to == NAMES_NONE)
			return NULL;
		if (s->hash == child->key_hash && str_eq(s->key, node_key(child)))
			return s;
	}
}

bool reading_init(struct reading *r, const struct names *t)
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
	*p = (struct reading_place){ r->turn, NAMES_NONE, NAMES_NONE };
	r->met[r->met_count++] = place;
}

/* Has a longer key of a map that is being read led to a value of this field? */
static bool in_shadow(const struct reading *r, uint32_t place)
{
	for (size_t i = 0; i + 1 < r->shadow_count; i += 2)
		for (uint32_t v = r->places[place].first; v != NAMES_NONE; v = r->values[v].next)
			if (v >= r->shadows[i] && v < r->shadows[i + 1])
				return true;
	return false;
}

static void add_value(struct reading *r, uint32_t place, const struct node *node, const struct node *owner)
{
	uint32_t at = (uint32_t)r->count;
	struct reading_place *p = place == NAMES_NONE ? NULL : &r->places[place];

	if (p && r->shadow_count && in_shadow(r, place))
		return;
	/* Of members with one key the last counts. */
	if (p && owner && p->last != NAMES_NONE && r->values[p->last].owner == owner) {
		r->values[p->last].node = node;
		return;
	}
	if (!MAKE_ROOM(r, r->values, r->size, r->count))
		return;
	r->values[r->count++] = (struct reading_value){ .node = node, .owner = owner, .place = place,
	    .next = NAMES_NONE };
	if (!p)
		return;
	if (p->last == NAMES_NONE)
		p->first = at;
	else
		r->values[p->last].next = at;
	p->last = at;
}

static void read_map(struct reading *r, uint32_t place, const struct node *map);

/* @node stands at @place (NAMES_NONE: where no name leads). */
static void read_node(struct reading *r, uint32_t place, const struct node *node, const struct node *owner)
{
	const struct names_place *p = place == NAMES_NONE ? NULL : &r->names->places[place];
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
			read_map(r, p && p->is_inner ? place : (uint32_t)NAMES_NONE, node);
	} else if (is_field) {
		add_value(r, place, node, owner);
	} else if (node->type == NODE_TEXT && r->names->wants_texts) {
		add_value(r, NAMES_NONE, node, owner);
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
	const struct names *t = r->names;
	size_t start = r->count, first = r->later_count;
	bool had_dots = false;

	for (const struct node *c = map->child; c; c = c->next) {
		const struct names_slot *s = place == NAMES_NONE ? NULL : find_slot(t, place, c);
		if (!s) {
			if (t->wants_texts)
				read_node(r, NAMES_NONE, c, NULL);
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
	if (applicant && place != NAMES_NONE) {
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
	meet(r, NAMES_EVENT);
	if (event->type == NODE_MAP)
		read_map(r, NAMES_EVENT, event);
	else if (r->names->wants_texts)
		read_node(r, NAMES_NONE, event, NULL);
}

struct gathering {
	const struct node **out;
	size_t count, max;
};

/* Is there a field at all?  Its values are put into @g. */
static bool gather(struct gathering *g, const struct node *at, struct str rest)
{
	bool found = false;

	if (at->type == NODE_LIST) {
		for (const struct node *c = at->child; c; c = c->next)
			found |= gather(g, c, rest);
		return found || (!at->child && !rest.len);
	}
	if (!rest.len) {
		if (!node_is_container(at) && at->type != NODE_NULL && g->count < g->max)
			g->out[g->count++] = at;
		return true;
	}
	for (size_t len = rest.len; len && !found; len--) {
		if (len < rest.len && rest.ptr[len] != '.')
			continue;
		const struct node *c = node_get_str(at, str_of(rest.ptr, len));
		size_t used = len + (len < rest.len);
		found = c && gather(g, c, str_of(rest.ptr + used, rest.len - used));
	}
	return found;
}

size_t names_gather(const struct node *event, struct str name, const struct node **out, size_t max)
{
	struct gathering g = { out, 0, max };

	if (name.len)
		gather(&g, event, name);
	return g.count;
}

/* The way to one value, as it is found. */
struct way {
	const struct node *value;
	char text[512];
	size_t len;
	const struct node *owner;
};

static size_t put(struct way *w, const char *text, size_t len)
{
	size_t before = w->len;

	if (len < sizeof(w->text) - w->len) {
		memcpy(w->text + w->len, text, len);
		w->len += len;
	}
	return before;
}

static void put_index(struct way *w, size_t n)
{
	char digits[24];
	size_t at = sizeof(digits);

	digits[--at] = ']';
	do
		digits[--at] = (char)('0' + n % 10);
	while (n /= 10);
	digits[--at] = '[';
	put(w, digits + at, sizeof(digits) - at);
}

static bool follow(struct way *w, const struct node *at, struct str rest, const struct node *owner)
{
	size_t before = w->len, i = 0;

	if (at == w->value && !rest.len) {
		w->owner = owner;
		return true;
	}
	if (at->type == NODE_LIST) {
		for (const struct node *c = at->child; c; c = c->next, i++) {
			put_index(w, i);
			if (follow(w, c, rest, owner))
				return true;
			w->len = before;
		}
		return false;
	}
	if (at->type != NODE_MAP || !rest.len)
		return false;
	for (const struct node *c = at->child; c; c = c->next) {
		struct str key = node_key(c);
		if (!str_starts(rest, key) || (key.len < rest.len && rest.ptr[key.len] != '.'))
			continue;
		if (before)
			put(w, ".", 1);
		put(w, key.ptr, key.len);
		size_t used = key.len + (key.len < rest.len);
		if (follow(w, c, str_of(rest.ptr + used, rest.len - used), at))
			return true;
		w->len = before;
	}
	return false;
}

bool names_locate(const struct node *event, struct str name, const struct node *value, struct arena *a, struct str *out,
    const struct node **owner)
{
	struct way w = { .value = value };

	*out = str_of(NULL, 0);
	*owner = NULL;
	if (follow(&w, event, name, NULL)) {
		*out = arena_copy(a, str_of(w.text, w.len));
		*owner = w.owner;
	}
	return out->ptr != NULL;
}
