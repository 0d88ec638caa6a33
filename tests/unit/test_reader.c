#include "read/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/json_write.h"
#include "limits.h"
#include "unit/test.h"

static void note_fault(void *context, const struct record *r, const char *field, const char *wanted)
{
	buf_printf(context, "%u: %s: wanted %s\n", r->line, field, wanted);
}

/* What becomes of @path: a line for each record, complaint and fault.  Owned by @out. */
static struct str read_path(const char *path, const char *form, struct buf *out)
{
	struct err e = { 0 };
	struct forms *forms = forms_new(&e);
	struct reader *r = reader_new(forms, note_fault, out);
	struct source *s = source_open(path, form ? forms_find(forms, form) : NULL, forms, &e);
	struct chunk c = { 0 };
	struct arena a = arena_make(RECORD_MAX_MEMORY);
	struct record record;

	if (!s)
		buf_printf(out, "cannot open: %s\n", e.text);
	while (s && source_next(s, &c)) {
		enum read_result result;
		while ((result = reader_next(r, &c, &a, &record, &e)) != READ_END) {
			if (result == READ_BAD) {
				buf_printf(out, "%u: %s\n", e.line, e.text);
			} else {
				struct json j = json_make(out);
				buf_printf(out, "%u: ", record.line);
				json_node(&j, NULL, record.root);
				buf_byte(out, '\n');
			}
			arena_reset(&a);
		}
	}
	chunk_clear(&c);
	source_close(s);
	reader_free(r);
	forms_free(forms);
	arena_clear(&a);
	return buf_str(out);
}

static void check(const char *name, struct str in, const char *want)
{
	struct buf out = buf_make(64 << 20);
	const char *path = test_write(in);

	test_case(name);
	CHECK_STR(read_path(path, NULL, &out), want);
	unlink(path);
	buf_clear(&out);
}

static void json(void)
{
	static const struct { const char *name; struct str in; const char *want; } table[] = {
		{ "lines", STR("{\"id\":\"a\"}\n\n  {\"id\":\"b\"}\r\n{\"id\":\"c\"}"), "1: {\"id\":\"a\"}\n3: {\"id\":\"b\"}\n4: {\"id\":\"c\"}\n" },
		{ "a_bad_line_costs_itself", STR("{\"id\":\"a\"\n{\"id\":\"b\"}\n[1]\n{\"id\":}\n\xFF\n{\"id\":\"c\"}\n"),
		    "1: not JSON: a comma or } is missing\n2: {\"id\":\"b\"}\n3: the record is not an object\n"
		    "4: not JSON: a value is missing\n5: not UTF-8\n6: {\"id\":\"c\"}\n" },
		{ "a_list_first_in_lines", STR("[1]\n{\"id\":\"b\"}\n"), "1: the record is not an object\n2: {\"id\":\"b\"}\n" },
		{ "a_number_first_in_lines", STR("42\n{\"id\":\"b\"}\n"), "1: the record is not an object\n2: {\"id\":\"b\"}\n" },
		{ "byte_order_mark", STR("\xEF\xBB\xBF{\"id\":\"a\"}\n"), "1: {\"id\":\"a\"}\n" },
		{ "an_object_over_lines", STR("{\n \"id\": \"a\",\n \"x\": [\n{}\n]\n}\n"), "1: {\"id\":\"a\",\"x\":[{}]}\n" },
		{ "objects_over_lines", STR("{\n \"id\": \"a\"\n}\n{\n \"id\": \"}\\\"{\"\n}"), "1: {\"id\":\"a\"}\n4: {\"id\":\"}\\\"{\"}\n" },
		{ "an_object_that_never_ends", STR("{\n \"id\": \"a\",\n\n{\n \"id\": \"b\"\n}\n"),
		    "4: not JSON: a key in quotes is missing\n4: {\"id\":\"b\"}\n" },
		{ "a_text_that_never_ends", STR("{\n \"id\": \"a\n}\n{\n \"id\": \"b\"\n}\n"),
		    "1: not JSON: a text is not closed\n4: {\"id\":\"b\"}\n" },
		{ "a_list", STR(" [{\"id\":\"a\"} ,\n\n{\"id\":\"b\",\"x\":[{},\"]\"]},3]"),
		    "1: {\"id\":\"a\"}\n3: {\"id\":\"b\",\"x\":[{},\"]\"]}\n3: the record is not an object\n" },
		{ "an_empty_list", STR("[ ]\n"), "" },
		{ "a_list_cut_short", STR("[{\"id\":\"a\"},"), "1: {\"id\":\"a\"}\n1: not JSON: the list is cut short, its ] is missing\n" },
		{ "commas_in_a_list", STR("[,{\"id\":\"a\"}\n{\"id\":\"b\"},]\nx"),
		    "1: not JSON: a value is missing\n1: {\"id\":\"a\"}\n2: not JSON: a comma is missing\n2: {\"id\":\"b\"}\n"
		    "2: not JSON: a value is missing\n3: not JSON: something follows the list\n" },
		{ "nothing", STR(""), "" }, { "blanks", STR(" \n\n"), "" },
		{ "a_missing_object", STR("{\"id\":\"a\",\"emails\":[5]}"), "1: emails[]: wanted an object\n1: {\"id\":\"a\",\"emails\":[]}\n" },
		{ "utf_16", STR("\xFF\xFE{\0}\0"), "cannot open: is UTF-16; save it as UTF-8\n" },
		{ "utf_16_without_mark", STR("{\0}\0"), "cannot open: is UTF-16 or UTF-32; save it as UTF-8\n" },
		{ "a_spreadsheet", STR("PK\x03\x04..."), "cannot open: is a spreadsheet or an archive; save it as CSV or JSON\n" },
		{ "prose", STR("Dear team,\n\nI apply.\n"), "cannot open: neither JSON nor a table with columns that are known here\n" },
	};

	for (size_t i = 0; i < COUNT(table); i++)
		check(table[i].name, table[i].in, table[i].want);
}

