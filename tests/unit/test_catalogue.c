#include "list/catalogue.h"

#include "unit/test.h"

void test_catalogue(void)
{
	struct arena a = arena_make(0);
	const struct catalogue *c = catalogue_new(&a);

	if (!CHECK(c))
		return;
	CHECK(c->advisory_count >= 60 && c->indicator_count >= 200 && c->observation_count >= 80);
	const struct indicator *x = catalogue_indicator(c, STR_LIT("net-vpn-astrill"));
	if (CHECK(x)) {
		CHECK_STR(x->category, "network");
		CHECK(x->advisory_count > 5 && !x->never.ptr && !x->context_only);
		CHECK_STR(x->advisories[0]->id, "mandiant-2024-09-23-unc5267");
	}
	x = catalogue_indicator(c, STR_LIT("conduct-generic-westernised-name-heuristic"));
	if (CHECK(x))
		CHECK_STR(x->never, "judges a name");
	x = catalogue_indicator(c, STR_LIT("net-ip-country-vs-claimed-country"));
	CHECK(x && x->context_only);
	CHECK(!catalogue_indicator(c, STR_LIT("mandiant-2025-m-trends")) && catalogue_advisory(c, STR_LIT("mandiant-2025-m-trends")));
	const struct observation *o = catalogue_observation(c, STR_LIT("accepted-pay-cut"));
	if (CHECK(o && o->indicator_count == 1))
		CHECK_STR(o->indicators[0]->id, "conduct-accepts-pay-cut");
	CHECK(!catalogue_observation(c, STR_LIT("")) && !catalogue_advisory(c, STR_LIT("nothing")));
	CHECK_STR(str_from(catalogue_nearest(c, STR_LIT("net-vpn-astril"))), "net-vpn-astrill");
	CHECK_STR(str_from(catalogue_nearest(c, STR_LIT("accepted-paycut"))), "accepted-pay-cut");
	CHECK(!catalogue_nearest(c, STR_LIT("zzzzzzzz")));
	for (size_t i = 0; i < c->indicator_count; i++) {
		x = &c->indicators[i];
		test_case(x->id.ptr);
		CHECK(x->id.ptr[x->id.len] == '\0' && catalogue_indicator(c, x->id) == x);
		CHECK_NUM(x->advisory_count, node_get(x->doc, "advisories")->len);
	}
	arena_clear(&a);
}
