/* company.h - what a company says of itself in its own file: what it approved, whose networks and rates are its own. */
#ifndef COMPANY_H
#define COMPANY_H

#include "base/arena.h"
#include "base/err.h"
#include "base/ip.h"

/* The lists of the file, each a key at its top. */
enum company_part {
	COMPANY_VPN,     /* VPN products that may be used */
	COMPANY_REMOTE,  /* remote-access programs that may be used */
	COMPANY_EGRESS,  /* networks from which its offices and its VPN reach the world */
	COMPANY_DOMAIN,  /* its own domains */
	COMPANY_AGENCY,  /* agencies and employers of record that it works with */
	COMPANY_ADDRESS, /* postal addresses that several of its people share */
	COMPANY_RATE,    /* what work costs where it hires */
	COMPANY_PARTS
};

/* One entry that is in force.  Texts are borrowed from the file's nodes; those that its part has not are no text. */
struct company_entry {
	struct company_entry *next;
	enum company_part part;
	struct str value;       /* the name, network, domain, first line of an address, or title of work */
	struct str reason;
	struct str postal_code; /* COMPANY_ADDRESS */
	struct cidr network;    /* COMPANY_EGRESS */
	struct str currency, per, country; /* COMPANY_RATE; @country may be no text: anywhere */
	double amount;
};

struct company; /* lives in the arena that it was made in; never changes */

/** Told of each fault, or warning, with its line and column; the file is not in @e. */
typedef void company_fault(void *context, const struct err *e, bool is_warning);

/**
 * Read the text of a company's file.  Entries whose "until" lies before @today (an ISO date; no text: none does) are
 * left out, with a warning.  Every fault is told; NULL if there was any, or without memory.
 */
struct company *company_new(struct str text, struct str today, struct arena *a, company_fault *fault, void *context);

/** "$XDG_CONFIG_HOME/candor/company.yaml" or "~/.config/...".  False if neither is known or it does not fit. */
bool company_path(char *out, size_t size);

/** "remote_tools", ... */
const char *company_part_name(enum company_part part);

/*
 * Each gives the first entry that holds the value, NULL if none does or @c is NULL.
 */

/** Does the file have this part at all, so that what is not in it is known not to be approved? */
bool company_has(const struct company *c, enum company_part part);

/** The entries of a part, one after the other by @next. */
const struct company_entry *company_first(const struct company *c, enum company_part part);

/** A product, agency or domain: the entry's words stand in @text one after the other; a domain holds those below. */
const struct company_entry *company_named(const struct company *c, enum company_part part, struct str text);

/** The network that @ip is in. */
const struct company_entry *company_network(const struct company *c, const struct ip *ip);

/** Lines are compared in their form (record/postal.h), postcodes by their words. */
const struct company_entry *company_address(const struct company *c, struct str line1, struct str postal_code);

/** The address whose line and postcode stand in @text, an address in one line. */
const struct company_entry *company_address_in(const struct company *c, struct str text);

/** For work of this title, in the same currency and unit; @country no text: only entries without one. */
const struct company_entry *company_rate(const struct company *c, struct str title, struct str currency, struct str per,
    struct str country);

#endif
