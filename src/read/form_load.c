/* form_load.c - a form's file, checked and compiled; every fault is told with its place and what is near. */
#include <stdarg.h>
#include <stdio.h>

#include "read/mapping.h"

static const char *const form_keys[] = {
	"name", "title", "kind", "any-case", "recognise", "records", "only", "group", "drop", "record",
};

static const char *const value_keys[] = { "path", "join", "constant", "with", "as", "words", "where", "split" };

/* What a form may say beside the record's own fields. */
static const char *const map_keys[] = { "each", "where", "place", "postal" };

struct loading {
	struct form_loader *l;
	struct form *form;
};

static void fault_column(struct form_loader *l, const struct node *at, unsigned column, const char *format,
    va_list args)
{
	struct err e = { 0 };

	l->is_bad = true;
	err_set_list(&e, ERR_SYNTAX, format, args);
	err_at(&e, l->file, at ? at->line : 1, column);
	if (l->fault)
		l->fault(l->context, &e);
}

/* At a key, or at an element of a list. */
__attribute__((format(printf, 3, 4)))
static void fault_at(struct form_loader *l, const struct node *at, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fault_column(l, at, at ? at->column : 1, format, args);
	va_end(args);
}

/* At a scalar itself, @offset bytes into it. */
__attribute__((format(printf, 4, 5)))
static void fault_in(struct form_loader *l, const struct node *at, unsigned offset, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fault_column(l, at, at->value_column ? at->value_column + offset : at->column, format, args);
	va_end(args);
}

static void *allot(struct form_loader *l, size_t size, size_t count)
{
	void *p = arena_zero(l->a, size, count);

	if (!p)
		l->no_memory = true;
	return p;
}

/* "; near: x", or nothing. */
static const char *nearest(struct str word, const char *const *words, size_t count, char *out, size_t size)
{
	const char *near = str_nearest(word, words, count);

	snprintf(out, size, "%s%s", near ? "; near: " : "", near ? near : "");
	return out;
}

static bool is_text(const struct node *n)
{
	return n && n->type == NODE_TEXT && n->len;
}

static bool is_scalar(const struct node *n)
{
	return n->type != NODE_NULL && !node_is_container(n);
}

static size_t index_of(struct str word, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_is(word, words[i]))
			return i;
	return count;
}

static bool note_reading(struct loading *g, const struct path *p)
{
	struct reading *r = allot(g->l, sizeof(*r), 1);

	if (!r)
		return false;
	*r = (struct reading){ g->form->reads, p };
	g->form->reads = r;
	return true;
}

static bool load_path(struct loading *g, const struct node *at, struct path *out)
{
	struct err e = { 0 };

	if (!is_text(at)) {
		fault_in(g->l, at, 0, "a path is wanted here, as text");
		return false;
	}
	if (path_read(node_text(at), g->form->is_table, g->form->any_case, g->l->a, out, &e))
		return note_reading(g, out);
	if (e.code == ERR_MEMORY)
		g->l->no_memory = true;
	else
		fault_in(g->l, at, e.column ? e.column - 1 : 0, "%s", e.text);
	return false;
}

/* "path" or "not path", or {path: value}, {path: [values]}. */
static bool add_condition(struct loading *g, const struct node *at, struct str text, const struct node *values,
    struct condition ***link)
{
	static const struct str no = STR("not ");
	struct condition *c = allot(g->l, sizeof(*c), 1);
	struct node path = *at;

	if (!c)
		return false;
	c->is_not = str_starts(text, no);
	size_t skip = c->is_not ? no.len : 0;
	path.type = NODE_TEXT;
	path.text = text.ptr + skip;
	path.len = (uint32_t)(text.len - skip);
	if (path.value_column)
		path.value_column = (uint16_t)(path.value_column + skip);
	c->values = values;
	if (!load_path(g, &path, &c->path))
		return false;
	if (values && !is_scalar(values) && values->type != NODE_LIST) {
		fault_at(g->l, values, "a value or a list of values is wanted here");
		return false;
	}
	**link = c;
	*link = &c->next;
	return true;
}

