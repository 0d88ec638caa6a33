#include "candor/scan.h"

#include "candor/crew.h"
#include "candor/idset.h"
#include "candor/linked.h"
#include "candor/pass.h"

#include <inttypes.h>
#include <stdio.h>

/* What an input had. */
struct had {
	bool any;          /* a record, or a complaint */
	int64_t strange;   /* records without a field that is known */
	unsigned line;     /* of the first of them */
};

/* What all threads share; only who writes touches it. */
struct scan {
	struct candor *engine;
	struct idset ids;
	int64_t records;
	struct had *had;              /* by input */
	struct waiting_room waiting;
	bool links; /* reports wait until all have been read */
	const struct rings_format *rings; /* not NULL: nothing but rings is asked for */
};

struct worker {
	const struct scan *scan;
	struct pass pass;
	struct reader *reader;
};

static void end(void *context, void *worker)
{
	struct scan *s = context;
	struct worker *k = worker;

	tally_merge(&s->engine->total, &k->pass.tally);
	pass_clear(&k->pass);
	reader_free(k->reader);
	mem_free(k);
}

static void *begin(void *context)
{
	struct scan *s = context;
	struct worker *k = mem_alloc(sizeof(*k), 1);

	if (!k)
		return NULL;
	k->scan = s;
	k->reader = reader_new(s->engine->forms, pass_fault, &k->pass);
	if (pass_init(&k->pass, s->engine) && k->reader) {
		k->pass.only_ties = s->rings;
		return k;
	}
	end(s, k);
	return NULL;
}

static void take(void *worker, const char *file, struct chunk *c, struct batch *b)
{
	struct worker *k = worker;
	struct pass *p = &k->pass;

	p->batch = b;
	p->file = file;
	for (;;) {
		struct record r = { 0 };
		struct err e = { 0 };
		arena_reset(&p->arena);
		switch (reader_next(k->reader, c, &p->arena, &r, &e)) {
		case READ_RECORD:
			if (k->scan->links)
				pass_spool(p, &r);
			else
				pass_record(p, &r);
			break;
		case READ_BAD:
			batch_complain(b, file, &e);
			p->tally.bad_records++;
			break;
		case READ_END:
			return;
		}
	}
}

static void tell_repeated(struct candor *c, const struct note *n)
{
	struct err e = { 0 };

	err_set(&e, ERR_TYPE, "its id stands at an earlier record too; both are reported");
	err_at(&e, n->at, n->line, 0);
	engine_tell(c, &e, true);
	c->total.repeated_ids++;
}

static void tell_notes(struct scan *s, const struct batch *b)
{
	for (size_t i = 0; i < b->note_count; i++) {
		const struct note *n = &b->notes[i];
		if (!n->file) {
			if (idset_add(&s->ids, n->id))
				tell_repeated(s->engine, n);
			continue;
		}
		struct err e = batch_err(b, n);
		s->had[b->input].any |= !n->is_warning;
		engine_tell(s->engine, &e, n->is_warning);
	}
}

static void count_had(struct had *h, const struct batch *b)
{
	h->any |= b->records > 0;
	if (b->strange && !h->strange)
		h->line = b->strange_line;
	h->strange += b->strange;
}

static bool write_batch(void *context, struct batch *b, struct err *e)
{
	struct scan *s = context;
	const struct candor_host *host = &s->engine->host;

	tell_notes(s, b);
	if (s->links) {
		if (!waiting_take(&s->waiting, b, e))
			return false;
	} else if (b->report.len && !host->write(host->context, b->report.ptr, b->report.len)) {
		return err_set(e, ERR_FILE, "the report could not be written");
	}
	count_had(&s->had[b->input], b);
	s->engine->total.bad_inputs += b->bad_inputs;
	s->records += b->records;
	if (host->progress)
		host->progress(host->context, s->records);
	return true;
}

/* An empty export, or one of a system that is not known, is no error, and hardly what was meant. */
static void tell_odd(const struct scan *s, const char *const *files, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct had *h = &s->had[i];
		struct err e = { 0 };
		char more[40] = "";
		if (h->strange > 1)
			snprintf(more, sizeof(more), ", nor in %" PRId64 " more", h->strange - 1);
		if (!h->any)
			err_set(&e, ERR_TYPE, "there is no applicant in it");
		else if (h->strange)
			err_set(&e, ERR_TYPE, "no field that is known is in it%s; what another system writes wants a "
			    "form (--forms)", more);
		else
			continue;
		err_at(&e, files[i], h->line, 0);
		engine_tell(s->engine, &e, true);
	}
}

static bool run(struct scan *s, const char *const *files, size_t count, struct err *e)
{
	struct candor *c = s->engine;
	const struct crew_work work = {
		.context = s, .forms = c->forms, .form = c->form, .workers = (size_t)c->settings.jobs,
		.begin = begin, .end = end, .take = take, .write = write_batch,
	};
	if (!(s->had = mem_alloc(sizeof(*s->had), count + 1)))
		return err_set(e, ERR_MEMORY, "out of memory");
	bool ok = (!s->links || waiting_begin(&s->waiting, c, e)) && crew_run(&work, files, count, e);
	if (ok)
		tell_odd(s, files, count);
	if (s->rings)
		ok = ok && waiting_rings(&s->waiting, s->rings, e);
	else if (s->links)
		ok = ok && waiting_report(&s->waiting, e);
	if (s->links)
		waiting_end(&s->waiting);
	idset_clear(&s->ids);
	mem_free(s->had);
	return ok;
}

/* Whose rules were given for a scan, and are none for it. */
static void tell_foreign(const struct candor *c)
{
	struct err e = { 0 };
	size_t count = 0;

	for (size_t i = 0; i < c->rules.count; i++)
		count += !c->rules.rules[i]->is_embedded && c->rules.rules[i]->kind == RULE_DETECTION &&
		    !str_is(c->rules.rules[i]->product, "candor");
	if (!count)
		return;
	err_set(&e, ERR_TYPE, "%zu rule%s of another product than candor, and a scan uses none; candor match does",
	    count, count == 1 ? " is" : "s are");
	engine_tell(c, &e, true);
}

bool scan_run(struct candor *c, const char *const *files, size_t count, struct err *e)
{
	struct scan s = { .engine = c, .links = !c->settings.no_link && !c->format->wants_record };

	tell_foreign(c);
	return run(&s, files, count, e);
}

bool scan_rings(struct candor *c, const char *const *files, size_t count, const char *form, struct err *e)
{
	struct scan s = { .engine = c, .links = true, .rings = rings_format_find(form) };

	return s.rings ? run(&s, files, count, e) : err_set(e, ERR_USAGE, "no form of rings \"%.20s\"", form);
}
