#include "link/tie.h"

#include "base/when.h"
#include "link/form.h"

#include <pthread.h>
#include <stdlib.h>

const struct tie_kind tie_kinds[TIES] = {
#define TIE(name, word, is_household, meaning) { word, meaning, is_household },
#include "link/tie.list"
#undef TIE
};

/* Where the values stand: in each element of @list (a map is its own), the member @key, or the fact about it. */
static const struct place {
	enum tie tie;
	const char *list, *key, *fact;
	tie_form *form;
	bool is_near;
} places[] = {
	{ TIE_PHONE, "phones", "number", "number.e164", form_plain, false },
	{ TIE_MAILBOX, "emails", "address", "address.normal", form_plain, false },
	{ TIE_MAILBOX, "accounts", "email", NULL, form_mailbox, false },
	{ TIE_RESUME_FILE, "resume", "sha256", NULL, form_digest, false },
	{ TIE_PHOTO, "photo", "sha256", NULL, form_digest, false },
	{ TIE_PHOTO, "photo", "phash", NULL, form_phash, true },
	{ TIE_PHOTO, "accounts", "photo_sha256", NULL, form_digest, false },
	{ TIE_PHOTO, "accounts", "photo_phash", NULL, form_phash, true },
	{ TIE_DOCUMENT, "documents", "number_sha256", NULL, form_digest, false },
	{ TIE_DOCUMENT_IMAGE, "documents", "image_sha256", NULL, form_digest, false },
	{ TIE_DOCUMENT_IMAGE, "documents", "image_phash", NULL, form_phash, true },
	{ TIE_PAYEE, "payment.accounts", "number_sha256", NULL, form_digest, false },
	{ TIE_WALLET, "payment.accounts", "address", "address.normal", form_plain, false },
	{ TIE_DEVICE, "sessions", "device_id", NULL, form_plain, false },
	{ TIE_DEVICE, "devices", "id", NULL, form_plain, false },
	{ TIE_HANDLE, "accounts", "handle", NULL, form_handle, false },
	{ TIE_HANDLE, "accounts", "url", NULL, form_handle, false },
	{ TIE_HANDLE, "links", "url", NULL, form_profile, false },
	{ TIE_LINK, "links", "url", NULL, form_link, false },
	{ TIE_SHIPPING, "addresses", "line1", NULL, form_shipping, false },
	{ TIE_SHIPPING, "devices", "shipped_to", NULL, form_sent_to, false },
	{ TIE_REFEREE, "resume.references", "email", NULL, form_mailbox, false },
	{ TIE_REFEREE, "resume.references", "phone", NULL, form_phone, false },
	{ TIE_LINE, "sessions", "ip", "ip.address", form_line, false },
	{ TIE_HOME, "addresses", "line1", NULL, form_home, false },
};

enum { PLACES = COUNT(places) };

_Static_assert(PLACES <= 32, "a bit for each");

/* A list of the record, found by its first key; the second is in the first; no second: the first alone. */
struct list {
	struct str first, second;
	uint32_t first_hash, second_hash;
	size_t top;      /* the first key's number in lookup.tops */
	uint32_t places; /* a bit for each that is in its elements */
};

/* What is looked for in each record, hashed once: the lists, each once. */
static struct lookup {
	struct list lists[PLACES];
	size_t list_count;
	size_t list_of[PLACES];
	enum member member_of[PLACES];
	struct str top_keys[PLACES];
	size_t top_count;
	struct node_keys tops;
} lookup;

static size_t add_top(struct str key)
{
	size_t i = 0;

	while (i < lookup.top_count && !str_eq(lookup.top_keys[i], key))
		i++;
	if (i == lookup.top_count)
		lookup.top_keys[lookup.top_count++] = key;
	return i;
}

static size_t add_list(const char *path)
{
	struct list l = { 0 };
	size_t i = 0;

	l.first = str_split(str_from(path), '.', &l.second);
	l.first_hash = str_hash(l.first);
	l.second_hash = str_hash(l.second);
	l.top = add_top(l.first);
	while (i < lookup.list_count && !(str_eq(lookup.lists[i].first, l.first) &&
	    str_eq(lookup.lists[i].second, l.second)))
		i++;
	if (i == lookup.list_count)
		lookup.lists[lookup.list_count++] = l;
	return i;
}

