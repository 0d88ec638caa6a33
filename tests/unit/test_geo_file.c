#include "enrich/geo_file.h"

#include <stdio.h>

#include "base/buf.h"
#include "unit/test.h"

/* Networks in order, with gaps and without, in a text of many blocks; held against a walk over all of them. */
enum { NETWORKS = 4000 };

static struct network { struct ip first, last; char country[3]; } networks[2][NETWORKS];
static const char *const countries[] = { "DE", "FR", "US", "??", "KP" };

static uint64_t next_random(void)
{
	static uint64_t state = 1;

	state = state * 6364136223846793005u + 1442695040888963407u;
	return state >> 33;
}

/* A third follow the one before at once; of IPv6, some share their first half with their neighbours. */
static void invent(struct network *n, bool is_v6)
{
	struct ip at = { .hi = is_v6 ? 0x2001000000000000 : 0, .lo = is_v6 ? 0 : 0x01000000, .is_v6 = is_v6 };

	for (size_t i = 0; i < NETWORKS; i++) {
		bool is_part = is_v6 && next_random() % 5 == 0;
		uint64_t gap = next_random() % 3 ? next_random() % 1000 : 0, size = next_random() % 100000;
		*(is_v6 && !at.lo ? &at.hi : &at.lo) += gap;
		n[i].first = n[i].last = at;
		if (is_part)
			n[i].last.lo = at.lo + size;
		else if (is_v6)
			n[i].last = (struct ip){ at.hi + size, UINT64_MAX, true };
		else
			n[i].last.lo += size;
		snprintf(n[i].country, 3, "%s", countries[next_random() % COUNT(countries)]);
		at = n[i].last;
		at.hi += is_v6 && at.lo == UINT64_MAX;
		at.lo++;
	}
}

static struct str print(const struct network *n, bool is_v6, struct buf *b)
{
	char first[IP_TEXT], last[IP_TEXT];

	buf_printf(b, "# a comment\n\n");
	for (size_t i = 0; i < NETWORKS; i++) {
		if (is_v6)
			buf_printf(b, "%s,%s,%s\n", ip_print(&n[i].first, first).ptr, ip_print(&n[i].last, last).ptr, n[i].country);
		else
			buf_printf(b, "%llu,%llu,%s\r\n", (unsigned long long)n[i].first.lo, (unsigned long long)n[i].last.lo, n[i].country);
		if (i % 500 == 0)
			buf_printf(b, "# another\n12,x,DE\n99999999999,1,FR\n%*s\n", (int)(i % 3 * 900), "");
	}
	return buf_str(b);
}

static bool is_behind(const struct ip *a, const struct ip *b)
{
	return a->hi != b->hi ? a->hi > b->hi : a->lo > b->lo;
}

static void check_address(struct geo_file *f, const struct network *all, struct ip ip)
{
	struct str want = { NULL, 0 };
	char text[IP_TEXT];

	for (size_t i = 0; i < NETWORKS && !want.ptr; i++)
		if (!is_behind(&all[i].first, &ip) && !is_behind(&ip, &all[i].last))
			want = str_from(all[i].country);
	struct str got = geo_file_country(f, &ip);
	test_case(ip_print(&ip, text).ptr);
	CHECK(str_eq(got, want));
}

/* The neighbours of both ends, and a place within. */
static void check_network(struct geo_file *f, const struct network *all, size_t i)
{
	struct ip ends[] = { all[i].first, all[i].first, all[i].last, all[i].last, all[i].first };

	ends[1].lo--;
	ends[3].lo++;
	ends[4].hi += (all[i].last.hi - all[i].first.hi) / 2;
	for (size_t n = 0; n < COUNT(ends); n++)
		if (ends[n].is_v6 || ends[n].lo <= UINT32_MAX)
			check_address(f, all, ends[n]);
}

void test_geo_file(void)
{
	static struct geo_file *files[3]; /* they are kept until the program ends */
	static struct buf texts[2];

	for (size_t v6 = 0; v6 < 2; v6++) {
		texts[v6] = buf_make(1 << 20);
		invent(networks[v6], v6);
		files[v6] = geo_file_new(print(networks[v6], v6, &texts[v6]), v6);
		for (size_t n = 0; CHECK(files[v6]) && n < 2000; n++)
			check_network(files[v6], networks[v6], next_random() % NETWORKS);
		check_network(files[v6], networks[v6], 0);
		check_network(files[v6], networks[v6], NETWORKS - 1);
		check_address(files[v6], networks[v6], (struct ip){ .hi = v6 ? UINT64_MAX : 0, .lo = UINT32_MAX, .is_v6 = v6 });
		check_address(files[v6], networks[v6], (struct ip){ .is_v6 = v6 });
	}
	files[2] = geo_file_new(STR_LIT(""), false);
	CHECK(files[2] && !geo_file_country(files[2], &(struct ip){ .lo = 5 }).ptr);
}
