/* form_map.c - from a record as another system writes it to ours, as the form says. */
#include "list/normal.h"
#include "read/mapping.h"
#include "read/place.h"

enum { SAME_MAX = 64 }; /* texts of a list that are looked through for one that is there already */

struct mapping {
	const struct form *form;
	struct arena *a;
	struct record *record;
	record_fault *fault;
	void *context;
	struct path_frame frame;
	size_t said; /* values so far that the input said, not the form */
	bool failed; /* the arena is full */
};

/* Where a value goes to: told each one, ready. */
typedef void value_sink(struct mapping *m, void *to, const struct node *n);

static void *keep(struct mapping *m, void *p)
{
	m->failed = m->failed || !p;
	return p;
}

static bool is_word(const struct node *n, const struct node *word)
{
	if (n->type == NODE_TEXT || n->type == NODE_NUMBER)
		return (word->type == NODE_TEXT || word->type == NODE_NUMBER) &&
		       str_eq_ascii(str_trim(node_text(n)), node_text(word));
	return n->type == word->type;
}

static bool condition_holds(const struct condition *c, const struct path_frame *at)
{
	for (const struct condition *one = c->any; one; one = one->next)
		if (condition_holds(one, at))
			return true;
	if (c->any)
		return false;
	const struct node *n = c->values ? path_first(&c->path, at) : path_node(&c->path, at);
	/* A list is there even if nothing is in it; a blank text says as little as null. */
	bool found = n && !(n->type == NODE_TEXT && !str_trim(node_text(n)).len);

	if (n && c->values && c->values->type == NODE_LIST) {
		found = false;
		NODE_EACH(v, c->values)
			found = found || is_word(n, v);
	} else if (n && c->values) {
		found = is_word(n, c->values);
	}
	return found != c->is_not;
}

bool conditions_hold(const struct condition *c, const struct path_frame *at)
{
	for (; c; c = c->next)
		if (!condition_holds(c, at))
			return false;
	return true;
}

/* One value on its way. */
struct carrying {
	struct mapping *m;
	const struct value *value;
	const struct field *leaf; /* NULL: as it is */
	value_sink *sink;
	void *to;
	bool only_first, has_one;
};

static struct str key_of(const struct node *n)
{
	return n->type == NODE_TRUE ? STR_LIT("true") : n->type == NODE_FALSE ? STR_LIT("false") : node_text(n);
}

/* What the form puts for the word @n: @n itself for ".", NULL for nothing. */
static const struct node *find_word(const struct node *words, const struct node *n)
{
	if (node_is_container(n))
		return NULL;
	NODE_EACH(w, words)
		if (path_matches(node_key(w), str_trim(key_of(n)), true))
			return w->type == NODE_NULL ? NULL : w->type == NODE_TEXT && str_is(node_text(w), ".") ? n : w;
	return NULL;
}

static enum convert_result convert(const struct carrying *c, struct node *n, const char **wanted)
{
	enum convert_result result = CONVERT_DONE;

	if (n->type == NODE_TEXT && !str_trim(node_text(n)).len)
		return CONVERT_NOTHING;
	for (size_t i = 0; i < c->value->as_count && result == CONVERT_DONE; i++) {
		*wanted = c->value->as[i]->wanted;
		result = c->value->as[i]->run(n, c->m->a);
	}
	if (result != CONVERT_DONE || !c->value->words)
		return result;
	const struct node *word = find_word(c->value->words, n);
	if (!word)
		return CONVERT_NOTHING;
	if (word != n)
		*n = *word;
	return CONVERT_DONE;
}

/* What a field of @type takes, in words. */
static const char *wanted_of(enum field_type type)
{
	return type == FIELD_TIME    ? "a time that exists"
	       : type == FIELD_DATE    ? "a date that exists"
	       : type == FIELD_COUNTRY ? "a country's code or English name"
				       : "a single value";
}

