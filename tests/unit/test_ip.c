#include "base/ip.h"

#include "unit/test.h"

static void addresses(void)
{
	static const struct { const char *in, *want; } table[] = {
		{ "192.0.2.1", "192.0.2.1" }, { "0.0.0.0", "0.0.0.0" }, { "255.255.255.255", "255.255.255.255" },
		{ " 192.0.2.1\n", "192.0.2.1" }, { "192.0.2.1:443", "192.0.2.1" }, { "192.0.2.1:65536", NULL },
		{ "192.0.2.1:", NULL }, { "192.0.2", NULL }, { "192.0.2.256", NULL }, { "192.0.2.01", NULL },
		{ "192.0.2.1.", NULL }, { "192.0.2.1.5", NULL }, { "192.0.2.1x", NULL }, { "1.2.3.1000", NULL },
		{ "192.0.2.-1", NULL }, { "", NULL }, { "localhost", NULL }, { "::", "::" }, { "::1", "::1" },
		{ "1::", "1::" }, { "2001:DB8:0:0:0:0:0:1", "2001:db8::1" }, { "[2001:db8::1]", "2001:db8::1" },
		{ "[2001:db8::1]:443", "2001:db8::1" }, { "[2001:db8::1]443", NULL }, { "[2001:db8::1]:x", NULL },
		{ "[2001:db8::1", NULL }, { "fe80::1%eth0", "fe80::1" }, { "[fe80::1%25eth0]:80", "fe80::1" },
		{ "fe80::1%", NULL }, { "::ffff:192.0.2.1", "192.0.2.1" }, { "::FFFF:c000:201", "192.0.2.1" },
		{ "[::ffff:192.0.2.1]:80", "192.0.2.1" }, { "::192.0.2.1", "::c000:201" }, { "64:ff9b::192.0.2.33", "64:ff9b::c000:221" },
		{ "0:0:0:0:0:ffff:1.2.3.4", "1.2.3.4" }, { "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8" },
		{ "1:2:3:4:5:6:7:8:9", NULL }, { "1:2:3:4:5:6:7", NULL }, { "1::2::3", NULL }, { ":::", NULL }, { ":1", NULL },
		{ "1:", NULL }, { "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0" }, { "::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8" },
		{ "1:2:3:4:5:6:7:8::", NULL }, { "12345::", NULL }, { "g::", NULL }, { "1:2:3:4:5:6:7:1.2.3.4", NULL },
		{ "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304" }, { "1.2.3.4::", NULL }, { "::1.2.3.4:5", NULL },
		{ "::1.2.3", NULL },
		/* RFC 5952, section 4: the first of equal runs, no "::" for one group, lower case, no leading zeros. */
		{ "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1" }, { "2001:0db8::0001:0:0:1", "2001:db8::1:0:0:1" },
		{ "2001:0:0:1:0:0:0:1", "2001:0:0:1::1" }, { "2001:db8:AAAA::", "2001:db8:aaaa::" },
		{ "0:0:1:0:0:0:0:0", "0:0:1::" }, { "0:1:0:1:0:1:0:1", "0:1:0:1:0:1:0:1" }, { "::1:0:0", "::1:0:0" },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		struct ip ip, again;
		char out[IP_TEXT];
		test_case(table[i].in);
		if (CHECK(ip_parse(str_from(table[i].in), &ip) == !!table[i].want) && table[i].want) {
			CHECK_STR(ip_print(&ip, out), table[i].want);
			CHECK(ip_parse(ip_print(&ip, out), &again) && again.hi == ip.hi && again.lo == ip.lo && again.is_v6 == ip.is_v6);
		}
	}
}

static void networks(void)
{
	static const struct { const char *in, *want; bool host; } table[] = {
		{ "10.0.0.0/8", "10.0.0.0/8", false }, { "10.1.2.3/8", "10.0.0.0/8", true }, { "10.1.2.3", "10.1.2.3", false },
		{ "0.0.0.0/0", "0.0.0.0/0", false }, { "10.1.2.3/32", "10.1.2.3", false }, { "10.0.0.0/33", NULL, false },
		{ "10.0.0.0/", NULL, false }, { "10.0.0.0/08", NULL, false }, { "10.0.0.0/-1", NULL, false },
		{ "10.0.0.0/8/8", NULL, false }, { "10.0.0.0/8x", NULL, false }, { "2001:db8::/32", "2001:db8::/32", false },
		{ "2001:db8::1/32", "2001:db8::/32", true }, { "::/0", "::/0", false }, { "2001:db8::/129", NULL, false },
		{ "2001:db8::1/128", "2001:db8::1", false }, { "2001:db8::ff/121", "2001:db8::80/121", true },
		{ "2001:db8::8000:0:0:0/65", "2001:db8:0:0:8000::/65", false }, { "::ffff:10.0.0.0/104", "10.0.0.0/8", false },
		{ "::ffff:0:0/96", "0.0.0.0/0", false }, { "::ffff:0:0/95", "::fffe:0:0/95", true }, { "/8", NULL, false },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		struct cidr c;
		char out[CIDR_TEXT];
		test_case(table[i].in);
		if (CHECK(cidr_parse(str_from(table[i].in), &c) == !!table[i].want) && table[i].want)
			CHECK_STR(cidr_print(&c, out), table[i].want);
		CHECK(cidr_has_host_bits(str_from(table[i].in)) == table[i].host);
	}
}

static void holding(void)
{
	static const struct { const char *net, *ip; bool want; } table[] = {
		{ "10.0.0.0/8", "10.255.255.255", true }, { "10.0.0.0/8", "11.0.0.0", false }, { "0.0.0.0/0", "8.8.8.8", true },
		{ "0.0.0.0/0", "::1", false }, { "::/0", "8.8.8.8", false }, { "::/0", "::1", true },
		{ "10.0.0.0/8", "::ffff:10.0.0.1", true }, { "2001:db8::/33", "2001:db8:7fff::", true },
		{ "2001:db8::/33", "2001:db8:8000::", false }, { "2001:db8::1", "2001:db8::1", true },
		{ "2001:db8::1", "2001:db8::2", false }, { "2001:db8::/65", "2001:db8::8000:0:0:0", false },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		struct cidr c;
		struct ip ip;
		test_case(table[i].ip);
		if (CHECK(cidr_parse(str_from(table[i].net), &c) && ip_parse(str_from(table[i].ip), &ip)))
			CHECK(cidr_holds(&c, &ip) == table[i].want);
	}
}

void test_ip(void)
{
	addresses();
	networks();
	holding();
}
