#include "base/digest.h"

#include "unit/test.h"

/* FIPS 180-4's examples. */
void test_digest(void)
{
	static const struct { struct str in; const char *want; } table[] = {
		{ STR(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ STR("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
		  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
	};
	char out[DIGEST_HEX + 1];

	for (size_t i = 0; i < COUNT(table); i++) {
		struct digest d;
		digest_sha256(table[i].in, out);
		CHECK_STR(str_from(out), table[i].want);
		digest_init(&d);
		for (size_t j = 0; j < table[i].in.len; j++)
			digest_add(&d, str_of(table[i].in.ptr + j, 1));
		digest_end(&d, out);
		CHECK_STR(str_from(out), table[i].want);
	}
}
