/* when.h - moments and dates as records write them (RFC 3339, ISO 8601), as numbers. */
#ifndef WHEN_H
#define WHEN_H

#include "base/str.h"

enum when_grain { WHEN_YEAR, WHEN_MONTH, WHEN_DAY, WHEN_TIME };

/* The first moment of a year, month or day, or a moment. */
struct when {
	int64_t seconds;        /* since 1970-01-01T00:00:00Z; without an offset the clock is taken to show UTC */
	uint32_t nanoseconds;
	int offset;             /* minutes east of UTC */
	bool has_offset;
	enum when_grain grain;  /* how much the text says */
	int year, month, day;   /* as written; month and day are 1 where the text does not say */
	int hour, minute;       /* as written */
};

/**
 * All of @s, but for white space around it, as "2026", "2026-01", "2026-01-14", or a date, "T" or a blank, and a time
 * with or without seconds, fractions and offset ("Z", "+09:00", "+0900", "+09").  False if it is anything else, or no
 * day of the calendar.
 */
bool when_parse(struct str s, struct when *out) NODISCARD;

/** Days since 1970-01-01 of a day of the Gregorian calendar, in a year from -400,000 to 10,000,000. */
int64_t when_days(int year, int month, int day);

/** The day (UTC) of @seconds since 1970, from the year 0 to 9999: "2026-01-14". */
void when_print_day(int64_t seconds, char out[11]);

/** Whole days from the day of @from to the day of @to, both as written. */
int64_t when_days_between(const struct when *from, const struct when *to);

#endif
