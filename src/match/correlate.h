/* correlate.h - rules over the events that other rules fired on: counted, in groups, within a span of time. */
#ifndef CORRELATE_H
#define CORRELATE_H

#include "base/err.h"
#include "match/window.h"

enum { CORRELATE_VALUES_MAX = 4096 }; /* values of one field of an event that group or count; the rest is told of */

struct correlator;    /* never changes; shared between threads */
struct correlate_run; /* one set of events, for one thread */

/**
 * Compile @count correlations, which must outlive it.  A chain's inner ones must be among them.  NULL without memory.
 */
struct correlator *correlator_new(const struct rule *const *rules, size_t count);
void correlator_free(struct correlator *c);

/** What @name, one of group-by, is called in events of @rule. */
struct str correlate_field(const struct correlation *c, const struct rule *rule, struct str name);

/** Does any correlation name @rule?  Does one without "generate", so that it stays silent by itself? */
bool correlator_reads(const struct correlator *c, const struct rule *rule);
bool correlator_silences(const struct correlator *c, const struct rule *rule);

/** NULL without memory. */
struct correlate_run *correlate_run_new(const struct correlator *c);
void correlate_run_free(struct correlate_run *r);

/**
 * Note that @rule fired on @event.  Nothing of the event is kept but what the correlations group by and count.
 * @applicant, if not NULL, is what "applicant." names lead to.  @millis may be WINDOW_NO_TIME; @line is what the
 * caller knows the event by. Events may come in any order.  False without memory.
 */
bool correlate_add(struct correlate_run *r, const struct rule *rule, const struct node *event,
    const struct node *applicant, int64_t millis, size_t line) NODISCARD;

/**
 * Did an event have more values, or more combinations of them, than are counted for correlation @rule (NULL: for any)?
 * What it told is right, what it did not tell may be wrong.
 */
bool correlate_is_cut(const struct correlate_run *r, const struct rule *rule);

/* A group that met a correlation's condition. */
struct correlate_hit {
	const struct rule *rule;
	const struct str *group;    /* a value for each name of group-by */
	const size_t *lines;        /* of the events of the largest window that met it, in order, each once */
	size_t line_count;
};
typedef void correlate_told(void *context, const struct correlate_hit *hit);

/**
 * Tell of each group that ever met a condition, once, correlations that others silence left out.  False without
 * memory.
 */
bool correlate_finish(struct correlate_run *r, correlate_told *told, void *context) NODISCARD;

/** Forget all events. */
void correlate_reset(struct correlate_run *r);

#endif
