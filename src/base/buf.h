/* buf.h - text that grows, up to a ceiling that is given when it is made. */
#ifndef BUF_H
#define BUF_H

#include "base/str.h"

/* @ptr is owned and, once anything was put, terminated.  After a failure nothing more is put. */
struct buf {
	char *ptr;
	size_t len, size, max;
	bool failed; /* no memory, or over @max */
};

/** An empty buffer of at most @max bytes. */
struct buf buf_make(size_t max);

/** Part of buf_room(). */
char *buf_grow(struct buf *b, size_t more);

/** Room for @more bytes behind what is there; NULL, and failed, if there is none.  Count them in @len after writing. */
static inline char *buf_room(struct buf *b, size_t more)
{
	return more < b->size - b->len && !b->failed ? b->ptr + b->len : buf_grow(b, more);
}

/** Put it behind what is there. */
void buf_put(struct buf *b, struct str s);
void buf_text(struct buf *b, const char *text);
void buf_number(struct buf *b, int64_t n);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

static inline void buf_byte(struct buf *b, char c)
{
	char *p = buf_room(b, 1);

	if (!p)
		return;
	p[0] = c;
	p[1] = '\0';
	b->len++;
}

static inline struct str buf_str(const struct buf *b)
{
	return str_of(b->ptr ? b->ptr : "", b->len);
}

/** Empty it, forget a failure, keep the memory. */
void buf_reset(struct buf *b);

/** Give the memory back. */
void buf_clear(struct buf *b);

#endif
