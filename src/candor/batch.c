#include "candor/batch.h"

struct batch *batch_new(void)
{
	struct batch *b = mem_alloc(sizeof(*b), 1);

	if (b)
		*b = (struct batch){ .report = buf_make(SIZE_MAX / 4), .texts = buf_make(SIZE_MAX / 4) };
	return b;
}

void batch_free(struct batch *b)
{
	if (!b)
		return;
	buf_clear(&b->report);
	buf_clear(&b->texts);
	arena_clear(&b->arena);
	mem_free(b->notes);
	mem_free(b);
}

void batch_reset(struct batch *b)
{
	buf_reset(&b->report);
	buf_reset(&b->texts);
	arena_reset(&b->arena);
	b->kept = NULL;
	b->note_count = 0;
	b->records = b->bad_inputs = b->strange = 0;
	b->failed = false;
}

struct note *batch_note(struct batch *b)
{
	if (b->note_count == b->note_size) {
		size_t size = b->note_size ? b->note_size * 2 : 64;
		struct note *grown = mem_grow(b->notes, sizeof(*grown), size);
		if (!grown) {
			b->failed = true;
			return NULL;
		}
		b->notes = grown;
		b->note_size = size;
	}
	b->notes[b->note_count] = (struct note){ .text = b->texts.len };
	return &b->notes[b->note_count++];
}

static void add(struct batch *b, const char *file, const struct err *e, bool is_warning)
{
	struct note *n = batch_note(b);

	if (!n)
		return;
	n->file = file;
	n->line = e->line;
	n->column = e->column;
	n->is_warning = is_warning;
	buf_put(&b->texts, str_of(e->text, strlen(e->text) + 1));
}

void batch_complain(struct batch *b, const char *file, const struct err *e)
{
	add(b, file, e, false);
}

void batch_warn(struct batch *b, const char *file, const struct err *e)
{
	add(b, file, e, true);
}

struct err batch_err(const struct batch *b, const struct note *n)
{
	struct err e = { 0 };

	err_set(&e, ERR_SYNTAX, "%s", b->texts.ptr + n->text);
	err_at(&e, n->file, n->line, n->column);
	return e;
}

bool batch_is_whole(const struct batch *b)
{
	return !b->failed && !b->report.failed && !b->texts.failed;
}
