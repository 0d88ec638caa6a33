#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "base/csv_write.h"
#include "base/json_write.h"
#include "base/log.h"
#include "cmd/cmd.h"
#include "impact/impact.h"

enum { NAME_COLUMNS = 22 };

struct options {
	const char *format, *groups;
};

static const struct opt opts[] = {
	{ "groups", 'g', OPT_TEXT, OPT_ROW(struct options, groups), "FILE",
	    "who is in which group: a table with the columns id and group, or JSON lines with these keys", 0, 0 },
	{ "format", 'f', OPT_TEXT, OPT_ROW(struct options, format), "FORM",
	    "write |text|json|csv|; text on a terminal, JSON otherwise", 0, 0 },
	{ 0 },
};

/* --- text --- */

/* A number of @width columns, or a dash where there is none. */
static void text_real(struct buf *out, int width, int digits, double value)
{
	if (isnan(value))
		buf_printf(out, " %*s", width, "-");
	else
		buf_printf(out, " %*.*f", width, digits, value);
}

static void text_p(struct buf *out, double p)
{
	if (p < 0.0001)
		buf_text(out, "  <.0001");
	else
		text_real(out, 7, 4, p);
}

static void text_cell(struct buf *out, struct str group, const struct impact_cell *c)
{
	buf_printf(out, "  %-*.*s %9" PRId64 " %8" PRId64, NAME_COLUMNS, STR_ARG(group), c->applicants, c->count);
	text_real(out, 7, 2, 100 * c->rate);
	text_real(out, 6, 2, c->ratio);
	text_real(out, 8, 2, c->passing_ratio);
	text_p(out, c->p);
	buf_printf(out, "%s%s%s\n", c->is_least ? "  least" : "", c->below_four_fifths ? "  BELOW 4/5" : "",
	    c->is_small ? "  few" : "");
}

static void text_row(struct buf *out, const struct impact_table *t, const struct impact_row *r, const char *what)
{
	buf_printf(out, "\n%s%.*s\n", what, STR_ARG(r->title.len ? r->title : r->id));
	for (size_t i = 0; i < t->group_count; i++)
		text_cell(out, t->groups[i], &r->cells[i]);
}

static void text_table(struct buf *out, const struct impact_table *t)
{
	size_t comparisons = (t->rule_count + COUNT(t->outcomes)) * (t->group_count ? t->group_count - 1 : 0);

	buf_printf(out, "%" PRId64 " result%s, %" PRId64 " without a group.\n\n", t->applicants,
	    t->applicants == 1 ? "" : "s", t->without_group);
	buf_printf(out, "  %-*s %9s %8s %7s %6s %8s %7s\n", NAME_COLUMNS, "group", "people", "it hits", "rate %",
	    "ratio", "passing", "Fisher");
	for (size_t i = 0; i < COUNT(t->outcomes); i++)
		text_row(out, t, &t->outcomes[i], i ? "Outcome: " : "Outcome or graver: ");
	for (size_t i = 0; i < t->rule_count; i++)
		text_row(out, t, &t->rules[i], "Rule: ");
	buf_printf(out, "\nratio: to the rate of the group that it hits least. passing: those whom it does not hit,\n"
	    "likewise; below 0.80 (four fifths, 29 CFR 1607.4 D) is a sign of adverse impact. Fisher: how\n"
	    "often chance alone makes two groups differ as much. few: fewer than %d people, or fewer than\n"
	    "%d expected, so the figures say little. Of %zu comparisons, about %zu are below 0.05 by chance.\n",
	    IMPACT_SMALL_GROUP, IMPACT_SMALL_CELL, comparisons, (comparisons + 10) / 20);
}

/* --- JSON --- */

static void json_maybe(struct json *j, const char *key, double value)
{
	if (isnan(value))
		json_null(j, key);
	else
		json_real(j, key, value);
}

