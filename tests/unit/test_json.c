#include "base/json_read.h"
#include "base/json_write.h"

#include "unit/test.h"

enum { DEPTH = 8 };

/* What is read and written again, or the complaint. */
static struct str round_trip(struct arena *a, struct str in)
{
	struct json_reader *r = json_reader_new(DEPTH, NULL);
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
	struct json_reader *r = json_reader_new(DEPTH, NULL);

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

static void put_expected(struct buf *out, struct str s)
{
	buf_byte(out, '"');
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		buf_printf(out, c == '"' || c == '\\' ? "\\%c" : c < ' ' || c == 0x7F ? "\\u%04x" : "%c", c);
	}
	buf_byte(out, '"');
}

/* Texts of any length with one byte that needs an escape, or none, anywhere. */
static void escaped(void)
{
	static const char special[] = "\"\\\x01\x1F\x7F/~ !";
	struct buf out = buf_make(1 << 10), want = buf_make(1 << 10);

	test_case("one_special_byte");
	for (size_t len = 1; len < 50; len++)
		for (size_t at = 0; at < len; at++)
			for (size_t i = 0; i < sizeof(special) - 1; i++) {
				char text[50];
				memset(text, 'a', sizeof(text));
				text[at] = special[i];
				buf_reset(&out);
				buf_reset(&want);
				put_expected(&want, str_of(text, len));
				json_put_text(&out, str_of(text, len));
				CHECK_STR(buf_str(&out), want.ptr);
			}
	buf_clear(&out);
	buf_clear(&want);
}

/* A key that is one digit but 0 has a number, made of those above it; in the lists of a map too. */
static uint16_t digit_slot(uint16_t parent, struct str key)
{
	return key.len == 1 && *key.ptr >= '1' && *key.ptr <= '9' ? (uint16_t)(parent * 10 + *key.ptr - '0') : 0;
}

/* @all: none may be missing because there were too many. */
static bool keys_are_right(const struct node *n, uint16_t slot, bool is_known, bool all)
{
	bool ok = true;

	NODE_EACH(c, n) {
		uint16_t own = n->type == NODE_LIST ? slot : is_known ? digit_slot(slot, node_key(c)) : 0;
		bool is_right = c->slot == own || (!all && !c->slot);
		ok = ok && (n->type == NODE_LIST || (is_right && c->key_hash == str_hash(node_key(c))));
		ok = ok && keys_are_right(c, own, n->type == NODE_LIST ? is_known : own, all);
	}
	return ok;
}

/* One after the other with one reader, which foresees keys by what it read before. */
static void foreseen(struct arena *a)
{
	static const struct str table[] = {
		STR("{\"1\":{\"2\":1,\"3\":[{\"4\":1},{\"4\":2,\"5\":{\"6\":0}}]},\"7\":1}"),
		STR("{\"1\":{\"2\":1,\"3\":[{\"4\":1},{\"4\":2,\"5\":{\"6\":0}}]},\"7\":1}"),
		STR("{\"7\":{\"2\":1,\"3\":{\"4\":1}},\"1\":[{\"2\":{\"6\":1}}]}"),
		STR("{\"1\":{\"3\":[]},\"1\":{\"2\":1},\"7\":{\"7\":{}},\"8\":1}"),
		STR("{\"x\":{\"1\":1,\"2\":1},\"1\":{\"x\":1,\"2\":1,\"3\":1},\"7\":1}"),
		STR("{\"1\" : { \"2\" :1 , \"3\": [ ]} , \"7\":1}"),
		STR("{\"\\u0031\":{\"2\":1},\"\":{\"1\":1},\"1\":{\"2\":{\"\":{\"3\":1}},\"2\\u0020\":1}}"),
		STR("[{\"1\":1},[{\"1\":{\"2\":1}}],{\"2\":1}]"),
		STR("{\"\xC3\xA9\":{\"1\":1},\"12345678\":1,\"1234567\":1,\"1234567890123456789\":1,\"12\":{\"1\":1}}"),
		STR("{\"12345679\":1,\"1234567890123456788\":1,\"1\":1,\"2\":1,\"3\":1}"),
		STR("{\"1\":{\"2\":1,\"3\":[{\"4\":1},{\"4\":2,\"5\":{\"6\":0}}]},\"7\":1}"),
	};
	struct json_reader *r = json_reader_new(DEPTH, digit_slot);

	for (size_t i = 0; i < 2 * COUNT(table); i++) {
		struct str in = table[i % COUNT(table)];
		struct buf text = buf_make(1 << 10), out = buf_make(1 << 10);
		struct json j = json_make(&out);
		struct node *n;
		test_case(in.ptr);
		buf_put(&text, in);
		memset(buf_room(&text, JSON_PADDING), '"', JSON_PADDING);
		if (CHECK(json_read(r, str_of(text.ptr, in.len), a, &n, NULL))) {
			json_node(&j, NULL, n);
			CHECK_STR(round_trip(a, in), out.ptr);
			CHECK(keys_are_right(n, 0, true, true));
		}
		buf_clear(&text);
		buf_clear(&out);
	}
	json_reader_free(r);
}

