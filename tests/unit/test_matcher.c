#include "match/index.h"

#include <stdio.h>

#include "base/yaml.h"
#include "match/fold.h"
#include "match/observed.h"
#include "unit/test.h"

/* A rule of one item, made by hand: what the loader would make of "field|chain: value". */
struct made {
	struct rule rule;
	struct selection selection;
	struct item_map map;
	struct item item;
	struct test tests[8];
	struct piece pieces[8][8];
	struct cond leaf, not_leaf;
	struct cond *part;
};

static bool has(const char *chain, const char *word)
{
	return strstr(chain, word) != NULL;
}

static void make_text(struct made *m, size_t i, const char *chain, struct str value)
{
	struct piece *p = m->pieces[i];
	size_t n = 0;

	if (has(chain, "contains") || has(chain, "endswith"))
		p[n++].kind = PIECE_ANY;
	for (size_t at = 0; at < value.len;) {
		size_t len = strcspn(value.ptr + at, "*?|");
		len = len < value.len - at ? len : value.len - at;
		if (!len) {
			p[n++].kind = value.ptr[at++] == '*' ? PIECE_ANY : PIECE_ONE;
			continue;
		}
		p[n++] = (struct piece){ PIECE_LITERAL, str_of(value.ptr + at, len) };
		at += len;
	}
	if (has(chain, "contains") || has(chain, "startswith"))
		p[n++].kind = PIECE_ANY;
	m->tests[i].kind = TEST_TEXT;
	m->tests[i].pieces = p;
	m->tests[i].piece_count = n;
}

static void make_test(struct made *m, size_t i, const char *chain, struct str value)
{
	static const struct { const char *word; enum test_kind kind; } kinds[] = {
		{ "re", TEST_REGEX }, { "cidr", TEST_CIDR }, { "bool", TEST_BOOL }, { "null", TEST_NULL },
		{ "exists", TEST_EXISTS }, { "fieldref", TEST_FIELDREF }, { "hour", TEST_TIMEPART }, { "week", TEST_TIMEPART },
		{ "lt", TEST_COMPARE }, { "gte", TEST_COMPARE },
		{ "number", TEST_COMPARE },
	};
	struct test *t = &m->tests[i];

	make_text(m, i, chain, value);
	for (size_t k = 0; k < COUNT(kinds); k++)
		if (has(chain, kinds[k].word))
			t->kind = kinds[k].kind;
	t->cased = has(chain, "cased");
	t->pattern = t->field = value;
	t->flags = has(chain, "/i") ? REGEX_IGNORE_CASE : 0;
	t->truth = str_is(value, "true");
	t->part = has(chain, "week") ? PART_WEEK : PART_HOUR;
	t->compare = has(chain, "lt") ? COMPARE_LT : has(chain, "gte") ? COMPARE_GTE : COMPARE_EQ;
	t->affix = has(chain, "fieldref|endswith") ? AFFIX_ENDS : AFFIX_NONE;
	if (!str_real(value, &t->number))
		t->number = 0;
}

/* Values are parted by "|". */
static void make(struct made *m, const char *field, const char *chain, const char *values)
{
	struct str rest = str_from(values);

	*m = (struct made){ .rule = { .kind = RULE_DETECTION } };
	while (rest.ptr && m->item.test_count < COUNT(m->tests)) {
		struct str value = has(chain, "re") ? rest : str_split(rest, '|', &rest);
		rest.ptr = has(chain, "re") ? NULL : rest.ptr;
		make_test(m, m->item.test_count++, chain, value);
	}
	m->item.field = str_from(field);
	m->item.tests = m->tests;
	m->item.all = has(chain, "all");
	m->item.neq = has(chain, "neq");
	m->map = (struct item_map){ &m->item, 1 };
	m->selection = (struct selection){ .name = STR("s"), .maps = &m->map, .map_count = 1 };
	m->leaf = (struct cond){ .kind = COND_SELECTION, .selection = &m->selection };
	m->part = &m->leaf;
	m->not_leaf = (struct cond){ .kind = COND_NOT, .parts = &m->part, .part_count = 1 };
	m->rule.selections = &m->selection;
	m->rule.selection_count = 1;
	m->rule.condition = &m->leaf;
}

