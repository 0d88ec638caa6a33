/* schema.h - the record as a JSON Schema (draft 2020-12), from the registry of fields. */
#ifndef SCHEMA_H
#define SCHEMA_H

#include "base/json_write.h"

/**
 * The schema of one record as it may be written: a list of one as its element, an object as its first member, null
 * where there is nothing.  It is open: what it does not name is allowed.
 */
void schema_record(struct json *j);

#endif
