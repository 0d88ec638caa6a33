#include "base/when.h"

#include "unit/test.h"

#define BAD INT64_MIN

static const struct { const char *in; int64_t seconds; int offset; enum when_grain grain; } table[] = {
	{ "1970", 0, 0, WHEN_YEAR }, { "1970-01", 0, 0, WHEN_MONTH }, { "1970-01-01", 0, 0, WHEN_DAY },
	{ "1970-01-01T00:00:00Z", 0, 0, WHEN_TIME }, { "2026-01-14T08:42:17Z", 1768380137, 0, WHEN_TIME },
	{ "2026-01-14t08:42:17z", 1768380137, 0, WHEN_TIME }, { "2026-01-14 08:42:17Z", 1768380137, 0, WHEN_TIME },
	{ "2026-01-14T17:42:17+09:00", 1768380137, 540, WHEN_TIME }, { "2026-01-14T17:42:17+0900", 1768380137, 540, WHEN_TIME },
	{ "2026-01-14T17:42:17+09", 1768380137, 540, WHEN_TIME }, { "2026-01-14T05:12:17-03:30", 1768380137, -210, WHEN_TIME },
	{ "2026-01-14T08:42:17.123456789123Z", 1768380137, 0, WHEN_TIME }, { "2026-01-14T08:42:17", 1768380137, 0, WHEN_TIME },
	{ "2026-01-14T08:42", 1768380120, 0, WHEN_TIME }, { "2026-01-14T08:42Z", 1768380120, 0, WHEN_TIME },
	{ " 2026-01-14\n", 1768348800, 0, WHEN_DAY }, { "2000-02-29", 951782400, 0, WHEN_DAY },
	{ "2024-02-29", 1709164800, 0, WHEN_DAY }, { "1969-12-31T23:59:59Z", -1, 0, WHEN_TIME },
	{ "0000-01-01", -62167219200, 0, WHEN_DAY }, { "9999-12-31T23:59:59Z", 253402300799, 0, WHEN_TIME },
	{ "2016-12-31T23:59:60Z", 1483228800, 0, WHEN_TIME }, { "2026-01-14T08:42:17-00:00", 1768380137, 0, WHEN_TIME },
	{ "2023-02-29", BAD, 0, 0 }, { "1900-02-29", BAD, 0, 0 }, { "2026-13", BAD, 0, 0 }, { "2026-00", BAD, 0, 0 },
	{ "2026-04-31", BAD, 0, 0 }, { "2026-1-4", BAD, 0, 0 }, { "26-01-04", BAD, 0, 0 }, { "", BAD, 0, 0 },
	{ "2026-01-14T", BAD, 0, 0 }, { "2026-01-14T24:00:00Z", BAD, 0, 0 }, { "2026-01-14T08:60:00Z", BAD, 0, 0 },
	{ "2026-01-14T08:42:61Z", BAD, 0, 0 }, { "2026-01-14T08:42:17+24:00", BAD, 0, 0 }, { "2026-01-14T08:42:17+9", BAD, 0, 0 },
	{ "2026-01-14T08:42:17.Z", BAD, 0, 0 }, { "2026-01T08:42:17Z", BAD, 0, 0 }, { "2026-01-14T08:42:17ZZ", BAD, 0, 0 },
	{ "2026-01-14x", BAD, 0, 0 }, { "present", BAD, 0, 0 }, { "01/14/2026", BAD, 0, 0 }, { "2026-01-", BAD, 0, 0 },
	{ "2026-", BAD, 0, 0 }, { "20260114", BAD, 0, 0 }, { "2017-09-31T00:00:00Z", BAD, 0, 0 },
};

static bool is_same(const struct when *a, const struct when *b)
{
	return a->seconds == b->seconds && a->nanoseconds == b->nanoseconds && a->offset == b->offset &&
	    a->has_offset == b->has_offset && a->grain == b->grain && a->year == b->year && a->month == b->month &&
	    a->day == b->day && a->hour == b->hour && a->minute == b->minute;
}

/* The common form is read by a way of its own, unless a blank stands before it: both say the same of every text. */
static void check_both_ways(const char text[20])
{
	struct when a, b;
	char padded[21] = " ";

	memcpy(padded + 1, text, 20);
	bool ok = when_parse(str_of(text, 20), &a);
	CHECK(when_parse(str_of(padded, 21), &b) == ok && (!ok || is_same(&a, &b)));
}

static void check_common(void)
{
	static const char *const texts[] = {
		"2026-12-26T07:37:00Z", "2024-02-29T23:59:60Z", "1900-02-28T19:20:59Z", "0000-01-01T00:00:00Z",
		"9999-12-31T23:59:59Z", "2026-04-30T10:09:08Z",
	};

	for (size_t i = 0; i < COUNT(texts); i++)
		for (size_t at = 0; at < 20; at++)
			for (int byte = 0; byte < 256; byte++) {
				char text[20];
				memcpy(text, texts[i], 20);
				text[at] = (char)byte;
				test_case(texts[i]);
				check_both_ways(text);
			}
}

void test_when(void)
{
	check_common();
	for (size_t i = 0; i < COUNT(table); i++) {
		struct when w;
		test_case(table[i].in);
		if (CHECK(when_parse(str_from(table[i].in), &w) == (table[i].seconds != BAD)) && table[i].seconds != BAD) {
			CHECK_NUM(w.seconds, table[i].seconds);
			CHECK_NUM(w.offset, table[i].offset);
			CHECK_NUM(w.grain, table[i].grain);
		}
	}
	struct when a, b;
	CHECK(when_parse(STR_LIT("2026-01-14T08:42:17.123456789123Z"), &a) && a.nanoseconds == 123456789 && a.has_offset);
	CHECK(when_parse(STR_LIT("2026-03-01T01:00:00+09:00"), &b) && b.hour == 1 && b.day == 1);
	CHECK_NUM(when_days_between(&a, &b), 46);
	CHECK_NUM(when_days_between(&b, &a), -46);
	for (size_t i = 0; i < COUNT(table); i++) {
		char day[11];
		if (table[i].seconds == BAD || table[i].offset || table[i].grain < WHEN_DAY || strstr(table[i].in, ":60"))
			continue;
		test_case(table[i].in);
		when_print_day(table[i].seconds, day);
		CHECK(str_starts(str_trim(str_from(table[i].in)), str_from(day)));
	}
}
