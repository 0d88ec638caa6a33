#include "base/err.h"

#include <stdio.h>

bool err_set_list(struct err *e, enum err_code code, const char *format, va_list args)
{
	if (!e || e->code != ERR_NONE)
		return false;
	vsnprintf(e->text, sizeof(e->text), format, args);
	e->code = code;
	return false;
}

bool err_set(struct err *e, enum err_code code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	err_set_list(e, code, format, args);
	va_end(args);
	return false;
}

bool err_at(struct err *e, const char *file, unsigned line, unsigned column)
{
	if (!e)
		return false;
	if (file && !e->file[0])
		snprintf(e->file, sizeof(e->file), "%s", file);
	if (!e->line) {
		e->line = line;
		e->column = column;
	}
	return false;
}

void err_print(const struct err *e, char *out, size_t size)
{
	char place[32] = "";

	if (e->line && e->column)
		snprintf(place, sizeof(place), ":%u:%u", e->line, e->column);
	else if (e->line)
		snprintf(place, sizeof(place), ":%u", e->line);
	if (e->file[0])
		snprintf(out, size, "%s%s: %s", e->file, place, e->text);
	else
		snprintf(out, size, "%s", e->text);
}
