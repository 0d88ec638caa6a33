#include "candor/spool.h"

#include "base/arena.h"
#include "unit/test.h"

#define VALUE(hash, minute, tie, is_near, of_field, of_text) \
	{ .key = { (hash), (minute), (tie), (is_near) }, .field = STR(of_field), .text = STR(of_text) }

static const struct tie_value values[] = {
	VALUE(0x123456789ABCDEFu, TIE_NO_TIME, TIE_PHONE, false, "phones[0].number", "+15555550100"),
	VALUE(0, 0, TIE_PHOTO, true, "photo.phash", "0123456789abcdef"),
	VALUE(UINT64_MAX, 29876543, TIE_LINE, false, "sessions[1].ip", "192.0.2.7"),
	VALUE(7, TIE_NO_TIME - 1, TIE_HOME, false, "addresses[0].line1", ""),
};

#define ROW(number, of_rest, value, is_tied, wording) { .correlation = (number), .rest = (of_rest), \
	.tie = (value), .has_tie = (is_tied), .is_wording = (wording) }

static const struct tie_key no_key;

/* Events about a value, about one that has another name or text, and about none. */
static size_t make_events(struct join_event *e)
{
	const struct join_event all[] = {
		{ NULL, ROW(0, 0, values[0].key, true, false), values[0].field, values[0].text, 1 },
		{ NULL, ROW(130, 1ull << 63, values[2].key, true, false), values[2].field, values[2].text, 3 },
		{ NULL, ROW(1, 127, values[0].key, true, false), STR("phones[1].number"), values[0].text, 0 },
		{ NULL, ROW(1, 128, values[0].key, true, false), values[0].field, STR("+15555550101"), 0 },
		{ NULL, ROW(2, 5, values[1].key, true, false), values[1].field, values[1].text, 2 },
		{ NULL, ROW(3, 6, no_key, true, true), STR("resume.text"), { NULL, 0 }, 0 },
		{ NULL, ROW(65535, 7, no_key, false, false), STR("source"), STR("a board"), 0 },
	};

	memcpy(e, all, sizeof(all));
	for (size_t i = 0; i + 1 < COUNT(all); i++)
		e[i].next = &e[i + 1];
	return COUNT(all);
}

static bool is_same_text(struct str a, struct str b)
{
	return a.len == b.len && (!a.len || str_eq(a, b));
}

static void check_key(const struct tie_key *a, const struct tie_key *b)
{
	CHECK(a->hash == b->hash && a->tie == b->tie && a->is_near == b->is_near);
}

static void check_events(const struct join_event *a, const struct join_event *b)
{
	for (; a && b; a = a->next, b = b->next) {
		CHECK(a->row.correlation == b->row.correlation && a->row.rest == b->row.rest);
		CHECK(a->row.has_tie == b->row.has_tie && a->row.is_wording == b->row.is_wording);
		check_key(&a->row.tie, &b->row.tie);
		CHECK(is_same_text(a->field, b->field) && is_same_text(a->text, b->text));
	}
	CHECK(!a && !b);
}

static void check_values(const struct tie_value *a, const struct tie_value *b)
{
	for (; a && b; a = a->next, b = b->next) {
		check_key(&a->key, &b->key);
		CHECK_NUM(b->key.minute, a->key.minute);
		CHECK(is_same_text(a->field, b->field) && is_same_text(a->text, b->text));
	}
	CHECK(!a && !b);
}

/* Every @step-th of @count fields was not observed. */
static void check_choice(size_t count, size_t step)
{
	struct arena a = arena_make(0);
	struct str all[40], some[40];
	struct spooled s = { 0 }, t;
	struct buf b = buf_make(1 << 20);

	for (size_t i = 0; i < count; i++)
		all[i] = arena_number(&a, (int64_t)i);
	s.record.root = node_new(&a, NODE_MAP);
	s.matched.asked = (struct str_list){ all, count };
	s.matched.not_observed.at = some;
	for (size_t i = step - 1; i < count; i += step)
		some[s.matched.not_observed.count++] = all[i];
	spool_put(&b, &s);
	CHECK_NUM(spool_size(b.ptr), b.len);
	CHECK(spool_get(buf_str(&b), &a, &t));
	CHECK_NUM(t.matched.not_observed.count, s.matched.not_observed.count);
	for (size_t i = 0; i < t.matched.not_observed.count; i++)
		CHECK(str_eq(t.matched.not_observed.at[i], some[i]));
	buf_clear(&b);
	arena_clear(&a);
}

static void check_ties(void)
{
	struct arena a = arena_make(0);
	struct tie_value chain[COUNT(values)];
	struct join_event events[16] = { 0 };
	uint64_t bands[WORDING_BANDS] = { 1, UINT64_MAX };
	struct spooled s = { .values = chain, .events = events, .day = -5, .bands = bands }, t;
	struct buf b = buf_make(1 << 20);

	memcpy(chain, values, sizeof(values));
	for (size_t i = 0; i + 1 < COUNT(values); i++)
		chain[i].next = &chain[i + 1];
	make_events(events);
	s.record.root = node_new(&a, NODE_MAP);
	s.record.id = STR_LIT("A-1");
	s.record.line = 1000000;
	spool_put(&b, &s);
	CHECK(spool_get(buf_str(&b), &a, &t));
	CHECK(str_is(t.record.id, "A-1"));
	CHECK_NUM(t.record.line, 1000000);
	CHECK_NUM(t.day, -5);
	CHECK(t.bands && memcmp(t.bands, bands, sizeof(bands)) == 0);
	check_values(chain, t.values);
	check_events(events, t.events);
	buf_clear(&b);
	arena_clear(&a);
}

void test_spool(void)
{
	test_case("not_observed");
	for (size_t count = 0; count <= 33; count++)
		for (size_t step = 1; step <= 9; step++)
			check_choice(count, step);
	test_case("values_and_events");
	check_ties();
}
