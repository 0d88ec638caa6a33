/* A set of networks to an image and back. */
#include "base/prefix_set.h"

/* What is no array. */
struct numbers {
	uint32_t item_count, count4, hi_count, lo_count, group_count, shift4, shift6;
};

enum { NUMBERS, EDGES4, HI_START, HI_ITEM, LO_START, LO_ITEM, GROUPS, TABLE4, TABLE6 };

enum { V6_KEY_BITS = 64 - V6_ROUTED_BITS };

static size_t table_size(unsigned key_bits, uint32_t shift)
{
	return (((size_t)1 << (key_bits - shift)) + 1) * sizeof(uint32_t);
}

bool prefix_parts(const struct prefix_set *s, struct arena *a, struct image_part out[PREFIX_PARTS])
{
	struct numbers *n = ARENA_NEW(a, struct numbers, 1);

	if (!n)
		return false;
	*n = (struct numbers){
		s->item_count, s->count4, s->hi_count, s->lo_count, s->group_count, s->table4.shift, s->table6.shift,
	};
	out[NUMBERS] = (struct image_part){ n, sizeof(*n) };
	out[EDGES4] = (struct image_part){ s->edges4, s->count4 * sizeof(*s->edges4) };
	out[HI_START] = (struct image_part){ s->hi_start, s->hi_count * sizeof(*s->hi_start) };
	out[HI_ITEM] = (struct image_part){ s->hi_item, s->hi_count * sizeof(*s->hi_item) };
	out[LO_START] = (struct image_part){ s->lo_start, s->lo_count * sizeof(*s->lo_start) };
	out[LO_ITEM] = (struct image_part){ s->lo_item, s->lo_count * sizeof(*s->lo_item) };
	out[GROUPS] = (struct image_part){ s->groups, s->group_count * sizeof(*s->groups) };
	out[TABLE4] = (struct image_part){ s->table4.first, table_size(32, s->table4.shift) };
	out[TABLE6] = (struct image_part){ s->table6.first, table_size(V6_KEY_BITS, s->table6.shift) };
	return true;
}

static bool shift_fits(unsigned key_bits, uint32_t shift)
{
	return shift <= key_bits - TABLE_MIN_BITS && shift >= key_bits - TABLE_MAX_BITS;
}

static bool numbers_fit(const struct image_part *p)
{
	const struct numbers *n = p[NUMBERS].ptr;

	return n->count4 && n->hi_count && n->item_count < DEEP - 1 && shift_fits(32, n->shift4) &&
	    shift_fits(V6_KEY_BITS, n->shift6) && p[EDGES4].size == n->count4 * sizeof(struct prefix_edge) &&
	    p[HI_START].size == n->hi_count * sizeof(uint64_t) && p[HI_ITEM].size == n->hi_count * sizeof(uint32_t) &&
	    p[LO_START].size == n->lo_count * sizeof(uint64_t) && p[LO_ITEM].size == n->lo_count * sizeof(uint32_t) &&
	    p[GROUPS].size == n->group_count * sizeof(struct prefix_group) &&
	    p[TABLE4].size == table_size(32, n->shift4) && p[TABLE6].size == table_size(V6_KEY_BITS, n->shift6);
}

/* The set is only read; its members are not const because prefix_build() writes them. */
static void *mapped(const struct image_part *parts, size_t n)
{
	return (void *)(uintptr_t)parts[n].ptr;
}

struct prefix_set *prefix_map(const struct image *image, size_t first, struct arena *a)
{
	struct prefix_set *s = ARENA_NEW(a, struct prefix_set, 1);
	struct image_part p[PREFIX_PARTS];

	for (size_t i = 0; i < PREFIX_PARTS; i++)
		p[i] = image_part(image, first + i);
	if (!s || p[NUMBERS].size != sizeof(struct numbers) || !image_check(image, p[NUMBERS].ptr, p[NUMBERS].size) ||
	    !numbers_fit(p))
		return NULL;
	const struct numbers *n = p[NUMBERS].ptr;
	*s = (struct prefix_set){
		.image = image, .item_count = n->item_count, .count4 = n->count4, .hi_count = n->hi_count,
		.lo_count = n->lo_count, .group_count = n->group_count, .edges4 = mapped(p, EDGES4),
		.hi_start = mapped(p, HI_START), .hi_item = mapped(p, HI_ITEM), .lo_start = mapped(p, LO_START),
		.lo_item = mapped(p, LO_ITEM), .groups = mapped(p, GROUPS), .table4 = { mapped(p, TABLE4), n->shift4 },
		.table6 = { mapped(p, TABLE6), n->shift6 },
	};
	return s;
}

