#include "cmd/help.h"

#include "unit/test.h"

/* The program has its own in main.c, which tests are not linked with. */
const struct command *const commands[] = { NULL };

static void values(void)
{
	static const struct { const char *help, *sentence, *values; } table[] = {
		{ "write |text|json|csv|", "write text, json or csv", "text json csv " },
		{ "write |text| or |json|", "write text or json", "text json " },
		{ "as |text|json| if you can", "as text or json if you can", "text json " },
		{ "|verify|", "verify", "verify " },
		{ "a file", "a file", "" },
		{ "either | or", "either  or", "" },
		{ "a|b", "ab", "" },
		{ "", "", "" },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		struct buf out = buf_make(1024), words = buf_make(1024);
		struct str found[4];
		size_t count = help_values(table[i].help, found, COUNT(found));
		test_case(table[i].help);
		for (size_t k = 0; k < count; k++)
			buf_printf(&words, "%.*s ", STR_ARG(found[k]));
		CHECK_STR(buf_str(&words), table[i].values);
		help_sentence(&out, table[i].help);
		CHECK_STR(buf_str(&out), table[i].sentence);
		buf_clear(&out);
		buf_clear(&words);
	}
}

static void fill(void)
{
	static const struct { const char *text, *want; } table[] = {
		{ "one two three four", "one two\n  three four\n" },
		{ "one\ntwo\n\nthree", "one two\n\n  three\n" },
		{ "Examples:\n  candor scan a_long_name.jsonl\n", "Examples:\n    candor scan a_long_name.jsonl\n" },
		{ "averyverylongword and", "averyverylongword\n  and\n" },
		{ "", "" },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		struct buf out = buf_make(1024);
		test_case(table[i].text);
		help_fill(&out, str_from(table[i].text), 2, 10);
		CHECK_STR(buf_str(&out), table[i].want);
		buf_clear(&out);
	}
}

static void find(void)
{
	static const struct command list = { .name = "list" }, show = { .name = "show" };
	static const struct command *const subs[] = { &list, &show, NULL };
	static const struct command rules = { .name = "rules", .subs = subs }, scan = { .name = "scan" };
	static const struct command *const all[] = { &rules, &scan, NULL };
	char *words[] = { (char[]){ "rules" }, (char[]){ "show" }, (char[]){ "scan" } };
	int taken;

	test_case("words lead to a command until one does not");
	CHECK(help_find(all, 3, words, &taken) == &show && taken == 2);
	CHECK(help_find(all, 1, words, &taken) == &rules && taken == 1);
	CHECK(!help_find(all, 1, words + 1, &taken) && taken == 0);
	CHECK(!help_find(all, 0, words, &taken) && taken == 0);
	CHECK_STR(str_from(help_nearest(all, "scna")), "scan");
	CHECK(!help_nearest(all, "xyzzy") && !help_nearest(NULL, "scan"));
}

void test_help(void)
{
	values();
	fill();
	find();
}
