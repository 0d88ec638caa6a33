#include "cmd/cmd_rules.h"

#include "base/json_write.h"
#include "base/log.h"
#include "cmd/help.h"
#include "rule/coverage.h"

enum { OUT_MAX = 1 << 26, PAGE_COLUMNS = 79, PAGE_INDENT = 4 };

/* What the report is made from. */
struct survey {
	const struct rulebook *book;
	const struct coverage *all;
	struct buf out;
};

static const char *by_word(const struct coverage *c)
{
	return c->by_machine && c->by_person ? "both" : c->by_person ? "person" : "machine";
}

/* Outside the pack a rule may have no id. */
static struct str rule_word(const struct rule *r)
{
	return r->id.len ? r->id : rulebook_handle(r);
}

static void put_json(struct survey *s)
{
	struct json j = json_make(&s->out);

	json_open(&j, NULL, '{');
	json_open(&j, "indicators", '[');
	for (size_t i = 0; i < s->book->catalogue->indicator_count; i++) {
		const struct coverage *c = &s->all[i];
		json_open(&j, NULL, '{');
		json_text(&j, "indicator", c->indicator->id);
		json_open(&j, "rules", '[');
		for (size_t k = 0; k < c->rule_count; k++)
			json_text(&j, NULL, rule_word(c->rules[k]));
		json_close(&j, ']');
		json_text(&j, "by", str_from(by_word(c)));
		json_text(&j, "refused", c->indicator->never);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_close(&j, '}');
	buf_byte(&s->out, '\n');
}

static bool is_left(const struct coverage *c)
{
	return !c->rule_count && !c->indicator->never.ptr;
}

static bool states(const struct advisory *a, const struct indicator *x)
{
	for (size_t i = 0; i < x->advisory_count; i++)
		if (x->advisories[i] == a)
			return true;
	return false;
}

static void put_labelled(struct buf *out, const char *word, struct str text)
{
	size_t hang = PAGE_INDENT + strlen(word);

	buf_printf(out, "%*s%s", PAGE_INDENT, "", word);
	help_fill(out, text, hang, PAGE_COLUMNS - hang);
}

/* What an advisory says, counted by what becomes of it; what is left is named. */
static void put_advisory(struct survey *s, const struct advisory *a)
{
	size_t said = 0, seen = 0, refused = 0;
	struct buf left = buf_make(1 << 16);

	for (size_t i = 0; i < s->book->catalogue->indicator_count; i++) {
		const struct coverage *c = &s->all[i];
		if (!states(a, c->indicator))
			continue;
		said++;
		seen += c->rule_count > 0;
		refused += c->indicator->never.ptr != NULL;
		if (is_left(c))
			buf_printf(&left, "%s%.*s", left.len ? ", " : "", STR_ARG(c->indicator->id));
	}
	buf_printf(&s->out, "%-44.*s %3zu said, %3zu seen, %zu refused, %zu left\n", STR_ARG(a->id), said, seen,
	    refused, said - seen - refused);
	if (left.len)
		put_labelled(&s->out, "left: ", buf_str(&left));
	buf_clear(&left);
}

static void put_indicator(struct survey *s, const struct coverage *c)
{
	struct buf list = buf_make(1 << 16);

	buf_printf(&s->out, "\n%.*s (%.*s)\n", STR_ARG(c->indicator->id), STR_ARG(c->indicator->category));
	if (c->indicator->never.ptr)
		put_labelled(&s->out, "refused: ", c->indicator->never);
	else if (!c->rule_count)
		put_labelled(&s->out, "", STR_LIT("left: no rule sees it"));
	for (size_t i = 0; i < c->rule_count; i++)
		buf_printf(&list, "%s%.*s", i ? ", " : "", STR_ARG(rulebook_handle(c->rules[i])));
	if (list.len)
		put_labelled(&s->out, "rules: ", buf_str(&list));
	buf_reset(&list);
	for (size_t i = 0; i < c->field_count; i++)
		buf_printf(&list, "%s%.*s", i ? ", " : "", STR_ARG(c->fields[i]));
	if (list.len)
		put_labelled(&s->out, "needs: ", buf_str(&list));
	if (c->rule_count)
		put_labelled(&s->out, "by: ", str_from(by_word(c)));
	buf_clear(&list);
}

static void put_text(struct survey *s)
{
	const struct catalogue *c = s->book->catalogue;
	size_t seen = 0, refused = 0;

	buf_text(&s->out, "Advisory by advisory\n\n");
	for (size_t i = 0; i < c->advisory_count; i++)
		put_advisory(s, &c->advisories[i]);
	buf_text(&s->out, "\nIndicator by indicator\n");
	for (size_t i = 0; i < c->indicator_count; i++) {
		seen += s->all[i].rule_count > 0;
		refused += s->all[i].indicator->never.ptr != NULL;
		put_indicator(s, &s->all[i]);
	}
	buf_printf(&s->out, "\n%zu indicators: %zu seen, %zu refused, %zu left\n", c->indicator_count, seen, refused,
	    c->indicator_count - seen - refused);
}

static int survey(struct rulebook *b, bool as_json)
{
	struct survey s = { .book = b, .out = buf_make(OUT_MAX) };

	s.all = coverage_new(&b->set, b->catalogue, &b->arena);
	if (!s.all) {
		log_error("out of memory");
		return CMD_PARTIAL;
	}
	(as_json ? put_json : put_text)(&s);
	return cmd_print(&s.out, CMD_DONE);
}

static int run(void *options, int argc, char **argv)
{
	const struct rules_options *o = options;
	int as_json = rules_as_json(&cmd_rules_coverage, o), status = CMD_PARTIAL;
	struct rulebook b;

	(void)argv;
	if (as_json < 0)
		return CMD_USAGE;
	if (argc)
		return cmd_usage(&cmd_rules_coverage, "it takes no operands; --rules adds rules of your own");
	if (rulebook_open(&b, o->rules.at, o->rules.count, NULL))
		status = b.is_clean ? survey(&b, as_json) : rulebook_refuse(&b);
	rulebook_close(&b);
	return status;
}

const struct command cmd_rules_coverage = {
	.name = "coverage",
	.args = "",
	.summary = "which rules see what was published, and what is left",
	.text = "Advisory by advisory what becomes of the indicators that it states; then indicator by indicator the "
		"rules that see it, by name or through an observation's code, the fields and facts that they read, and "
		"whether a machine tells it or a person has to. What no rule may see stands there with the "
		"reason.\n"
		"\n"
		"Examples:\n"
		"  candor rules coverage\n"
		"  candor rules coverage --rules mine.yml --format json\n",
	.opts = rules_opts,
	.options_size = sizeof(struct rules_options),
	.run = run,
};
