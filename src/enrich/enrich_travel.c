/* enrich_travel.c - what several sessions say together: how fast somebody would have gone, and from how many places. */
#include <stdlib.h>

#include "base/zone_country.h"
#include "enrich/fact.h"

enum {
	DAY = 86400,
	WINDOW_MAX = 256,   /* sessions of a day that are compared with each other */
	SLACK_KM = 500,     /* databases put a line into the wrong town, and countries are wide */
	SHORTEST = 60,      /* seconds: clocks of log files differ */
	SPEED_MAX = 99999,  /* km/h */
};

static int compare_stays(const void *a, const void *b)
{
	const struct stay *x = *(const struct stay *const *)a, *y = *(const struct stay *const *)b;

	return (x->moment > y->moment) - (x->moment < y->moment);
}

/* Those with a time and a place, in the order of time. */
static struct stay **sorted(struct enrich *e, size_t *count)
{
	struct stay **all = ARENA_NEW(e->a, struct stay *, e->stay_count);

	*count = 0;
	e->failed = e->failed || !all;
	for (struct stay *s = all ? e->stays : NULL; s; s = s->next)
		if (s->has_moment && (s->country.len || s->has_ip))
			all[(*count)++] = s;
	if (all && *count > 1)
		qsort(all, *count, sizeof(*all), compare_stays);
	return all;
}

/* The least distance that lies between two stays. */
static bool apart(const struct stay *a, const struct stay *b, double *km)
{
	if (a->has_coordinates && b->has_coordinates) {
		*km = distance_km(a->latitude, a->longitude, b->latitude, b->longitude);
		return true;
	}
	return a->country.len && b->country.len && countries_apart_km(a->country, b->country, km);
}

static void put_speed(struct enrich *e, const struct stay *before, const struct stay *s)
{
	double seconds = (double)(s->moment - before->moment), km;

	if (!apart(before, s, &km))
		return;
	km = km > SLACK_KM ? km - SLACK_KM : 0;
	double speed = km * 3600 / (seconds < SHORTEST ? SHORTEST : seconds);
	fact_number(e, s->session, FACT_AT_SPEED, speed > SPEED_MAX ? SPEED_MAX : (int)speed);
}

/* Lines of one customer or one cell: 24 bits of an IPv4 address, 48 of an IPv6 one. */
static bool same_network(const struct stay *a, const struct stay *b)
{
	if (a->ip.is_v6 != b->ip.is_v6)
		return false;
	return a->ip.is_v6 ? a->ip.hi >> 16 == b->ip.hi >> 16 : a->ip.lo >> 8 == b->ip.lo >> 8;
}

/* How many different ones there are among @count stays, by country or by network. */
static size_t different(struct stay *const *at, size_t count, bool by_country)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		bool is_new = by_country ? at[i]->country.len > 0 : at[i]->has_ip;
		for (size_t j = 0; is_new && j < i; j++)
			is_new = by_country ? !str_eq_ascii(at[i]->country, at[j]->country)
			                    : !(at[j]->has_ip && same_network(at[i], at[j]));
		n += is_new;
	}
	return n;
}

static bool fits_window(struct stay *const *at, size_t first, size_t next)
{
	return at[next]->moment - at[first]->moment < DAY && next - first < WINDOW_MAX;
}

static void put_most(struct enrich *e, struct node *root, struct stay *const *at, size_t count)
{
	size_t countries = 0, networks = 0, first = 0;

	for (size_t i = 0; i < count; i++) {
		/* Only where a window ends: the next session begins another one. */
		if (i + 1 < count && fits_window(at, first, i + 1))
			continue;
		size_t c = different(at + first, i + 1 - first, true), n = different(at + first, i + 1 - first, false);
		countries = c > countries ? c : countries;
		networks = n > networks ? n : networks;
		while (i + 1 < count && first <= i && !fits_window(at, first, i + 1))
			first++;
	}
	if (countries)
		fact_number(e, root, FACT_COUNTRIES_IN_DAY, (int)countries);
	if (networks)
		fact_number(e, root, FACT_NETWORKS_IN_DAY, (int)networks);
}

void enrich_travel(struct enrich *e, struct node *root)
{
	const struct stay *before = NULL;
	size_t count;
	struct stay **at = e->stay_count ? sorted(e, &count) : NULL;

	if (!at)
		return;
	for (size_t i = 0; i < count; i++) {
		if (!at[i]->country.len && !at[i]->has_coordinates)
			continue;
		if (before)
			put_speed(e, before, at[i]);
		before = at[i];
	}
	put_most(e, root, at, count);
}
