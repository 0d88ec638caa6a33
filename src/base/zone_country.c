#include "base/zone_country.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/zone.h"

enum { TABLE_MAX_BYTES = 1 << 20, PLACES_MAX = 1024 }; /* the table has 20 kB and under 430 rows */

/* One zone, and the place that it is named after, in degrees north and east. */
struct zone_place {
	struct str country, name; /* "US", "America/New_York" */
	double latitude, longitude;
	double x, y, z; /* the same as a point of a sphere of radius 1 */
	_Atomic(const struct zone *) zone; /* NULL: nobody asked yet */
};

/* The zones of one country, side by side. */
struct country {
	struct zone_place *zones;
	size_t count;
};

enum { LETTERS = 26 };

/* Filled once; kept until the program ends. */
static struct {
	struct arena arena;
	struct zone_place *at;
	size_t count;
	struct country countries[LETTERS * LETTERS];
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
	*out = (struct zone_place){ .country = str_split(line, '\t', &rest) };
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

/* By its two capitals; NULL of another text. */
static struct country *slot_of(struct str code)
{
	if (code.len != 2 || code.ptr[0] < 'A' || code.ptr[0] > 'Z' || code.ptr[1] < 'A' || code.ptr[1] > 'Z')
		return NULL;
	return &table.countries[(code.ptr[0] - 'A') * LETTERS + code.ptr[1] - 'A'];
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
	for (size_t i = 0; i < table.count; i++) {
		struct country *c = slot_of(table.at[i].country);
		if (c && !c->count++)
			c->zones = &table.at[i];
	}
}

/* NULL if no zone of it is known. */
static const struct country *find_country(struct str code)
{
	pthread_once(&once, read_table);
	const struct country *c = slot_of(code);
	return c && c->count ? c : NULL;
}

/* Whether a zone's clock is one of a country's, and when that is so. */
struct fit {
	const struct zone *zone;
	const struct country *country;
	struct zone_span span; /* its offset is the zone's */
	bool fits;
};

static bool has_zone(const struct country *c, struct str iana)
{
	for (size_t i = 0; i < c->count; i++)
		if (str_eq(c->zones[i].name, iana))
			return true;
	return false;
}

static const struct zone *zone_of(struct zone_place *p)
{
	const struct zone *z = atomic_load_explicit(&p->zone, memory_order_acquire);

	if (!z) {
		z = zone_find(p->name);
		atomic_store_explicit(&p->zone, z, memory_order_release);
	}
	return z;
}

/* False where the zone's clock is not known at @moment. */
static bool find_fit(const struct zone *zone, struct str name, const struct country *c, int64_t moment, struct fit *out)
{
	struct zone_span there;

	*out = (struct fit){ .zone = zone, .country = c };
	if (!zone_span_at(zone, moment, &out->span))
		return false;
	out->fits = has_zone(c, zone_iana_name(str_trim(name)));
	for (size_t i = 0; i < c->count && !out->fits; i++) {
		const struct zone *z = zone_of(&c->zones[i]);
		if (!z || !zone_span_at(z, moment, &there))
			continue;
		zone_span_cut(&out->span, &there);
		out->fits = there.offset == out->span.offset;
	}
	return true;
}

/* Applicants are of few zones and countries: what was found out of two of them is kept. */
static _Thread_local struct fit fits_found[1024];

bool zone_fits_country(struct str name, struct str country, int64_t moment, bool *fits)
{
	const struct country *c = find_country(country);
	const struct zone *zone = c ? zone_find(name) : NULL;

	*fits = false;
	if (!zone)
		return false;
	uint64_t key = (uintptr_t)zone / 64 * 31 + (uint64_t)(c - table.countries) * 7 + (uint64_t)moment / (1 << 23);
	struct fit *f = &fits_found[key % COUNT(fits_found)];
	if (f->zone != zone || f->country != c || moment < f->span.from || moment >= f->span.until) {
		struct fit found;
		if (!find_fit(zone, name, c, moment, &found))
			return false;
		*f = found;
	}
	*fits = f->fits;
	return true;
}

double distance_km(double latitude, double longitude, double other_latitude, double other_longitude)
{
	double a = sin((other_latitude - latitude) * degree / 2), b = sin((other_longitude - longitude) * degree / 2);
	double h = a * a + cos(latitude * degree) * cos(other_latitude * degree) * b * b;

	/* The haversine formula; rounding may pass 1 at the other end of the Earth. */
	return 2 * earth * asin(sqrt(h > 1 ? 1 : h));
}

static double find_apart(const struct country *a, const struct country *b)
{
	double nearest = a == b ? 0 : 4; /* the square of the straight line between two points, at most 2 long */

	for (size_t i = 0; i < a->count && nearest > 0; i++)
		for (size_t j = 0; j < b->count; j++) {
			const struct zone_place *x = &a->zones[i], *y = &b->zones[j];
			double dx = x->x - y->x, dy = x->y - y->y, dz = x->z - y->z;
			double d = dx * dx + dy * dy + dz * dz;
			nearest = d < nearest ? d : nearest;
		}
	return 2 * earth * asin(sqrt(nearest) / 2);
}

/* Likewise of pairs of countries. */
static _Thread_local struct {
	const struct country *a, *b;
	double km;
} apart_found[256];

bool countries_apart_km(struct str a, struct str b, double *km)
{
	const struct country *x = find_country(a), *y = find_country(b);

	if (!x || !y)
		return false;
	size_t at = (size_t)((x - table.countries) * 17 + (y - table.countries)) % COUNT(apart_found);
	if (apart_found[at].a != x || apart_found[at].b != y) {
		apart_found[at].a = x;
		apart_found[at].b = y;
		apart_found[at].km = find_apart(x, y);
	}
	*km = apart_found[at].km;
	return true;
}
