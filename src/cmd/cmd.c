#include "cmd/cmd.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "base/log.h"

static int cause; /* errno of the first write that failed, or 0: what is told at the end */

/* Set once, before a command runs; its name alone where nothing was told, as in tests. */
static const char *running;

void cmd_words(const char *words)
{
	running = words;
}

int cmd_usage(const struct command *c, const char *format, ...)
{
	const char *words = running ? running : c->name;
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	log_error("%s: %s", words, text);
	log_error("usage: candor %s%s%s%s", words, c->opts ? " [OPTION]..." : "", c->args && *c->args ? " " : "",
	    c->args ? c->args : "");
	return CMD_USAGE;
}

void cmd_write(const char *text, size_t len)
{
	errno = 0;
	if (fwrite(text, 1, len, stdout) != len && !cause)
		cause = errno;
}

int cmd_finish(int status)
{
	errno = 0;
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	cause = cause ? cause : errno ? errno : EIO;
	log_error("standard output: cannot be written: %s", strerror(cause));
	return CMD_PARTIAL;
}

/* "no form "xml"; text, json and csv are known" */
static void tell_forms(const struct command *c, const char *given, const char *const *forms, size_t count)
{
	const char *near = str_nearest(str_from(given), forms, count);
	struct buf known = buf_make(200);

	for (size_t i = 0; i < count; i++)
		buf_printf(&known, "%s%s", !i ? "" : i + 1 < count ? ", " : " and ", forms[i]);
	if (near)
		cmd_usage(c, "--format: no form \"%.40s\"; did you mean %s?", given, near);
	else
		cmd_usage(c, "--format: no form \"%.40s\"; %.*s %s known", given, STR_ARG(buf_str(&known)),
		    count == 1 ? "is" : "are");
	buf_clear(&known);
}

const char *cmd_format(const struct command *c, const char *given, const char *const *forms)
{
	size_t count = 0;

	if (!given)
		return isatty(STDOUT_FILENO) ? "text" : "json";
	for (; forms[count]; count++)
		if (strcmp(forms[count], given) == 0)
			return forms[count];
	tell_forms(c, given, forms, count);
	return NULL;
}

int cmd_print(struct buf *out, int status)
{
	if (out->failed) {
		log_error("out of memory");
		status = CMD_PARTIAL;
	} else if (out->len) {
		cmd_write(out->ptr, out->len);
	}
	buf_clear(out);
	return cmd_finish(status);
}
