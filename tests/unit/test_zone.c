#include "base/zone.h"

#include "base/when.h"
#include "base/zone_country.h"
#include "unit/test.h"

#define BAD INT32_MIN

static const struct { const char *zone, *at; int minutes; } zones[] = {
	{ "UTC", "2026-01-14T08:00:00Z", 0 }, { "Etc/GMT+5", "2026-01-14T08:00:00Z", -300 },
	{ "America/New_York", "2026-01-14T08:00:00Z", -300 }, { "America/New_York", "2026-07-14T08:00:00Z", -240 },
	{ "America/New_York", "2026-03-08T06:59:59Z", -300 }, { "America/New_York", "2026-03-08T07:00:00Z", -240 },
	{ "America/New_York", "2026-11-01T05:59:59Z", -240 }, { "America/New_York", "2026-11-01T06:00:00Z", -300 },
	{ "America/New_York", "1950-07-14T08:00:00Z", -240 }, { "America/New_York", "2060-07-14T08:00:00Z", -240 },
	{ "Europe/Berlin", "2026-07-14T08:00:00Z", 120 }, { "Europe/Berlin", "2026-12-31T23:59:59Z", 60 },
	{ "Europe/Dublin", "2026-07-14T08:00:00Z", 60 }, { "Europe/Dublin", "2026-01-14T08:00:00Z", 0 },
	{ "Europe/Dublin", "2050-07-14T08:00:00Z", 60 }, { "Europe/Dublin", "2050-01-14T08:00:00Z", 0 },
	{ "Asia/Kolkata", "2026-01-14T08:00:00Z", 330 }, { "Asia/Kathmandu", "2026-01-14T08:00:00Z", 345 },
	{ "Asia/Pyongyang", "2017-01-14T08:00:00Z", 510 }, { "Asia/Pyongyang", "2026-01-14T08:00:00Z", 540 },
	{ "Australia/Sydney", "2026-01-14T08:00:00Z", 660 }, { "Australia/Sydney", "2045-07-14T08:00:00Z", 600 },
	{ "Australia/Sydney", "2045-01-14T08:00:00Z", 660 }, { "Pacific/Kiritimati", "2026-01-14T08:00:00Z", 840 },
	{ "America/St_Johns", "2026-07-14T08:00:00Z", -150 }, { "Asia/Vladivostok", "2026-01-14T08:00:00Z", 600 },
	{ "Europe/Moscow", "1800-01-01T00:00:00Z", 150 }, { "Nowhere/Land", "2026-01-14T08:00:00Z", BAD },
	{ "", "2026-01-14T08:00:00Z", BAD }, { "/etc/passwd", "2026-01-14T08:00:00Z", BAD },
	{ "Europe/../UTC", "2026-01-14T08:00:00Z", BAD }, { "tzdata.zi", "2026-01-14T08:00:00Z", BAD },
	{ "Europe", "2026-01-14T08:00:00Z", BAD }, { "right/UTC", "2026-01-14T08:00:00Z", BAD },
	{ "posix/UTC", "2026-01-14T08:00:00Z", BAD }, { "localtime", "2026-01-14T08:00:00Z", BAD },
	{ "posixrules", "2026-01-14T08:00:00Z", BAD }, { "Europe//Berlin", "2026-01-14T08:00:00Z", BAD },
	{ "Pacific Standard Time", "2026-01-14T08:00:00Z", -480 }, { "Pacific Standard Time", "2026-07-14T08:00:00Z", -420 },
	{ "US Mountain Standard Time", "2026-07-14T08:00:00Z", -420 }, { "W. Europe Standard Time", "2026-07-14T08:00:00Z", 120 },
	{ "India Standard Time", "2026-07-14T08:00:00Z", 330 }, { "China Standard Time", "2026-07-14T08:00:00Z", 480 },
	{ "Yukon Standard Time", "2026-07-14T08:00:00Z", -420 }, { "AUS Central Standard Time", "2026-07-14T08:00:00Z", 570 },
	{ "UTC+12", "2026-07-14T08:00:00Z", 720 }, { "UTC-11", "2026-07-14T08:00:00Z", -660 }, { "UTC-99", "2026-07-14T08:00:00Z", BAD },
	{ " Europe/Berlin ", "2026-07-14T08:00:00Z", 120 }, { "Moon Standard Time", "2026-07-14T08:00:00Z", BAD },
	{ "pacific standard time", "2026-07-14T08:00:00Z", BAD },
};

