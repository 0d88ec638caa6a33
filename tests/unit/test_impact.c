#include <math.h>

#include "impact/fisher.h"
#include "impact/impact.h"
#include "unit/test.h"

/* n over k, exact as long as it is below 2^53. */
static double choose(int n, int k)
{
	double c = 1;

	if (k < 0 || k > n)
		return 0;
	for (int i = 1; i <= k; i++)
		c = c * (n - k + i) / i;
	return c;
}

/* The test as it is defined: every table with these margins, its probability from whole numbers. */
static double slow_fisher(int a, int m, int b, int n)
{
	const int k = a + b;
	const double all = choose(m + n, k), seen = choose(m, a) * choose(n, b);
	double sum = 0;

	for (int x = 0; x <= m; x++) {
		const double ways = choose(m, x) * choose(n, k - x);
		if (ways <= seen)
			sum += ways;
	}
	return sum / all;
}

static void fisher_is_what_its_definition_gives(void)
{
	test_case("fisher_is_what_its_definition_gives");
	for (int m = 1; m <= 13; m++)
		for (int n = 1; n <= 13; n++)
			for (int a = 0; a <= m; a++)
				for (int b = 0; b <= n; b++)
					CHECK(fabs(fisher_exact(a, m, b, n) - slow_fisher(a, m, b, n)) < 1e-9);
}

/* Figures that textbooks and other programs give. */
static void fisher_is_what_others_give(void)
{
	static const struct { const char *name; int64_t a, m, b, n; double p; } table[] = {
		{ "tea_with_milk", 3, 4, 1, 4, 0.4857142857 },
		{ "one_of_ten_and_eleven_of_fourteen", 1, 10, 11, 14, 0.0027594562 },
		{ "nobody_in_either", 0, 10, 0, 10, 1 },
		{ "everybody_in_both", 10, 10, 7, 7, 1 },
		{ "the_same_share", 50, 500, 100, 1000, 1 },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		test_case(table[i].name);
		CHECK(fabs(fisher_exact(table[i].a, table[i].m, table[i].b, table[i].n) - table[i].p) < 1e-9);
	}
}

static void fisher_holds_with_millions(void)
{
	test_case("fisher_holds_with_millions");
	const double same = fisher_exact(10000, 25000000, 10010, 25000000);
	CHECK(same > 0.9 && same <= 1);
	CHECK(fisher_exact(10000, 25000000, 20000, 25000000) < 1e-100);
	test_case("fisher_does_not_care_which_group_comes_first");
	CHECK(fabs(fisher_exact(70, 1000, 40, 900) - fisher_exact(40, 900, 70, 1000)) < 1e-12);
}

/* Two groups of @applicants of which @count are hit; what is said of the second. */
static void a_group_is_held_against_the_least_hit(void)
{
	static const struct {
		const char *name;
		struct impact_cell cells[2];
		double ratio, passing; /* below 0: there is none */
		bool is_least, below, small;
	} table[] = {
		{ "twice_as_often", { { .applicants = 1000, .count = 100 }, { .applicants = 1000, .count = 200 } },
		    2, 0.8 / 0.9, false, false, false },
		{ "below_four_fifths", { { .applicants = 1000, .count = 100 }, { .applicants = 1000, .count = 300 } },
		    3, 0.7 / 0.9, false, true, false },
		{ "nobody_in_the_other", { { .applicants = 1000, .count = 0 }, { .applicants = 1000, .count = 50 } },
		    -1, 0.95, false, false, false },
		{ "the_least_hit_is_its_own_measure",
		    { { .applicants = 1000, .count = 100 }, { .applicants = 1000, .count = 50 } }, 1, 1, true, false, false },
		{ "a_small_group_is_no_measure",
		    { { .applicants = 1000, .count = 100 }, { .applicants = 29, .count = 0 } }, 0, 1 / 0.9, false, false, true },
		{ "few_expected", { { .applicants = 100, .count = 1 }, { .applicants = 100, .count = 3 } },
		    3, 0.97 / 0.99, false, false, true },
		{ "an_empty_group_says_nothing", { { .applicants = 1000, .count = 100 }, { .applicants = 0, .count = 0 } },
		    -1, -1, false, false, true },
		{ "everybody_in_the_other", { { .applicants = 100, .count = 100 }, { .applicants = 100, .count = 100 } },
		    1, -1, false, false, true },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		struct impact_cell cells[2] = { table[i].cells[0], table[i].cells[1] };
		const struct impact_cell *c = &cells[1];
		test_case(table[i].name);
		impact_compare(cells, 2);
		CHECK(table[i].ratio < 0 ? isnan(c->ratio) : fabs(c->ratio - table[i].ratio) < 1e-9);
		CHECK(table[i].passing < 0 ? isnan(c->passing_ratio) : fabs(c->passing_ratio - table[i].passing) < 1e-9);
		CHECK(c->is_least == table[i].is_least && cells[0].is_least == !table[i].is_least);
		CHECK(c->below_four_fifths == table[i].below && c->is_small == table[i].small);
		CHECK(c->is_least || !c->applicants ? isnan(c->p) : c->p >= 0 && c->p <= 1);
	}
}

void test_impact(void)
{
	fisher_is_what_its_definition_gives();
	fisher_is_what_others_give();
	fisher_holds_with_millions();
	a_group_is_held_against_the_least_hit();
}
