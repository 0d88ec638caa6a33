#include "base/json_read.h"
#include "limits.h"
#include "read/form.h"
#include "read/sheet.h"
#include "read/source.h"

struct reader {
	const struct forms *forms;
	record_fault *fault;
	void *context;
	struct json_reader *json;
	/* A value of several records, of which @next comes next; copied here, since @a is reset between them. */
	struct arena arena;
	struct node *outer, *next;
	const struct form *form;
	unsigned line; /* of the value that was read last */
};

struct reader *reader_new(const struct forms *forms, record_fault *fault, void *context)
{
	struct reader *r = mem_alloc(sizeof(*r), 1);

	if (!r)
		return NULL;
	r->forms = forms;
	r->fault = fault;
	r->context = context;
	r->arena = arena_make(RECORD_MAX_MEMORY);
	r->json = json_reader_new(READ_MAX_DEPTH, forms ? record_slot : NULL);
	if (r->json)
		return r;
	reader_free(r);
	return NULL;
}

void reader_free(struct reader *r)
{
	if (!r)
		return;
	json_reader_free(r->json);
	arena_clear(&r->arena);
	mem_free(r);
}

static enum read_result bad(const struct record *at, struct err *e, enum err_code code, const char *text)
{
	err_set(e, code, "%s", text);
	err_at(e, at->file.ptr, at->line, 0);
	return READ_BAD;
}

static enum read_result shape(struct reader *r, struct arena *a, struct record *out, struct err *e)
{
	if (record_shape(out, a, r->fault, r->context))
		return READ_RECORD;
	return bad(out, e, ERR_MEMORY, "the record needs too much memory");
}

/* READ_END: the form passes it over. */
static enum read_result map(struct reader *r, const struct node *raw, const struct node *outer, struct arena *a,
    struct record *out, struct err *e)
{
	const struct form *f = form_made(r->form);

	if (raw->type != NODE_MAP && raw->type != NODE_LIST)
		return bad(out, e, ERR_TYPE, "the record is not an object");
	if (f && raw->type == NODE_MAP && !form_wants(f, raw, outer))
		return READ_END;
	if (!f || !form_map(f, raw, outer, a, out, r->fault, r->context))
		return bad(out, e, ERR_MEMORY, "the record needs too much memory");
	if (!out->root->len && !out->drops)
		return bad(out, e, ERR_TYPE, "nothing that the form knows is in the record");
	return shape(r, a, out, e);
}

/* The next of several records of one value. */
static enum read_result next_of_many(struct reader *r, struct arena *a, struct record *out, struct err *e)
{
	enum read_result result = READ_END;

	while (r->next && result == READ_END) {
		const struct node *raw = r->next;
		r->next = raw->next;
		result = raw->type == NODE_MAP ? map(r, raw, r->outer, a, out, e)
					       : bad(out, e, ERR_TYPE, "the record is not an object");
	}
	return result;
}

static enum read_result begin_many(struct reader *r, const struct node *raw, struct arena *a, struct record *out,
    struct err *e)
{
	arena_reset(&r->arena);
	r->outer = node_copy(&r->arena, raw);
	if (!r->outer)
		return bad(out, e, ERR_MEMORY, "the record needs too much memory");
	r->next = form_records(r->form, r->outer)->child;
	return next_of_many(r, a, out, e);
}

/* @raw is one value of the input, or one row. */
static enum read_result take_value(struct reader *r, const struct source *s, struct node *raw, struct arena *a,
    struct record *out, struct err *e)
{
	if (raw->type != NODE_MAP)
		return bad(out, e, ERR_TYPE, "the record is not an object");
	out->root = raw;
	if (!r->forms)
		return READ_RECORD;
	r->form = s->form ? s->form : s->sheet ? sheet_form(s->sheet) : form_recognise(r->forms, raw);
	if (form_is_own(r->form))
		return shape(r, a, out, e);
	struct node *records = form_records(r->form, raw);
	if (!records)
		return bad(out, e, ERR_TYPE, "no applicant where the form has one");
	if (records->type == NODE_LIST && records->len > 1)
		return begin_many(r, raw, a, out, e);
	if (records->type == NODE_MAP)
		return map(r, records, raw, a, out, e);
	if (!records->child)
		return READ_END;
	if (records->child->type != NODE_MAP)
		return bad(out, e, ERR_TYPE, "the record is not an object");
	return map(r, records->child, raw, a, out, e);
}

static enum read_result read_json(struct reader *r, const struct source *s, struct str text, bool is_person,
    struct arena *a, struct record *out, struct err *e)
{
	struct err own = { 0 };
	struct node *raw;

	if (json_read(r->json, text, a, &raw, &own)) {
		r->form = s->form;
		return is_person ? map(r, raw, raw, a, out, e) : take_value(r, s, raw, a, out, e);
	}
	err_set(e, own.code, "%s", own.text);
	err_at(e, s->path, out->line + (own.line ? own.line - 1 : 0), own.column);
	return READ_BAD;
}

static enum read_result read_row(struct reader *r, const struct source *s, struct str text, struct arena *a,
    struct record *out, struct err *e)
{
	struct node *raw = sheet_row(s->sheet, text, a, e);

	if (raw)
		return take_value(r, s, raw, a, out, e);
	err_at(e, s->path, out->line, 0);
	return READ_BAD;
}

static void begin_record(const struct source *s, unsigned line, struct record *out)
{
	*out = (struct record){ .file = str_from(s->path), .line = line };
}

/* READ_END: nothing of it is a record; look on. */
static enum read_result read_piece(struct reader *r, struct chunk *c, struct arena *a, struct record *out,
    struct err *e)
{
	const struct piece *p = &c->pieces[c->piece_at++];
	struct str text = str_of(c->text + p->begin, p->len);

	begin_record(c->source, p->line, out);
	if (p->fault)
		return bad(out, e, ERR_SYNTAX, p->fault);
	if (p->len > READ_MAX_LINE)
		return bad(out, e, ERR_LIMIT, "the record is longer than 16 MiB");
	if (!c->source->sheet)
		return read_json(r, c->source, text, p->is_person, a, out, e);
	return str_trim(text).len ? read_row(r, c->source, text, a, out, e) : READ_END;
}

static enum read_result read_line(struct reader *r, struct chunk *c, struct arena *a, struct record *out, struct err *e)
{
	const char *from = c->text + c->at, *end = memchr(from, '\n', c->len - c->at);
	size_t len = end ? (size_t)(end - from) : c->len - c->at;

	begin_record(c->source, c->line, out);
	c->at += len + (end != NULL);
	c->line++;
	if (len > READ_MAX_LINE)
		return bad(out, e, ERR_LIMIT, "the record is longer than 16 MiB");
	struct str text = str_of(from, len);
	return str_trim(text).len ? read_json(r, c->source, text, false, a, out, e) : READ_END;
}

enum read_result reader_next(struct reader *r, struct chunk *c, struct arena *a, struct record *out, struct err *e)
{
	enum read_result result = READ_END;

	if (e)
		*e = (struct err){ 0 };
	if (r->next) {
		begin_record(c->source, r->line, out);
		result = next_of_many(r, a, out, e);
	}
	while (result == READ_END && (c->is_lines ? c->at < c->len : c->piece_at < c->piece_count))
		result = c->is_lines ? read_line(r, c, a, out, e) : read_piece(r, c, a, out, e);
	r->line = out->line;
	if (result != READ_END || !c->fault.code)
		return result;
	begin_record(c->source, c->fault.line, out);
	if (e)
		*e = c->fault;
	c->fault.code = ERR_NONE;
	return READ_BAD;
}
