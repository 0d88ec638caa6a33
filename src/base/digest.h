/* digest.h - the door to nettle: SHA-256 (FIPS 180-4) in hex. */
#ifndef DIGEST_H
#define DIGEST_H

#include "base/str.h"

enum { DIGEST_HEX = 64, DIGEST_BYTES = 32 }; /* characters of a digest, without the final NUL */

/* A digest in the making; its inside is nettle's. */
struct digest {
	uint64_t state[16];
};

/** Begin, add in any number of pieces, end.  @out gets lower-case hex and a NUL; the digest must then begin anew. */
void digest_init(struct digest *d);
void digest_add(struct digest *d, struct str data);
void digest_end(struct digest *d, char out[DIGEST_HEX + 1]);

/** All at once. */
void digest_sha256(struct str data, char out[DIGEST_HEX + 1]);

/** HMAC-SHA256 (RFC 2104) of @count pieces, one behind the other, under @key. */
void digest_hmac(struct str key, const struct str *pieces, size_t count, unsigned char out[DIGEST_BYTES]);

#endif