static void tables(void)
{
	static const struct { const char *name; struct str in; const char *want; } table[] = {
		{ "a_table", STR("id,name,emails.address,location.country\n1,A B,a@x;b@y,US\n\n2,\"C, \"\"D\"\"\",,\n"),
		    "2: {\"id\":\"1\",\"name\":\"A B\",\"emails\":[{\"address\":\"a@x\"},{\"address\":\"b@y\"}],\"location\":{\"country\":\"US\"}}\n"
		    "4: {\"id\":\"2\",\"name\":\"C, \\\"D\\\"\"}\n" },
		{ "what_spreadsheets_do", STR("\xEF\xBB\xBFId;Applied At;phones.number\r\n7;2026-01-02;'+1 303\r\n8;\"a\r\nb\";x"),
		    "2: {\"id\":\"7\",\"applied_at\":\"2026-01-02\",\"phones\":[{\"number\":\"+1 303\"}]}\n"
		    "3: {\"id\":\"8\",\"applied_at\":\"a\\r\\nb\",\"phones\":[{\"number\":\"x\"}]}\n" },
		{ "tabs", STR("id\tname\n1\ta, b\n"), "2: {\"id\":\"1\",\"name\":\"a, b\"}\n" },
		{ "columns_of_one_list", STR("id,accounts.site,accounts.handle,resume.skills\n1,x;y;z,a;;c,p; q\n"),
		    "2: {\"id\":\"1\",\"accounts\":[{\"site\":\"x\",\"handle\":\"a\"},{\"site\":\"y\"},{\"site\":\"z\",\"handle\":\"c\"}],"
		    "\"resume\":{\"skills\":[\"p\",\"q\"]}}\n" },
		{ "numbered_elements", STR("id,emails[1].address,emails.0.address,sessions.languages\n1,b;b,a,en;fr\n"),
		    "2: {\"id\":\"1\",\"emails\":[{\"address\":\"a\"},{\"address\":\"b;b\"}],\"sessions\":[{\"languages\":[\"en\",\"fr\"]}]}\n" },
		{ "types_of_cells", STR("id,position.remote,sessions.latency_ms,sessions.user_agent\n1,TRUE,12.5,M (X; Y; Z)\n2,perhaps,,\n"),
		    "2: {\"id\":\"1\",\"position\":{\"remote\":true},\"sessions\":[{\"latency_ms\":12.5,\"user_agent\":\"M (X; Y; Z)\"}]}\n"
		    "3: position.remote: wanted true or false\n3: {\"id\":\"2\",\"position\":{}}\n" },
		{ "unknown_and_protected_columns", STR("id,colour,Gender\n1,red,x\n"), "2: {\"id\":\"1\",\"colour\":\"red\"}\n" },
		{ "bad_rows", STR("id,name\n1,a,b\n2,\xFF\n3,\"a\n4,b\n"),
		    "2: more cells than the header has columns\n3: not UTF-8; save the file as UTF-8\n4: a quoted cell is not closed\n"
		    "5: {\"id\":\"4\",\"name\":\"b\"}\n" },
		{ "text_and_map_of_one_name", STR("id,position,position.title\n1,a,b\n"), "2: {\"id\":\"1\",\"position\":{\"title\":\"b\"}}\n" },
		{ "header_alone", STR("id,name"), "" },
	};

	for (size_t i = 0; i < COUNT(table); i++)
		check(table[i].name, table[i].in, table[i].want);
}

/* Records of many sizes, one of them over the limit, in each kind of file: all but that one are read, with their lines. */
static void sizes(const char *name, const char *begin, const char *between, const char *end)
{
	static const size_t lengths[] = { 10, 70000, 300000, READ_MAX_LINE + 10, 10, 600000, READ_MAX_LINE - 100, 5 };
	struct buf in = buf_make(64 << 20), out = buf_make(64 << 20), want = buf_make(1 << 16), got = buf_make(1 << 16);

	buf_text(&in, begin);
	for (size_t i = 0; i < COUNT(lengths); i++) {
		buf_printf(&in, "%s{\"id\":\"%zu\",\"x\":\"", i ? between : "", i);
		char *p = buf_room(&in, lengths[i]);
		memset(p, 'x', lengths[i]);
		in.len += lengths[i];
		buf_text(&in, "\"}");
		buf_printf(&want, "%zu ", i + 1);
	}
	buf_text(&in, end);
	const char *path = test_write(buf_str(&in));
	struct str all = read_path(path, NULL, &out);
	for (struct str rest = all, line; rest.ptr;) {
		line = str_split(rest, '\n', &rest);
		if (line.len)
			buf_printf(&got, "%.*s ", STR_ARG(str_of(line.ptr, str_index(line, ':'))));
	}
	test_case(name);
	CHECK_STR(buf_str(&got), buf_str(&want).ptr);
	CHECK(memmem(all.ptr, all.len, "4: the record is longer than 16 MiB", 35));
	unlink(path);
	buf_clear(&in);
	buf_clear(&out);
	buf_clear(&want);
	buf_clear(&got);
}

void test_reader(void)
{
	json();
	tables();
	sizes("lines_of_many_sizes", "", "\n", "\n");
	sizes("list_of_many_sizes", "[", ",\n", "]");
	sizes("values_of_many_sizes", "", " \n ", "");
}
