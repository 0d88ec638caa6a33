#include "record/record.h"

#include <assert.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>

#include "record/field.h"

/*
 * The registry's given fields as a tree that is walked beside the record: a row for each field, and for each map a
 * small table from the hash of a key to its row.  Prepared once; nothing of it changes afterwards.
 */
enum {
#define GIVEN(...) + 1
#define FACT(...)
	ROWS = 0
#include "record/field.list"
	,
#undef GIVEN
#undef FACT
	SLOTS = 4 * ROWS,
	LEVEL_MAX = 64, /* rows of one map: a bit each in a word */
};

struct row {
	const struct field *field;
	struct str key;
	uint32_t hash;
	uint16_t parent; /* a level: 0 is the record, i + 1 what row i holds */
	uint8_t bit;     /* its place among the rows of its parent */
	bool is_list;
	bool takes_number, takes_bool; /* beside text */
	uint8_t fitting; /* types of nodes, a bit each, that fit as they are: one value, or one of the list's */
};

struct level {
	uint16_t first, mask; /* of slots; mask + 1 is a power of two */
	uint16_t count;
};

static struct row rows[ROWS];
static struct level levels[ROWS + 1];
static uint16_t slots[SLOTS]; /* 0: empty, else a row's number and one */
static struct category_path {
	struct str first, second;
	uint32_t first_hash, second_hash;
} category_paths[32];
static uint8_t category_slots[64]; /* by the hash of the first key; 0: empty, else a category's number and one */
static pthread_once_t once = PTHREAD_ONCE_INIT;

const struct category categories[] = {
	{ "applicant", "" }, { "session", "sessions" }, { "account", "accounts" }, { "document", "documents" },
	{ "address", "addresses" }, { "interview", "interviews" }, { "device", "devices" }, { "change", "changes" },
	{ "email", "emails" }, { "phone", "phones" }, { "link", "links" }, { "payee", "payment.accounts" },
	{ "work", "resume.work" }, { "education", "resume.education" }, { "reference", "resume.references" },
	{ "commit", "code.commits" }, { "rating", "platform.ratings" },
};

const size_t category_count = COUNT(categories);

/* Text fields in which systems write plain numbers, and the one that may be true instead of a name. */
static const char *const numbers_as_text[] = {
	"id", "phones[].number", "addresses[].postal_code", "resume.references[].phone", "sessions[].device_id",
	"devices[].id", "changes[].from", "changes[].to",
};

static const char *const bools_as_text[] = { "sessions[].vpn", "changes[].from", "changes[].to" };

/*
 * What law protects and no check of ours needs, under the keys that systems give it, in lower case and without
 * separators.  A birth date is not here: documents and sanctions entries are compared by it.
 */
static const struct { const char *key, *name; } protected_keys[] = {
	{ "age", "age" }, { "caste", "caste" }, { "citizenship", "citizenship" }, { "citizenships", "citizenship" },
	{ "demographicanswers", "demographic_answers" }, { "demographics", "demographics" },
	{ "disabilities", "disability" }, { "disability", "disability" }, { "disabilitystatus", "disability_status" },
	{ "eeo", "eeo" }, { "eeoc", "eeoc" }, { "eeoresponses", "eeo_responses" }, { "ethnicity", "ethnicity" },
	{ "ethnicgroup", "ethnic_group" }, { "gender", "gender" }, { "genderidentity", "gender_identity" },
	{ "maritalstatus", "marital_status" }, { "militarystatus", "military_status" },
	{ "nationalities", "nationality" }, { "nationality", "nationality" },
	{ "politicalaffiliation", "political_affiliation" }, { "pregnancy", "pregnancy" }, { "pronouns", "pronouns" },
	{ "protectedveteran", "protected_veteran" }, { "race", "race" }, { "raceethnicity", "race" },
	{ "religion", "religion" }, { "sex", "sex" }, { "sexualorientation", "sexual_orientation" },
	{ "veteran", "veteran" }, { "veteranstatus", "veteran_status" },
};

static bool is_listed(const char *const *list, size_t count, const char *path)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i], path) == 0)
			return true;
	return false;
}

bool record_takes_number(const struct field *f)
{
	return is_listed(numbers_as_text, COUNT(numbers_as_text), f->path);
}

