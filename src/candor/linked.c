#include "candor/linked.h"

#include "candor/crew.h"
#include "candor/pass.h"
#include "limits.h"

#include <stdio.h>
#include <time.h>

enum { IN_MEMORY = 16 << 20, ENTRIES_BYTES = 1 << 15 }; /* of what waits; that one thread takes at once */

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

/* The next entry, behind what is in @c.  False with @e. */
static bool append_entry(struct waiting_room *w, struct chunk *c, struct err *e)
{
	char head[SPOOL_HEAD];

	if (!spill_get(&w->spill, head, sizeof(head), e))
		return false;
	size_t size = spool_size(head);
	if (c->len + size > c->size) {
		size_t wanted = (c->len + size) * 2;
		char *grown = mem_grow(c->text, 1, wanted);
		if (!grown)
			return err_set(e, ERR_MEMORY, "out of memory");
		c->text = grown;
		c->size = wanted;
	}
	memcpy(c->text + c->len, head, sizeof(head));
	if (!spill_get(&w->spill, c->text + c->len + sizeof(head), size - sizeof(head), e))
		return false;
	c->len += size;
	return true;
}

bool waiting_each(struct waiting_room *w, waiting_told *told, void *context, struct err *e)
{
	struct chunk c = { 0 };
	struct arena a = arena_make(RECORD_MAX_MEMORY);
	bool ok = spill_rewind(&w->spill, e);

	for (uint32_t r = 0; ok && r < w->records; r++) {
		struct spooled s;
		arena_reset(&a);
		c.len = 0;
		ok = append_entry(w, &c, e) && (spool_get(str_of(c.text, c.len), &a, &s) ||
		    err_set(e, ERR_MEMORY, "out of memory")) && told(context, r, &s, &a, e);
	}
	chunk_clear(&c);
	arena_clear(&a);
	return ok;
}

/* --- reports --- */

/* What all threads share; only who reads or writes touches it. */
struct reporting {
	struct waiting_room *room;
	struct memory *memory; /* used by one thread alone, then the only one */
	int64_t today;
	uint32_t taken;        /* entries that were read */
};

struct reporter {
	struct reporting *all;
	struct arena arena;    /* the record's */
	struct tally tally;
};

static bool write_text(const struct candor *c, struct str text, struct err *e)
{
	return !text.len || c->host.write(c->host.context, text.ptr, text.len) ||
	       err_set(e, ERR_FILE, "the report could not be written");
}

/* A memory that fails, on a full disk for one, is done without; the reports go on. */
static void forget_memory(struct reporting *w, const struct err *problem)
{
	struct candor *c = w->room->engine;

	engine_tell(c, problem, false);
	c->total.bad_inputs++;
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

static void too_large(struct reporter *k, const struct record *r, struct batch *b)
{
	struct err e = { 0 };

	err_set(&e, ERR_LIMIT, "takes more than %d MB with its findings and ties", RECORD_MAX_MEMORY >> 20);
	err_at(&e, NULL, r->line, 0);
	batch_complain(b, r->file.ptr, &e);
	k->tally.bad_records++;
}

static void report(struct reporter *k, uint32_t record, struct str bytes, struct batch *b)
{
	struct candor *c = k->all->room->engine;
	struct arena *a = &k->arena;
	struct assessment assessment = { 0 };
	struct links links = { 0 };
	struct spooled s;

	arena_reset(a);
	if (!spool_get(bytes, a, &s)) {
		b->failed = true;
		return;
	}
	if (!links_of(c->linker, record, s.values, a, &links) ||
	    !links_find(c->linker, record, s.events, a, &s.matched) || !assess(c->policy, &s.matched, a, &assessment)) {
		too_large(k, &s.record, b);
		return;
	}
	if (k->all->memory)
		remember(k->all, &s, a, &links);
	const struct report_entry entry = { &s.record, &s.matched, &assessment, &links };
	c->format->entry(&c->report, &entry, &b->report);
	tally_add(&k->tally, &entry);
}

static void end(void *context, void *worker)
{
	struct reporting *w = context;
	struct reporter *k = worker;

	tally_merge(&w->room->engine->total, &k->tally);
	tally_clear(&k->tally);
	arena_clear(&k->arena);
	mem_free(k);
}

static void *begin(void *context)
{
	struct reporting *w = context;
	struct reporter *k = mem_alloc(sizeof(*k), 1);

	if (!k)
		return NULL;
	*k = (struct reporter){ .all = w, .arena = arena_make(RECORD_MAX_MEMORY) };
	if (tally_init(&k->tally, w->room->engine->rules.count))
		return k;
	end(w, k);
	return NULL;
}

/* A number of entries; the place of a line has the number of the first. */
static bool next(void *context, struct chunk *c, struct err *e)
{
	struct reporting *w = context;

	c->len = 0;
	c->line = w->taken;
	for (; w->taken < w->room->records && c->len < ENTRIES_BYTES; w->taken++)
		if (!append_entry(w->room, c, e))
			return false;
	return c->len;
}

static void take(void *worker, const char *file, struct chunk *c, struct batch *b)
{
	uint32_t record = c->line;

	(void)file;
	for (size_t at = 0; at < c->len; record++) {
		size_t size = spool_size(c->text + at);
		report(worker, record, str_of(c->text + at, size), b);
		at += size;
	}
}

static bool write_batch(void *context, struct batch *b, struct err *e)
{
	const struct reporting *w = context;

	for (size_t i = 0; i < b->note_count; i++) {
		struct err problem = batch_err(b, &b->notes[i]);
		engine_tell(w->room->engine, &problem, false);
	}
	return write_text(w->room->engine, buf_str(&b->report), e);
}

bool waiting_report(struct waiting_room *w, struct err *e)
{
	struct reporting r = { .room = w, .memory = w->memory, .today = (int64_t)time(NULL) / 86400 };
	const struct crew_work work = {
		.context = &r, .workers = w->memory ? 1 : (size_t)w->engine->settings.jobs,
		.next = next, .begin = begin, .end = end, .take = take, .write = write_batch,
	};
	bool ok = linker_finish(w->engine->linker, (size_t)w->engine->settings.jobs, e) &&
	    spill_rewind(&w->spill, e) && crew_run(&work, NULL, 0, e);
	struct err problem = { 0 };

	if (ok && r.memory && !memory_flush(r.memory, &problem))
		forget_memory(&r, &problem);
	return ok;
}

/* --- rings --- */

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
	struct buf out = buf_make(SIZE_MAX / 4);
	bool ok = linker_finish(c->linker, (size_t)c->settings.jobs, e) &&
	    (rings_find(c->linker, &n.arena, &n.rings) || err_set(e, ERR_MEMORY, "out of memory for the rings")) &&
	    waiting_each(w, name_values, &n, e);

	if (ok) {
		form->put(&c->report, linker_graph(c->linker), &n.rings, &out);
		c->ring_count = (int64_t)n.rings.count;
		ok = out.failed ? err_set(e, ERR_MEMORY, "out of memory for the rings") :
		    write_text(c, buf_str(&out), e);
	}
	buf_clear(&out);
	arena_clear(&n.arena);
	return ok;
}