static void load_condition(struct loading *g, const struct node *n, struct condition ***link)
{
	if (is_text(n)) {
		add_condition(g, n, node_text(n), NULL, link);
	} else if (n->type == NODE_MAP && n->len) {
		NODE_EACH(c, n) {
			struct node key = *c;
			key.value_column = 0;
			add_condition(g, &key, node_key(c), c, link);
		}
	} else {
		fault_at(g->l, n, "a path, or a map from paths to values, is wanted here");
	}
}

/* A list within the list: one of these will do. */
static void load_any(struct loading *g, const struct node *n, struct condition ***link)
{
	struct condition *c = allot(g->l, sizeof(*c), 1), **inner = c ? &c->any : NULL;

	if (!c)
		return;
	NODE_EACH(one, n)
		load_condition(g, one, &inner);
	if (!c->any)
		return;
	**link = c;
	*link = &c->next;
}

static struct condition *load_conditions(struct loading *g, const struct node *n)
{
	struct condition *first = NULL, **link = &first;

	if (!n)
		return NULL;
	if (n->type != NODE_LIST) {
		load_condition(g, n, &link);
		return first;
	}
	NODE_EACH(c, n) {
		if (c->type == NODE_LIST)
			load_any(g, c, &link);
		else
			load_condition(g, c, &link);
	}
	return first;
}

static void check_keys(struct form_loader *l, const struct node *map, const char *const *keys, size_t count,
    const char *of)
{
	char near[64];

	NODE_EACH(c, map)
		if (index_of(node_key(c), keys, count) == count)
			fault_at(l, c, "%s has no \"%.40s\"%s", of, arena_copy(l->a, node_key(c)).ptr,
			    nearest(node_key(c), keys, count, near, sizeof(near)));
}

static void load_conversion(struct loading *g, const struct node *n, struct value *v)
{
	const char *names[32];
	char near[64];
	const struct conversion *c = is_text(n) ? conversion_find(node_text(n)) : NULL;
	size_t count = 0;

	for (; count < conversion_count && count < COUNT(names); count++)
		names[count] = conversions[count].name;
	if (!is_text(n))
		fault_in(g->l, n, 0, "the name of a conversion is wanted here");
	else if (!c)
		fault_in(g->l, n, 0, "no conversion \"%.40s\"%s", arena_copy(g->l->a, node_text(n)).ptr,
		    nearest(node_text(n), names, count, near, sizeof(near)));
	else if (v->as_count == CONVERT_MAX)
		fault_in(g->l, n, 0, "more than %d conversions of one value", CONVERT_MAX);
	else
		v->as[v->as_count++] = c;
}

static void load_paths(struct loading *g, const struct node *n, struct path_list *to)
{
	size_t count = n->type == NODE_LIST && n->len ? n->len : 1;

	to->at = allot(g->l, sizeof(*to->at), count);
	if (!to->at)
		return;
	if (n->type != NODE_LIST) {
		to->count = load_path(g, n, to->at);
		return;
	}
	NODE_EACH(c, n)
		if (load_path(g, c, &to->at[to->count]))
			to->count++;
}

static void load_words(struct loading *g, const struct node *n, struct value *v)
{
	if (!n)
		return;
	if (n->type != NODE_MAP || !n->len) {
		fault_at(g->l, n, "words is a map from what is found to what is put");
		return;
	}
	NODE_EACH(c, n)
		if (node_is_container(c))
			fault_at(g->l, c, "a word becomes a text, a number, true, false, or null for nothing");
	v->words = n;
}

static void load_split(struct loading *g, const struct node *n, struct value *v)
{
	if (!n)
		return;
	if (n->type == NODE_TEXT && n->len == 1)
		v->split = *n->text;
	else
		fault_in(g->l, n, 0, "split is one character");
}

