#include "record/record.h"
#include "rule/loader.h"

static struct entry *slot(const struct lookup *n, struct str text)
{
	size_t i = str_hash(text) & (n->size - 1);

	while (n->at[i].text.ptr && !str_eq(n->at[i].text, text))
		i = (i + 1) & (n->size - 1);
	return &n->at[i];
}

struct entry lookup_find(const struct lookup *n, struct str text)
{
	return n->size ? *slot(n, text) : (struct entry){ .text = { NULL, 0 } };
}

static bool grow(struct loader *l, struct lookup *n)
{
	struct lookup bigger = { .size = n->size ? n->size * 2 : 256, .count = n->count };

	bigger.at = LOAD_NEW(l, struct entry, bigger.size);
	if (!bigger.at)
		return false;
	for (size_t i = 0; i < n->size; i++)
		if (n->at[i].text.ptr)
			*slot(&bigger, n->at[i].text) = n->at[i];
	*n = bigger;
	return true;
}

bool lookup_add(struct loader *l, struct lookup *n, struct entry entry)
{
	if (n->count * 2 >= n->size && !grow(l, n))
		return false;
	struct entry *s = slot(n, entry.text);
	n->count += !s->text.ptr;
	*s = entry;
	return true;
}

enum { UUID_LEN = 36 };

/* A UUID may be written in capitals. */
static struct str lower_id(struct str id, char out[UUID_LEN])
{
	if (id.len != UUID_LEN)
		return id;
	for (size_t i = 0; i < id.len; i++)
		out[i] = id.ptr[i] >= 'A' && id.ptr[i] <= 'Z' ? (char)(id.ptr[i] + 32) : id.ptr[i];
	return str_of(out, id.len);
}

struct draft *draft_find(const struct loader *l, struct str handle)
{
	char lower[UUID_LEN];
	struct draft *d = lookup_find(&l->ids, lower_id(handle, lower)).draft;

	return d ? d : lookup_find(&l->names, handle).draft;
}

static void enter_one(struct loader *l, struct lookup *names, struct str key, struct draft *d, const char *what)
{
	const struct draft *other = lookup_find(names, key).draft;

	if (other)
		fault_value(l, node_get(d->rule->doc, what), what[0] == 'i' ? "duplicate-id" : "duplicate-name",
		    "another rule has this %s: %.*s:%u", what, STR_ARG(other->rule->file), other->rule->line);
	else
		lookup_add(l, names, (struct entry){ .text = key, .draft = d });
}

void draft_enter(struct loader *l, struct draft *d)
{
	char lower[UUID_LEN];

	if (d->rule->id.len) {
		struct str key = arena_copy(l->a, lower_id(d->rule->id, lower));
		if (key.ptr)
			enter_one(l, &l->ids, key, d, "id");
	}
	if (d->rule->name.len)
		enter_one(l, &l->names, d->rule->name, d, "name");
}

/* The registry by its paths without []. */
static bool index_fields(struct loader *l)
{
	for (size_t i = 0; i < field_count; i++) {
		size_t len = strlen(fields[i].path), n = 0;
		char *plain = load_alloc(l, 1, len + 1);
		if (!plain)
			return false;
		for (size_t k = 0; k < len; k++)
			if (fields[i].path[k] != '[' && fields[i].path[k] != ']')
				plain[n++] = fields[i].path[k];
		if (!lookup_add(l, &l->fields, (struct entry){ .text = str_of(plain, n), .field = &fields[i] }))
			return false;
	}
	return true;
}

enum { LONGEST_NAME = 160 };

const struct field *known_field(struct loader *l, size_t category, struct str name)
{
	static const struct str beside = STR("applicant.");
	struct str prefix = str_from(category < category_count ? categories[category].path : "");
	char full[LONGEST_NAME];

	if (!l->fields.size && !index_fields(l))
		return NULL;
	if (str_starts(name, beside))
		return lookup_find(&l->fields, str_of(name.ptr + beside.len, name.len - beside.len)).field;
	if (!prefix.len)
		return lookup_find(&l->fields, name).field;
	if (prefix.len + 1 + name.len > sizeof(full))
		return NULL;
	memcpy(full, prefix.ptr, prefix.len);
	full[prefix.len] = '.';
	memcpy(full + prefix.len + 1, name.ptr, name.len);
	return lookup_find(&l->fields, str_of(full, prefix.len + 1 + name.len)).field;
}

struct str rules_nearest(const struct rules *set, struct str handle, char *out, size_t size)
{
	const char **names = mem_alloc(sizeof(*names), 2 * set->count);
	struct arena a = arena_make(0);
	const char *near = NULL;
	size_t count = 0;

	for (size_t i = 0; names && i < set->count; i++) {
		const struct str both[] = { set->rules[i]->name, set->rules[i]->id };
		for (size_t k = 0; k < COUNT(both); k++) {
			const char *copy = both[k].len ? arena_copy(&a, both[k]).ptr : NULL;
			if (copy)
				names[count++] = copy;
		}
	}
	if (names)
		near = str_nearest(handle, names, count);
	size_t len = near && strlen(near) < size ? strlen(near) : 0;
	if (len)
		memcpy(out, near, len + 1);
	mem_free(names);
	arena_clear(&a);
	return len ? str_of(out, len) : str_of(NULL, 0);
}
