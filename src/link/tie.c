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

struct key {
	struct str name;
	uint32_t hash;
};

/* What is looked for in each record, hashed once: the lists, each once, and the members of their elements. */
static struct lookup {
	struct key lists[PLACES][2]; /* the second is in the first; no name: the first alone */
	size_t list_count;
	size_t list_of[PLACES];
	struct key member_of[PLACES];
} lookup;

static struct key key_of(struct str name)
{
	return (struct key){ name, str_hash(name) };
}

static void fill_lookup(void)
{
	for (size_t i = 0; i < PLACES; i++) {
		struct str rest, first = str_split(str_from(places[i].list), '.', &rest);
		size_t k = 0;
		while (k < i && strcmp(places[k].list, places[i].list) != 0)
			k++;
		lookup.list_of[i] = k < i ? lookup.list_of[k] : lookup.list_count++;
		lookup.lists[lookup.list_of[i]][0] = key_of(first);
		lookup.lists[lookup.list_of[i]][1] = key_of(rest);
		lookup.member_of[i] = key_of(str_from(places[i].fact ? places[i].fact : places[i].key));
	}
}

static void begin_lookup(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, fill_lookup);
}

/* NULL where there is no such list, or what stands there is no list or map. */
static const struct node *find_list(const struct node *root, size_t list)
{
	const struct key *key = lookup.lists[list];
	const struct node *at = node_get_hash(root, key[0].name, key[0].hash);

	if (key[1].name.ptr)
		at = node_get_hash(at, key[1].name, key[1].hash);
	return at && node_is_container(at) ? at : NULL;
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
static uint32_t minute_of(const struct place *p, const struct node *element)
{
	struct when w;

	if (p->tie != TIE_LINE || !when_parse(node_get_text(element, "at"), &w) || w.seconds < 0)
		return TIE_NO_TIME;
	return (uint32_t)(w.seconds / 60 < TIE_NO_TIME ? w.seconds / 60 : TIE_NO_TIME - 1);
}

static struct str value_at(const struct place *p, const struct node *element, struct arena *a)
{
	const struct key *key = &lookup.member_of[p - places];
	const struct node *member = node_get_hash(element, key->name, key->hash);
	struct str text = member && member->type == NODE_TEXT ? node_text(member) : str_of(NULL, 0);

	if (p->form == form_shipping || p->form == form_home)
		return p->form(a, element, text);
	return text.len ? p->form(a, element, text) : str_of(NULL, 0);
}

static bool fill(const struct place *p, const struct node *element, struct arena *a, struct tie_value *out)
{
	struct str text = value_at(p, element, a);

	if (!text.len)
		return false;
	*out = (struct tie_value){ .text = text };
	out->key = (struct tie_key){ .minute = minute_of(p, element), .tie = (uint8_t)p->tie, .is_near = p->is_near };
	out->key.hash = p->is_near ? strtoull(text.ptr, NULL, 16) : tie_hash(p->tie, text);
	return true;
}

/* What is being gathered of one record.  A record may have a hundred thousand values: each is found by its key. */
struct gathering {
	const struct record *record;
	struct arena *a;
	const struct node *lists[PLACES]; /* as lookup.lists; NULL: none */
	struct tie_value *first, **last;
	struct tie_value **slots; /* open addressing, half of them free */
	size_t mask;
	bool full;
};

enum { DAY = 24 * 60 }; /* minutes */

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

static void take(struct gathering *g, const struct place *p, const struct node *element, size_t index)
{
	struct tie_value v, **slot;

	if (element->type != NODE_MAP || g->full || !fill(p, element, g->a, &v) || *(slot = find_slot(g, &v.key)))
		return;
	v.field = index == SIZE_MAX ? arena_printf(g->a, "%s.%s", p->list, p->key) :
	    record_place(g->a, p->list, index, str_from(p->key));
	/* What the company's own file explains, its office's line for one, ties nobody. */
	if (v.field.ptr && explained_find(g->record->explained, v.field))
		return;
	struct tie_value *kept = ARENA_NEW(g->a, struct tie_value, 1);
	v.text = arena_copy(g->a, v.text);
	if (!kept || !v.field.ptr || !v.text.ptr) {
		g->full = true;
		return;
	}
	*kept = v;
	*slot = kept;
	*g->last = kept;
	g->last = &kept->next;
}

/* How many values there may be, at most. */
static size_t count_elements(const struct gathering *g)
{
	size_t count = 0;

	for (size_t i = 0; i < PLACES; i++) {
		const struct node *at = g->lists[lookup.list_of[i]];
		if (at)
			count += at->type == NODE_MAP ? 1 : at->len;
	}
	return count;
}

static bool start(struct gathering *g)
{
	size_t room = 8;

	for (size_t i = 0; i < lookup.list_count; i++)
		g->lists[i] = find_list(g->record->root, i);
	for (size_t wanted = 2 * count_elements(g); room < wanted;)
		room *= 2;
	g->slots = ARENA_NEW(g->a, struct tie_value *, room);
	g->mask = room - 1;
	g->last = &g->first;
	return g->slots != NULL;
}

bool tie_values(const struct record *r, struct arena *a, struct tie_value **out)
{
	struct gathering g = { .record = r, .a = a };

	*out = NULL;
	begin_lookup();
	if (!start(&g))
		return false;
	for (size_t i = 0; i < PLACES && !g.full; i++) {
		const struct node *at = g.lists[lookup.list_of[i]];
		size_t index = 0;
		if (at && at->type == NODE_MAP)
			take(&g, &places[i], at, SIZE_MAX);
		else
			NODE_EACH(element, at)
				take(&g, &places[i], element, index++);
	}
	*out = g.first;
	return !g.full;
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

/* Of a field that may be one thing or another, the one that has a form. */
bool tie_of_event(uint32_t fields, size_t category, const struct node *event, struct arena *a, struct tie_value *out)
{
	begin_lookup();
	for (; fields; fields &= fields - 1) {
		size_t i = (size_t)__builtin_ctz(fields);
		const struct node *element = *categories[category].path ? event :
		    find_list(event, lookup.list_of[i]);
		if (element && element->type == NODE_MAP && fill(&places[i], element, a, out))
			return true;
	}
	return false;
}
