/* Every fact is read by a rule, or its meaning says why none reads it. */
#include "list/catalogue.h"
#include "record/field.h"
#include "rule/coverage.h"
#include "unit/test.h"

/* "sessions[].ip.vpn" as rules name it. */
static struct str plain(const char *path, char out[128])
{
	size_t n = 0;

	for (; *path && n < 127; path++)
		if (*path != '[' && *path != ']')
			out[n++] = *path;
	return str_of(out, n);
}

static bool is_read(const struct coverage *all, size_t count, struct str path)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < all[i].field_count; k++)
			if (str_eq(all[i].fields[k], path))
				return true;
	return false;
}

static void check_each(const struct coverage *all, size_t count)
{
	char out[128];

	for (size_t i = 0; i < field_count; i++) {
		if (!fields[i].is_fact)
			continue;
		test_case(fields[i].path);
		bool says_why = strstr(fields[i].meaning, "No rule: ") != NULL;
		CHECK(is_read(all, count, plain(fields[i].path, out)) != says_why);
	}
}

void test_fact_rules(void)
{
	struct arena a = arena_make(0);
	const struct catalogue *c = catalogue_new(&a);
	struct rules set;

	rules_init(&set, c, false);
	if (CHECK(c) && CHECK(rules_add_embedded(&set)) && CHECK(rules_finish(&set))) {
		const struct coverage *all = coverage_new(&set, c, &a);
		if (CHECK(all))
			check_each(all, c->indicator_count);
	}
	rules_clear(&set);
	arena_clear(&a);
}
