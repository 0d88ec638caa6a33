#include "base/when.h"

/* Exactly @digits digits off the front of @s. */
static bool take_number(struct str *s, size_t digits, int min, int max, int *out)
{
	int v = 0;

	if (s->len < digits)
		return false;
	for (size_t i = 0; i < digits; i++) {
		if (s->ptr[i] < '0' || s->ptr[i] > '9')
			return false;
		v = v * 10 + (s->ptr[i] - '0');
	}
	if (v < min || v > max)
		return false;
	*s = str_of(s->ptr + digits, s->len - digits);
	*out = v;
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

/* Howard Hinnant's "days_from_civil": years begin in March, so that the leap day comes last. */
int64_t when_days(int year, int month, int day)
{
	int64_t y = year - (month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
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

static bool take_date(struct str *s, struct when *w)
{
	w->month = w->day = 1;
	if (!take_number(s, 4, 0, 9999, &w->year))
		return false;
	if (!take(s, '-'))
		return true;
	w->grain = WHEN_MONTH;
	if (!take_number(s, 2, 1, 12, &w->month))
		return false;
	if (!take(s, '-'))
		return true;
	w->grain = WHEN_DAY;
	return take_number(s, 2, 1, month_length(w->year, w->month), &w->day);
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
	if (!take_number(s, 2, 0, 23, &hours))
		return false;
	if (s->len && (take(s, ':') || true) && !take_number(s, 2, 0, 59, &minutes))
		return false;
	w->offset = (west ? -1 : 1) * (hours * 60 + minutes);
	w->has_offset = true;
	return true;
}

static bool take_time(struct str *s, struct when *w)
{
	int second = 0;

	w->grain = WHEN_TIME;
	if (!take_number(s, 2, 0, 23, &w->hour) || !take(s, ':') || !take_number(s, 2, 0, 59, &w->minute))
		return false;
	/* 60 is a leap second (RFC 3339, 5.6). */
	if (take(s, ':') && !take_number(s, 2, 0, 60, &second))
		return false;
	if ((take(s, '.') || take(s, ',')) && !take_fraction(s, &w->nanoseconds))
		return false;
	w->seconds = w->hour * 3600 + w->minute * 60 + second;
	return take_offset(s, w);
}

bool when_parse(struct str s, struct when *out)
{
	struct when w = { 0 };

	s = str_trim(s);
	if (!take_date(&s, &w))
		return false;
	if (s.len && (w.grain != WHEN_DAY || !(take(&s, 'T') || take(&s, 't') || take(&s, ' ')) || !take_time(&s, &w)))
		return false;
	if (s.len)
		return false;
	w.seconds += when_days(w.year, w.month, w.day) * 86400 - w.offset * 60;
	*out = w;
	return true;
}
