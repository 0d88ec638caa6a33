#include "base/spill.h"

#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	WINDOW = 1 << 18,    /* bytes that are read at once: the machine's caches hold them until they are taken */
	CHUNK = 1 << 18,     /* likewise written, once there is a file */
};

static bool fail(struct err *e, const char *what)
{
	return err_set(e, ERR_FILE, "a temporary file (in $TMPDIR, else /tmp) cannot be %s: %s", what, strerror(errno));
}

/* A file that nobody else can open: without a name, or robbed of it at once. */
static int open_nameless(void)
{
	const char *folder = getenv("TMPDIR");
	char path[4096];

	folder = folder && *folder ? folder : "/tmp";
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd >= 0)
		return fd;
	int n = snprintf(path, sizeof(path), "%s/candor.XXXXXX", folder);
	if (n < 0 || (size_t)n >= sizeof(path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	return fd;
}

static bool write_all(struct spill *s, const char *data, size_t len, struct err *e)
{
	while (len) {
		ssize_t n = write(s->fd, data, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail(e, "written");
		data += n;
		len -= (size_t)n;
	}
	return true;
}

static bool flush(struct spill *s, struct err *e)
{
	if (!s->has_file) {
		s->fd = open_nameless();
		if (s->fd < 0)
			return fail(e, "made");
		s->has_file = true;
	}
	bool ok = write_all(s, s->head.ptr, s->head.len, e);
	s->free = 0;
	buf_reset(&s->head);
	return ok;
}

static size_t least(uint64_t a, uint64_t b)
{
	return (size_t)(a < b ? a : b);
}

bool spill_put_more(struct spill *s, const void *data, size_t len, struct err *e)
{
	if (!s->head.max)
		s->head = buf_make(SIZE_MAX / 4);
	size_t most = s->has_file && s->max_memory > CHUNK ? CHUNK : s->max_memory;
	if (s->head.len + len > most && s->head.len && !flush(s, e))
		return false;
	buf_put(&s->head, str_of(data, len));
	s->size += len;
	if (s->head.failed)
		return err_set(e, ERR_MEMORY, "out of memory");
	s->free = most > s->head.len ? least(s->head.size - s->head.len, most - s->head.len) : 0;
	return true;
}

bool spill_rewind(struct spill *s, struct err *e)
{
	s->at = s->from = 0;
	s->held = 0;
	if (s->has_file && !s->window)
		s->window = mem_alloc(WINDOW, 1);
	return !s->has_file || s->window || err_set(e, ERR_MEMORY, "out of memory");
}

/* What is in the file; the rest is in s->head. */
static uint64_t in_file(const struct spill *s)
{
	return s->size - s->head.len;
}

/* At least one byte of the file from s->at on, and at most @len, into @to: how many; 0 with @e. */
static size_t read_some(struct spill *s, char *to, size_t len, struct err *e)
{
	ssize_t n;

	do
		n = pread(s->fd, to, len, (off_t)s->at);
	while (n < 0 && errno == EINTR);
	if (n <= 0)
		(void)(n < 0 ? fail(e, "read") : err_set(e, ERR_FILE, "a temporary file is too short"));
	return n < 0 ? 0 : (size_t)n;
}

/* Bytes from s->at on, at most @len, into @to: how many; 0 with @e. */
static size_t get_some(struct spill *s, char *to, size_t len, struct err *e)
{
	if (s->at >= in_file(s)) {
		memcpy(to, s->head.ptr + (s->at - in_file(s)), len);
		return len;
	}
	if (s->at < s->from || s->at >= s->from + s->held) {
		size_t rest = least(in_file(s) - s->at, len);
		if (rest >= WINDOW)
			return read_some(s, to, rest, e);
		s->from = s->at;
		s->held = read_some(s, s->window, WINDOW, e);
		if (!s->held)
			return 0;
	}
	size_t skip = (size_t)(s->at - s->from), n = least(s->held - skip, len);
	memcpy(to, s->window + skip, n);
	return n;
}

bool spill_get(struct spill *s, void *to, size_t len, struct err *e)
{
	if (s->at > s->size || len > s->size - s->at)
		return err_set(e, ERR_FILE, "a temporary file is too short");
	for (char *out = to; len;) {
		size_t n = get_some(s, out, len, e);
		if (!n)
			return false;
		out += n;
		s->at += n;
		len -= n;
	}
	return true;
}

void spill_skip(struct spill *s, uint64_t len)
{
	s->at += len;
}

void spill_clear(struct spill *s)
{
	buf_clear(&s->head);
	mem_free(s->window);
	if (s->has_file)
		close(s->fd);
	*s = (struct spill){ .max_memory = s->max_memory };
}
