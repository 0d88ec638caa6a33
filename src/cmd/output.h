/* output.h - where a report goes: standard output, or a file that is there as a whole or not at all. */
#ifndef OUTPUT_H
#define OUTPUT_H

#include "base/err.h"

#include <stdio.h>

/*
 * A file is written beside its place, "PATH.XXXXXX", and moved there by output_close(); a program that is told to stop
 * removes it.  What is no plain file (a device, a pipe) is written to as it is.  An open one keeps its address.
 */
struct output {
	const char *path; /* NULL: standard output */
	FILE *file;
	int cause; /* errno of the first write that failed, or 0 */
	char beside[4096];
};

/** The first of @files that writing to @path would destroy, NULL if none would be.  @path may be NULL. */
const char *output_over(const char *path, char *const *files, size_t count);

/** Open @path, NULL or "-" for standard output.  False with @e, which names the file. */
bool output_open(struct output *o, const char *path, struct err *e) NODISCARD;

/** Write; what fails is told by output_close(), too. */
bool output_write(struct output *o, const char *text, size_t len) NODISCARD;

/** Flush, sync and move into place if @keep and nothing failed, else leave what stood there.  False with @e. */
bool output_close(struct output *o, bool keep, struct err *e) NODISCARD;

#endif
