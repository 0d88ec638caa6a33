/* json_read.h - the door to simdjson: JSON text (RFC 8259) to nodes. */
#ifndef JSON_READ_H
#define JSON_READ_H

#include "base/err.h"
#include "base/known.h"
#include "base/node.h"

struct json_reader;

/* Bytes that must be readable, though they are not looked at, behind the text given to json_read(). */
enum { JSON_PADDING = 64 };

/** A reader of its own for each thread; NULL without memory.  @max_depth bounds nesting; @slot, or NULL: known.h. */
struct json_reader *json_reader_new(size_t max_depth, known_slot *slot);
void json_reader_free(struct json_reader *r);

/**
 * Parse all of @text, one value, with JSON_PADDING readable bytes behind it.  Nodes, and texts that had escapes, come
 * from @a; other texts, keys and numbers (as written) are borrowed from @text.  Half a surrogate pair becomes U+FFFD.
 * Of equal keys all members are kept; node_get() gives the last.  False with a sentence in @e (never a piece of the
 * text), line and column counted from 1 within @text, if it is not JSON, not UTF-8, too deep, or too large for @a.
 */
bool json_read(struct json_reader *r, struct str text, struct arena *a, struct node **out, struct err *e) NODISCARD;

#endif
