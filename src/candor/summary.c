/* summary.c - what is said of a run as a whole; docs/schema/summary.schema.json describes it. */
#include "candor/engine.h"

#include "enrich/geo.h"

#include "base/json_write.h"
#include "base/when.h"

#include <time.h>

static int64_t age_in_days(struct str date)
{
	struct when w;

	if (!when_parse(date, &w))
		return -1;
	return (int64_t)(time(NULL) / 86400) - when_days(w.year, w.month, w.day);
}

static void put_list(struct json *j, const struct list *l)
{
	int64_t age = age_in_days(l->date);

	json_open(j, NULL, '{');
	json_text(j, "name", l->name);
	json_text(j, "kind", str_from(list_kind_name(l->kind)));
	json_text(j, "class", str_from(list_class_name(l->class)));
	json_text(j, "source", l->source);
	json_text(j, "date", l->date);
	if (age >= 0)
		json_number(j, "age_days", age);
	else
		json_null(j, "age_days");
	json_bool(j, "stale", l->is_stale);
	json_number(j, "entries", l->entries);
	json_text(j, "digest", l->sha256);
	json_close(j, '}');
}

static void put_lists(const struct candor *c, struct json *j)
{
	json_open(j, "lists", '[');
	for (size_t i = 0; i < lists_count(c->lists); i++)
		put_list(j, lists_at(c->lists, i));
	json_close(j, ']');
}

static void put_rules(const struct candor *c, struct json *j)
{
	json_open(j, "rules", '[');
	for (size_t i = 0; i < c->total.rule_count; i++) {
		const struct rule *r = c->rules.rules[i];
		if (!c->total.fired[r->index])
			continue;
		json_open(j, NULL, '{');
		json_text(j, "rule", r->id);
		json_text(j, "name", r->name);
		json_text(j, "title", r->title);
		json_number(j, "applicants", c->total.fired[r->index]);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void put_outcomes(const struct candor *c, struct json *j)
{
	json_open(j, "outcomes", '{');
	for (size_t i = 0; i < COUNT(c->total.outcomes); i++)
		json_number(j, outcome_name((enum outcome)i), c->total.outcomes[i]);
	json_close(j, '}');
}

static void put_unreadable(const struct candor *c, struct json *j)
{
	json_open(j, "unreadable", '{');
	json_number(j, "inputs", c->total.bad_inputs);
	json_number(j, "records", c->total.bad_records);
	json_number(j, "members", c->total.bad_members);
	json_bool(j, "lists", lists_failed(c->lists) || geo_failed(c->geo));
	json_close(j, '}');
}

void summary_write(const struct candor *c, struct buf *out)
{
	struct json j = json_make(out);
	int64_t applicants = 0;

	for (size_t i = 0; i < COUNT(c->total.outcomes); i++)
		applicants += c->total.outcomes[i];
	json_open(&j, NULL, '{');
	json_text(&j, "version", STR_LIT(CANDOR_VERSION));
	json_number(&j, "applicants", applicants);
	put_outcomes(c, &j);
	put_rules(c, &j);
	put_lists(c, &j);
	json_open(&j, "dropped", '{');
	for (const struct tally_entry *d = c->total.drops; d; d = d->next) {
		json_key(&j, d->name);
		json_number(&j, NULL, d->count);
	}
	json_close(&j, '}');
	put_unreadable(c, &j);
	json_number(&j, "undecided", c->total.undecided_records);
	json_number(&j, "repeated_ids", c->total.repeated_ids);
	json_number(&j, "rules_loaded", (int64_t)c->rules.count);
	json_text(&j, "rules_digest", str_from(c->rules.digest));
	json_text(&j, "policy_digest", str_from(c->policy_digest));
	json_text(&j, "lists_digest", str_from(c->lists_digest));
	json_close(&j, '}');
	buf_byte(out, '\n');
}

const struct str *engine_lists(const struct candor *c, struct arena *a, size_t *count)
{
	struct str *lines = ARENA_NEW(a, struct str, lists_count(c->lists) + 1);

	*count = 0;
	for (size_t i = 0; lines && i < lists_count(c->lists); i++) {
		const struct list *l = lists_at(c->lists, i);
		struct str digest = str_of(l->sha256.ptr, l->sha256.len < 12 ? l->sha256.len : 12);
		lines[(*count)++] = arena_printf(a, "%.*s, %.*s, %lld %s, digest %.*s%s", STR_ARG(l->name),
		    STR_ARG(l->date), (long long)l->entries, l->entries == 1 ? "entry" : "entries", STR_ARG(digest),
		    l->is_stale ? "; out of date" : "");
	}
	return lines;
}
