/* json_write.h - JSON text (RFC 8259), written value after value; commas and escapes are the writer's concern. */
#ifndef JSON_WRITE_H
#define JSON_WRITE_H

#include "base/buf.h"
#include "base/node.h"

/* The failure is the buffer's (buf.failed); callers write on and look once at the end. */
struct json {
	struct buf *out;
	bool comma; /* a value stands before, in this list or map */
};

/** Begin with an empty @out or behind what it holds. */
struct json json_make(struct buf *out);

/** '{' or '[' under @key (NULL in a list and at the top), and its end. */
void json_open(struct json *j, const char *key, char bracket);
void json_close(struct json *j, char bracket);

/**
 * One value under @key (NULL in a list), a name of the program's own that needs no escape.  Text without ptr is null.
 * Text that is not UTF-8 has U+FFFD for each bad byte.
 */
void json_text(struct json *j, const char *key, struct str value);
void json_number(struct json *j, const char *key, int64_t value);
void json_real(struct json *j, const char *key, double value);
void json_bool(struct json *j, const char *key, bool value);
void json_null(struct json *j, const char *key);

/** A key that anybody gave; a value without key must follow. */
void json_key(struct json *j, struct str key);

/** A whole tree. */
void json_node(struct json *j, const char *key, const struct node *n);

#endif
