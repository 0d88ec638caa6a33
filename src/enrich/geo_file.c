#include "enrich/geo_file.h"

#include <stdatomic.h>

#include "base/arena.h"

/*
 * The text is cut into blocks.  A block that is asked for is read once: its lines become stretches, each of which
 * ends where the next one begins.  Which block an address is in is found by where the blocks begin.
 *
 * A key is an IPv4 address, or the first half of an IPv6 one; where a network is longer than that half, the stretch
 * says that the lines must be asked.
 */
enum { BLOCK = 512, STRETCHES_MAX = 512 }; /* a line has seven bytes at least, and begins three stretches at most */

struct stretch {
	uint64_t first; /* a key */
	char country[2];
	bool is_known;  /* or else no country has it */
	bool is_mixed;  /* the lines must be asked */
};

struct block {
	size_t count;
	struct stretch at[];
};

struct geo_file {
	struct str text;
	bool is_v6;
	size_t count; /* of blocks */
	_Atomic uint64_t *firsts; /* of each block, one more than its first key; 0: not read yet */
	_Atomic(struct block *) *blocks;
};

struct geo_file *geo_file_new(struct str text, bool is_v6)
{
	struct geo_file *f = mem_alloc(sizeof(*f), 1);

	if (!f)
		return NULL;
	*f = (struct geo_file){ .text = text, .is_v6 = is_v6, .count = text.len / BLOCK + 1 };
	f->firsts = mem_alloc(sizeof(*f->firsts), f->count);
	f->blocks = mem_alloc(sizeof(*f->blocks), f->count);
	if (f->firsts && f->blocks)
		return f;
	mem_free(f->firsts);
	mem_free(f->blocks);
	mem_free(f);
	return NULL;
}

struct line {
	struct ip first, last;
	struct str country;
};

/* Ten digits at most off the front of @s, and the comma behind them. */
static bool take_v4(struct str *s, struct ip *out)
{
	const char *p = s->ptr, *end = p + (s->len < 11 ? s->len : 11);
	uint64_t n = 0;

	for (; p < end && *p >= '0' && *p <= '9'; p++)
		n = n * 10 + (uint64_t)(*p - '0');
	if (p == s->ptr || p == end || *p != ',' || n > UINT32_MAX)
		return false;
	*out = (struct ip){ .lo = n };
	*s = str_of(p + 1, s->len - (size_t)(p - s->ptr) - 1);
	return true;
}

static bool take_v6(struct str *s, struct ip *out)
{
	struct str address = str_split(*s, ',', s);

	return s->ptr && ip_parse(address, out) && out->is_v6;
}

static int compare(const struct ip *a, const struct ip *b)
{
	if (a->hi != b->hi)
		return a->hi < b->hi ? -1 : 1;
	return (a->lo > b->lo) - (a->lo < b->lo);
}

/* Take the line at the front of @text; false if it says nothing. */
static bool take_line(const struct geo_file *f, struct str *text, struct line *out)
{
	struct str rest = str_split(*text, '\n', text);

	if (f->is_v6 ? !take_v6(&rest, &out->first) || !take_v6(&rest, &out->last)
	             : !take_v4(&rest, &out->first) || !take_v4(&rest, &out->last))
		return false;
	out->country = str_trim(rest);
	return out->country.len == 2 && compare(&out->first, &out->last) <= 0;
}

/* The lines that begin in blocks @from to @until. */
static struct str lines_of(const struct geo_file *f, size_t from, size_t until)
{
	size_t ends[] = { from * BLOCK, until < f->count ? until * BLOCK : f->text.len };

	for (size_t i = 0; i < 2; i++)
		if (ends[i] && ends[i] < f->text.len) {
			size_t before = ends[i] - 1;
			ends[i] += str_index(str_of(f->text.ptr + before, f->text.len - before), '\n');
		}
	ends[1] = ends[1] < f->text.len ? ends[1] : f->text.len;
	return ends[0] < ends[1] ? str_of(f->text.ptr + ends[0], ends[1] - ends[0]) : str_of(NULL, 0);
}

static uint64_t key_of(const struct geo_file *f, const struct ip *ip)
{
	return f->is_v6 ? ip->hi : ip->lo;
}

/* Beyond every address if no line is behind it. */
static uint64_t read_first(struct geo_file *f, size_t n)
{
	struct line line;
	bool found = false;

	for (struct str text = lines_of(f, n, f->count); text.len && !found;)
		found = take_line(f, &text, &line);
	uint64_t kept = found ? key_of(f, &line.first) + 1 : UINT64_MAX;
	atomic_store_explicit(&f->firsts[n], kept, memory_order_relaxed);
	return kept - 1;
}

