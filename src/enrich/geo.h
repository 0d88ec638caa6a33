/* geo.h - where a network is and whose: the user's databases, or the countries of Debian's tor-geoipdb. */
#ifndef GEO_H
#define GEO_H

#include "base/err.h"
#include "base/ip.h"

/* What databases say that a line is used for; a bit each. */
enum geo_use { USE_ANONYMOUS, USE_VPN, USE_HOSTING, USE_PROXY, USE_RESIDENTIAL_PROXY, USE_TOR, GEO_USES };

/*
 * What is known of one address; no text, and no bit in @known, where nothing is.  Texts are borrowed from the
 * databases.
 */
struct geo_place {
	struct str country;              /* ISO 3166-1 alpha-2 */
	struct str region, region_name;  /* ISO 3166-2 behind the hyphen, and in English */
	struct str city, organisation;
	int64_t asn;                     /* 0: not known */
	double latitude, longitude;
	bool has_coordinates;
	uint8_t known, uses;             /* bits of enum geo_use */
};

struct geo; /* shared between threads */

/**
 * Open databases in MaxMind's form, of any vendor.  Without any, countries come from tor-geoipdb, if that is there.
 * NULL with @e, which names the file, if one cannot be opened.
 */
struct geo *geo_open(const char *const *files, size_t count, struct err *e);
void geo_close(struct geo *g);

/**
 * Look @ip up in each; the first that says something says it.  A database that turns out to be broken is told once, by
 * name, and not asked again.  A country that no address can be in (a continent, "anonymous") is left out, and so is the
 * label KP outside 175.45.176.0/22: those blocks are relays, satellites and jokes.
 */
void geo_find(struct geo *g, const struct ip *ip, struct geo_place *out);

/** Did a database turn out to be broken? */
bool geo_failed(const struct geo *g);

/**
 * The country of @ip in tor-geoipdb's files, two bytes; they are mapped when first asked for.  No text where it is not
 * known.
 */
struct str geo_tor_country(const struct ip *ip);

#endif
