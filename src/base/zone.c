#include "base/zone.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/when.h"

enum {
	ZONE_MAX_NAME = 64,   /* bytes; the longest name in use has 32 */
	ZONE_MAX_FILE = 65536, /* bytes; the largest file has under 4 kB, "fat" ones as well */
	ZONE_SLOTS = 2048,    /* about 600 names are in use, and 140 of Windows's, so the cache does not fill up */
	ZONE_HEADER = 44,
};

static uint32_t read32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int64_t read64(const unsigned char *p)
{
	return (int64_t)((uint64_t)read32(p) << 32 | read32(p + 4));
}

/* RFC 9636, 3.1: six counts from byte 20 on. */
struct header {
	uint32_t isut, isstd, leap, time, type, chars;
};

static bool read_header(struct str bytes, struct header *h)
{
	const unsigned char *p = (const unsigned char *)bytes.ptr;

	if (bytes.len < ZONE_HEADER || memcmp(p, "TZif", 4) != 0)
		return false;
	*h = (struct header){
		read32(p + 20), read32(p + 24), read32(p + 28), read32(p + 32), read32(p + 36), read32(p + 40),
	};
	return h->isut <= ZONE_MAX_FILE && h->isstd <= ZONE_MAX_FILE && h->leap <= ZONE_MAX_FILE &&
	    h->time <= ZONE_MAX_FILE && h->type <= 256 && h->chars <= ZONE_MAX_FILE;
}

/* Bytes of a data block whose moments take @width bytes each (RFC 9636, 3.2). */
static size_t block_size(const struct header *h, size_t width)
{
	return h->time * (width + 1) + h->type * 6 + h->chars + h->leap * (width + 4) + h->isstd + h->isut;
}

static bool types_are_known(const struct zone_file *z)
{
	for (uint32_t i = 0; i < z->time_count; i++)
		if (z->indexes[i] >= z->type_count)
			return false;
	return z->type_count > 0;
}

bool zone_parse(struct str bytes, struct zone_file *out)
{
	struct header h;

	/* The first block has moments of 32 bits, for readers of old; the second one is the one to read. */
	if (!read_header(bytes, &h) || bytes.ptr[4] < '2')
		return false;
	size_t skip = ZONE_HEADER + block_size(&h, 4);
	if (skip > bytes.len)
		return false;
	bytes = str_of(bytes.ptr + skip, bytes.len - skip);
	if (!read_header(bytes, &h) || ZONE_HEADER + block_size(&h, 8) > bytes.len)
		return false;
	const unsigned char *p = (const unsigned char *)bytes.ptr + ZONE_HEADER;
	*out = (struct zone_file){
		.times = p, .indexes = p + h.time * 8, .types = p + h.time * 9,
		.time_count = h.time, .type_count = h.type,
	};
	size_t end = ZONE_HEADER + block_size(&h, 8);
	struct str footer = str_of(bytes.ptr + end, bytes.len - end);
	if (footer.len >= 2 && *footer.ptr == '\n')
		out->footer = str_of(footer.ptr + 1, str_index(str_of(footer.ptr + 1, footer.len - 1), '\n'));
	return types_are_known(out);
}

