#include "list/company.h"

#include "unit/test.h"

#include <stdio.h>

static const char sample[] =
    "vpn:\n"
    "  - {name: Mullvad, reason: journalists on our staff}\n"
    "  - {name: Astrill, reason: over, until: 2026-01-31}\n"
    "remote_tools:\n"
    "  - name: TeamViewer\n"
    "    reason: support\n"
    "    until: 2026-06-30\n"
    "  - {name: chrome remote desktop, reason: the laboratory}\n"
    "egress:\n"
    "  - {network: 198.51.100.0/24, reason: office}\n"
    "  - {network: \"2001:db8:12::/48\", reason: office}\n"
    "domains:\n"
    "  - {domain: example.com, reason: ours}\n"
    "agencies:\n"
    "  - {name: Example Staffing, reason: contract of 2025}\n"
    "addresses:\n"
    "  - {line1: 12 Main St., postal_code: 62701, reason: our flat}\n"
    "rates:\n"
    "  - {title: frontend, amount: 60, currency: USD, per: hour, country: US, reason: survey}\n"
    "  - {title: engineer, amount: 90, currency: USD, per: hour, reason: survey}\n";

struct told {
	char text[2048];
	size_t len, faults, warnings;
};

static void tell(void *context, const struct err *e, bool is_warning)
{
	struct told *t = context;

	t->faults += !is_warning;
	t->warnings += is_warning;
	if (t->len < sizeof(t->text))
		t->len += (size_t)snprintf(t->text + t->len, sizeof(t->text) - t->len, "%s%u:%u: %s", t->len ? "\n" : "", e->line,
		    e->column, e->text);
}

static void named(const struct company *c)
{
	static const struct { enum company_part part; const char *text; bool want; } table[] = {
		{ COMPANY_VPN, "Mullvad", true }, { COMPANY_VPN, "Mullvad VPN 2026.1", true }, { COMPANY_VPN, "mullvad.exe", true },
		{ COMPANY_VPN, "Mullvadian", false }, { COMPANY_VPN, "NordVPN", false }, { COMPANY_VPN, "Astrill", false },
		{ COMPANY_VPN, "TeamViewer", false }, { COMPANY_VPN, "", false },
		{ COMPANY_REMOTE, "TeamViewer_Service.exe", true }, { COMPANY_REMOTE, "Chrome Remote Desktop Host", true },
		{ COMPANY_REMOTE, "Chrome", false }, { COMPANY_REMOTE, "AnyDesk", false },
		{ COMPANY_DOMAIN, "example.com", true }, { COMPANY_DOMAIN, "mail.Example.com", true },
		{ COMPANY_DOMAIN, "notexample.com", false }, { COMPANY_DOMAIN, "example.com.evil.example", false },
		{ COMPANY_DOMAIN, "com", false },
		{ COMPANY_AGENCY, "Example Staffing, Inc.", true }, { COMPANY_AGENCY, "Example", false },
	};
	static const struct { const char *ip; bool want; } lines[] = {
		{ "198.51.100.7", true }, { "198.51.101.7", false }, { "2001:db8:12::1", true }, { "2001:db8:13::1", false },
		{ "::ffff:198.51.100.7", true },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		test_case(table[i].text);
		CHECK(!!company_named(c, table[i].part, str_from(table[i].text)) == table[i].want);
	}
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct ip ip;
		test_case(lines[i].ip);
		CHECK(ip_parse(str_from(lines[i].ip), &ip) && !!company_network(c, &ip) == lines[i].want);
	}
}

static void addresses_and_rates(const struct company *c)
{
	static const struct { const char *line1, *postal_code; bool want; } homes[] = {
		{ "12 Main St", "62701", true }, { "12 MAIN ST.", "62701", true }, { "12 Main St", "62702", false },
		{ "12 Main St Apt 4", "62701", false }, { "112 Main St", "62701", false }, { "", "62701", false }, { "12 Main St", "", false },
	};
	static const struct { const char *title, *currency, *per, *country; int want; } rates[] = {
		{ "Senior Frontend Engineer", "USD", "hour", "US", 60 }, { "Senior Frontend Engineer", "usd", "hour", "CA", 90 },
		{ "Backend Engineer", "USD", "hour", "", 90 }, { "Backend Engineer", "EUR", "hour", "", 0 },
		{ "Backend Engineer", "USD", "year", "", 0 }, { "Designer", "USD", "hour", "US", 0 }, { "", "USD", "hour", "US", 0 },
	};

	for (size_t i = 0; i < COUNT(homes); i++) {
		test_case(homes[i].line1);
		CHECK(!!company_address(c, str_from(homes[i].line1), str_from(homes[i].postal_code)) == homes[i].want);
	}
	for (size_t i = 0; i < COUNT(rates); i++) {
		test_case(rates[i].title);
		const struct company_entry *x = company_rate(c, str_from(rates[i].title), str_from(rates[i].currency),
		    str_from(rates[i].per), str_from(rates[i].country));
		CHECK_NUM(x ? (int)x->amount : 0, rates[i].want);
	}
}

