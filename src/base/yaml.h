/* yaml.h - the door to libyaml: YAML 1.2 core schema to nodes, with the place of every node. */
#ifndef CANDOR_YAML_H /* <yaml.h> has taken YAML_H */
#define CANDOR_YAML_H

#include "base/err.h"
#include "base/node.h"

/** Told of each fault of a text, in order; the fault's place is in @e, the file is not. */
typedef void yaml_fault(void *context, const struct err *e);

/**
 * Read all documents of @text: *documents is a list node of them, in @a.  Scalars follow the YAML 1.2 core schema;
 * quoted and block scalars are text; plain ones carry NODE_PLAIN.  A fault is a syntax error, a duplicate key, a key
 * that is no text, a number with leading zeros (digits with an 8 or 9 among them are text), a merge key, an unknown
 * tag, nesting or alias expansion over limits.h.  After a syntax error reading goes on at the next document.  Every
 * fault is told to @fault; false if there was any, and then *documents holds what could be read, for further checks
 * (it may be empty, never NULL unless memory ran out).
 */
bool yaml_read(struct str text, struct arena *a, struct node **documents, yaml_fault *fault, void *context) NODISCARD;

#endif
