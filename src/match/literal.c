#include "match/literal.h"

#include "match/fold.h"

enum { LITERAL_DEPTH = 64 };

/* The reading of one pattern.  @given_up: something whose meaning this file does not follow. */
struct walk {
	struct str p;
	size_t at;
	struct arena *a;
	unsigned depth;
	bool given_up, full;
};

/* What one atom of a sequence is good for. */
struct atom {
	bool is_char;
	char c;
	struct literals group; /* a group's own */
};

/* A sequence under way: the run of plain characters that ends here, and the best set so far. */
struct sequence {
	char run[64];
	size_t len;
	struct literals best;
};

static void read_branches(struct walk *w, struct literals *out);

static size_t shortest(const struct literals *set)
{
	size_t least = set->count ? SIZE_MAX : 0;

	for (size_t i = 0; i < set->count; i++)
		least = set->at[i].len < least ? set->at[i].len : least;
	return least;
}

static void keep_better(struct literals *best, const struct literals *set)
{
	if (shortest(set) > shortest(best))
		*best = *set;
}

/* The run has ended: it is a set of one. */
static void end_run(struct walk *w, struct sequence *s)
{
	struct literals one = { .count = 1 };

	if (s->len > shortest(&s->best)) {
		one.at[0] = fold(w->a, str_of(s->run, s->len));
		w->full |= !one.at[0].ptr;
		s->best = one;
	}
	s->len = 0;
}

static bool next_is(const struct walk *w, char c)
{
	return w->at < w->p.len && w->p.ptr[w->at] == c;
}

/* "{n" or "{n,m}" as a quantifier: where it ends, 0 if it is none, and whether n is 0. */
static size_t read_braces(const struct walk *w, bool *optional)
{
	size_t i = w->at + 1, digits = 0;

	*optional = true;
	for (; i < w->p.len && w->p.ptr[i] >= '0' && w->p.ptr[i] <= '9'; i++, digits++)
		if (w->p.ptr[i] != '0')
			*optional = false;
	if (!digits)
		return 0;
	while (i < w->p.len && (w->p.ptr[i] == ',' || (w->p.ptr[i] >= '0' && w->p.ptr[i] <= '9')))
		i++;
	return i < w->p.len && w->p.ptr[i] == '}' ? i + 1 : 0;
}

/* Take the quantifier that stands here: does one stand, and may what it follows be left out? */
static bool read_quantifier(struct walk *w, bool *optional)
{
	size_t end = w->at;

	*optional = false;
	if (next_is(w, '*') || next_is(w, '?')) {
		*optional = true;
		end++;
	} else if (next_is(w, '+')) {
		end++;
	} else if (next_is(w, '{')) {
		end = read_braces(w, optional);
		/* "{,2}" is plain text to one release of PCRE2 and a quantifier to the next. */
		w->given_up |= !end && w->at + 1 < w->p.len && w->p.ptr[w->at + 1] == ',';
		*optional = end && *optional;
		end = end ? end : w->at;
	}
	bool found = end > w->at;
	w->at = end;
	if (found && (next_is(w, '?') || next_is(w, '+')))
		w->at++;
	return found;
}

static void skip_class(struct walk *w)
{
	if (next_is(w, '^'))
		w->at++;
	if (next_is(w, ']'))
		w->at++;
	while (w->at < w->p.len && !next_is(w, ']')) {
		if (next_is(w, '['))
			w->given_up |= w->at + 1 < w->p.len && w->p.ptr[w->at + 1] == ':';
		w->at += next_is(w, '\\') ? 2 : 1;
	}
	w->at++;
}

static void read_group(struct walk *w, struct literals *out)
{
	if (next_is(w, '?')) {
		for (w->at++; w->at < w->p.len && !next_is(w, ':') && !next_is(w, ')'); w->at++)
			w->given_up |= !strchr("ims-", w->p.ptr[w->at]);
		if (next_is(w, ')')) {
			w->at++;
			return;
		}
		w->at++;
	}
	if (++w->depth > LITERAL_DEPTH)
		w->given_up = true;
	else
		read_branches(w, out);
	w->depth--;
	w->at++;
}

/* A backslash stood before: punctuation is itself, every letter is a class, an anchor, or not worth following. */
static void read_escape(struct walk *w, struct atom *atom)
{
	char c = w->at < w->p.len ? w->p.ptr[w->at] : '\0';

	w->at++;
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
		w->given_up |= strchr("dDsSwWbBAzZtnrfaehHvVN", c) == NULL;
		return;
	}
	atom->is_char = c > 0;
	atom->c = c;
}

static void read_atom(struct walk *w, struct atom *atom)
{
	char c = w->p.ptr[w->at++];

	atom->is_char = false;
	atom->group.count = 0;
	switch (c) {
	case '\\':
		read_escape(w, atom);
		break;
	case '[':
		skip_class(w);
		break;
	case '(':
		read_group(w, &atom->group);
		break;
	case '.': case '^': case '$':
		break;
	default:
		/* What else a character beyond ASCII is equal to is PCRE2's to say. */
		atom->is_char = (unsigned char)c < 0x80 && c;
		atom->c = c;
	}
}

static void read_sequence(struct walk *w, struct literals *out)
{
	struct sequence s = { .len = 0 };
	struct atom atom;

	while (w->at < w->p.len && !next_is(w, '|') && !next_is(w, ')') && !w->given_up) {
		bool optional;
		read_atom(w, &atom);
		bool repeated = read_quantifier(w, &optional);
		if (atom.is_char && !optional && s.len < sizeof(s.run))
			s.run[s.len++] = atom.c;
		if (!atom.is_char || repeated || s.len == sizeof(s.run))
			end_run(w, &s);
		if (!optional)
			keep_better(&s.best, &atom.group);
	}
	end_run(w, &s);
	*out = s.best;
}

/* "a|b": one of either's literals, if each has some. */
static void read_branches(struct walk *w, struct literals *out)
{
	struct literals branch;
	bool none = false;

	out->count = 0;
	for (;;) {
		read_sequence(w, &branch);
		none |= !branch.count || out->count + branch.count > LITERAL_MAX;
		for (size_t i = 0; i < branch.count && !none; i++)
			out->at[out->count++] = branch.at[i];
		if (!next_is(w, '|') || w->given_up)
			break;
		w->at++;
	}
	if (none)
		out->count = 0;
}

bool literal_find(struct str pattern, struct arena *a, struct literals *out)
{
	struct walk w = { .p = pattern, .a = a };

	read_branches(&w, out);
	if (w.given_up || w.at < pattern.len)
		out->count = 0;
	return !w.full;
}