uint32_t prefix_count(const struct prefix_set *s)
{
	return s->item_count;
}

/* The edges that a slot of a table leads to: they are in bounds, in order, and as they were written. */
static bool slot_is_sound(const struct prefix_set *s, const uint32_t *slot, uint32_t count)
{
	return image_check(s->image, slot, 2 * sizeof(*slot)) && slot[0] <= slot[1] && slot[1] < count;
}

static bool is_item(const struct prefix_set *s, uint32_t item)
{
	return item == PREFIX_NONE || item < s->item_count;
}

static bool group_is_sound(const struct prefix_set *s, uint32_t at)
{
	const struct prefix_group *g = s->groups + (at < s->group_count ? at : 0);

	if (at >= s->group_count || !image_check(s->image, g, sizeof(*g)))
		return false;
	if (!g->count || g->begin > s->lo_count || g->count > s->lo_count - g->begin)
		return false;
	return image_check(s->image, s->lo_start + g->begin, g->count * sizeof(*s->lo_start)) &&
	    image_check(s->image, s->lo_item + g->begin, g->count * sizeof(*s->lo_item));
}

static bool is_sound4(const struct prefix_set *s, uint32_t key)
{
	const uint32_t *slot = s->table4.first + (key >> s->table4.shift);

	return slot_is_sound(s, slot, s->count4) &&
	    image_check(s->image, s->edges4 + slot[0], (slot[1] - slot[0] + 1) * sizeof(*s->edges4));
}

static bool is_sound6(const struct prefix_set *s, const struct ip *ip)
{
	uint32_t begin = 0, n = s->hi_count;

	if (ip->hi >> V6_KEY_BITS == V6_ROUTED) {
		const uint32_t *slot = s->table6.first + ((ip->hi & (UINT64_MAX >> V6_ROUTED_BITS)) >> s->table6.shift);
		if (!slot_is_sound(s, slot, s->hi_count))
			return false;
		begin = slot[0];
		n = slot[1] - slot[0] + 1;
	}
	if (!image_check(s->image, s->hi_start + begin, n * sizeof(*s->hi_start)))
		return false;
	uint32_t at = begin + prefix_find_start(s->hi_start + begin, n, ip->hi);
	if (!image_check(s->image, &s->hi_item[at], sizeof(*s->hi_item)))
		return false;
	uint32_t item = s->hi_item[at];
	return item == PREFIX_NONE || !(item & DEEP) || group_is_sound(s, item & ~DEEP);
}

bool prefix_is_sound(const struct prefix_set *s, const struct ip *ip)
{
	if (!s->image)
		return true;
	if (!(ip->is_v6 ? is_sound6(s, ip) : is_sound4(s, (uint32_t)ip->lo)))
		return false;
	return is_item(s, prefix_find(s, ip));
}

static bool table_is_sound(const struct prefix_table *t, size_t size, uint32_t count)
{
	size_t n = size / sizeof(*t->first);

	for (size_t i = 0; i < n; i++)
		if (t->first[i] >= count || (i && t->first[i] < t->first[i - 1]))
			return false;
	return true;
}

bool prefix_all_sound(const struct prefix_set *s)
{
	if (!s->image)
		return true;
	if (!image_check_all(s->image) || !table_is_sound(&s->table4, table_size(32, s->table4.shift), s->count4) ||
	    !table_is_sound(&s->table6, table_size(V6_KEY_BITS, s->table6.shift), s->hi_count))
		return false;
	for (uint32_t i = 0; i < s->count4; i++)
		if (!is_item(s, s->edges4[i].item))
			return false;
	for (uint32_t i = 0; i < s->hi_count; i++) {
		uint32_t item = s->hi_item[i];
		if (item != PREFIX_NONE && item & DEEP ? !group_is_sound(s, item & ~DEEP) : !is_item(s, item))
			return false;
	}
	for (uint32_t i = 0; i < s->lo_count; i++)
		if (!is_item(s, s->lo_item[i]))
			return false;
	return true;
}
