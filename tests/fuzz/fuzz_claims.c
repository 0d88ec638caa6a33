/*
 * fuzz_claims.c - any text as a resume, a title, a program and a site: the search ends, finds only what is there, and what
 * it says of years is about names that stand in the text.
 */
#include <stdlib.h>

#include "enrich/enrich.h"
#include "list/list.h"
#include "list/product.h"

static struct node *record_of(struct arena *a, struct str text)
{
	struct str none = str_of(NULL, 0);
	struct node *root = node_new(a, NODE_MAP), *resume = node_add_map(a, root, STR_LIT("resume"));
	struct node *work = node_add_map(a, node_add_list(a, resume, STR_LIT("work")), none);
	struct node *device = node_add_map(a, node_add_list(a, root, STR_LIT("devices")), none);

	node_add_text(a, root, STR_LIT("applied_at"), STR_LIT("2026-03-10"));
	node_add_text(a, resume, STR_LIT("text"), text);
	node_add_text(a, work, STR_LIT("title"), text);
	node_add_text(a, work, STR_LIT("employer"), text);
	node_add_text(a, work, STR_LIT("start"), STR_LIT("1999"));
	node_add_text(a, work, STR_LIT("end"), STR_LIT("2000"));
	node_add_text(a, node_add_list(a, device, STR_LIT("software")), none, text);
	node_add_text(a, node_add_list(a, device, STR_LIT("sites")), none, text);
	return root;
}

static void check_search(const struct lists *l, struct str text)
{
	for (int t = 0; t < PRODUCT_TABLES; t++) {
		size_t at = 0, last = 0;
		const struct product *p;
		while ((p = product_next(lists_products(l), (enum product_table)t, text, &at)) != NULL) {
			if (at <= last || at > text.len || p->how == PRODUCT_OTHER || p->how == PRODUCT_SITE)
				abort();
			last = at;
		}
	}
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	static struct lists *lists;
	static struct enrich_plan *plan;
	struct arena a = arena_make(0);
	struct str text = str_of((const char *)data, size);

	if (!lists)
		lists = lists_open("", str_of(NULL, 0), NULL);
	if (!plan)
		plan = enrich_plan_new(lists, NULL, NULL);
	check_search(lists, text);
	struct record r = { .root = record_of(&a, text) };
	if (!enrich_record(plan, &r, &a) || r.explained)
		abort();
	struct node *early = node_get(node_get(r.root, "resume"), "too_early");
	if (!early)
		abort();
	NODE_EACH(n, early) {
		struct str name = str_split(node_text(n), ':', &(struct str){ 0 });
		if (!name.len || !memmem(node_text(n).ptr, node_text(n).len, " years claimed, public since ", 29))
			abort();
	}
	arena_clear(&a);
	return 0;
}
