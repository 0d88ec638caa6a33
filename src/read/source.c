#include "read/source.h"

#include "base/input.h"
#include "base/json_read.h"
#include "limits.h"
#include "read/form.h"
#include "read/gather.h"
#include "read/sheet.h"

enum {
	CHUNK_TARGET = 1 << 18, /* bytes: enough to make locks cheap, little enough to stay in a cache */
	CHUNK_MAX = READ_MAX_LINE + CHUNK_TARGET,
	LOOK_MIN = 1 << 16,     /* bytes that are looked at to recognise what a file holds, if there are so many */
	RECOVER_MAX = 16,       /* in one input: each makes the splitter look again at what follows */
};

static bool complain(const struct source *s, struct err *e, enum err_code code, unsigned line, const char *text)
{
	*e = (struct err){ 0 };
	err_set(e, code, "%s", text);
	return err_at(e, s->path, line, 0);
}

/* Room for @size bytes and the padding that JSON wants behind them. */
static bool grow(char **p, size_t *size, size_t want)
{
	if (*size >= want)
		return true;
	char *bigger = mem_grow(*p, 1, want + JSON_PADDING);
	if (!bigger)
		return false;
	*p = bigger;
	*size = want;
	return true;
}

/* One more reading behind @len of @text.  A failure is kept until everything before it was told. */
static void read_more(struct source *s, char *text, size_t *len, size_t size)
{
	size_t got = 0;

	if (s->at_end || *len == size)
		return;
	if (!input_read(s->in, text + *len, size - *len, &got, &s->failure) || !got)
		s->at_end = true;
	*len += got;
}

/* The first bytes, to see what the input is. */
static bool look(struct source *s, struct err *e)
{
	static const struct str mark = STR("\xEF\xBB\xBF");
	enum split_kind kind;

	if (!grow(&s->held, &s->held_size, CHUNK_TARGET))
		return complain(s, e, ERR_MEMORY, 0, "no memory to read");
	while (!s->at_end && s->held_len < LOOK_MIN)
		read_more(s, s->held, &s->held_len, s->held_size);
	if (s->failure.code && !s->held_len) {
		*e = s->failure;
		return false;
	}
	struct str text = str_of(s->held, s->held_len);
	if (str_starts(text, mark)) {
		text = str_of(text.ptr + mark.len, text.len - mark.len);
		memmove(s->held, text.ptr, s->held_len = text.len);
		text.ptr = s->held;
	}
	if (!source_recognise(text, s->at_end, &kind, e))
		return err_at(e, s->path, 0, 0);
	if (kind == SPLIT_TABLE && !s->forms) /* nobody knows its columns: lines, each of them bad */
		kind = SPLIT_LINES;
	s->split = split_make(kind, 0);
	return true;
}

/* The first row of a table: which column is what. */
static bool take_header(struct source *s, struct err *e)
{
	struct piece p = { 0 };
	size_t begin = 0, at = 0;

	s->split = split_make(SPLIT_TABLE, sheet_separator(str_of(s->held, s->held_len)));
	bool is_whole = split_step(&s->split, s->held, &begin, &at, s->held_len, &p);
	while (!is_whole && !s->at_end && s->held_len < s->held_size) {
		read_more(s, s->held, &s->held_len, s->held_size);
		is_whole = split_step(&s->split, s->held, &begin, &at, s->held_len, &p);
	}
	if (!is_whole && !s->at_end)
		return complain(s, e, ERR_LIMIT, 1, "the header is longer than 256 kB");
	s->sheet = sheet_new(str_of(s->held, at), s->split.separator, s->form, s->forms, &s->arena, e);
	if (!s->sheet)
		return err_at(e, s->path, 1, 0);
	s->split.in_record = s->split.in_text = false;
	memmove(s->held, s->held + at, s->held_len -= at);
	return true;
}

static bool fits_form(const struct source *s, struct err *e)
{
	bool is_table = s->split.kind == SPLIT_TABLE;

	if (!s->form || form_is_own(s->form) || form_is_table(s->form) == is_table)
		return true;
	return complain(s, e, ERR_TYPE, 0, is_table ? "is a table, and the form that was asked for is of JSON"
						    : "is no table, as the form that was asked for is");
}

struct source *source_open(const char *path, const struct form *form, const struct forms *forms, struct err *e)
{
	struct source *s = mem_alloc(sizeof(*s), 1);
	size_t len = strlen(path) + 1;

	if (!s || !(s->path = mem_alloc(1, len))) {
		err_set(e, ERR_MEMORY, "no memory to open a file");
		mem_free(s);
		return NULL;
	}
	memcpy(s->path, path, len);
	s->forms = forms;
	s->form = form;
	s->in = input_open(path, e);
	struct err own = { 0 };
	if (s->in && look(s, &own) && fits_form(s, &own) && (s->split.kind != SPLIT_TABLE || take_header(s, &own)))
		return s;
	if (e && !e->code)
		*e = own;
	source_close(s);
	return NULL;
}

