/* replay.c - runs one fuzz target over the files and folders named: what "make check" does with the corpora. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "unit/test.h"
#include "base/arena.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static int run_file(const char *path)
{
	struct str text = test_read(path);

	if (!text.ptr)
		return 0;
	/* An exact copy, so that the sanitizer sees a read past the end. */
	unsigned char *copy = mem_alloc(1, text.len);
	memcpy(copy, text.ptr, text.len);
	LLVMFuzzerTestOneInput(copy, text.len);
	mem_free(copy);
	mem_free((void *)(uintptr_t)text.ptr);
	return 1;
}

int main(int argc, char **argv)
{
	int n = 0;

	for (int i = 1; i < argc; i++)
		n += run_file(argv[i]);
	printf("ok 1 %s: %d inputs\n1..1\n", argv[0], n);
	return n == 0;
}