static const struct { const char *rule, *at; int seconds; } rules[] = {
	{ "UTC0", "2026-01-14T08:00:00Z", 0 }, { "<+0330>-3:30", "2026-01-14T08:00:00Z", 12600 },
	{ "EST5EDT,M3.2.0,M11.1.0", "2026-07-14T08:00:00Z", -14400 }, { "EST5EDT,M3.2.0,M11.1.0", "2026-12-14T08:00:00Z", -18000 },
	{ "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T00:59:59Z", -7200 },
	{ "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00:00Z", -3600 },
	{ "XXX0YYY,J60/0,J61/0", "2024-03-01T12:00:00Z", 3600 }, { "XXX0YYY,J60/0,J61/0", "2024-02-29T12:00:00Z", 0 },
	{ "XXX0YYY,59/0,60/0", "2024-02-29T12:00:00Z", 3600 }, { "XXX0YYY0:30:15,59/0,60/0", "2024-02-29T12:00:00Z", -1815 },
	{ "", "2026-01-14T08:00:00Z", BAD }, { "AB1", "2026-01-14T08:00:00Z", BAD }, { "ABC", "2026-01-14T08:00:00Z", BAD },
	{ "ABC1DEF", "2026-01-14T08:00:00Z", BAD }, { "ABC1DEF,M13.1.0,M1.1.0", "2026-01-14T08:00:00Z", BAD },
	{ "ABC1DEF,M1.0.0,M1.1.0", "2026-01-14T08:00:00Z", BAD }, { "ABC1DEF,J0,J5", "2026-01-14T08:00:00Z", BAD },
	{ "<ABC1", "2026-01-14T08:00:00Z", BAD }, { "ABC1DEF,J1,J5x", "2026-01-14T08:00:00Z", BAD },
};

/* From 1880 to 2130: each span begins where the one before it ends, or earlier, and holds one offset to its ends. */
static void check_spans(struct str name)
{
	const int64_t first = when_days(1880, 1, 1) * 86400, last = when_days(2130, 1, 1) * 86400;
	const struct zone *z = zone_find(name);
	struct zone_span span, again;
	int spans = 0;

	for (int64_t at = first; CHECK(z && zone_span_at(z, at, &span)) && at < last; at = span.until) {
		if (!CHECK(span.from <= at && at < span.until && ++spans < 1000))
			return;
		const int64_t end = span.until < last ? span.until : last;
		const int64_t inside[] = { span.from > first ? span.from : first, at + (end - at) / 2, end - 1 };
		for (size_t i = 0; i < COUNT(inside); i++)
			CHECK(zone_span_at(z, inside[i], &again) && again.offset == span.offset);
	}
}

/* Zones and moments are asked for in another order: what is remembered is of the right ones. */
static void check_order(void)
{
	static const char *const names[] = { "America/New_York", "Europe/Berlin", "Asia/Tokyo", "Australia/Sydney", "Europe/Dublin" };
	enum { MOMENTS = 500 };
	static int said[COUNT(names)][MOMENTS];
	const int64_t step = 86400 * 37 + 1234;
	int got;

	for (size_t n = 0; n < COUNT(names); n++)
		for (int i = 0; i < MOMENTS; i++)
			CHECK(zone_offset(str_from(names[n]), i * step, &said[n][i]));
	for (int i = MOMENTS - 1; i >= 0; i--)
		for (size_t n = 0; n < COUNT(names); n++)
			CHECK(zone_offset(str_from(names[n]), i * step, &got) && got == said[n][i]);
}

