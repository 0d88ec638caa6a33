#include "base/regex.h"

#include "match/literal.h"
#include "rule/regex_check.h"
#include "unit/test.h"

static void subset(void)
{
	static const struct { const char *pattern; bool ok; } table[] = {
		{ "a", true }, { "(?:a|b)*?", true }, { "(?i)a", true }, { "(?i:a)b", true }, { "[\\]\\w(?=]", true },
		{ "\\d{2,3}\\.\\/", true }, { "a\\++", true }, { "\\x41\\t", true }, { "[[:alpha:]]", true },
		{ "a(?=b)", false }, { "(?<!a)b", false }, { "(?<n>a)", false }, { "(a)\\1", false }, { "(?R)", false },
		{ "(?1)", false }, { "(*FAIL)", false }, { "(?C1)", false }, { "a++", false }, { "(?>a)", false },
		{ "\\Qa\\E", false }, { "a\\Kb", false }, { "(", false }, { "[a", false }, { "a\\", false }, { "*", false },
		{ "(?(1)a|b)", false }, { "\\g{1}", false }, { "\\k<n>", false }, { "a\\+++", false }, { "(?#c)", false },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		struct str pattern = str_from(table[i].pattern);
		bool flags;
		test_case(table[i].pattern);
		CHECK(!regex_check(pattern, &flags).text == table[i].ok);
		CHECK(!table[i].ok || regex_compiles(pattern, 0, NULL));
	}
}

static void literals(void)
{
	static const struct { const char *pattern, *want; } table[] = {
		{ "abc", "abc;" }, { "ABC", "abc;" }, { "ab?cd", "cd;" }, { "ab+cd", "ab;" }, { "(foo|quux)x*", "foo;quux;" },
		{ "(foo|b*)", "" }, { "a|bc", "a;bc;" }, { ".*\\.exe$", ".exe;" }, { "(?:longer){0,2}ab", "ab;" },
		{ "(?:longer){2}ab", "longer;" }, { "[abc]def", "def;" }, { "(?x)a b", "" }, { "\\bab\\d", "ab;" },
		{ "a\xC3\xA4" "bc", "bc;" }, { "(?i)K", "k;" }, { "[]a]b", "b;" }, { "x{2}", "x;" }, { "x{,2}yz", "" }, { "x{y", "x{y;" },
		{ "()", "" }, { "", "" },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		struct arena a = arena_make(0);
		struct literals found;
		char text[256] = "";
		test_case(table[i].pattern);
		CHECK(literal_find(str_from(table[i].pattern), &a, &found));
		for (size_t k = 0; k < found.count; k++) {
			strncat(text, found.at[k].ptr, found.at[k].len);
			strncat(text, ";", 2);
		}
		CHECK_STR(str_from(text), table[i].want);
		arena_clear(&a);
	}
}

void test_regex(void)
{
	struct regex_room *room = regex_room_new();
	struct err e = { 0 };
	struct regex *r = regex_new(STR_LIT("^b$"), REGEX_MULTILINE, &e);

	subset();
	literals();
	CHECK(regex_search(r, STR_LIT("a\nb\nc"), room) == REGEX_YES);
	CHECK(regex_search(r, STR_LIT("a\nb\n"), room) == REGEX_YES);
	CHECK(regex_search(r, STR_LIT("a\xFF\nb\n"), room) == REGEX_LIMIT);
	CHECK(regex_search(r, STR_LIT(""), room) == REGEX_NO);
	regex_free(r);
	regex_room_free(room);
}
