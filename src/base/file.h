/* file.h - whole files: reading one into memory, writing one so that it is there in full or not at all. */
#ifndef FILE_H
#define FILE_H

#include "base/arena.h"
#include "base/err.h"

/**
 * All of a file of at most @max bytes, in @a, with 64 bytes of zeros behind it.  ptr is NULL with @e, which names the
 * file, if it cannot be read.
 */
struct str file_read(const char *path, size_t max, struct arena *a, struct err *e);

/** Write @data beside @path and rename it, so that @path holds either what it did or all of @data. */
bool file_write(const char *path, struct str data, struct err *e) NODISCARD;

/** Make a folder and those above it. */
bool file_make_folder(const char *path, struct err *e) NODISCARD;

#endif
