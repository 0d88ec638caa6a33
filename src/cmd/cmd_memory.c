#include "base/arena.h"
#include "base/json_write.h"
#include "base/log.h"
#include "base/when.h"
#include "cmd/cmd.h"
#include "cmd/cmd_memory.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

struct options {
	const char *memory, *before, *format;
};

#define MEMORY_ROW \
	{ "memory", 'm', OPT_TEXT, OPT_ROW(struct options, memory), "FILE", "the memory; its key is FILE.key", 0, 0 }
#define FORMAT_ROW \
	{ "format", 'f', OPT_TEXT, OPT_ROW(struct options, format), "FORM", \
	    "write |text|json|; text on a terminal, JSON lines otherwise", 0, 0 }

static const struct opt show_opts[] = { MEMORY_ROW, FORMAT_ROW, { 0 } };
static const struct opt plain_opts[] = { MEMORY_ROW, { 0 } };
static const struct opt purge_opts[] = {
	MEMORY_ROW,
	{ "before", 'b', OPT_TEXT, OPT_ROW(struct options, before), "DATE", "forget what is older than DATE", 0, 0 },
	{ 0 },
};

/* Deleting from a memory needs no key; so that a lost one does not keep what it should not. */
struct opened {
	const struct store_kind *kind;
	struct store *store;
};

static int open_it(const struct command *c, const struct options *o, struct opened *out)
{
	struct err e = { 0 };

	if (!o->memory)
		return cmd_usage(c, "--memory names the file");
	if (access(o->memory, R_OK) != 0) {
		log_error("%s: there is no such memory", o->memory);
		return CMD_PARTIAL;
	}
	out->kind = &store_sqlite;
	out->store = out->kind->open(o->memory, &e);
	if (out->store)
		return CMD_DONE;
	log_err(&e);
	return CMD_PARTIAL;
}

static int close_it(struct opened *x, bool ok, const struct err *e)
{
	x->kind->close(x->store);
	if (!ok)
		log_err(e);
	return ok ? CMD_DONE : CMD_PARTIAL;
}

/* --- show --- */

struct tally {
	int64_t rows[TIES], all, first, last;
};

static bool count_row(void *context, struct str id, const struct store_row *row)
{
	struct tally *t = context;

	(void)id;
	t->rows[row->tie]++;
	if (!t->all++)
		t->first = row->day;
	t->last = row->day;
	return true;
}

static void put_day(struct json *j, const char *key, const struct tally *t, int64_t day)
{
	char text[11];

	when_print_day(day * 86400, text);
	json_text(j, key, t->all ? str_from(text) : str_of(NULL, 0));
}

static void put_tally(struct buf *out, const struct tally *t)
{
	struct json j = json_make(out);

	json_open(&j, NULL, '{');
	json_number(&j, "keys", t->all);
	put_day(&j, "first", t, t->first);
	put_day(&j, "last", t, t->last);
	json_open(&j, "ties", '{');
	for (size_t i = 0; i < TIES; i++)
		if (t->rows[i])
			json_number(&j, tie_kinds[i].word, t->rows[i]);
	json_close(&j, '}');
	json_close(&j, '}');
	buf_byte(out, '\n');
}

static void put_tally_text(struct buf *out, const struct tally *t)
{
	char first[11], last[11];

	when_print_day(t->first * 86400, first);
	when_print_day(t->last * 86400, last);
	buf_printf(out, "%" PRId64 " key%s", t->all, t->all == 1 ? "" : "s");
	if (t->all)
		buf_printf(out, ", from %s to %s", first, last);
	buf_byte(out, '\n');
	for (size_t i = 0; i < TIES; i++)
		if (t->rows[i])
			buf_printf(out, "%10" PRId64 "  %s\n", t->rows[i], tie_kinds[i].word);
}

static int show(void *options, int argc, char **argv)
{
	static const char *const forms[] = { "text", "json", NULL };
	const struct options *o = options;
	struct buf out = buf_make(1 << 20);
	struct tally t = { .all = 0 };
	struct opened x;
	struct err e = { 0 };

	(void)argv;
	if (argc)
		return cmd_usage(&memory_show, "takes no operands");
	const char *form = cmd_format(&memory_show, o->format, forms);
	int status = form ? open_it(&memory_show, o, &x) : CMD_USAGE;
	if (status != CMD_DONE)
		return status;
	status = close_it(&x, x.kind->each(x.store, str_of(NULL, 0), count_row, &t, &e), &e);
	if (status == CMD_DONE && strcmp(form, "text") == 0)
		put_tally_text(&out, &t);
	else if (status == CMD_DONE)
		put_tally(&out, &t);
	return cmd_print(&out, status);
}

