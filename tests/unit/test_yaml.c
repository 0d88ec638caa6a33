#include "base/yaml.h"

#include <stdio.h>

#include "base/buf.h"
#include "limits.h"
#include "unit/test.h"

static void show(struct buf *out, const struct node *n)
{
	static const char letters[] = "~ft#'[{";

	if (n->key)
		buf_printf(out, "%.*s:", STR_ARG(node_key(n)));
	if (n->type == NODE_NUMBER)
		buf_printf(out, "#%g", n->number);
	else if (n->type == NODE_TEXT)
		buf_printf(out, "'%.*s'", STR_ARG(node_text(n)));
	else
		buf_byte(out, letters[n->type]);
	if (!node_is_container(n))
		return;
	NODE_EACH(c, n) {
		show(out, c);
		if (c->next)
			buf_byte(out, ',');
	}
	buf_byte(out, n->type == NODE_LIST ? ']' : '}');
}

static void note_fault(void *context, const struct err *e)
{
	struct buf *out = context;

	buf_printf(out, "%u:%u %s\n", e->line, e->column, e->text);
}

static void values(void)
{
	static const struct { const char *in, *want; } table[] = {
		{ "a: yes\nb: true\nc: 'true'\n", "[{a:'yes',b:t,c:'true'}]" },
		{ "[~, null, Null, nULL, '', ]", "[[~,~,~,'nULL','']]" },
		{ "[0x1F, 0o17, 1_000, 1:30, -7, +7, .5, 5., 1e3, 1e, 0, -0.5]",
		  "[[#31,#15,'1_000','1:30',#-7,#7,#0.5,#5,#1000,'1e',#0,#-0.5]]" },
		{ "a: 2026-01-02\nb: |\n  42\nc: \"42\"\n", "[{a:'2026-01-02',b:'42\n',c:'42'}]" },
		{ "a:\nb: c\n", "[{a:~,b:'c'}]" },
		{ "[00000429, 089]", "[['00000429','089']]" },
		{ "--- 1\n---\n- x\n...\n", "[#1,['x']]" },
		{ "", "[]" },
		{ "# only a comment\n", "[]" },
		{ "a: &x [1, {k: v}]\nb: *x\n", "[{a:[#1,{k:'v'}],b:[#1,{k:'v'}]}]" },
		{ "a: !!str 42\nb: ! 42\n", "[{a:'42',b:'42'}]" },
		{ "'1': a\n\"null\": b\n", "[{1:'a',null:'b'}]" },
		{ "\xEF\xBB\xBF" "a: b\n", "[{a:'b'}]" },
		{ "- \"a\\u00e9\\\\\"\n- 'it''s'\n- C:\\x\n", "[['a\xC3\xA9\\','it's','C:\\x']]" },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		struct arena a = arena_make(0);
		struct buf got = buf_make(1 << 16), faults = buf_make(1 << 16);
		struct node *documents;
		test_case(table[i].in);
		CHECK(yaml_read(str_from(table[i].in), &a, &documents, note_fault, &faults));
		CHECK_STR(buf_str(&faults), "");
		show(&got, documents);
		CHECK_STR(buf_str(&got), table[i].want);
		buf_clear(&got);
		buf_clear(&faults);
		arena_clear(&a);
	}
}

static void faults(void)
{
	static const struct { const char *in, *want; size_t documents; } table[] = {
		{ "a: 1\nb: 2\na: 3\n", "3:1 a key that stands here twice: \"a\"\n", 1 },
		{ "1: a\n", "1:1 a key that is not text: put it in quotes: \"1\"\n", 1 },
		{ "? [a]\n: b\n", "1:3 a key that is not text: put it in quotes\n", 1 },
		{ "a: 010\nb: -007\nc: 0.5\n",
		  "1:4 a number with leading zeros: leave them out, or put the text in quotes: \"010\"\n"
		  "2:4 a number with leading zeros: leave them out, or put the text in quotes: \"-007\"\n", 1 },
		{ "a: &x {k: v}\nb:\n  <<: *x\n",
		  "3:3 a merge key, which YAML 1.2 does not have: write the members out\n", 1 },
		{ "a: *x\n", "1:4 an alias without its anchor: \"x\"\n", 1 },
		{ "a: &x [*x]\n", "1:8 an alias inside of what it stands for: \"x\"\n", 1 },
		{ "a: !!binary aGk=\n", "1:4 a tag that does not fit its value or is not of the core schema\n", 1 },
		{ "a: b\n---\na: b: c\n---\nd: e\n", "3:5 a colon where no key can stand: put a text with \": \" in quotes, or look at the indentation\n", 2 },
		{ "a: 'x\n---\nb: c\n", "2:1 a quote that does not close (begun on line 1)\n", 1 },
		{ "--- a: b: c\n--- d: e: f\n--- ok\n", "1:6 a colon where no key can stand: put a text with \": \" in quotes, or look at the indentation\n"
		  "2:6 a colon where no key can stand: put a text with \": \" in quotes, or look at the indentation\n", 1 },
		{ "a: \xFF\n", "1:4 bytes that are not UTF-8\n", 0 },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		struct arena a = arena_make(0);
		struct buf got = buf_make(1 << 16);
		struct node *documents;
		test_case(table[i].in);
		CHECK(!yaml_read(str_from(table[i].in), &a, &documents, note_fault, &got));
		CHECK_STR(buf_str(&got), table[i].want);
		CHECK_NUM(documents->len, table[i].documents);
		buf_clear(&got);
		arena_clear(&a);
	}
}

static bool refused(struct str text, const char *want)
{
	struct arena a = arena_make(0);
	struct buf got = buf_make(1 << 20);
	struct node *documents;
	bool ok = yaml_read(text, &a, &documents, note_fault, &got);

	bool said = got.ptr && strstr(got.ptr, want);
	buf_clear(&got);
	arena_clear(&a);
	return !ok && said;
}

static void bounds(void)
{
	struct buf text = buf_make(1 << 24);

	test_case("nesting");
	for (int i = 0; i <= YAML_MAX_DEPTH; i++)
		buf_byte(&text, '[');
	CHECK(refused(buf_str(&text), "nested too deep"));
	test_case("a_billion_laughs");
	buf_reset(&text);
	buf_text(&text, "a0: &a0 x\n");
	for (int i = 1; i < 30; i++)
		buf_printf(&text, "a%d: &a%d [*a%d, *a%d]\n", i, i, i - 1, i - 1);
	CHECK(refused(buf_str(&text), "too many nodes"));
	test_case("many_keys");
	buf_reset(&text);
	for (int i = 0; i < 50000; i++)
		buf_printf(&text, "k%d: 1\n", i == 49999 ? 7 : i);
	CHECK(refused(buf_str(&text), "50000:1 a key that stands here twice: \"k7\""));
	buf_clear(&text);
}

static void places(void)
{
	struct arena a = arena_make(0);
	struct node *documents;
	struct buf got = buf_make(1 << 10);

	CHECK(yaml_read(STR_LIT("a:\n  b: 'x y'\n  c:\n    - d\n  e:\n    f\n"), &a, &documents, note_fault, &got));
	const struct node *top = documents->child, *b = node_path(top, "a.b"), *c = node_path(top, "a.c"),
	    *e = node_path(top, "a.e");
	CHECK(b->line == 2 && b->column == 3 && b->value_column == 7);
	CHECK(c->line == 3 && c->column == 3 && c->child->line == 4 && c->child->column == 7);
	CHECK(e->line == 5 && e->value_column == 0);
	buf_clear(&got);
	arena_clear(&a);
}

void test_yaml(void)
{
	values();
	faults();
	bounds();
	places();
}