/* A file, and all that is said of it; "" is silence.  What ends with "explains nothing any more" is a warning. */
static const struct { const char *name, *text, *want; } files[] = {
	{ "empty_file", "", "" },
	{ "only_comments", "# nothing yet\n", "" },
	{ "empty_list", "vpn: []\n", "" },
	{ "list_to_come", "vpn:\n", "" },
	{ "not_a_map", "- vpn\n", "1:1: not a map of lists" },
	{ "plain_text", "vpn\n", "1:1: not a map of lists" },
	{ "unknown_list", "remote_tool: []\n", "1:1: unknown key \"remote_tool\"; near: remote_tools" },
	{ "unknown_list_far_from_all", "kitchen: []\n", "1:1: unknown key \"kitchen\"" },
	{ "list_is_a_map", "vpn: {name: x}\n", "1:1: vpn: not a list of entries" },
	{ "entry_is_a_text", "vpn:\n  - Mullvad\n", "2:5: vpn: an entry is a map with \"name\" and \"reason\"" },
	{ "no_reason", "vpn:\n  - name: x\n", "2:5: vpn: an entry without \"reason\"" },
	{ "no_name", "vpn:\n  - reason: x\n", "2:5: vpn: an entry without \"name\"" },
	{ "neither", "vpn:\n  - {}\n", "2:5: vpn: an entry without \"reason\"\n2:5: vpn: an entry without \"name\"" },
	{ "empty_reason", "vpn:\n  - {name: x, reason: \"\"}\n", "2:24: vpn: reason: not a text" },
	{ "reason_is_a_list", "vpn:\n  - {name: x, reason: [a]}\n", "2:15: vpn: reason: not a text" },
	{ "unknown_key", "vpn:\n  - {name: x, reason: y, untill: 2027-01-01}\n", "2:26: vpn: unknown key \"untill\"; near: until" },
	{ "bad_date", "vpn:\n  - {name: x, reason: y, until: soon}\n", "2:33: vpn: until: not a date such as 2027-12-31" },
	{ "no_day_of_the_calendar", "vpn:\n  - {name: x, reason: y, until: 2027-02-30}\n", "2:33: vpn: until: not a date such as 2027-12-31" },
	{ "a_month_is_no_day", "vpn:\n  - {name: x, reason: y, until: 2027-02}\n", "2:33: vpn: until: not a date such as 2027-12-31" },
	{ "over", "vpn:\n  - {name: x, reason: y, until: 2026-02-14}\n", "2:33: vpn: an entry ended on 2026-02-14 and explains nothing any more" },
	{ "last_day", "vpn:\n  - {name: x, reason: y, until: 2026-02-15}\n", "" },
	{ "over_and_wrong", "vpn:\n  - {nam: x, reason: y, until: 2026-02-14}\n", "2:6: vpn: unknown key \"nam\"; near: name\n"
	  "2:5: vpn: an entry without \"name\"\n2:32: vpn: an entry ended on 2026-02-14 and explains nothing any more" },
	{ "bad_network", "egress:\n  - {network: office, reason: y}\n", "2:15: egress: network: not a network such as 198.51.100.0/24" },
	{ "host_bits", "egress:\n  - {network: 198.51.100.7/24, reason: y}\n", "2:15: egress: network: bits are set beyond its length" },
	{ "everything", "egress:\n  - {network: 0.0.0.0/0, reason: y}\n", "2:15: egress: network: wider than any company's" },
	{ "half_of_the_world", "egress:\n  - {network: \"8000::/1\", reason: y}\n", "2:16: egress: network: wider than any company's" },
	{ "one_address", "egress:\n  - {network: 198.51.100.7, reason: y}\n", "" },
	{ "bad_domain", "domains:\n  - {domain: example, reason: y}\n", "2:14: domains: domain: not a domain such as example.com" },
	{ "no_postal_code", "addresses:\n  - {line1: 1 A St, reason: y}\n", "2:5: addresses: an entry without \"postal_code\"" },
	{ "bad_amount", "rates:\n  - {title: x, amount: much, currency: USD, per: hour, reason: y}\n", "2:24: rates: amount: not a number above 0" },
	{ "no_amount", "rates:\n  - {title: x, amount: 0, currency: USD, per: hour, reason: y}\n", "2:24: rates: amount: not a number above 0" },
	{ "two_documents", "vpn: []\n---\nvpn: []\n", "3:1: a second document; the file is one" },
	{ "twice", "vpn: []\nvpn: []\n", "2:1: a key that stands here twice: \"vpn\"" },
	{ "every_fault_is_told", "vpn:\n  - x\nagencies:\n  - name: y\n", "2:5: vpn: an entry is a map with \"name\" and \"reason\"\n"
	  "4:5: agencies: an entry without \"reason\"" },
};

static void faults(void)
{
	for (size_t i = 0; i < COUNT(files); i++) {
		struct arena a = arena_make(0);
		struct told t = { .len = 0 };
		test_case(files[i].name);
		const struct company *c = company_new(str_from(files[i].text), STR_LIT("2026-02-15"), &a, tell, &t);
		CHECK(!c == (t.faults > 0));
		CHECK_STR(str_of(t.text, t.len), files[i].want);
		arena_clear(&a);
	}
}

void test_company(void)
{
	struct arena a = arena_make(0), tiny = arena_make(1);
	struct told t = { .len = 0 };
	const struct company *c = company_new(str_from(sample), STR_LIT("2026-02-15"), &a, tell, &t);

	test_case("sample");
	if (!CHECK(c))
		return;
	CHECK(t.warnings == 1 && !t.faults);
	CHECK(company_has(c, COMPANY_VPN) && !company_has(NULL, COMPANY_VPN));
	named(c);
	addresses_and_rates(c);
	test_case("nothing_known");
	CHECK(!company_named(NULL, COMPANY_VPN, STR_LIT("Mullvad")) && !company_address(NULL, STR_LIT("a"), STR_LIT("b")));
	faults();
	test_case("without_memory");
	CHECK(!company_new(str_from(sample), str_of(NULL, 0), &tiny, tell, &t));
	arena_clear(&a);
	arena_clear(&tiny);
}
