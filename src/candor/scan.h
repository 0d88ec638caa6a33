/* scan.h - applicants from files, each through the stages, and the reports on them in their order. */
#ifndef SCAN_H
#define SCAN_H

#include "candor/engine.h"

/**
 * Scan @files into @c: its host gets the report, its total the counts.
 * False with @e if the report could not be written.
 */
bool scan_run(struct candor *c, const char *const *files, size_t count, struct err *e) NODISCARD;

#endif
