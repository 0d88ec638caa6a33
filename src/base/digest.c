#include "base/digest.h"

#include <nettle/hmac.h>
#include <nettle/sha2.h>

_Static_assert(sizeof(struct sha256_ctx) <= sizeof(struct digest), "nettle's state fits");

/* The state is copied in and out, so that nothing depends on how nettle aligns it. */
void digest_init(struct digest *d)
{
	struct sha256_ctx c;

	sha256_init(&c);
	memcpy(d, &c, sizeof(c));
}

void digest_add(struct digest *d, struct str data)
{
	struct sha256_ctx c;

	memcpy(&c, d, sizeof(c));
	sha256_update(&c, data.len, (const uint8_t *)data.ptr);
	memcpy(d, &c, sizeof(c));
}

void digest_end(struct digest *d, char out[DIGEST_HEX + 1])
{
	static const char hex[] = "0123456789abcdef";
	struct sha256_ctx c;
	uint8_t raw[SHA256_DIGEST_SIZE];

	memcpy(&c, d, sizeof(c));
	sha256_digest(&c, sizeof(raw), raw);
	for (size_t i = 0; i < sizeof(raw); i++) {
		out[2 * i] = hex[raw[i] >> 4];
		out[2 * i + 1] = hex[raw[i] & 15];
	}
	out[DIGEST_HEX] = '\0';
}

void digest_sha256(struct str data, char out[DIGEST_HEX + 1])
{
	struct digest d;

	digest_init(&d);
	digest_add(&d, data);
	digest_end(&d, out);
}

void digest_hmac(struct str key, const struct str *pieces, size_t count, unsigned char out[DIGEST_BYTES])
{
	struct hmac_sha256_ctx c;

	hmac_sha256_set_key(&c, key.len, (const uint8_t *)key.ptr);
	for (size_t i = 0; i < count; i++)
		hmac_sha256_update(&c, pieces[i].len, (const uint8_t *)pieces[i].ptr);
	hmac_sha256_digest(&c, DIGEST_BYTES, out);
}
