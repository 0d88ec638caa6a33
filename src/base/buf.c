#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/arena.h"

struct buf buf_make(size_t max)
{
	return (struct buf){ .max = max };
}

static bool grow(struct buf *b, size_t need)
{
	size_t size = b->size ? b->size : 256;

	if (need > b->max) {
		b->failed = true;
		return false;
	}
	while (size < need)
		size *= 2;
	if (size > b->max)
		size = b->max;
	char *p = mem_grow(b->ptr, 1, size);
	if (!p) {
		b->failed = true;
		return false;
	}
	b->ptr = p;
	b->size = size;
	return true;
}

char *buf_grow(struct buf *b, size_t more)
{
	if (b->failed || more >= SIZE_MAX / 2 || !grow(b, b->len + more + 1))
		return NULL;
	return b->ptr + b->len;
}

void buf_put(struct buf *b, struct str s)
{
	char *p = buf_room(b, s.len);

	if (!p)
		return;
	if (s.len)
		memcpy(p, s.ptr, s.len);
	b->len += s.len;
	b->ptr[b->len] = '\0';
}

void buf_text(struct buf *b, const char *text)
{
	buf_put(b, str_from(text));
}

void buf_number(struct buf *b, int64_t n)
{
	char text[STR_NUMBER];

	buf_put(b, str_print(n, text));
}

void buf_printf(struct buf *b, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	char *p = n < 0 ? NULL : buf_room(b, (size_t)n);
	if (!p)
		return;
	va_start(args, format);
	vsnprintf(p, (size_t)n + 1, format, args);
	va_end(args);
	b->len += (size_t)n;
}

void buf_reset(struct buf *b)
{
	b->len = 0;
	b->failed = false;
}

void buf_clear(struct buf *b)
{
	mem_free(b->ptr);
	*b = buf_make(b->max);
}
