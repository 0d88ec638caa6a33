#include "list/person.h"

#include <stdlib.h>

#include "base/latin.h"
#include "base/table.h"
#include "list/name_words.h"

enum { QUERY_WORDS = 3 * WORDS_MAX }; /* different words of all spellings of one name, at most; bits of a number */

/* One spelling of a name. */
struct row {
	uint32_t identifier, first; /* its words in @row_words */
	uint32_t count;
};

/* A word that names have. */
struct known_word {
	struct str text;
	uint32_t first, rows; /* the rows that have it, in @postings */
};

struct persons {
	const struct lists *lists;
	const struct identifiers *named;
	struct row *rows;
	struct known_word *words;
	uint32_t *row_words; /* the words of all rows, one row after the other */
	uint32_t *postings;
	uint32_t *by_length; /* the words, short ones first */
	uint32_t *letters;   /* likewise, a bit for each letter that is in the word; a search reads thousands of them */
	uint32_t lengths[NAME_BYTES + 2]; /* where each length begins there */
	struct table by_text, by_sound;
	struct table by_form; /* by the names that they are forms of */
	size_t row_count, row_word_count, word_count;
	struct arena *a;
	bool failed;
};

static uint32_t letters_of(struct str word)
{
	uint32_t set = 0;

	for (size_t i = 0; i < word.len; i++)
		set |= 1u << (word.ptr[i] & 31);
	return set;
}

/* The number of @word, known or new. */
static uint32_t number_of(struct persons *s, struct str word)
{
	uint32_t at = table_find(&s->by_text, word), number = (uint32_t)s->word_count;

	if (at != TABLE_NONE)
		return s->by_text.entries[at].value;
	struct str copy = arena_copy(s->a, word);
	s->failed = s->failed || !copy.ptr;
	if (s->failed)
		return 0;
	s->words[s->word_count++] = (struct known_word){ .text = copy };
	table_add(&s->by_text, copy, number);
	return number;
}

static void add_row(struct persons *s, size_t identifier, const struct words *w)
{
	if (w->count < 2)
		return;
	s->rows[s->row_count++] = (struct row){ (uint32_t)identifier, (uint32_t)s->row_word_count, (uint32_t)w->count };
	for (size_t i = 0; i < w->count && !s->failed; i++)
		s->row_words[s->row_word_count++] = number_of(s, w->at[i]);
}

static bool is_named(const struct identifier *x)
{
	return x->kind == LIST_NAME || (x->kind == LIST_COMPANY && x->class == CLASS_SANCTIONED);
}

/* Lists have each name in Latin letters; what stands there in other scripts besides is not worth starting ICU. */
static void add_names(struct persons *s)
{
	struct spellings spelled;
	struct name name;

	for (size_t i = 0; i < identifier_count(s->named) && !s->failed; i++) {
		const struct identifier *x = identifier_at(s->named, i);
		if (!is_named(x) || latin_is_foreign(x->entry) || !name_split(x->entry, &name) ||
		    !spellings_make(&name, false, &spelled))
			continue;
		for (size_t k = 0; k < spelled.count; k++)
			add_row(s, i, &spelled.at[k]);
	}
}

/* A table of all words by a key that is made of each.  False when @a is full. */
static bool add_keys(const struct persons *s, struct arena *a, struct table *t,
    struct str (*key)(struct str word, char out[NAME_BYTES]))
{
	char out[NAME_BYTES];

	if (!table_init(t, a, s->word_count))
		return false;
	for (size_t i = 0; i < s->word_count; i++) {
		struct str copy = arena_copy(a, key(s->words[i].text, out));
		if (!copy.ptr)
			return false;
		table_add(t, copy, (uint32_t)i);
	}
	return true;
}

