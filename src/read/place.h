/* place.h - places as people write them in one line: "Columbus, OH 43004, United States". */
#ifndef PLACE_H
#define PLACE_H

#include "base/arena.h"

/* What a text says for certain; no text (ptr NULL) where it does not.  Borrowed from it, from the arena, or const. */
struct place {
	struct str line1, city, region, postal_code, country;
};

/** The ISO 3166-1 alpha-2 code of a country by its code or English name, in any case; no text if it is none. */
struct str place_country(struct str text);

/**
 * "City", "City, Region", "City, Country", "City, Region, Country", with a postal code behind the region.  What may be
 * two things is left out: "Tel Aviv, IL" and "Chicago, IL" give a city only, "Chicago, IL 60601" all of it.  Of a
 * postal address (@is_postal, over lines or with commas) what stands before the city is line1, and so is the whole if
 * no place can be made out.  False when @a is full.
 */
bool place_read(struct str text, bool is_postal, struct arena *a, struct place *out) NODISCARD;

#endif
