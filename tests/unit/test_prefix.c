#include "base/prefix.h"

#include "unit/test.h"

/* A small generator, the same everywhere (xorshift64). */
static uint64_t draw(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* Few distinct bits, so that networks nest and collide. */
static struct ip draw_ip(uint64_t *state)
{
	uint64_t r = draw(state);
	struct ip ip = { 0, (r & 0x03) << 30 | (r >> 8 & 0x03) << 8 | (r >> 16 & 0x0F), false };

	if (r >> 60 & 1) {
		ip.is_v6 = true;
		ip.hi = (r >> 20 & 3) << 61 | (r >> 24 & 3) << 32 | (r >> 30 & 3);
		ip.lo = (r >> 36 & 3) << 62 | (r >> 40 & 3);
		if ((r >> 50 & 7) == 0)
			ip.hi = ip.lo = UINT64_MAX;
	} else if ((r >> 50 & 7) == 0) {
		ip.lo = UINT32_MAX;
	}
	return ip;
}

static uint32_t find_slowly(const struct prefix *items, size_t count, const struct ip *ip)
{
	uint32_t best = PREFIX_NONE;

	for (uint32_t i = 0; i < count; i++)
		if (cidr_holds(&items[i].net, ip) && (best == PREFIX_NONE || items[i].net.len >= items[best].net.len))
			best = i;
	return best;
}

/* Each chain holds all networks that hold the address, narrowest first. */
static bool agrees(const struct prefix_set *set, const struct prefix *items, size_t count, const struct ip *ip)
{
	uint32_t at = prefix_find(set, ip);
	size_t chain = 0, all = 0;

	if (at != find_slowly(items, count, ip))
		return false;
	for (; at != PREFIX_NONE; at = items[at].wider, chain++)
		if (!cidr_holds(&items[at].net, ip) || chain > count)
			return false;
	for (size_t i = 0; i < count; i++)
		all += cidr_holds(&items[i].net, ip);
	return chain == all;
}

static void at_random(void)
{
	uint64_t state = 88172645463325252u;
	struct arena a = arena_make(0);

	for (size_t round = 0; round < 300; round++) {
		struct prefix items[40];
		size_t count = draw(&state) % (COUNT(items) + 1);
		for (size_t i = 0; i < count; i++) {
			char text[CIDR_TEXT + 8];
			struct cidr c = { draw_ip(&state), 0 };
			struct str s = ip_print(&c.first, text);
			unsigned len = (unsigned)(draw(&state) % (c.first.is_v6 ? 129 : 33));
			char net[64];
			memcpy(net, s.ptr, s.len);
			net[s.len] = '/';
			net[s.len + 1] = (char)('0' + len / 100);
			size_t skip = len >= 100 ? 2 : 1;
			if (len >= 10)
				net[s.len + skip++] = (char)('0' + len / 10 % 10);
			net[s.len + skip++] = (char)('0' + len % 10);
			CHECK(cidr_parse(str_of(net, s.len + skip), &c));
			items[i] = (struct prefix){ c, (uint32_t)i, 0 };
		}
		struct prefix_set *set = prefix_build(&a, items, count);
		if (!CHECK(set))
			break;
		for (size_t i = 0; i < 60; i++) {
			struct ip ip = draw_ip(&state);
			CHECK(agrees(set, items, count, &ip));
		}
		for (size_t i = 0; i < count; i++)
			CHECK(agrees(set, items, count, &items[i].net.first));
		arena_reset(&a);
	}
	arena_clear(&a);
}

void test_prefix(void)
{
	struct arena a = arena_make(0);
	struct prefix_set *none = prefix_build(&a, NULL, 0);
	struct ip ip = { 0, 1, false };

	if (CHECK(none)) {
		CHECK(prefix_find(none, &ip) == PREFIX_NONE);
		ip.is_v6 = true;
		CHECK(prefix_find(none, &ip) == PREFIX_NONE);
	}
	arena_clear(&a);
	at_random();
	struct arena tiny = arena_make(64);
	CHECK(!prefix_build(&tiny, NULL, 0));
	arena_clear(&tiny);
}
