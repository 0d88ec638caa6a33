#include "rule/rule_load.h"

#include "base/buf.h"
#include "base/embedded.h"
#include "rule/condition.h"
#include "unit/test.h"

/* Each piece of @t as "'x'", "*" or "?"; alternatives behind "/". */
static void show_test(struct buf *out, const struct test *t)
{
	for (; t; t = t->also) {
		for (size_t i = 0; i < t->piece_count; i++) {
			if (t->pieces[i].kind == PIECE_LITERAL)
				buf_printf(out, "'%.*s'", STR_ARG(t->pieces[i].literal));
			else
				buf_byte(out, t->pieces[i].kind == PIECE_ANY ? '*' : '?');
		}
		buf_put(out, t->pattern);
		buf_text(out, t->cased ? "!" : "");
		buf_text(out, t->also ? "/" : "");
	}
}

static void load(struct rules *set, const char *text)
{
	rules_init(set, NULL, true);
	CHECK(rules_add_text(set, STR_LIT("t.yml"), str_from(text)));
}

/* A rule with @body as the members of its detection. */
static struct str rule_text(struct buf *out, const char *body)
{
	buf_reset(out);
	buf_text(out, "title: T\nlogsource: {product: x}\ndetection:\n");
	buf_text(out, body);
	return buf_str(out);
}

static void show_faults(struct buf *out, const struct rules *set)
{
	for (const struct fault *f = set->faults; f; f = f->next)
		buf_printf(out, "%s%u:%u %s%s", f == set->faults ? "" : " ", f->line, f->column, f->is_warning ? "~" :
		    "", f->code);
}

/* The first item's tests of a rule whose one selection is @item. */
static void values(void)
{
	static const struct { const char *item, *want; } table[] = {
		{ "f: abc", "'abc'" }, { "f: 'a*b?c'", "'a'*'b'?'c'" }, { "f: ''", "" },
		{ "f: 'a\\*b'", "'a*b'" }, { "f: 'a\\\\*b'", "'a\\'*'b'" }, { "f: 'a\\\\\\*b'", "'a\\*b'" },
		{ "f: 'a\\b'", "'a\\b'" }, { "f: 'a\\\\b'", "'a\\b'" }, { "f: 'a\\'", "'a\\'" },
		{ "f: 'a\\\\\\b'", "'a\\\\b'" }, { "f: 'a\\\\\\\\b'", "'a\\\\b'" },
		{ "f|contains: a", "*'a'*" }, { "f|contains: '*a'", "*'a'*" }, { "f|startswith: 'a\\'", "'a\\'*" },
		{ "f|endswith: a", "*'a'" }, { "f|contains: ''", "*" }, { "f|cased|contains: a", "*'a'*!" },
		{ "f: 42", "42" }, { "f: '42'", "'42'" }, { "f: 0x10", "16" }, { "f: 1.50", "1.5" }, { "f: -7", "-7" },
		{ "f|windash: ' -a'", "' -a'/' /a'/' \xE2\x80\x93" "a'/' \xE2\x80\x94" "a'/' \xE2\x80\x95" "a'" },
		{ "f|windash|contains: 'foo-bar'", "*'foo-bar'*" },
		{ "f|base64: foobar", "'Zm9vYmFy'!" },
		{ "f|base64offset|contains: foobar", "*'Zm9vYmFy'*!/*'Zvb2Jhc'*!/*'mb29iYX'*!" },
		{ "f|wide|base64|startswith: AB", "'QQBCAA=='*!" }, { "f|utf16|base64: A", "'//5BAA=='!" },
		{ "f|utf16be|base64: A", "'AEE='!" },
		{ "f|expand: 'x%p%y'", "'x1y'/'x'*'y'" }, { "f|expand: '\\%p%'", "'%p%'" }, { "f|expand: 'a%'",
		    "'a%'" },
		{ "f|contains|expand: '%p%'", "*'1'*/*" }, { "f: '%p%'", "'%p%'" },
		{ "f|expand|re: 'a%p%$'", "a1$/a.*$" }, { "f|re: 'a*\\d'", "a*\\d" },
	};
	struct placeholder two = { NULL, STR("p"), STR("*") }, one = { &two, STR("p"), STR("1") };
	struct buf text = buf_make(1 << 16), got = buf_make(1 << 16);

	for (size_t i = 0; i < COUNT(table); i++) {
		struct rules set;
		test_case(table[i].item);
		buf_reset(&got);
		buf_printf(&got, "  s:\n    %s\n  condition: s\n", table[i].item);
		struct str t = rule_text(&text, buf_str(&got).ptr);
		rules_init(&set, NULL, true);
		set.placeholders = &one;
		CHECK(rules_add_text(&set, STR_LIT("t.yml"), t) && rules_finish(&set));
		buf_reset(&got);
		if (CHECK(set.count == 1))
			show_test(&got, set.rules[0]->selections[0].maps[0].items[0].tests);
		CHECK_STR(buf_str(&got), table[i].want);
		rules_clear(&set);
	}
	buf_clear(&text);
	buf_clear(&got);
}

