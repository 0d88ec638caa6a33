#include "match/intern.h"

static uint64_t load(const char *p, size_t n)
{
	uint64_t w = 0;

	memcpy(&w, p, n);
	return w;
}

static uint64_t mix(uint64_t h, uint64_t w)
{
	h = (h ^ w) * 0x9E3779B97F4A7C15u;
	return h ^ h >> 29;
}

/* Eight bytes at a time; it need not be the same in every build. */
static uint64_t hash(struct str s)
{
	uint64_t h = mix(0, s.len);
	size_t i = 0;

	for (; i + 8 <= s.len; i += 8)
		h = mix(h, load(s.ptr + i, 8));
	if (i < s.len)
		h = s.len >= 8 ? mix(h, load(s.ptr + s.len - 8, 8)) : mix(h, load(s.ptr, s.len));
	return h ^ h >> 32;
}

static uint64_t ends_bit(struct str s)
{
	size_t sum = s.len ? s.len * 7 + (unsigned char)s.ptr[0] * 5u + (unsigned char)s.ptr[s.len - 1] : 0;

	return (uint64_t)1 << (sum & 63);
}

uint32_t intern_find(const struct intern *t, struct str text)
{
	if (!(t->ends & ends_bit(text)))
		return INTERN_NONE;
	uint64_t h = hash(text);
	uint32_t tag = (uint32_t)(h >> 32);
	for (size_t i = h & (t->size - 1); t->slots[i].ptr; i = (i + 1) & (t->size - 1)) {
		const struct intern_slot *s = &t->slots[i];
		if (t->tags[i] == tag && s->len == text.len && str_same(s->ptr, text.ptr, text.len))
			return s->id;
	}
	return INTERN_NONE;
}

static void place(struct intern *t, struct str text, uint32_t id)
{
	uint64_t h = hash(text);
	size_t i = h & (t->size - 1);

	while (t->slots[i].ptr)
		i = (i + 1) & (t->size - 1);
	t->slots[i] = (struct intern_slot){ text.ptr, (uint32_t)text.len, id };
	t->tags[i] = (uint32_t)(h >> 32);
}

static bool grow(struct intern *t, struct arena *a)
{
	struct intern old = *t;

	t->size = old.size ? old.size * 2 : 8;
	t->slots = ARENA_NEW(a, struct intern_slot, t->size);
	t->tags = ARENA_NEW(a, uint32_t, t->size);
	if (!t->slots || !t->tags)
		return false;
	for (size_t i = 0; i < old.size; i++)
		if (old.slots[i].ptr)
			place(t, str_of(old.slots[i].ptr, old.slots[i].len), old.slots[i].id);
	return true;
}

bool intern_add(struct intern *t, struct arena *a, struct str text, uint32_t id)
{
	if (t->count * 2 >= t->size && !grow(t, a))
		return false;
	place(t, text.ptr ? text : STR_LIT(""), id);
	t->ends |= ends_bit(text);
	t->count++;
	return true;
}