static bool carry(struct carrying *c, const struct node *from)
{
	struct node n = *from;
	const char *wanted = NULL;
	enum convert_result result = convert(c, &n, &wanted);

	if (result == CONVERT_DONE && c->leaf) {
		wanted = wanted_of(c->leaf->type);
		result = convert_to_type(&n, c->leaf->type);
	}
	if (result == CONVERT_MEMORY)
		c->m->failed = true;
	if (result == CONVERT_WRONG && c->leaf && c->m->fault)
		c->m->fault(c->m->context, c->m->record, c->leaf->path, wanted);
	if (result == CONVERT_DONE) {
		c->has_one = true;
		c->m->said += !c->value->constant;
		c->sink(c->m, c->to, &n);
	}
	return !c->m->failed && !(c->only_first && c->has_one);
}

static bool carry_each(void *context, const struct node *n)
{
	struct carrying *c = context;

	if (!c->value->split || n->type != NODE_TEXT)
		return carry(c, n);
	for (struct str rest = node_text(n); rest.ptr;) {
		struct node item = *n;
		struct str text = str_trim(str_split(rest, c->value->split, &rest));
		item.text = text.ptr;
		item.len = (uint32_t)text.len;
		if (text.len && !carry(c, &item))
			return false;
	}
	return true;
}

/* The first value of each path, those that are there, with @with between them. */
static void carry_joined(struct carrying *c)
{
	const struct value *v = c->value;
	struct str all = { NULL, 0 };
	struct node joined = { .type = NODE_TEXT };

	for (size_t i = 0; i < v->paths.count; i++) {
		const struct node *n = path_first(&v->paths.at[i], &c->m->frame);
		struct str text = n && !node_is_container(n) ? str_trim(key_of(n)) : str_of(NULL, 0);
		if (!text.len)
			continue;
		if (all.ptr)
			text = arena_printf(c->m->a, "%.*s%.*s%.*s", STR_ARG(all), STR_ARG(v->with), STR_ARG(text));
		all = text;
		if (!keep(c->m, (void *)(uintptr_t)all.ptr))
			return;
	}
	joined.text = all.ptr;
	joined.len = (uint32_t)all.len;
	if (all.ptr)
		carry_each(c, &joined);
}

/* Give @sink the values of @v: the first one, or all.  True if there was any. */
static bool take_values(struct mapping *m, const struct value *v, const struct field *leaf, bool only_first,
    value_sink *sink, void *to)
{
	struct carrying c = { m, v, leaf, sink, to, only_first, false };

	if (!conditions_hold(v->where, &m->frame))
		return false;
	if (v->constant)
		carry(&c, v->constant);
	else if (v->paths.count > 1)
		carry_joined(&c);
	else if (v->paths.count)
		path_walk(v->paths.at, &m->frame, carry_each, &c);
	return c.has_one;
}

static struct node *copy(struct mapping *m, const struct node *n)
{
	struct node *own = keep(m, ARENA_NEW(m->a, struct node, 1));

	if (own) {
		*own = *n;
		own->flags = NODE_PLAIN; /* whoever shapes the record reads it as the field's type */
		own->line = own->column = own->value_column = 0;
	}
	return own;
}

struct place_to {
	struct node *map;
	struct str key;
};

static void put_member(struct mapping *m, void *to, const struct node *n)
{
	struct place_to *p = to;

	node_add(p->map, p->key, copy(m, n));
}

static bool has_text(const struct node *list, const struct node *n)
{
	size_t left = SAME_MAX;

	NODE_EACH(c, list) {
		if (!left--)
			return false;
		if (c->type == NODE_TEXT && n->type == NODE_TEXT && str_eq(node_text(c), node_text(n)))
			return true;
	}
	return false;
}

static void put_element(struct mapping *m, void *to, const struct node *n)
{
	struct node *list = to;

	if (!has_text(list, n))
		node_add(list, str_of(NULL, 0), copy(m, n));
}

