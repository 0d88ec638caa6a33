#include "candor/explain.h"

#include "candor/engine.h"
#include "candor/raw.h"
#include "limits.h"
#include "report/explanation.h"

/* Records that are explained at once: what a person can look through, and a correlation needs together. */
enum { RECORDS_MAX = 1 << 16, REPORT_MAX = 1 << 28 };

struct work {
	struct candor *c;
	const struct explain_request *q;
	bool has_read;
	bool is_raw;             /* events as they stand, of rules of other products */
	struct arena arena;      /* of what was read */
	struct record *records;
	size_t count, size;
	int64_t unreadable;
	struct buf out;
	struct err *e;
};

static int64_t time_of(const void *context, const struct node *event, const struct node *root)
{
	const struct work *w = context;

	return w->is_raw ? raw_time(w->q->time_field, event) : match_event_time(event, root);
}

/* --- reading --- */

static void tell_empty(const struct work *w)
{
	struct err e = { 0 };

	err_set(&e, ERR_TYPE, "there is no record in it");
	err_at(&e, w->q->input, 0, 0);
	engine_tell(w->c, &e, true);
}

static void tell(struct work *w, struct err *e)
{
	err_at(e, w->q->input, 0, 0);
	engine_tell(w->c, e, false);
	w->unreadable++;
}

static void tell_fault(void *context, const struct record *r, const char *field, const char *wanted)
{
	struct work *w = context;
	struct err e = { 0 };

	err_set(&e, ERR_TYPE, "%s: not %s; left out", field, wanted);
	err_at(&e, NULL, r->line, 0);
	tell(w, &e);
}

static bool keep(struct work *w, const struct record *r)
{
	if (w->count == RECORDS_MAX)
		return err_set(w->e, ERR_LIMIT, "more than %d records; explain fewer", RECORDS_MAX);
	if (w->count == w->size) {
		size_t size = w->size ? 2 * w->size : 16;
		struct record *grown = mem_grow(w->records, sizeof(*grown), size);
		if (!grown)
			return err_set(w->e, ERR_MEMORY, "out of memory");
		w->records = grown;
		w->size = size;
	}
	struct record *kept = &w->records[w->count];
	*kept = (struct record){ .file = str_from(w->q->input), .line = r->line };
	kept->root = node_copy(&w->arena, r->root);
	kept->id = w->is_raw ? arena_printf(&w->arena, "%s:%u", w->q->input, r->line) : arena_copy(&w->arena, r->id);
	if (!kept->root || !kept->id.ptr || (!w->is_raw && !enrich_record(w->c->enrich, kept, &w->arena)))
		return err_set(w->e, ERR_LIMIT, "the records take too much memory; explain fewer");
	w->count++;
	return true;
}

static bool read_chunk(struct work *w, struct reader *reader, struct chunk *chunk)
{
	struct arena a = arena_make(RECORD_MAX_MEMORY);
	bool ok = true;

	while (ok) {
		struct record r = { 0 };
		struct err e = { 0 };
		arena_reset(&a);
		enum read_result got = reader_next(reader, chunk, &a, &r, &e);
		if (got == READ_END)
			break;
		if (got == READ_BAD)
			tell(w, &e);
		else
			ok = keep(w, &r);
	}
	arena_clear(&a);
	return ok;
}

static bool read_input(struct work *w)
{
	struct err e = { 0 };
	struct source *source = source_open(w->q->input, w->c->form, w->c->forms, &e);
	struct reader *reader = reader_new(w->is_raw ? NULL : w->c->forms, tell_fault, w);
	struct chunk chunk = { 0 };
	bool ok = reader || err_set(w->e, ERR_MEMORY, "out of memory");

	if (!source)
		tell(w, &e);
	while (ok && source && source_next(source, &chunk))
		ok = read_chunk(w, reader, &chunk);
	if (ok && !w->count && !w->unreadable)
		tell_empty(w);
	chunk_clear(&chunk);
	reader_free(reader);
	source_close(source);
	return ok;
}

/* --- explaining --- */

static bool put(struct work *w)
{
	const struct candor_host *host = &w->c->host;

	if (w->out.failed)
		return err_set(w->e, ERR_MEMORY, "out of memory for the report");
	if (w->out.len && !host->write(host->context, w->out.ptr, w->out.len))
		return err_set(w->e, ERR_FILE, "the report could not be written");
	buf_reset(&w->out);
	return true;
}