/* Places and codes of all faults and warnings ("~") of a detection; lines count from 4. */
static void faults(void)
{
	static const struct { const char *body, *want; } table[] = {
		{ "  s: {a: b}\n  condition: s\n", "" },
		{ "  s: {a|contians: b}\n  condition: s\n", "4:7 modifier" },
		{ "  s: {a|re|contains: b}\n  condition: s\n", "4:7 modifier" },
		{ "  s: {a|contains|startswith: b}\n  condition: s\n", "4:7 modifier" },
		{ "  s: {a|: b}\n  condition: s\n", "4:7 modifier" },
		{ "  s: {a|contains|all: b}\n  condition: s\n", "4:7 modifier" },
		{ "  s: {a|contains|all: [b]}\n  condition: s\n", "4:7 modifier" },
		{ "  s: {a|all|contains: [b, c]}\n  condition: s\n", "4:7 modifier" },
		{ "  s: {a|contains|neq|all: [b, c]}\n  condition: s\n", "" },
		{ "  s: {a|all|neq: [b, c]}\n  condition: s\n", "" },
		{ "  s: {a|re|i|s|m: b}\n  condition: s\n", "" },
		{ "  s: {a|i|re: b}\n  condition: s\n", "4:7 modifier" },
		{ "  s: {a|i: b}\n  condition: s\n", "4:7 modifier" },
		{ "  s: {a|re|cased: b}\n  condition: s\n", "4:7 modifier" },
		{ "  s: {a|wide|contains: b}\n  condition: s\n", "4:7 modifier" },
		{ "  s: {a|contains|base64: b}\n  condition: s\n", "4:7 modifier" },
		{ "  s: {a|exists|all: true}\n  condition: s\n", "4:7 modifier" },
		{ "  s: {a|hour|gte: 22}\n  condition: s\n", "" },
		{ "  s: {a|gte|hour: 22}\n  condition: s\n", "4:7 modifier" },
		{ "  s: {a|fieldref|endswith|cased|neq: b}\n  condition: s\n", "" },
		{ "  s: {a|contains|fieldref: b}\n  condition: s\n", "4:7 modifier" },
		{ "  s: {'|cidr': 10.0.0.0/8}\n  condition: s\n", "4:7 modifier" },
		{ "  s: {'|exists': true}\n  condition: s\n", "4:7 modifier" },
		{ "  s: {a|cidr: 10.0.0.1/8}\n  condition: s\n", "4:15 cidr" },
		{ "  s: {a|cidr: [10.0.0.0/8, 10.0.0.1, '2001:db8::/32']}\n  condition: s\n", "" },
		{ "  s: {a|cidr: 10.0/8}\n  condition: s\n", "4:15 cidr" },
		{ "  s: {a|contains: 5}\n  condition: s\n", "4:19 value" },
		{ "  s: {a|gt: '5'}\n  condition: s\n", "4:14 value" },
		{ "  s: {a|exists: 'true'}\n  condition: s\n", "4:18 value" },
		{ "  s: {a|exists: [true]}\n  condition: s\n", "4:7 value" },
		{ "  s: {a|hour: 2.5}\n  condition: s\n", "4:15 value" },
		{ "  s: {a|hour: 24}\n  condition: s\n", "4:15 ~never-matches" },
		{ "  s: {a|base64: 'b*'}\n  condition: s\n", "4:18 value" },
		{ "  s: {a|fieldref: 'b*'}\n  condition: s\n", "4:20 value" },
		{ "  s: {a|expand: '%x%'}\n  condition: s\n", "4:18 placeholder" },
		{ "  s: {a|re: 'a(?=b)'}\n  condition: s\n", "4:15 regex" },
		{ "  s: {a: [b, ~]}\n  condition: s\n", "4:14 value" },
		{ "  s: {a: ~}\n  condition: s\n", "" },
		{ "  s: {a: []}\n  condition: s\n", "4:7 value" },
		{ "  s: {a: {b: c}}\n  condition: s\n", "4:7 value" },
		{ "  s: {a: [[b]]}\n  condition: s\n", "4:11 value" },
		{ "  s: {}\n  condition: s\n", "4:3 selection" },
		{ "  s: []\n  condition: s\n", "4:3 selection" },
		{ "  s: word\n  condition: s\n", "4:3 selection" },
		{ "  s: [word, 5, true]\n  condition: s\n", "4:13 ~number-keyword 4:16 ~number-keyword" },
		{ "  s: [word, {a: b}]\n  condition: s\n", "4:3 ~mixed-list" },
		{ "  s: [~]\n  condition: s\n", "4:7 value" },
		{ "  s: {a: yes}\n  condition: s\n", "4:10 ~plain-word" },
		{ "  s: {a: 'yes'}\n  condition: s\n", "" },
		{ "  s: {a: 2026-01-02}\n  condition: s\n", "4:10 ~plain-date" },
		{ "  s: {a: 1:30}\n  condition: s\n", "4:10 ~plain-number" },
		{ "  s: {a: 'C:\\Windows\\*'}\n  condition: s\n", "4:11 ~backslash-wildcard" },
		{ "  s: {a: 'C:\\Windows\\\\*'}\n  condition: s\n", "" },
		{ "  s: {a: b}\n  u: {a: b}\n  condition: s\n", "5:3 ~unused-selection" },
		{ "  notes: {a: b}\n  condition: notes\n", "4:3 ~selection-name" },
		{ "  of: {a: b}\n  condition: 1 of o*\n", "4:3 selection-name" },
		{ "  s: {a: b}\n  condition: t\n", "5:14 unknown-selection" },
		{ "  s: {a: b}\n  condition: s and t and u\n", "5:20 unknown-selection 5:26 unknown-selection" },
		{ "  s: {a: b}\n  condition: s and not 1 of filter_*\n", "5:29 empty-pattern" },
		{ "  s: {a: b}\n  condition: s AND s\n", "5:16 upper-case" },
		{ "  s: {a: b}\n  condition: NOT s\n", "5:14 upper-case" },
		{ "  s: {a: b}\n  condition: 1 OF s\n", "5:16 upper-case" },
		{ "  s: {a: b}\n  condition: s | count() > 5\n", "5:16 aggregation" },
		{ "  s: {a: b}\n  condition: 2 of s*\n", "5:14 condition" },
		{ "  s: {a: b}\n  condition: s*\n", "5:14 condition" },
		{ "  s: {a: b}\n  condition: (s or s\n", "5:21 condition" },
		{ "  s: {a: b}\n  condition: s or\n", "5:18 condition" },
		{ "  s: {a: b}\n  condition: s s\n", "5:16 condition" },
		{ "  s: {a: b}\n  condition: any of them\n", "" },
		{ "  _s: {a: b}\n  condition: all of them\n", "5:21 empty-pattern" },
		{ "  s: {a: b}\n  condition: []\n", "5:3 condition" },
		{ "  s: {a: b}\n", "3:1 condition" },
		{ "  condition: s\n", "3:1 detection 4:14 unknown-selection" },
		{ "  s: {a: b}\n  timeframe: 5m\n  condition: s\n", "5:3 timeframe" },
		{ "  s: {a: b, a: c}\n  condition: s\n", "4:13 yaml" },
		{ "  s: {a: 007}\n  condition: s\n", "4:10 yaml" },
		{ "  s: {a: b, b|re: '(', c|gt: x}\n  condition: s and\n", "4:21 regex 4:30 value 5:19 condition" },
	};
	struct buf text = buf_make(1 << 16), got = buf_make(1 << 16);

	for (size_t i = 0; i < COUNT(table); i++) {
		struct rules set;
		test_case(table[i].body);
		load(&set, rule_text(&text, table[i].body).ptr);
		CHECK(rules_finish(&set) == !set.errors);
		CHECK_NUM(set.count, set.errors == 0);
		buf_reset(&got);
		show_faults(&got, &set);
		CHECK_STR(buf_str(&got), table[i].want);
		rules_clear(&set);
	}
	buf_clear(&text);
	buf_clear(&got);
}

