/* fisher.h - Fisher's exact test: could two groups differ so much by chance? */
#ifndef FISHER_H
#define FISHER_H

#include <stdint.h>

/**
 * The two-sided probability, from 0 to 1, of a table that is as unlikely as this one or more so, if both groups were
 * drawn from the same population: @a of @m have the trait in one group, @b of @n in the other; a group has somebody,
 * and no more who have the trait than it has.
 * R. A. Fisher, Statistical Methods for Research Workers, 5th edition, 1934, section 21.02: the sum of the
 * hypergeometric probabilities that are not greater than the observed one.
 */
double fisher_exact(int64_t a, int64_t m, int64_t b, int64_t n);

#endif
