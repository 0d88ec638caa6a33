#include "link/near.h"

#include "list/normal.h"

#include <pthread.h>
#include <sys/mman.h>

enum {
	RUN = 5,                 /* words */
	LINE = 64,               /* bytes that the machine fetches at once */
	LINES = 1 << 20,         /* of counters */
	PAGE = 1 << 21,          /* a large one */
	WAITING = 1 << 18,       /* runs that are counted in a row */
	MANY = 1 << 14,          /* runs that touch most of the counters' pages */
	AHEAD = 16,              /* runs whose counters are fetched before their turn comes */
	COUNTER_FULL = 255,
	EMPLOYERS_MAX = 64,
	FEW = 16,                /* numbers, which are sorted without counting */
};

/* MurmurHash3's last step: every bit of @h moves every other. */
static uint64_t mix(uint64_t h)
{
	h ^= h >> 33;
	h *= 0xFF51AFD7ED558CCDu;
	h ^= h >> 33;
	h *= 0xC4CEB9FE1A85EC53u;
	return h ^ h >> 33;
}

/* A number goes down among those before it, which are in order. */
static void sink(uint32_t *at, uint32_t count)
{
	for (uint32_t i = 1; i < count; i++) {
		uint32_t x = at[i], k = i;
		for (; k && at[k - 1] > x; k--)
			at[k] = at[k - 1];
		at[k] = x;
	}
}

/*
 * Hashes are spread evenly: counted out by their first eight bits, each has at most a few before it that it is not
 * behind.  qsort() takes six times as many instructions for a resume.
 */
static void sort(uint32_t *at, uint32_t count)
{
	uint32_t spare[WORDING_MAX], starts[256] = { 0 }, sum = 0;

	for (uint32_t i = 0; i < count; i++)
		starts[at[i] >> 24]++;
	for (size_t b = 0; b < COUNT(starts); b++) {
		uint32_t n = starts[b];
		starts[b] = sum;
		sum += n;
	}
	for (uint32_t i = 0; i < count; i++)
		spare[starts[at[i] >> 24]++] = at[i];
	if (count)
		memcpy(at, spare, count * sizeof(*at));
	sink(at, count);
}

/* @at has WORDING_MAX numbers at most. */
static uint32_t sort_unique(uint32_t *at, uint32_t count)
{
	uint32_t n = 0;

	if (count > FEW)
		sort(at, count);
	else
		sink(at, count);
	for (uint32_t i = 0; i < count; i++)
		if (!n || at[n - 1] != at[i])
			at[n++] = at[i];
	return n;
}

/* Of eight bytes those of a word, ASCII capitals made small, the first one lowest; *len: how many begin it. */
static inline uint64_t word_bytes(uint64_t eight, size_t *len)
{
	const uint64_t each = 0x0101010101010101u, high = each * 0x80;
	uint64_t low = eight & ~high, small = low | each * 0x20;
	/* The highest bit of a byte tells whether it is at least the first, and not over the last. */
	uint64_t letters = (small + each * (0x80 - 'a')) & ~(small + each * (0x80 - 'z' - 1)) & ~eight & high;
	uint64_t digits = (low + each * (0x80 - '0')) & ~(low + each * (0x80 - '9' - 1));
	uint64_t others = ~(letters | digits | eight) & high;

	*len = others ? (size_t)__builtin_ctzll(others) / 8 : 8;
	return eight | letters >> 2;
}

static uint64_t load(struct str text, size_t at)
{
	size_t left = text.len - at;

	return left >= 8 ? str_load(text.ptr + at, 8) : str_load(text.ptr + at, left);
}

/*
 * The hash @h (FNV-1a) with @len of @bytes behind it.  All eight are taken, and the step chosen at which the word ends:
 * how long words are cannot be foreseen, and a wrong guess takes longer.
 */
static uint64_t hash_on(uint64_t h, uint64_t bytes, size_t len)
{
	uint64_t steps[9];

	steps[0] = h;
#pragma GCC unroll 8
	for (size_t i = 0; i < 8; i++)
		steps[i + 1] = (steps[i] ^ (bytes >> 8 * i & 0xFF)) * 0x100000001B3u;
	return steps[len];
}

/* The hash of the next word of @text; 0 at the end. */
static uint64_t next_word(struct str text, size_t *at)
{
	uint64_t h = 0xCBF29CE484222325u, bytes;
	size_t i = *at, len = 0;

	while (i < text.len && (bytes = word_bytes(load(text, i), &len), !len))
		i++;
	size_t from = i;
	while (len) {
		h = hash_on(h, bytes, len);
		i += len;
		if (len < 8 || i == text.len)
			break;
		bytes = word_bytes(load(text, i), &len);
	}
	*at = i + (i < text.len); /* what stands behind a word is none of another */
	return i == from ? 0 : h | 1;
}

