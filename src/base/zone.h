/* zone.h - the UTC offset of a time zone at a moment, from the system's compiled zone files (RFC 9636). */
#ifndef ZONE_H
#define ZONE_H

#include "base/str.h"

/** The IANA zone with the clock of a Windows zone ("Pacific Standard Time"); any other @name as it is. */
struct str zone_iana_name(struct str name);

struct zone; /* kept until the program ends */

/**
 * The zone @name ("Europe/Berlin", or a name of Windows's), from $TZDIR or /usr/share/zoneinfo.  Each file is read once
 * and kept; threads may call it at once.  NULL if the zone is not known or its file is not in form.
 */
const struct zone *zone_find(struct str name);

/* A time during which a clock does not change. */
struct zone_span {
	int64_t from, until; /* seconds since 1970-01-01T00:00:00Z; @until is the first moment after it */
	int offset;          /* seconds east of UTC */
};

/** One that holds @moment; the clock need not change at its ends.  False if the zone's rule is not in form. */
bool zone_span_at(const struct zone *z, int64_t moment, struct zone_span *out) NODISCARD;

/** Leave of @s what @by holds too. */
void zone_span_cut(struct zone_span *s, const struct zone_span *by);

/** The offset of zone @name at @moment.  False if the zone is not known. */
bool zone_offset(struct str name, int64_t moment, int *seconds) NODISCARD;

/* What a zone file says; all of it is borrowed from the file's bytes. */
struct zone_file {
	const unsigned char *times;   /* big-endian moments of change, 8 bytes each */
	const unsigned char *indexes; /* the type of local time from each change on */
	const unsigned char *types;   /* 6 bytes each: offset, is daylight saving time, index of the designation */
	uint32_t time_count, type_count;
	struct str footer;            /* a POSIX TZ string for what comes after the last change; may be empty */
};

/** Take the bytes of a zone file apart.  False if it is not in the form of RFC 9636, section 3. */
bool zone_parse(struct str bytes, struct zone_file *out) NODISCARD;

/** As zone_span_at(). */
bool zone_file_span(const struct zone_file *z, int64_t moment, struct zone_span *out) NODISCARD;

/** Likewise of a POSIX TZ string ("EST5EDT,M3.2.0,M11.1.0").  False if it is not in form. */
bool zone_rule_span(struct str rule, int64_t moment, struct zone_span *out) NODISCARD;

#endif
