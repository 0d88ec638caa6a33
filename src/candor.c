/* candor.c - one pass through the stages: what candor.h promises, by what is in candor/. */
#include "candor.h"

#include "base/json_read.h"
#include "candor/pass.h"
#include "candor/scan.h"
#include "enrich/geo.h"
#include "limits.h"

static bool put(struct candor *c, struct buf *out, struct err *e)
{
	if (out->failed)
		return err_set(e, ERR_MEMORY, "out of memory for the report");
	if (out->len && !c->host.write(c->host.context, out->ptr, out->len))
		return err_set(e, ERR_FILE, "the report could not be written");
	buf_reset(out);
	return true;
}

static bool begin_report(struct candor *c, struct err *e)
{
	struct buf out = buf_make(1 << 20);

	if (c->format->begin)
		c->format->begin(&c->report, &out);
	bool ok = put(c, &out, e);
	buf_clear(&out);
	return ok;
}

static bool end_report(struct candor *c, struct err *e)
{
	struct buf out = buf_make(1 << 24);
	struct arena a = arena_make(0);
	struct report_end end = { 0 };

	for (size_t i = 0; i < COUNT(end.outcomes); i++)
		end.outcomes[i] = c->total.outcomes[i];
	end.lists = engine_lists(c, &a, &end.list_count);
	if (c->format->end)
		c->format->end(&c->report, &end, &out);
	bool ok = put(c, &out, e);
	buf_clear(&out);
	arena_clear(&a);
	return ok;
}

bool candor_scan(struct candor *c, const char *const *files, size_t count, struct candor_err *error)
{
	struct err e = { 0 };

	if (!c->is_loaded)
		err_set(&e, ERR_USAGE, "candor_load() comes first");
	else if (begin_report(c, &e) && scan_run(c, files, count, &e) && end_report(c, &e))
		return true;
	return engine_fail(error, &e);
}

bool candor_rings(struct candor *c, const char *const *files, size_t count, const char *form, struct candor_err *error)
{
	struct err e = { 0 };
	bool ok = c->is_loaded || err_set(&e, ERR_USAGE, "candor_load() comes first");

	return (ok && scan_rings(c, files, count, form, &e)) || engine_fail(error, &e);
}

/* A copy of @text with the padding that the reader wants. */
static struct node *read_json(struct arena *a, const char *text, size_t len, struct err *e)
{
	struct json_reader *reader = json_reader_new(READ_MAX_DEPTH, NULL);
	char *copy = arena_alloc(a, len + JSON_PADDING);
	struct node *root = NULL;

	if (reader && copy) {
		memcpy(copy, text, len);
		memset(copy + len, 0, JSON_PADDING);
		if (json_read(reader, str_of(copy, len), a, &root, e) && root->type != NODE_MAP)
			err_set(e, ERR_TYPE, "not a JSON object");
	}
	json_reader_free(reader);
	if (!reader || !copy)
		err_set(e, ERR_MEMORY, "out of memory");
	return e->code == ERR_NONE ? root : NULL;
}

static void tell_strange(const struct candor *c)
{
	struct err e = { 0 };

	err_set(&e, ERR_TYPE, "no field that is known is in it");
	err_at(&e, "record", 1, 0);
	engine_tell(c, &e, true);
}

static bool check(struct pass *p, const char *json, size_t len, struct err *e)
{
	struct record r = { .file = STR_LIT("record"), .line = 1 };
	struct batch *b = p->batch;

	r.root = read_json(&p->arena, json, len, e);
	if (!r.root)
		return false;
	if (!record_shape(&r, &p->arena, pass_fault, p))
		return err_set(e, ERR_LIMIT, "the record is too large");
	pass_record(p, &r);
	if (r.is_strange)
		tell_strange(p->engine);
	for (size_t i = 0; i < b->note_count; i++) {
		struct err complaint = batch_err(b, &b->notes[i]);
		if (b->notes[i].file)
			engine_tell(p->engine, &complaint, b->notes[i].is_warning);
	}
	return !b->failed || err_set(e, ERR_MEMORY, "out of memory");
}

bool candor_check(struct candor *c, const char *json, size_t len, struct candor_err *error)
{
	struct err e = { 0 };
	struct pass p = { 0 };
	bool ok = c->is_loaded || err_set(&e, ERR_USAGE, "candor_load() comes first");

	if (ok && (!pass_init(&p, c) || !(p.batch = batch_new())))
		ok = err_set(&e, ERR_MEMORY, "out of memory");
	p.file = "record";
	if (ok && c->settings.memory) {
		p.memory = memory_open(c->settings.memory, policy_link(c->policy), &e);
		ok = p.memory;
	}
	ok = ok && begin_report(c, &e) && check(&p, json, len, &e) && put(c, &p.batch->report, &e);
	if (c->is_loaded)
		tally_merge(&c->total, &p.tally);
	batch_free(p.batch);
	memory_close(p.memory);
	pass_clear(&p);
	return ok || engine_fail(error, &e);
}

int64_t candor_count(const struct candor *c, const char *name)
{
	enum outcome o;

	if (outcome_parse(str_from(name), &o))
		return c->total.outcomes[o];
	if (strcmp(name, "rings") == 0)
		return c->ring_count;
	if (strcmp(name, "unreadable") != 0)
		return 0;
	return c->total.bad_inputs + c->total.bad_records + c->total.bad_members + 
		    (c->lists && lists_failed(c->lists)) + geo_failed(c->geo);
}

bool candor_reached(const struct candor *c, const char *outcome, int64_t *count)
{
	enum outcome least;

	*count = 0;
	if (!outcome_parse(str_from(outcome), &least))
		return false;
	for (size_t i = least; i < COUNT(c->total.outcomes); i++)
		*count += c->total.outcomes[i];
	return true;
}

const char *candor_summary(struct candor *c, size_t *len)
{
	buf_reset(&c->summary);
	summary_write(c, &c->summary);
	*len = c->summary.len;
	return c->summary.failed ? NULL : c->summary.ptr;
}
