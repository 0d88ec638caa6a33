/* xml.h - the door to expat: XML 1.0 to nodes. */
#ifndef XML_H
#define XML_H

#include "base/err.h"
#include "base/node.h"

/**
 * Parse all of @text, one document in UTF-8.  An element with elements in it is a map of them by name, in their order
 * and with repeated names kept; one without is its text, trimmed.  Attributes, comments and text beside elements are
 * left out; *out is the outermost element.  All of it lives in @a.  False with @e, line and column within @text, if
 * it is not well formed, nested deeper than @max_depth, has a document type (nothing that is read here needs one, and
 * entities are how XML grows without bound), or is too large for @a.
 */
bool xml_read(struct str text, struct arena *a, size_t max_depth, struct node **out, struct err *e) NODISCARD;

#endif
