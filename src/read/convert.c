#include "read/convert.h"

#include <math.h>

#include "base/when.h"
#include "read/place.h"

static enum convert_result set_text(struct node *n, struct str text)
{
	if (!text.ptr)
		return CONVERT_MEMORY;
	n->type = NODE_TEXT;
	n->text = text.ptr;
	n->len = (uint32_t)text.len;
	return CONVERT_DONE;
}

static bool is_scalar(const struct node *n)
{
	return n->type == NODE_TEXT || n->type == NODE_NUMBER;
}

/* From the year 0 to 9999, in whole milliseconds. */
static enum convert_result from_epoch(struct node *n, struct arena *a, double unit)
{
	double number;
	char day[11];

	if (!is_scalar(n) || !str_real(str_trim(node_text(n)), &number))
		return CONVERT_WRONG;
	double ms = floor(number * unit + 0.5);
	if (!(ms >= -62167219200000.0 && ms < 253402300800000.0))
		return CONVERT_WRONG;
	int64_t all = (int64_t)ms, seconds = all / 1000 - (all % 1000 < 0);
	int64_t rest = (seconds % 86400 + 86400) % 86400;
	when_print_day(seconds, day);
	return set_text(n, arena_printf(a, "%sT%02d:%02d:%02d.%03dZ", day, (int)(rest / 3600), (int)(rest / 60 % 60),
	    (int)(rest % 60), (int)(all - seconds * 1000)));
}

static enum convert_result epoch_milliseconds(struct node *n, struct arena *a)
{
	return from_epoch(n, a, 1);
}

static enum convert_result epoch_seconds(struct node *n, struct arena *a)
{
	return from_epoch(n, a, 1000);
}

/* A number of one or two digits (four: a year) and what parts it from the next. */
static bool take_digits(struct str *s, size_t least, size_t most, int64_t max, int64_t *out)
{
	size_t len = 0;

	while (len < s->len && s->ptr[len] >= '0' && s->ptr[len] <= '9')
		len++;
	if (len < least || len > most || !str_number(str_of(s->ptr, len), 0, max, out))
		return false;
	*s = str_of(s->ptr + len, s->len - len);
	return true;
}

static bool take_one_of(struct str *s, const char *bytes)
{
	if (!s->len || !strchr(bytes, *s->ptr))
		return false;
	*s = str_of(s->ptr + 1, s->len - 1);
	return true;
}

/* " 7:42:10", "T07:42", " 7:42:10 PM": @hour and @minute; the seconds are 0 where they are not told. */
static bool take_clock(struct str *s, int64_t *hour, int64_t *minute, int64_t *second)
{
	if (!take_one_of(s, " T,"))
		return false;
	*s = str_trim(*s);
	if (!take_digits(s, 1, 2, 23, hour) || !take_one_of(s, ":") || !take_digits(s, 2, 2, 59, minute))
		return false;
	if (take_one_of(s, ":") && !take_digits(s, 2, 2, 60, second))
		return false;
	*s = str_trim(*s);
	bool is_pm = str_eq_ascii(*s, STR_LIT("PM")), is_am = str_eq_ascii(*s, STR_LIT("AM"));
	if ((is_pm || is_am) && (*hour < 1 || *hour > 12))
		return false;
	if (is_pm || is_am) {
		*hour = *hour % 12 + (is_pm ? 12 : 0);
		*s = str_of(s->ptr + 2, 0);
	}
	return s->len == 0;
}

/* "10/11/2026 7:42:10", "11.10.2026": what stands first is the month or the day. */
static enum convert_result numeric_date(struct node *n, struct arena *a, bool month_first)
{
	int64_t first, second, year, hour = 0, minute = 0, seconds = 0;
	struct when w;

