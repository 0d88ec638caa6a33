/* err.h - what went wrong, told once, by whom found it. */
#ifndef ERR_H
#define ERR_H

#include "base/str.h"

#include <stdarg.h>

enum err_code {
	ERR_NONE,
	ERR_USAGE,  /* the call's words are off */
	ERR_FILE,   /* cannot open, read or write */
	ERR_SYNTAX, /* not in the form that it claims */
	ERR_TYPE,   /* in form, but not of the type that is wanted */
	ERR_LIMIT,  /* over a bound of limits.h */
	ERR_MEMORY,
};

/* @file and @line are 0 where they mean nothing.  Never holds a value of an applicant's record. */
struct err {
	enum err_code code;
	unsigned line, column;
	char file[256];
	char text[256];
};

/** Say what is wrong, in lower case, without a full stop.  Keeps the first cause.  @e may be NULL.  Returns false. */
bool err_set(struct err *e, enum err_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
bool err_set_list(struct err *e, enum err_code code, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

/** Say where: what is set already stays.  @file may be NULL, @line and @column 0.  Returns false. */
bool err_at(struct err *e, const char *file, unsigned line, unsigned column);

/** Write "file:line:column: text" to @out, as much as is known, at most @size bytes with the final NUL. */
void err_print(const struct err *e, char *out, size_t size);

#endif
