#include "base/buf.h"
#include "base/json_read.h"
#include "link/tie.h"
#include "unit/test.h"

static struct record read_record(struct json_reader *r, struct arena *a, const char *text)
{
	struct record record = { .file = STR("-"), .line = 1, .root = test_parse(r, a, text) };

	CHECK(record.root && record_shape(&record, a, NULL, NULL));
	return record;
}

/* What ties, by its field, in order; of equal values the first. */
static const struct { const char *name, *record, *fields; } rows[] = {
	{ "nothing", "{'id':1,'sessions':[],'photo':{}}", "" },
	{ "place_before_element",
		"{'accounts':[{'url':'https://github.com/ann','email':'b@example.com'},"
		"{'handle':'ann','site':'github','email':'b@example.com'}]}",
		"accounts[0].email accounts[1].handle" },
	{ "in_the_order_of_places",
		"{'sessions':[{'device_id':'d1'},{'device_id':'d2'},{'device_id':'d1'}],'devices':[{'id':'d2'},{'id':'d3'}],"
		"'resume':{'references':[{'phone':'+15555550100'}],"
		"'sha256':'00000000000000000000000000000000000000000000000000000000000000a1'}}",
		"resume.sha256 sessions[0].device_id sessions[1].device_id devices[1].id resume.references[0].phone" },
	{ "kind_of_address",
		"{'addresses':[{'kind':'home','line1':'1 A St','city':'X'},{'kind':'return','line1':'2 A St','city':'X'},"
		"{'kind':'work','line1':'3 A St','city':'X'}]}",
		"addresses[1].line1 addresses[0].line1" },
};

static void check_row(const char *text, const char *fields)
{
	struct json_reader *reader = json_reader_new(64, NULL);
	struct arena a = arena_make(0);
	struct record r = read_record(reader, &a, text);
	struct tie_value *values = NULL;
	struct buf got = buf_make(1 << 16);

	CHECK(tie_values(&r, &a, &values));
	for (const struct tie_value *v = values; v; v = v->next) {
		buf_text(&got, v == values ? "" : " ");
		buf_put(&got, v->field);
	}
	CHECK_STR(buf_str(&got), fields);
	buf_clear(&got);
	arena_clear(&a);
	json_reader_free(reader);
}

/* What is known of an element's field is what is found when it is asked. */
static size_t check_known(const struct tie_value *values, size_t category, const struct node *event, const char *name)
{
	struct arena a = arena_make(0);
	struct tie_value asked;
	size_t number;
	uint32_t fields = tie_fields(category, str_from(name));
	const struct tie_value *known = tie_known(values, fields, event, &number), *v = values;

	CHECK(fields && tie_is_called(fields, str_from(name)));
	if (known && CHECK(tie_of_event(fields, category, event, &a, &asked))) {
		for (size_t i = 1; i < number; i++)
			v = v->next;
		CHECK(v == known);
		CHECK(known->key.hash == asked.key.hash && known->key.tie == asked.key.tie);
		CHECK(known->key.minute == asked.key.minute && str_eq(known->text, asked.text));
	}
	arena_clear(&a);
	return known ? number : 0;
}

static void check_known_values(void)
{
	struct json_reader *reader = json_reader_new(64, NULL);
	struct arena a = arena_make(0);
	struct record r = read_record(reader, &a,
		"{'sessions':[{'device_id':'d1','ip.address':'192.0.2.1','at':'2026-01-01T10:00:00Z'},"
		"{'device_id':'d1','ip.address':'192.0.2.1','at':'2026-01-02T10:00:00Z'}],"
		"'accounts':[{'handle':'ann','site':'github','url':'https://github.com/ann'}]}");
	size_t session = category_find(STR_LIT("session")), account = category_find(STR_LIT("account"));
	const struct node *sessions = category_events(r.root, session), *accounts = category_events(r.root, account);
	struct tie_value *values = NULL;

	CHECK(tie_values(&r, &a, &values));
	CHECK_NUM(check_known(values, session, sessions->child, "device_id"), 1);
	CHECK_NUM(check_known(values, session, sessions->child->next, "device_id"), 0); /* the first one stands for it */
	CHECK_NUM(check_known(values, account, accounts->child, "handle"), 2);
	CHECK_NUM(check_known(values, account, accounts->child, "url"), 0);
	CHECK_NUM(check_known(values, session, sessions->child, "ip"), 3);
	CHECK_NUM(check_known(values, session, sessions->child->next, "ip"), 4); /* another day */
	CHECK(!tie_is_called(tie_fields(session, STR_LIT("ip.address")), STR_LIT("ip.address")));
	arena_clear(&a);
	json_reader_free(reader);
}

void test_tie(void)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		test_case(rows[i].name);
		check_row(rows[i].record, rows[i].fields);
	}
	test_case("known_values");
	check_known_values();
}
