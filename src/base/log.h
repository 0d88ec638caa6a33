/* log.h - messages to people, on standard error; never a value of an applicant's record. */
#ifndef LOG_H
#define LOG_H

#include "base/err.h"

/** "candor: message", one line, written whole.  Threads may call it at once. */
void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** "file:line: text", as err_print() makes it. */
void log_err(const struct err *e);

/**
 * Progress: one line that rewrites itself, on a terminal only, and only after a second of work.
 * Cleared by messages and by log_progress_end().
 */
void log_progress(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_progress_end(void);

#endif
