#include "list/person.h"

#include "list/person_index.h"

enum { QUERY_WORDS = 3 * WORDS_MAX }; /* different words of all spellings of one name, at most; bits of a number */

/* A known word that may be word @asked of the query. */
struct found_word {
	uint32_t word;
	uint8_t asked, apart; /* see word_distance() */
};

/* How far each word of the query is from one known word. */
struct likeness {
	uint8_t apart[QUERY_WORDS];
};

/* A number for each of few numbers; what is not there has 0. */
struct marks {
	struct mark { uint32_t of, value; } *at; /* @of is 0 in a free place, else one more than the number */
	uint32_t mask;
};

/* The name that is looked for. */
struct query {
	struct name name;
	struct spellings spelled;
	struct str words[QUERY_WORDS];                 /* of all spellings, each once */
	uint8_t of_spelling[SPELLINGS_MAX][WORDS_MAX]; /* which of them */
	size_t word_count;
};

struct search {
	const struct persons *s;
	const struct query *query;
	struct arena *a;
	struct found_word *found;
	size_t found_count, found_room;
	struct marks like;   /* by known word: which likeness, from 1 */
	struct marks has;    /* by row: a bit for each word of the query that it has a like of */
	struct likeness *likenesses;
	struct person_hit *out;
	size_t hits;
	bool failed;
};

static uint8_t number_in_query(struct query *q, struct str word)
{
	size_t i = 0;

	while (i < q->word_count && !str_eq(q->words[i], word))
		i++;
	if (i == q->word_count)
		q->words[q->word_count++] = word;
	return (uint8_t)i;
}

/* False for what is no name of two words. */
static bool read_query(struct str name, struct query *q)
{
	q->word_count = 0;
	if (!name_split(name, &q->name) || !spellings_make(&q->name, true, &q->spelled) || q->spelled.at[0].count < 2)
		return false;
	for (size_t i = 0; i < q->spelled.count; i++)
		for (size_t k = 0; k < q->spelled.at[i].count; k++)
			q->of_spelling[i][k] = number_in_query(q, q->spelled.at[i].at[k]);
	return true;
}

/* Is known word @word like the query's word @k? */
static void take_word(struct search *q, size_t k, uint32_t word)
{
	unsigned apart = word_distance(q->query->words[k], q->s->words[word].text, q->query->name.is_foreign);

	if (apart == WORDS_UNLIKE)
		return;
	if (q->found_count == q->found_room) {
		size_t room = 2 * q->found_room + 64;
		struct found_word *more = arena_alloc(q->a, room * sizeof(*more));
		if (!more) {
			q->failed = true;
			return;
		}
		if (q->found_count)
			memcpy(more, q->found, q->found_count * sizeof(*more));
		q->found = more;
		q->found_room = room;
	}
	q->found[q->found_count++] = (struct found_word){ word, (uint8_t)k, (uint8_t)apart };
}

static void take_keys(struct search *q, size_t k)
{
	struct word_keys keys;
	const struct filed *at;

	keys_to_find(q->query->words[k], &keys);
	for (size_t i = 0; i < keys.count && !q->failed; i++)
		for (size_t n = key_find(&q->s->keys, keys.at[i], &at); n; n--, at++)
			if (at->key == keys.at[i] && key_fits(&keys, i, at->letters))
				take_word(q, k, at->word);
}

/* Scripts without vowels. */
static void take_consonants(struct search *q, size_t k)
{
	const struct consonants *c = q->query->name.is_foreign ? lists_consonants(q->s->lists) : NULL;
	char out[NAME_BYTES];
	uint32_t at = c ? table_find(&c->words, name_consonants(q->query->words[k], out)) : TABLE_NONE;

	for (; at != TABLE_NONE; at = c->words.entries[at].next)
		take_word(q, k, c->words.entries[at].value);
}

/* The known words that are like words of the query.  False if fewer than two have any: then no name is like it. */
static bool find_words(struct search *q)
{
	size_t have = 0;

	for (size_t k = 0; k < q->query->word_count && have + (q->query->word_count - k) >= 2 && !q->failed; k++) {
		size_t before = q->found_count;
		take_keys(q, k);
		take_consonants(q, k);
		have += q->found_count > before;
	}
	return have >= 2;
}

static bool marks_make(struct marks *m, size_t count, struct arena *a)
{
	size_t size = 16;

	while (size < 2 * count)
		size *= 2;
	m->mask = (uint32_t)size - 1;
	m->at = ARENA_NEW(a, struct mark, size);
	return m->at;
}

static struct mark *mark_of(const struct marks *m, uint32_t number)
{
	uint32_t i = number * 0x9E3779B1u & m->mask;

	while (m->at[i].of && m->at[i].of != number + 1)
		i = (i + 1) & m->mask;
	return &m->at[i];
}

static uint32_t *mark(const struct marks *m, uint32_t number)
{
	struct mark *at = mark_of(m, number);

	at->of = number + 1;
	return &at->value;
}

