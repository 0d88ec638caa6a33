#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_PADDING = 64, FILE_MAX_PATH = 4096 };

static bool fail(struct err *e, const char *path, const char *what)
{
	err_set(e, ERR_FILE, "%s: %s", what, strerror(errno));
	return err_at(e, path, 0, 0);
}

/* Exactly @len bytes; fewer if the file is cut while it is read. */
static bool read_all(int fd, char *p, size_t len)
{
	while (len) {
		ssize_t n = read(fd, p, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			errno = n ? errno : EIO;
			return false;
		}
		p += n;
		len -= (size_t)n;
	}
	return true;
}

static struct str read_open(int fd, const char *path, size_t max, struct arena *a, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) != 0) {
		fail(e, path, "cannot read");
		return str_of(NULL, 0);
	}
	if (!S_ISREG(st.st_mode) || (size_t)st.st_size > max) {
		err_set(e, ERR_LIMIT, S_ISREG(st.st_mode) ? "%zu bytes at most are read" : "not a plain file", max);
		err_at(e, path, 0, 0);
		return str_of(NULL, 0);
	}
	size_t len = (size_t)st.st_size;
	char *p = arena_alloc(a, len + FILE_PADDING);
	if (!p) {
		err_set(e, ERR_MEMORY, "out of memory");
		return str_of(NULL, 0);
	}
	memset(p + len, 0, FILE_PADDING);
	if (!read_all(fd, p, len)) {
		fail(e, path, "cannot read");
		return str_of(NULL, 0);
	}
	return str_of(p, len);
}

struct str file_read(const char *path, size_t max, struct arena *a, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0) {
		fail(e, path, "cannot open");
		return str_of(NULL, 0);
	}
	struct str s = read_open(fd, path, max, a, e);
	close(fd);
	return s;
}

static bool write_all(int fd, struct str data)
{
	while (data.len) {
		ssize_t n = write(fd, data.ptr, data.len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		data = str_of(data.ptr + n, data.len - (size_t)n);
	}
	return true;
}

/* To the disk before the name changes: a machine that stops in between has the old file or the new one. */
bool file_write(const char *path, struct str data, struct err *e)
{
	char beside[FILE_MAX_PATH];
	int n = snprintf(beside, sizeof(beside), "%s.%ld.new", path, (long)getpid());

	if (n < 0 || (size_t)n >= sizeof(beside))
		return err_set(e, ERR_FILE, "the path is too long");
	int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd < 0)
		return fail(e, path, "cannot write");
	bool ok = write_all(fd, data) && fsync(fd) == 0;
	int cause = errno;
	ok = close(fd) == 0 && ok;
	if (ok && rename(beside, path) == 0)
		return true;
	errno = ok ? errno : cause;
	fail(e, path, "cannot write");
	unlink(beside);
	return false;
}

bool file_make_folder(const char *path, struct err *e)
{
	char part[FILE_MAX_PATH];
	size_t len = strlen(path);

	if (len >= sizeof(part))
		return err_set(e, ERR_FILE, "the path is too long");
	for (size_t i = 1; i <= len; i++) {
		if (path[i] != '/' && path[i] != '\0')
			continue;
		memcpy(part, path, i);
		part[i] = '\0';
		if (mkdir(part, 0755) != 0 && errno != EEXIST)
			return fail(e, path, "cannot make the folder");
	}
	return true;
}