static void ignore(void *context, const struct err *e)
{
	(void)context, (void)e;
}

static struct node *event_of(struct arena *a, const char *text)
{
	struct node *documents;

	if (!CHECK(yaml_read(str_from(text), a, &documents, ignore, NULL)))
		return NULL;
	return documents->child;
}

/* Field, chain, values, event, does it hold? */
static const struct row {
	const char *field, *chain, *values, *event;
	bool want;
} rows[] = {
	{ "a", "", "x", "{a: X}", true },
	{ "a", "", "x", "{a: xy}", false },
	{ "a", "", "x", "{b: x}", false },
	{ "a", "cased", "x", "{a: X}", false },
	{ "a", "cased", "X", "{a: X}", true },
	{ "a", "", "", "{a: ''}", true },
	{ "a", "", "", "{a: null}", false },
	{ "a", "", "42", "{a: 42}", true },
	{ "a", "", "42", "{a: '42'}", true },
	{ "a", "", "4*", "{a: 42}", true },
	{ "a", "", "true", "{a: true}", true },
	{ "a", "", "*", "{a: x}", true },
	{ "a", "", "*", "{a: null}", false },
	{ "a", "", "*", "{a: {b: 1}}", false },
	{ "a", "", "\xC3\x84" "b", "{a: \xC3\xA4" "B}", true },
	{ "a", "", "k", "{a: \xE2\x84\xAA}", true },
	{ "a", "", "\xC3\x9F", "{a: \xE1\xBA\x9E}", true },
	{ "a", "", "a?c", "{a: a\xC3\xA4" "c}", true },
	{ "a", "", "a?c", "{a: ac}", false },
	{ "a", "", "a*c?e*", "{a: abbbcbcde}", true },
	{ "a", "", "a*c?e", "{a: abbbcbcdef}", false },
	{ "a", "", "*a*a", "{a: a}", false },
	{ "a", "", "?", "{a: \xF0\x9F\x98\x80}", true },
	{ "a", "", "*b?d*", "{a: \"b\\nbcd\"}", true },
	{ "a", "contains", "bcde", "{a: abcdef}", true },
	{ "a", "contains", "bce", "{a: abcdef}", false },
	{ "a", "contains", "c", "{a: abc}", true },
	{ "a", "contains", "bc", "{a: abc}", true },
	{ "a", "contains", "abc", "{a: abc}", true },
	{ "a", "contains", "x|y|f", "{a: abcdef}", true },
	{ "a", "startswith", "abc", "{a: abcdef}", true },
	{ "a", "startswith", "abcdefgh1|abcdefgh", "{a: ABCDEFGH0}", true },
	{ "a", "startswith", "bc", "{a: abcdef}", false },
	{ "a", "endswith", "def|x", "{a: abcdef}", true },
	{ "a", "endswith", "\\cmd.exe|d.exe", "{a: C:\\CMD.EXE}", true },
	{ "a", "endswith", "abcdefg", "{a: bcdefg}", false },
	{ "a", "contains|all", "ab|ef", "{a: abcdef}", true },
	{ "a", "contains|all", "ab|eg", "{a: abcdef}", false },
	{ "a", "contains|all", "ab|ef", "{a: [xab, efx]}", true },
	{ "a", "neq", "x|y", "{a: z}", true },
	{ "a", "neq", "x|y", "{a: [z, y]}", false },
	{ "a", "neq", "x|y", "{b: z}", true },
	{ "a", "null", "", "{a: null}", true },
	{ "a", "null", "", "{}", true },
	{ "a", "null", "", "{a: ''}", false },
	{ "a", "null", "", "{a: []}", false },
	{ "a", "null", "", "{a: [1, null]}", true },
	{ "a", "exists", "true", "{a: null}", true },
	{ "a", "exists", "true", "{a: []}", true },
	{ "a", "exists", "true", "{a: {}}", true },
	{ "a", "exists", "true", "{}", false },
	{ "a", "exists", "false", "{}", true },
	{ "a", "exists", "false", "{a: 0}", false },
	{ "a", "bool", "true", "{a: true}", true },
	{ "a", "bool", "true", "{a: TRUE}", true },
	{ "a", "bool", "true", "{a: 'True'}", true },
	{ "a", "bool", "true", "{a: 1}", false },
	{ "a", "bool", "false", "{a: false}", true },
	{ "a", "re", "a.c", "{a: xabcx}", true },
	{ "a", "re", "ABC", "{a: xabcx}", false },
	{ "a", "re/i", "A(B|X)C", "{a: xabcx}", true },
	{ "a", "re", "c$", "{a: \"abc\\n\"}", false },
	{ "a", "re", "^4\\d$", "{a: 42}", true },
	{ "a", "re", "(foo|bar)+x?", "{a: bar}", true },
	{ "a", "re", "x", "{a: null}", false },
	{ "a", "cidr", "10.0.0.0/8", "{a: 10.1.2.3}", true },
	{ "a", "cidr", "10.0.0.0/8", "{a: '::ffff:10.1.2.3'}", true },
	{ "a", "cidr", "10.0.0.0/8", "{a: 11.1.2.3}", false },
	{ "a", "cidr", "10.0.0.0/8", "{a: ten}", false },
	{ "a", "cidr", "2001:db8::/32", "{a: '2001:DB8:0::1'}", true },
	{ "a", "cidr", "192.168.0.1", "{a: 192.168.0.1}", true },
	{ "a", "lt", "5", "{a: 4.5}", true },
	{ "a", "lt", "5", "{a: '4.5'}", true },
	{ "a", "lt", "5", "{a: 5}", false },
	{ "a", "gte", "5", "{a: 5}", true },
	{ "a", "gte", "5", "{a: true}", false },
	{ "a", "gte", "5", "{a: x}", false },
	{ "a", "number", "42", "{a: 42}", true },
	{ "a", "number", "42", "{a: 42.0}", true },
	{ "a", "number", "42", "{a: 4.2e1}", true },
	{ "a", "number", "42", "{a: '42'}", true },
	{ "a", "number", "42", "{a: '042'}", false },
	{ "a", "number", "42", "{a: '42.0'}", false },
	{ "a", "number", "1", "{a: true}", false },
	{ "a", "", "42", "{a: 42.0}", false },
	{ "a", "hour", "22", "{a: '2026-01-01T22:10:00+09:00'}", true },
	{ "a", "hour", "22", "{a: '2026-01-01'}", false },
	{ "a", "week", "53", "{a: '2027-01-01'}", true },
	{ "a", "fieldref", "b", "{a: X, b: x}", true },
	{ "a", "fieldref|cased", "b", "{a: X, b: x}", false },
	{ "a", "fieldref", "b", "{a: X}", false },
	{ "a", "fieldref", "b", "{a: null, b: null}", false },
	{ "a", "fieldref", "b", "{a: [1, 2], b: [3, 2]}", true },
	{ "a", "fieldref|endswith", "b", "{a: abc, b: BC}", true },
	{ "a", "fieldref|neq", "b", "{a: X}", true },
	{ "a.b", "", "x", "{a.b: x}", true },
	{ "a.b", "", "x", "{a: {b: x}}", true },
	{ "a.b", "", "x", "{a.b: y, a: {b: x}}", false },
	{ "a.b", "", "x", "{a: {b: x}, a.b: y}", false },
	{ "a.b", "", "x", "{a: [{b: y}, {b: x}]}", true },
	{ "a.b.c", "", "x", "{a: {b.c: x}}", true },
	{ "a.b.c", "", "x", "{a.b: {c: x}}", true },
	{ "a.b.c", "", "x", "{a.b: {d: x}, a: {b: {c: x}}}", true },
	{ "a.b.c", "", "x", "{a.b: {c: y}, a: {b: {c: x}}}", false },
	{ "a.b", "", "x", "{a: x}", false },
	{ "b.a", "", "x", "{b: {a: x}}", true },
	{ "b.a", "", "x", "{a: {a: x}}", false },
	{ "b.a.needle", "", "x", "{b: {a: {needle: x, a: y}}}", true },
	{ "needle.b", "", "x", "{needle: {b: x}}", true },
	{ "needle.b", "", "x", "{needle: {needle: {b: x}}}", false },
	{ "a", "", "x", "{a: [[x]]}", true },
	{ "", "", "*needle*", "{a: {b: [hay NEEDLE hay]}}", true },
	{ "", "", "*needle*", "{needle: x}", false },
	{ "", "", "*4*", "{a: 4}", false },
	{ "", "all", "*one*|*two*", "{a: one, b: [{c: two}]}", true },
	{ "", "all", "*one*|*two*", "{a: one, b: tw}", false },
	{ "", "", "*n?edle*", "{a: xneedlex}", true },
};

