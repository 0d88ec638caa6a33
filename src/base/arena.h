/* arena.h - memory that is given back all at once. */
#ifndef ARENA_H
#define ARENA_H

#include "base/str.h"

struct arena_block;

/* Zero is a valid empty arena without a ceiling.  One thread at a time. */
struct arena {
	struct arena_block *first, *now;
	char *free;       /* what comes next in @now */
	char *end;
	size_t max, held; /* bytes: the ceiling (0: none) and what the blocks take */
};

/** An empty arena that refuses to hold more than about @max bytes (0: no ceiling). */
struct arena arena_make(size_t max);

/** @size bytes, which may be none, aligned for any type, not cleared.  NULL when memory or the ceiling is reached. */
void *arena_alloc(struct arena *a, size_t size);

/** @count members of @type, all bits zero.  NULL when memory or the ceiling is reached. */
#define ARENA_NEW(a, type, count) ((type *)arena_zero((a), sizeof(type), (count)))
void *arena_zero(struct arena *a, size_t size, size_t count);

/** A copy of @s, with a NUL behind it that its length does not count.  ptr is NULL on failure. */
struct str arena_copy(struct arena *a, struct str s);

/** All @parts, one behind the other, terminated.  ptr is NULL on failure. */
struct str arena_join(struct arena *a, const struct str *parts, size_t count);

/** @n in decimal digits, terminated.  ptr is NULL on failure. */
struct str arena_number(struct arena *a, int64_t n);

/** Formatted text, terminated.  ptr is NULL on failure. */
struct str arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** Forget what is in it, keep the blocks for what comes next. */
void arena_reset(struct arena *a);

/** Give everything back; the arena is empty and may be used again. */
void arena_clear(struct arena *a);

/** Plain heap memory for the few things with a life of their own; NULL on failure.  Multiplication is checked. */
void *mem_alloc(size_t size, size_t count);
void *mem_grow(void *old, size_t size, size_t count);
void mem_free(void *p);

#endif
