#include "cmd/cmd.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "base/log.h"

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

int cmd_finish(int status)
{
	errno = 0;
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	log_error("standard output: %s", errno ? strerror(errno) : "could not be written");
	return CMD_PARTIAL;
}

const char *cmd_format(const struct command *c, const char *given, const char *const *forms)
{
	size_t count = 0;

	if (!given)
		return isatty(STDOUT_FILENO) ? "text" : "json";
	for (; forms[count]; count++)
		if (strcmp(forms[count], given) == 0)
			return forms[count];
	const char *near = str_nearest(str_from(given), forms, count);
	cmd_usage(c, "--format: no form \"%.40s\"; did you mean %s?", given, near ? near : forms[0]);
	return NULL;
}

int cmd_print(struct buf *out, int status)
{
	if (out->failed) {
		log_error("out of memory");
		status = CMD_PARTIAL;
	} else if (out->len) {
		fwrite(out->ptr, 1, out->len, stdout);
	}
	buf_clear(out);
	return cmd_finish(status);
}
