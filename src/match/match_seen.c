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
	struct seen *s = ARENA_NEW(p->pass->a, struct seen, 1);
	if (s) {
		s->field = field;
		s->value = arena_copy(p->pass->a, value);
		s->source = info && info->is_fact ? str_from(info->source) : STR_LIT("input");
		s->is_personal = info && info->is_personal;
	}
	if (!s || !s->value.ptr)
		p->pass->full = true;
	else
		*at = s;
}

/* "sessions[2]." before what stands in an event; nothing before what stands in the record. */
static struct str with_place(struct place *p, bool beside, struct str field)
{
	const char *list = categories[p->category].path;

	if (!beside && *list)
		field = record_place(p->pass->a, list, p->index, field);
	p->pass->full |= !field.ptr;
	return field;
}

/* What a fact is about: "emails[0].address" of "emails[0].address.free", beside it in @owner. */
static void add_base(struct place *p, bool beside, const struct field_fact *fact, struct str field,
    const struct node *owner)
{
	const struct node *base = owner ? node_get_str(owner, fact->base_key) : NULL;
	size_t len = field.len > fact->tail.len ? field.len - fact->tail.len : 0;

	if (!base || node_is_container(base))
		return;
	while (len && !str_starts(str_of(field.ptr + len, field.len - len), fact->tail))
		len--;
	if (len)
		add_seen(p, with_place(p, beside, str_of(field.ptr, len)), shown(base), fact->base);
}

/* What says where the fact comes from, or what bears it out. */
static void add_origins(struct place *p, bool beside, const struct field_fact *fact, struct str field,
    const struct node *owner)
{
	for (size_t i = 0; owner && i < COUNT(origin_endings); i++) {
		struct str key = fact->origin_keys[i];
		const struct node *n = key.ptr ? node_get_str(owner, key) : NULL;
		if (!n || !(n->flags & NODE_FACT) || n->type == NODE_MAP)
			continue;
		const struct str parts[] = { field, origin_endings[i] };
		struct str name = arena_join(p->pass->a, parts, COUNT(parts));
		p->pass->full |= !name.ptr;
		if (name.ptr && n->type != NODE_LIST)
			add_seen(p, with_place(p, beside, name), shown(n), fact->field);
		NODE_EACH(item, name.ptr && n->type == NODE_LIST ? n : NULL)
			add_seen(p, with_place(p, beside, name), shown(item), fact->field);
	}
}

void match_see(void *context, uint32_t place, struct str name, const struct node *value)
{
	struct place *p = context;
	struct pass *pass = p->pass;
	const struct category_plan *c = &pass->m->plan->categories[p->category];
	const struct reading *r = &pass->m->scanners[p->category]->reading;
	struct str prefix = STR("applicant."), field;
	bool beside = str_starts(name, prefix);
	const struct node *owner;

	if (pass->full)
		return;
	if (!value && reading_first(r, place) != TRIE_NONE)
		value = r->values[reading_first(r, place)].node;
	if (beside)
		name = str_of(name.ptr + prefix.len, name.len - prefix.len);
	if (!value || !trie_locate(beside ? pass->record->root : p->event, name, value, pass->a, &field, &owner)) {
		field = name;
		owner = NULL;
	}
	add_seen(p, with_place(p, beside, field), shown(value), c->facts[place].field);
	if (c->facts[place].base) {
		add_base(p, beside, &c->facts[place], field, owner);
		add_origins(p, beside, &c->facts[place], field, owner);
	}
}

void match_see_counted(struct place *p, const struct correlation *c)
{
	for (size_t i = 0; i < c->field_count; i++) {
		const struct node *value;
		struct str field;
		if (!trie_gather(p->event, c->fields[i], &value, 1))
			continue;
		field = with_place(p, false, c->fields[i]);
		add_seen(p, field, shown(value), field_find(p->category, c->fields[i]));
	}
}