static bool explain_one(struct work *w, const struct explanation *x, struct explainer *explainer,
    const struct record *r, const struct node *event, size_t index)
{
	const char *list = w->is_raw ? "" : categories[x->rule->category_index].path;
	struct arena a = arena_make(RECORD_MAX_MEMORY);
	struct str place = str_of(NULL, 0);

	if (*list)
		place = arena_printf(&a, "%s[%zu]", list, index);
	const struct explain_node *n = explain_event(explainer, event, w->is_raw ? NULL : r->root, &a);
	if (n)
		explanation_event(x, r->id, place, n);
	arena_clear(&a);
	return n ? put(w) : err_set(w->e, ERR_MEMORY, "out of memory");
}

static bool explain_record(struct work *w, const struct explanation *x, struct explainer *explainer,
    const struct record *r)
{
	size_t category = x->rule->category_index, index = 0;
	bool ok = true;

	if (w->is_raw || category == 0)
		return explain_one(w, x, explainer, r, r->root, 0);
	NODE_EACH(event, category_events(r->root, category))
		ok = ok && explain_one(w, x, explainer, r, event, index++);
	if (!index)
		explanation_nothing(x, r->id);
	return ok && put(w);
}

static bool explain_detection(struct work *w, const struct explanation *x)
{
	struct explainer *explainer = explainer_new(x->rule, w->e);
	bool ok = explainer != NULL;

	for (size_t i = 0; ok && i < w->count; i++)
		ok = explain_record(w, x, explainer, &w->records[i]);
	explainer_free(explainer);
	return ok;
}

static bool explain_all(struct work *w, const struct explanation *x)
{
	struct arena a = arena_make(0);

	const struct explain_clock clock = { time_of, w };
	const struct explain_correlation *c = explain_correlation(x->rule, w->records, w->count, &clock, &a, w->e);
	if (c)
		explanation_correlation(x, c);
	arena_clear(&a);
	return c && put(w);
}

static bool explain_rule(struct work *w, const struct rule *r)
{
	const struct explanation x = { &w->out, r, w->q->as_json, w->c->settings.redact };

	explanation_begin(&x);
	return put(w) && (r->kind == RULE_CORRELATION ? explain_all(w, &x) : explain_detection(w, &x));
}

/* --- which rules --- */

/* Of another product: then events are taken as they stand. */
static bool is_foreign(const struct rule *r)
{
	while (r->kind == RULE_CORRELATION)
		r = r->correlation->rules[0];
	return r->category_index == category_count;
}

/* Of a file each rule that says something by itself; if none does, each. */
static bool is_wanted(const struct work *w, const struct rule *r)
{
	return !r->is_embedded && str_is(r->file, w->q->rule);
}

static bool is_read(const struct work *w, const struct rule *r)
{
	for (size_t i = 0; i < w->c->rules.count; i++) {
		const struct correlation *c = w->c->rules.rules[i]->correlation;
		for (size_t k = 0; c && is_wanted(w, w->c->rules.rules[i]) && k < c->rule_count; k++)
			if (c->rules[k] == r)
				return true;
	}
	return false;
}

static bool take_rule(struct work *w, const struct rule *r)
{
	if (!w->has_read) {
		w->has_read = true;
		w->is_raw = is_foreign(r);
		if (!read_input(w))
			return false;
	} else if (w->is_raw != is_foreign(r)) {
		return err_set(w->e, ERR_USAGE, "rules of product candor and of others stand in this file");
	} else if (!w->q->as_json) {
		buf_byte(&w->out, '\n');
	}
	return explain_rule(w, r);
}

static bool take_file(struct work *w)
{
	const struct rules *set = &w->c->rules;
	bool any = false;

	for (size_t i = 0; i < set->count; i++) {
		if (!is_wanted(w, set->rules[i]) || is_read(w, set->rules[i]))
			continue;
		any = true;
		if (!take_rule(w, set->rules[i]))
			return false;
	}
	return any || err_set(w->e, ERR_USAGE, "there is no rule in %s", w->q->rule);
}

static bool take_handle(struct work *w)
{
	const struct rule *r = rules_find(&w->c->rules, str_from(w->q->rule));
	char near[128];

	if (r)
		return take_rule(w, r);
	if (rules_nearest(&w->c->rules, str_from(w->q->rule), near, sizeof(near)).ptr)
		return err_set(w->e, ERR_USAGE, "no rule \"%.60s\"; did you mean %s?", w->q->rule, near);
	return err_set(w->e, ERR_USAGE, "no rule \"%.60s\"; candor rules list has them all", w->q->rule);
}

bool explain_run(struct candor *c, const struct explain_request *q, int64_t *unreadable, struct err *e)
{
	struct work w = { .c = c, .q = q, .arena = arena_make(0), .out = buf_make(REPORT_MAX), .e = e };

	bool ok = q->is_file ? take_file(&w) : take_handle(&w);
	*unreadable = w.unreadable + lists_failed(c->lists);
	mem_free(w.records);
	buf_clear(&w.out);
	arena_clear(&w.arena);
	return ok;
}
