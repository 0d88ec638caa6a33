#include "report/explanation.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/json_write.h"
#include "base/when.h"
#include "match/predicate.h"
#include "match/window.h"
#include "record/field.h"
#include "report/part.h"

enum { MAX_VALUE = 160, MAX_TESTS = 8, WHEN_ROOM = 32, MILLIS = 1000, DAY = 86400 };

static const char *answer_word(enum regex_answer a)
{
	return a == REGEX_YES ? "yes" : a == REGEX_NO ? "no" : "undecided";
}

static struct str handle(const struct rule *r)
{
	return r->name.len ? r->name : r->id.len ? r->id : r->title;
}

static const struct field *field_of(const struct explanation *x, struct str name)
{
	return x->rule->category_index < category_count ? field_find(x->rule->category_index, name) : NULL;
}

static struct str value_text(const struct explanation *x, const struct explain_value *v, const struct field *f)
{
	struct str text = predicate_text(v->node);

	if (x->redact && (!f || f->is_personal))
		return STR_LIT("***");
	return text.ptr ? text : v->node->type == NODE_NULL ? STR_LIT("null") :
	    v->node->type == NODE_LIST ? STR_LIT("(an empty list)") : STR_LIT("(a map)");
}

/* "sessions[2].ip.vpn"; what stands in the record beside the event has its own path. */
static void put_path(struct buf *out, struct str place, const struct explain_value *v)
{
	if (!v->beside && place.len)
		buf_printf(out, "%.*s.", STR_ARG(place));
	put_clean(out, v->field, MAX_VALUE);
}

/* --- a rule's condition as text --- */

struct page {
	const struct explanation *x;
	struct buf *out;
	struct str place;
};

static void put_lead(const struct page *p, enum regex_answer a, unsigned depth)
{
	buf_printf(p->out, "  %-9s %*s", answer_word(a), (int)(2 * depth), "");
}

static void put_test(struct buf *out, const struct test *t)
{
	struct buf words = buf_make(1 << 16);

	explain_test(&words, t);
	put_clean(out, buf_str(&words), MAX_VALUE);
	if (t->also)
		buf_text(out, " (and its other spellings)");
	buf_clear(&words);
}

/* Those that hold come first; of a long list the rest is counted. */
static void put_tests(struct buf *out, const struct explain_node *n)
{
	size_t told = 0, count = n->item->test_count;

	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < count && told < MAX_TESTS; i++) {
			if ((n->tests[i] != REGEX_NO) == (pass == 1))
				continue;
			if (told++)
				buf_text(out, n->item->all ? ", and " : ", or ");
			put_test(out, &n->item->tests[i]);
		}
	if (count > told)
		buf_printf(out, ", and %zu more", count - told);
}

static void put_values(const struct page *p, const struct explain_node *n, unsigned depth)
{
	const struct field *f = field_of(p->x, n->item->field);

	for (const struct explain_value *v = n->values; v; v = v->next) {
		buf_printf(p->out, "  %-9s %*s", "", (int)(2 * depth) + 4, "");
		put_path(p->out, p->place, v);
		buf_text(p->out, ": ");
		put_clean(p->out, value_text(p->x, v, f), MAX_VALUE);
		if (f && f->is_fact)
			buf_printf(p->out, " (%s)", f->source);
		if (n->values->next && v->answer == REGEX_YES)
			buf_text(p->out, "  <- this one");
		buf_byte(p->out, '\n');
	}
	if (n->values || !n->item->field.len)
		return;
	buf_printf(p->out, "  %-9s %*s%s\n", "", (int)(2 * depth) + 4, "",
	    f && f->is_fact ? "not there: a fact that was not found out" : "not there");
}

static void put_item(const struct page *p, const struct explain_node *n, unsigned depth)
{
	put_lead(p, n->answer, depth);
	if (n->item->neq)
		buf_text(p->out, "not: ");
	buf_put(p->out, n->item->field.len ? n->item->field : STR_LIT("any text"));
	buf_byte(p->out, ' ');
	put_tests(p->out, n);
	buf_byte(p->out, '\n');
	put_values(p, n, depth);
}

