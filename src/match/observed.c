#include "match/observed.h"

#include <stdlib.h>

/* A place of the common tree, for sorting. */
struct path_place {
	struct str path;
	uint32_t place;
};

/* Paths in order of their keys: a path stands before those that begin with it. */
static int by_path(const void *a, const void *b)
{
	struct str x = ((const struct path_place *)a)->path, y = ((const struct path_place *)b)->path;

	for (size_t i = 0;; i++) {
		int cx = i >= x.len ? -2 : x.ptr[i] == '.' ? -1 : (unsigned char)x.ptr[i];
		int cy = i >= y.len ? -2 : y.ptr[i] == '.' ? -1 : (unsigned char)y.ptr[i];
		if (cx != cy)
			return cx < cy ? -1 : 1;
		if (cx == -2)
			return 0;
	}
}

static bool begins_with(struct str path, struct str other)
{
	return str_starts(path, other) && path.len > other.len && path.ptr[other.len] == '.';
}

/* The path from the record on of a place of a category's matcher: no text for the event and the record themselves. */
static struct str full_path(const struct matcher *m, uint32_t place, const char *list, struct arena *a)
{
	const struct trie_place *p = &m->names.places[place];
	size_t skip = strlen("applicant.");

	if (place == TRIE_EVENT)
		return str_from(list);
	if (p->is_beside)
		return p->path.len > skip ? str_of(p->path.ptr + skip, p->path.len - skip) : STR_LIT("");
	return *list ? arena_printf(a, "%s.%.*s", list, STR_ARG(p->path)) : p->path;
}

/* Add one matcher's places to the common tree; @map is by its places. */
static bool add_places(const struct matcher *m, const char *list, struct trie *all, struct arena *a, uint32_t *map)
{
	for (uint32_t i = 0; i < m->names.count; i++) {
		struct str path = full_path(m, i, list, a);
		map[i] = path.ptr ? trie_add(all, a, path) : (uint32_t)TRIE_NONE;
		if (map[i] == TRIE_NONE)
			return false;
	}
	return true;
}

/* Put the tree's places in order; *at is, by place, where its path stands. */
static bool sort_paths(struct observed *o, const struct trie *all, struct arena *a, uint32_t **at)
{
	size_t count = all->count ? all->count - 1 : 0;
	struct path_place *sorted = ARENA_NEW(a, struct path_place, count);

	*at = ARENA_NEW(a, uint32_t, count + 1);
	o->paths = ARENA_NEW(a, struct str, count);
	o->ends = ARENA_NEW(a, uint32_t, count);
	o->parents = ARENA_NEW(a, uint32_t, count);
	if (!sorted || !*at || !o->paths || !o->ends || !o->parents)
		return false;
	for (uint32_t i = 0; i < count; i++)
		sorted[i] = (struct path_place){ all->places[i + 1].path, i + 1 };
	qsort(sorted, count, sizeof(*sorted), by_path);
	(*at)[TRIE_EVENT] = TRIE_NONE;
	for (uint32_t i = 0; i < count; i++) {
		(*at)[sorted[i].place] = i;
		o->paths[i] = sorted[i].path;
		o->parents[i] = (*at)[all->places[sorted[i].place].parent];
	}
	for (uint32_t i = 0, end; i < count; i++) {
		for (end = i + 1; end < count && begins_with(o->paths[end], o->paths[i]); end++)
			;
		o->ends[i] = end;
	}
	o->count = count;
	return true;
}

