#include "read/place.h"

static const struct country { struct str name, code; } countries[] = {
#define COUNTRY(name, code) { STR(name), STR(code) },
#include "read/country.list"
#undef COUNTRY
};

static const struct state { struct str name, abbreviation, country; } states[] = {
#define STATE(name, abbreviation, country) { STR(name), STR(abbreviation), STR(country) },
#include "read/state.list"
#undef STATE
};

enum { PARTS_MAX = 12 };

static const struct str none = { NULL, 0 };

static unsigned char lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static int compare(struct str a, struct str b)
{
	for (size_t i = 0; i < a.len && i < b.len; i++)
		if (lower(a.ptr[i]) != lower(b.ptr[i]))
			return lower(a.ptr[i]) < lower(b.ptr[i]) ? -1 : 1;
	return a.len < b.len ? -1 : a.len > b.len;
}

static struct str country_by_name(struct str text)
{
	size_t low = 0, high = COUNT(countries);

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = compare(text, countries[middle].name);
		if (!order)
			return countries[middle].code;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return none;
}

static struct str country_by_code(struct str text)
{
	for (size_t i = 0; text.len == 2 && i < COUNT(countries); i++)
		if (str_eq_ascii(countries[i].code, text))
			return countries[i].code;
	return none;
}

struct str place_country(struct str text)
{
	struct str code = country_by_code(str_trim(text));

	return code.ptr ? code : country_by_name(str_trim(text));
}

static const struct state *find_state(struct str text)
{
	for (size_t i = 0; i < COUNT(states); i++)
		if (str_eq_ascii(states[i].name, text) || str_eq_ascii(states[i].abbreviation, text))
			return &states[i];
	return NULL;
}

static bool is_digits(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] < '0' || s.ptr[i] > '9')
			return false;
	return s.len > 0;
}

/* US: 12345 or 12345-6789; Canada: A1B 2C3 (the blank is @blank). */
static bool is_postal_code(struct str s, struct str country)
{
	static const char shape[] = "a1a 1a1";

	if (str_is(country, "US")) {
		bool has_more = s.len == 10 && s.ptr[5] == '-' && is_digits(str_of(s.ptr + 6, 4));
		return (s.len == 5 || has_more) && is_digits(str_of(s.ptr, 5));
	}
	if (s.len != 7)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = lower(s.ptr[i]);
		bool fits = shape[i] == 'a' ? c >= 'a' && c <= 'z' : shape[i] == '1' ? c >= '0' && c <= '9' : c == ' ';
		if (!fits)
			return false;
	}
	return true;
}

/* "OH 43004": a state and a postal code of its country. */
static const struct state *split_state(struct str text, struct str *code)
{
	for (size_t at = text.len; at-- > 0;) {
		if (text.ptr[at] != ' ')
			continue;
		const struct state *s = find_state(str_trim(str_of(text.ptr, at)));
		*code = str_of(text.ptr + at + 1, text.len - at - 1);
		if (s && is_postal_code(*code, s->country))
			return s;
	}
	return NULL;
}

/* What stands for no place. */
static bool is_nowhere(struct str part)
{
	static const char *const words[] = { "remote", "anywhere", "worldwide", "home office" };

	for (size_t i = 0; i < COUNT(words); i++)
		if (str_eq_ascii(part, str_from(words[i])))
			return true;
	return false;
}

static size_t split(struct str text, struct str *parts)
{
	size_t count = 0, begin = 0;

	for (size_t i = 0; i <= text.len; i++) {
		if (i < text.len && text.ptr[i] != ',' && text.ptr[i] != '\n')
			continue;
		struct str part = str_trim(str_of(text.ptr + begin, i - begin));
		begin = i + 1;
		if (!part.len || is_nowhere(part))
			continue;
		if (count == PARTS_MAX)
			return 0;
		parts[count++] = part;
	}
	return count;
}

/* The country off the end of the parts, if the last one can be nothing else. */
static size_t take_country(const struct str *parts, size_t count, struct place *out)
{
	struct str last = parts[count - 1], code = place_country(last);
	const struct state *before = count > 1 ? find_state(parts[count - 2]) : NULL;

	/* "Toronto, ON, CA" is in Canada; "Fresno, Fresno County, CA" is not. */
	if (!code.ptr || (find_state(last) && !(before && str_eq(before->country, code))))
		return count;
	out->country = code;
	return count - 1;
}

/* The region, and what follows it.  *is_doubtful: the last part may be a region or a country. */
static size_t take_region(const struct str *parts, size_t count, struct place *out, bool *is_doubtful)
{
	struct str last = parts[count - 1], code;
	const struct state *s = split_state(last, &code);

	if (s && (!out->country.ptr || str_eq(out->country, s->country))) {
		out->region = str_of(last.ptr, (size_t)(code.ptr - last.ptr) - 1);
		out->postal_code = code;
		out->country = s->country;
		return count - 1;
	}
	s = find_state(last);
	if (out->country.ptr && count > 1) {
		out->region = last;
		return count - 1;
	}
	if (!s)
		return count;
	/* "Georgia" and "IL" may be countries, and "New York" alone a city. */
	*is_doubtful = count < 2 || place_country(last).ptr;
	if (!*is_doubtful) {
		out->region = last;
		out->country = s->country;
	}
	return count - 1;
}

static bool take_street(const struct str *parts, size_t count, struct arena *a, struct place *out)
{
	out->line1 = arena_copy(a, parts[0]);
	for (size_t i = 1; i < count && out->line1.ptr; i++)
		out->line1 = arena_printf(a, "%.*s, %.*s", STR_ARG(out->line1), STR_ARG(parts[i]));
	return out->line1.ptr;
}

bool place_read(struct str text, bool is_postal, struct arena *a, struct place *out)
{
	struct str parts[PARTS_MAX];
	size_t all = split(text, parts), lines, left;
	bool is_doubtful = false;

	*out = (struct place){ 0 };
	if (!all)
		return true;
	left = lines = take_country(parts, all, out);
	/* Of "Berlin, Germany" the rest is the city. */
	if (left && (left > 1 || !out->country.ptr))
		left = take_region(parts, left, out, &is_doubtful);
	if (is_postal && (!left || !out->region.ptr || !(out->postal_code.ptr || find_state(out->region)))) {
		*out = (struct place){ .country = out->country };
		return !lines || take_street(parts, lines, a, out);
	}
	if (left)
		out->city = parts[--left];
	if (!is_postal && left) /* "Remote, near Lyon, Rhône, France": what it says is not certain */
		out->city = out->region = none;
	return !is_postal || !left || take_street(parts, left, a, out);
}