/* How many changes are not after @moment. */
static uint32_t changes_until(const struct zone_file *z, int64_t moment)
{
	uint32_t low = 0, high = z->time_count;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		if (read64(z->times + 8 * (size_t)mid) <= moment)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static bool holds(const struct zone_span *s, int64_t moment)
{
	return s->from <= moment && moment < s->until;
}

void zone_span_cut(struct zone_span *s, const struct zone_span *by)
{
	s->from = s->from > by->from ? s->from : by->from;
	s->until = s->until < by->until ? s->until : by->until;
}

bool zone_file_span(const struct zone_file *z, int64_t moment, struct zone_span *out)
{
	uint32_t n = changes_until(z, moment);
	struct zone_span explicit = {
		.from = n ? read64(z->times + 8 * (size_t)(n - 1)) : INT64_MIN,
		.until = n < z->time_count ? read64(z->times + 8 * (size_t)n) : INT64_MAX,
		/* Before the first change, type 0 holds (RFC 9636, 3.2). */
		.offset = (int)read32(z->types + 6 * (size_t)(n ? z->indexes[n - 1] : 0)),
	};

	*out = explicit;
	if (n < z->time_count || !z->footer.len)
		return true;
	if (!zone_rule_span(z->footer, moment, out))
		return false;
	zone_span_cut(out, &explicit);
	return true;
}

/* The parts of a POSIX TZ string (POSIX 8.3, RFC 9636, 3.3.1). */
struct rule_date {
	char form; /* 'M', 'J', or 'n' for a day from 0 on */
	int month, week, day;
	int time; /* seconds after local midnight */
};

static bool take_digits(struct str *s, int max, int *out)
{
	size_t i = 0;
	int v = 0;

	for (; i < s->len && s->ptr[i] >= '0' && s->ptr[i] <= '9' && i < 4; i++)
		v = v * 10 + (s->ptr[i] - '0');
	*s = str_of(s->ptr + i, s->len - i);
	*out = v;
	return i > 0 && v <= max;
}

static bool take(struct str *s, char c)
{
	if (!s->len || *s->ptr != c)
		return false;
	*s = str_of(s->ptr + 1, s->len - 1);
	return true;
}

/* "[+-]hh[:mm[:ss]]" as seconds. */
static bool take_clock(struct str *s, int max_hours, int *out)
{
	int h, m = 0, sec = 0;
	bool minus = take(s, '-');

	if (!minus)
		take(s, '+');
	if (!take_digits(s, max_hours, &h))
		return false;
	if (take(s, ':') && (!take_digits(s, 59, &m) || (take(s, ':') && !take_digits(s, 59, &sec))))
		return false;
	*out = (minus ? -1 : 1) * (h * 3600 + m * 60 + sec);
	return true;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool take_designation(struct str *s)
{
	size_t i = 0;

	if (take(s, '<')) {
		i = str_index(*s, '>');
		if (i == s->len)
			return false;
		*s = str_of(s->ptr + i + 1, s->len - i - 1);
		return true;
	}
	while (i < s->len && is_letter(s->ptr[i]))
		i++;
	*s = str_of(s->ptr + i, s->len - i);
	return i >= 3;
}

static bool take_date(struct str *s, struct rule_date *d)
{
	*d = (struct rule_date){ .form = 'n', .time = 7200 };
	if (take(s, 'M')) {
		d->form = 'M';
		if (!take_digits(s, 12, &d->month) || !take(s, '.') || !take_digits(s, 5, &d->week) || !take(s, '.') ||
		    !take_digits(s, 6, &d->day) || !d->month || !d->week)
			return false;
	} else {
		if (take(s, 'J'))
			d->form = 'J';
		if (!take_digits(s, 365, &d->day) || (d->form == 'J' && !d->day))
			return false;
	}
	return !take(s, '/') || take_clock(s, 167, &d->time);
}

/* The day on which @d falls in @year, as days since 1970. */
static int64_t date_in(const struct rule_date *d, int year)
{
	int64_t first = when_days(year, 1, 1);
	bool is_leap = when_days(year + 1, 1, 1) - first == 366;

	if (d->form == 'n')
		return first + d->day;
	if (d->form == 'J') /* 29 February is not counted */
		return first + d->day - 1 + (is_leap && d->day >= 60);
	first = when_days(year, d->month, 1);
	int64_t length = (d->month == 12 ? when_days(year + 1, 1, 1) : when_days(year, d->month + 1, 1)) - first;
	int64_t weekday = ((first + 4) % 7 + 7) % 7; /* 1970-01-01 was a Thursday */
	int64_t day = (d->day - weekday + 7) % 7 + (d->week - 1) * 7;
	return first + (day < length ? day : day - 7);
}

static int year_of(int64_t seconds)
{
	int64_t days = (seconds - (seconds % 86400 + 86400) % 86400) / 86400;
	int64_t year = 1970 + days * 400 / 146097;

	year = year < -9999 ? -9999 : year > 99999 ? 99999 : year;
	int y = (int)year - 1;
	while (y < year + 1 && when_days(y + 1, 1, 1) <= days)
		y++;
	return y;
}

/* The parts of a rule; without daylight saving time @dst is @std. */
struct rule {
	int std, dst;
	bool has_dst;
	struct rule_date from, to;
};

/* POSIX counts offsets west of Greenwich, we count them east of it. */
static bool read_rule(struct str text, struct rule *r)
{
	*r = (struct rule){ .has_dst = false };
	if (!take_designation(&text) || !take_clock(&text, 24, &r->std))
		return false;
	r->dst = r->std = -r->std;
	if (!text.len)
		return true;
	if (!take_designation(&text))
		return false;
	r->has_dst = true;
	r->dst = r->std + 3600;
	if (text.len && *text.ptr != ',') {
		if (!take_clock(&text, 24, &r->dst))
			return false;
		r->dst = -r->dst;
	}
	return take(&text, ',') && take_date(&text, &r->from) && take(&text, ',') && take_date(&text, &r->to) &&
	    !text.len;
}

bool zone_rule_span(struct str rule, int64_t moment, struct zone_span *out)
{
	struct rule r;

	if (!read_rule(rule, &r))
		return false;
	*out = (struct zone_span){ INT64_MIN, INT64_MAX, r.std };
	if (!r.has_dst)
		return true;
	int year = year_of(moment + r.std);
	struct zone_span local_year = {
		when_days(year, 1, 1) * 86400 - r.std, when_days(year + 1, 1, 1) * 86400 - r.std, 0,
	};
	int64_t cuts[] = { date_in(&r.from, year) * 86400 + r.from.time - r.std,
		date_in(&r.to, year) * 86400 + r.to.time - r.dst };
	bool is_behind[] = { moment >= cuts[0], moment >= cuts[1] };
	bool is_dst = cuts[0] < cuts[1] ? is_behind[0] && !is_behind[1] : is_behind[0] || !is_behind[1];
	out->offset = is_dst ? r.dst : r.std;
	for (size_t i = 0; i < COUNT(cuts); i++)
		zone_span_cut(out, is_behind[i] ? &(struct zone_span){ cuts[i], INT64_MAX, 0 }
		                                : &(struct zone_span){ INT64_MIN, cuts[i], 0 });
	/* Years of more than five digits are not counted: what is said there is said of that moment alone. */
	if (!holds(&local_year, moment))
		local_year = (struct zone_span){ moment, moment + 1, 0 };
	zone_span_cut(out, &local_year);
	return true;
}

static const struct { struct str windows, iana; } windows_names[] = {
#define ZONE(windows, iana) { STR(windows), STR(iana) },
#include "base/zone_name.list"
#undef ZONE
};

struct str zone_iana_name(struct str name)
{
	static const struct str utc = STR("UTC");
	size_t low = 0, high = COUNT(windows_names);

	if (str_index(name, ' ') == name.len && !str_starts(name, utc))
		return name;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int order = str_cmp(windows_names[mid].windows, name);
		if (!order)
			return windows_names[mid].iana;
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return name;
}

/* A zone that was read, by the name that was given; it is kept until the program ends. */
struct zone {
	char name[ZONE_MAX_NAME];
	size_t name_len;
	uint32_t slot; /* in the cache */
	struct zone_file file;
	char bytes[];
};

static _Atomic(struct zone *) cache[ZONE_SLOTS];

/* What is no zone: "right" counts leap seconds, "posix" has all zones again, the others are this machine's own. */
static bool is_other(struct str s)
{
	static const struct str folders[] = { STR("right/"), STR("posix/") };
	static const struct str files[] = { STR("localtime"), STR("posixrules") };
	bool found = false;

	for (size_t i = 0; i < COUNT(folders); i++)
		found = found || str_starts(s, folders[i]);
	for (size_t i = 0; i < COUNT(files); i++)
		found = found || str_eq(s, files[i]);
	return found;
}

static bool is_name_byte(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '+' || c == '-' || c == '/';
}

/* A name, and nothing that leads elsewhere in the file system, nor to a zone once more: that would fill the cache. */
static bool is_name(struct str s)
{
	if (!s.len || s.len >= ZONE_MAX_NAME || !is_letter(*s.ptr) || is_other(s))
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (!is_name_byte(s.ptr[i]) || (s.ptr[i] == '/' && s.ptr[i - 1] == '/'))
			return false;
	return true;
}

static FILE *open_zone(struct str name)
{
	const char *folder = getenv("TZDIR");
	char path[512];

	if (!folder || !*folder)
		folder = "/usr/share/zoneinfo";
	int n = snprintf(path, sizeof(path), "%s/%.*s", folder, STR_ARG(name));
	return n > 0 && (size_t)n < sizeof(path) ? fopen(path, "re") : NULL;
}

/* The bytes of an open file, with room before them for the rest of the zone; NULL if they are none or too many. */
static struct zone *read_zone(FILE *f, size_t *len)
{
	struct stat st;
	bool fits = fstat(fileno(f), &st) == 0 && st.st_size > 0 && st.st_size < ZONE_MAX_FILE;
	struct zone *z = fits ? mem_alloc(1, sizeof(*z) + (size_t)st.st_size) : NULL;

	*len = z ? fread(z->bytes, 1, (size_t)st.st_size, f) : 0;
	return z;
}

static struct zone *load(struct str name)
{
	struct str iana = zone_iana_name(name);
	FILE *f = name.len < ZONE_MAX_NAME && is_name(iana) ? open_zone(iana) : NULL;
	size_t len = 0;
	struct zone *z = f ? read_zone(f, &len) : NULL;

	if (f)
		fclose(f);
	if (z && zone_parse(str_of(z->bytes, len), &z->file)) {
		memcpy(z->name, name.ptr, name.len);
		z->name_len = name.len;
		return z;
	}
	mem_free(z);
	return NULL;
}

static bool is_of(const struct zone *z, struct str name)
{
	return str_eq(str_of(z->name, z->name_len), name);
}

/* Slots are only ever filled, and only by names that lead to a file; of two threads one gives its copy up. */
static const struct zone *find(struct str name)
{
	struct zone *fresh = NULL;
	uint32_t at = str_hash(name) % ZONE_SLOTS;

	for (size_t tries = 0; tries < ZONE_SLOTS; tries++, at = (at + 1) % ZONE_SLOTS) {
		struct zone *z = atomic_load_explicit(&cache[at], memory_order_acquire);
		if (!z && !fresh && !(fresh = load(name)))
			return NULL;
		if (!z)
			fresh->slot = at;
		if (!z && atomic_compare_exchange_strong(&cache[at], &z, fresh))
			return fresh;
		if (is_of(z, name)) {
			mem_free(fresh);
			return z;
		}
	}
	mem_free(fresh);
	return NULL;
}

/* A record names one zone again and again, and most of its moments lie between the same two changes. */
static _Thread_local struct {
	const struct zone *last;
	struct { const struct zone *zone; struct zone_span span; } spans[1024];
} recent;

const struct zone *zone_find(struct str name)
{
	name = str_trim(name);
	if (!recent.last || !is_of(recent.last, name)) {
		const struct zone *z = find(name);
		if (!z)
			return NULL;
		recent.last = z;
	}
	return recent.last;
}

bool zone_span_at(const struct zone *z, int64_t moment, struct zone_span *out)
{
	/* Some hundred days share an entry, so that the parts of a year have their own. */
	size_t at = (z->slot * 7 + (uint64_t)moment / (1 << 23)) % COUNT(recent.spans);

	if (recent.spans[at].zone != z || !holds(&recent.spans[at].span, moment)) {
		struct zone_span span;
		if (!zone_file_span(&z->file, moment, &span))
			return false;
		recent.spans[at].zone = z;
		recent.spans[at].span = span;
	}
	*out = recent.spans[at].span;
	return true;
}

bool zone_offset(struct str name, int64_t moment, int *seconds)
{
	const struct zone *z = zone_find(name);
	struct zone_span span;

	if (!z || !zone_span_at(z, moment, &span))
		return false;
	*seconds = span.offset;
	return true;
}
