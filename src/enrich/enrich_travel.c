/* enrich_travel.c - what several sessions say together: how fast somebody would have gone, and from how many places. */
#include <stdlib.h>

#include "base/zone_country.h"
#include "enrich/fact.h"

enum {
	DAY = 86400,
	SLACK_KM = 500,     /* databases put a line into the wrong town, and countries are wide */
	SHORTEST = 60,      /* seconds: clocks of log files differ */
	SPEED_MAX = 99999,  /* km/h */
	FEW = 8,            /* sessions; most applicants have fewer */
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
static uint64_t network_of(const struct stay *s)
{
	return s->ip.is_v6 ? s->ip.hi >> 16 : s->ip.lo >> 8;
}

typedef int order(const void *a, const void *b);

/* Those without come first. */
static int by_network(const void *a, const void *b)
{
	const struct stay *x = *(const struct stay *const *)a, *y = *(const struct stay *const *)b;

	if (x->has_ip != y->has_ip || !x->has_ip)
		return x->has_ip - y->has_ip;
	if (x->ip.is_v6 != y->ip.is_v6)
		return x->ip.is_v6 - y->ip.is_v6;
	return (network_of(x) > network_of(y)) - (network_of(x) < network_of(y));
}

static int by_country(const void *a, const void *b)
{
	const struct stay *x = *(const struct stay *const *)a, *y = *(const struct stay *const *)b;

	return str_cmp_ascii(x->country, y->country);
}

static bool has_any(const struct stay *s, order *alike)
{
	return alike == by_country ? s->country.len > 0 : s->has_ip;
}

/* Give those that are alike one number, from 1; 0 to those who have none. */
static void number(struct stay **at, size_t count, order *alike)
{
	uint32_t n = 0;

	qsort(at, count, sizeof(*at), alike);
	for (size_t i = 0; i < count; i++) {
		bool has = has_any(at[i], alike);
		n += has && (!n || alike(&at[i - 1], &at[i]));
		at[i]->number = has ? n : 0;
	}
}

/* Likewise of few, which are sooner compared with each other than sorted. */
static void number_few(struct stay *const *at, size_t count, order *alike)
{
	uint32_t n = 0;

	for (size_t i = 0; i < count; i++) {
		at[i]->number = 0;
		if (!has_any(at[i], alike))
			continue;
		for (size_t j = 0; j < i && !at[i]->number; j++)
			if (at[j]->number && !alike(&at[j], &at[i]))
				at[i]->number = at[j]->number;
		if (!at[i]->number)
			at[i]->number = ++n;
	}
}

/* The most different ones within a day, of stays in the order of time; @used has a zero for each number. */
static int most_in_day(struct stay *const *at, size_t count, uint32_t *used)
{
	int now = 0, most = 0;
	size_t first = 0;

	for (size_t i = 0; i < count; i++) {
		for (; at[i]->moment - at[first]->moment >= DAY; first++)
			now -= at[first]->number && --used[at[first]->number] == 0;
		now += at[i]->number && used[at[i]->number]++ == 0;
		most = now > most ? now : most;
	}
	return most;
}

static bool number_all(struct enrich *e, struct stay *const *at, size_t count, order *alike)
{
	struct stay **sorted = count > FEW ? arena_alloc(e->a, count * sizeof(struct stay *)) : NULL;

	if (count <= FEW)
		number_few(at, count, alike);
	if (sorted) {
		memcpy(sorted, at, count * sizeof(struct stay *));
		number(sorted, count, alike);
	}
	return count <= FEW || sorted;
}

static void put_most(struct enrich *e, struct node *root, struct stay *const *at, size_t count, order *alike,
    enum fact f)
{
	uint32_t *used = ARENA_NEW(e->a, uint32_t, count + 1);

	if (!used || !number_all(e, at, count, alike)) {
		e->failed = true;
		return;
	}
	int most = most_in_day(at, count, used);
	if (most)
		fact_number(e, root, f, most);
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
	if (!count)
		return;
	put_most(e, root, at, count, by_country, FACT_COUNTRIES_IN_DAY);
	put_most(e, root, at, count, by_network, FACT_NETWORKS_IN_DAY);
}