static const struct { const char *zone, *country, *at; int fits; } fits[] = {
	{ "Europe/Berlin", "DE", "2026-01-14T08:00:00Z", 1 }, { "Europe/Paris", "DE", "2026-07-14T08:00:00Z", 1 },
	{ "W. Europe Standard Time", "DE", "2026-07-14T08:00:00Z", 1 }, { " Europe/Berlin ", "DE", "2026-07-14T08:00:00Z", 1 },
	{ "Europe/London", "DE", "2026-01-14T08:00:00Z", 0 }, { "Asia/Tokyo", "US", "2026-01-14T08:00:00Z", 0 },
	{ "America/Lima", "US", "2026-01-14T08:00:00Z", 1 }, { "America/Halifax", "US", "2026-01-14T08:00:00Z", 0 },
	{ "America/Halifax", "US", "2026-07-14T08:00:00Z", 0 }, { "Africa/Lagos", "DE", "2026-01-14T08:00:00Z", 1 },
	{ "Africa/Lagos", "DE", "2026-03-29T00:59:59Z", 1 }, { "Africa/Lagos", "DE", "2026-03-29T01:00:00Z", 0 },
	{ "Africa/Lagos", "DE", "2026-07-14T08:00:00Z", 0 }, { "Africa/Lagos", "GB", "2026-07-14T08:00:00Z", 1 },
	{ "Africa/Lagos", "GB", "2026-01-14T08:00:00Z", 0 }, { "Nowhere/Land", "DE", "2026-01-14T08:00:00Z", BAD },
	{ "Asia/Yekaterinburg", "RU", "2026-01-14T08:00:00Z", 1 }, { "Asia/Vladivostok", "RU", "2026-01-14T08:00:00Z", 1 },
	{ "Europe/Kyiv", "UA", "2026-01-14T08:00:00Z", 1 }, { "Asia/Yekaterinburg", "UA", "2026-01-14T08:00:00Z", 0 },
	{ "Europe/Berlin", "", "2026-01-14T08:00:00Z", BAD }, { "Europe/Berlin", "XX", "2026-01-14T08:00:00Z", BAD },
	{ "Europe/Berlin", "de", "2026-01-14T08:00:00Z", BAD }, { "Europe/Berlin", "DEU", "2026-01-14T08:00:00Z", BAD },
};

/* Twice, the second time from behind: what was found out stays true. */
static void check_fits(void)
{
	for (size_t n = 0; n < 2 * COUNT(fits); n++) {
		size_t i = n < COUNT(fits) ? n : 2 * COUNT(fits) - 1 - n;
		struct when w;
		bool got;
		test_case(fits[i].zone);
		bool ok = when_parse(str_from(fits[i].at), &w) &&
		    zone_fits_country(str_from(fits[i].zone), str_from(fits[i].country), w.seconds, &got);
		CHECK(ok == (fits[i].fits != BAD) && (!ok || got == fits[i].fits));
	}
}

static const struct { const char *a, *b; int km; } apart[] = {
	{ "DE", "DE", 0 }, { "DE", "FR", 487 }, { "FR", "DE", 487 }, { "DE", "JP", 8925 }, { "US", "CA", 271 }, { "DE", "XX", BAD },
};

static void check_apart(void)
{
	for (size_t n = 0; n < 2 * COUNT(apart); n++) {
		size_t i = n % COUNT(apart);
		double km = 0;
		test_case(apart[i].b);
		bool ok = countries_apart_km(str_from(apart[i].a), str_from(apart[i].b), &km);
		if (CHECK(ok == (apart[i].km != BAD)) && ok)
			CHECK_NUM((long long)(km + 0.5), apart[i].km);
	}
}

void test_zone(void)
{
	struct when w;
	struct zone_span span;
	int got;

	check_order();
	check_fits();
	check_apart();
	for (size_t i = 0; i < COUNT(zones); i++) {
		test_case(zones[i].zone);
		bool ok = when_parse(str_from(zones[i].at), &w) && zone_offset(str_from(zones[i].zone), w.seconds, &got);
		if (CHECK(ok == (zones[i].minutes != BAD)) && ok)
			CHECK_NUM(got / 60, zones[i].minutes);
	}
	for (size_t i = 0; i < COUNT(rules); i++) {
		test_case(rules[i].rule);
		bool ok = when_parse(str_from(rules[i].at), &w) && zone_rule_span(str_from(rules[i].rule), w.seconds, &span);
		if (CHECK(ok == (rules[i].seconds != BAD)) && ok)
			CHECK_NUM(span.offset, rules[i].seconds);
	}
	for (size_t i = 0; i < COUNT(zones); i++) {
		test_case(zones[i].zone);
		if (zones[i].minutes != BAD)
			check_spans(str_from(zones[i].zone));
	}
	CHECK(!zone_find(STR_LIT("Europe/Berlin\0and more")));
	struct zone_file z;
	CHECK(!zone_parse(STR_LIT(""), &z) && !zone_parse(STR_LIT("TZif2"), &z));
}
