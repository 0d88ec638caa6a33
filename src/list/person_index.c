#include "list/person_index.h"

#include "base/latin.h"

/* What is there only while the names are read. */
struct builder {
	struct persons *s;
	struct table by_text;
	struct arena *a;    /* where the persons live */
	struct arena spare; /* of the builder */
	bool failed;
};

/* The number of @word, known or new. */
static uint32_t number_of(struct builder *b, struct str word)
{
	struct persons *s = b->s;
	uint32_t at = table_find(&b->by_text, word), number = (uint32_t)s->word_count;

	if (at != TABLE_NONE)
		return b->by_text.entries[at].value;
	struct str copy = arena_copy(b->a, word);
	b->failed = b->failed || !copy.ptr;
	if (b->failed)
		return 0;
	s->words[s->word_count++] = (struct known_word){ .text = copy };
	table_add(&b->by_text, copy, number);
	return number;
}

static void add_row(struct builder *b, size_t identifier, const struct words *w)
{
	struct persons *s = b->s;

	if (w->count < 2)
		return;
	s->rows[s->row_count++] = (struct row){ (uint32_t)identifier, (uint32_t)s->row_word_count, (uint32_t)w->count };
	for (size_t i = 0; i < w->count && !b->failed; i++)
		s->row_words[s->row_word_count++] = number_of(b, w->at[i]);
}

static bool is_named(const struct identifier *x)
{
	return x->kind == LIST_NAME || (x->kind == LIST_COMPANY && x->class == CLASS_SANCTIONED);
}

/* Lists have each name in Latin letters; what stands there in other scripts besides is not worth starting ICU. */
static void add_names(struct builder *b)
{
	struct spellings spelled;
	struct name name;

	for (size_t i = 0; i < identifier_count(b->s->named) && !b->failed; i++) {
		const struct identifier *x = identifier_at(b->s->named, i);
		if (!is_named(x) || latin_is_foreign(x->entry) || !name_split(x->entry, &name) ||
		    !spellings_make(&name, false, &spelled))
			continue;
		for (size_t k = 0; k < spelled.count; k++)
			add_row(b, i, &spelled.at[k]);
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

/* All keys of all words, in the order of the words. */
static struct filed *list_keys(struct builder *b, size_t *count)
{
	struct filed *all = arena_alloc(&b->spare, b->s->word_count * WORD_FILED_MAX * sizeof(*all));
	struct word_keys keys;

	*count = 0;
	for (size_t i = 0; all && i < b->s->word_count; i++) {
		keys_to_file(b->s->words[i].text, &keys);
		for (size_t k = 0; k < keys.count; k++)
			all[(*count)++] = (struct filed){ keys.at[k], (uint32_t)i, keys.letters };
	}
	return all;
}

/* By counting: each place first has the end of its words, then, once they stand there, their beginning. */
static void sort_keys(struct key_file *f, const struct filed *all, size_t count)
{
	size_t places = (size_t)1 << (32 - f->shift);

	for (size_t i = 0; i < count; i++) {
		uint32_t bit = key_bit(f, all[i].key);
		f->is_there[bit / 64] |= (uint64_t)1 << bit % 64;
		f->first[all[i].key >> f->shift]++;
	}
	for (size_t i = 1; i <= places; i++)
		f->first[i] += f->first[i - 1];
	for (size_t i = count; i; i--)
		f->at[--f->first[all[i - 1].key >> f->shift]] = all[i - 1];
}

static bool file_words(struct builder *b)
{
	struct key_file *f = &b->s->keys;
	size_t count, places = 8;
	struct filed *all = list_keys(b, &count);

	f->shift = 32 - 3;
	while (places < count && f->shift > 4) {
		places *= 2;
		f->shift--;
	}
	f->at = arena_alloc(b->a, count * sizeof(*f->at));
	f->first = ARENA_NEW(b->a, uint32_t, places + 1);
	f->is_there = ARENA_NEW(b->a, uint64_t, places * KEY_BITS / 64);
	if (!all || !f->at || !f->first || !f->is_there)
		return false;
	sort_keys(f, all, count);
	return true;
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
static bool make_room(struct builder *b)
{
	struct persons *s = b->s;
	size_t rows = 0, words = 0;

	for (size_t i = 0; i < identifier_count(s->named); i++) {
		const struct identifier *x = identifier_at(s->named, i);
		if (!is_named(x))
			continue;
		size_t gaps = count_gaps(x->entry), spellings = gaps ? 2 : 1;
		rows += spellings;
		words += spellings * (gaps < WORDS_MAX ? gaps + 1 : WORDS_MAX);
	}
	s->rows = arena_alloc(b->a, rows * sizeof(*s->rows));
	s->words = arena_alloc(b->a, words * sizeof(*s->words));
	s->row_words = arena_alloc(b->a, words * sizeof(*s->row_words));
	return s->rows && s->words && s->row_words && table_init(&b->by_text, &b->spare, words);
}

static bool build(struct builder *b)
{
	struct persons *s = b->s;

	if (!make_room(b))
		return false;
	add_names(b);
	s->postings = arena_alloc(b->a, s->row_word_count * sizeof(*s->postings));
	if (b->failed || !s->postings || !file_words(b))
		return false;
	fill_postings(s);
	return true;
}

struct persons *persons_load(const struct lists *l, struct arena *a)
{
	struct builder b = { .s = ARENA_NEW(a, struct persons, 1), .a = a };

	if (!b.s || !(b.s->named = lists_identifiers(l)))
		return NULL;
	b.s->lists = l;
	bool made = build(&b);
	arena_clear(&b.spare);
	return made ? b.s : NULL;
}

struct consonants *consonants_load(const struct lists *l, struct arena *a)
{
	const struct persons *s = lists_persons(l);
	struct consonants *c = ARENA_NEW(a, struct consonants, 1);
	char out[NAME_BYTES];

	if (!s || !c || !table_init(&c->words, a, s->word_count))
		return NULL;
	for (size_t i = 0; i < s->word_count; i++) {
		struct str copy = arena_copy(a, name_consonants(s->words[i].text, out));
		if (!copy.ptr)
			return NULL;
		table_add(&c->words, copy, (uint32_t)i);
	}
	return c;
}