/* --- export --- */

static bool put_row(void *context, struct str id, const struct store_row *row)
{
	static const char hex[] = "0123456789abcdef";
	struct buf *out = context;
	struct json j = json_make(out);
	char key[2 * STORE_KEY], day[11];

	for (size_t i = 0; i < STORE_KEY; i++) {
		key[2 * i] = hex[row->key[i] >> 4];
		key[2 * i + 1] = hex[row->key[i] & 15];
	}
	when_print_day(row->day * 86400, day);
	json_open(&j, NULL, '{');
	json_text(&j, "id", id);
	json_text(&j, "tie", str_from(tie_kinds[row->tie].word));
	json_text(&j, "key", str_of(key, sizeof(key)));
	json_text(&j, "date", str_from(day));
	json_close(&j, '}');
	buf_byte(out, '\n');
	return !out->failed;
}

static int export(void *options, int argc, char **argv)
{
	struct buf out = buf_make(1 << 28);
	struct opened x;
	struct err e = { 0 };

	if (argc != 1 || !*argv[0])
		return cmd_usage(&memory_export, "one ID is wanted");
	int status = open_it(&memory_export, options, &x);
	if (status != CMD_DONE)
		return status;
	status = close_it(&x, x.kind->each(x.store, str_from(argv[0]), put_row, &out, &e), &e);
	if (status == CMD_DONE && !out.len && !out.failed) {
		log_error("nothing is kept of an applicant of that id");
		status = CMD_USAGE;
	}
	return cmd_print(&out, status);
}

/* --- forgetting --- */

static int forget(const struct command *c, const struct options *o, struct str id, int64_t day)
{
	struct opened x;
	struct err e = { 0 };
	int64_t rows = 0;
	int status = open_it(c, o, &x);

	if (status != CMD_DONE)
		return status;
	status = close_it(&x, x.kind->purge(x.store, id, day, &rows, &e), &e);
	if (status == CMD_DONE)
		printf("%" PRId64 " key%s forgotten\n", rows, rows == 1 ? "" : "s");
	return cmd_finish(status);
}

static int purge(void *options, int argc, char **argv)
{
	const struct options *o = options;
	struct when w;

	(void)argv;
	if (argc)
		return cmd_usage(&memory_purge, "takes no operands");
	if (!o->before || !when_parse(str_from(o->before), &w))
		return cmd_usage(&memory_purge, "--before wants a date, as 2026-01-31");
	return forget(&memory_purge, o, str_of(NULL, 0), when_days(w.year, w.month, w.day));
}

static int erase(void *options, int argc, char **argv)
{
	if (argc != 1 || !*argv[0])
		return cmd_usage(&memory_erase, "one ID is wanted");
	return forget(&memory_erase, options, str_from(argv[0]), INT64_MAX);
}

#define COMMON .options_size = sizeof(struct options)

const struct command memory_show = {
	.name = "show", .args = "", .summary = "how much is kept, of which kind, and of which days",
	.text = "    candor memory show --memory applicants.memory\n", .opts = show_opts, COMMON, .run = show,
};

const struct command memory_purge = {
	.name = "purge", .args = "", .summary = "forget what is older than a date",
	.text = "    candor memory purge --memory applicants.memory --before 2025-01-01\n",
	.opts = purge_opts, COMMON, .run = purge,
};

const struct command memory_erase = {
	.name = "erase", .args = "ID", .summary = "forget one applicant",
	.text = "    candor memory erase --memory applicants.memory A-17\n", .opts = plain_opts, COMMON, .run = erase,
};

const struct command memory_export = {
	.name = "export", .args = "ID", .summary = "all that is kept of one applicant, as JSON lines",
	.text = "    candor memory export --memory applicants.memory A-17\n"
		"\n"
		"Exit status: 0 there it is, 2 wrong usage, or nothing is kept of an applicant of that id, 3 the "
		"memory could not be read.\n",
	.opts = plain_opts, COMMON, .run = export,
};

static const struct command *const subs[] = { &memory_show, &memory_purge, &memory_erase, &memory_export, NULL };

const struct command cmd_memory = {
	.name = "memory",
	.args = "show|purge|erase|export",
	.summary = "what is kept of applicants across runs",
	.text = "candor scan --memory FILE ties applicants to those of earlier runs. FILE keeps of each applicant the "
		"id, a date, and keyed hashes (HMAC-SHA256) of what may tie: no text and no name. The key is FILE.key, "
		"which nobody else may read; without it the hashes say nothing.\n"
		"\n"
		"    candor memory show --memory applicants.memory\n",
	.subs = subs,
};
