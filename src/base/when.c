#include "base/when.h"

/* Two digits, which stand at @p. */
static inline bool read_two(const char *p, int min, int max, int *out)
{
	unsigned tens = (unsigned char)p[0] - (unsigned)'0', ones = (unsigned char)p[1] - (unsigned)'0';

	*out = (int)(10 * tens + ones);
	return tens <= 9 && ones <= 9 && *out >= min && *out <= max;
}

static bool take_two(struct str *s, int min, int max, int *out)
{
	if (s->len < 2 || !read_two(s->ptr, min, max, out))
		return false;
	*s = str_of(s->ptr + 2, s->len - 2);
	return true;
}

static bool take(struct str *s, char c)
{
	if (!s->len || *s->ptr != c)
		return false;
	*s = str_of(s->ptr + 1, s->len - 1);
	return true;
}

static int month_length(int year, int month)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return lengths[month - 1] + (month == 2 && is_leap);
}

static bool is_of_month(const struct when *w)
{
	return w->day <= 28 || w->day <= month_length(w->year, w->month);
}

enum { CYCLE_YEARS = 400, CYCLE_DAYS = 146097, CYCLES = 1000 }; /* the calendar repeats itself after 400 years */

/*
 * As Howard Hinnant's "days_from_civil": years begin in March, so that the leap day comes last.  They are counted from
 * one so early that nothing is negative, where a division would round the other way.
 */
int64_t when_days(int year, int month, int day)
{
	uint32_t y = (uint32_t)(year + CYCLES * CYCLE_YEARS - (month <= 2));
	uint32_t of_year = (153 * (uint32_t)(month + (month > 2 ? -3 : 9)) + 2) / 5 + (uint32_t)day - 1;

	return (int64_t)(365 * y + y / 4 - y / 100 + y / 400 + of_year) - (719468 + (int64_t)CYCLES * CYCLE_DAYS);
}

/* The inverse, "civil_from_days" of the same author. */
void when_print_day(int64_t seconds, char out[11])
{
	int64_t days = (seconds - (seconds % 86400 + 86400) % 86400) / 86400 + 719468;
	int64_t era = (days >= 0 ? days : days - 146096) / 146097, of_era = days - era * 146097;
	int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100), march = (5 * of_year + 2) / 153;
	unsigned day = (unsigned)(of_year - (153 * march + 2) / 5 + 1);
	unsigned month = (unsigned)(march < 10 ? march + 3 : march - 9);
	unsigned all = (unsigned)(year + era * 400 + (month <= 2)) * 10000 + month * 100 + day;

	static const size_t places[] = { 9, 8, 6, 5, 3, 2, 1, 0 };
	out[4] = out[7] = '-';
	out[10] = '\0';
	for (size_t i = 0; i < COUNT(places); i++, all /= 10)
		out[places[i]] = (char)('0' + all % 10);
}

int64_t when_days_between(const struct when *from, const struct when *to)
{
	return when_days(to->year, to->month, to->day) - when_days(from->year, from->month, from->day);
}

/* "2026", "2026-01" or "2026-01-14", which more may follow. */
static bool read_date(struct str s, struct when *w)
{
	int century, year;

	w->month = w->day = 1;
	if (s.len < 4 || !read_two(s.ptr, 0, 99, &century) || !read_two(s.ptr + 2, 0, 99, &year))
		return false;
	w->year = 100 * century + year;
	if (s.len == 4)
		return true;
	w->grain = WHEN_MONTH;
	if (s.len < 7 || s.ptr[4] != '-' || !read_two(s.ptr + 5, 1, 12, &w->month))
		return false;
	if (s.len == 7)
		return true;
	w->grain = WHEN_DAY;
	return s.len >= 10 && s.ptr[7] == '-' && read_two(s.ptr + 8, 1, 31, &w->day) && is_of_month(w);
}

/* Digits beyond the ninth are dropped. */
static bool take_fraction(struct str *s, uint32_t *out)
{
	uint32_t v = 0, unit = 100000000;
	size_t i = 0;

	for (; i < s->len && s->ptr[i] >= '0' && s->ptr[i] <= '9'; i++, unit /= 10)
		v += unit * (uint32_t)(s->ptr[i] - '0');
	*s = str_of(s->ptr + i, s->len - i);
	*out = v;
	return i > 0;
}

