#include "cmd/output.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fail(const struct output *o, struct err *e)
{
	err_set(e, ERR_FILE, "cannot be written: %s", strerror(errno));
	return err_at(e, o->path ? o->path : "standard output", 0, 0);
}

static bool is_plain(const char *path)
{
	struct stat there;

	return stat(path, &there) != 0 || S_ISREG(there.st_mode);
}

/* The access that a new file would have, which mkstemp() does not give. */
static void set_mode(int fd)
{
	mode_t mask = umask(0);

	umask(mask);
	if (fchmod(fd, 0666 & ~mask) != 0)
		errno = 0; /* its owner can read it all the same */
}

/* --- who is told to stop leaves nothing half written --- */

enum { UNFINISHED = 4 }; /* files that one run writes at a time: a report, a summary */

static const char *volatile unfinished[UNFINISHED];

/* Only calls that a handler may make (POSIX, 2.4.3). */
static void remove_unfinished(int number)
{
	for (size_t i = 0; i < UNFINISHED; i++)
		if (unfinished[i])
			unlink(unfinished[i]);
	signal(number, SIG_DFL);
	raise(number);
}

/* A signal that is ignored, as by nohup, stays so. */
static void watch_signals(void)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction now, ours = { .sa_handler = remove_unfinished };

	for (size_t i = 0; i < COUNT(numbers); i++)
		if (sigaction(numbers[i], NULL, &now) == 0 && now.sa_handler == SIG_DFL)
			sigaction(numbers[i], &ours, NULL);
}

static void begin_unfinished(const char *path)
{
	watch_signals();
	for (size_t i = 0; i < UNFINISHED; i++)
		if (!unfinished[i]) {
			unfinished[i] = path;
			return;
		}
}

static void end_unfinished(const char *path)
{
	for (size_t i = 0; i < UNFINISHED; i++)
		if (unfinished[i] == path)
			unfinished[i] = NULL;
}

static FILE *open_beside(struct output *o)
{
	int n = snprintf(o->beside, sizeof(o->beside), "%s.XXXXXX", o->path);

	if (n < 0 || (size_t)n >= sizeof(o->beside)) {
		errno = ENAMETOOLONG;
		return NULL;
	}
	int fd = mkstemp(o->beside);
	if (fd < 0)
		return NULL;
	begin_unfinished(o->beside);
	set_mode(fd);
	return fdopen(fd, "w");
}

const char *output_over(const char *path, char *const *files, size_t count)
{
	struct stat out, in;

	if (!path || stat(path, &out) != 0 || !S_ISREG(out.st_mode))
		return NULL;
	for (size_t i = 0; i < count; i++)
		if (stat(files[i], &in) == 0 && in.st_dev == out.st_dev && in.st_ino == out.st_ino)
			return files[i];
	return NULL;
}

bool output_open(struct output *o, const char *path, struct err *e)
{
	*o = (struct output){ .path = path && strcmp(path, "-") != 0 ? path : NULL };
	if (!o->path) {
		o->file = stdout;
		return true;
	}
	if (is_plain(o->path)) {
		o->file = open_beside(o);
	} else {
		o->file = fopen(o->path, "we");
	}
	return o->file || fail(o, e);
}

bool output_write(struct output *o, const char *text, size_t len)
{
	errno = 0;
	bool ok = fwrite(text, 1, len, o->file) == len;

	if (!ok && !o->cause)
		o->cause = errno;
	return ok;
}

bool output_close(struct output *o, bool keep, struct err *e)
{
	errno = 0;
	bool ok = fflush(o->file) == 0 && !ferror(o->file);

	if (!ok && (o->cause || !errno))
		errno = o->cause ? o->cause : EIO;
	if (ok && o->beside[0])
		ok = fsync(fileno(o->file)) == 0;
	if (!ok)
		fail(o, e);
	if (o->file != stdout && fclose(o->file) != 0 && ok)
		ok = fail(o, e);
	if (!o->beside[0])
		return ok;
	if (ok && keep && rename(o->beside, o->path) != 0)
		ok = fail(o, e);
	if (!ok || !keep)
		unlink(o->beside);
	end_unfinished(o->beside);
	return ok;
}
