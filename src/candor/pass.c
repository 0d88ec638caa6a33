#include "candor/pass.h"

#include "base/when.h"
#include "candor/spool.h"
#include "limits.h"
#include "link/settings.h"

#include <stdio.h>
#include <time.h>

bool pass_init(struct pass *p, const struct candor *c)
{
	*p = (struct pass){ .engine = c, .arena = arena_make(RECORD_MAX_MEMORY), .match = match_run_new(c->match) };
	return p->match && tally_init(&p->tally, c->rules.count);
}

void pass_clear(struct pass *p)
{
	match_run_free(p->match);
	arena_clear(&p->arena);
	tally_clear(&p->tally);
	*p = (struct pass){ 0 };
}

void pass_fault(void *context, const struct record *r, const char *field, const char *wanted)
{
	struct pass *p = context;
	struct err e = { 0 };

	err_set(&e, ERR_TYPE, "%s: not %s; left out", field, wanted);
	err_at(&e, NULL, r->line, 0);
	batch_complain(p->batch, p->file, &e);
	p->tally.bad_members++;
}

static void too_large(struct pass *p, const struct record *r)
{
	struct err e = { 0 };

	err_set(&e, ERR_LIMIT, "takes more than %d MB with its facts and findings", RECORD_MAX_MEMORY >> 20);
	err_at(&e, NULL, r->line, 0);
	batch_complain(p->batch, p->file, &e);
	p->tally.bad_records++;
}

static void note_id(struct pass *p, const struct record *r)
{
	struct note *n = batch_note(p->batch);

	if (n)
		*n = (struct note){ .id = str_hash64(r->id), .at = p->file, .line = r->line };
}

static void count_record(struct batch *b, const struct record *r)
{
	b->records++;
	if (r->is_strange && !b->strange++)
		b->strange_line = r->line;
}

static bool through_stages(struct pass *p, struct record *r, struct matched *m, struct assessment *s)
{
	const struct candor *c = p->engine;

	return enrich_record(c->enrich, r, &p->arena) && match_record(p->match, r, &p->arena, m) &&
	       assess(c->policy, m, &p->arena, s);
}

/* What later runs are to know it by.  False when the arena is full. */
static bool for_memory(struct pass *p, const struct record *r, const struct wording *w, struct spooled *s)
{
	struct when when;

	if (when_parse(node_get_text(r->root, "applied_at"), &when) && when.seconds > 0)
		s->day = when.seconds / 86400;
	if (w->run_count < (uint32_t)policy_link(p->engine->policy)->resume_least)
		return true;
	s->bands = ARENA_NEW(&p->arena, uint64_t, WORDING_BANDS);
	if (s->bands)
		wording_bands(w, s->bands);
	return s->bands;
}

/* Whom earlier runs knew; a memory that cannot be read is told, and done without.  False when the arena is full. */
static bool recall(struct pass *p, const struct record *r, struct links *out)
{
	struct spooled s = { 0 };
	struct wording w;
	struct err e = { 0 };

	if (!tie_values(r, &p->arena, &s.values) || !wording_take(r, &p->arena, &w) || !for_memory(p, r, &w, &s))
		return false;
	const struct memory_entry entry = { r->id, s.day ? s.day : (int64_t)time(NULL) / 86400, s.values, s.bands };
	if (memory_find(p->memory, &entry, &p->arena, out, &e))
		return true;
	batch_complain(p->batch, p->engine->settings.memory, &e);
	p->tally.bad_inputs++;
	return true;
}

void pass_record(struct pass *p, struct record *r)
{
	const struct candor *c = p->engine;
	struct matched m = { 0 };
	struct assessment s = { 0 };
	struct links links = { 0 };
	const struct report_entry entry = { r, &m, &s, p->memory ? &links : NULL };

	if (!through_stages(p, r, &m, &s) || (p->memory && !recall(p, r, &links))) {
		too_large(p, r);
		return;
	}
	note_id(p, r);
	c->format->entry(&c->report, &entry, &p->batch->report);
	tally_add(&p->tally, &entry);
	count_record(p->batch, r);
}

static bool keep_rows(struct arena *a, const struct join_event *first, struct link_entry *out)
{
	size_t count = 0;

	for (const struct join_event *e = first; e; e = e->next)
		count++;
	struct join_row *rows = ARENA_NEW(a, struct join_row, count);
	for (const struct join_event *e = rows ? first : NULL; e; e = e->next)
		rows[out->row_count++] = e->row;
	out->rows = rows;
	return rows;
}

/* What the linker wants of a record, in the batch's memory.  False without. */
static bool keep_entry(struct pass *p, const struct spooled *s, const struct wording *w)
{
	struct arena *a = &p->batch->arena;
	struct waiting *x = ARENA_NEW(a, struct waiting, 1), *first = p->batch->kept;
	size_t count = 0;

	for (const struct tie_value *v = s->values; v; v = v->next)
		count++;
	struct tie_key *keys = ARENA_NEW(a, struct tie_key, count);
	uint32_t *runs = ARENA_NEW(a, uint32_t, w->run_count), *employers = ARENA_NEW(a, uint32_t, w->employer_count);
	if (!x || !keys || !runs || !employers)
		return false;
	x->entry.id = arena_copy(a, s->record.id);
	x->entry.name = arena_copy(a, node_get_text(s->record.root, "name"));
	x->entry.keys = keys;
	for (const struct tie_value *v = s->values; v; v = v->next)
		keys[x->entry.key_count++] = v->key;
	if (!keep_rows(a, s->events, &x->entry))
		return false;
	if (w->run_count)
		memcpy(runs, w->runs, w->run_count * sizeof(*runs));
	if (w->employer_count)
		memcpy(employers, w->employers, w->employer_count * sizeof(*employers));
	x->entry.wording = (struct wording){ runs, employers, w->run_count, w->employer_count };
	if (first)
		first->last->next = x;
	else
		p->batch->kept = first = x;
	first->last = x;
	return x->entry.id.ptr && x->entry.name.ptr;
}

void pass_spool(struct pass *p, struct record *r)
{
	const struct candor *c = p->engine;
	struct spooled s = { .record = *r };
	struct wording w;
	bool ok = enrich_record(c->enrich, r, &p->arena);

	match_run_join(p->match);
	ok = ok && (p->only_ties || match_record(p->match, r, &p->arena, &s.matched));
	s.record = *r;
	if (!ok || !tie_values(r, &p->arena, &s.values) || !wording_take(r, &p->arena, &w) ||
	    !join_events(c->joins, r, s.matched.joined, s.values, &p->arena, &s.events)) {
		too_large(p, r);
		return;
	}
	if (c->settings.memory && !for_memory(p, r, &w, &s)) {
		too_large(p, r);
		return;
	}
	note_id(p, r);
	linker_count(c->linker, &w);
	spool_put(&p->batch->report, &s);
	p->batch->failed |= !keep_entry(p, &s, &w);
	count_record(p->batch, r);
}
