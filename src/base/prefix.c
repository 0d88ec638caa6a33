#include "base/prefix_set.h"

static bool comes_before(const struct prefix *a, const struct prefix *b)
{
	const struct ip *x = &a->net.first, *y = &b->net.first;

	if (x->is_v6 != y->is_v6)
		return y->is_v6;
	if (x->hi != y->hi)
		return x->hi < y->hi;
	if (x->lo != y->lo)
		return x->lo < y->lo;
	return a->net.len < b->net.len;
}

/* The end of the run that begins at @i: nothing in it comes before what stands left of it. */
static size_t run_end(const struct prefix *p, size_t i, size_t count)
{
	for (i++; i < count && !comes_before(&p[i], &p[i - 1]);)
		i++;
	return i;
}

static void merge(const struct prefix *from, size_t a, size_t b, size_t end, struct prefix *to)
{
	size_t a_end = b;

	while (a < a_end && b < end)
		*to++ = comes_before(&from[b], &from[a]) ? from[b++] : from[a++];
	memcpy(to, from + a, (a_end - a) * sizeof(*to));
	memcpy(to + (a_end - a), from + b, (end - b) * sizeof(*to));
}

/* Merge sort over the runs that are there: lists come sorted, so a few passes do.  False without memory. */
static bool sort(struct prefix *items, size_t count)
{
	struct prefix *from = items, *to = NULL;
	bool again = count && run_end(items, 0, count) < count;

	if (again && !(to = mem_alloc(sizeof(*to), count)))
		return false;
	struct prefix *spare = to;
	while (again) {
		again = false;
		for (size_t i = 0, b, end; i < count; i = end) {
			b = run_end(from, i, count);
			end = b < count ? run_end(from, b, count) : b;
			again = again || i || end < count;
			merge(from, i, b, end, to + i);
		}
		struct prefix *swap = from;
		from = to;
		to = swap;
	}
	if (from != items)
		memcpy(items, from, count * sizeof(*items));
	mem_free(spare);
	return true;
}

static uint64_t last_of(uint64_t first, unsigned len, unsigned bits)
{
	return len == bits ? first : first | (UINT64_MAX >> (64 - bits) >> len);
}

/* The networks of one level, from the outside in, that hold the place the sweep has come to. */
struct sweep {
	struct prefix *items;
	uint64_t ends[130];
	uint32_t open[130], base; /* @base: what holds where none is open */
	size_t depth;
	void (*emit)(struct prefix_set *s, uint64_t start, uint32_t item);
};

static uint32_t innermost(const struct sweep *w)
{
	return w->depth ? w->open[w->depth - 1] : w->base;
}

/* Close what ends before @start. */
static void close_until(struct prefix_set *s, struct sweep *w, uint64_t start)
{
	while (w->depth && w->ends[w->depth - 1] < start) {
		uint64_t end = w->ends[--w->depth];
		w->emit(s, end + 1, innermost(w));
	}
}

static void close_all(struct prefix_set *s, struct sweep *w, uint64_t max)
{
	while (w->depth) {
		uint64_t end = w->ends[--w->depth];
		if (end < max)
			w->emit(s, end + 1, innermost(w));
	}
}

/* Equal networks are told apart by @wider alone, so that as many may be open as there are lengths. */
static void open_net(struct prefix_set *s, struct sweep *w, uint32_t item, uint64_t first, uint64_t last)
{
	close_until(s, w, first);
	w->items[item].wider = innermost(w);
	if (w->depth && w->ends[w->depth - 1] == last)
		w->depth--;
	w->open[w->depth] = item;
	w->ends[w->depth++] = last;
	w->emit(s, first, item);
}

static void emit4(struct prefix_set *s, uint64_t start, uint32_t item)
{
	if (s->edges4[s->count4 - 1].start != start)
		s->edges4[s->count4++].start = (uint32_t)start;
	s->edges4[s->count4 - 1].item = item;
}

static void emit_hi(struct prefix_set *s, uint64_t start, uint32_t item)
{
	if (s->hi_start[s->hi_count - 1] != start)
		s->hi_start[s->hi_count++] = start;
	s->hi_item[s->hi_count - 1] = item;
}

