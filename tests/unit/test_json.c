#include "base/json_read.h"
#include "base/json_write.h"

#include "unit/test.h"

enum { DEPTH = 8 };

/* What is read and written again, or the complaint. */
static struct str round_trip(struct arena *a, struct str in)
{
	struct json_reader *r = json_reader_new(DEPTH);
	struct buf text = buf_make(1 << 20), out = buf_make(1 << 20);
	struct err e = { 0 };
	struct node *n;

	buf_put(&text, in);
	memset(buf_room(&text, JSON_PADDING), '9', JSON_PADDING);
	if (json_read(r, str_of(text.ptr, in.len), a, &n, &e)) {
		struct json j = json_make(&out);
		json_node(&j, NULL, n);
	} else {
		buf_printf(&out, "%u:%u: %s", e.line, e.column, e.text);
	}
	struct str result = arena_copy(a, buf_str(&out));
	buf_clear(&text);
	buf_clear(&out);
	json_reader_free(r);
	return result;
}

static void accepted(struct arena *a)
{
	static const struct { struct str in; const char *want; } table[] = {
		{ STR(" { \"a\" : [ 1 , -0.5e+3, true,false , null ] ,\"b\":{}, \"c\":[]}\n"),
		    "{\"a\":[1,-0.5e+3,true,false,null],\"b\":{},\"c\":[]}" },
		{ STR("12"), "12" }, { STR("-0"), "-0" }, { STR("0.10"), "0.10" }, { STR("1E400"), "1E400" },
		{ STR("123456789012345678901234567890"), "123456789012345678901234567890" },
		{ STR("\"\""), "\"\"" }, { STR("[[[[[[[[1]]]]]]]]"), "[[[[[[[[1]]]]]]]]" },
		{ STR("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""), "\"\\\"\\\\/\\b\\f\\n\\r\\t\"" },
		{ STR("\"\\u0041\\u00e9\\u20AC\\ud83d\\ude00\""), "\"A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"" },
		{ STR("\"\\ud83d\""), "\"\xEF\xBF\xBD\"" }, { STR("\"\\ud83d\\u0041\""), "\"\xEF\xBF\xBD" "A\"" },
		{ STR("\"\\ude00x\""), "\"\xEF\xBF\xBDx\"" }, { STR("\"a\\u0000b\""), "\"a\\u0000b\"" },
		{ STR("\"\x7F\xC2\x85\xC2\xA9\""), "\"\\u007f\\u0085\xC2\xA9\"" },
		{ STR("{\"k\\u0061\":1}"), "{\"ka\":1}" }, { STR("[\"plain\",\"a\\nb\",\"plain\",\"c\\td\"]"),
		    "[\"plain\",\"a\\nb\",\"plain\",\"c\\td\"]" },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		test_case(table[i].in.ptr);
		CHECK_STR(round_trip(a, table[i].in), table[i].want);
	}
}

static void refused(struct arena *a)
{
	static const struct str table[] = {
		STR(""), STR(" \n"), STR("{"), STR("}"), STR("["), STR("]"), STR("[1"), STR("[1,"), STR("[1,]"), STR("[,1]"),
		STR("{\"a\"}"), STR("{\"a\":}"), STR("{\"a\":1,}"), STR("{a:1}"), STR("{1:1}"), STR("{\"a\" 1}"), STR("{\"a\":1]"),
		STR("[1}"), STR("[1 2]"), STR("1 2"), STR("{} {}"), STR("{}x"), STR("[]]"), STR("'a'"), STR("nul"), STR("nulll"),
		STR("True"), STR("NaN"), STR("Infinity"), STR("+1"), STR("01"), STR("-"), STR("1."), STR(".5"), STR("1e"),
		STR("1e+"), STR("0x1F"), STR("1_000"), STR("\"a"), STR("\"a\\\""), STR("\"a\"b"), STR("\"a\"\"b\""), STR("a\"b\""),
		STR("\"\\x\""), STR("\"\\u12\""), STR("\"\\u12G4\""), STR("\"a\nb\""), STR("\"a\tb\""), STR("\"\x01\""),
		STR("\"\0\""), STR("\0"), STR("{}\0"), STR("[1\0]"), STR("\"\xFF\""), STR("\"\xC0\x80\""), STR("\"\xED\xA0\x80\""),
		STR("\xEF\xBB\xBF{}"), STR("// a\n{}"), STR("[[[[[[[[[1]]]]]]]]]"), STR("{\"a\":1,\"b\"}"), STR("[\"a\":1]"),
		STR("\xFF\xFE{\0}\0"),
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		struct str got = round_trip(a, table[i]);
		test_case(table[i].ptr);
		CHECK(got.len && got.ptr[0] >= '0' && got.ptr[0] <= '9' && got.ptr[1] == ':');
	}
	test_case("places");
	CHECK_STR(round_trip(a, STR_LIT("{\"a\": 1,\n \"b\" 2}")), "2:6: not JSON: a colon is missing behind a key");
	CHECK_STR(round_trip(a, STR_LIT("{\"a\":\n\"\xFF\"}")), "2:2: not UTF-8");
	CHECK_STR(round_trip(a, STR_LIT("[[[[[[[[[1]]]]]]]]]")), "1:9: lists and objects are nested too deep");
}

static void values(struct arena *a)
{
	static const struct { struct str in; double want; } table[] = {
		{ STR("0"), 0 }, { STR("-17"), -17 }, { STR("999999999999999"), 999999999999999.0 }, { STR("0.5"), 0.5 },
		{ STR("1e3"), 1000 }, { STR("1e-400"), 0 }, { STR("9007199254740993"), 9007199254740992.0 },
	};
	struct json_reader *r = json_reader_new(DEPTH);

	for (size_t i = 0; i < COUNT(table); i++) {
		char text[128] = "";
		struct node *n;
		memcpy(text, table[i].in.ptr, table[i].in.len);
		if (CHECK(json_read(r, str_of(text, table[i].in.len), a, &n, NULL)))
			CHECK(n->number >= table[i].want && n->number <= table[i].want);
	}
	test_case("texts_are_borrowed_and_keys_hashed");
	char text[128] = "{\"key\":\"plain\",\"key\":\"es\\ncaped\"}";
	struct node *n;
	if (CHECK(json_read(r, str_from(text), a, &n, NULL))) {
		CHECK(n->child->text > text && n->child->text < text + sizeof(text));
		CHECK(n->child->key_hash == str_hash(STR_LIT("key")));
		CHECK_STR(node_get_text(n, "key"), "es\ncaped");
	}
	test_case("a_full_arena_refuses");
	struct arena small = arena_make(10);
	struct err e = { 0 };
	CHECK(!json_read(r, str_from(text), &small, &n, &e) && e.code == ERR_MEMORY);
	json_reader_free(r);
}

static void written(void)
{
	struct buf out = buf_make(1 << 16), tight = buf_make(8);
	struct json j = json_make(&out);

	json_open(&j, NULL, '{');
	json_text(&j, "t", STR_LIT("a\xFF" "b\xC3"));
	json_text(&j, "none", str_of(NULL, 0));
	json_text(&j, "empty", STR_LIT(""));
	json_open(&j, "l", '[');
	json_number(&j, NULL, INT64_MIN);
	json_real(&j, NULL, 0.1);
	json_real(&j, NULL, 1.0 / 3);
	json_bool(&j, NULL, true);
	json_null(&j, NULL);
	json_close(&j, ']');
	json_key(&j, STR_LIT("k\"ey"));
	json_number(&j, NULL, 1);
	json_close(&j, '}');
	test_case("writer");
	CHECK_STR(buf_str(&out), "{\"t\":\"a\xEF\xBF\xBD" "b\xEF\xBF\xBD\",\"none\":null,\"empty\":\"\",\"l\":[-9223372036854775808,"
	    "0.1,0.3333333333333333,true,null],\"k\\\"ey\":1}");
	j = json_make(&tight);
	json_text(&j, NULL, STR_LIT("longer than eight"));
	CHECK(tight.failed);
	buf_clear(&out);
	buf_clear(&tight);
}

void test_json(void)
{
	struct arena a = arena_make(0);

	accepted(&a);
	refused(&a);
	values(&a);
	written();
	arena_clear(&a);
}
