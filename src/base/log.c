#include "base/log.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { LOG_MAX = 1024 }; /* bytes of one message; a longer one is cut */

/* What a terminal shows of the progress; the only state, and guarded. */
static struct {
	pthread_mutex_t lock;
	bool shown, started;
	int64_t next; /* milliseconds: no earlier */
} progress = { .lock = PTHREAD_MUTEX_INITIALIZER };

static const char erase[] = "\r\033[K";

/* Whole lines only: what cannot be written has nobody to be told to. */
static void put(const char *text, size_t len)
{
	while (len) {
		ssize_t n = write(STDERR_FILENO, text, len);
		if (n <= 0)
			return;
		text += n;
		len -= (size_t)n;
	}
}

/* Control bytes would let a file name move the cursor. */
static void tame(char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < ' ' || text[i] == 127)
			text[i] = '?';
}

static void put_line(const char *prefix, const char *format, va_list args)
{
	char line[LOG_MAX];
	size_t n = (size_t)snprintf(line, sizeof(line) - 1, "%s", prefix);
	int more = vsnprintf(line + n, sizeof(line) - 1 - n, format, args);

	if (more < 0)
		return;
	n += (size_t)more < sizeof(line) - 1 - n ? (size_t)more : sizeof(line) - 2 - n;
	tame(line, n);
	line[n++] = '\n';
	pthread_mutex_lock(&progress.lock);
	if (progress.shown)
		put(erase, sizeof(erase) - 1);
	progress.shown = false;
	put(line, n);
	pthread_mutex_unlock(&progress.lock);
}

void log_error(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put_line("candor: ", format, args);
	va_end(args);
}

void log_warn(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put_line("candor: warning: ", format, args);
	va_end(args);
}

static void put_plain(const char *prefix, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put_line(prefix, format, args);
	va_end(args);
}

void log_err(const struct err *e)
{
	char text[sizeof(e->file) + sizeof(e->text) + 32];

	err_print(e, text, sizeof(text));
	put_plain(e->file[0] ? "" : "candor: ", "%s", text);
}

static int64_t milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Is it time to show progress again?  First after a second, then ten times a second. */
static bool is_due(void)
{
	int64_t now = milliseconds();

	if (!progress.started) {
		progress.started = true;
		progress.next = now + 1000;
	}
	if (now < progress.next || !isatty(STDERR_FILENO))
		return false;
	progress.next = now + 100;
	return true;
}

void log_progress(const char *format, ...)
{
	pthread_mutex_lock(&progress.lock);
	if (is_due()) {
		char line[160];
		va_list args;
		va_start(args, format);
		int n = vsnprintf(line, sizeof(line), format, args);
		va_end(args);
		size_t len = n < 0 ? 0 : (size_t)n < sizeof(line) ? (size_t)n : sizeof(line) - 1;
		tame(line, len);
		put(erase, sizeof(erase) - 1);
		put(line, len);
		progress.shown = true;
	}
	pthread_mutex_unlock(&progress.lock);
}

void log_progress_end(void)
{
	pthread_mutex_lock(&progress.lock);
	if (progress.shown)
		put(erase, sizeof(erase) - 1);
	progress.shown = progress.started = false;
	pthread_mutex_unlock(&progress.lock);
}