/* Exactly one of path, join and constant says where the value comes from. */
static void load_source(struct loading *g, const struct node *n, struct value *v)
{
	const struct node *path = node_get(n, "path"), *join = node_get(n, "join"), *constant = node_get(n, "constant");

	if ((path != NULL) + (join != NULL) + (constant != NULL) != 1) {
		fault_at(g->l, n, "one of path, join and constant is wanted here");
		return;
	}
	if (join && (join->type != NODE_LIST || join->len < 2))
		fault_at(g->l, join, "join is a list of two paths or more");
	else if (path && path->type == NODE_LIST)
		fault_at(g->l, path, "path is one path; for several ways make the value a list");
	else if (path || join)
		load_paths(g, path ? path : join, &v->paths);
	else if (!is_scalar(constant))
		fault_at(g->l, constant, "constant is a text, a number, true or false");
	else
		v->constant = constant;
}

/* A path, or a map with one of path, join, constant. */
static struct value *load_value(struct loading *g, const struct node *n)
{
	struct value *v = allot(g->l, sizeof(*v), 1);

	if (!v)
		return NULL;
	v->with = STR_LIT(" ");
	if (n->type != NODE_MAP) {
		v->paths.at = allot(g->l, sizeof(*v->paths.at), 1);
		v->paths.count = v->paths.at && load_path(g, n, v->paths.at);
		return v;
	}
	check_keys(g->l, n, value_keys, COUNT(value_keys), "a value");
	load_source(g, n, v);
	const struct node *as = node_get(n, "as"), *with = node_get(n, "with");
	if (as && as->type != NODE_LIST)
		load_conversion(g, as, v);
	else
		NODE_EACH(c, as)
			load_conversion(g, c, v);
	if (with && with->type != NODE_TEXT)
		fault_in(g->l, with, 0, "with is the text that stands between what is joined");
	else if (with)
		v->with = node_text(with);
	load_words(g, node_get(n, "words"), v);
	load_split(g, node_get(n, "split"), v);
	v->where = load_conditions(g, node_get(n, "where"));
	return v;
}

static bool is_value(const struct node *n)
{
	return n->type != NODE_MAP || node_get(n, "path") || node_get(n, "join") || node_get(n, "constant");
}

static struct target *load_members(struct loading *g, const struct node *map, const char *prefix, bool is_top);

/* Is @path the field @name, but for [] at its end? */
static bool is_path(const char *path, const char *name)
{
	size_t len = strlen(name);

	return strncmp(path, name, len) == 0 && (!path[len] || strcmp(path + len, "[]") == 0);
}

static struct part *load_parts(struct loading *g, const struct node *n, const struct field *f, bool is_list);

static struct part *load_map_part(struct loading *g, const struct node *n, const struct field *f, bool is_list)
{
	struct part *p = allot(g->l, sizeof(*p), 1);
	const struct node *each = node_get(n, "each"), *place = node_get(n, "place"), *postal = node_get(n, "postal");

	if (!p)
		return NULL;
	if (n->type != NODE_MAP) {
		fault_in(g->l, n, 0, "a map of the members of \"%s\" is wanted here", f->path);
		return NULL;
	}
	if (each && !is_list)
		fault_at(g->l, each, "\"%s\" is no list: each has no place here", f->path);
	if ((place || postal) && strcmp(f->path, "location") != 0 && strcmp(f->path, "addresses[]") != 0)
		fault_at(g->l, place ? place : postal, "place and postal are for location and addresses");
	p->each = each && is_list ? load_value(g, each) : NULL;
	p->place = place ? load_parts(g, place, NULL, false) : NULL;
	p->postal = postal ? load_parts(g, postal, NULL, false) : NULL;
	p->where = load_conditions(g, node_get(n, "where"));
	p->members = load_members(g, n, f->path, false);
	return p;
}

/* The ways to fill one field. */
static struct part *load_parts(struct loading *g, const struct node *n, const struct field *f, bool is_list)
{
	struct part *first = NULL, **link = &first;
	const struct node *one = n->type == NODE_LIST ? n->child : n;

