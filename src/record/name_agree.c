#include "record/name_agree.h"

#include "base/edit.h"
#include "record/name.h"

enum {
	RUN_MAX = 4,        /* words of one name that may be one word of another: "Min-jun", "Minjun" */
	PREFIX_MIN = 3,     /* letters of a short form that is the beginning of the name: "Seg", "Segun" */
	ENDING_MIN = 4,     /* likewise the end: "Emeka", "Chukwuemeka" */
	SLIP_MIN = 5,       /* letters of words that may have one letter wrong */
	SOUND_MIN = 3,      /* letters of sounds that are compared */
	MADE_MAX = 5,       /* words of a name that a handle is looked through for: each order is tried */
};

/* A word of a name, or some in a row as one, and what is compared of it: no text until it is asked for. */
struct part {
	struct str text, sound, consonants;
	bool has_lead;
	char lead; /* name_sound_lead() */
};

enum { PARTS_ROOM = 3 * NAME_BYTES * (1 + 2 + 3 + 4) }; /* three texts of each part, of one word to RUN_MAX */

struct parts {
	const struct name *name;
	struct part at[NAME_WORDS][RUN_MAX]; /* by the first word, and how many follow it */
	bool taken[NAME_WORDS];              /* words that have found their like */
	char room[PARTS_ROOM];
	size_t used;
};

struct pair {
	struct parts a, b;
	size_t full; /* pairs of more than initials */
};

static void parts_begin(struct parts *p, const struct name *n)
{
	p->name = n;
	p->used = 0;
	memset(p->at, 0, n->count * sizeof(p->at[0]));
	memset(p->taken, 0, sizeof(p->taken));
}

static char *room_of(struct parts *p)
{
	return p->room + p->used;
}

/* @s stands where the room is free. */
static struct str keep(struct parts *p, struct str s)
{
	p->used += s.len;
	return s;
}

/* The place of the word that is @k behind @first, round the end. */
static size_t behind(const struct name *n, size_t first, size_t k)
{
	return first + k < n->count ? first + k : first + k - n->count;
}

/* @count words from @first on, round the end, as one word in @out; no text if it is too long. */
static struct str join(const struct name *n, size_t first, size_t count, char out[NAME_BYTES])
{
	size_t len = 0;

	for (size_t k = 0; k < count; k++) {
		struct str w = n->words[behind(n, first, k)];
		if (len + w.len > NAME_BYTES)
			return str_of(NULL, 0);
		memcpy(out + len, w.ptr, w.len);
		len += w.len;
	}
	return str_of(out, len);
}

static struct part *word_at(struct parts *p, size_t i)
{
	struct part *x = &p->at[i][0];

	x->text = p->name->words[i];
	return x;
}

/* NULL if they are too long. */
static struct part *run_at(struct parts *p, size_t first, size_t count)
{
	struct part *x = &p->at[first][count - 1];

	if (!x->text.ptr)
		x->text = keep(p, join(p->name, first, count, room_of(p)));
	return x->text.ptr ? x : NULL;
}

/* Each part is compared with many: its sound is taken once. */
static void take_sound(struct parts *p, struct part *x)
{
	if (x->sound.ptr)
		return;
	x->sound = keep(p, name_sound(x->text, room_of(p)));
	x->consonants = keep(p, name_sound_consonants(x->sound, room_of(p)));
}

static char lead_of(struct part *x)
{
	if (!x->has_lead) {
		x->has_lead = true;
		x->lead = name_sound_lead(x->text);
	}
	return x->lead;
}

/* Do two parts fit?  @a is of @x, @b of @y. */
typedef bool part_fits(struct parts *x, struct part *a, struct parts *y, struct part *b);

/* Initials are another matter. */
static bool is_same(struct parts *x, struct part *a, struct parts *y, struct part *b)
{
	(void)x;
	(void)y;
	return a->text.len > 1 && str_eq(a->text, b->text);
}

static bool is_slip(struct str a, struct str b)
{
	if (a.len < SLIP_MIN || b.len < SLIP_MIN || a.len > b.len + 1 || b.len > a.len + 1)
		return false;
	if (*a.ptr != *b.ptr && a.ptr[a.len - 1] != b.ptr[b.len - 1])
		return false; /* two letters at least: most words end here */
	return edit_distance(a, b) <= 1;
}

static bool is_sound(struct str a, struct str b)
{
	return a.len >= SOUND_MIN && str_eq(a, b);
}

/* One letter wrong, missing or too many, or the same sound. */
static bool is_spelling(struct parts *x, struct part *a, struct parts *y, struct part *b)
{
	if (is_slip(a->text, b->text))
		return true;
	if (lead_of(a) != lead_of(b))
		return false; /* as most do, and then neither sounds nor consonants are the same */
	take_sound(x, a);
	take_sound(y, b);
	return is_sound(a->sound, b->sound) || is_sound(a->consonants, b->consonants);
}

