/* memory_file.h - bytes of a fuzz target as a file that has a path. */
#ifndef MEMORY_FILE_H
#define MEMORY_FILE_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

struct memory_file {
	int fd;
	char path[64];
};

/** Aborts where there is none to be had: a target that reads nothing finds nothing. */
static inline struct memory_file memory_file_make(const void *data, size_t size)
{
	struct memory_file f = { .fd = memfd_create("fuzz", MFD_CLOEXEC) };

	if (f.fd < 0 || (size && write(f.fd, data, size) != (ssize_t)size))
		abort();
	snprintf(f.path, sizeof(f.path), "/proc/self/fd/%d", f.fd);
	return f;
}

static inline void memory_file_close(struct memory_file *f)
{
	close(f->fd);
}

#endif
