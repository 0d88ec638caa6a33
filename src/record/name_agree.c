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

/* @count words from @first on, round the end, as one word in @out; no text if it is too long. */
static struct str join(const struct name *n, size_t first, size_t count, char out[NAME_BYTES])
{
	size_t len = 0;

	for (size_t k = 0; k < count; k++) {
		struct str w = n->words[(first + k) % n->count];
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

/* NULL if one of the words is taken, or they are too long. */
static struct part *run_at(struct parts *p, size_t first, size_t count)
{
	struct part *x = &p->at[first][count - 1];

	for (size_t k = 0; k < count; k++)
		if (p->taken[(first + k) % p->name->count])
			return NULL;
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
	return a.len >= SLIP_MIN && b.len >= SLIP_MIN && a.len <= b.len + 1 && b.len <= a.len + 1 &&
	       edit_distance(a, b) <= 1;
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

/* Words of @many that together are word @i of @one. */
static bool pair_run(struct parts *one, size_t i, struct parts *many, part_fits *fits)
{
	size_t words = many->name->count;

	for (size_t count = 2; count <= RUN_MAX && count <= words; count++)
		for (size_t first = 0; first < words; first++) {
			struct part *run = run_at(many, first, count);
			if (!run || !fits(one, word_at(one, i), many, run))
				continue;
			for (size_t k = 0; k < count; k++)
				many->taken[(first + k) % words] = true;
			return true;
		}
	return false;
}

static void pair_runs_of(struct pair *p, struct parts *one, struct parts *many, part_fits *fits)
{
	for (size_t i = 0; i < one->name->count; i++)
		if (!one->taken[i] && one->name->words[i].len > 2 && pair_run(one, i, many, fits)) {
			one->taken[i] = true;
			p->full++;
		}
}

static void pair_runs(struct pair *p, part_fits *fits)
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

/* What programs, templates and companies put where a name is asked for. */
static bool is_no_name(const struct name *n)
{
	static const struct str words[] = {
		STR("user"), STR("users"), STR("admin"), STR("administrator"), STR("owner"), STR("author"),
		STR("guest"), STR("student"), STR("unknown"), STR("default"), STR("test"), STR("home"),
		STR("office"), STR("pc"), STR("laptop"), STR("computer"), STR("macbook"), STR("windows"),
		STR("microsoft"), STR("word"), STR("google"), STR("docs"), STR("canva"), STR("adobe"),
		STR("acrobat"), STR("apple"), STR("lenovo"), STR("dell"), STR("asus"), STR("acer"), STR("hp"),
		STR("samsung"), STR("libreoffice"), STR("openoffice"), STR("latex"), STR("pandoc"), STR("python"),
		STR("template"), STR("templates"), STR("resume"), STR("cv"), STR("curriculum"), STR("vitae"),
		STR("bot"), STR("github"), STR("gitlab"), STR("actions"), STR("dependabot"), STR("root"),
		STR("ubuntu"), STR("dev"), STR("developer"), STR("engineer"), STR("team"), STR("llc"), STR("ltd"),
		STR("limited"), STR("inc"), STR("corp"), STR("corporation"), STR("company"), STR("gmbh"),
		STR("srl"), STR("plc"), STR("pty"), STR("bank"), STR("services"), STR("solutions"),
		STR("consulting"), STR("technologies"), STR("technology"), STR("software"), STR("systems"),
		STR("group"), STR("holding"), STR("holdings"), STR("studio"), STR("studios"), STR("trust"),
		STR("trading"), STR("payments"), STR("escrow"),
	};

	for (size_t i = 0; i < n->count; i++) {
		struct str w = n->words[i];
		for (size_t k = 0; k < w.len; k++)
			if (w.ptr[k] >= '0' && w.ptr[k] <= '9')
				return true;
		for (size_t k = 0; k < COUNT(words); k++)
			if (str_eq(w, words[k]))
				return true;
	}
	return false;
}

static enum agreement agree(const struct name *a, const struct name *b)
{
	struct pair p;

	parts_begin(&p.a, a);
	parts_begin(&p.b, b);
	p.full = 0;
	pair_words(&p, is_same);
	pair_runs(&p, is_same);
	pair_words(&p, is_like);
	pair_runs(&p, is_spelling);
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
