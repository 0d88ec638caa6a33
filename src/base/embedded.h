/* embedded.h - the files under rules/ as they are built into the program. */
#ifndef EMBEDDED_H
#define EMBEDDED_H

#include "base/node.h"

/* Made by the build from rules/: nothing is parsed at start, and nothing is ever freed. */
struct embedded_file {
	const char *path;             /* "rules/network/astrill.yml" */
	struct str text;              /* the file's bytes */
	const struct node *documents; /* .yml and .json: a list of its documents; NULL for other files */
	const char *sha256;           /* of the bytes, 64 hex digits */
};

/* In the order of their paths. */
extern const struct embedded_file embedded_files[];
extern const size_t embedded_count;

/** The file at @path, NULL if there is none. */
const struct embedded_file *embedded_find(const char *path);

#endif
