/* enrich_geo.c - the door to libmaxminddb.  It is opened at run time, as a run without databases needs none of it. */
#include <arpa/inet.h>
#include <dlfcn.h>
#include <maxminddb.h>
#include <stdatomic.h>

#include "base/arena.h"
#include "base/log.h"
#include "enrich/geo.h"

enum { DATABASES_MAX = 16, PATH_MAX_KEYS = 4 };

/* What the library has that is used here. */
static struct {
	int (*open)(const char *, uint32_t, MMDB_s *);
	void (*close)(MMDB_s *);
	MMDB_lookup_result_s (*look_up)(const MMDB_s *, const struct sockaddr *, int *);
	int (*get)(MMDB_entry_s *, MMDB_entry_data_s *, const char *const *);
	const char *(*say)(int);
} library;

struct geo {
	struct {
		MMDB_s db;
		const char *file;
		atomic_bool is_broken;
	} at[DATABASES_MAX];
	size_t count;
	struct arena arena;
};

/* C knows no cast from an object to a function; POSIX wants it to work. */
static bool find(void *handle, const char *name, void *function)
{
	void *found = handle ? dlsym(handle, name) : NULL;

	memcpy(function, &found, sizeof(found));
	return found;
}

static bool open_library(void)
{
	void *handle = dlopen("libmaxminddb.so.0", RTLD_NOW | RTLD_LOCAL);

	return find(handle, "MMDB_open", &library.open) && find(handle, "MMDB_close", &library.close) &&
	    find(handle, "MMDB_lookup_sockaddr", &library.look_up) && find(handle, "MMDB_aget_value", &library.get) &&
	    find(handle, "MMDB_strerror", &library.say);
}

static bool open_one(struct geo *g, const char *file, struct err *e)
{
	MMDB_s *db = &g->at[g->count].db;
	int status = library.open(file, MMDB_MODE_MMAP, db);

	if (status != MMDB_SUCCESS) {
		err_set(e, ERR_FILE, "is no database that can be used: %s", library.say(status));
		return err_at(e, file, 0, 0);
	}
	g->at[g->count++].file = arena_copy(&g->arena, str_from(file)).ptr;
	return g->at[g->count - 1].file || err_set(e, ERR_MEMORY, "out of memory");
}

struct geo *geo_open(const char *const *files, size_t count, struct err *e)
{
	struct geo *g = mem_alloc(sizeof(*g), 1);
	bool ok = g;

	if (!g)
		err_set(e, ERR_MEMORY, "out of memory");
	if (ok && count > DATABASES_MAX)
		ok = err_set(e, ERR_LIMIT, "more than %d databases of networks", DATABASES_MAX);
	if (ok && count && !open_library())
		ok = err_set(e, ERR_FILE, "libmaxminddb.so.0: not found; databases of networks cannot be read");
	for (size_t i = 0; ok && i < count; i++)
		ok = open_one(g, files[i], e);
	if (ok)
		return g;
	geo_close(g);
	return NULL;
}

void geo_close(struct geo *g)
{
	if (!g)
		return;
	for (size_t i = 0; i < g->count; i++)
		library.close(&g->at[i].db);
	arena_clear(&g->arena);
	mem_free(g);
}

bool geo_failed(const struct geo *g)
{
	for (size_t i = 0; g && i < g->count; i++)
		if (atomic_load(&g->at[i].is_broken))
			return true;
	return false;
}

/* One look-up in one database. */
struct entry {
	MMDB_entry_s at;
	int status; /* of the library; the first that says the file is broken stays */
};

static bool get(struct entry *n, const char *const *path, MMDB_entry_data_s *out)
{
	int status = n->status ? n->status : library.get(&n->at, out, path);

	if (status != MMDB_SUCCESS && status != MMDB_LOOKUP_PATH_DOES_NOT_MATCH_DATA_ERROR &&
	    status != MMDB_INVALID_LOOKUP_PATH_ERROR)
		n->status = status;
	return status == MMDB_SUCCESS && out->has_data;
}

static struct str text_of(const MMDB_entry_data_s *d)
{
	return d->type == MMDB_DATA_TYPE_UTF8_STRING && d->data_size ? str_of(d->utf8_string, d->data_size)
	                                                             : str_of(NULL, 0);
}

