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

/**
 * What stands before a value: a comma, and @key, a name of the program's own that needs no escape; NULL in a list and
 * at the top.  In the header, so that a literal is not measured, and written without a call.
 */
__attribute__((always_inline)) static inline void json_begin(struct json *j, const char *key)
{
	size_t len = key ? strlen(key) : 0, at = 0;
	char *p = buf_room(j->out, len + 4);

	if (!p)
		return;
	if (j->comma)
		p[at++] = ',';
	if (key) {
		p[at++] = '"';
		memcpy(p + at, key, len);
		memcpy(p + at + len, "\":", 2);
		at += len + 2;
	}
	p[at] = '\0';
	j->out->len += at;
	j->comma = true;
}

/** A value behind json_begin(): text in quotes, null for text without ptr; each byte that is not UTF-8 is U+FFFD. */
void json_put_text(struct buf *out, struct str value);
void json_put_real(struct buf *out, double value);

/** '{' or '[' under @key, and its end. */
__attribute__((always_inline)) static inline void json_open(struct json *j, const char *key, char bracket)
{
	json_begin(j, key);
	buf_byte(j->out, bracket);
	j->comma = false;
}

static inline void json_close(struct json *j, char bracket)
{
	buf_byte(j->out, bracket);
	j->comma = true;
}

/** One value under @key. */
__attribute__((always_inline)) static inline void json_text(struct json *j, const char *key, struct str value)
{
	json_begin(j, key);
	json_put_text(j->out, value);
}

__attribute__((always_inline)) static inline void json_number(struct json *j, const char *key, int64_t value)
{
	json_begin(j, key);
	buf_number(j->out, value);
}

__attribute__((always_inline)) static inline void json_real(struct json *j, const char *key, double value)
{
	json_begin(j, key);
	json_put_real(j->out, value);
}

__attribute__((always_inline)) static inline void json_bool(struct json *j, const char *key, bool value)
{
	json_begin(j, key);
	buf_put(j->out, value ? STR_LIT("true") : STR_LIT("false"));
}

__attribute__((always_inline)) static inline void json_null(struct json *j, const char *key)
{
	json_begin(j, key);
	buf_put(j->out, STR_LIT("null"));
}

/** A key that anybody gave; a value without key must follow. */
void json_key(struct json *j, struct str key);

/** A whole tree. */
void json_node(struct json *j, const char *key, const struct node *n);

#endif
