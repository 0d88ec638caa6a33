#include "impact/fisher.h"

#include <math.h>

/* Equal probabilities that rounding made unequal still count as equal. */
static const double rounding = 1 + 1e-7;

/* Of the @m + @n of both groups @k have the trait; @m are in the first. */
struct margins {
	double m, n, k;
};

static double log_choose(double n, double k)
{
	return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1);
}

/* Of the probability that @x of the first group have the trait. */
static double log_probability(const struct margins *t, double x)
{
	return log_choose(t->m, x) + log_choose(t->n, t->k - x) - log_choose(t->m + t->n, t->k);
}

/* P(x + 1) / P(x) */
static double ratio(const struct margins *t, double x)
{
	return (t->m - x) * (t->k - x) / ((x + 1) * (t->n - t->k + x + 1));
}

/*
 * Probabilities fall from the most likely table to both sides, so each side is walked until they vanish: some
 * hundred times the standard deviation, however many applicants there are.
 */
double fisher_exact(int64_t a, int64_t m, int64_t b, int64_t n)
{
	const struct margins t = { (double)m, (double)n, (double)(a + b) };
	const double low = fmax(0, t.k - t.n), high = fmin(t.m, t.k);
	const double mode = fmin(high, fmax(low, floor((t.m + 1) * (t.k + 1) / (t.m + t.n + 2))));
	const double most = exp(log_probability(&t, mode)), limit = exp(log_probability(&t, (double)a)) * rounding;
	double sum = most <= limit ? most : 0, p = most;

	for (double x = mode; x < high && p > 0; x++) {
		p *= ratio(&t, x);
		sum += p <= limit ? p : 0;
	}
	p = most;
	for (double x = mode; x > low && p > 0; x--) {
		p /= ratio(&t, x - 1);
		sum += p <= limit ? p : 0;
	}
	return fmin(1, sum);
}
