/* folder.h - a folder of its own for a test that writes files. */
#ifndef FOLDER_H
#define FOLDER_H

#include "base/str.h"

enum { FOLDER_PATH = 64 };

/** Make a folder; its path is in @out. */
bool folder_make(char out[FOLDER_PATH]);

/** Remove it with all that is in it. */
void folder_remove(const char *path);

#endif
