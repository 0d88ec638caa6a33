#include "match/window.h"

#include "base/arena.h"

enum { MILLIS = 1000 };

/* The window as it slides: events from @low to @high, and those without time. */
struct sliding {
	struct window_room *room;
	const struct correlation *c;
	const struct window_event *events;
	size_t timeless, low, high; /* counts of events that are before; @high is behind the last one */
	size_t distinct;            /* values or rules in the window */
	size_t number_count;
	long double sum;
};

int window_order(const void *a, const void *b)
{
	const struct window_event *x = a, *y = b;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	if (x->millis != y->millis)
		return x->millis < y->millis ? -1 : 1;
	if (x->source != y->source)
		return x->source < y->source ? -1 : 1;
	/* Backwards, so that one event does not follow itself. */
	return (x->rule < y->rule) - (x->rule > y->rule);
}

static bool is_temporal(const struct correlation *c)
{
	return c->type == CORRELATE_TEMPORAL || c->type == CORRELATE_TEMPORAL_ORDERED;
}

/* Where @number stands, or would stand, among those in the window. */
static size_t find_number(const struct sliding *s, double number)
{
	size_t low = 0, high = s->number_count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (s->room->numbers[middle] < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Keep the numbers of the window in order: what the median needs. */
static void sort_number(struct sliding *s, double number, bool enters)
{
	double *numbers = s->room->numbers;
	size_t at = find_number(s, number), behind = s->number_count - at;

	if (enters) {
		memmove(numbers + at + 1, numbers + at, behind * sizeof(*numbers));
		numbers[at] = number;
	} else {
		memmove(numbers + at, numbers + at + 1, (behind - 1) * sizeof(*numbers));
	}
}

static void move_number(struct sliding *s, double number, bool enters)
{
	s->sum += enters ? number : -number;
	if (s->c->type == CORRELATE_VALUE_MEDIAN)
		sort_number(s, number, enters);
	s->number_count += enters ? 1 : SIZE_MAX;
}

/* An event enters the window or leaves it. */
static void move(struct sliding *s, const struct window_event *e, bool enters)
{
	uint32_t *count = is_temporal(s->c) ? &s->room->counts[e->rule] :
	    s->c->type == CORRELATE_VALUE_COUNT ? &s->room->counts[e->value] : NULL;

	if (count && enters)
		s->distinct += (*count)++ == 0;
	else if (count)
		s->distinct -= --*count == 0;
	else if (s->c->type != CORRELATE_EVENT_COUNT)
		move_number(s, e->number, enters);
}

bool window_meets(const struct bound *b, double n)
{
	switch (b->kind) {
	case BOUND_GT: return n > b->number;
	case BOUND_GTE: return n >= b->number;
	case BOUND_LT: return n < b->number;
	case BOUND_LTE: return n <= b->number;
	case BOUND_EQ: return n == b->number;
	case BOUND_NEQ: return n != b->number;
	}
	return false;
}

/* A condition over rule names: is the rule of that name or id in the window? */
static bool holds(const struct sliding *s, const struct cond *x)
{
	if (x->kind == COND_NOT)
		return !holds(s, x->parts[0]);
	if (x->kind != COND_SELECTION) {
		for (size_t i = 0; i < x->part_count; i++)
			if (holds(s, x->parts[i]) != (x->kind == COND_AND))
				return x->kind == COND_OR;
		return x->kind == COND_AND;
	}
	for (size_t i = 0; i < s->c->rule_count; i++)
		if (str_eq(s->c->rules[i]->name, x->text) || str_eq(s->c->rules[i]->id, x->text))
			return s->room->counts[i] > 0;
	return false;
}

/* Does an event without time stand for rule @rule?  It fits anywhere. */
static bool fits_anywhere(const struct sliding *s, size_t rule)
{
	for (size_t i = 0; i < s->timeless; i++)
		if (s->events[i].rule == rule)
			return true;
	return false;
}

/* The most rules that follow each other in the window in the order of the correlation. */
static size_t longest_run(const struct sliding *s)
{
	size_t *runs = s->room->starts, best = 0;

	memset(runs, 0, s->c->rule_count * sizeof(*runs));
	for (size_t i = s->low; i < s->high; i++) {
		uint32_t rule = s->events[i].rule;
		size_t run = 1;
		if (fits_anywhere(s, rule))
			continue;
		for (uint32_t k = 0; k < rule; k++)
			run = runs[k] >= run ? runs[k] + 1 : run;
		runs[rule] = runs[rule] > run ? runs[rule] : run;
		best = run > best ? run : best;
	}
	for (size_t i = 0; i < s->c->rule_count; i++)
		best += fits_anywhere(s, i);
	return best;
}

static double measure(const struct sliding *s)
{
	size_t n = s->number_count;

	switch (s->c->type) {
	case CORRELATE_EVENT_COUNT: return (double)(s->timeless + s->high - s->low);
	case CORRELATE_VALUE_COUNT: case CORRELATE_TEMPORAL: return (double)s->distinct;
	case CORRELATE_TEMPORAL_ORDERED: return (double)longest_run(s);
	case CORRELATE_VALUE_SUM: return (double)s->sum;
	case CORRELATE_VALUE_AVG: return (double)(s->sum / (long double)n);
	case CORRELATE_VALUE_MEDIAN: return (s->room->numbers[(n - 1) / 2] + s->room->numbers[n / 2]) / 2;
	}
	return 0;
}

/*
 * All rules, in order.  @starts holds for each rule where the latest run of all rules up to it began: the run
 * that leaves the window last.  Rules that an event without time stands for are passed over.
 */
static bool ordered(struct sliding *s)
{
	size_t *starts = s->room->starts, last = 0;
	bool any = false;

	for (size_t i = 0; i < s->c->rule_count; i++) {
		if (fits_anywhere(s, i))
			continue;
		if (s->high > s->timeless && s->events[s->high - 1].rule == i)
			starts[i] = any ? last : s->high;
		last = starts[i];
		any = true;
	}
	return !any || last > s->low;
}

static bool fires(struct sliding *s)
{
	const struct correlation *c = s->c;

	/* The runs are followed with every event, whatever it comes to. */
	if (c->type == CORRELATE_TEMPORAL_ORDERED && !c->bound_count && !c->expression)
		return ordered(s);
	if (c->expression)
		return holds(s, c->expression);
	if (c->type == CORRELATE_TEMPORAL && !c->bound_count)
		return s->distinct == c->rule_count;
	double n = measure(s);
	for (size_t i = 0; i < c->bound_count; i++)
		if (!window_meets(&c->bounds[i], n))
			return false;
	return true;
}

static bool reserve(struct window_room *room, const struct correlation *c, size_t count, size_t values)
{
	size_t keys = values > c->rule_count ? values : c->rule_count;

	if (keys > room->size) {
		mem_free(room->counts);
		room->size = 0;
		if (!(room->counts = mem_alloc(sizeof(*room->counts), keys * 2)))
			return false;
		room->size = keys * 2;
	}
	if (c->type == CORRELATE_VALUE_MEDIAN && count > room->number_size) {
		double *numbers = mem_grow(room->numbers, sizeof(*numbers), count * 2);
		if (!numbers)
			return false;
		room->numbers = numbers;
		room->number_size = count * 2;
	}
	if (c->rule_count > room->start_size) {
		size_t *starts = mem_grow(room->starts, sizeof(*starts), c->rule_count);
		if (!starts)
			return false;
		room->starts = starts;
		room->start_size = c->rule_count;
	}
	memset(room->starts, 0, c->rule_count * sizeof(*room->starts));
	return true;
}

static bool tell(const struct sliding *s, window_told *told, void *context)
{
	struct window_hit hit = { s->events, s->timeless, s->events + s->low, s->high - s->low };

	return told(context, &hit);
}

static bool slide(struct sliding *s, size_t count, window_told *told, void *context)
{
	int64_t span = s->c->timespan * MILLIS;

	while (s->timeless < count && s->events[s->timeless].millis == WINDOW_NO_TIME)
		move(s, &s->events[s->timeless++], true);
	s->low = s->high = s->timeless;
	if (s->timeless == count)
		return !fires(s) || tell(s, told, context);
	while (s->high < count) {
		const struct window_event *now = &s->events[s->high++];
		move(s, now, true);
		for (; s->events[s->low].millis < now->millis - span; s->low++)
			move(s, &s->events[s->low], false);
		if (fires(s) && !tell(s, told, context))
			return false;
	}
	return true;
}

bool window_search(struct window_room *room, const struct correlation *c, const struct window_event *events,
    size_t count, size_t values, window_told *told, void *context)
{
	struct sliding s = { .room = room, .c = c, .events = events };

	if (!reserve(room, c, count, values))
		return false;
	bool ok = slide(&s, count, told, context);
	for (size_t i = 0; i < count; i++)
		room->counts[is_temporal(c) ? events[i].rule : c->type == CORRELATE_VALUE_COUNT ? events[i].value :
		    0] = 0;
	return ok;
}

void window_room_clear(struct window_room *room)
{
	mem_free(room->counts);
	mem_free(room->numbers);
	mem_free(room->starts);
	*room = (struct window_room){ 0 };
}
