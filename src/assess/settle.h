/* settle.h - which checks would bring an outcome down. */
#ifndef SETTLE_H
#define SETTLE_H

#include "assess/weigh.h"

/**
 * The smallest set of @out's checks that, if all of them pass, leaves nothing_found; of equally small ones that with
 * the most useful checks.  Sets @out's settle and cannot_settle; the weights are as they were.  False when @a is full.
 */
bool settle(struct assessor *s, struct arena *a, struct assessment *out) NODISCARD;

#endif