bool source_warning(struct source *s, struct err *e)
{
	struct str strangers = s->sheet ? sheet_strangers(s->sheet, &s->arena) : str_of(NULL, 0);

	if (!strangers.len)
		return false;
	err_set(e, ERR_TYPE, "no field of a record: %.*s; candor fields lists them", STR_ARG(strangers));
	err_at(e, s->path, 1, 0);
	return true;
}

void source_close(struct source *s)
{
	if (!s)
		return;
	input_close(s->in);
	gather_free(s->gather);
	arena_clear(&s->arena);
	mem_free(s->path);
	mem_free(s->held);
	mem_free(s);
}

bool chunk_add(struct chunk *c, struct piece p)
{
	if (c->piece_count == c->piece_room) {
		size_t room = c->piece_room ? 2 * c->piece_room : 64;
		struct piece *bigger = mem_grow(c->pieces, sizeof(*c->pieces), room);
		if (!bigger)
			return false;
		c->pieces = bigger;
		c->piece_room = room;
	}
	c->pieces[c->piece_count++] = p;
	return true;
}

static bool is_lines(const struct source *s)
{
	return s->split.kind == SPLIT_LINES;
}

/* Look for the ends of records in what was not looked at yet.  Where the whole ones end, SIZE_MAX without memory. */
static size_t cut_chunk(struct source *s, struct chunk *c, size_t cut)
{
	struct piece p;

	if (is_lines(s)) {
		const char *end = memrchr(c->text + s->scanned, '\n', c->len - s->scanned);
		s->scanned = c->len;
		return end ? (size_t)(end - c->text) + 1 : cut;
	}
	while (split_step(&s->split, c->text, &s->begin, &s->scanned, c->len, &p))
		if (!chunk_add(c, p))
			return SIZE_MAX;
	return s->split.in_record ? s->begin : s->scanned;
}

static unsigned count_lines(const char *p, size_t len)
{
	unsigned n = 0;

	for (const char *end = p + len; (p = memchr(p, '\n', (size_t)(end - p))); p++)
		n++;
	return n;
}

/* Where a record that has begun and does not end is cut off: in a table its line, in JSON before the next "{" in the
   first column; at the end of the chunk if there is no such place. */
static size_t find_recovery(const struct source *s, const struct chunk *c)
{
	const char *from = c->text + s->begin;
	size_t left = c->len - s->begin;
	bool is_table = s->split.kind == SPLIT_TABLE;
	const char *row = s->split.in_text ? memchr(from, '\n', left) : NULL;
	const char *line = is_table ? row : memmem(from, left, "\n{", 2);

	return line && s->recovered < RECOVER_MAX ? (size_t)(line - c->text) + 1 : c->len;
}

/* Take what has begun for a record up to @stop; the splitter begins anew behind it. */
static bool cut_off(struct source *s, struct chunk *c, size_t stop)
{
	bool open_quote = s->split.kind == SPLIT_TABLE && s->split.in_text;
	struct piece p = { .begin = (uint32_t)s->begin, .len = (uint32_t)(stop - s->begin), .line = s->split.first_line,
		.fault = open_quote ? "a quoted cell is not closed" : NULL };

	s->recovered++;
	s->split.line = s->split.first_line + count_lines(c->text + s->begin, stop - s->begin);
	s->split.in_record = s->split.in_text = s->split.is_escaped = s->split.has_value = false;
	s->scanned = stop;
	return chunk_add(c, p);
}

/* The input has no more: the last line needs no line feed, and what has begun is a record as far as it goes. */
static size_t cut_rest(struct source *s, struct chunk *c, size_t cut)
{
	if (s->failure.code)
		return cut;
	if (is_lines(s))
		return c->len;
	while (s->split.in_record) {
		if (!cut_off(s, c, find_recovery(s, c)) || cut_chunk(s, c, 0) == SIZE_MAX)
			return SIZE_MAX;
	}
	return c->len;
}

/* Read until a record is whole.  Where the last whole one ends, 0 if none does, SIZE_MAX without memory. */
static size_t fill(struct source *s, struct chunk *c)
{
	size_t cut = 0;
	bool is_short;

	do {
		if (c->len == c->size && !grow(&c->text, &c->size, c->size < CHUNK_MAX / 2 ? 2 * c->size : CHUNK_MAX))
			return SIZE_MAX;
		read_more(s, c->text, &c->len, c->size);
		is_short = c->len < c->size; /* a pipe has no more for now: what is whole is given out */
		cut = cut_chunk(s, c, cut);
	} while (!s->at_end && (cut ? !is_short && c->len < CHUNK_TARGET : c->len < CHUNK_MAX));
	return s->at_end && cut != SIZE_MAX ? cut_rest(s, c, cut) : cut;
}

/* Keep what is behind @cut for the next chunk; at the end of the input nothing worth it is. */
static bool hold(struct source *s, struct chunk *c, size_t cut)
{
	s->held_len = s->at_end ? 0 : c->len - cut;
	if (!grow(&s->held, &s->held_size, s->held_len))
		return false;
	memcpy(s->held, c->text + cut, s->held_len);
	s->scanned -= cut;
	s->begin -= s->split.in_record ? cut : s->begin;
	c->len = cut;
	return true;
}