static void put_node(const struct page *p, const struct explain_node *n, unsigned depth)
{
	static const char *const words[] = {
		[EXPLAIN_AND] = "all of", [EXPLAIN_OR] = "one of", [EXPLAIN_NOT] = "not", [EXPLAIN_SELECTION] = "",
		[EXPLAIN_MAP] = "all of this map", [EXPLAIN_ITEM] = "",
	};
	bool is_only_map = n->kind == EXPLAIN_SELECTION && n->child && !n->child->next;

	if (n->kind == EXPLAIN_ITEM) {
		put_item(p, n, depth);
		return;
	}
	put_lead(p, n->answer, depth);
	buf_text(p->out, words[n->kind]);
	if (n->text.len)
		buf_printf(p->out, "%s%.*s", *words[n->kind] ? ": " : "", STR_ARG(n->text));
	buf_byte(p->out, '\n');
	for (const struct explain_node *c = is_only_map ? n->child->child : n->child; c; c = c->next)
		put_node(p, c, depth + 1);
}

static void text_event(const struct explanation *x, struct str record, struct str place, const struct explain_node *n)
{
	const struct page p = { x, x->out, place };

	buf_byte(x->out, '\n');
	put_clean(x->out, record, MAX_VALUE);
	if (place.len)
		buf_printf(x->out, ", %.*s", STR_ARG(place));
	buf_text(x->out, n->answer == REGEX_YES ? ": matches\n" : n->answer == REGEX_NO ? ": does not match\n" :
	    ": undecided, for a regular expression met its limit\n");
	put_node(&p, n, 0);
}

/* --- the same as JSON --- */

static void json_item(const struct explanation *x, struct json *j, struct str place, const struct explain_node *n)
{
	const struct field *f = field_of(x, n->item->field);
	struct buf words = buf_make(1 << 20);

	json_text(j, "field", n->item->field.len ? n->item->field : str_of(NULL, 0));
	json_bool(j, "negated", n->item->neq);
	json_bool(j, "all", n->item->all);
	json_open(j, "tests", '[');
	for (size_t i = 0; i < n->item->test_count; i++) {
		buf_reset(&words);
		explain_test(&words, &n->item->tests[i]);
		json_open(j, NULL, '{');
		json_text(j, "test", buf_str(&words));
		json_text(j, "answer", str_from(answer_word(n->tests[i])));
		json_close(j, '}');
	}
	json_close(j, ']');
	json_open(j, "read", '[');
	for (const struct explain_value *v = n->values; v; v = v->next) {
		buf_reset(&words);
		put_path(&words, place, v);
		json_open(j, NULL, '{');
		json_text(j, "field", buf_str(&words));
		json_text(j, "value", value_text(x, v, f));
		json_text(j, "source", f && f->is_fact ? str_from(f->source) : STR_LIT("input"));
		json_text(j, "answer", str_from(answer_word(v->answer)));
		json_close(j, '}');
	}
	json_close(j, ']');
	buf_clear(&words);
}

static void json_part(const struct explanation *x, struct json *j, const char *key, struct str place,
    const struct explain_node *n)
{
	static const char *const kinds[] = {
		[EXPLAIN_AND] = "and", [EXPLAIN_OR] = "or", [EXPLAIN_NOT] = "not", [EXPLAIN_SELECTION] = "selection",
		[EXPLAIN_MAP] = "map", [EXPLAIN_ITEM] = "item",
	};

	json_open(j, key, '{');
	json_text(j, "kind", str_from(kinds[n->kind]));
	json_text(j, "answer", str_from(answer_word(n->answer)));
	if (n->kind == EXPLAIN_ITEM) {
		json_item(x, j, place, n);
	} else {
		json_text(j, "text", n->text.len ? n->text : str_of(NULL, 0));
		json_open(j, "parts", '[');
		for (const struct explain_node *c = n->child; c; c = c->next)
			json_part(x, j, NULL, place, c);
		json_close(j, ']');
	}
	json_close(j, '}');
}

