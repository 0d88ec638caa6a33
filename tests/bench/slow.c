/* slow.c - slow RULES EVENTS: what the slow evaluator says, in the lines that "candor match" writes. */
#include <stdio.h>

#include "base/json_read.h"
#include "base/json_write.h"
#include "oracle/oracle.h"
#include "rule/rule_load.h"
#include "unit/test.h"

enum { MAX_DEPTH = 64 };

static void put_match(const struct rule *rule, int64_t line)
{
	struct buf out = buf_make(1 << 16);
	struct json j = json_make(&out);

	json_open(&j, NULL, '{');
	json_text(&j, "rule", rule->id.len ? rule->id : rule->title);
	json_text(&j, "title", rule->title);
	json_number(&j, "line", line);
	json_close(&j, '}');
	puts(buf_str(&out).ptr);
	buf_clear(&out);
}

static void ask(struct oracle *o, const struct rules *set, const struct node *event, int64_t line)
{
	for (size_t i = 0; i < set->count; i++)
		if (set->rules[i]->kind == RULE_DETECTION && oracle_ask(o, set->rules[i], event, NULL) == ORACLE_YES)
			put_match(set->rules[i], line);
}

static bool ask_all(struct oracle *o, const struct rules *set, struct str text)
{
	struct json_reader *reader = json_reader_new(MAX_DEPTH, NULL);
	struct arena a = arena_make(0);
	bool ok = reader != NULL;

	for (int64_t line = 1; ok && text.ptr; line++) {
		struct str one = str_split(text, '\n', &text);
		struct node *event;
		arena_reset(&a);
		if (one.len && (ok = json_read(reader, one, &a, &event, NULL)))
			ask(o, set, event, line);
	}
	json_reader_free(reader);
	arena_clear(&a);
	return ok;
}

int main(int argc, char **argv)
{
	struct err e = { 0 };
	struct rules set;
	struct oracle *o = oracle_new();
	struct str text = argc == 3 ? test_read(argv[2]) : str_of(NULL, 0);

	rules_init(&set, NULL, true);
	bool ok = o && text.ptr && rules_add_path(&set, argv[1], &e) && rules_finish(&set) && ask_all(o, &set, text);
	if (!ok)
		fprintf(stderr, "slow RULES EVENTS: they do not load\n");
	oracle_free(o);
	rules_clear(&set);
	mem_free((void *)(uintptr_t)text.ptr);
	return !ok;
}