/* The key that block @n begins with. */
static inline uint64_t first_of(struct geo_file *f, size_t n)
{
	uint64_t kept = atomic_load_explicit(&f->firsts[n], memory_order_relaxed);

	return kept ? kept - 1 : read_first(f, n);
}

/* Stretches as they are found, in order. */
struct gather {
	struct stretch at[STRETCHES_MAX];
	size_t count;
};

/* From @s.first on, until the next one; what is known of that key is overruled. */
static inline void put(struct gather *g, struct stretch s)
{
	size_t n = g->count;

	if (n && g->at[n - 1].first == s.first)
		n--;
	if (n == STRETCHES_MAX || (n && g->at[n - 1].first > s.first))
		return;
	g->at[n] = s;
	g->count = n + 1;
}

static void put_v4(struct gather *g, const struct line *l)
{
	put(g, (struct stretch){ l->first.lo, { l->country.ptr[0], l->country.ptr[1] }, .is_known = true });
	put(g, (struct stretch){ .first = l->last.lo + 1 });
}

/* At its ends a network may have a part only of the addresses of a key. */
static void put_v6(struct gather *g, const struct line *l)
{
	bool begins_within = l->first.lo, ends_within = l->last.lo != UINT64_MAX;
	uint64_t first = l->first.hi + begins_within, last = l->last.hi;

	if (begins_within)
		put(g, (struct stretch){ .first = l->first.hi, .is_mixed = true });
	if (first < last || (first == last && !ends_within))
		put(g, (struct stretch){ first, { l->country.ptr[0], l->country.ptr[1] }, .is_known = true });
	if (ends_within)
		put(g, (struct stretch){ .first = last, .is_mixed = true });
	if (last < UINT64_MAX)
		put(g, (struct stretch){ .first = last + 1 });
}

static struct block *read_block(const struct geo_file *f, size_t n)
{
	struct gather g;
	struct line line;

	g.count = 0;
	for (struct str text = lines_of(f, n, n + 1); text.len;)
		if (take_line(f, &text, &line))
			(f->is_v6 ? put_v6 : put_v4)(&g, &line);
	struct block *b = mem_alloc(1, sizeof(*b) + g.count * sizeof(*g.at));
	if (b) {
		b->count = g.count;
		memcpy(b->at, g.at, g.count * sizeof(*g.at));
	}
	return b;
}

/* Of two threads that read it one gives its copy up.  NULL without memory. */
static const struct block *block_of(struct geo_file *f, size_t n)
{
	struct block *b = atomic_load_explicit(&f->blocks[n], memory_order_acquire);
	struct block *mine = b ? NULL : read_block(f, n);

	if (!mine || atomic_compare_exchange_strong(&f->blocks[n], &b, mine))
		return b ? b : mine;
	mem_free(mine);
	return b;
}

/* The last one that begins at @key or before it.  Which half it is in cannot be foreseen, so no branch asks. */
static size_t find_block(struct geo_file *f, uint64_t key)
{
	size_t at = 0;

	for (size_t n = f->count; n > 1;) {
		size_t half = n / 2;
		at += first_of(f, at + half) <= key ? half : 0;
		n -= half;
	}
	return at;
}

static const struct stretch *find_stretch(const struct block *b, uint64_t key)
{
	const struct stretch *p = b->at;

	/* A block is seldom near, and a search waits for four lines of memory, one after the other: ask for all. */
	for (size_t i = 0; i < BLOCK; i += 64)
		__builtin_prefetch((const char *)b + i);
	if (!b->count || key < p->first)
		return NULL;
	for (size_t n = b->count; n > 1;) {
		size_t half = n / 2;
		p += p[half].first <= key ? half : 0;
		n -= half;
	}
	return p;
}

/* Several networks share the first half of @ip: those stand in block @n, or from further ahead up to there. */
static struct str ask_lines(struct geo_file *f, size_t n, const struct ip *ip)
{
	size_t from = n;
	struct line line;

	while (from && first_of(f, from) == ip->hi)
		from--;
	for (struct str text = lines_of(f, from, n + 1); text.len;)
		if (take_line(f, &text, &line) && compare(&line.first, ip) <= 0 && compare(ip, &line.last) <= 0)
			return line.country;
	return str_of(NULL, 0);
}

struct str geo_file_country(struct geo_file *f, const struct ip *ip)
{
	const uint64_t key = key_of(f, ip);
	size_t n = find_block(f, key);
	const struct block *b = block_of(f, n);
	const struct stretch *s = b ? find_stretch(b, key) : NULL;

	if (s && s->is_mixed)
		return ask_lines(f, n, ip);
	return s && s->is_known ? str_of(s->country, 2) : str_of(NULL, 0);
}
