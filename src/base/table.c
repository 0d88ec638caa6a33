#include "base/table.h"

/* A slot holds the hash of its text in its high half and the index of the entry, plus one, in its low half. */
bool table_init(struct table *t, struct arena *a, size_t room)
{
	size_t size = 8;

	if (room >= TABLE_NONE / 4)
		return false;
	while (size < room + room / 2)
		size *= 2;
	*t = (struct table){ .room = (uint32_t)room, .mask = (uint32_t)size - 1 };
	t->slots = ARENA_NEW(a, uint64_t, size);
	t->entries = arena_alloc(a, room * sizeof(*t->entries));
	return t->slots && t->entries;
}

static bool is_of(const struct table *t, uint64_t slot, struct str text, uint32_t hash)
{
	if (slot >> 32 != hash)
		return false;
	const struct table_entry *e = &t->entries[(uint32_t)slot - 1];
	return str_eq(str_of(e->ptr, e->len), text);
}

/* The slot of @text, or the free one where it belongs. */
static uint64_t *find_slot(const struct table *t, struct str text, uint32_t hash)
{
	uint32_t i = hash & t->mask;

	while (t->slots[i] && !is_of(t, t->slots[i], text, hash))
		i = (i + 1) & t->mask;
	return &t->slots[i];
}

void table_add(struct table *t, struct str text, uint32_t value)
{
	uint32_t hash = str_hash(text);
	uint64_t *slot = find_slot(t, text, hash);

	t->entries[t->count] = (struct table_entry){
		text.ptr, (uint32_t)text.len, value, *slot ? (uint32_t)*slot - 1 : TABLE_NONE,
	};
	*slot = (uint64_t)hash << 32 | ++t->count;
}

uint32_t table_find_hash(const struct table *t, struct str text, uint32_t hash)
{
	uint64_t slot = *find_slot(t, text, hash);

	return slot ? (uint32_t)slot - 1 : TABLE_NONE;
}

uint32_t table_find(const struct table *t, struct str text)
{
	return table_find_hash(t, text, str_hash(text));
}
