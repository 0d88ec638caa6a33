#include "cmd/check_value.h"

#include "base/arena.h"
#include "base/ip.h"
#include "base/when.h"
#include "base/zone.h"
#include "list/catalogue.h"
#include "list/normal.h"
#include "record/verification.h"

static bool is_ip(struct str s)
{
	struct ip ip;

	return ip_parse(s, &ip);
}

static bool is_email(struct str s)
{
	char out[NORMAL_MAX];

	return normal_email(s, out).ptr != NULL;
}

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_country(struct str s)
{
	return s.len == 2 && is_letter(s.ptr[0]) && is_letter(s.ptr[1]);
}

static bool is_zone(struct str s)
{
	int seconds;

	return zone_offset(s, 0, &seconds);
}

static bool is_time(struct str s)
{
	struct when w;

	return when_parse(s, &w);
}

static const struct {
	bool (*is)(struct str s);
	const char *what;
} sorts[VALUE_SORTS] = {
	[VALUE_IP] = { is_ip, "an internet address" },
	[VALUE_EMAIL] = { is_email, "a mailbox" },
	[VALUE_COUNTRY] = { is_country, "a country's two letters" },
	[VALUE_ZONE] = { is_zone, "a time zone, as America/Chicago" },
	[VALUE_OBSERVATION] = { NULL, "a code of what may be observed" },
	[VALUE_CHECK] = { NULL, "a check's code, as in-person" },
	[VALUE_TIME] = { is_time, "a time, as 2026-01-14 or 2026-01-14T09:00:00Z" },
};

static bool is_observation(struct str s, const char **near)
{
	struct arena a = arena_make(0);
	const struct catalogue *c = catalogue_new(&a);
	bool is = c && (catalogue_observation(c, s) || catalogue_indicator(c, s));

	*near = c && !is ? catalogue_nearest(c, s) : NULL;
	arena_clear(&a);
	return is;
}

static bool is_check(struct str s, const char **near)
{
	bool is = verification_find(s) != NULL;

	*near = is ? NULL : verification_nearest(s);
	return is;
}

const char *check_value(enum value_sort sort, struct str value, const char **near)
{
	bool is = true;

	*near = NULL;
	if (sort == VALUE_OBSERVATION)
		is = is_observation(value, near);
	else if (sort == VALUE_CHECK)
		is = is_check(value, near);
	else if (sorts[sort].is)
		is = sorts[sort].is(value);
	return is ? NULL : sorts[sort].what;
}