/* "Z", "+09:00", "+0900", "+09", or nothing. */
static bool take_offset(struct str *s, struct when *w)
{
	int hours, minutes = 0;

	if (take(s, 'Z') || take(s, 'z')) {
		w->has_offset = true;
		return true;
	}
	bool west = s->len && *s->ptr == '-';
	if (!west && !(s->len && *s->ptr == '+'))
		return true;
	*s = str_of(s->ptr + 1, s->len - 1);
	if (!take_two(s, 0, 23, &hours))
		return false;
	if (s->len && (take(s, ':') || true) && !take_two(s, 0, 59, &minutes))
		return false;
	w->offset = (west ? -1 : 1) * (hours * 60 + minutes);
	w->has_offset = true;
	return true;
}

/* Hours and minutes have their places; what follows them has not. */
static bool read_time(struct str s, struct when *w)
{
	int second = 0;

	w->grain = WHEN_TIME;
	if (s.len < 5 || !read_two(s.ptr, 0, 23, &w->hour) || s.ptr[2] != ':' ||
	    !read_two(s.ptr + 3, 0, 59, &w->minute))
		return false;
	s = str_of(s.ptr + 5, s.len - 5);
	/* 60 is a leap second (RFC 3339, 5.6). */
	if (take(&s, ':') && !take_two(&s, 0, 60, &second))
		return false;
	if ((take(&s, '.') || take(&s, ',')) && !take_fraction(&s, &w->nanoseconds))
		return false;
	w->seconds = second;
	return take_offset(&s, w) && !s.len;
}

#define EACH_BYTE UINT64_C(0x0101010101010101)

/* The high bit of each byte that is not zero. */
static inline uint64_t not_zero(uint64_t bytes)
{
	return (((bytes & 0x7F * EACH_BYTE) + 0x7F * EACH_BYTE) | bytes) & 0x80 * EACH_BYTE;
}

/* Do eight bytes stand as in @shape, where '0' stands for any digit?  A literal's part is known when compiled. */
static inline bool has_shape(uint64_t bytes, const char *shape)
{
	const uint64_t wanted = str_load(shape, 8), fixed = not_zero(wanted ^ '0' * EACH_BYTE) >> 7;
	/* What makes a difference overflow into its high bit: any at a fixed byte, one above 9 at a digit. */
	const uint64_t over = (0x7F - 9) * EACH_BYTE + 9 * fixed, differs = bytes ^ wanted;

	return ((((differs & 0x7F * EACH_BYTE) + over) | differs) & 0x80 * EACH_BYTE) == 0;
}

/* Of eight digits, the number that each makes with the one behind it. */
static inline uint64_t pairs_of(uint64_t bytes)
{
	const uint64_t digits = bytes & 0x0F * EACH_BYTE;

	return 10 * digits + (digits >> 8);
}

static inline int byte_at(uint64_t bytes, unsigned at)
{
	return (int)(bytes >> 8 * at & 0xFF);
}

static int64_t first_second(const struct when *w)
{
	return when_days(w->year, w->month, w->day) * 86400 + w->hour * 3600 + w->minute * 60 - w->offset * 60;
}

/* "2026-12-26T07:37:00Z", as nearly all moments are written: every byte has its place. */
static bool read_common(struct str s, struct when *out)
{
	if (s.len != 20)
		return false;
	uint64_t date = str_load(s.ptr, 8), time = str_load(s.ptr + 8, 8), end = str_load(s.ptr + 12, 8);
	if (!has_shape(date, "0000-00-") || !has_shape(time, "00T00:00") || !has_shape(end, "0:00:00Z"))
		return false;
	date = pairs_of(date);
	time = pairs_of(time);
	const int second = byte_at(pairs_of(end), 5);
	const struct when w = {
		.has_offset = true, .grain = WHEN_TIME,
		.year = 100 * byte_at(date, 0) + byte_at(date, 2), .month = byte_at(date, 5), .day = byte_at(time, 0),
		.hour = byte_at(time, 3), .minute = byte_at(time, 6),
	};
	if (w.month < 1 || w.month > 12 || w.day < 1 || !is_of_month(&w))
		return false;
	if (w.hour > 23 || w.minute > 59 || second > 60)
		return false;
	*out = w;
	out->seconds = first_second(&w) + second;
	return true;
}

/* Any other form. */
static bool read_any(struct str s, struct when *out)
{
	struct when w = { .seconds = 0 };

	s = str_trim(s);
	if (!read_date(s, &w))
		return false;
	if (s.len > 10 && ((s.ptr[10] != 'T' && s.ptr[10] != 't' && s.ptr[10] != ' ') ||
	    !read_time(str_of(s.ptr + 11, s.len - 11), &w)))
		return false;
	w.seconds += first_second(&w);
	*out = w;
	return true;
}

bool when_parse(struct str s, struct when *out)
{
	return read_common(s, out) || read_any(s, out);
}