/* Few words are forms of a name. */
static bool add_forms(struct persons *s)
{
	struct str names[NAME_FORMS_MAX];
	size_t room = 0;

	for (size_t i = 0; i < s->word_count; i++)
		room += name_of_form(s->words[i].text, names);
	if (!table_init(&s->by_form, s->a, room))
		return false;
	for (size_t i = 0; i < s->word_count; i++)
		for (size_t n = name_of_form(s->words[i].text, names); n; n--)
			table_add(&s->by_form, names[n - 1], (uint32_t)i);
	return true;
}

/* Numbers of all words by length, by counting. */
static void sort_words(struct persons *s)
{
	uint32_t at[NAME_BYTES + 2];

	for (size_t i = 0; i < s->word_count; i++)
		s->lengths[s->words[i].text.len + 1]++;
	for (size_t n = 1; n < COUNT(s->lengths); n++)
		s->lengths[n] += s->lengths[n - 1];
	memcpy(at, s->lengths, sizeof(at));
	for (size_t i = 0; i < s->word_count; i++) {
		uint32_t place = at[s->words[i].text.len]++;
		s->by_length[place] = (uint32_t)i;
		s->letters[place] = letters_of(s->words[i].text);
	}
}

/* The rows of each word, by counting. */
static void fill_postings(struct persons *s)
{
	uint32_t first = 0;

	for (size_t i = 0; i < s->row_word_count; i++)
		s->words[s->row_words[i]].rows++;
	for (size_t i = 0; i < s->word_count; i++) {
		s->words[i].first = first;
		first += s->words[i].rows;
		s->words[i].rows = 0;
	}
	for (size_t i = 0; i < s->row_count; i++)
		for (uint32_t k = 0; k < s->rows[i].count; k++) {
			struct known_word *w = &s->words[s->row_words[s->rows[i].first + k]];
			s->postings[w->first + w->rows++] = (uint32_t)i;
		}
}

/* Bytes of @s that may part two words. */
static size_t count_gaps(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += !((s.ptr[i] >= 'a' && s.ptr[i] <= 'z') || (s.ptr[i] >= 'A' && s.ptr[i] <= 'Z'));
	return n;
}

/* A name has a second spelling where it has a hyphen. */
static bool make_room(struct persons *s)
{
	size_t rows = 0, words = 0;

	for (size_t i = 0; i < identifier_count(s->named); i++) {
		const struct identifier *x = identifier_at(s->named, i);
		if (!is_named(x))
			continue;
		size_t gaps = count_gaps(x->entry), spellings = gaps ? 2 : 1;
		rows += spellings;
		words += spellings * (gaps < WORDS_MAX ? gaps + 1 : WORDS_MAX);
	}
	s->rows = arena_alloc(s->a, rows * sizeof(*s->rows));
	s->words = arena_alloc(s->a, words * sizeof(*s->words));
	s->row_words = arena_alloc(s->a, words * sizeof(*s->row_words));
	return s->rows && s->words && s->row_words && table_init(&s->by_text, s->a, words);
}

struct persons *persons_load(const struct lists *l, struct arena *a)
{
	struct persons *s = ARENA_NEW(a, struct persons, 1);

	if (!s)
		return NULL;
	s->a = a;
	s->lists = l;
	s->named = lists_identifiers(l);
	if (!s->named || !make_room(s))
		return NULL;
	add_names(s);
	s->postings = arena_alloc(a, s->row_word_count * sizeof(*s->postings));
	s->by_length = arena_alloc(a, s->word_count * sizeof(*s->by_length));
	s->letters = arena_alloc(a, s->word_count * sizeof(*s->letters));
	if (s->failed || !s->postings || !s->by_length || !s->letters || !add_keys(s, a, &s->by_sound, name_sound) ||
	    !add_forms(s))
		return NULL;
	sort_words(s);
	fill_postings(s);
	return s;
}

struct consonants {
	struct table words;
};

struct consonants *consonants_load(const struct lists *l, struct arena *a)
{
	const struct persons *s = lists_persons(l);
	struct consonants *c = ARENA_NEW(a, struct consonants, 1);

