#include "candor/linked.h"

#include "candor/pass.h"
#include "limits.h"

#include <stdio.h>
#include <time.h>

enum { IN_MEMORY = 16 << 20, REPORT_BYTES = 1 << 18 };

bool waiting_begin(struct waiting_room *w, struct candor *c, struct err *e)
{
	w->engine = c;
	w->spill.max_memory = IN_MEMORY;
	c->linker = linker_new(policy_link(c->policy), c->joins, e);
	if (!c->linker || !c->settings.memory)
		return c->linker;
	w->memory = memory_open(c->settings.memory, policy_link(c->policy), e);
	return w->memory;
}

void waiting_end(struct waiting_room *w)
{
	spill_clear(&w->spill);
	memory_close(w->memory);
	linker_free(w->engine->linker);
	w->engine->linker = NULL;
}

bool waiting_take(struct waiting_room *w, const struct batch *b, struct err *e)
{
	for (const struct waiting *x = b->kept; x; x = x->next) {
		if (w->records == UINT32_MAX)
			return err_set(e, ERR_LIMIT, "more applicants than can be tied to each other; use --no-link");
		if (!linker_add(w->engine->linker, &x->entry, e))
			return false;
		w->records++;
	}
	return spill_put(&w->spill, b->report.ptr, b->report.len, e);
}

static bool next_bytes(struct waiting_room *w, struct buf *into, struct err *e)
{
	char head[SPOOL_HEAD];

	buf_reset(into);
	if (!spill_get(&w->spill, head, sizeof(head), e))
		return false;
	size_t size = spool_size(head);
	char *room = buf_room(into, size);
	if (!room)
		return err_set(e, ERR_MEMORY, "out of memory");
	memcpy(room, head, sizeof(head));
	into->len = size;
	return spill_get(&w->spill, room + sizeof(head), size - sizeof(head), e);
}

bool waiting_each(struct waiting_room *w, waiting_told *told, void *context, struct err *e)
{
	struct buf bytes = buf_make(SIZE_MAX / 4);
	struct arena a = arena_make(RECORD_MAX_MEMORY);
	bool ok = spill_rewind(&w->spill, e);

	for (uint32_t r = 0; ok && r < w->records; r++) {
		struct spooled s;
		arena_reset(&a);
		ok = next_bytes(w, &bytes, e) && (spool_get(buf_str(&bytes), &a, &s) ||
		    err_set(e, ERR_MEMORY, "out of memory")) && told(context, r, &s, &a, e);
	}
	buf_clear(&bytes);
	arena_clear(&a);
	return ok;
}

struct reporting {
	struct candor *engine;
	struct memory *memory;
	int64_t today;
	struct buf out;
	uint32_t records;
};

static bool write_out(struct reporting *w, struct err *e)
{
	const struct candor_host *host = &w->engine->host;

	if (w->out.failed)
		return err_set(e, ERR_MEMORY, "out of memory for the report");
	if (w->out.len && !host->write(host->context, w->out.ptr, w->out.len))
		return err_set(e, ERR_FILE, "the report could not be written");
	buf_reset(&w->out);
	return true;
}

/* A memory that fails, on a full disk for one, is done without; the reports go on. */
static void forget_memory(struct reporting *w, const struct err *problem)
{
	engine_tell(w->engine, problem, false);
	w->engine->total.bad_inputs++;
	w->memory = NULL;
}

/* Whom earlier runs knew, and what later ones are to know. */
static void remember(struct reporting *w, const struct spooled *s, struct arena *a, struct links *links)
{
	struct err problem = { 0 };
	const struct memory_entry entry = { s->record.id, s->day ? s->day : w->today, s->values, s->bands };

	if (!memory_find(w->memory, &entry, a, links, &problem) || !memory_keep(w->memory, &entry, &problem))
		forget_memory(w, &problem);
}

static void tell_too_large(struct candor *c, const struct record *r)
{
	struct err e = { 0 };
	char file[256];

	snprintf(file, sizeof(file), "%.*s", STR_ARG(r->file));
	err_set(&e, ERR_LIMIT, "takes more than %d MB with its findings and ties", RECORD_MAX_MEMORY >> 20);
	err_at(&e, file, r->line, 0);
	engine_tell(c, &e, false);
	c->total.bad_records++;
}

static bool report(void *context, uint32_t record, struct spooled *s, struct arena *a, struct err *e)
{
	struct reporting *w = context;
	struct candor *c = w->engine;
	struct assessment assessment = { 0 };
	struct links links = { 0 };

	if (!links_of(c->linker, record, s->values, a, &links) ||
	    !links_find(c->linker, record, s->events, a, &s->matched) ||
	    !assess(c->policy, &s->matched, a, &assessment)) {
		tell_too_large(c, &s->record);
		return true;
	}
	if (w->memory)
		remember(w, s, a, &links);
	const struct report_entry entry = { &s->record, &s->matched, &assessment, &links };
	c->format->entry(&c->report, &entry, &w->out);
	tally_add(&c->total, &entry);
	w->records++;
	return (!w->out.failed && w->out.len < REPORT_BYTES) || write_out(w, e);
}

bool waiting_report(struct waiting_room *w, struct err *e)
{
	struct reporting r = { w->engine, w->memory, (int64_t)time(NULL) / 86400, buf_make(SIZE_MAX / 4), 0 };
	bool ok = linker_finish(w->engine->linker, e) && waiting_each(w, report, &r, e) && write_out(&r, e);
	struct err problem = { 0 };

	if (ok && r.memory && !memory_flush(r.memory, &problem))
		forget_memory(&r, &problem);

	buf_clear(&r.out);
	return ok;
}

struct naming {
	const struct linker *linker;
	struct rings rings;
	struct arena arena;
};

static bool name_values(void *context, uint32_t record, struct spooled *s, struct arena *a, struct err *e)
{
	struct naming *n = context;

	(void)a;
	if (linker_node(n->linker, record) == UINT32_MAX || rings_name(n->linker, &n->rings, s->values, &n->arena))
		return true;
	return err_set(e, ERR_MEMORY, "out of memory for the rings");
}

bool waiting_rings(struct waiting_room *w, const struct rings_format *form, struct err *e)
{
	struct candor *c = w->engine;
	struct naming n = { .linker = c->linker };
	struct reporting r = { .engine = c, .out = buf_make(SIZE_MAX / 4) };
	bool ok = linker_finish(c->linker, e) &&
	    (rings_find(c->linker, &n.arena, &n.rings) || err_set(e, ERR_MEMORY, "out of memory for the rings")) &&
	    waiting_each(w, name_values, &n, e);

	if (ok) {
		form->put(&c->report, linker_graph(c->linker), &n.rings, &r.out);
		c->ring_count = (int64_t)n.rings.count;
		ok = write_out(&r, e);
	}
	buf_clear(&r.out);
	arena_clear(&n.arena);
	return ok;
}
