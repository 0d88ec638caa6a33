/*
 * geo_tor.c - the country of an address, from the text files of Debian's tor-geoipdb (the IPFire location database, CC
 * BY-SA 4.0, which is read where it stands).  Each line is "FIRST,LAST,CC", sorted; IPv4 addresses are numbers.  The
 * file is mapped and searched as it is: a look-up touches twenty lines of 400,000, so that nothing is parsed at start.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "enrich/geo.h"

/* One file; empty if it is not there. */
static struct str files[2];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static struct str map(const char *folder, const char *name)
{
	char path[512];
	struct stat st;
	struct str text = { NULL, 0 };
	int n = snprintf(path, sizeof(path), "%s/%s", folder, name);
	int fd = n > 0 && (size_t)n < sizeof(path) ? open(path, O_RDONLY | O_CLOEXEC) : -1;

	if (fd < 0)
		return text;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0) {
		void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (p != MAP_FAILED)
			text = str_of(p, (size_t)st.st_size);
	}
	close(fd);
	return text;
}

static void map_both(void)
{
	const char *folder = getenv("CANDOR_GEOIP_DIR");

	if (!folder || !*folder)
		folder = "/usr/share/tor";
	files[0] = map(folder, "geoip");
	files[1] = map(folder, "geoip6");
}

/* The line that @at is in. */
static struct str line_at(struct str text, size_t at, size_t *begin)
{
	while (at && text.ptr[at - 1] != '\n')
		at--;
	*begin = at;
	return str_of(text.ptr + at, str_index(str_of(text.ptr + at, text.len - at), '\n'));
}

static bool read_address(struct str s, bool is_v6, struct ip *out)
{
	if (is_v6)
		return ip_parse(s, out) && out->is_v6;
	*out = (struct ip){ .hi = 0 };
	for (size_t i = 0; i < s.len && i < 10; i++) {
		if (s.ptr[i] < '0' || s.ptr[i] > '9')
			return false;
		out->lo = out->lo * 10 + (uint64_t)(s.ptr[i] - '0');
	}
	return s.len && s.len <= 10 && out->lo <= UINT32_MAX;
}

static int compare(const struct ip *a, const struct ip *b)
{
	if (a->hi != b->hi)
		return a->hi < b->hi ? -1 : 1;
	return (a->lo > b->lo) - (a->lo < b->lo);
}

/* -1: @ip stands before the line, 1: behind it, 0: in it.  Comments stand at the head, and other lines say nothing. */
static int place_of(const struct ip *ip, struct str line, struct str *country)
{
	struct ip first, last;
	struct str rest, from = str_split(line, ',', &rest), to = str_split(rest, ',', &rest);

	if (!read_address(from, ip->is_v6, &first) || !read_address(to, ip->is_v6, &last))
		return 1;
	*country = str_trim(rest);
	return compare(ip, &first) < 0 ? -1 : compare(ip, &last) > 0 ? 1 : 0;
}

struct str geo_tor_country(const struct ip *ip)
{
	pthread_once(&once, map_both);
	struct str text = files[ip->is_v6], country = { NULL, 0 };
	size_t low = 0, high = text.len, begin;

	while (low < high) {
		struct str line = line_at(text, low + (high - low) / 2, &begin);
		int order = place_of(ip, line, &country);
		if (!order)
			return country;
		if (order < 0)
			high = begin;
		else
			low = begin + line.len + 1;
	}
	return str_of(NULL, 0);
}