	return s && c && add_keys(s, a, &c->words, name_consonants) ? c : NULL;
}

/* How far each word of the query is from one known word. */
struct likeness {
	uint8_t apart[QUERY_WORDS];
};

struct search {
	const struct persons *s;
	struct name name;
	struct spellings spelled;
	struct str words[QUERY_WORDS];              /* of all spellings, each once */
	uint8_t of_spelling[SPELLINGS_MAX][WORDS_MAX]; /* which of them */
	size_t word_count;
	uint16_t *like;        /* by known word: which likeness, from 1; 0: it is like none */
	struct likeness *likenesses;
	size_t like_count, like_room;
	uint32_t *has;         /* by row: a bit for each word of the query that it has a like of */
	uint32_t *found;       /* rows with two at least */
	size_t found_count, found_room;
	struct arena *a;
	struct person_hit *out;
	size_t hits;
	bool failed;
};

static uint8_t number_in_query(struct search *q, struct str word)
{
	size_t i = 0;

	while (i < q->word_count && !str_eq(q->words[i], word))
		i++;
	if (i == q->word_count)
		q->words[q->word_count++] = word;
	return (uint8_t)i;
}

static struct likeness *likeness_of(struct search *q, uint32_t word)
{
	if (!q->like[word]) {
		if (q->like_count == q->like_room) {
			size_t room = 2 * q->like_room + 64;
			struct likeness *more = arena_alloc(q->a, room * sizeof(*more));
			if (!more || room > UINT16_MAX) {
				q->failed = true;
				return NULL;
			}
			if (q->like_count)
				memcpy(more, q->likenesses, q->like_count * sizeof(*more));
			q->likenesses = more;
			q->like_room = room;
		}
		memset(&q->likenesses[q->like_count], WORDS_UNLIKE, sizeof(struct likeness));
		q->like[word] = (uint16_t)++q->like_count;
	}
	return &q->likenesses[q->like[word] - 1];
}

static void keep_row(struct search *q, uint32_t row)
{
	if (q->found_count == q->found_room) {
		size_t room = 2 * q->found_room + 256;
		uint32_t *more = arena_alloc(q->a, room * sizeof(*more));
		if (!more) {
			q->failed = true;
			return;
		}
		if (q->found_count)
			memcpy(more, q->found, q->found_count * sizeof(*more));
		q->found = more;
		q->found_room = room;
	}
	q->found[q->found_count++] = row;
}

/* Known word @number is @apart from the query's word @k. */
static void take_word(struct search *q, size_t k, uint32_t number, unsigned apart)
{
	const struct known_word *w = &q->s->words[number];
	struct likeness *l = apart == WORDS_UNLIKE ? NULL : likeness_of(q, number);

	if (!l || l->apart[k] != WORDS_UNLIKE)
		return;
	l->apart[k] = (uint8_t)apart;
	for (uint32_t i = w->first; i < w->first + w->rows && !q->failed; i++) {
		uint32_t row = q->s->postings[i];
		uint32_t before = q->has[row], after = before | 1u << k;
		q->has[row] = after;
		/* The second word makes it a row to look at; the third changes nothing. */
		if (before && after != before && !(before & (before - 1)))
			keep_row(q, row);
	}
}

static void take_key(struct search *q, size_t k, const struct table *t, struct str key)
{
	for (uint32_t at = table_find(t, key); at != TABLE_NONE; at = t->entries[at].next) {
		uint32_t number = t->entries[at].value;
		take_word(q, k, number, word_distance(q->words[k], q->s->words[number].text, q->name.is_foreign));
	}
}

/* Forms of the names that the word is a form of, and those names. */
static void take_forms(struct search *q, size_t k)
{
	struct str names[NAME_FORMS_MAX];
	size_t n = name_of_form(q->words[k], names);

	take_key(q, k, &q->s->by_form, q->words[k]);
	for (size_t i = 0; i < n; i++) {
		take_key(q, k, &q->s->by_text, names[i]);
		take_key(q, k, &q->s->by_form, names[i]);
	}
}