bool record_takes_bool(const struct field *f)
{
	return is_listed(bools_as_text, COUNT(bools_as_text), f->path);
}

/* The level that @path, without its last key, leads to; @key is that last one, without []. */
static uint16_t parent_of(const char *path, size_t rows_so_far, struct str *key)
{
	const char *dot = strrchr(path, '.');

	*key = str_from(dot ? dot + 1 : path);
	if (str_ends(*key, STR_LIT("[]")))
		key->len -= 2;
	for (size_t i = rows_so_far; dot && i > 0; i--)
		if (str_is(str_of(path, (size_t)(dot - path)), rows[i - 1].field->path))
			return (uint16_t)i;
	assert(!dot); /* a field stands behind the map that holds it */
	return 0;
}

/* Containers, and numbers that must be whole, are looked at more closely. */
static uint8_t fitting_types(const struct row *r)
{
	enum { TEXT = 1 << NODE_TEXT, NUMBER = 1 << NODE_NUMBER, BOOL = 1 << NODE_TRUE | 1 << NODE_FALSE };

	switch (r->field->type) {
	case FIELD_MAP: case FIELD_INTEGER: case FIELD_TYPES: return 0;
	case FIELD_BOOL: return BOOL;
	case FIELD_NUMBER: return NUMBER;
	case FIELD_TEXT: case FIELD_TIME: case FIELD_DATE: case FIELD_COUNTRY: case FIELD_ZONE: case FIELD_LANGUAGE:
	case FIELD_PHONE: case FIELD_EMAIL: case FIELD_URL: case FIELD_IP: case FIELD_WALLET: case FIELD_DIGEST:
	case FIELD_PHASH: case FIELD_CODE: break;
	}
	return r->takes_bool ? TEXT | BOOL : TEXT;
}

static void add_row(size_t i, const struct field *f)
{
	struct row *r = &rows[i];

	r->field = f;
	r->parent = parent_of(f->path, i, &r->key);
	r->hash = str_hash(r->key);
	r->is_list = str_ends(str_from(f->path), STR_LIT("[]"));
	r->takes_number = record_takes_number(f);
	r->takes_bool = record_takes_bool(f);
	r->fitting = fitting_types(r);
	r->bit = (uint8_t)levels[r->parent].count++;
	assert(r->bit < LEVEL_MAX);
}

static void place_levels(void)
{
	uint16_t next = 0;

	for (size_t i = 0; i <= ROWS; i++) {
		uint16_t size = 1;
		while (size < 2 * levels[i].count)
			size = (uint16_t)(size * 2);
		levels[i].first = next;
		levels[i].mask = (uint16_t)(size - 1);
		next = (uint16_t)(next + (levels[i].count ? size : 0));
	}
	for (uint16_t i = 0; i < ROWS; i++) {
		const struct level *l = &levels[rows[i].parent];
		uint32_t at = rows[i].hash;
		while (slots[l->first + (at & l->mask)])
			at++;
		slots[l->first + (at & l->mask)] = (uint16_t)(i + 1);
	}
}

static void place_category(size_t category)
{
	uint32_t at = category_paths[category].first_hash;

	while (category_slots[at % COUNT(category_slots)])
		at++;
	category_slots[at % COUNT(category_slots)] = (uint8_t)(category + 1);
}

static void prepare(void)
{
	size_t n = 0;

	for (size_t i = 0; i < field_count; i++)
		if (!fields[i].is_fact)
			add_row(n++, &fields[i]);
	place_levels();
	for (size_t i = 0; i < category_count; i++) {
		struct category_path *p = &category_paths[i];
		p->first = str_split(str_from(categories[i].path), '.', &p->second);
		p->first_hash = str_hash(p->first);
		p->second_hash = str_hash(p->second);
		if (p->first.len)
			place_category(i);
	}
}

static const struct row *look_up_row(size_t level, uint32_t hash, struct str key)
{
	const struct level *l = &levels[level];

	if (!l->count)
		return NULL;
	for (uint32_t at = hash;; at++) {
		uint16_t slot = slots[l->first + (at & l->mask)];
		if (!slot)
			return NULL;
		const struct row *r = &rows[slot - 1];
		if (r->hash == hash && str_eq(r->key, key))
			return r;
	}
}

