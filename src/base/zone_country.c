#include "base/zone_country.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/zone.h"

enum { TABLE_MAX_BYTES = 1 << 20, PLACES_MAX = 1024 }; /* the table has 20 kB and under 430 rows */

/* Filled once; kept until the program ends. */
static struct {
	struct arena arena;
	struct zone_place *at;
	size_t count;
} table;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static const double earth = 6371.0, degree = 3.14159265358979323846 / 180; /* kilometres; a degree's angle */

/* "+DDMM", "+DDDMMSS" and so on (ISO 6709) off the front of @s, in degrees. */
static bool take_degrees(struct str *s, size_t degree_digits, double *out)
{
	double value = 0, units[] = { 1, 60, 3600 };
	size_t digits = 0;

	if (!s->len || (*s->ptr != '+' && *s->ptr != '-'))
		return false;
	bool minus = *s->ptr == '-';
	while (1 + digits < s->len && s->ptr[1 + digits] >= '0' && s->ptr[1 + digits] <= '9')
		digits++;
	if (digits != degree_digits + 2 && digits != degree_digits + 4)
		return false;
	for (size_t i = 1, part = 0; i <= digits; part++) {
		double n = 0;
		for (size_t end = i + (part ? 2 : degree_digits); i < end; i++)
			n = n * 10 + (s->ptr[i] - '0');
		value += n / units[part];
	}
	*s = str_of(s->ptr + 1 + digits, s->len - 1 - digits);
	*out = minus ? -value : value;
	return true;
}

static bool read_row(struct str line, struct zone_place *out)
{
	struct str rest;

	if (!line.len || *line.ptr == '#')
		return false;
	out->country = str_split(line, '\t', &rest);
	struct str place = str_split(rest, '\t', &rest);
	out->name = str_split(rest, '\t', &rest);
	if (out->country.len != 2 || !out->name.len || !take_degrees(&place, 2, &out->latitude) ||
	    !take_degrees(&place, 3, &out->longitude))
		return false;
	out->x = cos(out->latitude * degree) * cos(out->longitude * degree);
	out->y = cos(out->latitude * degree) * sin(out->longitude * degree);
	out->z = sin(out->latitude * degree);
	return true;
}

/* Rows are sorted by country but for one: Crimea stands among Russia's and is listed as Ukraine's. */
static void insert_row(struct zone_place row)
{
	size_t at = table.count++;

	for (; at && str_cmp(table.at[at - 1].country, row.country) > 0; at--)
		table.at[at] = table.at[at - 1];
	table.at[at] = row;
}

static void read_table(void)
{
	const char *folder = getenv("TZDIR");
	char path[512];
	int n = snprintf(path, sizeof(path), "%s/zone.tab", folder && *folder ? folder : "/usr/share/zoneinfo");
	struct err e = { 0 };
	struct str text = { NULL, 0 };
	struct zone_place row;

	if (n > 0 && (size_t)n < sizeof(path))
		text = file_read(path, TABLE_MAX_BYTES, &table.arena, &e);
	table.at = text.ptr ? ARENA_NEW(&table.arena, struct zone_place, PLACES_MAX) : NULL;
	while (table.at && text.ptr && table.count < PLACES_MAX)
		if (read_row(str_split(text, '\n', &text), &row))
			insert_row(row);
}

const struct zone_place *zones_of_country(struct str country, size_t *count)
{
	size_t low = 0, high;

	pthread_once(&once, read_table);
	high = table.count;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (str_cmp(table.at[mid].country, country) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (*count = 0; low + *count < table.count && str_eq(table.at[low + *count].country, country);)
		++*count;
	return *count ? &table.at[low] : NULL;
}

bool zone_fits_country(struct str name, struct str country, int64_t moment, bool *fits)
{
	size_t count;
	const struct zone_place *zones = zones_of_country(country, &count);
	struct str iana = zone_iana_name(name);
	int seen, there;

	*fits = false;
	for (size_t i = 0; i < count; i++)
		if (str_eq(zones[i].name, iana))
			return *fits = true;
	if (!count || !zone_offset(name, moment, &seen))
		return false;
	for (size_t i = 0; i < count && !*fits; i++)
		*fits = zone_offset(zones[i].name, moment, &there) && there == seen;
	return true;
}

double distance_km(double latitude, double longitude, double other_latitude, double other_longitude)
{
	double a = sin((other_latitude - latitude) * degree / 2), b = sin((other_longitude - longitude) * degree / 2);
	double h = a * a + cos(latitude * degree) * cos(other_latitude * degree) * b * b;

	/* The haversine formula; rounding may pass 1 at the other end of the Earth. */
	return 2 * earth * asin(sqrt(h > 1 ? 1 : h));
}

bool countries_apart_km(struct str a, struct str b, double *km)
{
	size_t a_count, b_count;
	const struct zone_place *x = zones_of_country(a, &a_count), *y = zones_of_country(b, &b_count);

	double nearest = str_eq(a, b) ? 0 : 4; /* the square of the straight line between two points, at most 2 long */
	for (size_t i = 0; i < a_count && nearest > 0; i++)
		for (size_t j = 0; j < b_count; j++) {
			double dx = x[i].x - y[j].x, dy = x[i].y - y[j].y, dz = x[i].z - y[j].z;
			double d = dx * dx + dy * dy + dz * dz;
			nearest = d < nearest ? d : nearest;
		}
	*km = 2 * earth * asin(sqrt(nearest) / 2);
	return a_count && b_count;
}
