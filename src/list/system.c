#include "list/system.h"

#include <stdlib.h>

#include "base/log.h"
#include "list/normal.h"

struct systems {
	struct system_hit *at; /* by number, then in the order of the lists */
	size_t count;
};

static int by_number(const void *a, const void *b)
{
	const struct system_hit *x = a, *y = b;

	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return (x->list > y->list) - (x->list < y->list);
}

/* "AS64496", as normal_asn() writes it. */
static bool read_number(struct str line, uint32_t *out)
{
	char normal[NORMAL_MAX];
	struct str s = normal_asn(line, normal);
	int64_t number;

	if (!s.len || !str_number(str_of(s.ptr + 2, s.len - 2), 1, UINT32_MAX, &number))
		return false;
	*out = (uint32_t)number;
	return true;
}

/* One system a line: so the user's lists are kept. */
static bool add_lines(struct systems *s, const struct list *list, struct str text)
{
	while (text.len) {
		struct str line = str_split(text, '\n', &text);
		struct system_hit hit = { .list = list };
		if (!line.len)
			continue;
		if (!read_number(line, &hit.number))
			return false;
		s->at[s->count++] = hit;
	}
	return true;
}

static size_t count_lines(struct str text)
{
	size_t n = 1;

	for (struct str rest = text; rest.len; str_split(rest, '\n', &rest))
		n++;
	return n;
}

static void add_list(struct systems *s, const struct lists *l, const struct list *list, struct arena *a)
{
	struct str text = lists_text(l, list, a);
	size_t before = s->count;
	struct system_hit *more = text.ptr ? ARENA_NEW(a, struct system_hit, before + count_lines(text)) : NULL;

	if (!more)
		return;
	if (before)
		memcpy(more, s->at, before * sizeof(*more));
	s->at = more;
	if (add_lines(s, list, text))
		return;
	log_error("list %.*s is damaged and left out; take it anew", STR_ARG(list->name));
	lists_fail(l);
	s->count = before;
}

struct systems *systems_load(const struct lists *l, struct arena *a)
{
	struct systems *s = ARENA_NEW(a, struct systems, 1);

	for (size_t i = 0; s && i < lists_count(l); i++)
		if (lists_at(l, i)->kind == LIST_ASN)
			add_list(s, l, lists_at(l, i), a);
	if (s && s->count)
		qsort(s->at, s->count, sizeof(*s->at), by_number);
	return s;
}

const struct system_hit *system_find(const struct systems *s, int64_t number, size_t *count)
{
	size_t low = 0, high = s ? s->count : 0, end = high;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (s->at[middle].number < number)
			low = middle + 1;
		else
			high = middle;
	}
	for (*count = 0; low + *count < end && s->at[low + *count].number == number;)
		++*count;
	return *count ? &s->at[low] : NULL;
}