static void json_rule(struct json *j, const struct rule *r)
{
	json_text(j, "rule", r->id.len ? r->id : r->title);
	json_text(j, "name", r->name.len ? r->name : str_of(NULL, 0));
	json_text(j, "title", r->title);
}

/* Without @n: there is no such event. */
static void json_event(const struct explanation *x, struct str record, struct str place, const struct explain_node *n)
{
	struct json j = json_make(x->out);

	json_open(&j, NULL, '{');
	json_rule(&j, x->rule);
	json_text(&j, "record", record);
	json_text(&j, "event", n && place.len ? place : str_of(NULL, 0));
	json_text(&j, "answer", str_from(n ? answer_word(n->answer) : "no event"));
	json_bool(&j, "matches", n && n->answer == REGEX_YES);
	if (n)
		json_part(x, &j, "condition", place, n);
	else
		json_null(&j, "condition");
	json_close(&j, '}');
	buf_byte(x->out, '\n');
}

/* --- correlations --- */

static const char *type_word(enum correlation_type t)
{
	static const char *const words[] = {
		[CORRELATE_EVENT_COUNT] = "event_count", [CORRELATE_VALUE_COUNT] = "value_count",
		[CORRELATE_VALUE_SUM] = "value_sum", [CORRELATE_VALUE_AVG] = "value_avg",
		[CORRELATE_VALUE_MEDIAN] = "value_median", [CORRELATE_TEMPORAL] = "temporal",
		[CORRELATE_TEMPORAL_ORDERED] = "temporal_ordered",
	};

	return words[t];
}

/* What the condition asks, "at least 3". */
static void put_bounds(struct buf *out, const struct correlation *c)
{
	static const char *const words[] = {
		[BOUND_GT] = "more than", [BOUND_GTE] = "at least", [BOUND_LT] = "fewer than", [BOUND_LTE] = "at most",
		[BOUND_EQ] = "exactly", [BOUND_NEQ] = "not",
	};

	if (c->expression)
		buf_printf(out, "%.*s", STR_ARG(c->expression->text));
	else if (!c->bound_count)
		buf_printf(out, "all %zu rules", c->rule_count);
	for (size_t i = 0; !c->expression && i < c->bound_count; i++)
		buf_printf(out, "%s%s %.15g", i ? " and " : "", words[c->bounds[i].kind], c->bounds[i].number);
}

static void put_names(struct buf *out, const struct str *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buf_printf(out, "%s%.*s", i ? ", " : "", STR_ARG(names[i]));
}

static void put_span(struct buf *out, int64_t seconds)
{
	static const struct { int64_t seconds; char letter; } units[] = { { DAY, 'd' }, { 3600, 'h' }, { 60, 'm' } };

	for (size_t i = 0; i < COUNT(units); i++)
		if (seconds % units[i].seconds == 0) {
			buf_printf(out, "%" PRId64 "%c", seconds / units[i].seconds, units[i].letter);
			return;
		}
	buf_printf(out, "%" PRId64 "s", seconds);
}

static void put_when(struct buf *out, int64_t millis)
{
	char day[11];

	if (millis == WINDOW_NO_TIME) {
		buf_text(out, "without time");
		return;
	}
	int64_t seconds = millis / MILLIS - (millis % MILLIS < 0), of_day = (seconds % DAY + DAY) % DAY;
	when_print_day(seconds, day);
	buf_printf(out, "%sT%02d:%02d:%02dZ", day, (int)(of_day / 3600), (int)(of_day / 60 % 60), (int)(of_day % 60));
}

/* Group values and counted values are the records' own: which fields they are of decides whether they are masked. */
static bool is_hidden(const struct explanation *x, struct str name)
{
	const struct correlation *c = x->rule->correlation;

	if (!x->redact || str_is(name, "applicant.id"))
		return false;
	for (size_t i = 0; i < c->rule_count; i++) {
		const struct field *f = field_find(c->rules[i]->category_index, name);
		if (f && !f->is_personal)
			return false;
	}
	return true;
}

