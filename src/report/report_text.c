/* report_text.c - for reading: who, what follows, and for each finding what was seen and what else it may be. */
#include "list/catalogue.h"
#include "record/record.h"
#include "record/verification.h"
#include "report/part.h"
#include "report/wrap.h"

#include <inttypes.h>
#include <stdio.h>

enum {
	TEXT_MAX_VALUE = 200,     /* bytes of one value; a resume is longer */
	TEXT_MAX_SEEN = 6,        /* values of one finding; the rest are counted */
	TEXT_MAX_ADVISORIES = 3,  /* publications of one finding; the rest are counted */
	TEXT_MAX_COLUMNS = 100,   /* longer lines are hard to read */
	MARGIN = 4, LABEL = 11,
};

enum style { STYLE_PLAIN, STYLE_BOLD, STYLE_DIM, STYLE_ALARM, STYLE_CAUTION };

/* How each outcome is said; design.md section 3. */
static const struct {
	const char *word, *text;
	enum style style;
} outcomes[] = {
	[OUTCOME_NOTHING_FOUND] = { "nothing found", "nothing that the rules look for was seen, or too little of it; "
	    "this is not a clearance", STYLE_PLAIN },
	[OUTCOME_VERIFY] = { "VERIFY", "make the checks listed below before going on", STYLE_CAUTION },
	[OUTCOME_ESCALATE] = { "ESCALATE", "take this to whoever answers for sanctions and security before going on",
	    STYLE_ALARM },
};

struct page {
	const struct report_context *context;
	struct buf *out, clean;
	struct wrap wrap;
};

static void put_style(const struct page *p, enum style style)
{
	static const char *const codes[] = { "\033[0m", "\033[1m", "\033[2m", "\033[1;31m", "\033[1;33m" };

	if (p->context->colour)
		buf_text(p->out, codes[style]);
}

static void put_styled(const struct page *p, enum style style, const char *text)
{
	put_style(p, style);
	buf_text(p->out, text);
	put_style(p, STYLE_PLAIN);
}

/* Text from outside, made harmless; borrowed from @p until the next call. */
static struct str clean(struct page *p, struct str s)
{
	buf_reset(&p->clean);
	put_clean(&p->clean, s, TEXT_MAX_VALUE);
	return buf_str(&p->clean);
}

static void label(struct page *p, const char *word)
{
	wrap_begin(&p->wrap, MARGIN, word, LABEL);
}

static void put_paragraph(struct page *p, const char *word, struct str text)
{
	label(p, word);
	wrap_words(&p->wrap, clean(p, text));
	wrap_end(&p->wrap);
}

static void put_count(struct page *p, size_t count, const char *what)
{
	char text[64];

	snprintf(text, sizeof(text), "and %zu more%s", count, what);
	label(p, "");
	wrap_words(&p->wrap, str_from(text));
	wrap_end(&p->wrap);
}

static void put_one_seen(struct page *p, const struct seen *s, bool is_first)
{
	struct str meaning = seen_meaning(s->field);

	label(p, is_first ? "Seen" : "");
	if (meaning.len) {
		wrap_words(&p->wrap, meaning);
		wrap_mark(&p->wrap, ',');
	}
	buf_reset(&p->clean);
	put_clean(&p->clean, s->field, TEXT_MAX_VALUE);
	buf_text(&p->clean, ": ");
	put_clean(&p->clean, seen_value(p->context, s), TEXT_MAX_VALUE);
	wrap_words(&p->wrap, buf_str(&p->clean));
	if (s->source.len && !str_is(s->source, "input")) {
		buf_reset(&p->clean);
		buf_byte(&p->clean, '(');
		put_clean(&p->clean, s->source, TEXT_MAX_VALUE);
		buf_byte(&p->clean, ')');
		wrap_words(&p->wrap, buf_str(&p->clean));
	}
	wrap_end(&p->wrap);
}

static void put_seen(struct page *p, const struct seen *first)
{
	size_t count = 0;

	for (const struct seen *s = first; s; s = s->next) {
		if (count++ < TEXT_MAX_SEEN)
			put_one_seen(p, s, s == first);
	}
	if (count > TEXT_MAX_SEEN)
		put_count(p, count - TEXT_MAX_SEEN, "");
}

static void put_explained(struct page *p, const struct explained *x)
{
	if (!x)
		return;
	label(p, "Explained");
	wrap_words(&p->wrap, clean(p, x->entry));
	wrap_mark(&p->wrap, ',');
	wrap_words(&p->wrap, clean(p, x->reason));
	wrap_end(&p->wrap);
}

