#include "base/json_write.h"
#include "base/log.h"
#include "base/when.h"
#include "cmd/cmd_lists.h"
#include "limits.h"

struct options {
	const char *format, *today;
};

static const char *const forms[] = { "text", "json", NULL };

static const struct opt show_opts[] = {
	{ "format", 'f', OPT_TEXT, OPT_ROW(struct options, format), "FORM",
	    "write |text|json|; text on a terminal, JSON lines otherwise", 0, 0 },
	{ "today", 0, OPT_TEXT, OPT_ROW(struct options, today), "DATE",
	    "count ages up to DATE instead of today", 0, 0 },
	{ 0 },
};

static void show_json(struct buf *out, const struct list *x)
{
	struct json j = json_make(out);

	json_open(&j, NULL, '{');
	json_text(&j, "name", x->name);
	json_text(&j, "kind", str_from(list_kind_name(x->kind)));
	json_text(&j, "class", str_from(list_class_name(x->class)));
	json_text(&j, "product", x->product.len ? x->product : str_of(NULL, 0));
	json_text(&j, "source", x->source);
	json_text(&j, "url", x->url.len ? x->url : str_of(NULL, 0));
	json_text(&j, "licence", x->licence);
	json_text(&j, "date", x->date);
	json_number(&j, "max_age_days", x->max_age_days);
	json_bool(&j, "stale", x->is_stale);
	json_number(&j, "entries", x->entries);
	json_text(&j, "sha256", x->sha256);
	json_bool(&j, "built_in", x->is_embedded);
	json_close(&j, '}');
	buf_byte(out, '\n');
}

static void show_text(struct buf *out, const struct list *x)
{
	buf_printf(out, "%-*.*s %-10s %-10s %8lld  %-10.*s %s\n", LISTS_NAME_COLUMNS, STR_ARG(x->name),
	    list_kind_name(x->kind), list_class_name(x->class), (long long)x->entries, STR_ARG(x->date),
	    x->is_stale ? "stale" : x->is_embedded ? "built in" : "your copy");
}

static int run_show(void *options, int argc, char **argv)
{
	const struct options *o = options;
	const char *format = cmd_format(&cmd_lists_show, o->format, forms);
	struct buf out = buf_make(LISTS_OUT_MAX);
	char day[11];
	struct when w;

	(void)argv;
	if (!format)
		return CMD_USAGE;
	if (argc)
		return cmd_usage(&cmd_lists_show, "it takes no operands");
	if (o->today && !when_parse(str_from(o->today), &w))
		return cmd_usage(&cmd_lists_show, "--today wants an ISO date");
	struct lists *l = lists_open(NULL, lists_today(o->today, day), NULL);
	bool as_json = strcmp(format, "json") == 0;
	size_t stale = 0;
	if (!as_json)
		buf_printf(&out, "%-*s %-10s %-10s %8s  date\n", LISTS_NAME_COLUMNS, "list", "kind", "class",
		    "entries");
	for (size_t i = 0; l && i < lists_count(l); i++) {
		stale += lists_at(l, i)->is_stale;
		if (as_json)
			show_json(&out, lists_at(l, i));
		else
			show_text(&out, lists_at(l, i));
	}
	if (stale)
		log_warn("%zu of the lists are older than they should be; \"candor lists update\" brings newer ones",
		    stale);
	int status = !l || lists_failed(l) ? CMD_PARTIAL : CMD_DONE;
	lists_close(l);
	return cmd_print(&out, status);
}

const struct command cmd_lists_show = {
	.name = "show",
	.args = "",
	.summary = "the lists at hand, with date, entries and digest",
	.text = "Those that are built in, and those that you took with \"lists update\" or \"lists add\". A list "
		"is stale when it is older than such a list should be; it is used all the same, and a warning says "
		"so.\n"
		"\n"
		"Examples:\n"
		"  candor lists show\n"
		"  candor lists show --format json\n",
	.opts = show_opts,
	.options_size = sizeof(struct options),
	.run = run_show,
};