/* What is foreseen and does not come. */
static void foreseen_wrongly(struct arena *a)
{
	static const char good[] = "{\"1\":{\"2\":1}}";
	static const struct str table[] = {
		STR("{\"1\"}"), STR("{\"1\",\"2\":1}"), STR("{\"1\""), STR("{\"1\":"), STR("{\"1\":{\"2\"}"), STR("{\"1\"1}"), STR("{\"1\"[1]}"),
		STR("{\"1\":{\"2\":1}"), STR("{\"1\",\"2\"}"), STR("{\"1\"[2}"), STR("{\"1:1}"), STR("{"), STR("{1:1}"), STR("{\"1\":{\"2\":1},}"),
	};
	struct json_reader *r = json_reader_new(DEPTH, NULL);
	struct node *n;

	for (size_t i = 0; i < COUNT(table); i++) {
		char text[256] = "";
		test_case(table[i].ptr);
		memcpy(text, good, sizeof(good));
		CHECK(json_read(r, str_from(text), a, &n, NULL));
		memset(text, ':', sizeof(text));
		memcpy(text, table[i].ptr, table[i].len);
		CHECK(!json_read(r, str_of(text, table[i].len), a, &n, NULL));
	}
	json_reader_free(r);
}

/* Any maps in any order, then more keys than are remembered. */
static void foreseen_at_random(struct arena *a)
{
	struct json_reader *r = json_reader_new(DEPTH, digit_slot);
	uint32_t seed = 1;

	test_case("keys_at_random");
	for (unsigned i = 0; i < 4000; i++) {
		struct buf text = buf_make(1 << 14);
		struct node *n;
		unsigned depth = 0;
		buf_byte(&text, '{');
		for (unsigned k = 0; k < 24; k++) {
			unsigned what = (seed = seed * 1664525 + 1013904223) >> 16;
			buf_printf(&text, i < 3000 ? "\"%u\":" : "\"%ux\":", what % 13 + (i < 3000 ? 0 : i * 8));
			if (depth < DEPTH - 2 && what / 13 % 3 == 0) {
				buf_byte(&text, '{');
				depth++;
				continue;
			}
			buf_byte(&text, '1');
			for (; depth && what / 39 % 3 == 0; depth--, what /= 3)
				buf_byte(&text, '}');
			buf_byte(&text, ',');
		}
		buf_text(&text, "\"end\":0");
		for (; depth; depth--)
			buf_byte(&text, '}');
		buf_byte(&text, '}');
		size_t len = text.len;
		memset(buf_room(&text, JSON_PADDING), ':', JSON_PADDING);
		arena_reset(a);
		if (!CHECK(json_read(r, str_of(text.ptr, len), a, &n, NULL)) || !CHECK(keys_are_right(n, 0, true, false)))
			i = 4000;
		buf_clear(&text);
	}
	json_reader_free(r);
}

void test_json(void)
{
	struct arena a = arena_make(0);

	accepted(&a);
	refused(&a);
	values(&a);
	written();
	escaped();
	foreseen(&a);
	foreseen_wrongly(&a);
	foreseen_at_random(&a);
	arena_clear(&a);
}
