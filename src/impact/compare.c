/* compare.c - one group against the group that an outcome falls on least. */
#include <math.h>

#include "impact/fisher.h"
#include "impact/impact.h"

static double share(int64_t part, int64_t whole)
{
	return whole ? (double)part / (double)whole : NAN;
}

/* Does @a stand for "falls on least" better than @b?  A group of some size does before a small one. */
static bool is_lower(const struct impact_cell *a, const struct impact_cell *b)
{
	const bool a_is_small = a->applicants < IMPACT_SMALL_GROUP, b_is_small = b->applicants < IMPACT_SMALL_GROUP;

	if (!a->applicants || !b->applicants || a_is_small != b_is_small)
		return b->applicants == 0 ? a->applicants > 0 : a->applicants > 0 && !a_is_small;
	if (a->rate < b->rate || a->rate > b->rate)
		return a->rate < b->rate;
	return a->applicants > b->applicants;
}

static const struct impact_cell *find_least(const struct impact_cell *cells, size_t groups)
{
	const struct impact_cell *least = cells;

	for (size_t i = 1; i < groups; i++)
		if (is_lower(&cells[i], least))
			least = &cells[i];
	return least;
}

/* Expected by the margins of the two groups' table; Fisher's test is exact, but then it can hardly see anything. */
static bool expects_few(const struct impact_cell *a, const struct impact_cell *b)
{
	const double hits = (double)(a->count + b->count), all = (double)(a->applicants + b->applicants);
	const double fewest = fmin(hits, all - hits) / all;

	return fewest * (double)a->applicants < IMPACT_SMALL_CELL || fewest * (double)b->applicants < IMPACT_SMALL_CELL;
}

static void compare(struct impact_cell *cell, const struct impact_cell *least)
{
	cell->is_small = cell->applicants < IMPACT_SMALL_GROUP || expects_few(cell, least);
	if (!cell->applicants)
		return;
	const double passing = 1 - least->rate;
	cell->ratio = least->rate > 0 ? cell->rate / least->rate : NAN;
	cell->passing_ratio = passing > 0 ? (1 - cell->rate) / passing : NAN;
	cell->below_four_fifths = cell->passing_ratio < 0.8;
	if (cell != least)
		cell->p = fisher_exact(cell->count, cell->applicants, least->count, least->applicants);
}

void impact_compare(struct impact_cell *cells, size_t groups)
{
	for (size_t i = 0; i < groups; i++) {
		cells[i].rate = share(cells[i].count, cells[i].applicants);
		cells[i].ratio = cells[i].passing_ratio = cells[i].p = NAN;
	}
	if (!groups)
		return;
	const struct impact_cell *least = find_least(cells, groups);
	for (size_t i = 0; i < groups; i++) {
		cells[i].is_least = &cells[i] == least && least->applicants > 0;
		compare(&cells[i], least);
	}
}