static struct str group_value(const struct explanation *x, const struct explain_group *g, size_t i)
{
	return is_hidden(x, x->rule->correlation->group_by[i]) ? STR_LIT("***") : g->values[i];
}

static struct str hit_value(const struct explanation *x, const struct explain_hit *h)
{
	const struct correlation *c = x->rule->correlation;

	return h->value.len && c->field_count && is_hidden(x, c->fields[0]) ? STR_LIT("***") : h->value;
}

static bool in_window(const struct explain_group *g, size_t i)
{
	return g->hits[i]->millis == WINDOW_NO_TIME || (i >= g->first && i < g->last);
}

static void text_hit(const struct explanation *x, const struct explain_group *g, size_t i)
{
	const struct correlation *c = x->rule->correlation;
	const struct explain_hit *h = g->hits[i];

	buf_printf(x->out, "  %s ", in_window(g, i) ? "in " : "out");
	put_when(x->out, h->millis);
	buf_byte(x->out, ' ');
	put_clean(x->out, h->record, MAX_VALUE);
	buf_printf(x->out, "%s%.*s: %.*s", h->record.len ? ", " : "", STR_ARG(h->place),
	    STR_ARG(handle(c->rules[h->rule])));
	if (h->value.len) {
		buf_text(x->out, ", ");
		put_names(x->out, c->fields, c->field_count);
		buf_byte(x->out, ' ');
		put_clean(x->out, hit_value(x, h), MAX_VALUE);
	}
	buf_byte(x->out, '\n');
}

static void text_group(const struct explanation *x, const struct explain_group *g)
{
	const struct correlation *c = x->rule->correlation;

	buf_byte(x->out, '\n');
	for (size_t i = 0; i < c->group_by_count; i++) {
		buf_printf(x->out, "%s%.*s ", i ? ", " : "", STR_ARG(c->group_by[i]));
		put_clean(x->out, group_value(x, g, i), MAX_VALUE);
	}
	buf_printf(x->out, "%s%s: %s %.15g, asked is ", c->group_by_count ? "" : "all together",
	    g->is_met ? ": matches" : ": does not match", type_word(c->type), g->measure);
	put_bounds(x->out, c);
	buf_text(x->out, g->is_met ? "; the largest window that does:\n" : "; the window that comes furthest:\n");
	for (size_t i = 0; i < g->count; i++)
		text_hit(x, g, i);
}

static void text_correlation(const struct explanation *x, const struct explain_correlation *e)
{
	const struct correlation *c = x->rule->correlation;

	for (size_t i = 0; i < c->rule_count; i++)
		buf_printf(x->out, "  rule      %.*s matched %zu of %zu\n", STR_ARG(handle(e->bases[i].rule)),
		    e->bases[i].matched, e->bases[i].events);
	if (!e->groups)
		buf_text(x->out, "\nNothing that these rules matched has what the correlation groups by and counts: "
		    "does not match\n");
	for (const struct explain_group *g = e->groups; g; g = g->next)
		text_group(x, g);
}

static void json_hit(const struct explanation *x, struct json *j, const struct explain_group *g, size_t i)
{
	const struct explain_hit *h = g->hits[i];
	struct buf when = buf_make(WHEN_ROOM * 4);

	put_when(&when, h->millis);
	json_open(j, NULL, '{');
	json_text(j, "rule", handle(x->rule->correlation->rules[h->rule]));
	json_text(j, "record", h->record);
	json_text(j, "event", h->place);
	json_text(j, "at", h->millis == WINDOW_NO_TIME ? str_of(NULL, 0) : buf_str(&when));
	json_text(j, "value", h->value.len ? hit_value(x, h) : str_of(NULL, 0));
	json_bool(j, "in_window", in_window(g, i));
	json_close(j, '}');
	buf_clear(&when);
}