/* Keys as readers of records number them: some have none, and one is larger than any may be. */
static void number_keys(struct node *n)
{
	static const struct { const char *key; uint16_t slot; } numbers[] = {
		{ "a", 1 }, { "b", 2 }, { "a.b", 3 }, { "b.c", NODE_SLOTS }, { "c", UINT16_MAX }, { "needle", 4 },
	};

	NODE_EACH(c, n) {
		for (size_t i = 0; i < COUNT(numbers); i++)
			if (c->key && str_is(node_key(c), numbers[i].key))
				c->slot = numbers[i].slot;
		number_keys(c);
	}
}

static bool run(const struct rule *rule, const struct node *event)
{
	struct rule *rules[] = { (struct rule *)(uintptr_t)rule };
	struct err e = { 0 };
	struct matcher *m = matcher_new(rules, 1, &e);
	struct scanner *s = m ? scanner_new(m) : NULL;
	size_t first = 0, again = 1;

	if (CHECK(s != NULL)) {
		first = scanner_run(s, event, NULL).count;
		again = scanner_run(s, event, NULL).count;
	}
	CHECK_NUM(first, again);
	scanner_free(s);
	matcher_free(m);
	return first;
}

static void one_item(void)
{
	struct arena a = arena_make(0);
	struct made m;
	char name[256];

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct node *event = event_of(&a, rows[i].event);
		snprintf(name, sizeof(name), "%s|%s: %s on %s", rows[i].field, rows[i].chain, rows[i].values, rows[i].event);
		test_case(name);
		make(&m, rows[i].field, rows[i].chain, rows[i].values);
		CHECK(run(&m.rule, event) == rows[i].want);
		m.rule.condition = &m.not_leaf;
		CHECK(run(&m.rule, event) != rows[i].want);
		number_keys(event);
		CHECK(run(&m.rule, event) != rows[i].want);
	}
	arena_clear(&a);
}

