/* input.h - the door to zlib: bytes of a file or of standard input, gzip (RFC 1952) undone on the way. */
#ifndef INPUT_H
#define INPUT_H

#include "base/err.h"

struct input;

/** Open @path, "-" for standard input.  NULL with @e (which names the file) on failure. */
struct input *input_open(const char *path, struct err *e);
void input_close(struct input *in);

/**
 * The next bytes, at most @size of them: as many as are at hand, so fewer may come from a pipe; *got is 0 at the end.
 * What begins like gzip is uncompressed, one member after the other.  False with @e, which names the file, if it cannot
 * be read, or the compressed data is damaged or cut short; what came before stays good.
 */
bool input_read(struct input *in, char *to, size_t size, size_t *got, struct err *e) NODISCARD;

#endif
