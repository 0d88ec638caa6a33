#include "base/input.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include "base/arena.h"

enum {
	INPUT_BLOCK = 1 << 18,
	WINDOW_GZIP = 15 + 16, /* the largest window, and a gzip header */
};

struct input {
	int fd;
	bool is_gzip, between; /* @between: a member has ended and no further one begun */
	bool looked, ended;    /* the first bytes were looked at; the file has no more */
	char path[256];
	size_t at, len;        /* what is left in @block */
	z_stream z;
	unsigned char block[INPUT_BLOCK];
};

static bool refuse(const struct input *in, struct err *e, enum err_code code, const char *why)
{
	err_set(e, code, "%s", why);
	return err_at(e, in->path, 0, 0);
}

/* As much as @size bytes from the file itself, in one call where it is a pipe. */
static bool read_some(struct input *in, void *to, size_t size, size_t *got, struct err *e)
{
	ssize_t n;

	do
		n = read(in->fd, to, size);
	while (n < 0 && errno == EINTR);
	if (n < 0) {
		int why = errno;
		err_set(e, ERR_FILE, "cannot read: %s", strerror(why));
		return err_at(e, in->path, 0, 0);
	}
	in->ended = n == 0;
	*got = (size_t)n;
	return true;
}

static bool fill_block(struct input *in, struct err *e)
{
	in->at = 0;
	return read_some(in, in->block, sizeof(in->block), &in->len, e);
}

struct input *input_open(const char *path, struct err *e)
{
	struct input *in = mem_alloc(sizeof(*in), 1);

	if (!in) {
		err_set(e, ERR_MEMORY, "no memory to open a file");
		return NULL;
	}
	bool is_stdin = strcmp(path, "-") == 0;
	size_t len = strlen(path) < sizeof(in->path) ? strlen(path) : sizeof(in->path) - 1;
	memcpy(in->path, path, len);
	in->fd = is_stdin ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
	if (in->fd >= 0)
		return in;
	int why = errno;
	err_set(e, ERR_FILE, "cannot open: %s", strerror(why));
	err_at(e, path, 0, 0);
	mem_free(in);
	return NULL;
}

void input_close(struct input *in)
{
	if (!in)
		return;
	if (in->is_gzip)
		inflateEnd(&in->z);
	close(in->fd);
	mem_free(in);
}

/* Does the file begin as RFC 1952, section 2.3.1 says: ID1, ID2, and the one method there is? */
static bool look(struct input *in, struct err *e)
{
	static const unsigned char magic[] = { 0x1F, 0x8B, 8 };

	in->looked = true;
	if (!fill_block(in, e))
		return false;
	while (in->len < sizeof(magic) && !in->ended) {
		size_t n = 0;
		if (!read_some(in, in->block + in->len, sizeof(in->block) - in->len, &n, e))
			return false;
		in->len += n;
	}
	if (in->len < sizeof(magic) || memcmp(in->block, magic, sizeof(magic)) != 0)
		return true;
	if (inflateInit2(&in->z, WINDOW_GZIP) != Z_OK)
		return refuse(in, e, ERR_MEMORY, "no memory to uncompress");
	in->is_gzip = true;
	return true;
}

/* A member has ended: either another one follows, or nothing but zeros, which tapes and block devices leave. */
static bool begin_member(struct input *in, struct err *e)
{
	while (in->at < in->len && in->block[in->at] == 0)
		in->at++;
	if (in->at == in->len)
		return true;
	if (in->block[in->at] != 0x1F)
		return refuse(in, e, ERR_SYNTAX, "something that is not gzip follows the compressed data");
	in->between = false;
	inflateReset(&in->z);
	return true;
}

/* One step of uncompressing.  False with @e at damage; *more is false at the end. */
static bool inflate_step(struct input *in, bool *more, struct err *e)
{
	if (in->at == in->len && !in->ended && !fill_block(in, e))
		return false;
	if (in->between && !begin_member(in, e))
		return false;
	if (in->at == in->len) {
		*more = !in->ended;
		return *more || in->between || refuse(in, e, ERR_SYNTAX, "the compressed data is cut short");
	}
	in->z.next_in = in->block + in->at;
	in->z.avail_in = (unsigned)(in->len - in->at);
	int code = inflate(&in->z, Z_NO_FLUSH);
	in->at = in->len - in->z.avail_in;
	in->between = code == Z_STREAM_END;
	return code == Z_STREAM_END || code == Z_OK || refuse(in, e, ERR_SYNTAX, "the compressed data is damaged");
}

/* What was made before a failure is given out first; the next call meets the failure again. */
static bool inflate_some(struct input *in, char *to, size_t size, size_t *got, struct err *e)
{
	bool more = true;

	in->z.next_out = (unsigned char *)to;
	in->z.avail_out = (unsigned)size;
	while (more && in->z.avail_out) {
		struct err later = { 0 };
		if (inflate_step(in, &more, &later))
			continue;
		*got = size - in->z.avail_out;
		if (!*got && e)
			*e = later;
		return *got > 0;
	}
	*got = size - in->z.avail_out;
	return true;
}

bool input_read(struct input *in, char *to, size_t size, size_t *got, struct err *e)
{
	*got = 0;
	if (size > INPUT_BLOCK)
		size = INPUT_BLOCK;
	if (!in->looked && !look(in, e))
		return false;
	if (in->is_gzip)
		return inflate_some(in, to, size, got, e);
	if (in->at == in->len)
		return in->ended || read_some(in, to, size, got, e);
	*got = in->len - in->at < size ? in->len - in->at : size;
	memcpy(to, in->block + in->at, *got);
	in->at += *got;
	return true;
}