static bool is_like(struct parts *x, struct part *a, struct parts *y, struct part *b)
{
	bool is_longer = a->text.len >= b->text.len;
	struct str s = is_longer ? b->text : a->text, l = is_longer ? a->text : b->text;

	if (s.len >= PREFIX_MIN && str_starts(l, s))
		return true;
	if (s.len >= ENDING_MIN && str_ends(l, s))
		return true;
	return name_are_forms(a->text, b->text) || is_spelling(x, a, y, b);
}

static void pair_words(struct pair *p, part_fits *fits)
{
	for (size_t i = 0; i < p->a.name->count; i++)
		for (size_t j = 0; j < p->b.name->count && !p->a.taken[i]; j++) {
			if (p->b.taken[j] || !fits(&p->a, word_at(&p->a, i), &p->b, word_at(&p->b, j)))
				continue;
			p->a.taken[i] = p->b.taken[j] = true;
			p->full++;
		}
}

/* Are @count words of @many, from @first on, together word @i of @one? */
typedef bool run_fits(struct parts *one, size_t i, struct parts *many, size_t first, size_t count);

static bool is_same_run(struct parts *one, size_t i, struct parts *many, size_t first, size_t count)
{
	struct str rest = one->name->words[i];

	for (size_t k = 0; k < count; k++) {
		struct str w = many->name->words[behind(many->name, first, k)];
		if (!str_starts(rest, w))
			return false;
		rest = str_of(rest.ptr + w.len, rest.len - w.len);
	}
	return !rest.len;
}

static bool is_spelling_run(struct parts *one, size_t i, struct parts *many, size_t first, size_t count)
{
	struct part *run = run_at(many, first, count);

	return run && is_spelling(one, word_at(one, i), many, run);
}

static bool is_free(const struct parts *p, size_t first, size_t count)
{
	for (size_t k = 0; k < count; k++)
		if (p->taken[behind(p->name, first, k)])
			return false;
	return true;
}

static bool pair_run(struct parts *one, size_t i, struct parts *many, run_fits *fits)
{
	size_t words = many->name->count;

	for (size_t count = 2; count <= RUN_MAX && count <= words; count++)
		for (size_t first = 0; first < words; first++) {
			if (!is_free(many, first, count) || !fits(one, i, many, first, count))
				continue;
			for (size_t k = 0; k < count; k++)
				many->taken[behind(many->name, first, k)] = true;
			return true;
		}
	return false;
}

static void pair_runs_of(struct pair *p, struct parts *one, struct parts *many, run_fits *fits)
{
	for (size_t i = 0; i < one->name->count; i++)
		if (!one->taken[i] && one->name->words[i].len > 2 && pair_run(one, i, many, fits)) {
			one->taken[i] = true;
			p->full++;
		}
}

static void pair_runs(struct pair *p, run_fits *fits)
{
	pair_runs_of(p, &p->a, &p->b, fits);
	pair_runs_of(p, &p->b, &p->a, fits);
}

static void pair_initials(struct pair *p)
{
	for (size_t i = 0; i < p->a.name->count; i++)
		for (size_t j = 0; j < p->b.name->count && !p->a.taken[i]; j++) {
			struct str a = p->a.name->words[i], b = p->b.name->words[j];
			if (!p->b.taken[j] && (a.len == 1 || b.len == 1) && *a.ptr == *b.ptr)
				p->a.taken[i] = p->b.taken[j] = true;
		}
}

/* A particle may be left out where it is not the first word. */
static bool is_covered(const struct parts *p)
{
	for (size_t i = 0; i < p->name->count; i++)
		if (!p->taken[i] && !(i && name_is_particle(p->name->words[i])))
			return false;
	return true;
}

/* Scripts without vowels, and syllables without gaps: all consonants in a row, whatever word comes first. */
static bool sound_alike(const struct name *a, const struct name *b)
{
	char text[NAME_BYTES], x[NAME_BYTES], y[NAME_BYTES];
	struct str all = join(a, 0, a->count, text);
	struct str want = all.ptr ? name_consonants(all, x) : all;

	for (size_t first = 0; want.len >= SOUND_MIN && first < b->count; first++) {
		all = join(b, first, b->count, text);
		if (all.ptr && str_eq(name_consonants(all, y), want))
			return true;
	}
	return false;
}