struct told {
	char text[256];
	size_t len;
};

static void tell(void *context, uint32_t place, struct str field, const struct node *value)
{
	struct told *t = context;

	(void)place;
	t->len += (size_t)snprintf(t->text + t->len, sizeof(t->text) - t->len, "%.*s=%.*s;", STR_ARG(field),
	    value ? (int)value->len : 1, value ? value->text : "+");
}

static bool is_found(struct scanner *s, const struct rule *rule, const struct node *event)
{
	struct scan_result r = scanner_run(s, event, NULL);
	bool found = false;

	for (size_t k = 0; k < r.count; k++)
		found |= r.rules[k] == rule;
	CHECK(r.undecided_count == 0);
	return found;
}

/* All rows' rules in one matcher answer as they do alone. */
static void together(void)
{
	static struct made made[COUNT(rows)];
	struct rule *rules[COUNT(rows)];
	struct arena a = arena_make(0);
	struct err e = { 0 };

	for (size_t i = 0; i < COUNT(rows); i++) {
		make(&made[i], rows[i].field, rows[i].chain, rows[i].values);
		rules[i] = &made[i].rule;
	}
	struct matcher *m = matcher_new(rules, COUNT(rules), &e);
	struct scanner *s = m ? scanner_new(m) : NULL;
	for (size_t i = 0; CHECK(s != NULL) && i < COUNT(rows); i++) {
		test_case(rows[i].event);
		struct node *event = event_of(&a, rows[i].event);
		CHECK(is_found(s, rules[i], event) == rows[i].want);
		number_keys(event);
		CHECK(is_found(s, rules[i], event) == rows[i].want);
	}
	scanner_free(s);
	matcher_free(m);
	arena_clear(&a);
}

