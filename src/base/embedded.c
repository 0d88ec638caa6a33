#include "base/embedded.h"

const struct embedded_file *embedded_find(const char *path)
{
	size_t low = 0, high = embedded_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int c = strcmp(path, embedded_files[middle].path);
		if (c == 0)
			return &embedded_files[middle];
		if (c < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}
