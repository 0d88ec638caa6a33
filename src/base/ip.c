#include "base/ip.h"

#include <stdio.h>

/* "0" to "255" off the front of @s; a leading zero would be octal to some readers. */
static bool take_v4_part(struct str *s, uint64_t *n)
{
	size_t i = 0;
	unsigned v = 0;

	for (; i < s->len && i < 4 && s->ptr[i] >= '0' && s->ptr[i] <= '9'; i++)
		v = v * 10 + (unsigned)(s->ptr[i] - '0');
	if (!i || i > 3 || v > 255 || (i > 1 && s->ptr[0] == '0'))
		return false;
	*n = v;
	*s = str_of(s->ptr + i, s->len - i);
	return true;
}

static bool take_byte(struct str *s, char c)
{
	if (!s->len || *s->ptr != c)
		return false;
	*s = str_of(s->ptr + 1, s->len - 1);
	return true;
}

/* Dotted IPv4 off the front of @s; @s is then what follows. */
static bool take_v4(struct str *s, uint64_t *out)
{
	uint64_t all = 0, part;

	for (int i = 0; i < 4; i++) {
		if ((i && !take_byte(s, '.')) || !take_v4_part(s, &part))
			return false;
		all = all << 8 | part;
	}
	*out = all;
	return true;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 32);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* One to four hex digits off the front of @s. */
static bool take_group(struct str *s, uint16_t *out)
{
	unsigned v = 0;
	size_t i = 0;

	for (int d; i < s->len && i < 5 && (d = hex_digit(s->ptr[i])) >= 0; i++)
		v = v << 4 | (unsigned)d;
	if (!i || i > 4)
		return false;
	*out = (uint16_t)v;
	*s = str_of(s->ptr + i, s->len - i);
	return true;
}

/* The last two groups may be dotted IPv4 (RFC 4291, 2.2, form 3). */
static bool take_dotted_tail(struct str *s, uint16_t *groups)
{
	struct str rest = *s;
	uint64_t v4;

	if (!take_v4(&rest, &v4))
		return false;
	groups[0] = (uint16_t)(v4 >> 16);
	groups[1] = (uint16_t)v4;
	*s = rest;
	return true;
}

/* Move the @count groups behind the "::" at @gap to the end, and zero what lies between. */
static void fill_gap(uint16_t groups[8], size_t gap, size_t count)
{
	size_t tail = count - gap;

	memmove(groups + 8 - tail, groups + gap, tail * sizeof(*groups));
	memset(groups + gap, 0, (8 - count) * sizeof(*groups));
}

static bool parse_groups(struct str s, uint16_t groups[8])
{
	size_t count = 0, gap = SIZE_MAX;

	if (s.len >= 2 && s.ptr[0] == ':' && s.ptr[1] == ':') {
		gap = 0;
		s = str_of(s.ptr + 2, s.len - 2);
	}
	while (s.len) {
		if (count <= 6 && take_dotted_tail(&s, groups + count)) {
			count += 2;
			break;
		}
		if (count == 8 || !take_group(&s, groups + count))
			return false;
		count++;
		if (!s.len)
			break;
		if (!take_byte(&s, ':') || !s.len)
			return false;
		if (*s.ptr == ':') {
			if (gap != SIZE_MAX)
				return false;
			gap = count;
			take_byte(&s, ':');
		}
	}
	if (s.len || (gap == SIZE_MAX ? count != 8 : count > 7))
		return false;
	if (gap != SIZE_MAX)
		fill_gap(groups, gap, count);
	return true;
}

static uint64_t join(const uint16_t *g)
{
	return (uint64_t)g[0] << 48 | (uint64_t)g[1] << 32 | (uint64_t)g[2] << 16 | g[3];
}

static bool is_mapped(const struct ip *ip)
{
	return ip->is_v6 && ip->hi == 0 && ip->lo >> 32 == 0xFFFF;
}

static bool parse_v6(struct str s, struct ip *out)
{
	uint16_t groups[8];
	size_t zone = str_index(s, '%');

	if (zone < s.len && zone + 1 == s.len)
		return false;
	if (!parse_groups(str_of(s.ptr, zone), groups))
		return false;
	*out = (struct ip){ join(groups), join(groups + 4), true };
	return true;
}

static bool is_port(struct str s)
{
	int64_t port;

	return str_number(s, 0, 65535, &port);
}

/* What stands between brackets; a port may follow them. */
static bool take_brackets(struct str *s)
{
	size_t end = str_index(*s, ']');

	if (end == s->len)
		return false;
	struct str after = str_of(s->ptr + end + 1, s->len - end - 1);
	*s = str_of(s->ptr + 1, end - 1);
	return !after.len || (take_byte(&after, ':') && is_port(after));
}

/* As ip_parse(), but mapped addresses stay IPv6, since a network of fewer than 96 bits may begin with one. */
static bool parse_any(struct str s, struct ip *out)
{
	struct str rest = s;
	uint64_t v4;

	if (s.len && *s.ptr == '[') {
		if (!take_brackets(&s))
			return false;
		rest = s;
	}
	if (take_v4(&rest, &v4) && (!rest.len || (take_byte(&rest, ':') && is_port(rest)))) {
		*out = (struct ip){ 0, v4, false };
		return true;
	}
	return parse_v6(s, out);
}

