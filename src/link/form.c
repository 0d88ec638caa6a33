#include "link/form.h"

#include "base/ip.h"
#include "base/latin.h"
#include "list/normal.h"
#include "record/postal.h"

#include <pthread.h>
#include <stdlib.h>

static const struct str none;

static const struct str keys[MEMBERS] = {
#define MEMBER(name, key) STR(key),
#include "link/member.list"
#undef MEMBER
};

static struct node_keys lookup; /* of @keys */

static void fill_lookup(void)
{
	lookup = node_keys_make(keys, MEMBERS);
}

struct members members_of(const struct node *element)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct members m;

	pthread_once(&once, fill_lookup);
	node_get_all(element, &lookup, m.at);
	return m;
}

enum member member_find(struct str key)
{
	size_t i = 0;

	while (i < MEMBERS && !str_eq(keys[i], key))
		i++;
	return (enum member)i;
}

static struct str hex_form(struct arena *a, struct str text, size_t digits)
{
	struct str copy = arena_copy(a, str_trim(text));

	if (!copy.ptr || copy.len != digits)
		return none;
	char *p = (char *)(uintptr_t)copy.ptr;
	for (size_t i = 0; i < digits; i++) {
		if (p[i] >= 'A' && p[i] <= 'F')
			p[i] = (char)(p[i] + 32);
		if (!(p[i] >= '0' && p[i] <= '9') && !(p[i] >= 'a' && p[i] <= 'f'))
			return none;
	}
	return copy;
}

struct str form_plain(struct arena *a, const struct members *element, struct str text)
{
	(void)a;
	(void)element;
	return str_trim(text);
}

struct str form_digest(struct arena *a, const struct members *element, struct str text)
{
	static const struct str nothing = STR("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	struct str hex = hex_form(a, text, 64);

	(void)element;
	return str_eq(hex, nothing) ? none : hex;
}

struct str form_phash(struct arena *a, const struct members *element, struct str text)
{
	enum { FEWEST = 6 };
	struct str hex = hex_form(a, text, 16);
	int bits = hex.ptr ? __builtin_popcountll(strtoull(hex.ptr, NULL, 16)) : 0;

	(void)element;
	return bits < FEWEST || bits > 64 - FEWEST ? none : hex;
}

struct str form_mailbox(struct arena *a, const struct members *element, struct str text)
{
	char out[NORMAL_MAX];
	struct str normal = normal_email(text, out);

	(void)element;
	return normal.ptr ? arena_copy(a, normal) : none;
}

struct str form_phone(struct arena *a, const struct members *element, struct str text)
{
	char out[32];
	size_t n = 0;

	(void)element;
	text = str_trim(text);
	if (!text.len || *text.ptr != '+')
		return none;
	for (size_t i = 0; i < text.len && n < sizeof(out) - 1; i++) {
		/* "+44 (0)20": the digit that is dialled at home alone */
		if (str_starts(str_of(text.ptr + i, text.len - i), STR_LIT("(0)")))
			i += 3;
		if (!i || (text.ptr[i] >= '0' && text.ptr[i] <= '9'))
			out[n++] = text.ptr[i];
	}
	return n > 7 ? arena_copy(a, str_of(out, n)) : none;
}

static struct str joined(struct arena *a, struct str before, const char *between, struct str behind)
{
	const struct str parts[] = { before, str_from(between), behind };

	return arena_join(a, parts, COUNT(parts));
}

struct str form_handle(struct arena *a, const struct members *element, struct str text)
{
	char out[NORMAL_MAX], host[NORMAL_MAX];
	struct str url = member_text(element, MEMBER_URL), site = member_text(element, MEMBER_SITE);
	struct str known = normal_site(site.len ? site : url);

	if (!known.len && url.len)
		known = normal_host(url, host);
	if (!known.len)
		known = site;
	struct str handle = member_text(element, MEMBER_HANDLE);
	handle = normal_handle(handle.len ? handle : text, out);
	if (!known.len || !handle.len)
		return none;
	struct str both = joined(a, known, "/", handle);
	for (size_t i = 0; both.ptr && i < known.len; i++) {
		char *p = (char *)(uintptr_t)both.ptr + i;
		*p = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
	}
	return both;
}

/* What follows the host, without query, fragment and the last slash. */
static struct str path_of(struct str url)
{
	size_t at = 0;

	for (size_t i = 0; i + 2 < url.len; i++)
		if (url.ptr[i] == ':' && url.ptr[i + 1] == '/' && url.ptr[i + 2] == '/') {
			at = i + 3;
			break;
		}
	while (at < url.len && url.ptr[at] != '/' && url.ptr[at] != '?' && url.ptr[at] != '#')
		at++;
	struct str path = str_of(url.ptr + at, url.len - at);
	path.len = str_index(path, '?');
	path.len = str_index(path, '#');
	while (path.len && path.ptr[path.len - 1] == '/')
		path.len--;
	return path;
}

/* One step from the front page of a known site is somebody's profile; on LinkedIn it is a step below "in". */
static bool is_profile(struct str path)
{
	static const struct str in = STR("in");
	struct str rest = path.len ? str_of(path.ptr + 1, path.len - 1) : path;
	struct str first = str_split(rest, '/', &rest);

	return str_eq_ascii(first, in) ? rest.len : first.len && !rest.len;
}

struct str form_link(struct arena *a, const struct members *element, struct str text)
{
	char out[NORMAL_MAX];
	static const struct str www = STR("www.");
	struct str url = str_trim(text), host = normal_host(url, out), path = path_of(url), site = normal_site(url);