bool observed_make(struct observed *o, struct matcher *const *matchers, struct arena *a)
{
	struct trie all = { .count = 0 };
	uint32_t *at;

	o->by_place = ARENA_NEW(a, uint32_t *, category_count);
	o->lists = ARENA_NEW(a, uint32_t, category_count);
	if (!o->by_place || !o->lists)
		return false;
	for (size_t c = 0; c < category_count; c++) {
		size_t places = matchers[c] ? matchers[c]->names.count : 0;
		if (!(o->by_place[c] = ARENA_NEW(a, uint32_t, places)))
			return false;
		if (places && !add_places(matchers[c], categories[c].path, &all, a, o->by_place[c]))
			return false;
	}
	if (!sort_paths(o, &all, a, &at))
		return false;
	for (size_t c = 0; c < category_count; c++) {
		uint32_t *map = o->by_place[c];
		o->lists[c] = TRIE_NONE;
		for (size_t i = 0; matchers[c] && i < matchers[c]->names.count; i++)
			map[i] = at[map[i]];
		/* An event being there says that the list is, which observed_mark_list() tells. */
		if (matchers[c] && *categories[c].path) {
			o->lists[c] = map[TRIE_EVENT];
			map[TRIE_EVENT] = TRIE_NONE;
		}
	}
	return true;
}

/* What is missing where the marks are those behind it. */
struct observed_list {
	struct str_list missing;
	uint64_t hash, marks[];
};

bool observed_marks_init(struct observed_marks *m, const struct observed *o)
{
	*m = (struct observed_marks){ .words = o->count / 8 + 1, .kept = arena_make(OBSERVED_LISTS_BYTES) };
	m->at = mem_alloc(8, m->words);
	return m->at;
}

void observed_marks_clear(struct observed_marks *m)
{
	mem_free(m->at);
	arena_clear(&m->kept);
	*m = (struct observed_marks){ 0 };
}

void observed_begin(struct observed_marks *m)
{
	memset(m->at, 0, 8 * m->words);
}

void observed_mark_list(const struct observed *o, size_t category, const struct category_list *events,
    struct observed_marks *m)
{
	uint32_t list = o->lists[category];

	if (list == TRIE_NONE)
		return;
	if (category_list_has(events))
		m->at[list] = 1;
	/* No list is deeper than in a map of the record. */
	if (events->parent && o->parents[list] != TRIE_NONE)
		m->at[o->parents[list]] = 1;
}

static bool list_missing(const struct observed *o, const uint8_t *marks, struct arena *a, struct str_list *out)
{
	struct str *at = arena_alloc(a, (o->count + 1) * sizeof(*at));
	size_t n = 0;

	for (uint32_t i = 0; at && i < o->count;) {
		if (marks[i]) {
			i++;
			continue;
		}
		at[n++] = o->paths[i];
		i = o->ends[i];
	}
	*out = (struct str_list){ at, n };
	return at;
}

static uint64_t hash_marks(const struct observed_marks *m)
{
	uint64_t hash = 0;

	for (size_t i = 0; i < m->words; i++)
		hash = (hash + str_load((const char *)m->at + 8 * i, 8)) * 0x9E3779B97F4A7C15;
	return hash;
}

/* A copy of @missing, for the next record with these marks, as long as there is room. */
static void remember(struct observed_marks *m, uint64_t hash, struct observed_list **place,
    const struct str_list *missing)
{
	size_t marks = 8 * m->words, names = missing->count * sizeof(*missing->at);
	struct observed_list *l = arena_alloc(&m->kept, sizeof(*l) + marks);
	struct str *at = l ? arena_alloc(&m->kept, names + 1) : NULL;

	if (!at)
		return;
	memcpy(l->marks, m->at, marks);
	memcpy(at, missing->at, names);
	l->missing = (struct str_list){ at, missing->count };
	l->hash = hash;
	*place = l;
}

bool observed_missing(const struct observed *o, struct observed_marks *m, struct arena *a, struct str_list *out)
{
	uint64_t hash = hash_marks(m);
	size_t at = hash >> 32, until = at + 4;
	struct observed_list **place;

	for (; at < until && *(place = &m->lists[at % OBSERVED_LISTS]); at++)
		if ((*place)->hash == hash && memcmp((*place)->marks, m->at, 8 * m->words) == 0) {
			*out = (*place)->missing;
			return true;
		}
	if (!list_missing(o, m->at, a, out))
		return false;
	if (at < until)
		remember(m, hash, place, out);
	return true;
}
