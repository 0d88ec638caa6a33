/* resume.c - resumes of nearly the same wording: candidates that agree in a band, then the exact comparison. */
#include "link/linker_inside.h"

#include "link/keys.h"

#include <stdlib.h>

enum { BUCKET_MAX = 256 }; /* candidates of one band that are compared each with each */

/* Pairs of records, the smaller one above; and the wordings of those that are in a pair. */
struct search {
	struct linker *l;
	uint64_t *pairs;
	size_t pair_count, pair_size;
	struct arena arena;
	uint32_t *records, record_count;
	struct wording *wordings;     /* by place in @records */
	uint32_t *parents;            /* likewise */
	uint32_t *room;               /* for one wording as it is stored */
	size_t room_size;
};

/* What stands before a wording in the spill. */
struct head {
	uint32_t record, run_count, employer_count;
};

static bool next_head(struct search *s, struct head *out, struct err *e)
{
	return spill_get(&s->l->wordings, out, sizeof(*out), e);
}

static void skip_wording(struct search *s, const struct head *h)
{
	spill_skip(&s->l->wordings, ((uint64_t)h->run_count + h->employer_count) * sizeof(*s->room));
}

/* The wording behind its head, without the runs that many have; it stays until the next call. */
static bool get_wording(struct search *s, const struct head *h, struct wording *out, struct err *e)
{
	struct linker *l = s->l;
	size_t count = (size_t)h->run_count + h->employer_count;

	if (!LINKER_GROW(s->room, s->room_size, count, e) ||
	    !spill_get(&l->wordings, s->room, count * sizeof(*s->room), e))
		return false;
	*out = (struct wording){ s->room, s->room + h->run_count, h->run_count, h->employer_count };
	wording_thin(l->runs, out);
	return true;
}

static bool is_over(const struct linker *l)
{
	return l->wordings.at >= l->wordings.size;
}

static bool find_bands(struct search *s, struct keys *bands, struct err *e)
{
	struct linker *l = s->l;

	if (!spill_rewind(&l->wordings, e))
		return false;
	while (!is_over(l)) {
		struct head h;
		struct wording w;
		uint64_t hashes[WORDING_BANDS];
		if (!next_head(s, &h, e) || !get_wording(s, &h, &w, e))
			return false;
		if (w.run_count < (uint32_t)l->settings.resume_least)
			continue;
		wording_bands(&w, hashes);
		for (size_t i = 0; i < WORDING_BANDS; i++)
			if (!keys_add(bands, (struct key_row){ hashes[i], h.record, TIE_NO_TIME }, e))
				return false;
	}
	return true;
}

static bool take_bucket(void *context, const struct key_row *rows, size_t count, struct err *e)
{
	struct search *s = context;

	for (size_t i = 1; i < count; i++)
		for (size_t k = i > BUCKET_MAX ? i - BUCKET_MAX : 0; k < i; k++) {
			if (!LINKER_GROW(s->pairs, s->pair_size, s->pair_count + 1, e))
				return false;
			s->pairs[s->pair_count++] = (uint64_t)rows[k].record << 32 | rows[i].record;
		}
	return true;
}