	if (n->type == NODE_NULL || (n->type == NODE_LIST && !n->len))
		fault_at(g->l, n, "nothing is said of \"%.*s\"", STR_ARG(node_key(n)));
	for (; one && n->type != NODE_NULL; one = n->type == NODE_LIST ? one->next : NULL) {
		struct part *p;
		if (is_value(one)) {
			p = allot(g->l, sizeof(*p), 1);
			if (p && f && f->type == FIELD_MAP && !f->first)
				fault_in(g->l, one, 0, "\"%s\" needs its members named", f->path);
			if (p)
				p->value = load_value(g, one);
		} else if (f && f->type == FIELD_MAP) {
			p = load_map_part(g, one, f, is_list);
		} else {
			fault_at(g->l, one, "one of path, join and constant is wanted here");
			p = NULL;
		}
		if (!p)
			continue;
		*link = p;
		link = &p->next;
	}
	return first;
}

/* The field that @key names within @prefix, a path of the registry; "" at the top. */
static const struct field *member_field(const char *prefix, struct str key)
{
	char path[160];

	key.len = key.len < 64 ? key.len : 64;
	snprintf(path, sizeof(path), "%s%s%.*s", prefix, *prefix ? "." : "", STR_ARG(key));
	for (size_t i = 0; i < field_count; i++)
		if (!fields[i].is_fact && is_path(fields[i].path, path))
			return &fields[i];
	return NULL;
}

/* The name in the registry within @prefix that @key may have been meant to be. */
static void tell_unknown(struct loading *g, const struct node *at, const char *prefix)
{
	char names[64][48], near[64];
	const char *words[COUNT(names)];
	size_t count = 0, len = strlen(prefix);

	for (size_t i = 0; i < field_count && count < COUNT(names); i++) {
		const char *path = fields[i].path;
		if (fields[i].is_fact || strncmp(path, prefix, len) != 0 || (len && path[len] != '.'))
			continue;
		const char *name = path + len + (len > 0);
		size_t size = strcspn(name, ".[");
		if (size && name[size] != '.' && size < sizeof(names[0])) {
			memcpy(names[count], name, size);
			names[count][size] = '\0';
			words[count] = names[count];
			count++;
		}
	}
	fault_at(g->l, at, "%s has no field \"%.40s\"%s", *prefix ? prefix : "the record",
	    arena_copy(g->l->a, node_key(at)).ptr, nearest(node_key(at), words, count, near, sizeof(near)));
}

static struct target *load_target(struct loading *g, const struct node *n, const char *prefix)
{
	const struct field *f = member_field(prefix, node_key(n));
	struct target *t = allot(g->l, sizeof(*t), 1);

	if (!f)
		tell_unknown(g, n, prefix);
	if (!t || !f)
		return NULL;
	t->field = t->leaf = f;
	if (f->type == FIELD_MAP && f->first)
		t->leaf = member_field(f->path, str_from(f->first));
	t->key = node_key(n);
	t->is_list = str_ends(str_from(f->path), STR_LIT("[]"));
	t->parts = load_parts(g, n, f, t->is_list);
	return t;
}

static struct target *load_members(struct loading *g, const struct node *map, const char *prefix, bool is_top)
{
	struct target *first = NULL, **link = &first;

	NODE_EACH(c, map) {
		bool is_ours = index_of(node_key(c), map_keys, COUNT(map_keys)) < COUNT(map_keys);
		if (is_top ? str_is(node_key(c), "pages") : is_ours)
			continue;
		struct target *t = load_target(g, c, prefix);
		if (!t)
			continue;
		*link = t;
		link = &t->next;
	}
	return first;
}

static void add_drop(struct loading *g, const struct node *path, struct str name, struct dropping ***link)
{
	struct dropping *d = allot(g->l, sizeof(*d), 1);

	if (!d || !load_path(g, path, &d->path))
		return;
	d->name = name.ptr ? name : d->path.count ? d->path.steps[d->path.count - 1].key : node_text(path);
	**link = d;
	*link = &d->next;
}