static void fill_lookup(void)
{
	for (size_t i = 0; i < PLACES; i++) {
		lookup.list_of[i] = add_list(places[i].list);
		lookup.lists[lookup.list_of[i]].places |= 1u << i;
		lookup.member_of[i] = member_find(str_from(places[i].fact ? places[i].fact : places[i].key));
	}
	lookup.tops = node_keys_make(lookup.top_keys, lookup.top_count);
}

static void begin_lookup(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, fill_lookup);
}

/* What stands in @top, the record's member of the list's first key: NULL if it is no list or map. */
static const struct node *list_in(const struct list *l, const struct node *top)
{
	const struct node *at = l->second.ptr ? node_get_hash(top, l->second, l->second_hash) : top;

	return at && node_is_container(at) ? at : NULL;
}

static const struct node *find_list(const struct node *root, const struct list *l)
{
	return list_in(l, node_get_hash(root, l->first, l->first_hash));
}

enum tie tie_find(struct str word)
{
	size_t i = 0;

	while (i < TIES && !str_is(word, tie_kinds[i].word))
		i++;
	return (enum tie)i;
}

uint64_t tie_hash(enum tie tie, struct str normal)
{
	uint64_t h = str_hash64(normal) + (uint64_t)tie * 0x9E3779B97F4A7C15u;

	h ^= h >> 31;
	h *= 0xD6E8FEB86659FD93u;
	return h ^ h >> 32;
}

/* Only lines are so short-lived that it matters when: other people have them a month later. */
static uint32_t minute_of(const struct place *p, const struct members *element)
{
	struct when w;

	if (p->tie != TIE_LINE || !when_parse(member_text(element, MEMBER_AT), &w) || w.seconds < 0)
		return TIE_NO_TIME;
	return (uint32_t)(w.seconds / 60 < TIE_NO_TIME ? w.seconds / 60 : TIE_NO_TIME - 1);
}

static struct str value_at(const struct place *p, const struct members *element, struct arena *a)
{
	struct str text = member_text(element, lookup.member_of[p - places]);

	if (p->form == form_shipping || p->form == form_home)
		return p->form(a, element, text);
	return text.len ? p->form(a, element, text) : str_of(NULL, 0);
}

static bool fill(const struct place *p, const struct members *element, struct arena *a, struct tie_value *out)
{
	struct str text = value_at(p, element, a);

	if (!text.len)
		return false;
	*out = (struct tie_value){ .text = text };
	out->key = (struct tie_key){ .minute = minute_of(p, element), .tie = (uint8_t)p->tie, .is_near = p->is_near };
	out->key.hash = p->is_near ? strtoull(text.ptr, NULL, 16) : tie_hash(p->tie, text);
	return true;
}

/* What stands at one place of a record, in the order of the elements. */
struct found {
	struct tie_value *first, **last;
};

/* What is being gathered of one record.  A record may have a hundred thousand values: each is found by its key. */
struct gathering {
	const struct record *record;
	struct arena *a;
	struct found found[PLACES];
	size_t count;
	struct tie_value **slots; /* open addressing, half of them free */
	size_t mask;
	bool full;
};

enum { DAY = 24 * 60 }; /* minutes */

static void find_in(struct gathering *g, const struct list *l, const struct node *element, size_t index)
{
	if (element->type != NODE_MAP)
		return;
	const struct members m = members_of(element);
	for (uint32_t left = l->places; left && !g->full; left &= left - 1) {
		size_t place = (size_t)__builtin_ctz(left);
		struct tie_value v, *kept;
		if (!fill(&places[place], &m, g->a, &v))
			continue;
		kept = arena_alloc(g->a, sizeof(*kept));
		g->full = !kept;
		if (!kept)
			return;
		v.element = element;
		v.index = index;
		v.place = (uint8_t)place;
		*kept = v;
		*g->found[place].last = kept;
		g->found[place].last = &kept->next;
		g->count++;
	}
}

/* All of them, by one walk over each element. */
static void find_values(struct gathering *g)
{
	struct node *tops[PLACES];

	for (size_t i = 0; i < PLACES; i++)
		g->found[i].last = &g->found[i].first;
	node_get_all(g->record->root, &lookup.tops, tops);
	for (size_t i = 0; i < lookup.list_count; i++) {
		const struct list *l = &lookup.lists[i];
		const struct node *at = list_in(l, tops[l->top]);
		size_t index = 0;
		if (at && at->type == NODE_MAP)
			find_in(g, l, at, SIZE_MAX);
		else
			NODE_EACH(element, at)
				find_in(g, l, element, index++);
	}
}

