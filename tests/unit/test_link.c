#include "test.h"

#include "base/arena.h"
#include "base/buf.h"
#include "link/keys.h"
#include "link/near.h"
#include "link/people.h"

#include <stdio.h>
#include <stdlib.h>

/* --- keys --- */

struct told {
	size_t groups, rows;
	uint64_t last;
	bool sorted;
};

static bool count_rows(void *context, const struct key_row *rows, size_t count, struct err *e)
{
	struct told *t = context;

	(void)e;
	t->sorted = t->sorted && (!t->groups || rows->key > t->last);
	for (size_t i = 1; i < count; i++)
		t->sorted = t->sorted && rows[i - 1].record <= rows[i].record && rows[i].key == rows->key;
	t->last = rows->key;
	t->groups++;
	t->rows += count;
	return true;
}

static uint64_t spread(uint64_t n)
{
	n = (n + 1) * 0x9E3779B97F4A7C15u;
	return n ^ n >> 29;
}

/* Each of @many keys with @records records, in an order that mixes them; more than a part keeps in memory. */
static void test_keys_of(uint32_t many, uint32_t records)
{
	struct keys *k = keys_new();
	struct told t = { .sorted = true };
	struct err e = { 0 };
	bool ok = k;

	for (uint32_t r = records; ok && r--;)
		for (uint32_t i = 0; ok && i < many; i++)
			ok = keys_add(k, (struct key_row){ spread(i), r, 0 }, &e);
	for (uint32_t i = 0; ok && i < 100; i++)
		ok = keys_add(k, (struct key_row){ spread(many + i), i, 0 }, &e) &&
		    keys_add(k, (struct key_row){ spread(many + i), i, 1 }, &e);
	CHECK(ok && keys_shared(k, count_rows, &t, &e));
	CHECK_NUM(t.groups, records > 1 ? many : 0);
	CHECK_NUM(t.rows, records > 1 ? (size_t)many * records : 0);
	CHECK(t.sorted);
	keys_free(k);
}

/* --- pictures --- */

static void test_pictures_within(int bits)
{
	enum { PAIRS = 400 };
	struct picture p[2 * PAIRS];
	uint64_t state = 88172645463325252u;

	for (uint32_t i = 0; i < PAIRS; i++) {
		state ^= state << 13, state ^= state >> 7, state ^= state << 17;
		uint64_t other = state;
		for (int b = 0; b < (int)(i % 10); b++)
			other ^= (uint64_t)1 << ((uint32_t)b * 7 + i) % 64;
		p[2 * i] = (struct picture){ .hash = state, .record = 2 * i };
		p[2 * i + 1] = (struct picture){ .hash = other, .record = 2 * i + 1 };
	}
	CHECK(pictures_cluster(p, 2 * PAIRS, bits));
	uint32_t clusters[2 * PAIRS];
	for (size_t i = 0; i < 2 * PAIRS; i++)
		clusters[p[i].record] = p[i].cluster;
	for (uint32_t i = 0; i < PAIRS; i++)
		CHECK_NUM(clusters[2 * i] == clusters[2 * i + 1], (int)(i % 10) <= bits);
}

/* --- wording --- */

static struct wording wording_of(struct arena *a, const char *text)
{
	struct record r = { .root = node_new(a, NODE_MAP) };
	struct node *resume = node_add_map(a, r.root, STR_LIT("resume"));
	struct wording w = { 0 };

	node_add_text(a, resume, STR_LIT("text"), str_from(text));
	CHECK(wording_take(&r, a, &w));
	return w;
}

static const char *random_text(struct arena *a, unsigned seed, size_t words, size_t change)
{
	struct buf b = buf_make(1 << 20);
	uint64_t state = seed + 1;

	for (size_t i = 0; i < words; i++) {
		state = state * 6364136223846793005u + 1442695040888963407u;
		buf_printf(&b, "w%u ", change && i % change == 0 ? 777777u : (unsigned)(state >> 40));
	}
	const char *text = arena_copy(a, buf_str(&b)).ptr;
	buf_clear(&b);
	return text;
}

static void test_wording_rows(void)
{
	static const struct { const char *name, *text; uint32_t runs; } rows[] = {
		{ "nothing", "", 0 }, { "four_words", "a b c d", 0 }, { "five_words", "a b c d e", 1 },
		{ "marks_are_gaps", "a-b, c.d\n(e)", 1 }, { "repeated_runs_once", "a a a a a a a", 1 },
		{ "other_scripts", "\xD0\xB0 \xD0\xB1 \xD0\xB2 \xD0\xB3 \xD0\xB4 \xD0\xB5", 2 },
	};
	struct arena a = arena_make(0);

	for (size_t i = 0; i < COUNT(rows); i++) {
		test_case(rows[i].name);
		CHECK_NUM(wording_of(&a, rows[i].text).run_count, rows[i].runs);
	}
	test_case("capitals_are_small_letters");
	struct wording x = wording_of(&a, "A b C d E"), y = wording_of(&a, "a B c D e");
	CHECK_NUM(wording_shared(&x, &y), 1);
	arena_clear(&a);
}

