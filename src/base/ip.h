/* ip.h - internet addresses and networks: parsing in all the spellings that logs have, one canonical text. */
#ifndef IP_H
#define IP_H

#include "base/str.h"

/* An IPv4 address is in the low 32 bits of @lo.  IPv4-mapped IPv6 (RFC 4291, 2.5.5.2) is IPv4. */
struct ip {
	uint64_t hi, lo;
	bool is_v6;
};

/* A network: its first address, and how many leading bits all of its addresses share. */
struct cidr {
	struct ip first;
	unsigned len; /* 0 to 32, or to 128 */
};

enum { IP_TEXT = 48, CIDR_TEXT = 52 }; /* bytes of the longest text, with the final NUL */

/**
 * All of @s, but for white space around it, as an address: dotted IPv4 (four decimal parts, no leading zeros), IPv6
 * (RFC 4291, 2.2), in brackets or not, with a port ("192.0.2.1:443", "[2001:db8::1]:443") or not, with a zone id
 * ("fe80::1%eth0", RFC 4007), which is left out, or not.  False if it is anything else.
 */
bool ip_parse(struct str s, struct ip *out) NODISCARD;

/** An address, "/" and a length; an address alone is its own network.  Bits beyond the length are cleared. */
bool cidr_parse(struct str s, struct cidr *out) NODISCARD;

/** Are there bits beyond the length in the text that cidr_parse() took?  Rules may not have them. */
bool cidr_has_host_bits(struct str s);

/** Is @ip one of its addresses?  IPv4 networks hold no IPv6 address, nor the other way round. */
bool cidr_holds(const struct cidr *c, const struct ip *ip);

/** The canonical text: dotted, or as RFC 5952 demands.  Borrowed from @out. */
struct str ip_print(const struct ip *ip, char out[IP_TEXT]);

/** With "/" and the length, unless it is a single address. */
struct str cidr_print(const struct cidr *c, char out[CIDR_TEXT]);

#endif