static void put_published(struct page *p, const struct rule *rule)
{
	const struct advisory *list[PART_MAX_ADVISORIES];
	size_t count = rule_advisories(p->context->catalogue, rule, list);

	for (size_t i = 0; i < count && i < TEXT_MAX_ADVISORIES; i++) {
		label(p, i ? "" : "Published");
		wrap_words(&p->wrap, list[i]->date);
		wrap_words(&p->wrap, list[i]->publisher);
		wrap_mark(&p->wrap, ':');
		wrap_words(&p->wrap, list[i]->title);
		wrap_end(&p->wrap);
	}
	if (count > TEXT_MAX_ADVISORIES)
		put_count(p, count - TEXT_MAX_ADVISORIES, " publications");
}

static bool list_has(const struct str_list *list, struct str text)
{
	for (size_t i = 0; i < list->count; i++) {
		if (str_eq(list->at[i], text))
			return true;
	}
	return false;
}

static void put_check(struct page *p, const char *word, struct str code, const char *state)
{
	const struct verification *v = verification_find(code);

	label(p, word);
	wrap_words(&p->wrap, v ? str_from(v->meaning) : code);
	wrap_words(&p->wrap, str_from(state));
	wrap_end(&p->wrap);
}

static void put_checks(struct page *p, const struct finding *f, const struct matched *m)
{
	for (size_t i = 0; i < f->rule->verify_count; i++) {
		struct str code = f->rule->verify[i];
		const char *state = "";
		if (list_has(&m->failed, code))
			state = "(was made, and failed)";
		else if (list_has(&m->passed, code))
			state = "(was made, and passed)";
		put_check(p, i ? "or" : "Check", code, state);
	}
}

static void put_finding(struct page *p, const struct report_entry *e, size_t number)
{
	const struct finding *f = e->assessment->findings[number];
	char text[64];

	snprintf(text, sizeof(text), "%zu.", number + 1);
	buf_byte(p->out, '\n');
	put_style(p, STYLE_BOLD);
	wrap_begin(&p->wrap, 0, text, MARGIN);
	wrap_words(&p->wrap, clean(p, f->rule->title));
	put_style(p, STYLE_PLAIN);
	wrap_end(&p->wrap);
	if (f->settled_by.len)
		snprintf(text, sizeof(text), "; settled, counts nothing");
	else if (f->explained_by)
		snprintf(text, sizeof(text), "; explained by the company, counts nothing");
	else if (f->weight)
		snprintf(text, sizeof(text), "; counts %d", f->weight);
	else
		snprintf(text, sizeof(text), "; counts nothing by itself");
	put_style(p, STYLE_DIM);
	buf_printf(p->out, "%*s%.*s, %s%s", MARGIN, "", STR_ARG(f->rule->group), level_name(f->rule->level), text);
	put_style(p, STYLE_PLAIN);
	buf_byte(p->out, '\n');
	put_seen(p, f->seen);
	put_explained(p, f->explained_by);
	put_published(p, f->rule);
	for (size_t i = 0; i < f->rule->falsepositive_count; i++)
		put_paragraph(p, i ? "or" : "Innocent", f->rule->falsepositives[i]);
	put_checks(p, f, e->matched);
}

/* What exceptions took away: it was seen, and somebody decided that it shall not count. */
static void put_excepted(struct page *p, const struct finding *first)
{
	for (const struct finding *f = first; f; f = f->next) {
		const struct exception *x = f->rule->exception;
		buf_byte(p->out, '\n');
		wrap_begin(&p->wrap, 0, "-", MARGIN);
		wrap_words(&p->wrap, clean(p, f->rule->title));
		wrap_words(&p->wrap, STR_LIT("(excepted, does not count)"));
		wrap_end(&p->wrap);
		put_paragraph(p, "Because", x->reason);
		put_paragraph(p, "Decided by", x->author);
		put_paragraph(p, "Until", x->until);
		put_seen(p, f->seen);
	}
}

static void put_list(struct page *p, const char *intro, const struct str_list *list)
{
	if (!list->count)
		return;
	buf_byte(p->out, '\n');
	wrap_begin(&p->wrap, 0, "", MARGIN);
	wrap_words(&p->wrap, str_from(intro));
	for (size_t i = 0; i < list->count; i++) {
		buf_reset(&p->clean);
		put_clean(&p->clean, list->at[i], TEXT_MAX_VALUE);
		if (i + 1 < list->count)
			buf_byte(&p->clean, ',');
		wrap_words(&p->wrap, buf_str(&p->clean));
	}
	wrap_end(&p->wrap);
}