static void put_text(struct mapping *m, struct node *map, const char *key, struct str text)
{
	if (text.ptr && !node_get(map, key)) {
		struct node *n = keep(m, node_add_text(m->a, map, str_from(key), text));
		if (n)
			n->flags = NODE_PLAIN;
	}
}

struct placing {
	struct node *map;
	bool is_postal;
};

/* Members that are there already stay. */
static void put_place(struct mapping *m, void *to, const struct node *n)
{
	const struct placing *p = to;
	struct place at;

	if (n->type != NODE_TEXT)
		return;
	if (!place_read(node_text(n), p->is_postal, m->a, &at)) {
		m->failed = true;
		return;
	}
	put_text(m, p->map, "line1", at.line1);
	put_text(m, p->map, "city", at.city);
	put_text(m, p->map, "region", at.region);
	put_text(m, p->map, "postal_code", p->is_postal ? at.postal_code : str_of(NULL, 0));
	put_text(m, p->map, "country", at.country);
}

static void fill_place(struct mapping *m, const struct part *ways, struct node *map, bool is_postal)
{
	struct placing to = { map, is_postal };

	for (const struct part *p = ways; p; p = p->next)
		if (take_values(m, p->value, NULL, true, put_place, &to))
			return;
}

static void fill(struct mapping *m, const struct target *targets, struct node *map);

/* The members of @part, seen from the frame as it is. */
static void fill_map(struct mapping *m, const struct part *part, struct node *map)
{
	if (!conditions_hold(part->where, &m->frame))
		return;
	fill(m, part->members, map);
	fill_place(m, part->place, map, false);
	fill_place(m, part->postal, map, true);
}

/* Add to @parent what @part makes, if it is more than the form's own constants. */
static bool add_map(struct mapping *m, const struct part *part, struct node *parent, struct str key)
{
	struct node *map = keep(m, node_new(m->a, NODE_MAP));
	size_t said = m->said;

	if (!map)
		return false;
	fill_map(m, part, map);
	if (m->said == said || !map->len)
		return false;
	node_add(parent, key, map);
	return true;
}

struct element_to {
	const struct part *part;
	struct node *list;
};

/* One element for @n; none if nothing comes of it. */
static void put_map(struct mapping *m, void *to, const struct node *n)
{
	const struct element_to *e = to;

	m->frame.at[++m->frame.depth] = n;
	add_map(m, e->part, e->list, str_of(NULL, 0));
	m->frame.depth--;
}

static void fill_list(struct mapping *m, const struct target *t, struct node *list)
{
	for (const struct part *p = t->parts; p && !m->failed; p = p->next) {
		if (p->value) {
			take_values(m, p->value, t->leaf, false, put_element, list);
		} else if (p->each) {
			take_values(m, p->each, NULL, false, put_map, &(struct element_to){ p, list });
		} else {
			add_map(m, p, list, str_of(NULL, 0));
		}
	}
}

static void fill_one(struct mapping *m, const struct target *t, struct node *map)
{
	struct place_to to = { map, t->key };

	for (const struct part *p = t->parts; p && !m->failed; p = p->next) {
		if (p->value && take_values(m, p->value, t->leaf, true, put_member, &to))
			return;
		if (!p->value && add_map(m, p, map, t->key))
			return;
	}
}

/* A list grows with each event of a person; of anything else the first statement stays. */
static void fill(struct mapping *m, const struct target *targets, struct node *map)
{
	for (const struct target *t = targets; t && !m->failed; t = t->next) {
		struct node *old = node_get_str(map, t->key);
		if (!t->is_list) {
			if (!old)
				fill_one(m, t, map);
			continue;
		}
		struct node *list = old ? old : keep(m, node_new(m->a, NODE_LIST));
		if (!list)
			return;
		fill_list(m, t, list);
		if (!old && list->len)
			node_add(map, t->key, list);
	}
}

static struct node *reach_list(struct mapping *m, const char *key)
{
	struct node *list = node_get(m->record->root, key);

	return list ? list : keep(m, node_add_list(m->a, m->record->root, str_from(key)));
}

