/* exception.c - filters on rules of product candor: who decided it, why, until when, and what they take away. */
#include "base/when.h"
#include "rule/loader.h"

static void check_date(struct loader *l, const struct node *n, struct str date)
{
	struct when w;

	if (date.ptr && (date.len != 10 || !when_parse(date, &w)))
		fault_value(l, node_get(n, "until"), "exception", "\"until\" is a day, YYYY-MM-DD");
}

void exception_read(struct loader *l, struct filter *f)
{
	static const char *const keys[] = { "reason", "until" };
	const struct node *n = node_get(f->doc, "candor");
	struct exception *x = &f->exception;

	x->title = read_text(l, f->doc, "title", 256);
	x->author = read_text(l, f->doc, "author", 256);
	x->file = f->file;
	x->line = f->doc->line;
	if (!n)
		return;
	if (n->type != NODE_MAP) {
		fault_value(l, n, "exception", "\"candor\" must be a map with \"reason\" and \"until\"");
		return;
	}
	check_keys(l, n, keys, COUNT(keys));
	x->reason = read_text(l, n, "reason", 1000);
	x->until = read_text(l, n, "until", 10);
	check_date(l, n, x->until);
}

static bool has_ended(const struct loader *l, const struct exception *x)
{
	return l->set->today.len && str_cmp(x->until, l->set->today) < 0;
}

bool exception_holds(struct loader *l, struct filter *f)
{
	const struct exception *x = &f->exception;

	if (f->is_bad || f->has_ended)
		return false;
	if (!x->reason.len || !x->author.len || !x->until.len) {
		f->is_bad = true;
		fault_at(l, f->doc, "exception",
		    "an exception to a rule of product candor says who decided it (author), why and until when: "
		    "candor: {reason: ..., until: YYYY-MM-DD}");
	} else if (has_ended(l, x)) {
		f->has_ended = true;
		warn_at(l, f->doc, "ended-exception", "this exception ended on %.*s; its rules hold again",
		    STR_ARG(x->until));
	}
	return !f->is_bad && !f->has_ended;
}

/* The rule's condition, and not the filter's. */
static struct cond *taken_away(struct loader *l, const struct filter *f, const struct rule *r)
{
	struct cond *both = LOAD_NEW(l, struct cond, 2);
	struct cond **parts = LOAD_NEW(l, struct cond *, 3);

	if (!both || !parts)
		return NULL;
	parts[0] = r->condition;
	parts[1] = &both[1];
	parts[2] = f->condition;
	both[0] = (struct cond){
		.kind = COND_AND, .parts = parts, .part_count = 2, .text = STR("what the exception takes of the rule"),
		.line = f->condition->line, .column = f->condition->column,
	};
	both[1] = (struct cond){
		.kind = COND_NOT, .parts = parts + 2, .part_count = 1, .text = STR("what the exception takes"),
		.line = f->condition->line, .column = f->condition->column,
	};
	return both;
}

bool exception_add(struct loader *l, const struct filter *f, struct draft *d)
{
	struct draft *x = LOAD_NEW(l, struct draft, 1);
	struct rule *r = LOAD_NEW(l, struct rule, 1);
	struct cond *condition = taken_away(l, f, d->rule);

	if (!x || !r || !condition)
		return false;
	*r = *d->rule;
	r->condition = condition;
	r->exception = &f->exception;
	x->rule = r;
	x->next = d->exceptions;
	d->exceptions = x;
	return true;
}
