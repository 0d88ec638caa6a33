#include "record/record.h"

#include <stdio.h>

#include "base/json_read.h"
#include "base/json_write.h"
#include "record/field.h"
#include "unit/test.h"

static void note_fault(void *context, const struct record *r, const char *field, const char *wanted)
{
	buf_printf(context, "%.*s:%u: %s: %s\n", STR_ARG(r->file), r->line, field, wanted);
}

/* The record in shape, then what was dropped, then the faults.  @within: not all of @in is the record, but what is there. */
static struct str shape_within(struct arena *a, const char *in, const char *within, known_slot *slot)
{
	struct json_reader *reader = json_reader_new(64, slot);
	struct buf out = buf_make(1 << 20);
	struct str text = arena_printf(a, "%s%64s", in, "");
	struct record r = { .file = STR("f.json"), .line = 7 };
	struct buf faults = buf_make(1 << 16);

	text.len -= JSON_PADDING;
	bool ok = json_read(reader, text, a, &r.root, NULL);
	if (ok && within)
		r.root = node_path(r.root, within)->child;
	if (ok && record_shape(&r, a, note_fault, &faults)) {
		struct json j = json_make(&out);
		json_node(&j, NULL, r.root);
	}
	for (struct drop *d = r.drops; d; d = d->next)
		buf_printf(&out, " %.*s=%d", STR_ARG(d->field), (int)d->count);
	if (faults.len)
		buf_printf(&out, "\n%.*s", STR_ARG(buf_str(&faults)));
	struct str result = arena_copy(a, buf_str(&out));
	buf_clear(&out);
	buf_clear(&faults);
	json_reader_free(reader);
	return result;
}

static struct str shape(struct arena *a, const char *in)
{
	struct str result = shape_within(a, in, NULL, record_slot);

	CHECK_STR(shape_within(a, in, NULL, NULL), result.ptr); /* whether the reader told the fields or not */
	return result;
}

static void shapes(struct arena *a)
{
	static const struct { const char *name, *in, *want; } table[] = {
		{ "what_is_in_shape_stays", "{\"id\":\"1\",\"emails\":[{\"address\":\"a\"}],\"x\":{\"y\":[1]}}",
		    "{\"id\":\"1\",\"emails\":[{\"address\":\"a\"}],\"x\":{\"y\":[1]}}" },
		{ "a_single_value_is_a_list_of_one", "{\"id\":1,\"emails\":\"a\",\"phones\":{\"number\":5},\"names_other\":\"b\"}",
		    "{\"id\":\"1\",\"emails\":[{\"address\":\"a\"}],\"phones\":[{\"number\":\"5\"}],\"names_other\":[\"b\"]}" },
		{ "text_is_the_first_field", "{\"id\":\"1\",\"position\":\"Dev\",\"resume\":{\"text\":\"t\",\"work\":\"W\"}}",
		    "{\"id\":\"1\",\"position\":{\"title\":\"Dev\"},\"resume\":{\"text\":\"t\",\"work\":[{\"employer\":\"W\"}]}}" },
		{ "null_is_left_out", "{\"id\":\"1\",\"name\":null,\"emails\":[null,\"a\"],\"location\":{\"city\":null}}",
		    "{\"id\":\"1\",\"emails\":[{\"address\":\"a\"}],\"location\":{}}" },
		{ "a_missing_id_is_the_place", "{\"name\":\"n\"}", "{\"name\":\"n\",\"id\":\"f.json:7\"}" },
		{ "an_empty_id_is_missing", "{\"id\":\"\"}", "{\"id\":\"f.json:7\"}" },
		{ "the_last_of_equal_keys_counts", "{\"id\":\"1\",\"name\":\"a\",\"x\":1,\"name\":\"b\"}", "{\"id\":\"1\",\"name\":\"b\",\"x\":1}" },
		{ "even_if_it_is_null", "{\"id\":\"1\",\"name\":\"a\",\"name\":null}", "{\"id\":\"1\"}" },
		{ "wrong_types_are_told", "{\"id\":\"1\",\"name\":5,\"emails\":[7,\"a\",[]],\"position\":{\"remote\":\"yes\"},\"code\":\"x\"}",
		    "{\"id\":\"1\",\"emails\":[{\"address\":\"a\"}],\"position\":{}}\nf.json:7: name: text\nf.json:7: emails[]: an object\n"
		    "f.json:7: emails[]: an object\nf.json:7: position.remote: true or false\nf.json:7: code: an object\n" },
		{ "whole_numbers", "{\"id\":\"1\",\"platform\":{\"bids\":1.5,\"logins\":2.0,\"tracked_hours_per_day\":1.5}}",
		    "{\"id\":\"1\",\"platform\":{\"logins\":2.0,\"tracked_hours_per_day\":1.5}}\nf.json:7: platform.bids: a whole number\n" },
		{ "a_product_or_true", "{\"id\":\"1\",\"sessions\":[{\"vpn\":true},{\"vpn\":\"Astrill\"}]}",
		    "{\"id\":\"1\",\"sessions\":[{\"vpn\":true},{\"vpn\":\"Astrill\"}]}" },
		{ "protected_fields_vanish", "{\"id\":\"1\",\"gender\":\"x\",\"Veteran Status\":1,\"documents\":[{\"sex\":\"x\"},{\"sex\":\"y\"}]}",
		    "{\"id\":\"1\",\"documents\":[{},{}]} gender=1 veteran_status=1 sex=2" },
		{ "a_birth_date_stays", "{\"id\":\"1\",\"birth_date\":\"1990-01-01\"}", "{\"id\":\"1\",\"birth_date\":\"1990-01-01\"}" },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		test_case(table[i].name);
		CHECK_STR(shape(a, table[i].in), table[i].want);
	}
	test_case("what_was_read_elsewhere");
	CHECK_STR(shape_within(a, "{\"payment\":{\"accounts\":[{\"name\":5,\"emails\":\"a\"}]}}", "payment.accounts", record_slot),
	    "{\"emails\":[{\"address\":\"a\"}],\"id\":\"f.json:7\"}\nf.json:7: name: text\n");
}