	if (!is_scalar(n))
		return CONVERT_WRONG;
	struct str s = str_trim(node_text(n));
	if (!s.len)
		return CONVERT_NOTHING;
	if (when_parse(s, &w)) /* "2026-10-11" can be read in one way only */
		return CONVERT_DONE;
	if (!take_digits(&s, 1, 2, 31, &first) || !take_one_of(&s, "/.-") || !take_digits(&s, 1, 2, 31, &second) ||
	    !take_one_of(&s, "/.-") || !take_digits(&s, 4, 4, 9999, &year))
		return CONVERT_WRONG;
	bool has_clock = s.len > 0;
	if (has_clock && !take_clock(&s, &hour, &minute, &seconds))
		return CONVERT_WRONG;
	struct str out = arena_printf(a, "%04d-%02d-%02d", (int)year, (int)(month_first ? first : second),
	    (int)(month_first ? second : first));
	if (has_clock && out.ptr)
		out = arena_printf(a, "%.*sT%02d:%02d:%02d", STR_ARG(out), (int)hour, (int)minute, (int)seconds);
	return set_text(n, out);
}

static enum convert_result month_day_year(struct node *n, struct arena *a)
{
	return numeric_date(n, a, true);
}

static enum convert_result day_month_year(struct node *n, struct arena *a)
{
	return numeric_date(n, a, false);
}

/* A time without offset is in UTC. */
static enum convert_result utc(struct node *n, struct arena *a)
{
	struct when w;

	if (n->type != NODE_TEXT)
		return CONVERT_WRONG;
	if (!when_parse(node_text(n), &w) || w.has_offset || w.grain != WHEN_TIME)
		return CONVERT_DONE; /* convert_to_type() tells of what is no time */
	struct str clock, day = str_split(str_trim(node_text(n)), ' ', &clock);
	if (clock.ptr)
		return set_text(n, arena_printf(a, "%.*sT%.*sZ", STR_ARG(day), STR_ARG(clock)));
	return set_text(n, arena_printf(a, "%.*sZ", STR_ARG(day)));
}

static bool part(const struct node *map, const char *key, int64_t min, int64_t max, int64_t *out)
{
	const struct node *n = node_get(map, key);

	return n && is_scalar(n) && str_number(str_trim(node_text(n)), min, max, out);
}

static bool is_there(const struct node *map, const char *key)
{
	const struct node *n = node_get(map, key);

	return n && n->type != NODE_NULL && !(is_scalar(n) && !n->len);
}

/* {"year": 2020, "month": 1}; members may be texts. */
static enum convert_result date_parts(struct node *n, struct arena *a)
{
	int64_t year, month = 0, day = 0;

	if (n->type != NODE_MAP)
		return CONVERT_WRONG;
	if (!is_there(n, "year"))
		return CONVERT_NOTHING;
	if (!part(n, "year", 0, 9999, &year) || (is_there(n, "month") && !part(n, "month", 1, 12, &month)) ||
	    (is_there(n, "day") && !part(n, "day", 1, 31, &day)))
		return CONVERT_WRONG;
	if (!month)
		return set_text(n, arena_printf(a, "%04d", (int)year));
	if (!day)
		return set_text(n, arena_printf(a, "%04d-%02d", (int)year, (int)month));
	return set_text(n, arena_printf(a, "%04d-%02d-%02d", (int)year, (int)month, (int)day));
}

/* "Sample, Ann B." to "Ann B. Sample"; without a comma it is taken as it is. */
static enum convert_result last_first(struct node *n, struct arena *a)
{
	struct str first;

	if (n->type != NODE_TEXT)
		return CONVERT_WRONG;
	struct str last = str_trim(str_split(node_text(n), ',', &first));
	first = str_trim(first);
	if (!first.len || str_index(first, ',') < first.len)
		return CONVERT_DONE;
	return set_text(n, arena_printf(a, "%.*s %.*s", STR_ARG(first), STR_ARG(last)));
}

