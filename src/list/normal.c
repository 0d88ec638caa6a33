#include "list/normal.h"

#include <stdio.h>

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static const struct str none;

/* RFC 1035 with "_", which some hosts have, and UTF-8 as it is.  @c is in lower case. */
static bool is_label_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || (c & 0x80);
}

struct str normal_domain(struct str in, char out[NORMAL_MAX])
{
	size_t n = 0, label = 0, dots = 0;
	bool digits = true;

	in = str_trim(in);
	if (in.len && in.ptr[in.len - 1] == '.')
		in.len--;
	if (in.len > 253)
		return none;
	for (; n < in.len; n++) {
		char c = lower(in.ptr[n]);
		out[n] = c;
		if (is_label_byte(c)) {
			if (++label > 63)
				return none;
			digits = digits && c <= '9' && c >= '0';
		} else {
			if (c != '.' || !label)
				return none;
			dots++;
			label = 0;
			digits = true;
		}
	}
	return label && dots && !digits ? str_of(out, n) : none;
}

/* Providers whose own rules are published: what they drop from the local part, and the domain that they mean. */
static const struct provider {
	struct str domain, means;
	bool drop_dots, drop_tag; /* "." and what follows "+" */
} providers[] = {
	{ STR("gmail.com"), STR("gmail.com"), true, true }, { STR("googlemail.com"), STR("gmail.com"), true, true },
	{ STR("outlook.com"), STR("outlook.com"), false, true },
	{ STR("hotmail.com"), STR("hotmail.com"), false, true },
	{ STR("live.com"), STR("live.com"), false, true }, { STR("msn.com"), STR("msn.com"), false, true },
	{ STR("icloud.com"), STR("icloud.com"), false, true }, { STR("me.com"), STR("icloud.com"), false, true },
	{ STR("mac.com"), STR("icloud.com"), false, true }, { STR("proton.me"), STR("proton.me"), true, true },
	{ STR("protonmail.com"), STR("proton.me"), true, true }, { STR("pm.me"), STR("proton.me"), true, true },
	{ STR("fastmail.com"), STR("fastmail.com"), false, true }, { STR("zoho.com"), STR("zoho.com"), false, true },
	{ STR("yandex.ru"), STR("yandex.ru"), false, true }, { STR("yandex.com"), STR("yandex.ru"), false, true },
	{ STR("ya.ru"), STR("yandex.ru"), false, true },
};

static const struct provider *find_provider(struct str domain)
{
	for (size_t i = 0; i < COUNT(providers); i++)
		if (str_eq(providers[i].domain, domain))
			return &providers[i];
	return NULL;
}

/* "Name <box@host>" and "mailto:box@host". */
static struct str bare_address(struct str s)
{
	static const struct str scheme = STR("mailto:");

	s = str_trim(s);
	size_t open = str_index(s, '<');
	if (open < s.len && s.ptr[s.len - 1] == '>')
		return str_trim(str_of(s.ptr + open + 1, s.len - open - 2));
	if (s.len > scheme.len && str_eq_ascii(str_of(s.ptr, scheme.len), scheme))
		s = str_of(s.ptr + scheme.len, s.len - scheme.len);
	return s;
}

/* RFC 5322 in short: no blanks or controls outside quotes, which nobody uses. */
static bool is_local_part(struct str s)
{
	if (!s.len || s.len > 64)
		return false;
	if (*s.ptr == '"')
		return s.len > 2 && s.ptr[s.len - 1] == '"';
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		if (!is_alnum(c) && ((unsigned char)c <= ' ' || c == '\x7F' || strchr("\"(),:;<>@[\\]", c)))
			return false;
	}
	return true;
}

static size_t put_local(struct str local, const struct provider *p, char *out)
{
	size_t n = 0;

	for (size_t i = 0; i < local.len; i++) {
		if (p && p->drop_tag && local.ptr[i] == '+' && i)
			break;
		if (!(p && p->drop_dots && local.ptr[i] == '.'))
			out[n++] = lower(local.ptr[i]);
	}
	return n;
}

