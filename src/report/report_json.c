/* report_json.c - one JSON object on a line for each applicant; docs/schema/result.schema.json describes it. */
#include "base/json_write.h"
#include "record/record.h"
#include "report/part.h"

static void put_seen(const struct report_context *c, struct json *j, const struct seen *first)
{
	json_open(j, "seen", '[');
	for (const struct seen *s = first; s; s = s->next) {
		json_open(j, NULL, '{');
		json_text(j, "field", s->field);
		json_text(j, "value", seen_value(c, s));
		json_text(j, "source", s->source);
		json_close(j, '}');
	}
	json_close(j, ']');
}

/* What the company's own file says, or null. */
static void put_explained(struct json *j, const struct explained *x)
{
	if (!x) {
		json_null(j, "explained_by");
		return;
	}
	json_open(j, "explained_by", '{');
	json_text(j, "entry", x->entry);
	json_text(j, "reason", x->reason);
	json_close(j, '}');
}

static void put_finding(const struct report_context *c, struct json *j, const struct finding *f)
{
	const struct json_part *part = json_part_of(c, f->rule);

	if (!part) {
		j->out->failed = true;
		return;
	}
	if (j->comma)
		buf_byte(j->out, ',');
	buf_put(j->out, part->head);
	j->comma = true;
	json_number(j, "weight", f->weight);
	json_text(j, "settled_by", f->settled_by);
	put_explained(j, f->explained_by);
	put_seen(c, j, f->seen);
	buf_put(j->out, part->tail);
}

/* What exceptions took away. */
static void put_excepted(const struct report_context *c, struct json *j, const struct finding *first)
{
	json_open(j, "excepted", '[');
	for (const struct finding *f = first; f; f = f->next) {
		const struct exception *x = f->rule->exception;
		json_open(j, NULL, '{');
		json_text(j, "rule", f->rule->id);
		json_text(j, "title", f->rule->title);
		json_text(j, "exception", x->title);
		json_text(j, "reason", x->reason);
		json_text(j, "author", x->author);
		json_text(j, "until", x->until);
		put_seen(c, j, f->seen);
		json_close(j, '}');
	}
	json_close(j, ']');
}

/* Names from the registry and from rules need no escapes. */
static void put_names(struct json *j, const char *key, const struct str_list *names)
{
	size_t len = 0;

	json_open(j, key, '[');
	for (size_t i = 0; i < names->count; i++)
		len += names->at[i].len + 3;
	char *p = buf_room(j->out, len);
	if (!p)
		return;
	for (size_t i = 0; i < names->count; i++) {
		struct str s = names->at[i];
		*p++ = '"';
		memcpy(p, s.ptr, s.len);
		memcpy(p + s.len, "\",", 2);
		p += s.len + 2;
	}
	j->out->len += len - (len > 0); /* without the last comma */
	json_close(j, ']');
}

/* The fewest checks that would do, with what each does; null if not even all of them would. */
static void put_settle(const struct report_context *c, struct json *j, const struct assessment *a)
{
	if (a->cannot_settle) {
		json_null(j, "settle");
		return;
	}
	json_open(j, "settle", '[');
	for (size_t i = 0; i < a->settle.count; i++) {
		const struct rule *added[PART_MAX_FAILING];
		size_t count = failing_rules(c, a->settle.at[i], added);
		json_open(j, NULL, '{');
		json_text(j, "check", a->settle.at[i]);
		json_open(j, "settles", '[');
		for (size_t k = 0; k < a->finding_count; k++)
			if (a->findings[k]->weight && is_settled_by(a->findings[k]->rule, a->settle.at[i]))
				json_text(j, NULL, a->findings[k]->rule->id);
		json_close(j, ']');
		json_open(j, "if_failed", '[');
		for (size_t k = 0; k < count; k++)
			json_text(j, NULL, added[k]->id);
		json_close(j, ']');
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void put_drops(struct json *j, const struct drop *first)
{
	json_open(j, "dropped", '{');
	for (const struct drop *d = first; d; d = d->next) {
		json_key(j, d->field);
		json_number(j, NULL, d->count);
	}
	json_close(j, '}');
}

/* What is shared; a wording has no value to show. */
static void put_by(const struct report_context *c, struct json *j, const struct link_by *by)
{
	json_text(j, "tie", str_from(tie_kinds[by->tie].word));
	json_text(j, "field", by->field);
	json_text(j, "value", by->text.len ? shared_value(c, by) : str_of(NULL, 0));
}

static void put_linked(const struct report_context *c, struct json *j, const struct linked *x)
{
	json_open(j, NULL, '{');
	json_text(j, "id", x->id);
	if (x->is_earlier)
		json_null(j, "same_person");
	else
		json_bool(j, "same_person", x->is_same_person);
	json_text(j, "earlier", x->is_earlier ? str_from(x->day) : str_of(NULL, 0));
	json_open(j, "by", '[');
	for (const struct link_by *by = x->by; by; by = by->next) {
		json_open(j, NULL, '{');
		put_by(c, j, by);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_close(j, '}');
}

static void put_links(const struct report_context *c, struct json *j, const struct links *links)
{
	json_open(j, "linked", '[');
	for (const struct linked *x = links ? links->linked : NULL; x; x = x->next)
		put_linked(c, j, x);
	json_close(j, ']');
	json_number(j, "linked_more", links ? (int64_t)links->more : 0);
	json_open(j, "hubs", '[');
	for (const struct link_hub *h = links ? links->hubs : NULL; h; h = h->next) {
		json_open(j, NULL, '{');
		put_by(c, j, &h->what);
		json_bool(j, "household", h->is_household);
		json_number(j, "people", h->people);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void put_entry(const struct report_context *c, const struct report_entry *e, struct buf *out)
{
	struct json j = json_make(out);

	json_open(&j, NULL, '{');
	json_text(&j, "id", e->record->id);
	json_text(&j, "outcome", str_from(outcome_name(e->assessment->outcome)));
	json_number(&j, "weight", e->assessment->weight);
	json_open(&j, "findings", '[');
	for (size_t i = 0; i < e->assessment->finding_count; i++)
		put_finding(c, &j, e->assessment->findings[i]);
	json_close(&j, ']');
	put_excepted(c, &j, e->matched->excepted);
	put_names(&j, "verify", &e->assessment->verify);
	put_settle(c, &j, e->assessment);
	put_names(&j, "not_observed", &e->matched->not_observed);
	json_open(&j, "undecided", '[');
	for (size_t i = 0; i < e->matched->undecided.count; i++)
		json_text(&j, NULL, e->matched->undecided.at[i]);
	json_close(&j, ']');
	put_links(c, &j, e->links);
	put_drops(&j, e->record->drops);
	json_text(&j, "rules_digest", str_from(c->rules_digest));
	json_text(&j, "lists_digest", str_from(c->lists_digest));
	json_close(&j, '}');
	buf_byte(out, '\n');
}

const struct report_format report_json = {
	.name = "json",
	.help = "one JSON object on a line for each applicant",
	.entry = put_entry,
};
