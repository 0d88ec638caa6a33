/* arena.h - memory that is given back all at once. */
#ifndef ARENA_H
#define ARENA_H

#include "base/str.h"

struct arena_block;

enum { ARENA_ALIGN = 16 };

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
static inline void *arena_alloc(struct arena *a, size_t size);

/** @count members of @type, all bits zero.  NULL when memory or the ceiling is reached. */
#define ARENA_NEW(a, type, count) ((type *)arena_zero((a), sizeof(type), (count)))
static inline void *arena_zero(struct arena *a, size_t size, size_t count);

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

/* What arena_alloc() does where its block has no room for @size, or @size is none. */
void *arena_alloc_block(struct arena *a, size_t size);

/* In the header, because a record asks for hundreds of small pieces. */
static inline void *arena_alloc(struct arena *a, size_t size)
{
	const size_t room = (size + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);

	/* Of none, and of what is too much to be rounded up, this is the greatest number there is. */
	if (room - 1 >= (size_t)(a->end - a->free))
		return arena_alloc_block(a, size);
	a->free += room;
	return a->free - room;
}

static inline void *arena_zero(struct arena *a, size_t size, size_t count)
{
	size_t bytes;
	void *p = __builtin_mul_overflow(size, count, &bytes) ? NULL : arena_alloc(a, bytes);

	return p ? memset(p, 0, bytes) : NULL;
}

/** Plain heap memory for the few things with a life of their own; NULL on failure.  Multiplication is checked. */
void *mem_alloc(size_t size, size_t count);
void *mem_grow(void *old, size_t size, size_t count);
void mem_free(void *p);

#endif
