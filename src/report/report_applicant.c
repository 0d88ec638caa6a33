/* report_applicant.c - for the applicant to read: what was used, from where, what was applied, how to contest. */
#include "list/catalogue.h"
#include "record/field.h"
#include "record/verification.h"
#include "report/part.h"
#include "report/wrap.h"

#include <stdio.h>

enum { COLUMNS = 79, MARGIN = 2, LABEL = 13 };
enum { MAX_VALUE = 200, MAX_DEPTH = 64, MAX_SOURCES = 64, MAX_PATH = 256, MAX_PUBLICATIONS = 5 };

struct letter {
	const struct report_context *context;
	struct buf *out, clean;
	struct wrap wrap;
	const char *sources[MAX_SOURCES]; /* told of already */
	size_t source_count;
};

static void put_paragraph(struct letter *l, const char *text)
{
	wrap_begin(&l->wrap, 0, "", 0);
	wrap_words(&l->wrap, str_from(text));
	wrap_end(&l->wrap);
}

static void put_labelled(struct letter *l, const char *label, struct str text)
{
	wrap_begin(&l->wrap, MARGIN, label, LABEL);
	wrap_words(&l->wrap, text);
	wrap_end(&l->wrap);
}

static void put_heading(struct letter *l, const char *text)
{
	buf_printf(l->out, "\n%s\n\n", text);
}

/* --- what was used --- */

/* What stands at the top of the record, by what the registry says of it. */
static void put_member(struct letter *l, const struct node *n)
{
	const struct field *f = field_find(0, node_key(n));

	if (!f || (n->flags & NODE_FACT) || str_is(node_key(n), "id"))
		return;
	buf_reset(&l->clean);
	buf_printf(&l->clean, "%s (%s", f->meaning, f->path);
	if (n->type == NODE_LIST)
		buf_printf(&l->clean, ", %u", n->len);
	buf_byte(&l->clean, ')');
	put_labelled(l, "-", buf_str(&l->clean));
}

static void add_source(struct letter *l, const struct field *f)
{
	for (size_t i = 0; i < l->source_count; i++)
		if (strcmp(l->sources[i], f->source) == 0)
			return;
	if (l->source_count < MAX_SOURCES)
		l->sources[l->source_count++] = f->source;
}

/* The sources of the facts below @n, which stands at @path. */
static void find_sources(struct letter *l, const struct node *n, const char *path, unsigned depth)
{
	char below[MAX_PATH];

	if (depth > MAX_DEPTH)
		return;
	NODE_EACH(c, n) {
		bool is_member = n->type == NODE_MAP;
		snprintf(below, sizeof(below), "%s%s%.*s", path, *path && is_member ? "." : "",
		    is_member ? (int)c->key_len : 0, is_member ? c->key : "");
		const struct field *f = c->flags & NODE_FACT ? field_find(0, str_from(below)) : NULL;
		if (f)
			add_source(l, f);
		else
			find_sources(l, c, below, depth + 1);
	}
}

static void put_data(struct letter *l, const struct record *r)
{
	put_heading(l, "The data that was used");
	put_paragraph(l, "This was given with the application, or came from the systems that it went through:");
	NODE_EACH(n, r->root)
		put_member(l, n);
	find_sources(l, r->root, "", 0);
	if (l->source_count)
		put_paragraph(l, "More was found out from it with the help of:");
	for (size_t i = 0; i < l->source_count; i++)
		put_labelled(l, "-", str_from(l->sources[i]));
	if (r->drops)
		put_paragraph(l, "This was given too, and was taken out before anything was looked at:");
	for (const struct drop *d = r->drops; d; d = d->next)
		put_labelled(l, "-", d->field);
}

/* --- what was applied --- */

/* A letter says nothing on origin, nor on what a list says of its entries. */
static bool says_origin(struct str text)
{
	static const char *const words[] = { "DPRK", "North Korea", "Pyongyang" };
	bool says = false;

	for (size_t i = 0; i < COUNT(words) && text.len; i++)
		says = says || memmem(text.ptr, text.len, words[i], strlen(words[i]));
	return says;
}

/* These compare with entries of lists; what stands on a list is about the list, and for nobody's letter. */
static bool is_of_lists(const struct rule *r)
{
	return str_is(r->group, "sanctions") || str_is(r->group, "published") || says_origin(r->title);
}

static void put_one_seen(struct letter *l, const struct seen *s, bool is_of_list, const char *label)
{
	struct str meaning = seen_meaning(s->field);
	bool is_given = str_is(s->source, "input");

	buf_reset(&l->clean);
	if ((is_of_list || says_origin(meaning)) && !is_given) {
		buf_printf(&l->clean, "compared with: %.*s", STR_ARG(s->source));
	} else {
		if (meaning.len)
			buf_printf(&l->clean, "%.*s, ", STR_ARG(meaning));
		put_clean(&l->clean, s->field, MAX_VALUE);
		buf_text(&l->clean, ": ");
		put_clean(&l->clean, seen_value(l->context, s), MAX_VALUE);
		if (is_given)
			buf_text(&l->clean, " (as given)");
		else
			buf_printf(&l->clean, " (from: %.*s)", STR_ARG(s->source));
	}
	put_labelled(l, label, buf_str(&l->clean));
}