static bool number_of(const MMDB_entry_data_s *d, double *out)
{
	switch (d->type) {
	case MMDB_DATA_TYPE_DOUBLE: *out = d->double_value; return true;
	case MMDB_DATA_TYPE_FLOAT: *out = (double)d->float_value; return true;
	case MMDB_DATA_TYPE_UINT16: *out = d->uint16; return true;
	case MMDB_DATA_TYPE_UINT32: *out = d->uint32; return true;
	default: return str_real(text_of(d), out);
	}
}

/* Where vendors put a text; the first that is there is it.  MaxMind's and DB-IP's names, then IPinfo's and others'. */
static const struct { size_t offset; const char *path[PATH_MAX_KEYS + 1]; } texts[] = {
#define PLACE(member, ...) { offsetof(struct geo_place, member), { __VA_ARGS__ } }
	PLACE(country, "country", "iso_code"), PLACE(country, "country_code"), PLACE(country, "country"),
	PLACE(region, "subdivisions", "0", "iso_code"), PLACE(region, "region_code"),
	PLACE(region_name, "subdivisions", "0", "names", "en"), PLACE(region_name, "region"),
	PLACE(region_name, "state1"),
	PLACE(city, "city", "names", "en"), PLACE(city, "city"),
	PLACE(organisation, "autonomous_system_organization"),
	PLACE(organisation, "traits", "autonomous_system_organization"),
	PLACE(organisation, "organization"), PLACE(organisation, "isp"), PLACE(organisation, "as_name"),
	PLACE(organisation, "name"), PLACE(organisation, "org"),
#undef PLACE
};

/* Who is used for what; a true, 1 or "true" says yes, everything else no. */
static const struct { enum geo_use use; const char *path[PATH_MAX_KEYS + 1]; } uses[] = {
	{ USE_ANONYMOUS, { "is_anonymous" } }, { USE_ANONYMOUS, { "traits", "is_anonymous" } },
	{ USE_VPN, { "is_anonymous_vpn" } }, { USE_VPN, { "traits", "is_anonymous_vpn" } }, { USE_VPN, { "vpn" } },
	{ USE_HOSTING, { "is_hosting_provider" } }, { USE_HOSTING, { "traits", "is_hosting_provider" } },
	{ USE_HOSTING, { "hosting" } },
	{ USE_PROXY, { "is_public_proxy" } }, { USE_PROXY, { "traits", "is_public_proxy" } },
	{ USE_PROXY, { "proxy" } },
	{ USE_RESIDENTIAL_PROXY, { "is_residential_proxy" } },
	{ USE_RESIDENTIAL_PROXY, { "traits", "is_residential_proxy" } },
	{ USE_TOR, { "is_tor_exit_node" } }, { USE_TOR, { "traits", "is_tor_exit_node" } }, { USE_TOR, { "tor" } },
};

static bool is_true(const MMDB_entry_data_s *d)
{
	struct str text = text_of(d);

	return d->type == MMDB_DATA_TYPE_BOOLEAN ? d->boolean : str_is(text, "true") || str_is(text, "1");
}

static void read_texts(struct entry *n, struct geo_place *out)
{
	MMDB_entry_data_s d;

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct str *into = (struct str *)((char *)out + texts[i].offset);
		if (!into->ptr && get(n, texts[i].path, &d))
			*into = text_of(&d);
	}
}

static void read_uses(struct entry *n, struct geo_place *out)
{
	MMDB_entry_data_s d;

	for (size_t i = 0; i < COUNT(uses); i++)
		if (get(n, uses[i].path, &d) && is_true(&d))
			out->uses |= (uint8_t)(1u << uses[i].use);
}

/* "AS1221" or a number. */
static int64_t asn_of(const MMDB_entry_data_s *d)
{
	static const struct str prefix = STR("AS");
	struct str text = text_of(d);
	double number = 0;
	int64_t n = 0;

	if (str_starts(text, prefix))
		return str_number(str_of(text.ptr + prefix.len, text.len - prefix.len), 1, UINT32_MAX, &n) ? n : 0;
	return number_of(d, &number) && number >= 1 && number <= UINT32_MAX ? (int64_t)number : 0;
}