/* A line is kept once for each day; everything else once. */
static bool is_same(const struct tie_key *a, const struct tie_key *b)
{
	return a->hash == b->hash && a->tie == b->tie && a->is_near == b->is_near && a->minute / DAY == b->minute / DAY;
}

/* The slot of the value with that key, or the free one where it belongs. */
static struct tie_value **find_slot(const struct gathering *g, const struct tie_key *k)
{
	size_t i = ((k->hash ^ k->minute / DAY) * 0x9E3779B97F4A7C15u) >> 32 & g->mask;

	while (g->slots[i] && !is_same(&g->slots[i]->key, k))
		i = (i + 1) & g->mask;
	return &g->slots[i];
}

static bool make_slots(struct gathering *g)
{
	size_t room = 8;

	while (room < 2 * g->count)
		room *= 2;
	g->slots = ARENA_NEW(g->a, struct tie_value *, room);
	g->mask = room - 1;
	return g->slots != NULL;
}

static struct str name_field(struct arena *a, const struct tie_value *v)
{
	const struct place *p = &places[v->place];
	const struct str parts[] = { str_from(p->list), STR("."), str_from(p->key) };

	return v->index == SIZE_MAX ? arena_join(a, parts, COUNT(parts)) :
	    record_place(a, p->list, v->index, str_from(p->key));
}

/* Each once; what the company's own file explains, its office's line for one, ties nobody. */
static bool is_kept(struct gathering *g, struct tie_value *v)
{
	struct tie_value **slot = find_slot(g, &v->key);

	if (*slot)
		return false;
	v->field = name_field(g->a, v);
	g->full = !v->field.ptr;
	if (g->full || explained_find(g->record->explained, v->field))
		return false;
	*slot = v;
	return true;
}

bool tie_values(const struct record *r, struct arena *a, struct tie_value **out)
{
	struct gathering g = { .record = r, .a = a };
	struct tie_value **last = out;

	begin_lookup();
	find_values(&g);
	g.full = g.full || !make_slots(&g);
	for (size_t i = 0; i < PLACES; i++) {
		*g.found[i].last = NULL;
		for (struct tie_value *v = g.found[i].first; v && !g.full; v = v->next) {
			if (!is_kept(&g, v))
				continue;
			*last = v;
			last = &v->next;
		}
	}
	*last = NULL;
	return !g.full;
}

const struct tie_value *tie_known(const struct tie_value *values, uint32_t fields, const struct node *element,
    size_t *number)
{
	enum { LOOKED_AT = 64 };
	const struct tie_value *v = fields & (fields - 1) ? NULL : values;

	for (*number = 1; v && *number <= LOOKED_AT; v = v->next, ++*number)
		if (v->element == element && fields >> v->place & 1)
			return v;
	return NULL;
}

/* Is @name, in events of @category, the field of @p? */
static bool is_at(const struct place *p, size_t category, struct str name)
{
	const char *list = categories[category].path;
	struct str path = str_from(list), tail = name;

	if (!*list) {
		path = str_from(p->list);
		if (!str_starts(name, path) || name.len <= path.len || name.ptr[path.len] != '.')
			return false;
		tail = str_of(name.ptr + path.len + 1, name.len - path.len - 1);
	}
	return str_is(path, p->list) && (str_is(tail, p->key) || (p->fact && str_is(tail, p->fact)));
}

uint32_t tie_fields(size_t category, struct str name)
{
	uint32_t fields = 0;

	for (size_t i = 0; i < PLACES; i++)
		if (is_at(&places[i], category, name))
			fields |= 1u << i;
	return fields;
}

bool tie_is_plain(uint32_t fields)
{
	return fields && places[__builtin_ctz(fields)].form != form_shipping;
}

bool tie_is_called(uint32_t fields, struct str name)
{
	return fields && str_is(name, places[__builtin_ctz(fields)].key);
}

/* Of a field that may be one thing or another, the one that has a form. */
bool tie_of_event(uint32_t fields, size_t category, const struct node *event, struct arena *a, struct tie_value *out)
{
	begin_lookup();
	for (; fields; fields &= fields - 1) {
		size_t i = (size_t)__builtin_ctz(fields);
		const struct node *element = *categories[category].path ? event :
		    find_list(event, &lookup.lists[lookup.list_of[i]]);
		if (!element || element->type != NODE_MAP)
			continue;
		const struct members m = members_of(element);
		if (fill(&places[i], &m, a, out))
			return true;
	}
	return false;
}
