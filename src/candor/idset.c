#include "candor/idset.h"

#include "limits.h"

static size_t find(const struct idset *s, uint64_t hash)
{
	size_t at = hash & (s->size - 1);

	while (s->slots[at] && s->slots[at] != hash)
		at = (at + 1) & (s->size - 1);
	return at;
}

/* Room for one more, with at least half of the slots empty. */
static bool make_room(struct idset *s)
{
	struct idset larger = { .size = s->size ? s->size * 2 : 1024 };

	if (s->count < s->size / 2)
		return true;
	if (s->count >= RUN_MAX_IDS)
		return false;
	larger.slots = mem_alloc(sizeof(*larger.slots), larger.size);
	if (!larger.slots)
		return false;
	for (size_t i = 0; i < s->size; i++) {
		if (s->slots[i])
			larger.slots[find(&larger, s->slots[i])] = s->slots[i];
	}
	larger.count = s->count;
	mem_free(s->slots);
	*s = larger;
	return true;
}

bool idset_add(struct idset *s, uint64_t hash)
{
	hash += hash == 0; /* 0 is an empty slot */
	if (!s->full)
		s->full = !make_room(s);
	if (!s->size)
		return false;
	size_t at = find(s, hash);
	if (s->slots[at])
		return true;
	if (s->full)
		return false;
	s->slots[at] = hash;
	s->count++;
	return false;
}

void idset_clear(struct idset *s)
{
	mem_free(s->slots);
	*s = (struct idset){ 0 };
}
