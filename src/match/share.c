#include "match/share.h"

#include "match/index.h"

static const struct str beside = STR("applicant");

/* What a name that begins with "applicant." has behind that; no text of "applicant" itself. */
static struct str name_inside(struct str path)
{
	size_t skip = beside.len + 1;

	return path.len > skip ? str_of(path.ptr + skip, path.len - skip) : str_of(NULL, 0);
}

/* Not empty, none of its keys empty, and not about an applicant of the applicant. */
static bool is_plain(struct str name)
{
	bool was_dot = true;

	for (size_t i = 0; i < name.len; i++) {
		bool is_dot = name.ptr[i] == '.';
		if (is_dot && was_dot)
			return false;
		was_dot = is_dot;
	}
	return !was_dot && !(str_starts(name, beside) && (name.len == beside.len || name.ptr[beside.len] == '.'));
}

size_t share_names(const struct matcher *m, struct str *out)
{
	const struct trie *names = &m->names;
	size_t count = 0;

	for (uint32_t i = 0; i < names->count && names->beside != TRIE_NONE; i++) {
		const struct trie_place *p = &names->places[i];
		if (!p->is_beside || i == names->beside)
			continue;
		struct str name = name_inside(p->path);
		if (!is_plain(name))
			return 0;
		if (p->is_field)
			out[count++] = name;
	}
	return count;
}

bool share_make(const struct matcher *applicant, const struct matcher *m, struct arena *a, struct share *out)
{
	const struct trie *names = &m->names;
	struct str *room = ARENA_NEW(a, struct str, names->count);

	*out = (struct share){ .pairs = ARENA_NEW(a, struct reading_pair, names->count) };
	if (!room || !out->pairs)
		return false;
	if (!share_names(m, room))
		return true;
	for (uint32_t i = 0; i < names->count; i++) {
		const struct trie_place *p = &names->places[i];
		if (!p->is_beside)
			continue;
		uint32_t from = i == names->beside ? (uint32_t)TRIE_EVENT :
		    intern_find(&applicant->names.by_path, name_inside(p->path));
		out->pairs[out->count++] = (struct reading_pair){ from, i };
	}
	return true;
}
