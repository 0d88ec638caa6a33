#include "base/node.h"

struct node *node_new(struct arena *a, enum node_type type)
{
	struct node *n = ARENA_NEW(a, struct node, 1);

	if (n)
		n->type = (uint8_t)type;
	return n;
}

struct node *node_add(struct node *parent, struct str key, struct node *child)
{
	if (!child)
		return NULL;
	child->key = key.ptr;
	child->key_len = (uint32_t)key.len;
	child->key_hash = key.ptr ? str_hash(key) : 0;
	child->slot = 0;
	child->next = NULL;
	if (parent->child)
		parent->last->next = child;
	else
		parent->child = child;
	parent->last = child;
	parent->len++;
	return child;
}

struct node *node_add_text(struct arena *a, struct node *parent, struct str key, struct str text)
{
	struct node *n = node_add(parent, key, node_new(a, NODE_TEXT));

	if (n) {
		n->text = text.ptr;
		n->len = (uint32_t)text.len;
	}
	return n;
}

struct node *node_add_number(struct arena *a, struct node *parent, struct str key, int64_t number)
{
	struct node *n = node_add(parent, key, node_new(a, NODE_NUMBER));
	struct str text = n ? arena_number(a, number) : str_of(NULL, 0);

	if (!text.ptr)
		return NULL;
	n->text = text.ptr;
	n->len = (uint32_t)text.len;
	n->number = (double)number;
	return n;
}

struct node *node_add_list(struct arena *a, struct node *parent, struct str key)
{
	return node_add(parent, key, node_new(a, NODE_LIST));
}

struct node *node_add_map(struct arena *a, struct node *parent, struct str key)
{
	return node_add(parent, key, node_new(a, NODE_MAP));
}

struct node *node_get_hash(const struct node *n, struct str key, uint32_t hash)
{
	struct node *found = NULL;

	if (!n || n->type != NODE_MAP)
		return NULL;
	for (struct node *c = n->child; c; c = c->next)
		if (c->key_hash == hash && str_eq(node_key(c), key))
			found = c;
	return found;
}

struct node *node_get_str(const struct node *n, struct str key)
{
	return node_get_hash(n, key, str_hash(key));
}

struct node_keys node_keys_make(const struct str *keys, size_t count)
{
	struct node_keys k = { .keys = keys, .count = (uint32_t)count, .mask = 1 };

	while (k.mask + 1 < 2 * count)
		k.mask = k.mask * 2 + 1;
	for (uint32_t i = 0; i < count; i++) {
		uint32_t hash = str_hash(keys[i]), at = hash & k.mask;
		while (k.slots[at].number)
			at = (at + 1) & k.mask;
		k.slots[at].hash = hash;
		k.slots[at].number = i + 1;
	}
	return k;
}

void node_get_all(const struct node *map, const struct node_keys *k, struct node **found)
{
	memset(found, 0, k->count * sizeof(*found));
	if (!map || map->type != NODE_MAP)
		return;
	for (struct node *c = map->child; c; c = c->next) {
		size_t i = node_keys_find(k, c);
		if (i < k->count)
			found[i] = c;
	}
}

struct node *node_path(const struct node *n, const char *dotted)
{
	struct str rest = str_from(dotted);
	struct node *at = NULL;

	while (rest.ptr) {
		struct str key = str_split(rest, '.', &rest);
		at = node_get_str(at ? at : n, key);
		if (!at)
			return NULL;
	}
	return at;
}

void node_remove(struct node *parent, struct node *child)
{
	struct node *before = NULL;

	for (struct node *c = parent->child; c; before = c, c = c->next) {
		if (c != child)
			continue;
		if (before)
			before->next = c->next;
		else
			parent->child = c->next;
		if (parent->last == c)
			parent->last = before;
		parent->len--;
		return;
	}
}

struct node *node_copy(struct arena *a, const struct node *n)
{
	struct node *copy = node_new(a, (enum node_type)n->type);

	if (!copy)
		return NULL;
	copy->flags = n->flags;
	copy->line = n->line;
	copy->column = n->column;
	if (n->type == NODE_TEXT || n->type == NODE_NUMBER) {
		copy->number = n->type == NODE_NUMBER ? n->number : 0;
		copy->text = arena_copy(a, node_text(n)).ptr;
		copy->len = n->len;
		return copy->text ? copy : NULL;
	}
	NODE_EACH(c, n) {
		struct str key = c->key ? arena_copy(a, node_key(c)) : str_of(NULL, 0);
		if ((c->key && !key.ptr) || !node_add(copy, key, node_copy(a, c)))
			return NULL;
	}
	return copy;
}

const char *node_type_name(enum node_type type)
{
	static const char *const names[] = { "null", "false", "true", "a number", "text", "a list", "a map" };

	return names[type];
}