/* "en;q=0.9" to "en" (RFC 9110, 12.5.4). */
static enum convert_result language(struct node *n, struct arena *a)
{
	(void)a;
	if (n->type != NODE_TEXT)
		return CONVERT_WRONG;
	struct str s = node_text(n);
	s = str_trim(str_of(s.ptr, str_index(s, ';')));
	return str_is(s, "*") || !s.len ? CONVERT_NOTHING : set_text(n, s);
}

static int base64_digit(char c)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c ? memchr(digits, c, 64) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* RFC 4648, section 4.  What is not UTF-8 text (a PDF) says nothing here. */
static enum convert_result base64_text(struct node *n, struct arena *a)
{
	uint32_t bits = 0;
	size_t out = 0, held = 0, padding = 0;

	if (n->type != NODE_TEXT)
		return CONVERT_WRONG;
	char *p = arena_alloc(a, (size_t)n->len / 4 * 3 + 4);
	if (!p)
		return CONVERT_MEMORY;
	for (size_t i = 0; i < n->len; i++) {
		char c = n->text[i];
		int digit = base64_digit(c);
		if (c == '\n' || c == '\r')
			continue;
		padding += c == '=';
		if ((digit < 0 && c != '=') || (padding && c != '='))
			return CONVERT_WRONG;
		if (digit < 0)
			continue;
		bits = bits << 6 | (uint32_t)digit;
		held += 6;
		if (held >= 8)
			p[out++] = (char)(bits >> (held -= 8));
	}
	struct str text = str_of(p, out);
	if (!str_is_utf8(text) || memchr(p, '\0', out))
		return CONVERT_NOTHING;
	return set_text(n, text);
}

const struct conversion conversions[] = {
	{ "base64-text", "the text that base64 stands for; nothing if it is no text", base64_text, "base64" },
	{ "date-parts", "an object of year, month and day, as far as they are there", date_parts,
	    "a year, month and day" },
	{ "day-month-year", "31/12/2026 or 31.12.2026, with or without a time", day_month_year, "day, month and year" },
	{ "epoch-milliseconds", "milliseconds since 1970, as a number or text", epoch_milliseconds,
	    "milliseconds since 1970" },
	{ "epoch-seconds", "seconds since 1970, as a number or text", epoch_seconds, "seconds since 1970" },
	{ "language", "one language of an Accept-Language header, without its weight", language, "a language" },
	{ "last-first", "\"Sample, Ann\" becomes \"Ann Sample\"", last_first, "a name" },
	{ "month-day-year", "12/31/2026, with or without a time", month_day_year, "month, day and year" },
	{ "utc", "a time that has no offset is in UTC", utc, "a time" },
};

const size_t conversion_count = COUNT(conversions);

const struct conversion *conversion_find(struct str name)
{
	for (size_t i = 0; i < conversion_count; i++)
		if (str_is(name, conversions[i].name))
			return &conversions[i];
	return NULL;
}

static enum convert_result to_time(struct node *n, bool is_date)
{
	struct when w;

	if (!is_scalar(n) || !when_parse(node_text(n), &w))
		return CONVERT_WRONG;
	struct str s = str_trim(node_text(n));
	return set_text(n, is_date && w.grain == WHEN_TIME ? str_of(s.ptr, 10) : s);
}

static enum convert_result to_country(struct node *n)
{
	struct str code = n->type == NODE_TEXT ? place_country(node_text(n)) : str_of(NULL, 0);

	return code.ptr ? set_text(n, code) : CONVERT_WRONG;
}

enum convert_result convert_to_type(struct node *n, enum field_type type)
{
	if (n->type == NODE_TEXT) {
		struct str s = str_trim(node_text(n));
		if (!s.len)
			return CONVERT_NOTHING;
		set_text(n, s);
	}
	if (node_is_container(n))
		return CONVERT_WRONG;
	if (type == FIELD_TIME || type == FIELD_DATE)
		return to_time(n, type == FIELD_DATE);
	return type == FIELD_COUNTRY ? to_country(n) : CONVERT_DONE;
}