/* Half of the runs in common: a band agrees nearly always; nothing in common: hardly ever. */
static void test_bands(void)
{
	struct arena a = arena_make(0);
	size_t near = 0, far = 0;

	for (unsigned seed = 0; seed < 200; seed++) {
		struct wording x = wording_of(&a, random_text(&a, seed, 120, 0));
		struct wording y = wording_of(&a, random_text(&a, seed, 120, 20));
		struct wording z = wording_of(&a, random_text(&a, seed + 1000, 120, 0));
		uint64_t bx[WORDING_BANDS], by[WORDING_BANDS], bz[WORDING_BANDS];
		wording_bands(&x, bx);
		wording_bands(&y, by);
		wording_bands(&z, bz);
		bool agrees = false, disagrees = true;
		for (size_t i = 0; i < WORDING_BANDS; i++) {
			agrees = agrees || bx[i] == by[i];
			disagrees = disagrees && bx[i] != bz[i];
		}
		near += agrees;
		far += disagrees;
		CHECK(wording_shared(&x, &y) * 2 > x.run_count && wording_shared(&x, &z) == 0);
	}
	CHECK(near >= 196);
	CHECK_NUM(far, 200);
	arena_clear(&a);
}

/* @resumes have the runs of one text, and @others those of others: so many that runs are counted in between. */
static void test_thinning(int resumes, unsigned others)
{
	enum { COMMON = 7 };
	struct arena a = arena_make(0);
	struct wording_counts *c = wording_counts_new(COMMON);
	struct wording w = wording_of(&a, random_text(&a, 5, 60, 0)), thinned = w;

	for (int i = 0; i < resumes; i++)
		wording_count(c, &w);
	for (unsigned i = 0; i < others; i++) {
		struct arena b = arena_make(0);
		struct wording other = wording_of(&b, random_text(&b, i + 1000, 1500, 0));
		wording_count(c, &other);
		arena_clear(&b);
	}
	wording_counts_end(c);
	thinned.runs = arena_alloc(&a, w.run_count * sizeof(*w.runs));
	memcpy(thinned.runs, w.runs, w.run_count * sizeof(*w.runs));
	wording_thin(c, &thinned);
	CHECK_NUM(thinned.run_count, resumes > COMMON ? 0 : w.run_count);
	wording_counts_free(c);
	arena_clear(&a);
}

/* --- people --- */

/* More pairs than the memory for answers has room for: none gets the answer of another. */
static void test_memo(void)
{
	enum { MANY = 60 };
	struct arena a = arena_make(0);
	struct people p = { ARENA_NEW(&a, struct said, MANY), MANY, people_memo_new(1) };

	for (uint32_t i = 0; i < MANY; i++) {
		p.at[i].id = arena_number(&a, i);
		p.at[i].name = i % 3 == 0 ? STR_LIT("Ann Sample") : i % 3 == 1 ? STR_LIT("Anna Sample") : STR_LIT("Boris Tester");
	}
	for (int turn = 0; turn < 2; turn++)
		for (uint32_t i = 0; i < MANY; i++)
			for (uint32_t k = 0; k < MANY; k++)
				CHECK_NUM(people_compare(&p, i, k) == PEOPLE_SAME, (i % 3 == 2) == (k % 3 == 2));
	people_memo_free(p.memo);
	arena_clear(&a);
}

static void test_people(void)
{
	static const struct { const char *name, *names[4]; size_t least, most; } rows[] = {
		{ "one_spelling", { "Ann Sample", "ann sample", "SAMPLE, Ann" }, 1, 1 },
		{ "two_people", { "Ann Sample", "Boris Tester" }, 2, 2 },
		{ "married_is_one_at_the_least", { "Ann Sample", "Ann Tester" }, 1, 2 },
		{ "another_script_is_nobody_else", { "Ivan Petrov", "\xD0\x98\xD0\xB2\xD0\xB0\xD0\xBD \xD0\x9F\xD0\xB5\xD1\x82\xD1\x80\xD0\xBE\xD0\xB2" }, 1, 1 },
		{ "without_names_ids_count", { "", "", "" }, 3, 3 },
		{ "three_of_four", { "Ann Sample", "Boris Tester", "Clara Muster", "Tester Boris" }, 3, 3 },
	};
	static const struct str ids[4] = { STR("a"), STR("b"), STR("c"), STR("d") };
	static const uint32_t all[4] = { 0, 1, 2, 3 };

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct said said[4];
		size_t count = 0;
		for (; count < 4 && rows[i].names[count]; count++)
			said[count] = (struct said){ ids[count], str_from(rows[i].names[count]) };
		struct people p = { said, count, NULL };
		test_case(rows[i].name);
		/* Without a memory for answers, with an empty one, and with one that has them. */
		for (int turn = 0; turn < 3; turn++) {
			CHECK_NUM(people_at_least(&p, all, count, SIZE_MAX), rows[i].least);
			CHECK_NUM(people_at_most(&p, all, count, SIZE_MAX), rows[i].most);
			p.memo = p.memo ? p.memo : people_memo_new(count);
		}
		people_memo_free(p.memo);
	}
	test_case("no_more_are_counted_than_are_enough");
	struct said said[4] = { { ids[0], STR("A B") }, { ids[1], STR("C D") }, { ids[2], STR("E F") }, { ids[3], STR("G H") } };
	struct people p = { said, 4, NULL };
	CHECK_NUM(people_at_most(&p, all, 4, 2), 2);
}

void test_link(void)
{
	test_case("keys");
	test_keys_of(1000, 3);
	test_keys_of(40000, 30);
	test_keys_of(1000, 1);
	for (int bits = 0; bits <= 7; bits++) {
		test_case("pictures");
		test_pictures_within(bits);
	}
	test_wording_rows();
	test_bands();
	for (int resumes = 6; resumes <= 300; resumes += resumes < 9 ? 1 : 97) {
		test_case("thinning");
		test_thinning(resumes, 0);
		test_thinning(resumes, 400);
	}
	test_people();
	test_case("memo");
	test_memo();
}
