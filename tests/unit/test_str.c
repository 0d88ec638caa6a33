#include "base/str.h"

#include "unit/test.h"

static void numbers(void)
{
	static const struct { const char *in; bool ok; long long want; } table[] = {
		{ "0", true, 0 }, { "80", true, 80 }, { "-1", false, 0 }, { "81", false, 0 }, { "", false, 0 },
		{ "7 or 8", false, 0 }, { " 7", false, 0 }, { "+7", false, 0 }, { "99999999999999999999", false, 0 },
		{ "7\n", false, 0 },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		int64_t n = 0;
		test_case(table[i].in);
		if (CHECK(str_number(str_from(table[i].in), 0, 80, &n) == table[i].ok))
			CHECK_NUM(n, table[i].want);
	}
}

static void utf8(void)
{
	static const struct { struct str in; bool ok; } table[] = {
		{ STR("plain"), true }, { STR("\xC3\xA9"), true }, { STR("\xC0\x80"), false }, { STR("\xED\xA0\x80"), false },
		{ STR("\xF0\x9F\x98\x80"), true }, { STR("\xF4\x90\x80\x80"), false }, { STR("\xE2\x82"), false },
		{ STR("\x80"), false }, { STR(""), true }, { STR("\xE0\x80\x80"), false }, { STR("\xF0\x80\x80\x80"), false },
	};

	for (size_t i = 0; i < COUNT(table); i++)
		CHECK(str_is_utf8(table[i].in) == table[i].ok);
}

static void nearest(void)
{
	static const char *const words[] = { "contains", "startswith", "endswith", "cidr" };

	CHECK_STR(str_from(str_nearest(STR_LIT("contians"), words, COUNT(words))), "contains");
	CHECK_STR(str_from(str_nearest(STR_LIT("startwith"), words, COUNT(words))), "startswith");
	CHECK(!str_nearest(STR_LIT("zzz"), words, COUNT(words)));
}

void test_str(void)
{
	numbers();
	utf8();
	nearest();
	struct str rest, first = str_split(STR_LIT("a.b.c"), '.', &rest);
	CHECK_STR(first, "a");
	CHECK_STR(rest, "b.c");
	first = str_split(rest, '-', &rest);
	CHECK(!rest.ptr);
	CHECK_STR(str_trim(STR_LIT(" \t a b\r\n")), "a b");
	CHECK(str_eq_ascii(STR_LIT("GitHub"), STR_LIT("github")) && !str_eq_ascii(STR_LIT("a"), STR_LIT("ab")));
	CHECK(str_eq_ascii(STR_LIT("eight of 8, then MORE"), STR_LIT("eight OF 8, then more")));
	CHECK(!str_eq_ascii(STR_LIT("eight of 8, then more"), STR_LIT("eight of 8, then mose")));
	CHECK(!str_eq_ascii(STR_LIT("@[eight]"), STR_LIT("`{eight}")) && !str_eq_ascii(STR_LIT("\xC3\x84"), STR_LIT("\xC3\xA4")));
}
