/*
 * joined.c - the correlations that join records.  Their events wait in a file; kept in memory is only what stands in a
 * group that could meet a condition.
 */
#include "link/linker_inside.h"

#include "base/team.h"

#include <stdatomic.h>
#include <stdlib.h>

/* An event as it waits. */
struct stored {
	struct join_row row;
	uint32_t record;
};

bool joined_put(struct linker *l, const struct join_row *rows, size_t count, struct err *e)
{
	for (size_t i = 0; i < count; i++) {
		struct stored s = { rows[i], l->record_count };
		if (!spill_put(&l->rows, &s, sizeof(s), e))
			return false;
	}
	return true;
}

static uint64_t tie_of(const struct linker *l, uint32_t record, const struct join_row *row)
{
	return !row->has_tie ? 0 : row->is_wording ? linker_wording_key(l, record) : linker_key(l, &row->tie);
}

/* The group, now that it is known what is like what; 0 if there is none. */
static uint64_t group_of(const struct join_row *row, uint64_t tie)
{
	uint64_t h = (row->rest ^ tie * 0xD6E8FEB86659FD93u) * 0x9E3779B97F4A7C15u;

	if (row->has_tie && !tie)
		return 0;
	h ^= h >> 32;
	h *= 0xD6E8FEB86659FD93u;
	h ^= h >> 29;
	return h ? h : 1;
}

static bool all_bounds(const struct correlation *c, double n)
{
	for (size_t i = 0; i < c->bound_count; i++)
		if (!window_meets(&c->bounds[i], n))
			return false;
	return true;
}

/* May a single event meet the condition? */
static bool meets_alone(const struct correlation *c)
{
	switch (c->type) {
	case CORRELATE_EVENT_COUNT:
	case CORRELATE_VALUE_COUNT: return all_bounds(c, 1);
	case CORRELATE_TEMPORAL:
	case CORRELATE_TEMPORAL_ORDERED:
		return c->rule_count == 1 || c->expression || (c->bound_count && all_bounds(c, 1));
	case CORRELATE_VALUE_SUM:
	case CORRELATE_VALUE_AVG:
	case CORRELATE_VALUE_MEDIAN: break;
	}
	return true;
}

enum { OWN = 64 }; /* groups of one record that are remembered */

/* What is known of groups while the rows are read for the first time. */
struct seen_groups {
	struct filter once;
	uint32_t record;    /* at hand */
	uint64_t own[OWN];  /* groups that it has where people are counted */
	size_t own_count;
};

/* Has the record at hand been in @group before?  What it has there again is nothing where people are counted. */
static bool is_own(struct seen_groups *s, uint32_t record, uint64_t group)
{
	if (s->record != record)
		s->own_count = 0;
	s->record = record;
	for (size_t i = 0; i < s->own_count; i++)
		if (s->own[i] == group)
			return true;
	if (s->own_count < OWN)
		s->own[s->own_count++] = group;
	return false;
}

static bool next_row(struct linker *l, struct stored *s, uint64_t *tie, uint64_t *group, struct err *e)
{
	if (!spill_get(&l->rows, s, sizeof(*s), e))
		return false;
	*tie = tie_of(l, s->record, &s->row);
	*group = group_of(&s->row, *tie);
	return true;
}

static const struct correlation *correlation_of(const struct linker *l, uint16_t number)
{
	return join_plan_rule(l->plan, number)->correlation;
}

/*
 * Mark the groups that may come to something: two events, of two records where people are counted, or one where that is
 * enough.  As far as filters tell: some others are marked as well.
 */
static bool mark_groups(struct linker *l, struct seen_groups *s, struct err *e)
{
	while (l->rows.at < l->rows.size) {
		struct stored x;
		uint64_t tie, group;
		if (!next_row(l, &x, &tie, &group, e))
			return false;
		bool people = join_counts_people(l->plan, x.row.correlation);
		if (!group || (people && is_own(s, x.record, group)))
			continue;
		if (filter_has(&s->once, group) || meets_alone(correlation_of(l, x.row.correlation)))
			filter_add(&l->joined, group);
		filter_add(&s->once, group);
	}
	return true;
}

