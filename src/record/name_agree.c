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

struct pair {
	const struct name *a, *b;
	bool in_a[NAME_WORDS], in_b[NAME_WORDS]; /* words that have found their like */
	size_t full;                             /* pairs of more than initials */
};


/* One letter wrong, missing or too many, or the same sound. */
static bool is_spelling(struct str a, struct str b)
{
	char x[NAME_BYTES], y[NAME_BYTES];

	if (a.len >= SLIP_MIN && b.len >= SLIP_MIN && edit_distance(a, b) <= 1)
		return true;
	struct str s = name_sound(a, x), t = name_sound(b, y);
	if (s.len >= SOUND_MIN && str_eq(s, t))
		return true;
	s = name_consonants(a, x);
	t = name_consonants(b, y);
	return s.len >= SOUND_MIN && str_eq(s, t);
}

static bool is_like(struct str a, struct str b)
{
	struct str s = a.len < b.len ? a : b, l = a.len < b.len ? b : a;

	if (s.len >= PREFIX_MIN && str_starts(l, s))
		return true;
	if (s.len >= ENDING_MIN && str_ends(l, s))
		return true;
	return name_are_forms(a, b) || is_spelling(a, b);
}

/* Initials are another matter. */
static bool is_same(struct str a, struct str b)
{
	return a.len > 1 && str_eq(a, b);
}

static void pair_words(struct pair *p, bool (*fits)(struct str, struct str))
{
	for (size_t i = 0; i < p->a->count; i++)
		for (size_t j = 0; j < p->b->count && !p->in_a[i]; j++) {
			struct str a = p->a->words[i], b = p->b->words[j];
			if (p->in_b[j] || !fits(a, b))
				continue;
			p->in_a[i] = p->in_b[j] = true;
			p->full++;
		}
}

/* @count words from @first on, round the end, as one word in @out; no text if one is taken or it is too long. */
static struct str join(const struct name *n, const bool *taken, size_t first, size_t count, char out[NAME_BYTES])
{
	size_t len = 0;

	for (size_t k = 0; k < count; k++) {
		size_t at = (first + k) % n->count;
		struct str w = n->words[at];
		if (taken[at] || len + w.len > NAME_BYTES)
			return str_of(NULL, 0);
		memcpy(out + len, w.ptr, w.len);
		len += w.len;
	}
	return str_of(out, len);
}

/* Words of @many that together are word @i of @one. */
static bool pair_run(const struct name *one, size_t i, const struct name *many, bool *taken,
    bool (*fits)(struct str, struct str))
{
	char out[NAME_BYTES];

	for (size_t count = 2; count <= RUN_MAX && count <= many->count; count++)
		for (size_t first = 0; first < many->count; first++) {
			struct str run = join(many, taken, first, count, out);
			if (!run.ptr || !fits(one->words[i], run))
				continue;
			for (size_t k = 0; k < count; k++)
				taken[(first + k) % many->count] = true;
			return true;
		}
	return false;
}

static void pair_runs(struct pair *p, bool (*fits)(struct str, struct str))
{
	for (size_t i = 0; i < p->a->count; i++)
		if (!p->in_a[i] && p->a->words[i].len > 2 && pair_run(p->a, i, p->b, p->in_b, fits)) {
			p->in_a[i] = true;
			p->full++;
		}
	for (size_t j = 0; j < p->b->count; j++)
		if (!p->in_b[j] && p->b->words[j].len > 2 && pair_run(p->b, j, p->a, p->in_a, fits)) {
			p->in_b[j] = true;
			p->full++;
		}
}

static void pair_initials(struct pair *p)
{
	for (size_t i = 0; i < p->a->count; i++)
		for (size_t j = 0; j < p->b->count && !p->in_a[i]; j++) {
			struct str a = p->a->words[i], b = p->b->words[j];
			if (!p->in_b[j] && (a.len == 1 || b.len == 1) && *a.ptr == *b.ptr)
				p->in_a[i] = p->in_b[j] = true;
		}
}

/* A particle may be left out where it is not the first word. */
static bool is_covered(const struct name *n, const bool *paired)
{
	for (size_t i = 0; i < n->count; i++)
		if (!paired[i] && !(i && name_is_particle(n->words[i])))
			return false;
	return true;
}

/* Scripts without vowels, and syllables without gaps: all consonants in a row, whatever word comes first. */
static bool sound_alike(const struct name *a, const struct name *b)
{
	static const bool none[NAME_WORDS];
	char text[NAME_BYTES], x[NAME_BYTES], y[NAME_BYTES];
	struct str all = join(a, none, 0, a->count, text);
	struct str want = all.ptr ? name_consonants(all, x) : all;

	for (size_t first = 0; want.len >= SOUND_MIN && first < b->count; first++) {
		all = join(b, none, first, b->count, text);
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
	struct pair p = { .a = a, .b = b };

	pair_words(&p, is_same);
	pair_runs(&p, is_same);
	pair_words(&p, is_like);
	pair_runs(&p, is_spelling);
	pair_initials(&p);
	if (p.full && (is_covered(a, p.in_a) || is_covered(b, p.in_b)))
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
