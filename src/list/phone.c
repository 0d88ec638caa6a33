#include "list/phone.h"

#include "base/log.h"
#include "list/row.h"

enum { CODES = 1000, NORTH_AMERICA = 1, EURASIA = 7, MIN_DIGITS = 7, MAX_DIGITS = 15 };

struct area {
	struct str country, region;
};

struct phones {
	struct str countries[CODES]; /* by calling code */
	struct area areas[CODES];    /* by North American area code */
};

static void read_rows(struct phones *s, struct str text, struct arena *a)
{
	struct row_reader r = row_reader_make(text, a);
	struct row row;
	bool is_area = false;
	int64_t code;

	for (bool header = true; row_next(&r, &row); header = false) {
		if (header)
			is_area = row.count > 2;
		else if (!str_number(row.cells[0], 0, CODES - 1, &code))
			continue;
		else if (is_area)
			s->areas[code] = (struct area){ row.cells[1], row.cells[2] };
		else
			s->countries[code] = row.cells[1];
	}
}

struct phones *phones_load(const struct lists *l, struct arena *a)
{
	struct phones *s = ARENA_NEW(a, struct phones, 1);

	for (size_t i = 0; s && i < lists_count(l); i++)
		if (lists_at(l, i)->kind == LIST_PHONE && lists_at(l, i)->is_embedded)
			read_rows(s, lists_text(l, lists_at(l, i), a), a);
	return s;
}

/* The digits as they are dialled, and whether a "+" or its like stood before them. */
struct dialled {
	char digits[MAX_DIGITS + 6];
	size_t count;
	bool is_international;
};

/* An extension, or what people write behind a number, ends it: "x9", "ext. 9", ";ext=9", ",9", "#9". */
static bool ends_number(char c)
{
	return strchr("xXeE;,#/", c) != NULL;
}

/* "(0)" stands for the digit that is dialled within the country only. */
static bool is_trunk(struct str s, size_t i)
{
	return i + 2 < s.len && s.ptr[i] == '(' && s.ptr[i + 1] == '0' && s.ptr[i + 2] == ')';
}

static bool is_number_byte(char c)
{
	return strchr(" ()-.\t", c) || (c & 0x80);
}

static bool starts(const struct dialled *d, struct str prefix)
{
	return str_starts(str_of(d->digits, d->count), prefix);
}

static bool read_digits(struct str s, struct dialled *d)
{
	static const struct str abroad = STR("00");

	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		if (c >= '0' && c <= '9') {
			if (d->count == sizeof(d->digits))
				return false;
			d->digits[d->count++] = c;
		} else if (!c || (ends_number(c) && d->count)) {
			return c && d->count;
		} else if (is_trunk(s, i) && (d->is_international || starts(d, abroad))) {
			i += 2;
		} else if (!is_number_byte(c)) {
			return false;
		}
	}
	return true;
}

static void drop(struct dialled *d, size_t n)
{
	memmove(d->digits, d->digits + n, d->count - n);
	d->count -= n;
}

static bool dial(struct str s, struct dialled *d)
{
	static const struct str scheme = STR("tel:"), prefix = STR("00");

	*d = (struct dialled){ .count = 0 };
	s = str_trim(s);
	if (s.len > scheme.len && str_eq_ascii(str_of(s.ptr, scheme.len), scheme))
		s = str_trim(str_of(s.ptr + scheme.len, s.len - scheme.len));
	if (s.len && *s.ptr == '(' && s.len > 1 && s.ptr[1] == '+')
		s = str_of(s.ptr + 1, s.len - 1);
	if (s.len && *s.ptr == '+') {
		d->is_international = true;
		s = str_of(s.ptr + 1, s.len - 1);
	}
	if (!read_digits(s, d))
		return false;
	if (!d->is_international && starts(d, prefix)) {
		drop(d, prefix.len);
		d->is_international = true;
	}
	return true;
}

/* The calling code that @country has, 0 if it is not known; the main country of a code stands first. */
static unsigned code_of(const struct phones *s, struct str country)
{
	for (unsigned code = 1; country.len == 2 && code < CODES; code++)
		if (phone_has_country(s->countries[code], country))
			return code;
	return 0;
}