static void emit_lo(struct prefix_set *s, uint64_t start, uint32_t item)
{
	struct prefix_group *g = &s->groups[s->group_count - 1];

	if (!g->count || s->lo_start[s->lo_count - 1] != start) {
		s->lo_start[s->lo_count++] = start;
		g->count++;
	}
	s->lo_item[s->lo_count - 1] = item;
}

static void sweep4(struct prefix_set *s, struct prefix *items, uint32_t count)
{
	struct sweep w = { .items = items, .base = PREFIX_NONE, .emit = emit4 };

	s->edges4[s->count4++] = (struct prefix_edge){ 0, PREFIX_NONE };
	for (uint32_t i = 0; i < count; i++)
		open_net(s, &w, i, items[i].net.first.lo, last_of(items[i].net.first.lo, items[i].net.len, 32));
	close_all(s, &w, UINT32_MAX);
}

/* The networks longer than 64 bits from item @i on that share their first 64 bits; returns the end of them. */
static uint32_t sweep_lo(struct prefix_set *s, struct sweep *above, uint32_t i, uint32_t end)
{
	uint64_t hi = above->items[i].net.first.hi;

	close_until(s, above, hi);
	struct sweep w = { .items = above->items, .base = innermost(above), .emit = emit_lo };
	s->groups[s->group_count++] = (struct prefix_group){ .begin = s->lo_count };
	emit_hi(s, hi, DEEP | (s->group_count - 1));
	if (hi != UINT64_MAX)
		emit_hi(s, hi + 1, w.base);
	emit_lo(s, 0, w.base);
	for (; i < end && w.items[i].net.first.hi == hi; i++) {
		uint64_t lo = w.items[i].net.first.lo;
		open_net(s, &w, i, lo, last_of(lo, w.items[i].net.len - 64, 64));
	}
	close_all(s, &w, UINT64_MAX);
	return i;
}

static void sweep_hi(struct prefix_set *s, struct prefix *items, uint32_t i, uint32_t end)
{
	struct sweep w = { .items = items, .base = PREFIX_NONE, .emit = emit_hi };

	s->hi_start[0] = 0;
	s->hi_item[0] = PREFIX_NONE;
	s->hi_count = 1;
	while (i < end) {
		uint64_t hi = items[i].net.first.hi;
		if (items[i].net.len > 64) {
			i = sweep_lo(s, &w, i, end);
			continue;
		}
		open_net(s, &w, i, hi, last_of(hi, items[i].net.len, 64));
		i++;
	}
	close_all(s, &w, UINT64_MAX);
}

/* As many leading bits as there are edges, within reason. */
static unsigned table_bits(uint32_t edges)
{
	unsigned bits = TABLE_MIN_BITS;

	while (bits < TABLE_MAX_BITS && 1u << bits < edges)
		bits++;
	return bits;
}

static bool make_table4(struct prefix_set *s, struct arena *a)
{
	unsigned bits = table_bits(s->count4);
	uint32_t e = 0, size = (1u << bits) + 1;

	s->table4.shift = 32 - bits;
	if (!(s->table4.first = arena_alloc(a, size * sizeof(uint32_t))))
		return false;
	for (uint32_t i = 0; i + 1 < size; i++) {
		while (e + 1 < s->count4 && s->edges4[e + 1].start <= i << s->table4.shift)
			e++;
		s->table4.first[i] = e;
	}
	s->table4.first[size - 1] = s->count4 - 1;
	return true;
}

static bool make_table6(struct prefix_set *s, struct arena *a)
{
	unsigned bits = table_bits(s->hi_count);
	uint32_t e = 0, size = (1u << bits) + 1;

	s->table6.shift = 64 - V6_ROUTED_BITS - bits;
	if (!(s->table6.first = arena_alloc(a, size * sizeof(uint32_t))))
		return false;
	for (uint32_t i = 0; i < size; i++) {
		uint64_t first = ((uint64_t)V6_ROUTED << (64 - V6_ROUTED_BITS)) + ((uint64_t)i << s->table6.shift);
		while (e + 1 < s->hi_count && s->hi_start[e + 1] <= first)
			e++;
		s->table6.first[i] = e;
	}
	return true;
}

