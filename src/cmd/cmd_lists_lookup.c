#include <stdio.h>

#include "base/input.h"
#include "base/json_write.h"
#include "base/log.h"
#include "cmd/cmd_lists.h"
#include "list/lookup.h"

struct options {
	const char *format;
};

static const char *const forms[] = { "text", "json", NULL };

static const struct opt lookup_opts[] = {
	{ "format", 'f', OPT_TEXT, OPT_ROW(struct options, format), "FORM",
	    "write |text|json|; text on a terminal, JSON lines otherwise", 0, 0 },
	{ 0 },
};

static void lookup_json(struct buf *out, struct str value, const struct lookup *x)
{
	struct json j = json_make(out);

	if (!x->count)
		return;
	json_open(&j, NULL, '{');
	json_text(&j, "value", value);
	json_text(&j, "kind", str_from(x->kind));
	json_text(&j, "judgement", str_from(list_class_name(x->judgement)));
	json_open(&j, "matches", '[');
	for (size_t i = 0; i < x->count; i++) {
		const struct match_entry *m = &x->at[i];
		json_open(&j, NULL, '{');
		json_text(&j, "list", m->list);
		json_text(&j, "entry", m->entry);
		json_text(&j, "class", str_from(list_class_name(m->class)));
		json_text(&j, "date", m->date);
		if (m->label.len)
			json_text(&j, "label", m->label);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_close(&j, '}');
	buf_byte(out, '\n');
}

static void lookup_text(struct buf *out, struct str value, const struct lookup *x)
{
	if (!x->count)
		return;
	buf_put(out, value);
	buf_printf(out, ": %s\n", list_class_name(x->judgement));
	for (size_t i = 0; i < x->count; i++) {
		const struct match_entry *m = &x->at[i];
		buf_printf(out, "    %-*.*s %-10s %.*s, %.*s%s%.*s\n", LISTS_NAME_COLUMNS, STR_ARG(m->list),
		    list_class_name(m->class), STR_ARG(m->entry), STR_ARG(m->date), m->label.len ? ": " : "",
		    STR_ARG(m->label));
	}
}

struct teller {
	struct lists *lists;
	struct arena arena;
	struct buf out;
	bool as_json, failed;
};

static void write_out(struct teller *t)
{
	if (t->out.len)
		cmd_write(t->out.ptr, t->out.len);
	buf_reset(&t->out);
}

static void tell(struct teller *t, const struct str *values, size_t count)
{
	struct lookup x[LOOKUP_MANY];

	if (!lookup_many(t->lists, values, count, &t->arena, x))
		t->failed = true;
	for (size_t i = 0; i < count; i++) {
		if (t->as_json)
			lookup_json(&t->out, values[i], &x[i]);
		else
			lookup_text(&t->out, values[i], &x[i]);
	}
	if (t->out.len >= 1 << 16)
		write_out(t);
	arena_reset(&t->arena);
}

/* The whole lines of @text, or all of it at the end; returns how many bytes were used. */
static size_t tell_whole(struct teller *t, struct str text, bool is_end)
{
	struct str values[LOOKUP_MANY], rest = text;
	size_t count = 0;

	while (rest.len) {
		const char *line_end = memchr(rest.ptr, '\n', rest.len);
		if (!line_end && !is_end)
			break;
		struct str line = str_of(rest.ptr, line_end ? (size_t)(line_end - rest.ptr) : rest.len);
		rest = str_of(rest.ptr + line.len + (line_end ? 1 : 0), rest.len - line.len - (line_end ? 1 : 0));
		values[count] = str_trim(line);
		count += values[count].len > 0;
		if (count == LOOKUP_MANY) {
			tell(t, values, count);
			count = 0;
		}
	}
	tell(t, values, count);
	return text.len - rest.len;
}

/*
 * One value a line from standard input, compressed or not; a line longer than the buffer, which no value is, is cut
 * up.
 */
static void tell_lines(struct teller *t)
{
	static char buffer[1 << 18];
	struct err e = { 0 };
	struct input *in = input_open("-", &e);
	size_t len = 0, got = 1;

	while (in && got) {
		if (!input_read(in, buffer + len, sizeof(buffer) - len, &got, &e))
			break;
		len += got;
		size_t used = tell_whole(t, str_of(buffer, len), !got);
		if (!used && len == sizeof(buffer))
			used = tell_whole(t, str_of(buffer, len), true);
		memmove(buffer, buffer + used, len - used);
		len -= used;
	}
	if (e.code) {
		log_err(&e);
		t->failed = true;
	}
	input_close(in);
}

static int run_lookup(void *options, int argc, char **argv)
{
	const struct options *o = options;
	const char *format = cmd_format(&cmd_lists_lookup, o->format, forms);
	struct teller t = { .out = buf_make(LISTS_OUT_MAX) };

	if (!format)
		return CMD_USAGE;
	if (!argc)
		return cmd_usage(&cmd_lists_lookup, "which value?");
	t.as_json = strcmp(format, "json") == 0;
	t.lists = lists_open(NULL, str_of(NULL, 0), NULL);
	for (int i = 0; t.lists && i < argc; i++) {
		if (strcmp(argv[i], "-") == 0)
			tell_lines(&t);
		else
			tell(&t, &(struct str){ argv[i], strlen(argv[i]) }, 1);
	}
	int status = !t.lists || t.failed || lists_failed(t.lists) ? CMD_PARTIAL : CMD_DONE;
	lists_close(t.lists);
	arena_clear(&t.arena);
	return cmd_print(&t.out, status);
}

const struct command cmd_lists_lookup = {
	.name = "lookup",
	.args = "VALUE...|-",
	.summary = "what the lists say of an address, a mailbox, a name",
	.text = "A VALUE is an internet address, a mailbox, a domain, a wallet, a handle or a name; with \"-\" each "
		"line of standard input, compressed or not, is one. Only what is on a list is "
		"shown; JSON has an object for each such value. The judgement is the first that holds of: special, "
		"sanctioned, "
		"published, relay, gateway, dprk, reported, vpn, tor, hosting, disposable, free; none otherwise. "
		"An entry of class none carries no weight and explains old logs only.\n"
		"\n"
		"Examples:\n"
		"  candor lists lookup 175.45.176.1\n"
		"  candor lists lookup someone@example.com github:someone\n"
		"  cut -d, -f3 logins.csv | candor lists lookup -\n",
	.opts = lookup_opts,
	.options_size = sizeof(struct options),
	.run = run_lookup,
};