/* Each word goes into the hash of the run that it ends, and of those that are under way. */
static uint32_t take_runs(struct str text, uint32_t *runs)
{
	uint64_t hashes[RUN] = { 0 }, word; /* of the last word, the last two, ... */
	size_t at = 0, seen = 0;
	uint32_t count = 0;

	while (count < WORDING_MAX && (word = next_word(text, &at))) {
#pragma GCC unroll 4
		for (size_t i = RUN - 1; i; i--)
			hashes[i] = mix(hashes[i - 1] * 31 + word);
		hashes[0] = mix(word);
		if (++seen >= RUN)
			runs[count++] = (uint32_t)hashes[RUN - 1];
	}
	return sort_unique(runs, count);
}

static uint32_t take_employers(const struct node *work, uint32_t *employers)
{
	char out[NORMAL_MAX];
	uint32_t count = 0;

	NODE_EACH(job, work) {
		struct str name = normal_company(node_get_text(job, "employer"), out);
		if (name.len && count < EMPLOYERS_MAX)
			employers[count++] = str_hash(name);
	}
	return sort_unique(employers, count);
}

bool wording_take(const struct record *r, struct arena *a, struct wording *out)
{
	const struct node *resume = node_get(r->root, "resume");
	struct str text = node_get_text(resume, "text");

	*out = (struct wording){ 0 };
	if (!text.len)
		return true;
	size_t most = text.len / 2 + 1 < WORDING_MAX ? text.len / 2 + 1 : WORDING_MAX;
	out->runs = arena_alloc(a, most * sizeof(*out->runs));
	out->employers = arena_alloc(a, EMPLOYERS_MAX * sizeof(*out->employers));
	if (!out->runs || !out->employers)
		return false;
	out->run_count = take_runs(text, out->runs);
	out->employer_count = take_employers(node_get(resume, "work"), out->employers);
	return true;
}

/* --- what many have --- */

/*
 * Counters of one byte, two for each run, both in one line; the smaller is the truer.  They take more than the
 * machine's caches hold, and every access is to another place.  So runs wait until there are many, and are then counted
 * in a row, each place fetched before its turn comes.
 */
struct wording_counts {
	pthread_mutex_t lock;     /* of what waits */
	uint32_t *waiting;        /* places */
	size_t waiting_count;
	pthread_mutex_t counting; /* of the rest; locked after @lock, and kept while others go on with that */
	uint32_t *row;            /* places that are being counted */
	int common;            /* more than so many are too many */
	uint64_t *full_lines;  /* a bit for each line that has a counter over @common */
	unsigned char *at;     /* in @room, where a page begins; touched only where something is counted */
	unsigned char *room;
};

struct wording_counts *wording_counts_new(int common)
{
	struct wording_counts *c = mem_alloc(sizeof(*c), 1);

	if (!c)
		return NULL;
	*c = (struct wording_counts){ .lock = PTHREAD_MUTEX_INITIALIZER, .counting = PTHREAD_MUTEX_INITIALIZER,
		.common = common };
	c->waiting = mem_alloc(sizeof(*c->waiting), WAITING);
	c->row = mem_alloc(sizeof(*c->row), WAITING);
	c->full_lines = mem_alloc(sizeof(*c->full_lines), LINES / 64);
	c->room = mem_alloc(LINE, (size_t)LINES + PAGE / LINE);
	if (!c->waiting || !c->row || !c->full_lines || !c->room) {
		wording_counts_free(c);
		return NULL;
	}
	c->at = c->room + (PAGE - (uintptr_t)c->room % PAGE) % PAGE;
	return c;
}

void wording_counts_free(struct wording_counts *c)
{
	if (!c)
		return;
	pthread_mutex_destroy(&c->lock);
	pthread_mutex_destroy(&c->counting);
	mem_free(c->waiting);
	mem_free(c->row);
	mem_free(c->full_lines);
	mem_free(c->room);
	mem_free(c);
}

/* Where the counters of a run are: the line, then six bits for the first of them and five for the way to the other. */
static inline uint32_t place_of(uint32_t run)
{
	uint64_t h = mix(run + 0x9E3779B97F4A7C15u);

	return (uint32_t)((h & (LINES - 1)) << 11 | (h >> 32 & (LINE - 1)) << 5 | (h >> 40 & 31));
}

static size_t line_of(uint32_t place)
{
	return place >> 11;
}

static void counters_at(const struct wording_counts *c, uint32_t place, unsigned char *out[2])
{
	unsigned char *line = c->at + line_of(place) * LINE;
	size_t first = place >> 5 & (LINE - 1), step = 1 + (place & 31);

	out[0] = line + first;
	out[1] = line + ((first + step) & (LINE - 1));
}

