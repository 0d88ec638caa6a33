/* crew.h - reads inputs with several threads, and writes what comes of them in the order of the input. */
#ifndef CREW_H
#define CREW_H

#include "candor/engine.h"

/**
 * Scan @files into @c: its host gets the report, its total the counts.
 * False with @e if the report could not be written.
 */
bool crew_run(struct candor *c, const char *const *files, size_t count, struct err *e) NODISCARD;

#endif
