/* conscience.h - what the two halves of the conscience share: values, and what is missing. */
#ifndef CONSCIENCE_H
#define CONSCIENCE_H

#include "rule/loader.h"

/** Tell where @r could fire because something is missing. */
void absence_hold(struct loader *l, const struct rule *r);

#endif
