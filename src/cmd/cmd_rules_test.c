#include "cmd/cmd_rules.h"

#include "base/json_write.h"
#include "base/log.h"
#include "match/example.h"

enum { OUT_MAX = 1 << 26 };

struct test_run {
	struct buf out;
	struct json json;       /* of the rule at hand */
	bool as_json;
	size_t rules, examples, failed; /* in all */
	size_t rule_examples;
};

static const char *answer_word(enum regex_answer a)
{
	return a == REGEX_YES ? "it matches" : a == REGEX_NO ? "it does not match" :
	    "a regular expression met its limit: neither yes nor no";
}

static void text_failure(struct test_run *t, const struct example *x)
{
	buf_printf(&t->out, "%.*s:%u:%u: %.*s: %s example %zu: %s\n", STR_ARG(x->rule->file), x->node->line,
	    x->node->column, STR_ARG(rulebook_handle(x->rule)), x->wants_match ? "match" : "miss", x->number,
	    answer_word(x->answer));
}

static void json_failure(struct test_run *t, const struct example *x)
{
	static const char *const words[] = { [REGEX_NO] = "no", [REGEX_YES] = "yes", [REGEX_LIMIT] = "undecided" };
	struct json *j = &t->json;

	json_open(j, NULL, '{');
	json_text(j, "list", x->wants_match ? STR_LIT("match") : STR_LIT("miss"));
	json_number(j, "example", (int64_t)x->number);
	json_number(j, "line", x->node->line);
	json_number(j, "column", x->node->column);
	json_text(j, "answered", str_from(words[x->answer]));
	json_close(j, '}');
}

static void take_example(void *context, const struct example *x)
{
	struct test_run *t = context;

	t->examples++;
	t->rule_examples++;
	if (example_holds(x))
		return;
	t->failed++;
	if (t->as_json)
		json_failure(t, x);
	else
		text_failure(t, x);
}

static bool test_rule(struct test_run *t, const struct rule *r)
{
	struct err e = { 0 };
	size_t failed = t->failed;

	t->rules++;
	t->rule_examples = 0;
	if (t->as_json) {
		t->json = json_make(&t->out);
		json_open(&t->json, NULL, '{');
		json_text(&t->json, "rule", r->id.len ? r->id : r->title);
		json_text(&t->json, "name", r->name.len ? r->name : str_of(NULL, 0));
		json_text(&t->json, "file", r->file);
		json_open(&t->json, "failed", '[');
	}
	bool ok = examples_run(r, take_example, t, &e);
	if (!ok)
		log_err(&e);
	if (t->as_json) {
		json_close(&t->json, ']');
		json_number(&t->json, "examples", (int64_t)t->rule_examples);
		json_bool(&t->json, "passed", ok && failed == t->failed);
		json_close(&t->json, '}');
		buf_byte(&t->out, '\n');
	}
	return ok;
}

static int test_rules(const struct rulebook *b, bool own, struct test_run *t)
{
	bool ok = true;

	for (size_t i = 0; ok && i < b->set.count; i++)
		if (b->set.rules[i]->is_embedded != own)
			ok = test_rule(t, b->set.rules[i]);
	if (!t->as_json)
		buf_printf(&t->out, "%zu rule%s, %zu example%s, %zu failed\n", t->rules, t->rules == 1 ? "" : "s",
		    t->examples, t->examples == 1 ? "" : "s", t->failed);
	return !ok ? CMD_PARTIAL : t->failed ? CMD_FOUND : CMD_DONE;
}

static int run(void *options, int argc, char **argv)
{
	const struct rules_options *o = options;
	int as_json = rules_as_json(&cmd_rules_test, o), status;
	struct test_run t = { .out = buf_make(OUT_MAX), .as_json = as_json > 0 };
	struct arena values = arena_make(0);
	struct rulebook b;

	if (as_json < 0)
		return CMD_USAGE;
	if (rules_open(&b, &cmd_rules_test, o, &values, argc, argv, &status))
		status = b.is_clean ? test_rules(&b, argc > 0, &t) : rulebook_refuse(&b);
	rulebook_close(&b);
	arena_clear(&values);
	return cmd_print(&t.out, status);
}

const struct command cmd_rules_test = {
	.name = "test",
	.args = "[PATH...]",
	.summary = "run the examples that rules carry",
	.text = "On each example under candor.match a rule must match, on each under candor.miss it must not. An "
		"example is an event of the rule's category, with facts as it says them; the record beside it "
		"stands under \"applicant\". One of a correlation is a list of records. Without PATH: the rules of the "
		"program.\n"
		"\n"
		"Examples:\n"
		"  candor rules test\n"
		"  candor rules test mine.yml\n"
		"\n"
		"Exit status: 0 all hold, 1 one does not, 2 the rules do not load.\n",
	.opts = rules_test_opts,
	.options_size = sizeof(struct rules_options),
	.run = run,
};