/* Room for the worst: each network begins a stretch and ends one; one that is deep does so twice. */
static bool make_room(struct prefix_set *s, struct arena *a, size_t v4, size_t v6, size_t deep)
{
	size_t hi = 2 * v6 + 1, lo = 3 * deep;

	s->edges4 = arena_alloc(a, (2 * v4 + 1) * sizeof(*s->edges4));
	s->hi_start = arena_alloc(a, hi * sizeof(*s->hi_start));
	s->hi_item = arena_alloc(a, hi * sizeof(*s->hi_item));
	s->lo_start = arena_alloc(a, lo * sizeof(*s->lo_start));
	s->lo_item = arena_alloc(a, lo * sizeof(*s->lo_item));
	s->groups = arena_alloc(a, deep * sizeof(*s->groups));
	return s->edges4 && s->hi_start && s->hi_item && s->lo_start && s->lo_item && s->groups;
}

struct prefix_set *prefix_build(struct arena *a, struct prefix *items, size_t count)
{
	struct prefix_set *s = ARENA_NEW(a, struct prefix_set, 1);
	size_t v4 = 0, deep = 0;

	if (!s || count >= DEEP - 1 || !sort(items, count))
		return NULL;
	for (size_t i = 0; i < count; i++) {
		v4 += !items[i].net.first.is_v6;
		deep += items[i].net.first.is_v6 && items[i].net.len > 64;
	}
	if (!make_room(s, a, v4, count - v4, deep))
		return NULL;
	s->item_count = (uint32_t)count;
	sweep4(s, items, (uint32_t)v4);
	sweep_hi(s, items, (uint32_t)v4, (uint32_t)count);
	return make_table4(s, a) && make_table6(s, a) ? s : NULL;
}

static uint32_t find4(const struct prefix_set *s, uint32_t key)
{
	const uint32_t *slot = s->table4.first + (key >> s->table4.shift);
	const struct prefix_edge *p = s->edges4 + slot[0];
	uint32_t n = slot[1] - slot[0] + 1;

	while (n > 1) {
		uint32_t half = n / 2;
		p += p[half].start <= key ? half : 0;
		n -= half;
	}
	return p->item;
}

static uint32_t find6(const struct prefix_set *s, const struct ip *ip)
{
	uint32_t begin = 0, n = s->hi_count;

	if (ip->hi >> (64 - V6_ROUTED_BITS) == V6_ROUTED) {
		uint64_t key = ip->hi & (UINT64_MAX >> V6_ROUTED_BITS);
		const uint32_t *slot = s->table6.first + (key >> s->table6.shift);
		begin = slot[0];
		n = slot[1] - slot[0] + 1;
	}
	uint32_t item = s->hi_item[begin + prefix_find_start(s->hi_start + begin, n, ip->hi)];
	if (item == PREFIX_NONE || !(item & DEEP))
		return item;
	const struct prefix_group *g = &s->groups[item & ~DEEP];
	return s->lo_item[g->begin + prefix_find_start(s->lo_start + g->begin, g->count, ip->lo)];
}

uint32_t prefix_find(const struct prefix_set *set, const struct ip *ip)
{
	return ip->is_v6 ? find6(set, ip) : find4(set, (uint32_t)ip->lo);
}

static const uint32_t *slot_of(const struct prefix_set *s, const struct ip *ip)
{
	if (!ip->is_v6)
		return s->table4.first + ((uint32_t)ip->lo >> s->table4.shift);
	return s->table6.first + ((ip->hi & (UINT64_MAX >> V6_ROUTED_BITS)) >> s->table6.shift);
}

void prefix_find_many(const struct prefix_set *set, const struct ip *ips, size_t count, uint32_t *out)
{
	for (size_t i = 0; i < count; i++)
		__builtin_prefetch(slot_of(set, &ips[i]));
	for (size_t i = 0; i < count; i++) {
		uint32_t first = *slot_of(set, &ips[i]);
		if (ips[i].is_v6)
			__builtin_prefetch(&set->hi_start[first]);
		else
			__builtin_prefetch(&set->edges4[first]);
	}
	for (size_t i = 0; i < count; i++)
		out[i] = prefix_find(set, &ips[i]);
}