static void put_publications(struct letter *l, const struct rule *r)
{
	const struct advisory *list[PART_MAX_ADVISORIES];
	size_t count = rule_advisories(l->context->catalogue, r, list);

	for (size_t i = 0; i < count && i < MAX_PUBLICATIONS; i++) {
		buf_reset(&l->clean);
		buf_printf(&l->clean, "%.*s%s%.*s, %.*s", STR_ARG(list[i]->publisher), list[i]->date.len ? ", " : "",
		    STR_ARG(list[i]->date), STR_ARG(list[i]->url));
		put_labelled(l, i ? "" : "Published by", buf_str(&l->clean));
	}
	if (count > MAX_PUBLICATIONS) {
		buf_reset(&l->clean);
		size_t more = count - MAX_PUBLICATIONS;
		buf_printf(&l->clean, "and %zu more publication%s", more, more == 1 ? "" : "s");
		put_labelled(l, "", buf_str(&l->clean));
	}
}

static void put_checks(struct letter *l, const struct finding *f)
{
	for (size_t i = 0; i < f->rule->verify_count; i++) {
		const struct verification *v = verification_find(f->rule->verify[i]);
		put_labelled(l, i ? "or" : "Settled by", v ? str_from(v->meaning) : f->rule->verify[i]);
	}
	if (f->settled_by.len)
		put_labelled(l, "State", STR_LIT("settled: such a check was passed, and this counts no more"));
}

static void put_finding(struct letter *l, const struct finding *f, size_t number)
{
	char label[32];

	snprintf(label, sizeof(label), "%zu.", number);
	put_labelled(l, label, is_of_lists(f->rule) ?
	    STR_LIT("What was given was compared with the entries of a public list") : f->rule->title);
	for (const struct seen *s = f->seen; s; s = s->next)
		put_one_seen(l, s, is_of_lists(f->rule), s == f->seen ? "Used" : "");
	put_publications(l, f->rule);
	for (size_t i = 0; i < f->rule->falsepositive_count; i++)
		if (!says_origin(f->rule->falsepositives[i]))
			put_labelled(l, i ? "or" : "May well be", f->rule->falsepositives[i]);
	put_checks(l, f);
	buf_byte(l->out, '\n');
}

static void put_findings(struct letter *l, const struct assessment *a)
{
	put_heading(l, "The published criteria that applied");
	if (!a->finding_count)
		put_paragraph(l, "None of the criteria applied to what was given.");
	for (size_t i = 0; i < a->finding_count; i++)
		put_finding(l, a->findings[i], i + 1);
}

/* --- around it --- */

static void put_opening(struct letter *l, const struct record *r)
{
	buf_reset(&l->clean);
	put_clean(&l->clean, r->id, MAX_VALUE);
	buf_printf(l->out, "About the application %.*s\n\n", STR_ARG(buf_str(&l->clean)));
	put_paragraph(l, "Details of this application were compared with criteria that public bodies and companies "
	    "have published for remote work. This page says which data was used, where it came from, which criteria "
	    "applied, and how to contest any of it. The comparison decides nothing: a person does. That a criterion "
	    "applies says that something is to be asked about, and nothing more; what else it may well be stands "
	    "beside it. What is missing from an application was not held against it.");
}

static void put_contest(struct letter *l)
{
	put_heading(l, "How to contest");
	put_paragraph(l, "Write to whoever received the application, and name the point. You can:");
	put_labelled(l, "-", STR_LIT("correct what is wrong or out of date; the comparison is then made again"));
	put_labelled(l, "-", STR_LIT("explain what a point comes from; an explanation is kept with it"));
	put_labelled(l, "-", STR_LIT("ask for one of the checks that are named as settling a point: when it is passed, "
	    "the point counts no more"));
	put_labelled(l, "-", STR_LIT("ask that another person looks at it again"));
	put_paragraph(l, "Where the law gives a right to see, correct or delete data, or to a decision by a person, it "
	    "holds for all of this: in the European Union by articles 15 to 17 and 22 of the General Data Protection "
	    "Regulation.");
}

static void put_entry(const struct report_context *c, const struct report_entry *e, struct buf *out)
{
	struct letter l = { .context = c, .out = out, .clean = buf_make(1 << 16) };

	l.wrap = (struct wrap){ .out = out, .columns = COLUMNS };
	put_opening(&l, e->record);
	put_data(&l, e->record);
	put_findings(&l, e->assessment);
	put_contest(&l);
	buf_byte(out, '\n');
	buf_clear(&l.clean);
}

const struct report_format report_applicant = {
	.name = "applicant",
	.help = "for the applicant to read",
	.wants_record = true,
	.entry = put_entry,
};
