#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { ARENA_BLOCK = 1 << 16 };

struct arena_block {
	struct arena_block *next;
	size_t size; /* of @bytes */
	_Alignas(ARENA_ALIGN) char bytes[];
};

struct arena arena_make(size_t max)
{
	return (struct arena){ .max = max };
}

static void enter(struct arena *a, struct arena_block *b)
{
	a->now = b;
	a->free = b->bytes;
	a->end = b->bytes + b->size;
}

/* A block with room for @size: the next one that is kept if it is large enough, else a new one before it. */
static bool add_block(struct arena *a, size_t size)
{
	struct arena_block *next = a->now ? a->now->next : a->first;

	if (next && next->size >= size) {
		enter(a, next);
		return true;
	}
	size_t want = size > ARENA_BLOCK ? size : ARENA_BLOCK;
	if (a->max && (a->held >= a->max || want > a->max - a->held))
		return false;
	struct arena_block *b = malloc(sizeof(*b) + want);
	if (!b)
		return false;
	b->size = want;
	b->next = next;
	if (a->now)
		a->now->next = b;
	else
		a->first = b;
	a->held += want;
	enter(a, b);
	return true;
}

void *arena_alloc_block(struct arena *a, size_t size)
{
	if (size > SIZE_MAX / 2)
		return NULL;
	size = ((size ? size : 1) + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
	if ((size_t)(a->end - a->free) < size && !add_block(a, size))
		return NULL;
	void *p = a->free;
	a->free += size;
	return p;
}

struct str arena_copy(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.len + 1);

	if (!p)
		return str_of(NULL, 0);
	if (s.len)
		memcpy(p, s.ptr, s.len);
	p[s.len] = '\0';
	return str_of(p, s.len);
}

struct str arena_join(struct arena *a, const struct str *parts, size_t count)
{
	size_t len = 0;

	for (size_t i = 0; i < count; i++)
		len += parts[i].len;
	char *p = arena_alloc(a, len + 1), *at = p;
	if (!p)
		return str_of(NULL, 0);
	for (size_t i = 0; i < count; i++) {
		if (parts[i].len)
			memcpy(at, parts[i].ptr, parts[i].len);
		at += parts[i].len;
	}
	*at = '\0';
	return str_of(p, len);
}

struct str arena_number(struct arena *a, int64_t n)
{
	char text[STR_NUMBER];

	return arena_copy(a, str_print(n, text));
}

struct str arena_printf(struct arena *a, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	char *p = n < 0 ? NULL : arena_alloc(a, (size_t)n + 1);
	if (!p)
		return str_of(NULL, 0);
	va_start(args, format);
	vsnprintf(p, (size_t)n + 1, format, args);
	va_end(args);
	return str_of(p, (size_t)n);
}

void arena_reset(struct arena *a)
{
	if (a->first)
		enter(a, a->first);
}

void arena_clear(struct arena *a)
{
	for (struct arena_block *b = a->first, *next; b; b = next) {
		next = b->next;
		free(b);
	}
	*a = arena_make(a->max);
}

void *mem_alloc(size_t size, size_t count)
{
	return calloc(count ? count : 1, size);
}

void *mem_grow(void *old, size_t size, size_t count)
{
	return reallocarray(old, count ? count : 1, size);
}

void mem_free(void *p)
{
	free(p);
}
