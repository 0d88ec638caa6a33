#include "base/node.h"

#include "unit/test.h"

/* As many keys as there may be, beside others: each is what node_get_str() says. */
static void check_walk(struct arena *a)
{
	struct str keys[NODE_KEYS_MAX];
	struct node *map = node_new(a, NODE_MAP), *found[NODE_KEYS_MAX];

	for (size_t i = 0; i < COUNT(keys); i++)
		keys[i] = arena_printf(a, "key %zu", i);
	for (int i = NODE_KEYS_MAX * 2; i > 0; i -= 3)
		node_add_number(a, map, arena_printf(a, "key %d", i % 50), i);
	struct node_keys k = node_keys_make(keys, COUNT(keys));
	node_get_all(map, &k, found);
	for (size_t i = 0; i < COUNT(keys); i++)
		CHECK(found[i] == node_get_str(map, keys[i]));
	CHECK(found[2] && !found[60] && node_keys_find(&k, node_get(map, "key 2")) == 2);
	node_get_all(NULL, &k, found);
	CHECK(!found[2]);
}

void test_node(void)
{
	struct arena a = arena_make(0);
	struct node *top = node_new(&a, NODE_MAP);

	node_add_text(&a, top, STR_LIT("a"), STR_LIT("first"));
	struct node *inner = node_add_map(&a, top, STR_LIT("b"));
	node_add_number(&a, inner, STR_LIT("c"), -42);
	test_case("the_last_of_two_equal_keys_counts");
	node_add_text(&a, top, STR_LIT("a"), STR_LIT("second"));
	CHECK_STR(node_get_text(top, "a"), "second");
	test_case("paths_lead_through_maps");
	CHECK_STR(node_text(node_path(top, "b.c")), "-42");
	CHECK(!node_path(top, "b.d") && !node_path(top, "a.c") && !node_path(NULL, "a"));
	test_case("one_walk_finds_what_many_do");
	check_walk(&a);
	test_case("a_copy_shares_nothing");
	struct node *copy = node_copy(&a, top);
	node_remove(inner, inner->child);
	CHECK(inner->len == 0 && !inner->child && !inner->last);
	CHECK_STR(node_text(node_path(copy, "b.c")), "-42");
	test_case("a_ceiling_refuses");
	struct arena small = arena_make(100);
	CHECK(!node_new(&small, NODE_TEXT));
	arena_clear(&a);
}
