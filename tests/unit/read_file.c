/* read_file.c - a whole file for a test, read or written. */
#include "unit/test.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"

enum { READ_PADDING = 64 };

struct str test_read(const char *path)
{
	FILE *f = fopen(path, "rbe");
	size_t size = 1 << 16, len = 0, n;
	char *p = f ? mem_alloc(1, size) : NULL;

	while (p && (n = fread(p + len, 1, size - len - READ_PADDING, f)) > 0) {
		len += n;
		if (size - len <= READ_PADDING)
			p = mem_grow(p, 1, size *= 2);
	}
	if (f)
		fclose(f);
	if (p)
		memset(p + len, 0, READ_PADDING);
	return str_of(p, p ? len : 0);
}

const char *test_write(struct str text)
{
	static char path[] = "/tmp/candor-test-XXXXXX";
	memcpy(path + strlen(path) - 6, "XXXXXX", 6);
	int fd = mkstemp(path);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");

	if (f) {
		fwrite(text.ptr, 1, text.len, f);
		fclose(f);
	}
	return path;
}
