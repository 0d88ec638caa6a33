/*
 * fuzz_company.c - a company's file: what is refused is told with its place, what is taken is silent, and each entry is found
 * by its own value.
 */
#include <stdlib.h>

#include "list/company.h"
#include "list/product.h"

struct told {
	size_t faults, without_place;
};

static void tell(void *context, const struct err *e, bool is_warning)
{
	struct told *t = context;

	t->faults += !is_warning;
	t->without_place += !e->line || !e->text[0];
}

/* A name without a word in it is found nowhere. */
static bool finds_itself(const struct company *c, enum company_part part, struct str value)
{
	return !product_is_in(value, value) || company_named(c, part, value);
}

static void check_entries(const struct company *c)
{
	static const struct str names[] = { STR("Mullvad"), STR("TeamViewer 15"), STR("x") };

	for (size_t i = 0; i < COUNT(names); i++) {
		const struct company_entry *x = company_named(c, COMPANY_REMOTE, names[i]);
		if (x && (!product_is_in(x->value, names[i]) || !x->reason.len || !finds_itself(c, COMPANY_REMOTE, x->value)))
			abort();
		x = company_named(c, COMPANY_VPN, names[i]);
		if (x && !finds_itself(c, COMPANY_VPN, x->value))
			abort();
	}
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	static const struct str today = STR("2026-02-15");
	struct arena a = arena_make(0);
	struct told t = { 0 };
	const struct company *c = company_new(str_of((const char *)data, size), today, &a, tell, &t);

	if (!c != (t.faults > 0) || (t.without_place && c))
		abort();
	check_entries(c);
	arena_clear(&a);
	return 0;
}