/* Each field is found by its path without [], and nothing else is. */
static void names(void)
{
	static const struct { const char *category, *name, *want; } table[] = {
		{ "session", "ip", "sessions[].ip" }, { "session", "applicant.location.country", "location.country" },
		{ "applicant", "sessions.ip", "sessions[].ip" }, { "applicant", "sessions[].ip", NULL }, { "applicant", "", NULL },
		{ "payee", "name", "payment.accounts[].name" }, { "payee", "", NULL }, { "payee", "nam", NULL }, { "payee", "name.", NULL },
		{ "applicant", "applicant", NULL }, { "no such", "sessions.ip", "sessions[].ip" }, { "session", ".ip", NULL },
	};
	char name[400];

	for (size_t i = 0; i < COUNT(table); i++) {
		const struct field *f = field_find(category_find(str_from(table[i].category)), str_from(table[i].name));
		test_case(table[i].name);
		CHECK_STR(str_from(f ? f->path : "none"), table[i].want ? table[i].want : "none");
	}
	for (size_t i = 0; i < field_count; i++) {
		size_t n = 0;
		for (const char *p = fields[i].path; *p; p++)
			if (*p != '[' && *p != ']')
				name[n++] = *p;
		test_case(fields[i].path);
		CHECK(field_find(0, str_of(name, n)) == &fields[i]);
	}
	test_case("longer_than_any");
	memset(name, 'a', sizeof(name));
	CHECK(!field_find(0, str_of(name, sizeof(name))) && !field_find(0, str_of(name, 127)) && !field_find(1, str_of(name, 119)));
}

static void slots(void)
{
	test_case("slots");
	uint16_t sessions = record_slot(0, STR_LIT("sessions")), ip = record_slot(sessions, STR_LIT("ip"));
	CHECK(sessions && ip && ip != sessions && ip != record_slot(record_slot(0, STR_LIT("devices")), STR_LIT("ip")));
	CHECK(!record_slot(0, STR_LIT("ip")) && !record_slot(ip, STR_LIT("ip")) && !record_slot(UINT16_MAX, STR_LIT("ip")));
}

static void cells(struct arena *a)
{
	struct record r = { .root = node_new(a, NODE_MAP) };
	struct node *position = node_add_map(a, r.root, STR_LIT("position"));

	node_add_text(a, position, STR_LIT("remote"), STR_LIT("TRUE"))->flags = NODE_PLAIN;
	struct node *platform = node_add_map(a, r.root, STR_LIT("platform"));
	node_add_text(a, platform, STR_LIT("bids"), STR_LIT("12"))->flags = NODE_PLAIN;
	node_add_text(a, r.root, STR_LIT("name"), STR_LIT("12"))->flags = NODE_PLAIN;
	test_case("cells_are_read_as_their_field");
	CHECK(record_shape(&r, a, NULL, NULL));
	CHECK(node_path(r.root, "position.remote")->type == NODE_TRUE);
	CHECK(node_path(r.root, "platform.bids")->type == NODE_NUMBER);
	CHECK_STR(node_get_text(r.root, "name"), "12");
}

static void events(struct arena *a)
{
	struct node *root = node_new(a, NODE_MAP);
	struct node *sessions = node_add_list(a, root, STR_LIT("sessions"));
	struct node *accounts = node_add_list(a, node_add_map(a, root, STR_LIT("payment")), STR_LIT("accounts"));

	test_case("categories");
	CHECK(category_events(root, 0) == root);
	CHECK(category_events(root, category_find(STR_LIT("session"))) == sessions);
	CHECK(category_events(root, category_find(STR_LIT("payee"))) == accounts);
	CHECK(!category_events(root, category_find(STR_LIT("work"))));
	CHECK(category_find(STR_LIT("other")) == category_count);
}

void test_record(void)
{
	struct arena a = arena_make(0);

	shapes(&a);
	slots();
	names();
	cells(&a);
	events(&a);
	arena_clear(&a);
}
