#include "base/embedded.h"

#include "base/digest.h"
#include "base/err.h"
#include "base/yaml.h"

#include "unit/test.h"

/* Do the trees say the same, places and flags included? */
static bool same(const struct node *a, const struct node *b)
{
	if (a->type != b->type || a->flags != b->flags || a->line != b->line || a->column != b->column ||
	    a->len != b->len || a->key_hash != b->key_hash || !str_eq(node_key(a), node_key(b)))
		return false;
	if (a->type == NODE_TEXT)
		return str_eq(node_text(a), node_text(b));
	if (a->type == NODE_NUMBER)
		return str_eq(node_text(a), node_text(b)) && memcmp(&a->number, &b->number, sizeof(a->number)) == 0;
	if (!node_is_container(a))
		return true;
	const struct node *x = a->child, *y = b->child;
	for (; x && y; x = x->next, y = y->next)
		if (!same(x, y) || (!x->next && x != a->last))
			return false;
	return !x && !y;
}

static void is_what_the_file_says(const struct embedded_file *f)
{
	struct str text = test_read(f->path);
	struct arena a = arena_make(0);
	struct node *documents = NULL;
	char sha256[DIGEST_HEX + 1];

	test_case(f->path);
	if (CHECK(text.ptr)) {
		CHECK(str_eq(text, f->text));
		digest_sha256(text, sha256);
		CHECK_STR(str_from(f->sha256), sha256);
	}
	if (f->documents && CHECK(yaml_read(text, &a, &documents, NULL, NULL)))
		CHECK(same(f->documents, documents));
	arena_clear(&a);
	mem_free((void *)(uintptr_t)text.ptr);
}

void test_embedded(void)
{
	CHECK(embedded_count > 4);
	for (size_t i = 0; i < embedded_count; i++) {
		is_what_the_file_says(&embedded_files[i]);
		CHECK(embedded_find(embedded_files[i].path) == &embedded_files[i]);
		CHECK(i == 0 || strcmp(embedded_files[i - 1].path, embedded_files[i].path) < 0);
	}
	test_case("a path that is not there");
	CHECK(!embedded_find("") && !embedded_find("rules") && !embedded_find("zzz"));
	const struct embedded_file *f = embedded_find("rules/catalogue/advisories.json");
	test_case("members are found by their key");
	if (CHECK(f && f->documents && f->documents->child && f->documents->child->child))
		CHECK(node_get_text(f->documents->child->child, "publisher").len > 0);
}