/* What programs, templates and companies put where a name is asked for, by the first letter; no text ends a row. */
#define WORDS(...) (const struct str[]){ __VA_ARGS__, { NULL, 0 } }
static const struct str *const no_names[26] = {
	['a' - 'a'] = WORDS(STR("admin"), STR("administrator"), STR("author"), STR("adobe"), STR("acrobat"),
		STR("apple"), STR("asus"), STR("acer"), STR("actions")),
	['b' - 'a'] = WORDS(STR("bot"), STR("bank")),
	['c' - 'a'] = WORDS(STR("computer"), STR("canva"), STR("cv"), STR("curriculum"), STR("corp"),
		STR("corporation"), STR("company"), STR("consulting")),
	['d' - 'a'] = WORDS(STR("default"), STR("docs"), STR("dell"), STR("dependabot"), STR("dev"),
		STR("developer")),
	['e' - 'a'] = WORDS(STR("engineer"), STR("escrow")),
	['g' - 'a'] = WORDS(STR("guest"), STR("google"), STR("github"), STR("gitlab"), STR("gmbh"), STR("group")),
	['h' - 'a'] = WORDS(STR("home"), STR("hp"), STR("holding"), STR("holdings")),
	['i' - 'a'] = WORDS(STR("inc")),
	['l' - 'a'] = WORDS(STR("laptop"), STR("lenovo"), STR("libreoffice"), STR("latex"), STR("llc"), STR("ltd"),
		STR("limited")),
	['m' - 'a'] = WORDS(STR("macbook"), STR("microsoft")),
	['o' - 'a'] = WORDS(STR("owner"), STR("office"), STR("openoffice")),
	['p' - 'a'] = WORDS(STR("pc"), STR("pandoc"), STR("python"), STR("plc"), STR("pty"), STR("payments")),
	['r' - 'a'] = WORDS(STR("resume"), STR("root")),
	['s' - 'a'] = WORDS(STR("student"), STR("samsung"), STR("srl"), STR("services"), STR("solutions"),
		STR("software"), STR("systems"), STR("studio"), STR("studios")),
	['t' - 'a'] = WORDS(STR("test"), STR("template"), STR("templates"), STR("team"), STR("technologies"),
		STR("technology"), STR("trust"), STR("trading")),
	['u' - 'a'] = WORDS(STR("user"), STR("users"), STR("unknown"), STR("ubuntu")),
	['v' - 'a'] = WORDS(STR("vitae")),
	['w' - 'a'] = WORDS(STR("windows"), STR("word")),
};
#undef WORDS

static bool has_digit(struct str w)
{
	for (size_t i = 0; i < w.len; i++)
		if (w.ptr[i] >= '0' && w.ptr[i] <= '9')
			return true;
	return false;
}

static bool is_no_word(struct str w)
{
	const struct str *no = w.len && *w.ptr >= 'a' && *w.ptr <= 'z' ? no_names[*w.ptr - 'a'] : NULL;

	for (; no && no->ptr; no++)
		if (str_eq(w, *no))
			return true;
	return has_digit(w);
}

static bool is_no_name(const struct name *n)
{
	for (size_t i = 0; i < n->count; i++)
		if (is_no_word(n->words[i]))
			return true;
	return false;
}

static enum agreement agree(const struct name *a, const struct name *b)
{
	struct pair p;

	parts_begin(&p.a, a);
	parts_begin(&p.b, b);
	p.full = 0;
	pair_words(&p, is_same);
	pair_runs(&p, is_same_run);
	pair_words(&p, is_like);
	pair_runs(&p, is_spelling_run);
	pair_initials(&p);
	if (p.full && (is_covered(&p.a) || is_covered(&p.b)))
		return AGREEMENT_YES;
	if (a->is_foreign != b->is_foreign)
		return sound_alike(a, b) || sound_alike(b, a) ? AGREEMENT_YES : AGREEMENT_UNKNOWN;
	if (p.full || a->full < 2 || b->full < 2 || is_no_name(a) || is_no_name(b))
		return AGREEMENT_UNKNOWN;
	return AGREEMENT_NO;
}

enum agreement name_agree(struct str name, struct str other)
{
	struct name a, b;

	if (!name.len || !other.len)
		return AGREEMENT_UNKNOWN;
	if (str_eq(name, other))
		return AGREEMENT_YES;
	if (!name_split(name, &a) || !name_split(other, &b))
		return AGREEMENT_UNKNOWN;
	return agree(&a, &b);
}

static struct str without(struct str s, size_t n)
{
	return str_of(s.ptr + n, s.len - n);
}

/* Are the letters of @rest words of @n, each once, or their initials, with at least one word among them? */
static bool is_made_of(const struct name *n, bool *taken, struct str rest, bool has_word)
{
	if (!rest.len)
		return has_word;
	for (size_t i = 0; i < n->count; i++) {
		struct str w = n->words[i];
		if (taken[i] || !w.len)
			continue;
		taken[i] = true;
		bool is_full = has_word || w.len > 1;
		if (str_starts(rest, w) && is_made_of(n, taken, without(rest, w.len), is_full))
			return true;
		if (*rest.ptr == *w.ptr && is_made_of(n, taken, without(rest, 1), has_word))
			return true;
		taken[i] = false;
	}
	return false;
}

enum agreement name_agree_handle(struct str name, struct str handle)
{
	struct name a, b;
	char letters[NAME_BYTES];
	bool taken[NAME_WORDS] = { false };
	size_t n = 0;

	if (!name_split(name, &a) || !name_split(handle, &b))
		return AGREEMENT_UNKNOWN;
	for (size_t i = 0; i < b.count; i++)
		for (size_t k = 0; k < b.words[i].len; k++)
			if (b.words[i].ptr[k] > '9')
				letters[n++] = b.words[i].ptr[k];
	if (a.count <= MADE_MAX && is_made_of(&a, taken, str_of(letters, n), false))
		return AGREEMENT_YES;
	return b.count > 1 && agree(&a, &b) == AGREEMENT_YES ? AGREEMENT_YES : AGREEMENT_UNKNOWN;
}