	(void)element;
	if (!host.ptr || (site.len && (!path.len || is_profile(path))))
		return none;
	if (str_starts(host, www))
		host = str_of(host.ptr + www.len, host.len - www.len);
	return joined(a, site.len ? site : host, "", path);
}

struct str form_profile(struct arena *a, const struct members *element, struct str text)
{
	char out[NORMAL_MAX];
	struct str url = str_trim(text), path = path_of(url), site = normal_site(url);

	(void)element;
	if (!site.len || !is_profile(path))
		return none;
	struct str handle = normal_handle(path, out);
	return handle.len ? joined(a, site, "/", handle) : none;
}

/* --- postal addresses --- */

/* "#4" says as much as these do (USPS Publication 28, appendix C2). */
static bool is_flat(struct str word)
{
	return !word.len || str_is(word, "apt") || str_is(word, "ste");
}

/* The next word of what latin_fold() gave: a blank or a hyphen stands between two. */
static struct str next_word(struct str *latin)
{
	size_t len = 0;

	while (len < latin->len && latin->ptr[len] != ' ' && latin->ptr[len] != '-')
		len++;
	struct str word = str_of(latin->ptr, len);
	len += len < latin->len;
	*latin = str_of(latin->ptr + len, latin->len - len);
	return word;
}

/* Behind @n bytes of @out the words of @text, in Latin letters and short. */
static size_t put_words(struct str text, char *out, size_t n)
{
	char folded[POSTAL_MAX];
	bool is_foreign = false;
	struct str latin = text.len && text.len < POSTAL_MAX / 2 ?
	    latin_fold(text, folded, sizeof(folded), &is_foreign) : none;

	while (latin.len) {
		struct str word = postal_word(next_word(&latin));
		if (is_flat(word) || n + word.len + 1 >= POSTAL_MAX)
			continue;
		if (n)
			out[n++] = ' ';
		memcpy(out + n, word.ptr, word.len);
		n += word.len;
	}
	return n;
}

static bool has_digit(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] >= '0' && s.ptr[i] <= '9')
			return true;
	return false;
}

/* A postcode is written with and without its blank. */
static size_t put_postcode(struct str code, char *out, size_t n)
{
	size_t from = put_words(code, out, n), to = n;

	for (size_t i = n; i < from; i++)
		if (i == n || out[i] != ' ')
			out[to++] = out[i];
	return to;
}

/* Of a ZIP+4 code the ZIP code: the rest is the deliverer's (USPS Publication 28). */
static struct str zip_alone(struct str code)
{
	code = str_trim(code);
	return code.len == 10 && code.ptr[5] == '-' ? str_of(code.ptr, 5) : code;
}

/* No house, no tie: the first line must have a number, and a place must be named. */
static struct str postal(struct arena *a, const struct members *element)
{
	char out[POSTAL_MAX];
	struct str line = member_text(element, MEMBER_LINE1), code = member_text(element, MEMBER_POSTAL_CODE);
	struct str city = member_text(element, MEMBER_CITY), country = member_text(element, MEMBER_COUNTRY);
	size_t n;

	if (!has_digit(line) || (!code.len && !city.len))
		return none;
	code = str_eq_ascii(country, STR_LIT("US")) ? zip_alone(code) : code;
	n = put_words(line, out, 0);
	n = put_words(member_text(element, MEMBER_LINE2), out, n);
	n = code.len ? put_postcode(code, out, n) : put_words(city, out, n);
	n = put_words(country, out, n);
	return n ? arena_copy(a, str_of(out, n)) : none;
}

struct str form_shipping(struct arena *a, const struct members *element, struct str text)
{
	struct str kind = member_text(element, MEMBER_KIND);

	(void)text;
	return str_is(kind, "shipping") || str_is(kind, "return") ? postal(a, element) : none;
}

struct str form_home(struct arena *a, const struct members *element, struct str text)
{
	(void)text;
	return str_is(member_text(element, MEMBER_KIND), "home") ? postal(a, element) : none;
}

struct str form_sent_to(struct arena *a, const struct members *element, struct str text)
{
	char out[POSTAL_MAX];
	size_t n = has_digit(text) ? put_words(text, out, 0) : 0;

	(void)element;
	return n ? arena_copy(a, str_of(out, n)) : none;
}

/* --- lines --- */

struct str form_line(struct arena *a, const struct members *element, struct str text)
{
	static const struct str open[] = { STR("none"), STR("reported"), STR("dprk") };
	struct str judgement = member_text(element, MEMBER_IP_JUDGEMENT);
	const struct node *vpn = element->at[MEMBER_VPN], *proxy = element->at[MEMBER_PROXY];
	bool ties = !judgement.len;
	char out[CIDR_TEXT];
	struct cidr net = { .len = 64 };

	for (size_t i = 0; i < COUNT(open); i++)
		ties = ties || str_eq(judgement, open[i]);
	if (!ties || (vpn && vpn->type != NODE_FALSE) || (proxy && proxy->type == NODE_TRUE))
		return none;
	if (!ip_parse(text, &net.first))
		return none;
	if (!net.first.is_v6)
		return text;
	net.first.lo = 0;
	return arena_copy(a, cidr_print(&net, out));
}
