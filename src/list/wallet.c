/* wallet.c - one spelling for each wallet: chains write the same address in several ways. */
#include "base/digest.h"
#include "list/normal.h"

enum {
	KEY_HASH = 20,                  /* bytes of the hash of a key, after a version byte */
	SUM = 4,                        /* bytes of a base58check checksum */
	BASE58_BYTES = 1 + KEY_HASH + SUM,
	CASH_CHARS = 42, CASH_SUM = 8,  /* of a CashAddr without its prefix; five bits each */
};

static const struct str none;
static const char base58[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
static const char bech32[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"; /* BIP 173; CashAddr has the same */

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_alnum(char c)
{
	return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9');
}

static int hex_value(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : lower(c) >= 'a' && lower(c) <= 'f' ? lower(c) - 'a' + 10 : -1;
}

static bool is_hex(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (hex_value(s.ptr[i]) < 0)
			return false;
	return s.len > 0;
}

static void read_hex(const char *hex, unsigned char *out, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		out[i] = (unsigned char)(hex_value(hex[2 * i]) << 4 | hex_value(hex[2 * i + 1]));
}

/* The first bytes of SHA-256 over SHA-256. */
static void checksum(const unsigned char *data, size_t len, unsigned char out[SUM])
{
	char hex[DIGEST_HEX + 1];
	unsigned char once[DIGEST_HEX / 2];

	digest_sha256(str_of((const char *)data, len), hex);
	read_hex(hex, once, sizeof(once));
	digest_sha256(str_of((const char *)once, sizeof(once)), hex);
	read_hex(hex, out, SUM);
}

/* A version byte and a hash as base58check. */
static struct str put_base58(const unsigned char data[1 + KEY_HASH], char out[NORMAL_MAX])
{
	unsigned char bytes[BASE58_BYTES];
	char text[2 * BASE58_BYTES];
	size_t n = 0, zeros = 0;

	memcpy(bytes, data, 1 + KEY_HASH);
	checksum(data, 1 + KEY_HASH, bytes + 1 + KEY_HASH);
	while (zeros < sizeof(bytes) && !bytes[zeros])
		zeros++;
	for (bool left = true; left;) {
		unsigned rest = 0;
		left = false;
		for (size_t i = 0; i < sizeof(bytes); i++) {
			rest = rest << 8 | bytes[i];
			bytes[i] = (unsigned char)(rest / 58);
			rest %= 58;
			left = left || bytes[i];
		}
		text[n++] = base58[rest];
	}
	for (size_t i = 0; i < zeros; i++)
		out[i] = '1';
	for (size_t i = 0; i < n; i++)
		out[zeros + i] = text[n - 1 - i];
	return str_of(out, zeros + n);
}

/* False if it is no base58check of a version byte and a hash. */
static bool read_base58(struct str s, unsigned char out[BASE58_BYTES])
{
	unsigned char sum[SUM];

	memset(out, 0, BASE58_BYTES);
	for (size_t i = 0; i < s.len; i++) {
		const char *digit = strchr(base58, s.ptr[i]);
		unsigned carry = digit ? (unsigned)(digit - base58) : 0;
		for (size_t k = BASE58_BYTES; digit && k--;) {
			carry += 58u * out[k];
			out[k] = (unsigned char)carry;
			carry >>= 8;
		}
		if (!digit || carry)
			return false;
	}
	checksum(out, 1 + KEY_HASH, sum);
	return memcmp(sum, out + 1 + KEY_HASH, SUM) == 0;
}

/* Letters in one case only. */
static bool is_one_case(struct str s)
{
	bool up = false, low = false;

	for (size_t i = 0; i < s.len; i++) {
		up = up || (s.ptr[i] >= 'A' && s.ptr[i] <= 'Z');
		low = low || (s.ptr[i] >= 'a' && s.ptr[i] <= 'z');
	}
	return !(up && low);
}

static bool is_bech32_data(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!strchr(bech32, lower(s.ptr[i])))
			return false;
	return s.len > 0;
}

/* BIP 173: a prefix of letters, "1", and the data. */
static bool is_bech32(struct str s)
{
	size_t prefix = 0;

	while (prefix < s.len && lower(s.ptr[prefix]) >= 'a' && lower(s.ptr[prefix]) <= 'z')
		prefix++;
	return prefix >= 2 && prefix <= 8 && s.len > prefix + 20 && s.ptr[prefix] == '1' && is_one_case(s) &&
	    is_bech32_data(str_of(s.ptr + prefix + 1, s.len - prefix - 1));
}

/* The checksum of CashAddr (Bitcoin Cash, "Address format for Bitcoin Cash"), 0 if all is well. */
static uint64_t cash_sum(const uint8_t *values, size_t count)
{
	static const uint64_t steps[] = { 0x98F2BC8E61, 0x79B76D99E2, 0xF33E5FB3C4, 0xAE2EABE2A8, 0x1E4F43E470 };
	static const char prefix[] = "bitcoincash";
	uint64_t c = 1;

	for (size_t i = 0; i < sizeof(prefix) + count; i++) {
		uint8_t value = i < sizeof(prefix) ? prefix[i] & 31 : values[i - sizeof(prefix)];
		unsigned top = (unsigned)(c >> 35);
		c = (c & 0x07FFFFFFFF) << 5 ^ value;
		for (size_t k = 0; k < COUNT(steps); k++)
			if (top >> k & 1)
				c ^= steps[k];
	}
	return c ^ 1;
}

/* A CashAddr as the address that Bitcoin Cash had before; no text if it is none. */
static struct str from_cash(struct str s, char out[NORMAL_MAX])
{
	uint8_t values[CASH_CHARS], bytes[CASH_CHARS] = { 0 };

	if (s.len != CASH_CHARS || !is_one_case(s) || !is_bech32_data(s))
		return none;
	for (size_t i = 0; i < s.len; i++)
		values[i] = (uint8_t)(strchr(bech32, lower(s.ptr[i])) - bech32);
	if (cash_sum(values, CASH_CHARS))
		return none;
	for (size_t bit = 0; bit < 5 * (CASH_CHARS - CASH_SUM); bit++)
		bytes[bit / 8] |= (uint8_t)((values[bit / 5] >> (4 - bit % 5) & 1) << (7 - bit % 8));
	if (bytes[0] != 0 && bytes[0] != 8) /* a hash of 20 bytes, of a key or a script */
		return none;
	bytes[0] = bytes[0] ? 5 : 0;
	return put_base58(bytes, out);
}

/* Forty hexadecimal digits are an address of Ethereum and its kin; EIP-55's capitals are a checksum. */
static struct str from_ether(struct str s, char out[NORMAL_MAX])
{
	static const struct str prefixes[] = { STR("0x"), STR("xdc") };

	for (size_t i = 0; i < COUNT(prefixes); i++)
		if (s.len == 40 + prefixes[i].len && str_eq_ascii(str_of(s.ptr, prefixes[i].len), prefixes[i]))
			s = str_of(s.ptr + prefixes[i].len, 40);
	if (s.len != 40 || !is_hex(s))
		return none;
	out[0] = '0';
	out[1] = 'x';
	for (size_t i = 0; i < s.len; i++)
		out[2 + i] = lower(s.ptr[i]);
	return str_of(out, 42);
}

/* TRON's own hexadecimal form, and Litecoin's addresses of scripts, which had Bitcoin's version byte before. */
static struct str from_versions(struct str s, char out[NORMAL_MAX])
{
	static const struct str tron = STR("41");
	unsigned char bytes[BASE58_BYTES];

	if (s.len == 2 + 2 * KEY_HASH && is_hex(s) && str_starts(s, tron)) {
		read_hex(s.ptr, bytes, 1 + KEY_HASH);
		return put_base58(bytes, out);
	}
	if (s.len >= 33 && s.len <= 35 && *s.ptr == 'M' && read_base58(s, bytes) && bytes[0] == 0x32) {
		bytes[0] = 5;
		return put_base58(bytes, out);
	}
	return none;
}

/* Without "ethereum:", "eip155:1:", "?amount=1", "@1". */
static struct str bare(struct str s)
{
	s = str_trim(s);
	s.len = str_index(s, '?');
	s.len = str_index(s, '@');
	for (size_t colon = str_index(s, ':'); colon < s.len; colon = str_index(s, ':'))
		s = str_of(s.ptr + colon + 1, s.len - colon - 1);
	return s;
}

struct str normal_wallet(struct str in, char out[NORMAL_MAX])
{
	static struct str (*const forms[])(struct str s, char out[NORMAL_MAX]) = {
		from_ether, from_versions, from_cash,
	};

	in = bare(in);
	if (in.len < 20 || in.len > 128)
		return none;
	for (size_t i = 0; i < in.len; i++)
		if (!is_alnum(in.ptr[i]))
			return none;
	for (size_t i = 0; i < COUNT(forms); i++) {
		struct str s = forms[i](in, out);
		if (s.ptr)
			return s;
	}
	/* Base58 (Bitcoin, TRON, Solana, Monero) means something else in another case. */
	bool fold = is_bech32(in);
	for (size_t i = 0; i < in.len; i++)
		out[i] = fold ? lower(in.ptr[i]) : in.ptr[i];
	return str_of(out, in.len);
}