static void json_cells(struct json *j, const struct impact_table *t, const struct impact_row *r)
{
	json_open(j, "groups", '[');
	for (size_t i = 0; i < t->group_count; i++) {
		const struct impact_cell *c = &r->cells[i];
		json_open(j, NULL, '{');
		json_text(j, "group", t->groups[i]);
		json_number(j, "applicants", c->applicants);
		json_number(j, "count", c->count);
		json_maybe(j, "rate", c->rate);
		json_maybe(j, "ratio", c->ratio);
		json_maybe(j, "passing_ratio", c->passing_ratio);
		json_maybe(j, "fisher_p", c->p);
		json_bool(j, "least", c->is_least);
		json_bool(j, "below_four_fifths", c->below_four_fifths);
		json_bool(j, "small_sample", c->is_small);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void json_table(struct buf *out, const struct impact_table *t)
{
	struct json j = json_make(out);

	json_open(&j, NULL, '{');
	json_number(&j, "applicants", t->applicants);
	json_number(&j, "without_group", t->without_group);
	json_number(&j, "unreadable", t->unreadable);
	json_open(&j, "outcomes", '[');
	for (size_t i = 0; i < COUNT(t->outcomes); i++) {
		json_open(&j, NULL, '{');
		json_text(&j, "at_least", t->outcomes[i].id);
		json_number(&j, "count", t->outcomes[i].count);
		json_cells(&j, t, &t->outcomes[i]);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_open(&j, "rules", '[');
	for (size_t i = 0; i < t->rule_count; i++) {
		json_open(&j, NULL, '{');
		json_text(&j, "rule", t->rules[i].id);
		json_text(&j, "title", t->rules[i].title);
		json_number(&j, "count", t->rules[i].count);
		json_cells(&j, t, &t->rules[i]);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_close(&j, '}');
	buf_byte(out, '\n');
}

/* --- CSV --- */

static void csv_real(struct csv *c, double value)
{
	char text[32] = "";

	if (!isnan(value))
		snprintf(text, sizeof(text), "%.6g", value);
	csv_text(c, str_from(text));
}

static void csv_row(struct csv *c, const struct impact_table *t, const struct impact_row *r, const char *kind)
{
	for (size_t i = 0; i < t->group_count; i++) {
		const struct impact_cell *cell = &r->cells[i];
		csv_text(c, str_from(kind));
		csv_text(c, r->id);
		csv_text(c, r->title);
		csv_text(c, t->groups[i]);
		csv_number(c, cell->applicants);
		csv_number(c, cell->count);
		csv_real(c, cell->rate);
		csv_real(c, cell->ratio);
		csv_real(c, cell->passing_ratio);
		csv_real(c, cell->p);
		csv_number(c, cell->below_four_fifths);
		csv_number(c, cell->is_small);
		csv_end(c);
	}
}

static void csv_table(struct buf *out, const struct impact_table *t)
{
	struct csv c = { out, false };

	buf_text(out, "kind,id,title,group,applicants,count,rate,ratio,passing_ratio,fisher_p,below_four_fifths,"
	    "small_sample\r\n");
	for (size_t i = 0; i < COUNT(t->outcomes); i++)
		csv_row(&c, t, &t->outcomes[i], "outcome");
	for (size_t i = 0; i < t->rule_count; i++)
		csv_row(&c, t, &t->rules[i], "rule");
}

/* --- the command --- */

static const struct {
	const char *name;
	void (*put)(struct buf *out, const struct impact_table *t);
} forms[] = { { "text", text_table }, { "json", json_table }, { "csv", csv_table } };

static void tell(void *context, const struct err *e)
{
	(void)context;
	log_err(e);
}

static bool read_all(struct impact *x, const struct options *o, int argc, char **argv, int *status)
{
	struct err e = { 0 };

	if (!impact_groups(x, o->groups, &e)) {
		log_err(&e);
		*status = CMD_PARTIAL;
		return false;
	}
	for (int i = 0; i < argc; i++) {
		struct err own = { 0 };
		if (impact_results(x, argv[i], &own))
			continue;
		log_err(&own);
		*status = CMD_PARTIAL;
	}
	return true;
}

static int put_table(const struct impact *x, const char *format, int status)
{
	struct arena a = arena_make(0);
	struct buf out = buf_make(SIZE_MAX / 4);
	struct impact_table t;

	if (!impact_table(x, &a, &t))
		out.failed = true;
	for (size_t i = 0; !out.failed && i < COUNT(forms); i++)
		if (strcmp(forms[i].name, format) == 0)
			forms[i].put(&out, &t);
	if (!out.failed && t.applicants && t.without_group == t.applicants)
		log_warn("none of the results is of somebody in the groups file; are the ids the same?");
	if (!out.failed && t.unreadable)
		status = CMD_PARTIAL;
	status = cmd_print(&out, status);
	arena_clear(&a);
	return status;
}

static int run(void *options, int argc, char **argv)
{
	static const char *const names[] = { "text", "json", "csv", NULL };
	const struct options *o = options;
	int status = CMD_DONE;

	const char *format = cmd_format(&cmd_impact, o->format, names);
	if (!format)
		return CMD_USAGE;
	if (!o->groups)
		return cmd_usage(&cmd_impact, "--groups FILE is missing: who is in which group");
	if (argc < 1)
		return cmd_usage(&cmd_impact, "no RESULTS are given; - is standard input");
	struct impact *x = impact_new(tell, NULL);
	if (!x) {
		log_error("out of memory");
		return CMD_PARTIAL;
	}
	if (read_all(x, o, argc, argv, &status))
		status = put_table(x, format, status);
	impact_free(x);
	return status;
}

const struct command cmd_impact = {
	.name = "impact",
	.args = "RESULTS...",
	.summary = "the program's own results, group by group",
	.text = "Reads what \"candor scan --format json\" wrote, and a separate file that says who is in which group "
		"(by self-identification, say); no rule ever sees that file. For each outcome and each rule that "
		"fired it prints by group: how many people, how many of them it hits, the rate, its ratio to the group "
		"that it hits least, the four-fifths mark of the US Uniform Guidelines (29 CFR 1607.4 D) on those "
		"whom it does not hit, and Fisher's exact test. Only such sums are printed, nobody's id. Small groups "
		"say little, and are marked.\n"
		"\n"
		"Examples:\n"
		"  candor scan --format json applications.jsonl > results.jsonl\n"
		"  candor impact results.jsonl --groups groups.csv\n"
		"  candor impact results.jsonl --groups groups.csv --format csv > impact.csv\n"
		"\n"
		"Exit status: 0 done, whatever the figures are; 2 wrong usage; 3 something could not be read.\n",
	.opts = opts,
	.options_size = sizeof(struct options),
	.run = run,
};
