#include "match/match_inside.h"

static const struct str origin_endings[FACT_ORIGINS] = { STR("_in"), STR("_entry"), STR("_by") };

static struct str last_key(struct str path)
{
	size_t at = path.len;

	while (at && path.ptr[at - 1] != '.')
		at--;
	return str_of(path.ptr + at, path.len - at);
}

/* The field that a fact hangs under: the longest beginning of its name that was given. */
static void find_base(size_t category, struct str name, struct field_fact *out)
{
	for (size_t len = name.len; len--;) {
		if (name.ptr[len] != '.')
			continue;
		struct str above = str_of(name.ptr, len);
		const struct field *f = field_find(category, above);
		if (!f || f->is_fact)
			continue;
		out->base = f->type == FIELD_MAP ? NULL : f;
		out->base_key = last_key(above);
		out->base_hash = str_hash(out->base_key);
		out->tail = str_of(name.ptr + len, name.len - len);
		return;
	}
}

/* Few facts have one, and rules fire often: what there is to look for is found here. */
static bool find_origins(size_t category, struct str name, struct field_fact *fact, struct arena *a)
{
	for (size_t i = 0; i < COUNT(origin_endings); i++) {
		const struct str path[] = { name, origin_endings[i] };
		const struct str key[] = { fact->base_key, fact->tail, origin_endings[i] };
		struct str known = arena_join(a, path, COUNT(path));
		if (known.ptr && field_find(category, known))
			fact->origin_keys[i] = known = arena_join(a, key, COUNT(key));
		if (!known.ptr)
			return false;
	}
	return true;
}

bool match_find_facts(struct match_plan *p, size_t category)
{
	struct category_plan *c = &p->categories[category];
	const struct trie *names = &c->matcher->names;

	for (size_t i = 0; i < c->matcher->asked_places; i++) {
		struct field_fact *fact = &c->facts[i];
		if (!names->places[i].is_field)
			continue;
		fact->field = field_find(category, names->places[i].path);
		if (!fact->field || !fact->field->is_fact)
			continue;
		find_base(category, names->places[i].path, fact);
		if (fact->base && !find_origins(category, names->places[i].path, fact, &p->arena))
			return false;
	}
	return true;
}

/* A value as a report shows it. */
static struct str shown(const struct node *value)
{
	struct str text = value ? predicate_text(value) : str_of(NULL, 0);

	return text.ptr ? text : value && value->type == NODE_NULL ? STR_LIT("null") : STR_LIT("(present)");
}

static void add_seen(struct place *p, struct str field, struct str value, const struct field *info)
{
	struct seen **at = &p->finding->seen;
	size_t count = 0;

	for (; *at; at = &(*at)->next, count++)
		if (str_eq((*at)->field, field) && str_eq((*at)->value, value))
			return;
	if (count >= FINDING_MAX_SEEN)
		return;
	struct seen *s = arena_alloc(p->pass->a, sizeof(*s));
	value = arena_copy(p->pass->a, value);
	if (!s || !value.ptr) {
		p->pass->full = true;
		return;
	}
	*s = (struct seen){ .field = field, .value = value, .is_personal = info && info->is_personal,
		.source = info && info->is_fact ? str_from(info->source) : STR_LIT("input") };
	*at = s;
}

/* "sessions[2]." before what stands in an event; nothing before what stands in the record. */
static struct str prefix_of(struct place *p, bool beside)
{
	const char *list = categories[p->category].path;

	if (beside || !*list)
		return STR_LIT("");
	if (!p->prefix.ptr) {
		p->prefix = record_place(p->pass->a, list, p->index, STR_LIT(""));
		p->pass->full |= !p->prefix.ptr;
	}
	return p->prefix;
}

static struct str join(struct place *p, struct str a, struct str b)
{
	const struct str parts[] = { a, b };
	struct str both = arena_join(p->pass->a, parts, COUNT(parts));

	p->pass->full |= !both.ptr;
	return both;
}

/* A field as it stands in the record, and the map that it is in: NULL if that is not known. */
struct stand {
	struct str prefix, field; /* the field with its prefix */
	const struct node *owner;
};

/* What a fact is about: "emails[0].address" of "emails[0].address.free", beside it. */
static void add_base(struct place *p, const struct field_fact *fact, const struct stand *s)
{
	const struct node *base = s->owner ? node_get_hash(s->owner, fact->base_key, fact->base_hash) : NULL;
	size_t least = s->prefix.len + fact->tail.len;
	size_t len = s->field.len > least ? s->field.len - fact->tail.len : 0;

	if (!base || node_is_container(base))
		return;
	while (len > s->prefix.len && !str_starts(str_of(s->field.ptr + len, s->field.len - len), fact->tail))
		len--;
	if (len > s->prefix.len)
		add_seen(p, str_of(s->field.ptr, len), shown(base), fact->base);
}

/* What says where the fact comes from, or what bears it out. */
static void add_origins(struct place *p, const struct field_fact *fact, const struct stand *s)
{
	for (size_t i = 0; s->owner && i < COUNT(origin_endings); i++) {
		struct str key = fact->origin_keys[i];
		const struct node *n = key.ptr ? node_get_str(s->owner, key) : NULL;
		if (!n || !(n->flags & NODE_FACT) || n->type == NODE_MAP)
			continue;
		struct str name = join(p, s->field, origin_endings[i]);
		if (name.ptr && n->type != NODE_LIST)
			add_seen(p, name, shown(n), fact->field);
		NODE_EACH(item, name.ptr && n->type == NODE_LIST ? n : NULL)
			add_seen(p, name, shown(item), fact->field);
	}
}

/* Where @value stands, by the name that a rule has for it; false without memory. */
static bool stand_of(struct place *p, struct str name, const struct node *value, struct stand *out)
{
	struct str beside = STR("applicant.");
	bool is_beside = str_starts(name, beside);
	const struct node *from = is_beside ? p->pass->record->root : p->event;

	if (is_beside)
		name = str_of(name.ptr + beside.len, name.len - beside.len);
	*out = (struct stand){ .prefix = prefix_of(p, is_beside) };
	if (!value || !trie_locate(from, name, value, out->prefix, p->pass->a, &out->field, &out->owner)) {
		out->owner = NULL;
		out->field = out->prefix.len ? join(p, out->prefix, name) : name;
	}
	return !p->pass->full;
}

void match_see(void *context, uint32_t place, struct str name, const struct node *value)
{
	struct place *p = context;
	const struct field_fact *fact = &p->pass->m->plan->categories[p->category].facts[place];
	const struct reading *r = &p->pass->m->scanners[p->category]->reading;
	struct stand s;

	if (p->pass->full)
		return;
	if (!value && reading_first(r, place) != TRIE_NONE)
		value = r->values[reading_first(r, place)].node;
	if (!stand_of(p, name, value, &s))
		return;
	add_seen(p, s.field, shown(value), fact->field);
	if (fact->base) {
		add_base(p, fact, &s);
		add_origins(p, fact, &s);
	}
}

void match_see_counted(struct place *p, const struct correlation *c)
{
	for (size_t i = 0; i < c->field_count; i++) {
		const struct node *value;
		struct str field;
		if (!trie_gather(p->event, c->fields[i], &value, 1))
			continue;
		struct str prefix = prefix_of(p, false);
		field = prefix.len ? join(p, prefix, c->fields[i]) : c->fields[i];
		add_seen(p, field, shown(value), field_find(p->category, c->fields[i]));
	}
}
