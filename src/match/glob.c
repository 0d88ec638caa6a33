#include "match/glob.h"

#include "match/fold.h"

/* @count pieces, none of them PIECE_ANY, from the beginning of @text: *used is what they take. */
static bool fits_here(const struct piece *pieces, size_t count, struct str text, size_t *used)
{
	size_t at = 0;

	for (size_t i = 0; i < count; i++) {
		struct str literal = pieces[i].literal;
		if (pieces[i].kind == PIECE_LITERAL) {
			if (!str_starts(str_of(text.ptr + at, text.len - at), literal))
				return false;
			at += literal.len;
			continue;
		}
		if (at == text.len)
			return false;
		size_t step = fold_step((unsigned char)text.ptr[at]);
		at += step < text.len - at ? step : text.len - at;
	}
	*used = at;
	return true;
}

/* The same up to the end of @text: *rest is what stands before. */
static bool fits_end(const struct piece *pieces, size_t count, struct str text, size_t *rest)
{
	size_t at = text.len;

	while (count--) {
		struct str literal = pieces[count].literal;
		if (pieces[count].kind == PIECE_LITERAL) {
			if (!str_ends(str_of(text.ptr, at), literal))
				return false;
			at -= literal.len;
			continue;
		}
		if (!at)
			return false;
		do
			at--;
		while (at && (text.ptr[at] & 0xC0) == 0x80);
	}
	*rest = at;
	return true;
}

/* The first place in @text where the pieces fit; *end is where they end there. */
static bool find_first(const struct piece *pieces, size_t count, struct str text, size_t *end)
{
	size_t at = 0, used;

	for (;;) {
		struct str rest = str_of(text.ptr + at, text.len - at);
		if (pieces[0].kind == PIECE_LITERAL && pieces[0].literal.len) {
			struct str want = pieces[0].literal;
			const char *found = rest.len ? memmem(rest.ptr, rest.len, want.ptr, want.len) : NULL;
			if (!found)
				return false;
			at = (size_t)(found - text.ptr);
			rest = str_of(found, text.len - at);
		}
		if (fits_here(pieces, count, rest, &used)) {
			*end = at + used;
			return true;
		}
		if (at == text.len)
			return false;
		size_t step = fold_step((unsigned char)text.ptr[at]);
		at += step < text.len - at ? step : text.len - at;
	}
}

static size_t run_length(const struct piece *pieces, size_t count)
{
	size_t n = 0;

	while (n < count && pieces[n].kind != PIECE_ANY)
		n++;
	return n;
}

/*
 * What stands before the first PIECE_ANY is held against the beginning, what stands after the last one against the
 * end, and the runs between are each taken at the first place that is left: a later place would only leave less.
 */
bool glob_fits(const struct piece *pieces, size_t count, struct str text)
{
	size_t run = run_length(pieces, count), tail = count, at, end;

	if (!fits_here(pieces, run, text, &at))
		return false;
	if (run == count)
		return at == text.len;
	while (pieces[tail - 1].kind != PIECE_ANY)
		tail--;
	if (!fits_end(pieces + tail, count - tail, str_of(text.ptr + at, text.len - at), &end))
		return false;
	text = str_of(text.ptr + at, end);
	for (size_t i = run + 1; i < tail; i += run + 1) {
		run = run_length(pieces + i, tail - i);
		if (run && !find_first(pieces + i, run, text, &end))
			return false;
		if (run)
			text = str_of(text.ptr + end, text.len - end);
	}
	return true;
}
