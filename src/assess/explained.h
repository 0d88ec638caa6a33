/* explained.h - which findings the company's own file explains. */
#ifndef EXPLAINED_H
#define EXPLAINED_H

#include "match/match.h"

/**
 * The company's entry that explains the finding: something in each element that it rests on is explained, or, if it
 * rests on no element of a list, all that it rests on is.  What is told of a finding is bounded; elements beyond are
 * not explained, and NULL is given.
 */
const struct explained *explained_by(const struct matched *m, const struct finding *f);

#endif
