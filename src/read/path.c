#include "read/path.h"

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Is @part somewhere in @s, without regard to the case of ASCII letters? */
static bool has_text(struct str s, struct str part)
{
	for (size_t i = 0; i + part.len <= s.len; i++)
		if (str_eq_ascii(str_of(s.ptr + i, part.len), part))
			return true;
	return false;
}

static bool is_same(char a, char b, bool any_case)
{
	return a == b || (any_case && lower(a) == lower(b));
}

/* One star at a time, going back to the last one only: linear in practice, and never worse than the product. */
bool path_matches(struct str glob, struct str s, bool any_case)
{
	size_t g = 0, i = 0, star = SIZE_MAX, from = 0;

	while (i < s.len) {
		if (g < glob.len && glob.ptr[g] == '*') {
			star = g++;
			from = i;
		} else if (g < glob.len && is_same(glob.ptr[g], s.ptr[i], any_case)) {
			g++;
			i++;
		} else if (star != SIZE_MAX) {
			g = star + 1;
			i = ++from;
		} else {
			return false;
		}
	}
	while (g < glob.len && glob.ptr[g] == '*')
		g++;
	return g == glob.len;
}

static bool key_matches(const struct path *p, const struct path_step *s, struct str key)
{
	if (s->is_glob)
		return path_matches(s->key, key, p->any_case);
	return p->any_case ? str_eq_ascii(s->key, key) : str_eq(s->key, key);
}

bool path_takes(const struct path *p, struct str key)
{
	return !p->count || key_matches(p, p->steps, key);
}

static bool fault(struct err *e, struct str text, const char *at, const char *what)
{
	err_set(e, ERR_SYNTAX, "%s", what);
	return err_at(e, NULL, 0, (unsigned)(at - text.ptr) + 1);
}

/* "[0]", "[type=City]", "[question.body~time zone]": @inner is what stands in the brackets. */
static bool read_select(struct str text, struct str inner, struct path_step *s, struct err *e)
{
	int64_t index;
	size_t at = 0;

	if (str_number(inner, 0, 9999, &index)) {
		s->select = PATH_INDEX;
		s->index = (unsigned)index;
		return true;
	}
	while (at < inner.len && inner.ptr[at] != '=' && inner.ptr[at] != '~')
		at++;
	if (at == 0 || at == inner.len)
		return fault(e, text, inner.ptr, "in brackets stands a number, name=text or name~text");
	s->select = inner.ptr[at] == '=' ? PATH_EQUAL : PATH_HAS;
	s->member = str_of(inner.ptr, at);
	s->want = str_of(inner.ptr + at + 1, inner.len - at - 1);
	return s->want.len > 0 || fault(e, text, inner.ptr + at, "a text is missing behind = or ~");
}

/* One step off the front of *rest. */
static bool read_step(struct str text, struct str *rest, struct path_step *s, struct err *e)
{
	struct str r = *rest;
	size_t at = 0;

	while (at < r.len && r.ptr[at] != '.' && r.ptr[at] != '[')
		at++;
	s->key = str_of(r.ptr, at);
	s->hash = str_hash(s->key);
	s->is_glob = str_index(s->key, '*') < at;
	if (!at)
		return fault(e, text, r.ptr, "a member's name is missing");
	r = str_of(r.ptr + at, r.len - at);
	if (r.len && *r.ptr == '[') {
		size_t end = str_index(r, ']');
		if (end == r.len)
			return fault(e, text, r.ptr, "a bracket is not closed");
		if (!read_select(text, str_of(r.ptr + 1, end - 1), s, e))
			return false;
		r = str_of(r.ptr + end + 1, r.len - end - 1);
	}
	if (r.len && *r.ptr != '.')
		return fault(e, text, r.ptr, "a dot or the end must follow");
	*rest = r.len ? str_of(r.ptr + 1, r.len - 1) : str_of(NULL, 0);
	return true;
}

/* A column's name, in lower case as headers are. */
static bool read_column(struct str text, struct arena *a, struct path *out, struct err *e)
{
	char *p = arena_alloc(a, text.len + 1);

	out->steps = ARENA_NEW(a, struct path_step, 1);
	if (!p || !out->steps)
		return err_set(e, ERR_MEMORY, "out of memory");
	for (size_t i = 0; i < text.len; i++)
		p[i] = lower(text.ptr[i]);
	struct str key = str_of(p, text.len);
	*out->steps = (struct path_step){ .key = key, .hash = str_hash(key), .is_glob = str_index(key, '*') < key.len };
	out->count = 1;
	return true;
}