static void put_head(struct page *p, const struct report_entry *e)
{
	struct str name = p->context->redact ? str_of(NULL, 0) : node_get_text(e->record->root, "name");
	size_t outcome = (size_t)e->assessment->outcome;

	put_style(p, STYLE_BOLD);
	buf_put(p->out, clean(p, e->record->id));
	put_style(p, STYLE_PLAIN);
	if (name.len) {
		buf_text(p->out, "  ");
		buf_put(p->out, clean(p, name));
	}
	buf_byte(p->out, '\n');
	put_styled(p, outcomes[outcome].style, outcomes[outcome].word);
	p->wrap.indent = MARGIN;
	p->wrap.at = wrap_width(str_from(outcomes[outcome].word)) + 1;
	buf_byte(p->out, ':');
	wrap_words(&p->wrap, str_from(outcomes[outcome].text));
	wrap_end(&p->wrap);
}

/* Which of the numbered findings a passed check settles, and what a failed one adds. */
static void put_effect(struct page *p, const struct report_entry *e, struct str code)
{
	const struct rule *added[PART_MAX_FAILING];
	size_t count = failing_rules(p->context, code, added), settled = 0;
	const struct assessment *a = e->assessment;
	char text[32];

	label(p, "");
	wrap_words(&p->wrap, STR_LIT("(passed, it settles"));
	for (size_t i = 0; i < a->finding_count; i++) {
		if (!a->findings[i]->weight || !is_settled_by(a->findings[i]->rule, code))
			continue;
		if (settled++)
			wrap_mark(&p->wrap, ',');
		snprintf(text, sizeof(text), "%zu", i + 1);
		wrap_words(&p->wrap, str_from(text));
	}
	wrap_words(&p->wrap, STR_LIT("above; failed, that stays as it is"));
	for (size_t i = 0; i < count; i++) {
		wrap_words(&p->wrap, STR_LIT("and this is added: "));
		wrap_words(&p->wrap, clean(p, added[i]->title));
	}
	wrap_mark(&p->wrap, ')');
	wrap_end(&p->wrap);
}

static void put_intro(struct page *p, const char *text)
{
	buf_byte(p->out, '\n');
	wrap_begin(&p->wrap, 0, "", MARGIN);
	wrap_words(&p->wrap, str_from(text));
	wrap_end(&p->wrap);
}

/* The fewest checks that bring the outcome down, then the others.  Where nothing was found none is asked for. */
static void put_verify(struct page *p, const struct report_entry *e)
{
	const struct assessment *a = e->assessment;
	size_t others = 0;

	if (a->outcome == OUTCOME_NOTHING_FOUND)
		return;
	if (a->settle.count)
		put_intro(p, a->settle.count > 1 ? "The fewest checks that leave nothing to ask, if all of them pass:" :
		    "The one check that leaves nothing to ask, if it passes:");
	for (size_t i = 0; i < a->settle.count; i++) {
		put_check(p, "-", a->settle.at[i], "");
		put_effect(p, e, a->settle.at[i]);
	}
	for (size_t i = 0; i < a->verify.count; i++) {
		if (list_has(&a->settle, a->verify.at[i]))
			continue;
		if (!others++)
			put_intro(p, a->settle.count ? "Other checks that would settle a part of it:" :
			    "Not even all of these checks settle it; the most useful first:");
		put_check(p, "-", a->verify.at[i], "");
	}
}

enum { TEXT_MAX_LINKED = 20 }; /* others named; the rest are counted */

/* "phone +12025550143", or what is shared without a value of its own. */
static void put_what(struct page *p, const struct link_by *by, const char *before)
{
	buf_reset(&p->clean);
	buf_text(&p->clean, before);
	buf_text(&p->clean, tie_kinds[by->tie].word);
	if (by->text.len) {
		buf_byte(&p->clean, ' ');
		put_clean(&p->clean, shared_value(p->context, by), TEXT_MAX_VALUE);
	}
}

static void put_linked(struct page *p, const struct linked *x)
{
	wrap_begin(&p->wrap, 0, "-", MARGIN);
	wrap_words(&p->wrap, clean(p, x->id));
	if (x->is_same_person)
		wrap_words(&p->wrap, STR_LIT("(the same person, by the names given)"));
	if (x->is_earlier) {
		buf_reset(&p->clean);
		buf_printf(&p->clean, "(of an earlier run, last seen %s)", x->day);
		wrap_words(&p->wrap, buf_str(&p->clean));
	}
	for (const struct link_by *by = x->by; by; by = by->next) {
		put_what(p, by, by == x->by ? "by " : "and ");
		wrap_words(&p->wrap, buf_str(&p->clean));
	}
	if (!x->by)
		wrap_words(&p->wrap, STR_LIT("through others"));
	wrap_end(&p->wrap);
}

