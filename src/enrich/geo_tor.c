/*
 * geo_tor.c - the country of an address, from the text files of Debian's tor-geoipdb (the IPFire location database, CC
 * BY-SA 4.0, which is read where it stands).  The file is mapped, and what is asked of it is read: nothing is parsed
 * at start.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "enrich/geo.h"
#include "enrich/geo_file.h"

/* NULL if it is not there. */
static struct geo_file *files[2];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static struct geo_file *map(const char *folder, const char *name, bool is_v6)
{
	char path[512];
	struct stat st;
	struct str text = { NULL, 0 };
	int n = snprintf(path, sizeof(path), "%s/%s", folder, name);
	int fd = n > 0 && (size_t)n < sizeof(path) ? open(path, O_RDONLY | O_CLOEXEC) : -1;

	if (fd < 0)
		return NULL;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0) {
		void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (p != MAP_FAILED)
			text = str_of(p, (size_t)st.st_size);
	}
	close(fd);
	return text.ptr ? geo_file_new(text, is_v6) : NULL;
}

static void map_both(void)
{
	const char *folder = getenv("CANDOR_GEOIP_DIR");

	if (!folder || !*folder)
		folder = "/usr/share/tor";
	files[0] = map(folder, "geoip", false);
	files[1] = map(folder, "geoip6", true);
}

struct str geo_tor_country(const struct ip *ip)
{
	pthread_once(&once, map_both);
	return files[ip->is_v6] ? geo_file_country(files[ip->is_v6], ip) : str_of(NULL, 0);
}