/* Which words each known word is like, and which of them each row has likes of. */
static bool mark_rows(struct search *q)
{
	size_t rows = 0, likenesses = 0;

	for (size_t i = 0; i < q->found_count; i++)
		rows += q->s->words[q->found[i].word].rows;
	q->likenesses = arena_alloc(q->a, q->found_count * sizeof(*q->likenesses));
	if (!q->likenesses || !marks_make(&q->like, q->found_count, q->a) || !marks_make(&q->has, rows, q->a))
		return false;
	for (size_t i = 0; i < q->found_count; i++) {
		const struct found_word *f = &q->found[i];
		const struct known_word *w = &q->s->words[f->word];
		uint32_t *like = mark(&q->like, f->word);
		if (!*like) {
			*like = (uint32_t)++likenesses;
			memset(&q->likenesses[*like - 1], WORDS_UNLIKE, sizeof(struct likeness));
		}
		q->likenesses[*like - 1].apart[f->asked] = f->apart;
		for (uint32_t k = w->first; k < w->first + w->rows; k++)
			*mark(&q->has, q->s->postings[k]) |= 1u << f->asked;
	}
	return true;
}

/* NULL: it is like none. */
static const struct likeness *likeness_of(const struct search *q, uint32_t word)
{
	uint32_t like = mark_of(&q->like, word)->value;

	return like ? &q->likenesses[like - 1] : NULL;
}

static unsigned score_row(const struct search *q, const struct row *row)
{
	unsigned best = 0;
	struct words listed = { .count = row->count };
	const struct likeness *likes[WORDS_MAX];

	for (uint32_t j = 0; j < row->count; j++) {
		uint32_t word = q->s->row_words[row->first + j];
		listed.at[j] = q->s->words[word].text;
		likes[j] = likeness_of(q, word);
	}
	for (size_t i = 0; i < q->query->spelled.count; i++) {
		words_apart apart;
		for (size_t k = 0; k < q->query->spelled.at[i].count; k++)
			for (uint32_t j = 0; j < row->count; j++)
				apart[k][j] = likes[j] ? likes[j]->apart[q->query->of_spelling[i][k]] : WORDS_UNLIKE;
		unsigned score = words_score(&q->query->spelled.at[i], &listed, apart);
		best = score > best ? score : best;
	}
	return best;
}

/* The likest first, and what is alike in the order of the lists. */
static bool is_before(const struct person_hit *a, const struct person_hit *b)
{
	return a->score != b->score ? a->score > b->score : a->is < b->is;
}

/* Among the hits, unless another spelling of the name stands there that is as like. */
static void put_hit(struct search *q, struct person_hit hit)
{
	size_t at = 0;

	while (at < q->hits && q->out[at].is != hit.is)
		at++;
	if (at < q->hits && q->out[at].score >= hit.score)
		return;
	if (at == PERSON_MAX_HITS && is_before(&q->out[--at], &hit))
		return;
	if (at == q->hits)
		q->hits++;
	for (; at && is_before(&hit, &q->out[at - 1]); at--)
		q->out[at] = q->out[at - 1];
	q->out[at] = hit;
}

size_t person_search(const struct persons *s, struct str name, struct arena *a,
    struct person_hit out[PERSON_MAX_HITS])
{
	struct query query;
	struct search q = { .s = s, .query = &query, .a = a, .out = out };

	if (!s || !read_query(name, &query) || !find_words(&q))
		return q.failed ? SIZE_MAX : 0;
	if (q.failed || !mark_rows(&q))
		return SIZE_MAX;
	for (size_t i = 0; i <= q.has.mask; i++) {
		struct mark m = q.has.at[i];
		if (!(m.value & (m.value - 1))) /* one word, or none */
			continue;
		const struct row *row = &s->rows[m.of - 1];
		unsigned score = score_row(&q, row);
		if (score >= PERSON_SCORE_MIN)
			put_hit(&q, (struct person_hit){ identifier_at(s->named, row->identifier), score });
	}
	return q.hits;
}

static unsigned compare_words(const struct words *a, const struct words *b, bool by_consonants)
{
	words_apart apart;

	for (size_t k = 0; k < a->count; k++)
		for (size_t m = 0; m < b->count; m++)
			apart[k][m] = (uint8_t)word_distance(a->at[k], b->at[m], by_consonants);
	return words_score(a, b, apart);
}

unsigned person_score(struct str name, struct str listed)
{
	struct spellings a, b;
	struct name x, y;
	unsigned best = 0;

	if (!name_split(name, &x) || !name_split(listed, &y) || !spellings_make(&x, true, &a) ||
	    !spellings_make(&y, false, &b))
		return 0;
	for (size_t i = 0; i < a.count; i++)
		for (size_t j = 0; j < b.count; j++) {
			unsigned score = compare_words(&a.at[i], &b.at[j], x.is_foreign);
			best = score > best ? score : best;
		}
	return best;
}