uint16_t record_slots(void)
{
	return ROWS;
}

uint16_t record_slot(uint16_t parent, struct str key)
{
	pthread_once(&once, prepare);
	const struct row *r = parent <= ROWS ? look_up_row(parent, str_hash(key), key) : NULL;
	return r ? (uint16_t)(r - rows + 1) : 0;
}

/* A slot is of the place where the node was read, from which a form may have taken it. */
static inline const struct row *find_row(size_t level, const struct node *n)
{
	if (n->slot && n->slot <= ROWS && rows[n->slot - 1].parent == level && rows[n->slot - 1].hash == n->key_hash)
		return &rows[n->slot - 1];
	return look_up_row(level, n->key_hash, node_key(n));
}

struct shaping {
	struct record *record;
	struct arena *a;
	record_fault *fault;
	void *context;
	bool failed; /* the arena is full */
};

/* In words for the person who made the file. */
static const char *wanted(const struct row *row)
{
	switch (row->field->type) {
	case FIELD_BOOL: return "true or false";
	case FIELD_INTEGER: return "a whole number";
	case FIELD_NUMBER: return "a number";
	case FIELD_MAP: return "an object";
	case FIELD_TEXT: case FIELD_TIME: case FIELD_DATE: case FIELD_COUNTRY: case FIELD_ZONE: case FIELD_LANGUAGE:
	case FIELD_PHONE: case FIELD_EMAIL: case FIELD_URL: case FIELD_IP: case FIELD_WALLET: case FIELD_DIGEST:
	case FIELD_PHASH: case FIELD_CODE: case FIELD_TYPES: break;
	}
	return "text";
}

/* @n becomes a container whose only child is what it was, under @key. */
static bool wrap(struct shaping *s, struct node *n, enum node_type type, struct str key)
{
	struct node *inner = node_new(s->a, type);

	if (!inner) {
		s->failed = true;
		return false;
	}
	*inner = *n;
	n->type = (uint8_t)type;
	n->flags = 0;
	n->child = n->last = NULL;
	n->len = 0;
	node_add(n, key, inner);
	return true;
}

static bool is_yes(struct str s)
{
	return str_eq_ascii(s, STR_LIT("true")) || str_eq_ascii(s, STR_LIT("yes")) || str_is(s, "1");
}

static bool is_no(struct str s)
{
	return str_eq_ascii(s, STR_LIT("false")) || str_eq_ascii(s, STR_LIT("no")) || str_is(s, "0");
}

/* A cell of a table says nothing of its type: read it as the field's. */
static void read_plain(struct node *n, enum field_type type)
{
	struct str s = str_trim(node_text(n));
	double number;

	if (type == FIELD_BOOL && (is_yes(s) || is_no(s))) {
		n->type = is_yes(s) ? NODE_TRUE : NODE_FALSE;
		n->len = 0;
	} else if ((type == FIELD_NUMBER || type == FIELD_INTEGER) && str_real(s, &number)) {
		n->type = NODE_NUMBER;
		n->number = number;
		n->text = s.ptr;
		n->len = (uint32_t)s.len;
	}
}

static bool fits_text(const struct row *row, struct node *n)
{
	bool plain = n->flags & NODE_PLAIN;

	if (n->type == NODE_NUMBER && (row->takes_number || plain))
		n->type = NODE_TEXT;
	return n->type == NODE_TEXT || ((n->type == NODE_TRUE || n->type == NODE_FALSE) && row->takes_bool);
}

/* Does the scalar @n fit the field's type?  May be made to fit. */
static bool fits(const struct row *row, struct node *n)
{
	enum field_type type = row->field->type;

	if (n->type == NODE_TEXT && n->flags & NODE_PLAIN)
		read_plain(n, type);
	if (type == FIELD_BOOL)
		return n->type == NODE_TRUE || n->type == NODE_FALSE;
	if (type == FIELD_NUMBER)
		return n->type == NODE_NUMBER;
	if (type == FIELD_INTEGER)
		return n->type == NODE_NUMBER && floor(n->number) == n->number;
	return fits_text(row, n);
}

static inline bool fits_as_it_is(const struct row *row, const struct node *n)
{
	return row->fitting >> n->type & 1 && !(n->flags & NODE_PLAIN);
}

