#include "unit/folder.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

bool folder_make(char out[FOLDER_PATH])
{
	snprintf(out, FOLDER_PATH, "/tmp/candor-unit-XXXXXX");
	return mkdtemp(out);
}

static void remove_in(const char *path, int depth)
{
	DIR *d = opendir(path);
	char inner[512];

	for (struct dirent *f; d && (f = readdir(d));) {
		if (strcmp(f->d_name, ".") == 0 || strcmp(f->d_name, "..") == 0)
			continue;
		snprintf(inner, sizeof(inner), "%s/%s", path, f->d_name);
		if (unlink(inner) != 0 && depth)
			remove_in(inner, depth - 1);
	}
	if (d)
		closedir(d);
	rmdir(path);
}

void folder_remove(const char *path)
{
	remove_in(path, 3);
}