bool path_read(struct str text, bool is_column, bool any_case, struct arena *a, struct path *out, struct err *e)
{
	struct str rest = text;
	size_t room = 1;

	*out = (struct path){ .any_case = any_case };
	for (; rest.len && *rest.ptr == '^'; out->up++)
		rest = str_of(rest.ptr + 1, rest.len - 1);
	if (out->up >= PATH_LEVELS)
		return fault(e, text, text.ptr, "^ leads out of an element and out of the record, no further");
	if (str_is(rest, ".") || (out->up && !rest.len))
		return true;
	if (!rest.len)
		return fault(e, text, text.ptr, "a path is missing");
	if (is_column)
		return read_column(rest, a, out, e);
	if (out->up && *rest.ptr == '.')
		rest = str_of(rest.ptr + 1, rest.len - 1);
	for (size_t i = 0; i < rest.len; i++)
		room += rest.ptr[i] == '.';
	out->steps = ARENA_NEW(a, struct path_step, room);
	if (!out->steps)
		return err_set(e, ERR_MEMORY, "out of memory");
	if (rest.len && rest.ptr[rest.len - 1] == '.')
		return fault(e, text, rest.ptr + rest.len - 1, "a member's name is missing");
	while (rest.len)
		if (!read_step(text, &rest, &out->steps[out->count++], e))
			return false;
	return true;
}

struct walk {
	const struct path *path;
	path_visit *visit;
	void *context;
	bool is_whole; /* lists at the end are given as they are */
};

/* Has the element @n the member that the step asks for? */
static bool is_selected(const struct path_step *s, const struct node *n)
{
	const struct node *m = n;

	for (struct str rest = s->member; rest.ptr && m;) {
		struct str key = str_split(rest, '.', &rest);
		m = str_is(key, "") ? m : node_get_str(m, key);
	}
	if (!m || (m->type != NODE_TEXT && m->type != NODE_NUMBER))
		return false;
	struct str text = node_text(m);
	return s->select == PATH_EQUAL ? str_eq_ascii(str_trim(text), s->want) : has_text(text, s->want);
}

static bool walk_from(const struct walk *w, size_t step, const struct node *n);

/* @n was reached by @s, which is before @step. */
static bool walk_member(const struct walk *w, const struct path_step *s, size_t step, const struct node *n)
{
	unsigned index = 0;

	if (s->select == PATH_ALL)
		return walk_from(w, step, n);
	if (n->type != NODE_LIST)
		return s->select == PATH_INDEX ? s->index != 0 || walk_from(w, step, n)
					       : !is_selected(s, n) || walk_from(w, step, n);
	NODE_EACH(c, n) {
		bool is_it = s->select == PATH_INDEX ? index++ == s->index : is_selected(s, c);
		if (is_it && !walk_from(w, step, c))
			return false;
	}
	return true;
}

/* Of equal keys the last one counts. */
static const struct node *find_member(const struct path *p, const struct path_step *s, const struct node *map)
{
	const struct node *found = NULL;

	if (!p->any_case)
		return node_get_str(map, s->key);
	NODE_EACH(c, map)
		if (key_matches(p, s, node_key(c)))
			found = c;
	return found;
}

/* Depth is bounded by the reader of JSON and by the path. */
static bool walk_from(const struct walk *w, size_t step, const struct node *n)
{
	if (n->type == NODE_NULL)
		return true;
	if (n->type == NODE_LIST && !(w->is_whole && step == w->path->count)) {
		NODE_EACH(c, n)
			if (!walk_from(w, step, c))
				return false;
		return true;
	}
	if (step == w->path->count)
		return w->visit(w->context, n);
	if (n->type != NODE_MAP)
		return true;
	const struct path_step *s = &w->path->steps[step];
	if (!s->is_glob) {
		const struct node *m = find_member(w->path, s, n);
		return !m || walk_member(w, s, step + 1, m);
	}
	NODE_EACH(c, n)
		if (key_matches(w->path, s, node_key(c)) && !walk_member(w, s, step + 1, c))
			return false;
	return true;
}

static bool walk(const struct path *p, const struct path_frame *from, bool is_whole, path_visit *visit, void *context)
{
	const struct walk w = { p, visit, context, is_whole };
	const struct node *n = p->up <= from->depth ? from->at[from->depth - p->up] : NULL;

	return !n || walk_from(&w, 0, n);
}

bool path_walk(const struct path *p, const struct path_frame *from, path_visit *visit, void *context)
{
	return walk(p, from, false, visit, context);
}

bool path_walk_whole(const struct path *p, const struct path_frame *from, path_visit *visit, void *context)
{
	return walk(p, from, true, visit, context);
}

static bool keep_first(void *context, const struct node *n)
{
	*(const struct node **)context = n;
	return false;
}

const struct node *path_first(const struct path *p, const struct path_frame *from)
{
	const struct node *found = NULL;

	walk(p, from, false, keep_first, &found);
	return found;
}

const struct node *path_node(const struct path *p, const struct path_frame *from)
{
	const struct node *found = NULL;

	walk(p, from, true, keep_first, &found);
	return found;
}