static bool fail_memory(struct source *s, struct chunk *c)
{
	c->len = c->piece_count = 0;
	s->is_over = true;
	complain(s, &c->fault, ERR_MEMORY, s->split.line, "no memory to read on");
	return true;
}

/* The record that has begun is over the limit: let it run by without keeping it. */
static bool skip_giant(struct source *s, struct chunk *c)
{
	struct piece p;
	bool has_ended = false;

	if (is_lines(s)) { /* where the splitter is not asked otherwise */
		s->split.in_record = true;
		s->split.first_line = s->split.line;
	}
	complain(s, &c->fault, ERR_LIMIT, s->split.first_line, "the record is longer than 16 MiB");
	while (!has_ended && !s->at_end) {
		c->len = s->scanned = 0;
		read_more(s, c->text, &c->len, CHUNK_TARGET);
		has_ended = split_step(&s->split, c->text, &s->begin, &s->scanned, c->len, &p);
	}
	s->split.in_record = false;
	return hold(s, c, s->scanned) ? (c->len = 0, true) : fail_memory(s, c);
}

/* Everything was given out.  Is there still something to complain of? */
static bool finish(struct source *s, struct chunk *c)
{
	const char *wrong = split_end(&s->split);

	s->is_over = true;
	if (s->failure.code)
		c->fault = s->failure;
	else if (wrong)
		complain(s, &c->fault, ERR_SYNTAX, s->split.line, wrong);
	return c->fault.code || c->len;
}

/* Records as they stand in the input. */
static bool next_raw(struct source *s, struct chunk *c)
{
	c->source = s;
	c->len = c->at = c->piece_count = c->piece_at = 0;
	c->fault = (struct err){ 0 };
	c->line = s->split.line;
	c->is_lines = is_lines(s);
	if (s->is_over)
		return false;
	if (!grow(&c->text, &c->size, s->held_len > CHUNK_TARGET ? s->held_len : CHUNK_TARGET))
		return fail_memory(s, c);
	memcpy(c->text, s->held, s->held_len);
	c->len = s->held_len;
	size_t cut = fill(s, c);
	if (!cut && !s->at_end) {
		size_t stop = is_lines(s) ? c->len : find_recovery(s, c);
		if (stop == c->len)
			return skip_giant(s, c);
		cut = cut_off(s, c, stop) ? cut_chunk(s, c, stop) : SIZE_MAX;
	}
	if (cut != SIZE_MAX && is_lines(s))
		s->split.line += count_lines(c->text, cut);
	if (cut == SIZE_MAX || !hold(s, c, cut))
		return fail_memory(s, c);
	memset(c->text + c->len, 0, JSON_PADDING);
	return !s->at_end || finish(s, c);
}

bool chunk_put(struct chunk *c, struct str text)
{
	if (!grow(&c->text, &c->size, text.len ? text.len : 1))
		return false;
	memcpy(c->text, text.ptr, text.len);
	memset(c->text + text.len, 0, JSON_PADDING);
	c->len = text.len;
	return true;
}

/* Is it a log?  The first record tells. */
static bool begin_gathering(struct source *s, const struct chunk *c)
{
	const struct form *f = s->form;

	s->has_begun = true;
	if (!f && s->forms && !s->sheet)
		f = gather_form(s, c);
	if (!f || !form_gathers(f))
		return true;
	s->form = form_made(f);
	s->gather = s->form ? gather_new(s->form) : NULL;
	return s->gather;
}

/* Persons, once all of the input was read or as much as may be held.  A complaint goes out by itself at once. */
static bool next_gathered(struct source *s, struct chunk *c, bool has_chunk)
{
	bool has_more = true;

	while (!s->is_gathered) {
		if (!has_chunk)
			has_more = next_raw(s, c);
		has_chunk = false;
		if (has_more && !gather_take(s->gather, c))
			return fail_memory(s, c);
		s->is_gathered = !has_more || gather_is_full(s->gather);
		c->piece_count = c->len = c->at = 0;
		c->is_lines = false;
		if (c->fault.code)
			return true;
	}
	if (gather_give(s->gather, c))
		return true;
	s->is_gathered = false;
	return c->fault.code || (!s->is_over && next_gathered(s, c, false));
}

bool source_next(struct source *s, struct chunk *c)
{
	c->source = s;
	c->fault = (struct err){ 0 };
	if (s->gather)
		return next_gathered(s, c, false);
	bool has_more = next_raw(s, c);
	if (s->has_begun || !has_more)
		return has_more;
	if (!begin_gathering(s, c))
		return fail_memory(s, c);
	return s->gather ? next_gathered(s, c, true) : true;
}

void chunk_clear(struct chunk *c)
{
	mem_free(c->text);
	mem_free(c->pieces);
	*c = (struct chunk){ 0 };
}
