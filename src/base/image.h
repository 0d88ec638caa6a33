/*
 * image.h - arrays that are mapped from a file instead of being made: each block is checked before it is first relied
 * on.
 */
#ifndef IMAGE_H
#define IMAGE_H

#include "base/str.h"

enum { IMAGE_MAX_PARTS = 16, IMAGE_KEY = 64 };

/* One array.  In an image it begins on a page. */
struct image_part {
	const void *ptr;
	size_t size; /* bytes */
};

struct image;

/**
 * Write @parts to @path, whole or not at all; @key, IMAGE_KEY bytes, says from what they were made.  False if it
 * cannot be written, which is no fault worth telling: an image saves time and nothing else.
 */
bool image_write(const char *path, struct str key, const struct image_part *parts, size_t count) NODISCARD;

/**
 * Map the image at @path.  NULL if there is none, it has another @key or number of parts, was made by another machine
 * or version, is cut short, or its head is damaged.
 */
struct image *image_open(const char *path, struct str key, size_t count);
void image_close(struct image *i);

/** Part @n.  Its bytes are not yet checked. */
struct image_part image_part(const struct image *i, size_t n);

/**
 * Are these bytes, which lie in a part, as they were written?  That a file is not damaged says nothing of who wrote
 * it: bounds are for the reader to check.  Threads may ask at once.
 */
bool image_check(const struct image *i, const void *ptr, size_t size);

/** Are all? */
bool image_check_all(const struct image *i);

#endif