/* A list of paths, counted under their last name, and of maps {path, name}. */
static void load_drops(struct loading *g, struct form *f, const struct node *n)
{
	struct dropping **link = &f->drops;

	if (n && n->type != NODE_LIST) {
		fault_at(g->l, n, "drop is a list of paths");
		return;
	}
	NODE_EACH(c, n) {
		static const char *const keys[] = { "path", "name" };
		const struct node *path = node_get(c, "path"), *name = node_get(c, "name");
		if (c->type == NODE_MAP)
			check_keys(g->l, c, keys, COUNT(keys), "what is dropped");
		if (c->type == NODE_MAP && (!is_text(path) || !is_text(name)))
			fault_at(g->l, c, "path and name are wanted here");
		else if (c->type == NODE_MAP)
			add_drop(g, path, node_text(name), &link);
		else
			add_drop(g, c, str_of(NULL, 0), &link);
	}
}

bool form_load_mapping(struct form_loader *l, struct form *f)
{
	struct loading g = { l, f };
	const struct node *record = node_get(f->source, "record"), *pages = node_get(record, "pages");
	const struct node *only = node_get(f->source, "only");

	f->only = load_conditions(&g, only);
	load_drops(&g, f, node_get(f->source, "drop"));
	if (record && record->type == NODE_MAP)
		f->targets = load_members(&g, record, "", true);
	if (pages)
		f->pages = load_parts(&g, pages, NULL, true);
	return !l->no_memory && !l->is_bad;
}

static const char *take_name(struct form_loader *l, const struct node *document)
{
	const struct node *n = node_get(document, "name");

	if (!is_text(n)) {
		fault_at(l, n ? n : document, "a form needs a name");
		return NULL;
	}
	for (size_t i = 0; i < n->len; i++) {
		char c = n->text[i];
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) {
			fault_in(l, n, (unsigned)i, "a name is made of a to z, digits and -");
			return NULL;
		}
	}
	if (str_is(node_text(n), "candor")) {
		fault_in(l, n, 0, "\"candor\" is the program's own form");
		return NULL;
	}
	return arena_copy(l->a, node_text(n)).ptr;
}

static void take_kind(struct form_loader *l, struct form *f, const struct node *kind, const struct node *any_case)
{
	bool is_json = !kind || (kind->type == NODE_TEXT && str_is(node_text(kind), "json"));

	f->is_table = kind && kind->type == NODE_TEXT && str_is(node_text(kind), "table");
	if (!is_json && !f->is_table)
		fault_in(l, kind, 0, "kind is json or table");
	f->any_case = any_case && any_case->type == NODE_TRUE;
	if (any_case && any_case->type != NODE_TRUE && any_case->type != NODE_FALSE)
		fault_in(l, any_case, 0, "any-case is true or false");
}

/* What stands in the place of each key, and that nothing needed is missing. */
static void check_document(struct form_loader *l, const struct node *document)
{
	const struct node *title = node_get(document, "title"), *record = node_get(document, "record");

	check_keys(l, document, form_keys, COUNT(form_keys), "a form");
	if (!is_text(title))
		fault_at(l, title ? title : document, "a form needs a title");
	if (!record || record->type != NODE_MAP || !record->len)
		fault_at(l, record ? record : document, "a form needs a record: a map from our fields to theirs");
	if (!node_get(document, "recognise"))
		fault_at(l, document, "a form needs recognise: a list of what is in every record of its kind");
}

struct form *form_load(struct form_loader *l, const struct node *document)
{
	struct form *f = allot(l, sizeof(*f), 1);
	struct loading g = { l, f };

	if (!f)
		return NULL;
	if (document->type != NODE_MAP) {
		fault_at(l, document, "a form is a map");
		return NULL;
	}
	check_document(l, document);
	f->name = take_name(l, document);
	const struct node *title = node_get(document, "title");
	f->title = is_text(title) ? arena_copy(l->a, node_text(title)).ptr : "";
	f->file = l->file;
	f->source = document;
	take_kind(l, f, node_get(document, "kind"), node_get(document, "any-case"));
	const struct node *records = node_get(document, "records"), *group = node_get(document, "group");
	if (group && f->is_table)
		fault_at(l, group, "rows of a table are not gathered: group is for json");
	if (records)
		load_paths(&g, records, &f->records);
	if (group)
		load_paths(&g, group, &f->group);
	f->recognise = load_conditions(&g, node_get(document, "recognise"));
	for (const struct condition *c = f->recognise; c; c = c->next)
		f->recognise_count++;
	return f;
}