static void count_place(struct wording_counts *c, uint32_t place)
{
	unsigned char *counters[2];

	counters_at(c, place, counters);
	for (size_t k = 0; k < COUNT(counters); k++) {
		if (*counters[k] < COUNTER_FULL)
			++*counters[k];
		if (*counters[k] > c->common)
			c->full_lines[line_of(place) / 64] |= (uint64_t)1 << line_of(place) % 64;
	}
}

/*
 * Large pages, where the machine has them: finding a small one takes longer than counting.  Few runs touch only some of
 * the small ones.
 */
static void count_row(struct wording_counts *c, size_t count)
{
	if (count > MANY)
		madvise(c->at, (size_t)LINES * LINE, MADV_HUGEPAGE);
	for (size_t i = 0; i < count; i++) {
		if (i + AHEAD < count)
			__builtin_prefetch(c->at + line_of(c->row[i + AHEAD]) * LINE, 1);
		count_place(c, c->row[i]);
	}
}

/* Those that wait become the row: how many.  Both locks are held, or there is one thread. */
static size_t take_row(struct wording_counts *c)
{
	size_t count = c->waiting_count;
	uint32_t *swap = c->row;

	c->row = c->waiting;
	c->waiting = swap;
	c->waiting_count = 0;
	return count;
}

/* Others put down theirs while one counts. */
void wording_count(struct wording_counts *c, const struct wording *w)
{
	size_t row = 0;

	pthread_mutex_lock(&c->lock);
	bool is_full = c->waiting_count + w->run_count > WAITING;
	if (is_full) {
		pthread_mutex_lock(&c->counting);
		row = take_row(c);
	}
	for (uint32_t i = 0; i < w->run_count; i++)
		c->waiting[c->waiting_count++] = place_of(w->runs[i]);
	pthread_mutex_unlock(&c->lock);
	if (is_full) {
		count_row(c, row);
		pthread_mutex_unlock(&c->counting);
	}
}

void wording_counts_end(struct wording_counts *c)
{
	count_row(c, take_row(c));
}

/* Nearly all runs are in lines where nothing is common, and the bits that tell it are at hand. */
static bool is_common(const struct wording_counts *c, uint32_t run)
{
	uint32_t place = place_of(run);
	unsigned char *counters[2];

	if (!(c->full_lines[line_of(place) / 64] >> line_of(place) % 64 & 1))
		return false;
	counters_at(c, place, counters);
	return *counters[0] > c->common && *counters[1] > c->common;
}

void wording_thin(const struct wording_counts *c, struct wording *w)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < w->run_count; i++)
		if (!is_common(c, w->runs[i]))
			w->runs[n++] = w->runs[i];
	w->run_count = n;
}

/* --- candidates --- */

/*
 * One permutation hashing (Li, Owen, Zhang 2012): the least value in each bin; an empty bin takes that of another one,
 * chosen by the bin's number and the attempt alone (Shrivastava 2017), so that equal sets choose alike.
 */
static void sign(const struct wording *w, uint64_t bins[WORDING_BINS])
{
	uint64_t own[WORDING_BINS];

	memset(own, 0xFF, sizeof(own));
	for (uint32_t i = 0; i < w->run_count; i++) {
		uint64_t h = mix(w->runs[i]);
		uint64_t *bin = &own[h % WORDING_BINS];
		*bin = h >> 5 < *bin ? h >> 5 : *bin;
	}
	for (uint64_t i = 0; i < WORDING_BINS; i++) {
		bins[i] = own[i];
		for (uint64_t k = 1; bins[i] == UINT64_MAX && w->run_count; k++)
			bins[i] = own[mix(i << 32 | k) % WORDING_BINS];
	}
}

void wording_bands(const struct wording *w, uint64_t bands[WORDING_BANDS])
{
	enum { ROWS = WORDING_BINS / WORDING_BANDS };
	uint64_t bins[WORDING_BINS];

	sign(w, bins);
	for (uint64_t b = 0; b < WORDING_BANDS; b++) {
		uint64_t h = b + 1;
		for (uint64_t i = 0; i < ROWS; i++)
			h = mix(h * 0x9E3779B97F4A7C15u + bins[b * ROWS + i]);
		bands[b] = h;
	}
}

/* --- the exact answer --- */

static size_t common(const uint32_t *a, size_t count, const uint32_t *b, size_t other)
{
	size_t shared = 0;

	for (size_t i = 0, k = 0; i < count && k < other;) {
		shared += a[i] == b[k];
		size_t next = i + (a[i] <= b[k]);
		k += b[k] <= a[i];
		i = next;
	}
	return shared;
}

size_t wording_shared(const struct wording *a, const struct wording *b)
{
	return common(a->runs, a->run_count, b->runs, b->run_count);
}

bool wording_other_work(const struct wording *a, const struct wording *b)
{
	return a->employer_count && b->employer_count &&
	    !common(a->employers, a->employer_count, b->employers, b->employer_count);
}
