/* enrich_clock.c - clocks and hours against the claimed zone and against the network's country. */
#include <stdlib.h>

#include "base/zone_country.h"
#include "base/zone.h"
#include "enrich/fact.h"

enum {
	HOUR = 3600,
	NIGHT_HOURS = 6,       /* the night of the claimed zone: from midnight on */
	ACTIVITY_MIN = 20,     /* times, and days, below which hours say nothing of habits */
	ACTIVITY_MIN_DAYS = 5,
	COMMITS_MIN = 10,      /* commits with an offset, below which they say nothing of where somebody works */
	COMMITS_RECENT = 366 * 24 * HOUR, /* before the application: who moved earlier than that claims the new place */
};

static void put_length(struct enrich *e, struct node *session, const struct when *from, struct str until)
{
	struct when to;

	if (from && from->grain == WHEN_TIME && when_parse(until, &to) && to.grain == WHEN_TIME &&
	    to.seconds >= from->seconds && to.seconds - from->seconds < 366 * 24 * HOUR)
		fact_number(e, session, FACT_UNTIL_HOURS, (int)((to.seconds - from->seconds) / HOUR));
}

void enrich_clock(struct enrich *e, struct node *session, struct node *const *at, const struct when *when,
    struct str network_country)
{
	struct str zone = node_as_text(at[SESSION_TIME_ZONE]);
	/* A session without a time of its own is taken to be of the day of the application. */
	const int64_t moment = when ? when->seconds : e->applied_at;
	int seen, claimed;
	bool fits;

	put_length(e, session, when, node_as_text(at[SESSION_UNTIL]));
	if (!zone.ptr || !(when || e->has_applied_at) || !zone_offset(zone, moment, &seen))
		return;
	fact_number(e, session, FACT_ZONE_OFFSET, seen / 60);
	if (network_country.len && zone_fits_country(zone, network_country, moment, &fits))
		fact_bool(e, session, FACT_ZONE_FITS_NETWORK, fits);
	if (!e->zone.ptr || !zone_offset(e->zone, moment, &claimed))
		return;
	fact_number(e, session, FACT_ZONE_CLAIMED_OFFSET, claimed / 60);
	fact_bool(e, session, FACT_ZONE_AGREES, seen == claimed);
}

/* What many times say together. */
struct tally {
	int64_t *days;                    /* of the claimed zone */
	size_t count, night;
	size_t with_offset, differ;       /* offsets that a person's clock may have; those that are not the claimed */
};

/*
 * Machines and web pages write times in UTC whoever works there, so that offset says nothing, unless the claim is of a
 * place that keeps it.
 */
static bool count_time(struct tally *t, const struct when *w, struct str zone)
{
	int claimed;

	if (w->grain != WHEN_TIME || !w->has_offset || !zone_offset(zone, w->seconds, &claimed))
		return false;
	int64_t local = w->seconds + claimed, day = (local - (local % 86400 + 86400) % 86400) / 86400;
	t->days[t->count++] = day;
	t->night += local - day * 86400 < NIGHT_HOURS * HOUR;
	if (w->offset || !claimed) {
		t->with_offset++;
		t->differ += w->offset != claimed / 60;
	}
	return true;
}

static int compare_days(const void *a, const void *b)
{
	int64_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return (x > y) - (x < y);
}

static size_t different_days(struct tally *t)
{
	size_t n = t->count > 0;

	qsort(t->days, t->count, sizeof(*t->days), compare_days);
	for (size_t i = 1; i < t->count; i++)
		n += t->days[i] != t->days[i - 1];
	return n;
}

static bool tally_begin(struct enrich *e, struct tally *t, const struct node *list)
{
	*t = (struct tally){ .count = 0 };
	if (!e->zone.ptr || !list || list->type != NODE_LIST || !list->len)
		return false;
	t->days = ARENA_NEW(e->a, int64_t, list->len);
	e->failed = e->failed || !t->days;
	return t->days;
}

static int per_cent(size_t part, size_t whole)
{
	return (int)(part * 100 / whole);
}

void enrich_activity(struct enrich *e, struct node *root)
{
	const struct node *list = e->top[TOP_ACTIVITY];
	struct tally t;
	struct when w;

	if (!tally_begin(e, &t, list))
		return;
	NODE_EACH(n, list)
		if (n->type == NODE_TEXT && when_parse(node_text(n), &w))
			count_time(&t, &w, e->zone);
	size_t days = different_days(&t);
	if (t.count < ACTIVITY_MIN || days < ACTIVITY_MIN_DAYS)
		return;
	fact_number(e, root, FACT_ACTIVITY_COUNT, (int)t.count);
	fact_number(e, root, FACT_ACTIVITY_DAYS, (int)days);
	fact_number(e, root, FACT_ACTIVITY_NIGHT_PERCENT, per_cent(t.night, t.count));
	if (t.with_offset >= ACTIVITY_MIN)
		fact_number(e, root, FACT_ACTIVITY_OTHER_OFFSET_PERCENT, per_cent(t.differ, t.with_offset));
}

/* The claim is of today: commits of the year before the application, or before the last one, are held against it. */
static int64_t last_moment(const struct enrich *e, const struct node *commits)
{
	int64_t last = e->applied_at;
	struct when w;

	if (e->has_applied_at)
		return last;
	last = INT64_MIN / 2;
	NODE_EACH(n, commits)
		if (n->type == NODE_MAP && when_parse(fact_member(n, "at"), &w) && w.seconds > last)
			last = w.seconds;
	return last;
}

void enrich_commit_clocks(struct enrich *e, struct node *code)
{
	const struct node *commits = node_get(code, "commits");
	struct tally t;
	struct when w;

	if (!tally_begin(e, &t, commits))
		return;
	int64_t last = last_moment(e, commits);
	NODE_EACH(n, commits) {
		size_t before = t.with_offset, differ = t.differ;
		if (n->type != NODE_MAP || !when_parse(fact_member(n, "at"), &w) || w.seconds > last ||
		    last - w.seconds > COMMITS_RECENT || !count_time(&t, &w, e->zone))
			continue;
		if (t.with_offset > before)
			fact_bool(e, n, FACT_AT_AGREES, t.differ == differ);
	}
	if (t.with_offset < COMMITS_MIN)
		return;
	fact_number(e, code, FACT_COMMITS_WITH_OFFSET, (int)t.with_offset);
	fact_number(e, code, FACT_COMMITS_OTHER_OFFSET_PERCENT, per_cent(t.differ, t.with_offset));
}
