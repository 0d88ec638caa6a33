#include "cmd/run.h"

#include "assess/assess.h"
#include "base/log.h"
#include "report/report.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

static bool write_report(void *context, const char *text, size_t len)
{
	struct run *r = context;

	return output_write(&r->output, text, len);
}

void run_tell(void *context, const struct candor_err *e, bool is_warning)
{
	struct err copy = { .code = ERR_SYNTAX, .line = e->line, .column = e->column };

	(void)context;
	memcpy(copy.file, e->file, sizeof(copy.file));
	snprintf(copy.text, sizeof(copy.text), "%s%.240s", is_warning ? "warning: " : "", e->text);
	log_err(&copy);
}

static void show_progress(void *context, int64_t records)
{
	(void)context;
	log_progress("%" PRId64 " applicants", records);
}

static const char *find_format(const struct command *c, const struct run_options *o)
{
	const char *names[8] = { NULL };

	if (o->forms_offered)
		return o->output && !o->format ? "json" : cmd_format(c, o->format, o->forms_offered);
	for (size_t i = 0; i < report_format_count && i + 1 < COUNT(names); i++)
		names[i] = report_formats[i]->name;
	return o->output && !o->format ? "json" : cmd_format(c, o->format, names);
}

static bool check_fail_at(const struct command *c, const char *word)
{
	enum outcome o;

	if (!word || outcome_parse(str_from(word), &o))
		return true;
	cmd_usage(c, "--fail-at: \"%.40s\" is none of nothing_found, verify, escalate", word);
	return false;
}

/* The first failure stays in @e. */
static bool set(struct run *r, const char *name, const char *value, struct candor_err *e)
{
	return !value || candor_set(r->candor, name, value, e);
}

static bool set_all(struct run *r, const char *name, const struct opt_values *values, struct candor_err *e)
{
	bool ok = true;

	for (size_t i = 0; ok && i < values->count; i++)
		ok = candor_set(r->candor, name, values->at[i], e);
	return ok;
}

static bool set_number(struct run *r, const char *name, int64_t value, struct candor_err *e)
{
	char text[32];

	snprintf(text, sizeof(text), "%" PRId64, value);
	return value <= 0 || candor_set(r->candor, name, text, e);
}

/* Colour and width belong to a terminal, and to nothing else. */
static bool set_terminal(struct run *r, struct candor_err *e)
{
	const char *no_colour = getenv("NO_COLOR"), *term = getenv("TERM");
	struct winsize size = { 0 };

	if (r->output.path || !isatty(STDOUT_FILENO))
		return true;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && !set_number(r, "columns", size.ws_col, e))
		return false;
	if ((no_colour && *no_colour) || !term || strcmp(term, "dumb") == 0)
		return true;
	return candor_set(r->candor, "colour", "true", e);
}

static bool set_options(struct run *r, const char *format, struct candor_err *e)
{
	const struct run_options *o = r->options;

	return set(r, "format", format, e) && set_all(r, "rules", &o->rules, e) && set_all(r, "forms", &o->forms, e) &&
	       set(r, "only-rules", o->only_rules ? "true" : NULL, e) && set(r, "policy", o->policy, e) &&
	       set(r, "lists", o->lists, e) && set_all(r, "mmdb", &o->mmdb, e) && set(r, "company", o->company, e) &&
	       set(r, "from", o->from, e) &&
	       set(r, "redact", o->redact ? "true" : NULL, e) &&
	       set(r, "memory", o->memory, e) &&
	       set(r, "no-link", o->no_link ? "true" : NULL, e) && set_number(r, "jobs", o->jobs, e) &&
	       set_terminal(r, e);
}

static void complain(const struct candor_err *e)
{
	run_tell(NULL, e, false);
}

bool run_begin(struct run *r, const struct command *c, const struct run_options *o)
{
	const struct candor_host host = { r, write_report, run_tell, show_progress };
	struct candor_err e = { 0 };

	*r = (struct run){ .command = c, .options = o, .status = CMD_USAGE };
	const char *format = find_format(c, o);
	if (!format || !check_fail_at(c, o->fail_at))
		return false;
	if (o->only_rules && !o->rules.count) {
		cmd_usage(c, "--only-rules takes the rules of --rules, and none is given");
		return false;
	}
	r->format = format;
	r->candor = candor_new(&host);
	if (!r->candor) {
		log_error("out of memory");
		return false;
	}
	r->output.path = o->output && strcmp(o->output, "-") != 0 ? o->output : NULL;
	if (!set_options(r, format, &e) || !candor_load(r->candor, &e)) {
		complain(&e);
		return false;
	}
	r->status = CMD_DONE;
	if (output_open(&r->output, o->output, &r->err))
		return true;
	log_err(&r->err);
	r->status = CMD_PARTIAL;
	return false;
}

static bool write_summary(struct run *r)
{
	struct output o;
	struct err e = { 0 };
	size_t len;
	const char *text = candor_summary(r->candor, &len);

	bool ok = text && output_open(&o, r->options->summary, &e);
	if (ok) {
		ok = output_write(&o, text, len);
		ok &= output_close(&o, ok, &e);
	}
	if (!ok)
		log_err(&e);
	return ok;
}

static int status_of(const struct run *r, bool ok)
{
	const char *least = r->options->fail_at ? r->options->fail_at : "verify";
	int64_t found = 0;

	if (!ok || candor_count(r->candor, "unreadable"))
		return CMD_PARTIAL;
	return candor_reached(r->candor, least, &found) && found ? CMD_FOUND : CMD_DONE;
}

int run_end(struct run *r, bool ok, const struct candor_err *e)
{
	int status = r->status;

	log_progress_end();
	if (r->output.file) {
		bool written = output_close(&r->output, ok, &r->err);
		if (!written)
			log_err(&r->err);
		else if (!ok)
			complain(e);
		ok = ok && written;
		ok = (!r->options->summary || write_summary(r)) && ok;
		status = status_of(r, ok);
	}
	candor_free(r->candor);
	return status;
}