/* Has @x two bits for each slip at most?  Without a loop: it is asked of every word of the lists that is as long. */
static bool has_few_bits(uint32_t x, unsigned slips)
{
	x &= x - 1;
	x &= x - 1;
	if (slips == 2) {
		x &= x - 1;
		x &= x - 1;
	}
	return !x;
}

/* Words of nearly the same length and letters; a letter that is wrong changes two bits at most. */
static void take_slips(struct search *q, size_t k)
{
	const struct persons *s = q->s;
	struct str word = q->words[k];
	uint32_t letters = letters_of(word);

	for (size_t len = word.len > 2 ? word.len - 2 : 0; len <= word.len + 2 && len <= NAME_BYTES; len++) {
		unsigned slips = word_may_slip(word.len, len, 2) ? 2 : word_may_slip(word.len, len, 1) ? 1 : 0;
		for (uint32_t i = s->lengths[len]; slips && i < s->lengths[len + 1]; i++)
			if (has_few_bits(s->letters[i] ^ letters, slips))
				take_word(q, k, s->by_length[i],
				    word_slips(word, s->words[s->by_length[i]].text));
	}
}

static void take_likes(struct search *q)
{
	const struct consonants *c = q->name.is_foreign ? lists_consonants(q->s->lists) : NULL;
	char out[NAME_BYTES];

	for (size_t k = 0; k < q->word_count && !q->failed; k++) {
		take_key(q, k, &q->s->by_text, q->words[k]);
		take_key(q, k, &q->s->by_sound, name_sound(q->words[k], out));
		if (c)
			take_key(q, k, &c->words, name_consonants(q->words[k], out));
		take_forms(q, k);
		take_slips(q, k);
	}
}

static unsigned score_row(const struct search *q, const struct row *row)
{
	unsigned best = 0;
	struct words listed = { .count = row->count };

	for (uint32_t j = 0; j < row->count; j++)
		listed.at[j] = q->s->words[q->s->row_words[row->first + j]].text;
	for (size_t i = 0; i < q->spelled.count; i++) {
		words_apart apart;
		for (size_t k = 0; k < q->spelled.at[i].count; k++)
			for (uint32_t j = 0; j < row->count; j++) {
				uint16_t like = q->like[q->s->row_words[row->first + j]];
				apart[k][j] = like ? q->likenesses[like - 1].apart[q->of_spelling[i][k]] : WORDS_UNLIKE;
			}
		unsigned score = words_score(&q->spelled.at[i], &listed, apart);
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

static bool begin(struct search *q, struct str name)
{
	if (!name_split(name, &q->name) || !spellings_make(&q->name, true, &q->spelled) || q->spelled.at[0].count < 2)
		return false;
	for (size_t i = 0; i < q->spelled.count; i++)
		for (size_t k = 0; k < q->spelled.at[i].count; k++)
			q->of_spelling[i][k] = number_in_query(q, q->spelled.at[i].at[k]);
	q->like = ARENA_NEW(q->a, uint16_t, q->s->word_count);
	q->has = ARENA_NEW(q->a, uint32_t, q->s->row_count);
	q->failed = !q->like || !q->has;
	return !q->failed;
}

size_t person_search(const struct persons *s, struct str name, struct arena *a,
    struct person_hit out[PERSON_MAX_HITS])
{
	struct search q = { .s = s, .a = a, .out = out };

	if (!s || !begin(&q, name))
		return q.failed ? SIZE_MAX : 0;
	take_likes(&q);
	for (size_t i = 0; i < q.found_count; i++) {
		const struct row *row = &s->rows[q.found[i]];
		unsigned score = score_row(&q, row);
		if (score >= PERSON_SCORE_MIN)
			put_hit(&q, (struct person_hit){ identifier_at(s->named, row->identifier), score });
	}
	return q.failed ? SIZE_MAX : q.hits;
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