bool ip_parse(struct str s, struct ip *out)
{
	struct ip ip;

	if (!parse_any(str_trim(s), &ip))
		return false;
	if (is_mapped(&ip))
		ip = (struct ip){ 0, ip.lo & 0xFFFFFFFF, false };
	*out = ip;
	return true;
}

/* The bits of an address that a network of @len bits fixes. */
static void masks(unsigned len, bool is_v6, uint64_t *hi, uint64_t *lo)
{
	if (!is_v6)
		len += 96;
	*hi = len >= 64 ? UINT64_MAX : len ? UINT64_MAX << (64 - len) : 0;
	*lo = len >= 128 ? UINT64_MAX : len > 64 ? UINT64_MAX << (128 - len) : 0;
	if (!is_v6)
		*lo &= 0xFFFFFFFF;
}

static bool parse_network(struct str s, struct cidr *out)
{
	struct str rest, address = str_split(str_trim(s), '/', &rest);
	struct ip ip;
	int64_t len;

	if (!parse_any(address, &ip))
		return false;
	len = ip.is_v6 ? 128 : 32;
	if (rest.ptr && (rest.len > 3 || (rest.len > 1 && *rest.ptr == '0') || !str_number(rest, 0, len, &len)))
		return false;
	if (is_mapped(&ip) && len >= 96) {
		ip = (struct ip){ 0, ip.lo & 0xFFFFFFFF, false };
		len -= 96;
	}
	*out = (struct cidr){ ip, (unsigned)len };
	return true;
}

bool cidr_parse(struct str s, struct cidr *out)
{
	uint64_t hi, lo;
	struct cidr c;

	if (!parse_network(s, &c))
		return false;
	masks(c.len, c.first.is_v6, &hi, &lo);
	c.first.hi &= hi;
	c.first.lo &= lo;
	*out = c;
	return true;
}

bool cidr_has_host_bits(struct str s)
{
	uint64_t hi, lo;
	struct cidr c;

	if (!parse_network(s, &c))
		return false;
	masks(c.len, c.first.is_v6, &hi, &lo);
	return (c.first.hi & ~hi) || (c.first.lo & ~lo);
}

bool cidr_holds(const struct cidr *c, const struct ip *ip)
{
	uint64_t hi, lo;

	masks(c->len, c->first.is_v6, &hi, &lo);
	return ip->is_v6 == c->first.is_v6 && (ip->hi & hi) == c->first.hi && (ip->lo & lo) == c->first.lo;
}

/* Three digits at most; snprintf would cost more than the rest of the look-up. */
static char *put_v4(char *p, uint64_t v4)
{
	for (int shift = 24; shift >= 0; shift -= 8) {
		unsigned part = v4 >> shift & 255;
		if (part >= 100)
			*p++ = (char)('0' + part / 100);
		if (part >= 10)
			*p++ = (char)('0' + part / 10 % 10);
		*p++ = (char)('0' + part % 10);
		*p++ = '.';
	}
	return p - 1;
}

static char *put_group(char *p, unsigned group)
{
	int shift = group >= 0x1000 ? 12 : group >= 0x100 ? 8 : group >= 0x10 ? 4 : 0;

	for (; shift >= 0; shift -= 4)
		*p++ = "0123456789abcdef"[group >> shift & 15];
	return p;
}

/* RFC 5952, 4.2: "::" stands for the longest run of zero groups, the first of them, if it has at least two. */
static int longest_run(const unsigned groups[8], int *len)
{
	int best = -1;

	*len = 1;
	for (int i = 0; i < 8; i++) {
		int n = 0;
		while (i + n < 8 && !groups[i + n])
			n++;
		if (n > *len) {
			best = i;
			*len = n;
		}
		i += n;
	}
	return best;
}

static char *put_v6(char *p, const struct ip *ip)
{
	unsigned groups[8];
	int run_len;

	for (int i = 0; i < 8; i++)
		groups[i] = (unsigned)((i < 4 ? ip->hi : ip->lo) >> (48 - 16 * (i % 4))) & 0xFFFF;
	int run = longest_run(groups, &run_len);
	for (int i = 0; i < 8; i++) {
		if (i == run) {
			*p++ = ':';
			*p++ = ':';
			i += run_len - 1;
			continue;
		}
		if (i && (run < 0 || i != run + run_len))
			*p++ = ':';
		p = put_group(p, groups[i]);
	}
	return p;
}

struct str ip_print(const struct ip *ip, char out[IP_TEXT])
{
	char *end = ip->is_v6 ? put_v6(out, ip) : put_v4(out, ip->lo);

	*end = '\0';
	return str_of(out, (size_t)(end - out));
}

struct str cidr_print(const struct cidr *c, char out[CIDR_TEXT])
{
	struct str s = ip_print(&c->first, out);

	if (c->len < (c->first.is_v6 ? 128 : 32))
		s.len += (size_t)snprintf(out + s.len, CIDR_TEXT - s.len, "/%u", c->len);
	return s;
}
