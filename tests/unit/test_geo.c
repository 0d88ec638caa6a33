/* Databases of networks: MaxMind's own test files, read where they are at hand; the broken ones are told and do no harm. */
#include "enrich/geo.h"

#include "unit/test.h"

#include <stdio.h>

#define NONE 0x100 /* no bit of uses is known */

static const struct { const char *file, *ip, *country, *region, *city, *organisation; int asn, degrees_north; unsigned uses; } table[] = {
	{ "GeoIP2-City-Test", "2.125.160.216", "GB", "ENG", "Boxford", NULL, 0, 51, NONE },
	{ "GeoIP2-City-Test", "81.2.69.142", "GB", "ENG", "London", NULL, 0, 51, NONE },
	{ "GeoIP2-City-Test", "8.8.8.8", NULL, NULL, NULL, NULL, 0, 0, NONE },
	{ "GeoIP2-City-Test", "2001:218::1", "JP", NULL, NULL, NULL, 0, 35, NONE },
	{ "GeoLite2-City-Test", "2.125.160.216", "GB", "ENG", "Boxford", NULL, 0, 51, NONE },
	{ "GeoIP2-Country-Test", "81.2.69.142", "GB", NULL, NULL, NULL, 0, 0, NONE },
	{ "GeoLite2-Country-Test", "2001:218::1", "JP", NULL, NULL, NULL, 0, 0, NONE },
	{ "GeoLite2-ASN-Test", "1.128.0.0", NULL, NULL, NULL, "Telstra Pty Ltd", 1221, 0, NONE },
	{ "GeoLite2-ASN-Test", "9.9.9.9", NULL, NULL, NULL, NULL, 0, 0, NONE },
	{ "GeoIP2-ISP-Test", "1.128.0.0", NULL, NULL, NULL, "Telstra Pty Ltd", 1221, 0, NONE },
	{ "GeoIP2-Anonymous-IP-Test", "1.2.0.1", NULL, NULL, NULL, NULL, 0, 0, 1u << USE_ANONYMOUS | 1u << USE_VPN },
	{ "GeoIP2-Anonymous-IP-Test", "1.124.213.1", NULL, NULL, NULL, NULL, 0, 0, 1u << USE_ANONYMOUS | 1u << USE_VPN | 1u << USE_TOR },
	{ "GeoIP2-Anonymous-IP-Test", "8.8.8.8", NULL, NULL, NULL, NULL, 0, 0, 0 },
	{ "GeoIP2-Enterprise-Test", "74.209.24.0", "US", "NY", "Chatham", "FairPoint Communications", 14671, 42, 0 },
	{ "MaxMind-DB-no-ipv4-search-tree", "1.1.1.1", NULL, NULL, NULL, NULL, 0, 0, NONE },
	{ "GeoIP2-Connection-Type-Test", "1.0.0.1", NULL, NULL, NULL, NULL, 0, 0, NONE },
};

static bool look_up(const char *file, const char *address, struct geo_place *out, struct geo **g)
{
	struct ip ip;
	struct err e = { 0 };

	*g = geo_open(&file, 1, &e);
	if (!CHECK(*g) || !CHECK(ip_parse(str_from(address), &ip)))
		return false;
	geo_find(*g, &ip, out);
	return true;
}

static void good_ones(void)
{
	for (size_t i = 0; i < COUNT(table); i++) {
		char path[128];
		struct geo_place got;
		struct geo *g;
		snprintf(path, sizeof(path), "data/mmdb-test/%s.mmdb", table[i].file);
		const char *file = test_shared(path);
		if (!file)
			return;
		test_case(table[i].ip);
		if (look_up(file, table[i].ip, &got, &g)) {
			CHECK_STR(got.country, table[i].country ? table[i].country : "");
			CHECK_STR(got.region, table[i].region ? table[i].region : "");
			CHECK_STR(got.city, table[i].city ? table[i].city : "");
			CHECK_STR(got.organisation, table[i].organisation ? table[i].organisation : "");
			CHECK_NUM(got.asn, table[i].asn);
			CHECK_NUM((int)got.latitude, table[i].degrees_north);
			CHECK_NUM(got.known ? got.uses : NONE, table[i].uses);
			CHECK(!geo_failed(g));
		}
		geo_close(g);
	}
}

/* A file that cannot be opened, and what the error names; files that are broken within are told at the look-up. */
static void broken_ones(void)
{
	static const struct { const char *file, *ip; } within[] = {
		{ "data/mmdb-test/GeoIP2-City-Test-Broken-Double-Format.mmdb", "81.2.69.142" },
		{ "data/mmdb-test/MaxMind-DB-test-broken-pointers-24.mmdb", "1.1.1.32" },
	};
	const char *refused[] = { test_file("geoip/geoip"), "/nonexistent/x.mmdb",
		test_shared("data/mmdb-test/GeoIP2-City-Test-Invalid-Node-Count.mmdb") };

	for (size_t i = 0; i < COUNT(refused) && refused[i]; i++) {
		struct err e = { 0 };
		struct geo *g = geo_open(&refused[i], 1, &e);
		test_case(refused[i]);
		CHECK(!g && strstr(refused[i], e.file));
		geo_close(g);
	}
	for (size_t i = 0; i < COUNT(within); i++) {
		const char *file = test_shared(within[i].file);
		struct geo_place got;
		struct geo *g;
		test_case(within[i].file);
		if (file && look_up(file, within[i].ip, &got, &g)) {
			CHECK(geo_failed(g) && !got.country.ptr && !got.has_coordinates);
			geo_close(g);
		}
	}
}

/* Of two databases each says what it knows. */
static void together(void)
{
	const char *files[] = { test_shared("data/mmdb-test/GeoIP2-Country-Test.mmdb"), NULL };
	char first[512];
	struct err e = { 0 };
	struct geo_place got;
	struct ip ip;

	if (!files[0])
		return;
	snprintf(first, sizeof(first), "%s", files[0]);
	files[0] = first;
	files[1] = test_shared("data/mmdb-test/GeoIP2-City-Test.mmdb");
	struct geo *g = geo_open(files, 2, &e);
	if (CHECK(g) && CHECK(ip_parse(STR_LIT("81.2.69.142"), &ip))) {
		geo_find(g, &ip, &got);
		CHECK_STR(got.country, "GB");
		CHECK_STR(got.city, "London");
	}
	geo_close(g);
	CHECK(!geo_open(files, 17, &e));
}

void test_geo(void)
{
	good_ones();
	broken_ones();
	together();
}