struct str normal_email(struct str in, char out[NORMAL_MAX])
{
	char host[NORMAL_MAX];

	in = bare_address(in);
	size_t at = in.len - email_domain(in).len;
	if (!at || !is_local_part(str_of(in.ptr, at - 1)))
		return none;
	struct str domain = normal_domain(str_of(in.ptr + at, in.len - at), host);
	if (!domain.ptr || domain.len != in.len - at - (in.ptr[in.len - 1] == '.'))
		return none;
	const struct provider *p = find_provider(domain);
	size_t n = put_local(str_of(in.ptr, at - 1), p, out);
	if (!n || n + 1 + domain.len > 254)
		return none;
	if (p)
		domain = p->means;
	out[n++] = '@';
	memcpy(out + n, domain.ptr, domain.len);
	return str_of(out, n + domain.len);
}

struct str email_domain(struct str normal)
{
	const char *at = normal.len ? memrchr(normal.ptr, '@', normal.len) : NULL;
	size_t before = at ? (size_t)(at - normal.ptr) + 1 : 0;

	return str_of(normal.ptr + before, normal.len - before);
}

/* "https://" off the front, whatever the scheme is. */
static struct str without_scheme(struct str s)
{
	for (size_t i = 0; i + 2 < s.len; i++) {
		if (s.ptr[i] == ':' && s.ptr[i + 1] == '/' && s.ptr[i + 2] == '/')
			return str_of(s.ptr + i + 3, s.len - i - 3);
		if (!is_alnum(s.ptr[i]))
			break;
	}
	return s;
}

static bool ends_authority(char c)
{
	return c == '/' || c == '?' || c == '#' || c == '\\' || !c;
}

/* The host and port of an address; *path is what follows them. */
static struct str authority(struct str url, struct str *path)
{
	struct str s = without_scheme(str_trim(url));
	size_t end = 0;

	while (end < s.len && !ends_authority(s.ptr[end]))
		end++;
	*path = str_of(s.ptr + end, s.len - end);
	s.len = end;
	for (size_t i = s.len; i; i--)
		if (s.ptr[i - 1] == '@')
			return str_of(s.ptr + i, s.len - i);
	return s;
}

struct str normal_host(struct str in, char out[NORMAL_MAX])
{
	struct str path, host = authority(in, &path);

	host.len = str_index(host, ':');
	return normal_domain(host, out);
}

static const struct { struct str word, site; bool is_domain; } sites[] = {
	{ STR("github"), STR("github"), false }, { STR("github.com"), STR("github"), true },
	{ STR("x"), STR("x"), false }, { STR("x.com"), STR("x"), true },
	{ STR("twitter"), STR("x"), false }, { STR("twitter.com"), STR("x"), true },
	{ STR("telegram"), STR("telegram"), false }, { STR("t.me"), STR("telegram"), true },
	{ STR("telegram.me"), STR("telegram"), true }, { STR("linkedin"), STR("linkedin"), false },
	{ STR("linkedin.com"), STR("linkedin"), true },
};

/* "www.github.com", "mobile.twitter.com" and "de.linkedin.com" are the site too. */
static bool is_at(struct str host, struct str word, bool is_domain)
{
	if (host.len <= word.len || !is_domain)
		return str_eq_ascii(host, word);
	return host.ptr[host.len - word.len - 1] == '.' &&
	    str_eq_ascii(str_of(host.ptr + host.len - word.len, word.len), word);
}

struct str normal_site(struct str site_or_url)
{
	struct str path, host = authority(site_or_url, &path);

	host.len = str_index(host, ':');
	for (size_t i = 0; i < COUNT(sites); i++)
		if (is_at(host, sites[i].word, sites[i].is_domain))
			return sites[i].site;
	return none;
}

struct str url_handle(struct str url)
{
	static const struct str in = STR("in");
	struct str path, rest;

	authority(url, &path);
	while (path.len && *path.ptr == '/')
		path = str_of(path.ptr + 1, path.len - 1);
	struct str first = str_split(path, '/', &rest);
	if (str_eq_ascii(first, in) && rest.len)
		first = str_split(rest, '/', &rest);
	first.len = str_index(first, '?');
	first.len = str_index(first, '#');
	return first.len ? first : none;
}

