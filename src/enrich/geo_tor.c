/*
 * geo_tor.c - the country of an address, from the text files of Debian's tor-geoipdb (the IPFire location database, CC
 * BY-SA 4.0, which is read where it stands).  Each line is "FIRST,LAST,CC", sorted; IPv4 addresses are numbers.  The
 * file is mapped and searched as it is: a look-up reads twenty lines of 400,000, so that nothing is parsed at start;
 * those that every search reads are remembered.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "enrich/geo.h"

enum {
	KEPT_LINES = 1 << 13, /* thirteen of the twenty lines of a search, in 64 kB */
	BEGIN_BITS = 26,      /* of a kept line: where it begins, in a file of 64 MB at most; it has 10 */
	LEN_BITS = 6,         /* its length; the longest has 25 bytes */
};

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

/* A line, and the address that it begins with. */
struct line {
	struct ip first;
	size_t begin, len;
};

/* The one that @at is in.  Comments stand at the head, and other lines say nothing: no address is before them. */
static struct line read_line(struct str text, size_t at, bool is_v6)
{
	struct line l = { .begin = at };
	struct str rest;

	while (l.begin && text.ptr[l.begin - 1] != '\n')
		l.begin--;
	rest = str_of(text.ptr + l.begin, text.len - l.begin);
	l.len = str_index(rest, '\n');
	if (!read_address(str_split(str_of(rest.ptr, l.len), ',', &rest), is_v6, &l.first))
		l.first = (struct ip){ .is_v6 = is_v6 };
	return l;
}

/*
 * The line in the middle of the file is 1; the middle of the half before line n is 2n, of the half behind it 2n + 1.
 * Zero is a line that nobody has asked for yet.  Threads may write the same line twice.
 */
static _Atomic uint64_t kept[KEPT_LINES];

/* Line @n of the IPv4 file, which @at is in. */
static struct line keep_line(struct str text, size_t at, size_t n)
{
	uint64_t word = n < KEPT_LINES ? atomic_load_explicit(&kept[n], memory_order_relaxed) : 0;

	if (word)
		return (struct line){ { .lo = word >> (BEGIN_BITS + LEN_BITS) },
			word >> LEN_BITS & ((1u << BEGIN_BITS) - 1), word & ((1u << LEN_BITS) - 1) };
	struct line l = read_line(text, at, false);
	if (n < KEPT_LINES && l.begin >> BEGIN_BITS == 0 && l.len >> LEN_BITS == 0)
		atomic_store_explicit(&kept[n], (l.first.lo << BEGIN_BITS | l.begin) << LEN_BITS | l.len,
		    memory_order_relaxed);
	return l;
}

/* The last line that begins at @ip or before it; without bytes if there is none. */
static struct str find_line(struct str text, const struct ip *ip)
{
	struct str found = { NULL, 0 };
	size_t low = 0, high = text.len, n = 1;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		struct line l = ip->is_v6 ? read_line(text, middle, true) : keep_line(text, middle, n);
		bool is_behind = compare(ip, &l.first) >= 0;
		if (is_behind) {
			found = str_of(text.ptr + l.begin, l.len);
			low = l.begin + l.len + 1;
		} else {
			high = l.begin;
		}
		n = n < KEPT_LINES ? 2 * n + is_behind : n;
	}
	return found;
}

struct str geo_tor_country(const struct ip *ip)
{
	struct str rest;
	struct ip last;

	pthread_once(&once, map_both);
	str_split(find_line(files[ip->is_v6], ip), ',', &rest);
	if (!rest.ptr || !read_address(str_split(rest, ',', &rest), ip->is_v6, &last) || compare(ip, &last) > 0)
		return str_of(NULL, 0);
	return str_trim(rest);
}
