/* picture.h - the door to libturbojpeg and libspng: a picture's brightness, and its perceptual hash. */
#ifndef PICTURE_H
#define PICTURE_H

#include "base/err.h"

enum { PICTURE_MAX_SIDE = 16384, PICTURE_SIDE = 32 };

enum picture_answer { PICTURE_HASHED, PICTURE_NONE, PICTURE_BAD };

/**
 * The 64-bit DCT hash of @bytes, a JPEG or PNG file, as docs/link.md defines it.  NONE if it is neither; BAD with @e
 * if it is damaged or too large, or its library is not there.  The libraries are opened when the first picture comes.
 */
enum picture_answer picture_hash(struct str bytes, uint64_t *hash, struct err *e);

/** The hash of a square of brightness, PICTURE_SIDE to a side, row by row. */
uint64_t picture_hash_square(const double square[PICTURE_SIDE * PICTURE_SIDE]);

#endif
