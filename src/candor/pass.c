#include "candor/pass.h"

#include "limits.h"

#include <stdio.h>

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

static bool through_stages(struct pass *p, struct record *r, struct matched *m, struct assessment *s)
{
	const struct candor *c = p->engine;

	return enrich_record(c->enrich, r, &p->arena) && match_record(p->match, r, &p->arena, m) &&
	       assess(c->policy, m, &p->arena, s);
}

void pass_record(struct pass *p, struct record *r)
{
	const struct candor *c = p->engine;
	struct matched m = { 0 };
	struct assessment s = { 0 };
	const struct report_entry entry = { r, &m, &s };

	if (!through_stages(p, r, &m, &s)) {
		struct err e = { 0 };
		err_set(&e, ERR_LIMIT, "takes more than %d MB with its facts and findings", RECORD_MAX_MEMORY >> 20);
		err_at(&e, NULL, r->line, 0);
		batch_complain(p->batch, p->file, &e);
		p->tally.bad_records++;
		return;
	}
	struct note *n = batch_note(p->batch);
	if (n)
		*n = (struct note){ .id = str_hash64(r->id), .at = p->file, .line = r->line };
	c->format->entry(&c->report, &entry, &p->batch->report);
	tally_add(&p->tally, &entry);
	p->batch->records++;
}
