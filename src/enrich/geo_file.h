/* geo_file.h - the countries of networks in a sorted text, of which only those parts are read that are asked for. */
#ifndef GEO_FILE_H
#define GEO_FILE_H

#include "base/ip.h"

struct geo_file; /* shared between threads; kept until the program ends */

/**
 * Over @text, which must last as long: lines "FIRST,LAST,CC" in the order of their addresses, which are numbers
 * (IPv4) or written as IPv6 is.  Other lines say nothing.  NULL without memory.
 */
struct geo_file *geo_file_new(struct str text, bool is_v6);

/** The two bytes of the country of @ip, which is of the text's sort; no text where the file does not say. */
struct str geo_file_country(struct geo_file *f, const struct ip *ip);

#endif