struct str normal_handle(struct str in, char out[NORMAL_MAX])
{
	in = str_trim(in);
	if (str_index(in, '/') < in.len)
		in = url_handle(in);
	if (in.len && *in.ptr == '@')
		in = str_of(in.ptr + 1, in.len - 1);
	if (!in.len || in.len > 100)
		return none;
	for (size_t i = 0; i < in.len; i++) {
		if ((unsigned char)in.ptr[i] <= ' ' || in.ptr[i] == '@')
			return none;
		out[i] = lower(in.ptr[i]);
	}
	return str_of(out, in.len);
}

struct str normal_company(struct str in, char out[NORMAL_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < in.len && n + 1 < NORMAL_MAX; i++) {
		char c = lower(in.ptr[i]);
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80))
			out[n++] = c;
		else if (c != '\'' && c != '.' && n && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	while (n && out[n - 1] == ' ')
		n--;
	return n ? str_of(out, n) : none;
}

enum { NAME_MAX_WORDS = 12, NAME_MAX_BYTES = 128 };

/* Apostrophes of transliterations, typed or typeset (U+2018, U+2019, U+02BC): their bytes at @p, 0 if it is none. */
static size_t apostrophe(const char *p, size_t left)
{
	static const struct str marks[] = {
		STR("'"), STR("`"), STR("\xE2\x80\x98"), STR("\xE2\x80\x99"), STR("\xCA\xBC"), STR("\xC2\xB4"),
	};

	for (size_t i = 0; i < COUNT(marks); i++)
		if (left >= marks[i].len && memcmp(p, marks[i].ptr, marks[i].len) == 0)
			return marks[i].len;
	return 0;
}

/* The words of @in, one behind the other in @text. */
static size_t split_words(struct str in, char *text, struct str words[NAME_MAX_WORDS])
{
	size_t n = 0, count = 0, skip;
	bool in_word = false;

	for (size_t i = 0; i < in.len && n < NAME_MAX_BYTES; i += skip) {
		char c = in.ptr[i];
		bool is_plain = is_alnum(c);
		skip = is_plain ? 0 : apostrophe(in.ptr + i, in.len - i);
		if (skip)
			continue;
		skip = 1;
		if (!is_plain && !(c & 0x80)) {
			in_word = false;
			continue;
		}
		if (!in_word) {
			if (count == NAME_MAX_WORDS)
				return 0;
			words[count++] = str_of(text + n, 0);
		}
		in_word = true;
		text[n++] = lower(c);
		words[count - 1].len++;
	}
	return n < NAME_MAX_BYTES ? count : 0;
}

struct str normal_asn(struct str in, char out[NORMAL_MAX])
{
	static const struct str prefix = STR("AS");
	int64_t number;

	in = str_trim(in);
	if (in.len > prefix.len && str_eq_ascii(str_of(in.ptr, prefix.len), prefix))
		in = str_of(in.ptr + prefix.len, in.len - prefix.len);
	if (!str_number(in, 1, UINT32_MAX, &number))
		return none;
	return str_of(out, (size_t)snprintf(out, NORMAL_MAX, "AS%lld", (long long)number));
}

struct str normal_name(struct str in, char out[NORMAL_MAX])
{
	char text[NAME_MAX_BYTES];
	struct str words[NAME_MAX_WORDS];
	size_t count = split_words(in, text, words), n = 0;

	if (count < 2)
		return none;
	for (size_t i = 1; i < count; i++)
		for (size_t j = i; j && str_cmp(words[j - 1], words[j]) > 0; j--) {
			struct str swap = words[j];
			words[j] = words[j - 1];
			words[j - 1] = swap;
		}
	for (size_t i = 0; i < count; i++) {
		if (i)
			out[n++] = ' ';
		memcpy(out + n, words[i].ptr, words[i].len);
		n += words[i].len;
	}
	return str_of(out, n);
}