static bool has_url(const struct node *list, struct str url)
{
	size_t left = SAME_MAX;

	NODE_EACH(c, list) {
		if (!left--)
			return false;
		if (str_eq(node_get_text(c, "url"), url))
			return true;
	}
	return false;
}

/* "https://github.com/name" is a profile, "https://github.com/name/work" a page. */
static struct str profile_handle(struct str url)
{
	struct str handle = url_handle(url);
	size_t end = handle.ptr ? (size_t)(handle.ptr + handle.len - url.ptr) : url.len;
	struct str rest = str_of(url.ptr + end, url.len - end);

	while (rest.len && *rest.ptr == '/')
		rest = str_of(rest.ptr + 1, rest.len - 1);
	return handle.ptr && (!rest.len || *rest.ptr == '?' || *rest.ptr == '#') ? handle : str_of(NULL, 0);
}

static bool is_web(struct str s)
{
	static const struct str begins[] = { STR("https://"), STR("http://"), STR("www.") };

	for (size_t i = 0; i < COUNT(begins); i++)
		if (s.len > begins[i].len && str_eq_ascii(str_of(s.ptr, begins[i].len), begins[i]))
			return str_index(s, ' ') == s.len;
	return str_index(s, ' ') == s.len && str_index(s, '/') < s.len && normal_site(s).ptr;
}

/* An answer may be anything; what is no address on the web is passed over. */
static void put_page(struct mapping *m, void *to, const struct node *n)
{
	struct str url = n->type == NODE_TEXT ? str_trim(node_text(n)) : str_of(NULL, 0);

	(void)to;
	if (!url.len || !is_web(url))
		return;
	struct str site = normal_site(url), handle = site.ptr ? profile_handle(url) : site;
	struct node *list = reach_list(m, handle.ptr ? "accounts" : "links");
	if (!list || has_url(list, url))
		return;
	struct node *map = keep(m, node_add_map(m->a, list, str_of(NULL, 0)));
	if (!map)
		return;
	put_text(m, map, "url", url);
	if (handle.ptr) {
		put_text(m, map, "site", site);
		put_text(m, map, "handle", handle);
	}
}

struct dropper {
	struct mapping *m;
	const struct dropping *drop;
};

static bool drop_each(void *context, const struct node *n)
{
	const struct dropper *d = context;

	if (n->type == NODE_TEXT && !str_trim(node_text(n)).len)
		return true;
	if (!record_drop(d->m->record, d->m->a, d->drop->name))
		d->m->failed = true;
	return !d->m->failed;
}

static void map_one(struct mapping *m, const struct node *raw, const struct node *outer)
{
	const struct form *f = m->form;

	m->frame = (struct path_frame){ { outer, raw }, 1 };
	fill(m, f->targets, m->record->root);
	for (const struct part *p = f->pages; p && !m->failed; p = p->next)
		take_values(m, p->value, NULL, false, put_page, NULL);
	for (const struct dropping *d = f->drops; d && !m->failed; d = d->next)
		path_walk_whole(&d->path, &m->frame, drop_each, &(struct dropper){ m, d });
}

bool form_map(const struct form *f, const struct node *raw, const struct node *outer, struct arena *a,
    struct record *out, record_fault *fault, void *context)
{
	struct mapping m = { .form = f, .a = a, .record = out, .fault = fault, .context = context };

	out->root = node_new(a, NODE_MAP);
	if (!out->root)
		return false;
	if (raw->type != NODE_LIST) {
		map_one(&m, raw, outer);
		if (!m.said) /* nothing but the form's own constants */
			out->root = node_new(a, NODE_MAP);
		return !m.failed && out->root;
	}
	const unsigned line = out->line;
	NODE_EACH(one, raw) {
		const struct node *event = node_get(one, "event"), *at = node_get(one, "line");
		if (m.failed || !event)
			break;
		out->line = at ? (unsigned)at->number : line; /* a fault is told where it stands */
		map_one(&m, event, event);
	}
	out->line = line;
	return !m.failed;
}