static uint64_t shape_map(struct shaping *s, struct node *map, size_t level);

/* False: @n does not fit and is to be left out. */
static bool shape_value(struct shaping *s, struct node *n, const struct row *row)
{
	const struct field *f = row->field;

	if (f->type != FIELD_MAP)
		return fits(row, n);
	if (n->type == NODE_TEXT && f->first && !wrap(s, n, NODE_MAP, str_from(f->first)))
		return false;
	if (n->type != NODE_MAP)
		return false;
	shape_map(s, n, (size_t)(row - rows) + 1);
	return true;
}

static void tell(struct shaping *s, const struct row *row)
{
	if (s->fault && !s->failed)
		s->fault(s->context, s->record, row->field->path, wanted(row));
}

static void shape_list(struct shaping *s, struct node *list, const struct row *row)
{
	struct node **link = &list->child, *kept = NULL;
	uint32_t count = 0;

	for (struct node *n = list->child; n; n = n->next) {
		if (n->type == NODE_NULL)
			continue;
		if (!fits_as_it_is(row, n) && !shape_value(s, n, row)) {
			tell(s, row);
			continue;
		}
		*link = kept = n;
		link = &n->next;
		count++;
	}
	*link = NULL;
	list->last = kept;
	list->len = count;
}

const char *record_protected(struct str key)
{
	char plain[24];
	size_t n = 0;

	for (size_t i = 0; i < key.len; i++) {
		char c = key.ptr[i];
		if (c == '_' || c == '-' || c == ' ')
			continue;
		if (n == sizeof(plain))
			return NULL;
		plain[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
	}
	for (size_t i = 0; i < COUNT(protected_keys); i++)
		if (str_eq(str_from(protected_keys[i].key), str_of(plain, n)))
			return protected_keys[i].name;
	return NULL;
}

bool record_drop(struct record *r, struct arena *a, struct str field)
{
	struct drop **link = &r->drops;

	for (; *link; link = &(*link)->next)
		if (str_eq((*link)->field, field)) {
			(*link)->count++;
			return true;
		}
	*link = ARENA_NEW(a, struct drop, 1);
	if (!*link)
		return false;
	(*link)->field = field;
	(*link)->count = 1;
	return true;
}

/* A member that the registry does not know.  False: it is to be left out. */
static bool keep_unknown(struct shaping *s, const struct node *n)
{
	const char *name = record_protected(node_key(n));

	if (name && !record_drop(s->record, s->a, str_from(name)))
		s->failed = true;
	return !name;
}

/* A member that it knows.  False: it is to be left out. */
static bool shape_member(struct shaping *s, struct node *n, const struct row *row)
{
	if (row->is_list) {
		if (n->type != NODE_LIST && !wrap(s, n, NODE_LIST, str_of(NULL, 0)))
			return false;
		shape_list(s, n, row);
		return true;
	}
	bool ok = fits_as_it_is(row, n) || shape_value(s, n, row);
	if (!ok)
		tell(s, row);
	return ok;
}

/* Take out the members that were emptied after they had been kept. */
static void sweep(struct node *map)
{
	struct node **link = &map->child;

	map->len = 0;
	map->last = NULL;
	for (struct node *n = map->child; n; n = n->next) {
		if (n->type == NODE_NULL)
			continue;
		*link = map->last = n;
		link = &n->next;
		map->len++;
	}
	*link = NULL;
}

/* @n, a later member of the same key, takes the place of @old. */
static struct node *replace(struct node *old, const struct node *n)
{
	struct node *next = old->next;

	*old = *n;
	old->next = next;
	return old;
}

/*
 * Members that stay are left where they are, the others are made null and swept out.  Of equal keys the last one
 * counts; it takes the first one's place, so that a record of nothing but repeated keys takes no longer than another.
 * Returns which of the level's fields there were, a bit for each.
 */
static uint64_t shape_map(struct shaping *s, struct node *map, size_t level)
{
	struct node *kept[LEVEL_MAX];
	uint64_t seen = 0;
	bool is_whole = true;

	for (struct node *n = map->child, *next; n; n = next) {
		next = n->next;
		const struct row *row = find_row(level, n);
		struct node *at = n;
		if (row && seen >> row->bit & 1) {
			at = replace(kept[row->bit], n);
			n->type = NODE_NULL;
			is_whole = false;
		} else if (row) {
			kept[row->bit] = n;
			seen |= (uint64_t)1 << row->bit;
		}
		if (at->type != NODE_NULL && (row ? shape_member(s, at, row) : keep_unknown(s, at)))
			continue;
		at->type = NODE_NULL;
		is_whole = false;
	}
	if (!is_whole)
		sweep(map);
	return seen;
}

/* "email", where the record has "emails". */
static bool is_singular(struct str key)
{
	static const char *const endings[] = { "s", "es" };
	char many[32];

	for (size_t i = 0; i < COUNT(endings) && key.len + 2 < sizeof(many); i++) {
		int n = snprintf(many, sizeof(many), "%.*s%s", STR_ARG(key), endings[i]);
		if (n > 0 && field_find(0, str_of(many, (size_t)n)))
			return true;
	}
	return false;
}

/* Has it members, and none that a record has?  An id alone may stand beside what somebody else reads. */
static bool is_strange(const struct node *root, uint64_t seen)
{
	bool strange = !seen && root->len;

	if (seen && !(seen & (seen - 1)) && node_get(root, "id"))
		NODE_EACH(n, root)
			strange = strange || is_singular(node_key(n));
	return strange;
}

/* The id as text, or the place where the record stands. */
static bool take_id(struct shaping *s)
{
	struct record *r = s->record;

	r->id = node_get_text(r->root, "id");
	if (r->id.len)
		return true;
	struct node *old = node_get(r->root, "id");
	if (old)
		node_remove(r->root, old);
	r->id = arena_printf(s->a, "%.*s:%u", STR_ARG(r->file), r->line);
	return r->id.ptr && node_add_text(s->a, r->root, STR_LIT("id"), r->id);
}

bool record_shape(struct record *r, struct arena *a, record_fault *fault, void *context)
{
	struct shaping s = { .record = r, .a = a, .fault = fault, .context = context };

	pthread_once(&once, prepare);
	r->is_strange = is_strange(r->root, shape_map(&s, r->root, 0));
	return take_id(&s) && !s.failed;
}

static char *put(char *to, struct str s)
{
	memcpy(to, s.ptr, s.len);
	return to + s.len;
}

struct str record_place(struct arena *a, const char *list, size_t index, struct str key)
{
	char digits[STR_NUMBER];
	struct str number = str_print((int64_t)index, digits), name = str_from(list);
	size_t len = name.len + number.len + key.len + 3;
	char *out = arena_alloc(a, len + 1), *at = out;

	if (!out)
		return str_of(NULL, 0);
	at = put(at, name);
	*at++ = '[';
	at = put(at, number);
	*at++ = ']';
	*at++ = '.';
	at = key.len ? put(at, key) : at;
	*at = '\0';
	return str_of(out, len);
}

size_t category_find(struct str name)
{
	for (size_t i = 0; i < category_count; i++)
		if (str_is(name, categories[i].name))
			return i;
	return category_count;
}

struct node *category_events(const struct node *root, size_t category)
{
	pthread_once(&once, prepare);
	const struct category_path *p = &category_paths[category];
	if (!p->first.len)
		return (struct node *)(uintptr_t)root;
	struct node *n = node_get_hash(root, p->first, p->first_hash);
	return p->second.ptr ? node_get_hash(n, p->second, p->second_hash) : n;
}

void category_lists(const struct node *root, struct category_list *out)
{
	pthread_once(&once, prepare);
	memset(out, 0, category_count * sizeof(*out));
	NODE_EACH(c, root)
		for (uint32_t at = c->key_hash, slot; (slot = category_slots[at % COUNT(category_slots)]); at++) {
			const struct category_path *p = &category_paths[slot - 1];
			if (p->first_hash != c->key_hash || !str_eq(p->first, node_key(c)))
				continue;
			out[slot - 1].parent = p->second.ptr ? c : NULL;
			out[slot - 1].list = p->second.ptr ? node_get_hash(c, p->second, p->second_hash) : c;
		}
}

const struct explained *explained_find(const struct explained *x, struct str field)
{
	for (; x; x = x->next)
		if (str_starts(field, x->path) && (field.len == x->path.len || memchr(".[", field.ptr[x->path.len], 2)))
			return x;
	return NULL;
}