static void read_numbers(struct entry *n, struct geo_place *out)
{
	static const char *const numbers[][PATH_MAX_KEYS] = {
		{ "autonomous_system_number" }, { "traits", "autonomous_system_number" }, { "asn" },
	};
	static const char *const latitudes[][PATH_MAX_KEYS] = { { "location", "latitude" }, { "latitude" }, { "lat" } };
	static const char *const longitudes[][PATH_MAX_KEYS] = {
		{ "location", "longitude" }, { "longitude" }, { "lng" },
	};
	MMDB_entry_data_s d;

	for (size_t i = 0; i < COUNT(numbers) && !out->asn; i++)
		if (get(n, numbers[i], &d))
			out->asn = asn_of(&d);
	for (size_t i = 0; i < COUNT(latitudes) && !out->has_coordinates; i++)
		out->has_coordinates = get(n, latitudes[i], &d) && number_of(&d, &out->latitude) &&
		    get(n, longitudes[i], &d) && number_of(&d, &out->longitude) && out->latitude >= -90 &&
		    out->latitude <= 90 && out->longitude >= -180 && out->longitude <= 180;
}

/* The uses that a database of this type knows of: there, what is not said to be one is not. */
static uint8_t uses_known(const MMDB_s *db)
{
	static const char *const types[] = { "Anonymous", "Enterprise", "rivacy", "Shield" };
	const char *type = db->metadata.database_type;
	const unsigned all = (1u << GEO_USES) - 1, residential = 1u << USE_RESIDENTIAL_PROXY;

	if (type && strstr(type, "Residential"))
		return residential;
	for (size_t i = 0; type && i < COUNT(types); i++)
		if (strstr(type, types[i]))
			return (uint8_t)(all & ~residential);
	return 0;
}

static int look_up(const MMDB_s *db, const struct ip *ip, struct entry *n, bool *found)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_addr.s_addr = htonl((uint32_t)ip->lo) };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };
	int status = MMDB_SUCCESS;

	for (size_t i = 0; i < 16; i++)
		v6.sin6_addr.s6_addr[i] = (uint8_t)((i < 8 ? ip->hi : ip->lo) >> (56 - 8 * (i % 8)));
	MMDB_lookup_result_s r = library.look_up(db, ip->is_v6 ? (const void *)&v6 : (const void *)&v4, &status);
	*n = (struct entry){ .at = r.entry };
	*found = status == MMDB_SUCCESS && r.found_entry;
	return status == MMDB_IPV6_LOOKUP_IN_IPV4_DATABASE_ERROR ? MMDB_SUCCESS : status;
}

static void ask(struct geo *g, size_t i, const struct ip *ip, struct geo_place *out)
{
	struct geo_place place = *out;
	struct entry n;
	bool found;
	const uint8_t known = uses_known(&g->at[i].db);
	int status = look_up(&g->at[i].db, ip, &n, &found);

	if (found) {
		read_texts(&n, &place);
		read_numbers(&n, &place);
		if (known)
			read_uses(&n, &place);
		status = n.status;
	}
	place.known |= known | place.uses;
	if (status == MMDB_SUCCESS)
		*out = place;
	else if (!atomic_exchange(&g->at[i].is_broken, true))
		log_error("%s: a broken database: %s; it is not asked again", g->at[i].file, library.say(status));
}

static bool is_country(struct str s)
{
	static const char none[] = "A1A2APEUO1T1XXZZ";

	if (s.len != 2 || s.ptr[0] < 'A' || s.ptr[0] > 'Z')
		return false;
	for (size_t i = 0; none[i]; i += 2)
		if (memcmp(none + i, s.ptr, 2) == 0)
			return false;
	return s.ptr[1] >= '0' && s.ptr[1] <= 'Z';
}

void geo_find(struct geo *g, const struct ip *ip, struct geo_place *out)
{
	static const struct cidr allocated = { .first = { .lo = 0xAF2DB000 }, .len = 22 }; /* 175.45.176.0/22, APNIC */

	*out = (struct geo_place){ .asn = 0 };
	for (size_t i = 0; i < g->count; i++)
		if (!atomic_load(&g->at[i].is_broken))
			ask(g, i, ip, out);
	if (!g->count)
		out->country = geo_tor_country(ip);
	if (!is_country(out->country) || (str_is(out->country, "KP") && !cidr_holds(&allocated, ip)))
		out->country = str_of(NULL, 0);
}
