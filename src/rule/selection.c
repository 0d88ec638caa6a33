#include "rule/loader.h"

static bool read_map(struct loader *l, const struct node *map, struct item_map *out)
{
	bool ok = true;

	if (!map->len) {
		fault_at(l, map, "selection", "an empty map, which asks nothing");
		return false;
	}
	out->items = LOAD_NEW(l, struct item, map->len);
	if (!out->items)
		return false;
	NODE_EACH(n, map)
		ok = item_read(l, n, &out->items[out->item_count++]) && ok;
	return ok;
}

static bool read_keywords(struct loader *l, const struct node *list, struct item_map *out)
{
	out->items = LOAD_NEW(l, struct item, 1);
	if (!out->items)
		return false;
	out->item_count = 1;
	return keywords_read(l, list, out->items);
}

/* The scalars of a list that has maps too, as a list of their own. */
static struct node *scalars_of(struct loader *l, const struct node *list)
{
	struct node *only = node_new(l->a, NODE_LIST);

	if (!only) {
		l->no_memory = true;
		return NULL;
	}
	only->line = list->line;
	only->column = list->column;
	NODE_EACH(n, list) {
		if (node_is_container(n))
			continue;
		struct node *copy = LOAD_NEW(l, struct node, 1);
		if (!copy)
			return NULL;
		*copy = *n;
		node_add(only, str_of(NULL, 0), copy);
	}
	return only;
}

static bool read_list(struct loader *l, const struct node *list, struct selection *out)
{
	size_t maps = 0, lists = 0;
	bool ok = true;

	NODE_EACH(n, list) {
		maps += n->type == NODE_MAP;
		lists += n->type == NODE_LIST;
		if (n->type == NODE_LIST)
			fault_at(l, n, "selection", "a list inside a list");
	}
	if (!list->len)
		fault_at(l, list, "selection", "an empty list, which nothing could match");
	if (lists || !list->len)
		return false;
	out->maps = LOAD_NEW(l, struct item_map, maps + 1);
	if (!out->maps)
		return false;
	if (!maps) {
		out->map_count = 1;
		return read_keywords(l, list, out->maps);
	}
	NODE_EACH(n, list)
		if (n->type == NODE_MAP)
			ok = read_map(l, n, &out->maps[out->map_count++]) && ok;
	if (maps == list->len)
		return ok;
	warn_at(l, list, "mixed-list",
	    "a list of maps and keywords; most tools refuse it, here each is an alternative");
	const struct node *only = scalars_of(l, list);
	return only && read_keywords(l, only, &out->maps[out->map_count++]) && ok;
}

static bool read_selection(struct loader *l, const struct node *n, struct selection *out)
{
	*out = (struct selection){ .name = node_key(n), .line = n->line, .column = n->column, .file = l->file };
	if (n->type == NODE_LIST)
		return read_list(l, n, out);
	if (n->type == NODE_MAP) {
		out->maps = LOAD_NEW(l, struct item_map, 1);
		out->map_count = 1;
		return out->maps && read_map(l, n, out->maps);
	}
	fault_at(l, n, "selection", "\"%.*s\" must be a map, a list of maps or a list of keywords, and is %s",
	    STR_ARG(out->name), node_type_name((enum node_type)n->type));
	return false;
}

static void check_name(struct loader *l, const struct node *n)
{
	static const char *const operators[] = { "and", "or", "not", "of", "them", "all", "any", "1" };
	struct str name = node_key(n);

	for (size_t i = 0; i < COUNT(operators); i++)
		if (str_is(name, operators[i])) {
			fault_at(l, n, "selection-name", "\"%s\" is a word of conditions and cannot name a selection",
			    operators[i]);
			return;
		}
	if (str_starts(name, STR_LIT("not")))
		warn_at(l, n, "selection-name", "\"%.*s\" begins with \"not\", which some tools take for the operator",
		    STR_ARG(name));
}

struct selection *selections_read(struct loader *l, const struct node *map, const char *const *skip, size_t skip_count,
    size_t *count)
{
	struct selection *at = LOAD_NEW(l, struct selection, map->len);

	*count = 0;
	if (!at)
		return NULL;
	NODE_EACH(n, map) {
		bool skipped = false;
		for (size_t i = 0; i < skip_count && !skipped; i++)
			skipped = str_is(node_key(n), skip[i]);
		if (skipped)
			continue;
		check_name(l, n);
		/* One that has a fault keeps its place, so that conditions can name it. */
		if (!read_selection(l, n, &at[(*count)++]))
			l->is_bad = true;
	}
	return at;
}
