/* zone_country.h - the time zones of a country and where they lie, from the table of the tz database (zone.tab). */
#ifndef ZONE_COUNTRY_H
#define ZONE_COUNTRY_H

#include "base/str.h"

/*
 * Countries are named by ISO 3166-1 alpha-2, in capitals.  The table is read from $TZDIR or /usr/share/zoneinfo when it
 * is first needed, and kept; threads may call these at once.
 */

/**
 * Is the clock of zone @name set, at @moment, like one somewhere in @country?  False if either is not known: then *fits
 * says nothing.
 */
bool zone_fits_country(struct str name, struct str country, int64_t moment, bool *fits) NODISCARD;

/** Kilometres between two places on a sphere of the Earth's mean radius; degrees. */
double distance_km(double latitude, double longitude, double other_latitude, double other_longitude);

/**
 * Kilometres between the nearest two places of two countries' tables: 0 within one.  False if either is not known.
 */
bool countries_apart_km(struct str a, struct str b, double *km) NODISCARD;

#endif
