/* zone.h - the UTC offset of a time zone at a moment, from the system's compiled zone files (RFC 9636). */
#ifndef ZONE_H
#define ZONE_H

#include "base/str.h"

/** The IANA zone with the clock of a Windows zone ("Pacific Standard Time"); any other @name as it is. */
struct str zone_iana_name(struct str name);

/**
 * Seconds east of UTC in zone @name ("Europe/Berlin", or a name of Windows's) at @moment (seconds since
 * 1970-01-01T00:00:00Z).  Files are read from $TZDIR or /usr/share/zoneinfo, each once, and kept; threads may call it
 * at once.  False if the zone is not known or its file is not in form.
 */
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

/** The offset at @moment. */
bool zone_file_offset(const struct zone_file *z, int64_t moment, int *seconds) NODISCARD;

/** The offset that a POSIX TZ string ("EST5EDT,M3.2.0,M11.1.0") gives at @moment.  False if it is not in form. */
bool zone_rule_offset(struct str rule, int64_t moment, int *seconds) NODISCARD;

#endif
