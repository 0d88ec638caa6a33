/* tally.c - counting what a run comes to, in each thread for itself. */
#include "candor/engine.h"

bool tally_init(struct tally *t, size_t rule_count)
{
	*t = (struct tally){ .rule_count = rule_count };
	t->fired = ARENA_NEW(&t->arena, int64_t, rule_count + 1);
	return t->fired;
}

void tally_clear(struct tally *t)
{
	arena_clear(&t->arena);
	*t = (struct tally){ 0 };
}

static void count_drop(struct tally *t, struct str name, int64_t count)
{
	struct tally_entry **at = &t->drops;

	while (*at && !str_eq((*at)->name, name))
		at = &(*at)->next;
	if (!*at) {
		struct tally_entry *e = ARENA_NEW(&t->arena, struct tally_entry, 1);
		if (!e)
			return;
		e->name = name;
		*at = e;
	}
	(*at)->count += count;
}

void tally_add(struct tally *t, const struct report_entry *e)
{
	t->outcomes[e->assessment->outcome]++;
	for (size_t i = 0; i < e->assessment->finding_count; i++)
		t->fired[e->assessment->findings[i]->rule->index]++;
	t->undecided_records += e->matched->undecided.count > 0;
	for (const struct drop *d = e->record->drops; d; d = d->next)
		count_drop(t, d->field, d->count);
}

void tally_merge(struct tally *t, const struct tally *part)
{
	for (size_t i = 0; i < COUNT(t->outcomes); i++)
		t->outcomes[i] += part->outcomes[i];
	for (size_t i = 0; i < t->rule_count && i < part->rule_count; i++)
		t->fired[i] += part->fired[i];
	t->bad_records += part->bad_records;
	t->bad_members += part->bad_members;
	t->bad_inputs += part->bad_inputs;
	t->repeated_ids += part->repeated_ids;
	t->undecided_records += part->undecided_records;
	for (const struct tally_entry *d = part->drops; d; d = d->next)
		count_drop(t, d->name, d->count);
}