static void json_group(const struct explanation *x, struct json *j, const struct explain_group *g)
{
	const struct correlation *c = x->rule->correlation;

	json_open(j, NULL, '{');
	json_open(j, "group", '{');
	for (size_t i = 0; i < c->group_by_count; i++) {
		json_key(j, c->group_by[i]);
		json_text(j, NULL, group_value(x, g, i));
	}
	json_close(j, '}');
	json_bool(j, "met", g->is_met);
	json_real(j, "count", g->measure);
	json_open(j, "events", '[');
	for (size_t i = 0; i < g->count; i++)
		json_hit(x, j, g, i);
	json_close(j, ']');
	json_close(j, '}');
}

static void json_correlation(const struct explanation *x, const struct explain_correlation *e)
{
	const struct correlation *c = x->rule->correlation;
	struct json j = json_make(x->out);
	struct buf bounds = buf_make(1 << 16);

	put_bounds(&bounds, c);
	json_open(&j, NULL, '{');
	json_rule(&j, x->rule);
	json_text(&j, "type", str_from(type_word(c->type)));
	json_text(&j, "asked", buf_str(&bounds));
	json_number(&j, "timespan", c->timespan);
	json_text(&j, "answer", str_from(answer_word(e->answer)));
	json_bool(&j, "matches", e->answer == REGEX_YES);
	json_open(&j, "rules", '[');
	for (size_t i = 0; i < c->rule_count; i++) {
		json_open(&j, NULL, '{');
		json_text(&j, "rule", handle(e->bases[i].rule));
		json_number(&j, "events", (int64_t)e->bases[i].events);
		json_number(&j, "matched", (int64_t)e->bases[i].matched);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_open(&j, "groups", '[');
	for (const struct explain_group *g = e->groups; g; g = g->next)
		json_group(x, &j, g);
	json_close(&j, ']');
	json_close(&j, '}');
	buf_byte(x->out, '\n');
	buf_clear(&bounds);
}

/* --- what is told --- */

static void begin_correlation(const struct explanation *x)
{
	const struct correlation *c = x->rule->correlation;

	buf_printf(x->out, "  asks      %s", type_word(c->type));
	if (c->field_count)
		buf_text(x->out, " of ");
	put_names(x->out, c->fields, c->field_count);
	buf_text(x->out, c->group_by_count ? ", by " : "");
	put_names(x->out, c->group_by, c->group_by_count);
	buf_text(x->out, ", within ");
	put_span(x->out, c->timespan);
	buf_text(x->out, ": ");
	put_bounds(x->out, c);
	buf_byte(x->out, '\n');
}

void explanation_begin(const struct explanation *x)
{
	const struct rule *r = x->rule;

	if (x->as_json)
		return;
	buf_printf(x->out, "%.*s: %.*s\n", STR_ARG(handle(r)), STR_ARG(r->title));
	buf_printf(x->out, "  from      %.*s:%u%s\n", STR_ARG(r->file), r->line,
	    r->is_embedded ? ", inside the program" : "");
	if (r->kind == RULE_CORRELATION)
		begin_correlation(x);
	else if (r->category.len)
		buf_printf(x->out, "  looks at  each event of category %.*s\n", STR_ARG(r->category));
}

void explanation_event(const struct explanation *x, struct str record, struct str place, const struct explain_node *n)
{
	(x->as_json ? json_event : text_event)(x, record, place, n);
}

void explanation_nothing(const struct explanation *x, struct str record)
{
	if (x->as_json) {
		json_event(x, record, str_of(NULL, 0), NULL);
		return;
	}
	buf_byte(x->out, '\n');
	put_clean(x->out, record, MAX_VALUE);
	buf_printf(x->out, ": does not match; it has nothing of category %.*s (%s[])\n", STR_ARG(x->rule->category),
	    categories[x->rule->category_index].path);
}

void explanation_correlation(const struct explanation *x, const struct explain_correlation *c)
{
	(x->as_json ? json_correlation : text_correlation)(x, c);
}
