/* scan.h - applicants from files, each through the stages, and the reports on them in their order. */
#ifndef SCAN_H
#define SCAN_H

#include "candor/engine.h"

/**
 * Scan @files into @c: its host gets the report, its total the counts.
 * False with @e if the report could not be written.
 */
bool scan_run(struct candor *c, const char *const *files, size_t count, struct err *e) NODISCARD;

/**
 * Read @files and write the rings in the form named @form: text, json, csv or dot.  False with @e if there is no such
 * form, or it could not be written.
 */
bool scan_rings(struct candor *c, const char *const *files, size_t count, const char *form, struct err *e) NODISCARD;

#endif