static bool keep_marked(struct linker *l, struct err *e)
{
	if (!spill_rewind(&l->rows, e))
		return false;
	while (l->rows.at < l->rows.size) {
		struct stored s;
		uint64_t tie, group;
		if (!next_row(l, &s, &tie, &group, e))
			return false;
		if (!group || !filter_has(&l->joined, group))
			continue;
		if (!LINKER_GROW(l->kept, l->kept_size, l->kept_count + 1, e))
			return false;
		l->kept[l->kept_count++] = (struct kept_row){ group, tie, s.row.millis, s.row.value, s.record,
			s.row.correlation, s.row.rule };
	}
	return true;
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static int by_group(const void *a, const void *b)
{
	const struct kept_row *x = a, *y = b;

	if (x->correlation != y->correlation)
		return x->correlation < y->correlation ? -1 : 1;
	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return (x->node > y->node) - (x->node < y->node);
}

/* Does a group begin at row @i? */
static bool begins(const struct linker *l, size_t i)
{
	return !i || l->kept[i].group != l->kept[i - 1].group || l->kept[i].correlation != l->kept[i - 1].correlation;
}

/* The end of the group that begins at @from. */
static size_t end_of(const struct linker *l, size_t from)
{
	size_t end = from + 1;

	while (end < l->kept_count && !begins(l, end))
		end++;
	return end;
}

static bool is_something(const struct linker *l, const struct kept_row *rows, size_t count)
{
	if (meets_alone(correlation_of(l, rows->correlation)))
		return true;
	return join_counts_people(l->plan, rows->correlation) ? rows[count - 1].node != rows->node : count > 1;
}

/* Into groups; without those that were marked for nothing. */
static void sort_kept(struct linker *l)
{
	size_t left = 0;

	if (l->kept_count)
		qsort(l->kept, l->kept_count, sizeof(*l->kept), by_group);
	for (size_t i = 0, end; i < l->kept_count; i = end) {
		end = end_of(l, i);
		if (!is_something(l, l->kept + i, end - i))
			continue;
		memmove(l->kept + left, l->kept + i, (end - i) * sizeof(*l->kept));
		left += end - i;
	}
	l->kept_count = left;
}

bool joined_keep(struct linker *l, struct err *e)
{
	struct seen_groups s = { .record = UINT32_MAX };
	size_t rows = (size_t)(l->rows.size / sizeof(struct stored));
	bool ok = (filter_begin(&s.once, rows) && filter_begin(&l->joined, rows)) ||
	    err_set(e, ERR_MEMORY, "out of memory for links");

	ok = ok && spill_rewind(&l->rows, e) && mark_groups(l, &s, e) && keep_marked(l, e);
	if (ok)
		sort_kept(l);
	filter_clear(&s.once);
	spill_clear(&l->rows);
	return ok;
}

/* --- groups --- */

/* What all threads share. */
struct joint {
	atomic_size_t next; /* row of l->kept that nobody has looked at */
};

/* One thread's work, at one group of one correlation. */
struct joining {
	struct joint *all;
	struct linker *l;
	struct kept_row *rows;
	size_t count;
	struct window_event *events;
	size_t size;
	struct window_room room;
	struct window_hit best;
	bool found;
	struct join_hit *hits;
	size_t hit_count, hit_size;
	struct err err;
};

/* What a hub or a household shares is no sign of anything. */
static bool is_common(const struct joining *j)
{
	size_t count;
	const struct group *g = linker_groups(j->l, j->rows->tie, &count);

	for (size_t i = 0; j->rows->tie && i < count; i++)
		if (g[i].state == GROUP_HUB || g[i].state == GROUP_HOUSEHOLD)
			return true;
	return false;
}

/* People get numbers; who does not disagree with somebody is not counted beside them.  Returns how many. */
static uint32_t number_people(struct joining *j)
{
	enum { PEOPLE_MAX = 1024 };
	uint32_t found[PEOPLE_MAX], people = 0;

	for (size_t i = 0; i < j->count; i++) {
		if (i && j->rows[i].node == j->rows[i - 1].node) {
			j->events[i].value = j->events[i - 1].value;
			continue;
		}
		uint32_t k = 0;
		while (k < people && people_compare(&j->l->graph.people, j->rows[i].node, found[k]) == PEOPLE_OTHER)
			k++;
		if (k == people && people < PEOPLE_MAX)
			found[people++] = j->rows[i].node;
		j->events[i].value = k < PEOPLE_MAX ? k : PEOPLE_MAX - 1;
	}
	return people;
}

static uint32_t number_values(struct joining *j)
{
	uint64_t *all = mem_alloc(sizeof(*all), j->count);
	uint32_t n = 0;

	for (size_t i = 0; all && i < j->count; i++)
		all[i] = j->rows[i].value;
	if (all)
		qsort(all, j->count, sizeof(*all), by_value);
	for (size_t i = 0; all && i < j->count; i++)
		if (!n || all[n - 1] != all[i])
			all[n++] = all[i];
	for (size_t i = 0; all && i < j->count; i++) {
		const uint64_t *at = bsearch(&j->rows[i].value, all, n, sizeof(*all), by_value);
		j->events[i].value = (uint32_t)(at - all);
	}
	mem_free(all);
	return n;
}

static uint32_t fill_events(struct joining *j, const struct correlation *c)
{
	for (size_t i = 0; i < j->count; i++) {
		j->events[i] = (struct window_event){ .millis = j->rows[i].millis, .rule = j->rows[i].rule,
			.source = i };
		memcpy(&j->events[i].number, &j->rows[i].value, sizeof(j->rows[i].value));
	}
	if (c->type != CORRELATE_VALUE_COUNT)
		return 1;
	return join_counts_people(j->l->plan, j->rows->correlation) ? number_people(j) : number_values(j);
}

static bool take_window(void *context, const struct window_hit *hit)
{
	struct joining *j = context;

	if (!j->found || hit->count + hit->timeless_count > j->best.count + j->best.timeless_count)
		j->best = *hit;
	j->found = true;
	return true;
}

static bool add_hit(struct joining *j, const struct window_event *event, struct err *e)
{
	const struct kept_row *row = &j->rows[event->source];

	if (!LINKER_GROW(j->hits, j->hit_size, j->hit_count + 1, e))
		return false;
	j->hits[j->hit_count++] = (struct join_hit){ row->group, row->node, row->correlation };
	return true;
}

static bool take_group(struct joining *j, struct err *e)
{
	const struct correlation *c = correlation_of(j->l, j->rows->correlation);

	if (is_common(j))
		return true;
	if (!LINKER_GROW(j->events, j->size, j->count, e))
		return false;
	uint32_t values = fill_events(j, c);
	qsort(j->events, j->count, sizeof(*j->events), window_order);
	j->found = false;
	if (!window_search(&j->room, c, j->events, j->count, values, take_window, j))
		return err_set(e, ERR_MEMORY, "out of memory for links");
	for (size_t i = 0; j->found && i < j->best.timeless_count; i++)
		if (!add_hit(j, &j->best.timeless[i], e))
			return false;
	for (size_t i = 0; j->found && i < j->best.count; i++)
		if (!add_hit(j, &j->best.first[i], e))
			return false;
	return true;
}

static int by_hit(const void *a, const void *b)
{
	const struct join_hit *x = a, *y = b;

	if (x->node != y->node)
		return x->node < y->node ? -1 : 1;
	if (x->correlation != y->correlation)
		return x->correlation < y->correlation ? -1 : 1;
	return (x->group > y->group) - (x->group < y->group);
}

static bool mark_hits(struct linker *l, struct err *e)
{
	if (!filter_begin(&l->joined, l->hit_count))
		return err_set(e, ERR_MEMORY, "out of memory for links");
	for (size_t i = 0; i < l->hit_count; i++)
		filter_add(&l->joined, l->hits[i].group);
	return true;
}

enum { STEP = 64 }; /* rows that a thread takes at once: it has the groups that begin among them */

static bool take_step(struct joining *j, size_t from)
{
	const struct linker *l = j->l;
	size_t to = from + STEP < l->kept_count ? from + STEP : l->kept_count;

	while (from < to && !begins(l, from))
		from++;
	for (size_t end; from < to; from = end) {
		end = end_of(l, from);
		j->rows = l->kept + from;
		j->count = end - from;
		if (!take_group(j, &j->err))
			return false;
	}
	return true;
}

static void *join_groups(void *joining)
{
	struct joining *j = joining;
	size_t from;

	while ((from = atomic_fetch_add(&j->all->next, STEP)) < j->l->kept_count && take_step(j, from))
		;
	mem_free(j->events);
	window_room_clear(&j->room);
	return NULL;
}

/* The order does not depend on which thread had what. */
static bool gather_hits(struct linker *l, const struct joining *parts, size_t count, struct err *e)
{
	size_t all = 0;

	for (size_t i = 0; i < count; i++)
		all += parts[i].hit_count;
	l->hits = mem_alloc(sizeof(*l->hits), all);
	for (size_t i = 0; l->hits && i < count; i++)
		for (size_t k = 0; k < parts[i].hit_count; k++)
			l->hits[l->hit_count++] = parts[i].hits[k];
	if (l->hit_count)
		qsort(l->hits, l->hit_count, sizeof(*l->hits), by_hit);
	return l->hits || err_set(e, ERR_MEMORY, "out of memory for links");
}

bool joined_count(struct linker *l, size_t threads, struct err *e)
{
	struct joint all = { 0 };
	struct joining parts[TEAM_MAX];
	size_t count = team_size(threads), most = l->kept_count / STEP + 1;
	bool ok = true;

	count = count < most ? count : most;
	for (size_t i = 0; i < l->kept_count; i++)
		l->kept[i].node = linker_node(l, l->kept[i].node);
	for (size_t i = 0; i < count; i++)
		parts[i] = (struct joining){ .all = &all, .l = l };
	team_run(join_groups, parts, sizeof(*parts), count);
	for (size_t i = 0; i < count; i++) {
		if (parts[i].err.code != ERR_NONE)
			*e = parts[i].err;
		ok = ok && parts[i].err.code == ERR_NONE;
	}
	ok = ok && gather_hits(l, parts, count, e) && mark_hits(l, e);
	for (size_t i = 0; i < count; i++)
		mem_free(parts[i].hits);
	mem_free(l->kept);
	l->kept = NULL;
	l->kept_count = l->kept_size = 0;
	return ok;
}

const struct rule *linker_fired(const struct linker *l, uint32_t record, const struct join_row *row)
{
	uint64_t group = group_of(row, tie_of(l, record, row));

	if (!l->hit_count || !filter_has(&l->joined, group))
		return NULL;
	struct join_hit wanted = { group, linker_node(l, record), row->correlation };
	if (!bsearch(&wanted, l->hits, l->hit_count, sizeof(wanted), by_hit))
		return NULL;
	return join_plan_rule(l->plan, row->correlation);
}