static int by_pair(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* Each pair once, and the records that they speak of. */
static bool list_records(struct search *s, struct err *e)
{
	size_t n = 0;

	if (s->pair_count)
		qsort(s->pairs, s->pair_count, sizeof(*s->pairs), by_pair);
	for (size_t i = 0; i < s->pair_count; i++)
		if (!n || s->pairs[n - 1] != s->pairs[i])
			s->pairs[n++] = s->pairs[i];
	s->pair_count = n;
	s->records = ARENA_NEW(&s->arena, uint32_t, 2 * n);
	if (!s->records)
		return err_set(e, ERR_MEMORY, "out of memory for links");
	for (size_t i = 0; i < n; i++) {
		s->records[2 * i] = (uint32_t)(s->pairs[i] >> 32);
		s->records[2 * i + 1] = (uint32_t)s->pairs[i];
	}
	if (n)
		qsort(s->records, 2 * n, sizeof(*s->records), by_number);
	for (size_t i = 0; i < 2 * n; i++)
		if (!s->record_count || s->records[s->record_count - 1] != s->records[i])
			s->records[s->record_count++] = s->records[i];
	return true;
}

static uint32_t *copy(struct search *s, const uint32_t *from, uint32_t count)
{
	uint32_t *to = arena_alloc(&s->arena, count * sizeof(*to));

	if (to && count)
		memcpy(to, from, count * sizeof(*to));
	return to;
}

static bool load_wordings(struct search *s, struct err *e)
{
	struct linker *l = s->l;
	uint32_t n = 0;

	s->wordings = ARENA_NEW(&s->arena, struct wording, s->record_count);
	s->parents = ARENA_NEW(&s->arena, uint32_t, s->record_count);
	if (!s->wordings || !s->parents)
		return err_set(e, ERR_MEMORY, "out of memory for links");
	if (!spill_rewind(&l->wordings, e))
		return false;
	while (!is_over(l) && n < s->record_count) {
		struct head h;
		struct wording w;
		if (!next_head(s, &h, e))
			return false;
		if (s->records[n] != h.record) {
			skip_wording(s, &h);
			continue;
		}
		if (!get_wording(s, &h, &w, e))
			return false;
		s->parents[n] = n;
		w.runs = copy(s, w.runs, w.run_count);
		w.employers = copy(s, w.employers, w.employer_count);
		if (!w.runs || !w.employers)
			return err_set(e, ERR_MEMORY, "out of memory for links");
		s->wordings[n++] = w;
	}
	return true;
}

/* Jaccard's measure, and what docs/link.md asks besides. */
static bool is_near(const struct link_settings *x, const struct wording *a, const struct wording *b)
{
	size_t shared = wording_shared(a, b), all = a->run_count + b->run_count - shared;

	if (shared < (size_t)x->resume_least || shared * 100 < all * (size_t)x->resume_percent)
		return false;
	return shared >= (size_t)x->resume_alone || !wording_other_work(a, b);
}

static uint32_t place_of(const struct search *s, uint32_t record)
{
	const uint32_t *at = bsearch(&record, s->records, s->record_count, sizeof(*s->records), by_number);

	return (uint32_t)(at - s->records);
}

static uint32_t root_of(uint32_t *parents, uint32_t i)
{
	while (parents[i] != i)
		i = parents[i] = parents[parents[i]];
	return i;
}

static void compare_pairs(struct search *s)
{
	for (size_t i = 0; i < s->pair_count; i++) {
		uint32_t a = place_of(s, (uint32_t)(s->pairs[i] >> 32)), b = place_of(s, (uint32_t)s->pairs[i]);
		uint32_t x = root_of(s->parents, a), y = root_of(s->parents, b);
		if (x != y && is_near(&s->l->settings, &s->wordings[a], &s->wordings[b]))
			s->parents[x > y ? x : y] = x > y ? y : x;
	}
}

static bool keep_clusters(struct search *s, struct err *e)
{
	struct linker *l = s->l;
	uint32_t *sizes = ARENA_NEW(&s->arena, uint32_t, s->record_count);

	l->resumes = mem_alloc(sizeof(*l->resumes), s->record_count);
	if (!sizes || !l->resumes)
		return err_set(e, ERR_MEMORY, "out of memory for links");
	for (uint32_t i = 0; i < s->record_count; i++)
		sizes[root_of(s->parents, i)]++;
	for (uint32_t i = 0; i < s->record_count; i++) {
		uint32_t root = root_of(s->parents, i);
		if (sizes[root] > 1)
			l->resumes[l->resume_count++] = (struct resume_row){ s->records[i], s->records[root] };
	}
	return true;
}

bool resumes_cluster(struct linker *l, struct err *e)
{
	struct search s = { .l = l };
	struct keys *bands = keys_new();
	bool ok = bands || err_set(e, ERR_MEMORY, "out of memory for links");

	wording_counts_end(l->runs);
	ok = ok && find_bands(&s, bands, e) && keys_shared(bands, take_bucket, &s, e) && list_records(&s, e) &&
	    load_wordings(&s, e);
	if (ok)
		compare_pairs(&s);
	ok = ok && keep_clusters(&s, e);
	keys_free(bands);
	mem_free(s.pairs);
	mem_free(s.room);
	arena_clear(&s.arena);
	spill_clear(&l->wordings);
	return ok;
}
