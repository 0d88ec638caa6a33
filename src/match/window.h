/* window.h - the events of one group, in time order, against a correlation's condition. */
#ifndef WINDOW_H
#define WINDOW_H

#include "rule/rule.h"

#define WINDOW_NO_TIME INT64_MIN

/* A rule that fired on an event, as one correlation sees it. */
struct window_event {
	int64_t millis;   /* WINDOW_NO_TIME: it is in every window */
	uint32_t group;
	uint32_t rule;    /* which of the correlation's */
	uint32_t value;   /* value_count: the value's number */
	double number;    /* value_sum and its like */
	size_t source;    /* what the caller knows it by; in the order of reading */
};

/* A window that meets the condition: the group's events without time, and those from @first to @last. */
struct window_hit {
	const struct window_event *timeless;
	size_t timeless_count;
	const struct window_event *first;
	size_t count;
};

/** Told of each event at which the window that ends there meets the condition; false ends the search. */
typedef bool window_told(void *context, const struct window_hit *hit);

/* Working memory, kept from group to group. */
struct window_room {
	uint32_t *counts;     /* by value or by rule */
	size_t size;
	double *numbers;      /* those in the window, in order */
	size_t number_size;
	size_t *starts;       /* by rule: where the latest ordered run up to it began */
	size_t start_size;
};

/** Is @n within the bound? */
bool window_meets(const struct bound *b, double n);

/** Order events for window_search(): by group, time, source. */
int window_order(const void *a, const void *b);

/**
 * Search @count events of one group, in window_order(), values numbered below @values.  False when @told gave up, or
 * without memory.
 */
bool window_search(struct window_room *room, const struct correlation *c, const struct window_event *events,
    size_t count, size_t values, window_told *told, void *context) NODISCARD;

/** Give the memory back. */
void window_room_clear(struct window_room *room);

#endif