static void put_hub(struct page *p, const struct link_hub *h)
{
	wrap_begin(&p->wrap, 0, "-", MARGIN);
	put_what(p, &h->what, "");
	wrap_words(&p->wrap, buf_str(&p->clean));
	buf_reset(&p->clean);
	if (h->is_household)
		buf_text(&p->clean, "(shared by one household)");
	else
		buf_printf(&p->clean, "(a hub: more than %u people share it)", h->people - 1);
	wrap_words(&p->wrap, buf_str(&p->clean));
	wrap_end(&p->wrap);
}

static void put_links(struct page *p, const struct links *links)
{
	size_t count = 0;

	if (!links)
		return;
	if (links->linked)
		put_intro(p, "Tied to:");
	for (const struct linked *x = links->linked; x && count < TEXT_MAX_LINKED; x = x->next, count++)
		put_linked(p, x);
	if (links->count + links->more > count)
		put_count(p, links->count + links->more - count, " applicants");
	if (links->hubs)
		put_intro(p, "Shared, and tying nobody:");
	for (const struct link_hub *h = links->hubs; h; h = h->next)
		put_hub(p, h);
}

static void put_drops(struct page *p, const struct drop *first)
{
	if (!first)
		return;
	buf_byte(p->out, '\n');
	wrap_begin(&p->wrap, 0, "", MARGIN);
	wrap_words(&p->wrap, str_from("Left out on reading, because no rule may weigh it:"));
	for (const struct drop *d = first; d; d = d->next) {
		buf_reset(&p->clean);
		put_clean(&p->clean, d->field, TEXT_MAX_VALUE);
		if (d->next)
			buf_byte(&p->clean, ',');
		wrap_words(&p->wrap, buf_str(&p->clean));
	}
	wrap_end(&p->wrap);
}

static struct page begin_page(const struct report_context *c, struct buf *out)
{
	int columns = c->columns > TEXT_MAX_COLUMNS ? TEXT_MAX_COLUMNS : c->columns;

	return (struct page){
		.context = c,
		.out = out,
		.clean = buf_make(1 << 20),
		.wrap = { .out = out, .columns = columns > 40 ? columns : 40 },
	};
}

static void put_entry(const struct report_context *c, const struct report_entry *e, struct buf *out)
{
	struct page p = begin_page(c, out);

	put_head(&p, e);
	for (size_t i = 0; i < e->assessment->finding_count; i++)
		put_finding(&p, e, i);
	put_excepted(&p, e->matched->excepted);
	put_verify(&p, e);
	put_links(&p, e->links);
	put_list(&p, "Not observed, and so neither for nor against anybody:", &e->matched->not_observed);
	put_list(&p, "Not decided, because a pattern met its limit:", &e->matched->undecided);
	put_drops(&p, e->record->drops);
	buf_text(out, "\n");
	out->failed |= p.clean.failed;
	buf_clear(&p.clean);
}

static void put_end(const struct report_context *c, const struct report_end *end, struct buf *out)
{
	struct page p = begin_page(c, out);
	int64_t total = 0;

	for (size_t i = 0; i < COUNT(end->outcomes); i++)
		total += end->outcomes[i];
	put_style(&p, STYLE_BOLD);
	buf_printf(out, "%" PRId64 " applicant%s: ", total, total == 1 ? "" : "s");
	buf_printf(out, "%" PRId64 " to escalate, %" PRId64 " to verify, ", end->outcomes[OUTCOME_ESCALATE],
	    end->outcomes[OUTCOME_VERIFY]);
	buf_printf(out, "%" PRId64 " with nothing found", end->outcomes[OUTCOME_NOTHING_FOUND]);
	put_style(&p, STYLE_PLAIN);
	buf_text(out, "\n");
	for (size_t i = 0; i < end->list_count; i++) {
		wrap_begin(&p.wrap, 0, i ? "" : "Lists", 7);
		wrap_words(&p.wrap, clean(&p, end->lists[i]));
		wrap_end(&p.wrap);
	}
	if (!end->list_count)
		buf_text(out, "No lists were at hand.\n");
	buf_clear(&p.clean);
}

const struct report_format report_text = {
	.name = "text",
	.help = "for reading, at the width of the terminal",
	.entry = put_entry,
	.end = put_end,
};