static void why(void)
{
	struct arena a = arena_make(0);
	struct made m;
	struct err e = { 0 };
	struct told told = { .len = 0 };
	struct rule *rules[] = { &m.rule };

	test_case("what_was_seen_is_told");
	make(&m, "applicant.emails.address", "endswith", "x.org|y.org");
	struct matcher *matcher = matcher_new(rules, 1, &e);
	struct scanner *s = scanner_new(matcher);
	const struct node *applicant = event_of(&a, "{emails: [{address: a@X.org}, {address: b@z.org}, {address: c@y.org}]}");
	CHECK_NUM(scanner_run(s, event_of(&a, "{applicant: {emails: {address: x.org}}}"), NULL).count, 1);
	CHECK_NUM(scanner_run(s, event_of(&a, "{applicant: {emails: {address: x.org}}}"), event_of(&a, "{}")).count, 0);
	CHECK_NUM(scanner_run(s, event_of(&a, "{a: 1}"), applicant).count, 1);
	scanner_seen(s, &m.rule, tell, &told);
	CHECK_STR(str_of(told.text, told.len), "applicant.emails.address=a@X.org;applicant.emails.address=c@y.org;");
	scanner_free(s);
	matcher_free(matcher);
	arena_clear(&a);
}

/* A search that backtracks without end is neither yes nor no. */
static void limits(void)
{
	struct arena a = arena_make(0);
	struct made m;
	struct err e = { 0 };
	struct rule *rules[] = { &m.rule };

	test_case("a_limit_is_not_taken_for_no");
	make(&m, "a", "re", "^(([a-z])+.)+[A-Z]([a-z])+$");
	struct matcher *matcher = matcher_new(rules, 1, &e);
	struct scanner *s = scanner_new(matcher);
	struct scan_result r = scanner_run(s, event_of(&a, "{a: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}"), NULL);
	CHECK_NUM(r.count, 0);
	CHECK_NUM(r.undecided_count, 1);
	m.rule.condition = &m.not_leaf;
	scanner_free(s);
	matcher_free(matcher);
	matcher = matcher_new(rules, 1, &e);
	s = scanner_new(matcher);
	r = scanner_run(s, event_of(&a, "{a: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}"), NULL);
	CHECK_NUM(r.count, 0);
	CHECK_NUM(r.undecided_count, 1);
	scanner_free(s);
	matcher_free(matcher);
	arena_clear(&a);
}

