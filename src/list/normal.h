/* normal.h - the one form in which a mailbox, a handle, a wallet, a company or a name is compared. */
#ifndef NORMAL_H
#define NORMAL_H

#include "base/str.h"

enum { NORMAL_MAX = 320 }; /* bytes; a mailbox may have 254 (RFC 5321), longer companies are cut off */

/*
 * Each writes the normal form of @in to @out and gives it as a text borrowed from there.  The text is empty (ptr NULL)
 * if @in is not of that sort.  Normalising a normal form changes nothing.
 */

/** Lower case, and the provider's rules where they are known: dots and tags it ignores, other names of its domain. */
struct str normal_email(struct str in, char out[NORMAL_MAX]);

/** Lower case, no final dot, at least two labels. */
struct str normal_domain(struct str in, char out[NORMAL_MAX]);

/** The host of "https://host/path" or "host/path", as normal_domain(). */
struct str normal_host(struct str in, char out[NORMAL_MAX]);

/** Lower case without "@"; the profile's address is understood as well. */
struct str normal_handle(struct str in, char out[NORMAL_MAX]);

/**
 * The one spelling of an address that its chain has: "0x" addresses (also "ronin:", "xdc", in EIP-55's capitals) and
 * bech32 ones in lower case, TRON's hexadecimal form and CashAddr as base58, other base58 as it is: its case counts.
 * "ethereum:" and the like, amounts and chains are left out.
 */
struct str normal_wallet(struct str in, char out[NORMAL_MAX]);

/** Letters and digits in lower case, single blanks between words, no punctuation. */
struct str normal_company(struct str in, char out[NORMAL_MAX]);

/** The words of a person's name, two at least, in lower case and sorted: given and family name come in any order. */
struct str normal_name(struct str in, char out[NORMAL_MAX]);

/** An autonomous system, "AS64496" or "64496", as "AS64496" (RFC 5396); of 32 bits (RFC 6793) and not 0 (RFC 7607). */
struct str normal_asn(struct str in, char out[NORMAL_MAX]);

/** What follows the last "@" of a normal mailbox. */
struct str email_domain(struct str normal);

/** The site of a profile ("github", "x", "telegram", "linkedin") by its name or address, or no text. */
struct str normal_site(struct str site_or_url);

/** The handle in a profile's address, borrowed from @url; no text if there is none. */
struct str url_handle(struct str url);

#endif
