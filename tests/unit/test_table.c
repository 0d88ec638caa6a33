#include "base/table.h"

#include "unit/test.h"

void test_table(void)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
	struct arena a = arena_make(0), tiny = arena_make(16);
	struct table t;

	CHECK(!table_init(&t, &tiny, 10) && !table_init(&t, &a, TABLE_NONE));
	if (!CHECK(table_init(&t, &a, 26 * 25 + 2)))
		return;
	CHECK(table_find(&t, STR_LIT("a")) == TABLE_NONE);
	for (uint32_t i = 0; i < 26; i++)
		for (uint32_t len = 1; len <= 26 - i && len <= 25; len++)
			table_add(&t, str_of(letters + i, len), i * 100 + len);
	for (uint32_t i = 0; i < 26; i++)
		for (uint32_t len = 1; len <= 26 - i && len <= 25; len++) {
			uint32_t at = table_find(&t, str_of(letters + i, len));
			if (CHECK(at != TABLE_NONE))
				CHECK_NUM(t.entries[at].value, i * 100 + len);
		}
	CHECK(table_find(&t, STR_LIT("ac")) == TABLE_NONE && table_find(&t, STR_LIT("")) == TABLE_NONE);
	table_add(&t, STR_LIT("a"), 7);
	table_add(&t, STR_LIT(""), 8);
	uint32_t at = table_find(&t, STR_LIT("a"));
	CHECK(t.entries[at].value == 7 && t.entries[t.entries[at].next].value == 1);
	CHECK(t.entries[t.entries[at].next].next == TABLE_NONE);
	CHECK_NUM(t.entries[table_find(&t, STR_LIT(""))].value, 8);
	arena_clear(&a);
	arena_clear(&tiny);
}