/* What one field of a rule gives others to share: its name in the applicant, or nothing. */
static void shared_names(void)
{
	static const struct { const char *name, *field, *want; } table[] = {
		{ "a_field_of_the_applicant", "applicant.a", "a" },
		{ "a_field_within_a_field", "applicant.a.b", "a.b" },
		{ "a_field_of_the_event", "a", NULL },
		{ "the_applicant_as_a_whole", "applicant", NULL },
		{ "a_word_that_begins_like_it", "applicants.a", NULL },
		/* An event's own "applicant" is passed over beside an applicant. */
		{ "an_applicant_of_the_applicant", "applicant.applicant.a", NULL },
		{ "an_applicant_of_the_applicant_alone", "applicant.applicant", NULL },
		{ "a_word_in_it_that_begins_like_it", "applicant.applicants", "applicants" },
		/* Another record's name of that kind is the event itself. */
		{ "a_key_without_text", "applicant.", NULL },
		{ "a_key_without_text_first", "applicant..a", NULL },
		{ "a_key_without_text_last", "applicant.a.", NULL },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		struct made m;
		struct rule *rules[] = { &m.rule };
		struct err e = { 0 };
		struct str names[16];
		test_case(table[i].name);
		make(&m, table[i].field, "", "x");
		struct matcher *matcher = matcher_new(rules, 1, &e);
		size_t count = matcher->names.count <= COUNT(names) ? share_names(matcher, names) : 0;
		if (CHECK_NUM(count, table[i].want != NULL) && count)
			CHECK_STR(names[0], table[i].want);
		matcher_free(matcher);
	}
}

/* Each byte at each place of texts of up to 20 bytes, the others small letters. */
static void folded_as_it_stands(void)
{
	struct arena a = arena_make(0);
	char text[20];
	bool told = true, kept = true, ascii = true;

	test_case("what_is_folded_as_it_stands_is_told");
	for (size_t len = 0; len <= sizeof(text); len++)
		for (size_t at = 0; at < len; at++)
			for (unsigned byte = 0; byte < 256; byte++) {
				memset(text, 'z', len);
				text[at] = (char)byte;
				struct str in = str_of(text, len), out = fold(&a, in);
				bool is_capital = byte >= 'A' && byte <= 'Z';
				told = told && fold_is_folded(in) == (byte < 0x80 && !is_capital);
				kept = kept && (is_capital || str_eq(in, out));
				ascii = ascii && (!is_capital || (out.len == len && out.ptr[at] == (char)(byte + 32)));
				arena_reset(&a);
			}
	CHECK(told);
	CHECK(kept);
	CHECK(ascii);
	CHECK(fold_is_folded(STR_LIT("")));
	arena_clear(&a);
}

/* What is missing is remembered by its marks, more of it than there is room for: nothing is taken for another. */
static void missing(void)
{
	struct str paths[] = { STR("a"), STR("b"), STR("b.c"), STR("b.c.d"), STR("b.e"), STR("f"), STR("g"), STR("g.h"),
		STR("i"), STR("j"), STR("k"), STR("l") };
	uint32_t ends[COUNT(paths)] = { 1, 5, 4, 4, 5, 6, 8, 8, 9, 10, 11, 12 };
	struct observed o = { .paths = paths, .ends = ends, .count = COUNT(paths) };
	struct observed_marks m;
	struct arena a = arena_make(0);

	test_case("missing");
	for (unsigned i = 0; CHECK(i || observed_marks_init(&m, &o)) && i < 2 << COUNT(paths); i++) {
		struct str_list list;
		size_t n = 0;
		observed_begin(&m);
		for (unsigned k = 0; k < COUNT(paths); k++)
			m.at[k] = (i / 2) >> k & 1;
		if (!CHECK(observed_missing(&o, &m, &a, &list)))
			break;
		for (unsigned k = 0; k < COUNT(paths); k = m.at[k] ? k + 1 : ends[k])
			if (!m.at[k])
				CHECK(n < list.count && str_eq(list.at[n++], paths[k]));
		CHECK(n == list.count);
		arena_reset(&a);
	}
	observed_marks_clear(&m);
	arena_clear(&a);
}

void test_matcher(void)
{
	folded_as_it_stands();
	shared_names();
	one_item();
	together();
	why();
	limits();
	missing();
}