static void conditions(void)
{
	static const struct { const char *in, *want; } table[] = {
		{ "a", "a" }, { "not a and b", "(not (a) and b)" }, { "a or b and c", "(a or (b and c))" },
		{ "not not a", "not (not (a))" }, { "(a or b) and c", "((a or b) and c)" },
		{ "1 of s*", "(s1 or s2)" }, { "all of s*", "(s1 and s2)" }, { "not 1 of s*", "not ((s1 or s2))" },
		{ "1 of them", "(a or b or c or s1 or s2)" }, { "1 of _*", "(_h)" }, { "all of a", "(a)" },
		{ "1 of *1", "(s1)" }, { "a and\n b", "(a and b)" },
	};
	struct buf text = buf_make(1 << 16), body = buf_make(1 << 16);

	for (size_t i = 0; i < COUNT(table); i++) {
		struct rules set;
		test_case(table[i].in);
		buf_reset(&body);
		for (const char *n = "a\0b\0c\0s1\0s2\0_h\0"; *n; n += strlen(n) + 1)
			buf_printf(&body, "  %s: {f: g}\n", n);
		buf_printf(&body, "  condition: \"%s\"\n", table[i].in);
		load(&set, rule_text(&text, buf_str(&body).ptr).ptr);
		CHECK(rules_finish(&set));
		buf_reset(&body);
		if (CHECK(set.count == 1))
			condition_print(&body, set.rules[0]->condition);
		CHECK_STR(buf_str(&body), table[i].want);
		rules_clear(&set);
	}
	buf_clear(&text);
	buf_clear(&body);
}

/* Of what is built in the text is cut out when asked for: as when the file is read. */
static void as_written(void)
{
	struct rules built_in, read;
	size_t i = 0;

	rules_init(&built_in, NULL, true);
	rules_init(&read, NULL, true);
	CHECK(rules_add_embedded(&built_in) && rules_finish(&built_in));
	for (size_t k = 0; k < embedded_count; k++)
		if (embedded_files[k].documents && str_ends(str_from(embedded_files[k].path), STR_LIT(".yml")))
			CHECK(rules_add_text(&read, str_from(embedded_files[k].path), embedded_files[k].text));
	CHECK(rules_finish(&read));
	for (; i < read.count && i < built_in.count; i++) {
		struct str want = rule_as_written(read.rules[i]);
		test_case(built_in.rules[i]->file.ptr);
		CHECK(want.len && str_eq(rule_as_written(built_in.rules[i]), want));
	}
	CHECK(i > 300 && i == built_in.count && i == read.count);
	rules_clear(&built_in);
	rules_clear(&read);
}

void test_rule_load(void)
{
	as_written();
	values();
	faults();
	conditions();
}