static size_t print_code(unsigned code, char out[4])
{
	size_t n = code >= 100 ? 3 : code >= 10 ? 2 : 1;

	for (size_t i = n; i; i--, code /= 10)
		out[i - 1] = (char)('0' + code % 10);
	return n;
}

/* North American numbers have ten digits; area and exchange begin with 2 to 9. */
static bool is_north_american(const char *p, size_t count)
{
	return count == 10 && p[0] >= '2' && p[3] >= '2';
}

static bool put_in_front(struct dialled *d, unsigned code)
{
	char text[4];
	size_t n = print_code(code, text);

	if (d->count + n > sizeof(d->digits))
		return false;
	memmove(d->digits + n, d->digits, d->count);
	memcpy(d->digits, text, n);
	d->count += n;
	return true;
}

/* A number of @code as it is dialled at home, made international; false if it cannot be one. */
static bool from_home(struct dialled *d, unsigned code)
{
	char text[4];
	size_t n = print_code(code, text);
	static const struct str abroad = STR("011");

	if (code == NORTH_AMERICA && starts(d, abroad) && d->count > 10) {
		drop(d, abroad.len);
		return true;
	}
	if (code == NORTH_AMERICA && d->count == 11 && d->digits[0] == '1')
		return is_north_american(d->digits + 1, 10);
	if (code == NORTH_AMERICA)
		return is_north_american(d->digits, d->count) && put_in_front(d, code);
	if (code == EURASIA && d->count == 11 && d->digits[0] == '8')
		drop(d, 1);
	else if (d->count && d->digits[0] == '0')
		drop(d, 1);
	else if (starts(d, str_of(text, n)) && d->count - n >= 8)
		return true;
	return d->count >= 7 && d->count <= 11 && put_in_front(d, code);
}

/* Kazakhstan shares its calling code with Russia; its numbers begin with 6 or 7. */
static struct str split_eurasia(const char *national)
{
	static const struct str kazakhstan = STR("KZ"), russia = STR("RU");

	return *national == '6' || *national == '7' ? kazakhstan : russia;
}

static unsigned three_digits(const char *p)
{
	return (unsigned)(p[0] - '0') * 100 + (unsigned)(p[1] - '0') * 10 + (unsigned)(p[2] - '0');
}

/* Calling codes are one to three digits long, and none begins another one. */
static bool find_code(const struct phones *s, const struct dialled *d, struct phone *out)
{
	unsigned code = 0;
	size_t n = 0;

	if (d->count < MIN_DIGITS || d->count > MAX_DIGITS)
		return false;
	do
		code = code * 10 + (unsigned)(d->digits[n++] - '0');
	while (n < 3 && code && !s->countries[code].len);
	if (!code || !s->countries[code].len)
		return false;
	out->countries = s->countries[code];
	out->code = code;
	out->national = str_of(out->e164 + 1 + n, d->count - n);
	if (code == EURASIA)
		out->countries = split_eurasia(d->digits + n);
	if (code != NORTH_AMERICA)
		return true;
	if (!is_north_american(d->digits + 1, d->count - 1))
		return false;
	out->countries = s->areas[three_digits(d->digits + 1)].country;
	out->region = s->areas[three_digits(d->digits + 1)].region;
	return true;
}

bool phone_parse(const struct phones *s, struct str number, struct str country, struct phone *out)
{
	struct dialled d;
	unsigned code;

	*out = (struct phone){ 0 };
	if (!s || !dial(number, &d))
		return false;
	if (!d.is_international && (!(code = code_of(s, country)) || !from_home(&d, code)))
		return false;
	if (!find_code(s, &d, out))
		return false;
	out->e164[0] = '+';
	memcpy(out->e164 + 1, d.digits, d.count);
	return true;
}

bool phone_has_country(struct str countries, struct str country)
{
	for (size_t from = 0, end; from < countries.len; from = end + 1) {
		for (end = from; end < countries.len && countries.ptr[end] != ' ';)
			end++;
		if (str_eq_ascii(str_of(countries.ptr + from, end - from), country))
			return true;
	}
	return false;
}
