#include "list/feed.h"

#include "base/arena.h"
#include "list/entry.h"
#include "unit/test.h"

/* A copy with the bytes behind it that readers may look at. */
static struct str padded(struct arena *a, struct str s)
{
	char *p = arena_zero(a, 1, s.len + 64);

	if (s.len)
		memcpy(p, s.ptr, s.len);
	return str_of(p, s.len);
}

/* @want: what is kept, without the header of a table; or, after "!", what the error says. */
struct feed_case {
	const char *name, *form;
	enum list_kind kind;
	const char *text, *want;
};

static void check_outcome(const char *want, bool ok, struct str got, const struct err *e)
{
	if (*want == '!') {
		if (!CHECK(!ok) || !CHECK(strstr(e->text, want + 1)))
			CHECK_STR(str_from(e->text), want + 1);
		return;
	}
	if (CHECK(ok))
		CHECK_STR(got, want);
	else
		CHECK_STR(str_from(e->text), "");
}

static void simple_forms(void)
{
	static const struct feed_case table[] = {
		{ "lines", "lines", LIST_IP, "192.0.2.0/24\n198.51.100.7\n", "192.0.2.0/24\n198.51.100.7\n" },
		{ "lines_sorted_and_once", "lines", LIST_IP, "198.51.100.7\n192.0.2.1\n198.51.100.7/32\n", "192.0.2.1\n198.51.100.7\n" },
		{ "lines_both_families", "lines", LIST_IP, "2001:db8::/32\r\n192.0.2.1\r\n", "192.0.2.1\n2001:db8::/32\n" },
		{ "lines_remarks", "lines", LIST_IP, "# head\n192.0.2.1 # one\n; two\n\n", "192.0.2.1\n" },
		{ "lines_host_bits_are_cleared", "lines", LIST_IP, "192.0.2.77/24", "192.0.2.0/24\n" },
		{ "lines_mark_of_byte_order", "lines", LIST_DOMAIN, "\xEF\xBB\xBF" "A.Example\n", "a.example\n" },
		{ "lines_no_network", "lines", LIST_IP, "192.0.2.1\n<html>\n", "!no network: \"<html>\"" },
		{ "lines_nothing", "lines", LIST_IP, "# nothing\n", "!no entries" },
		{ "lines_empty", "lines", LIST_IP, "", "!no entries" },
		{ "lines_nul", "lines", LIST_DOMAIN, "a\001b.example\n", "!no domain" },
		{ "domains_lower_case_and_once", "lines", LIST_DOMAIN, "B.example.\na.example\nb.example\n", "a.example\nb.example\n" },
		{ "tor_blank_after_commas", "csv ipaddr", LIST_IP, "fingerprint, ipaddr, port\n00AB, 192.0.2.1, 9001\n00AB, 192.0.2.1, 443\n"
		    "00CD, 2001:db8::1, 81\n", "192.0.2.1\n2001:db8::1\n" },
		{ "systems_with_remarks", "lines", LIST_ASN, "AS64500 # Example, or so\nas64496\n64500\n", "AS64496\nAS64500\n" },
		{ "systems_blank_before_a_quote", "csv ASN", LIST_ASN, "ASN,Entity\n64496, \"Example, NL\"\n\"64500\",\"Ex \"\"ample\"\", UA\" \n",
		    "AS64496\nAS64500\n" },
		{ "system_of_no_number", "lines", LIST_ASN, "AS64496\nASX\n", "!no asn: \"ASX\"" },
		{ "system_zero", "lines", LIST_ASN, "AS0\n", "!no asn" },
		{ "system_beyond_32_bits", "lines", LIST_ASN, "AS4294967296\n", "!no asn" },
		{ "system_negative", "lines", LIST_ASN, "AS-1\n", "!no asn" },
		{ "csv_column_is_missing", "csv ipaddr", LIST_IP, "a,b\n1,2\n", "!no column \"ipaddr\"" },
		{ "csv_bad_cell", "csv ip", LIST_IP, "ip\nnowhere\n", "!no network" },
		{ "geofeed_with_remarks", "geofeed", LIST_IP, "# RFC 8805\n192.0.2.0/24,US,US-TX,Richardson,\n2001:db8::/32,NL,,,\n",
		    "192.0.2.0/24\n2001:db8::/32\n" },
		{ "geofeed_is_html", "geofeed", LIST_IP, "<!DOCTYPE html>\n<html>\n", "!no network" },
		{ "aws", "json prefixes[].ip_prefix ipv6_prefixes[].ipv6_prefix", LIST_IP,
		    "{\"prefixes\":[{\"ip_prefix\":\"192.0.2.0/24\",\"service\":\"AMAZON\"},{\"ip_prefix\":\"192.0.2.0/24\",\"service\":\"EC2\"}],"
		    "\"ipv6_prefixes\":[{\"ipv6_prefix\":\"2001:db8::/40\"}]}", "192.0.2.0/24\n2001:db8::/40\n" },
		{ "google", "json prefixes[].ipv4Prefix prefixes[].ipv6Prefix", LIST_IP,
		    "{\"prefixes\":[{\"ipv4Prefix\":\"192.0.2.0/24\"},{\"ipv6Prefix\":\"2001:db8::/44\"}]}", "192.0.2.0/24\n2001:db8::/44\n" },
		{ "oracle", "json regions[].cidrs[].cidr", LIST_IP,
		    "{\"regions\":[{\"region\":\"x\",\"cidrs\":[{\"cidr\":\"192.0.2.0/25\",\"tags\":[]}]}]}", "192.0.2.0/25\n" },
		{ "zscaler", "json hubPrefixes[]", LIST_IP, "{\"hubPrefixes\":[\"192.0.2.0/24\"]}", "192.0.2.0/24\n" },
		{ "json_array", "json []", LIST_DOMAIN, "[\"b.example\",\"a.example\"]", "a.example\nb.example\n" },
		{ "json_cut_short", "json []", LIST_DOMAIN, "[\"b.example\",\"a.ex", "!" },
		{ "json_without_the_place", "json list[]", LIST_IP, "{\"other\":[]}", "!no entries" },
		{ "json_wrong_type", "json list[]", LIST_IP, "{\"list\":{\"a\":\"192.0.2.1\"}}", "!no entries" },
		{ "json_without_path", "json", LIST_IP, "[]", "!no form" }, { "form_unknown", "xml", LIST_IP, "", "!no form" },
		{ "lines_with_a_word", "lines x", LIST_IP, "", "!no form" }, { "ofac_is_of_names", "ofac", LIST_IP, "", "!its kind is name" },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		struct arena a = arena_make(0);
		struct buf out = buf_make(1 << 20);
		struct err e = { 0 };
		int64_t entries;
		test_case(table[i].name);
		struct feed_text in = { .text = padded(&a, str_from(table[i].text)) };
		bool ok = feed_convert(table[i].kind, str_from(table[i].form), &in, &out, &entries, &e);
		check_outcome(table[i].want, ok, buf_str(&out), &e);
		buf_clear(&out);
		arena_clear(&a);
	}
}

/* What stands in the columns of the first entry, "column=cell" each; or, after "!", the error. */
struct entry_case {
	const char *name, *form, *text, *parts[FEED_PARTS], *want[6];
};

static const char *const columns[ENTRY_COLUMNS] = {
	"list", "id", "programme", "type", "listed", "born", "names", "weak", "documents", "addresses", "wallets", "emails",
	"sites", "phones",
};

static void check_cell(const struct entry *x, const char *want)
{
	for (size_t i = 0; i < ENTRY_COLUMNS; i++) {
		size_t len = strlen(columns[i]);
		if (strncmp(want, columns[i], len) == 0 && want[len] == '=') {
			CHECK_STR(x->cells[i], want + len + 1);
			return;
		}
	}
	CHECK(!"a column");
}

static void check_entry(const struct entry_case *c)
{
	struct arena a = arena_make(0);
	struct buf out = buf_make(1 << 20);
	struct feed_text in = { .text = padded(&a, str_from(c->text)) };
	struct entry_reader r;
	struct entry x;
	struct err e = { 0 };
	int64_t entries;

	test_case(c->name);
	for (size_t i = 0; i < FEED_PARTS; i++)
		if (c->parts[i])
			in.parts[i] = padded(&a, str_from(c->parts[i]));
	bool ok = feed_convert(LIST_NAME, str_from(c->form), &in, &out, &entries, &e);
	if (*c->want[0] == '!') {
		check_outcome(c->want[0], ok, buf_str(&out), &e);
	} else if (CHECK(ok) && CHECK(entry_open(&r, buf_str(&out), &a)) && CHECK(entry_next(&r, &x))) {
		for (size_t i = 0; i < COUNT(c->want) && c->want[i]; i++)
			check_cell(&x, c->want[i]);
	}
	buf_clear(&out);
	arena_clear(&a);
}

#define NULLS "-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"
#define SDN(name, type, programme, remarks) "7,\"" name "\"," type ",\"" programme "\"," NULLS remarks "\r\n\x1A"
#define PERSON(remarks) SDN("DOE, Jo", "\"individual\"", "DPRK2", "\"" remarks "\"")

static void ofac(void)
{
	static const struct entry_case table[] = {
		{ "entity_is_null", "ofac", SDN("ACME", "-0- ", "NPWMD", "-0- "), { NULL },
		    { "list=OFAC", "id=7", "type=entity", "names=ACME", "programme=NPWMD", "born=" } },
		{ "person", "ofac", SDN("DOE, Jo", "\"individual\"", "NPWMD] [DPRK2", "-0- "), { NULL },
		    { "type=person", "names=DOE, Jo", "programme=NPWMD DPRK2" } },
		{ "vessel", "ofac", SDN("SHIP", "\"vessel\"", "DPRK4", "-0- "), { NULL }, { "type=vessel" } },
		{ "strong_aliases", "ofac", PERSON("Gender Male."), { "7,1,\"aka\",\"ROE, Jo\",-0- \r\n8,2,\"aka\",\"OTHER\",-0- \r\n\x1A" },
		    { "names=DOE, Jo; ROE, Jo" } },
		{ "weak_aliases", "ofac", PERSON("DOB 1984; a.k.a. 'BIG JO'; f.k.a. 'O''DOE'."), { NULL }, { "weak=BIG JO; O''DOE", "born=1984" } },
		{ "birth_day", "ofac", PERSON("DOB 05 Nov 1983; alt. DOB Mar 1984; POB Somewhere."), { NULL }, { "born=1983-11-05 1984-03" } },
		{ "birth_about", "ofac", PERSON("DOB circa 1980."), { NULL }, { "born=1980" } },
		{ "birth_span", "ofac", PERSON("DOB 1984 to 1986."), { NULL }, { "born=1984 1985 1986" } },
		{ "birth_span_of_days", "ofac", PERSON("DOB 01 Jan 1984 to 31 Dec 1985."), { NULL }, { "born=1984 1985" } },
		{ "birth_span_too_long", "ofac", PERSON("DOB 1900 to 1999."), { NULL }, { "born=" } },
		{ "birth_is_no_day", "ofac", PERSON("DOB 31 Feb 1984."), { NULL }, { "born=" } },
		{ "passport", "ofac", PERSON("Passport 109484100 (Korea, North) expires 24 Dec 2024; National ID No. A-1."), { NULL },
		    { "documents=Passport|109484100|Korea, North; National ID No.|A-1|" } },
		{ "wallets", "ofac", PERSON("Digital Currency Address - XBT 1AbC; alt. Digital Currency Address - ETH 0xAbC."), { NULL },
		    { "wallets=1AbC; 0xAbC" } },
		{ "mail_and_site", "ofac", PERSON("Email Address a@b.example; alt. Email Address c@d.example; Website https://x.example."), { NULL },
		    { "emails=a@b.example; c@d.example", "sites=https://x.example" } },
		{ "phone", "ofac", PERSON("Phone Number 8613621583465."), { NULL }, { "phones=8613621583465" } },
		{ "listing_date", "ofac", PERSON("Listing Date (EO 14024 Directive 2): 24 Feb 2022; Listing Date (EO 14024 Directive 3): 01 Mar 2023."),
		    { NULL }, { "listed=2022-02-24" } },
		{ "remarks_are_joined_with_nothing_between", "ofac", PERSON("DOB 1984; Digital Currency Address - ETH 0xab"),
		    { NULL, NULL, "7,\"cd12; a.k.a. 'JO'.\"\r\n\x1A" }, { "wallets=0xabcd12", "weak=JO", "born=1984" } },
		{ "addresses", "ofac", PERSON("Gender Male."), { NULL, "7,1,\"1 Road\",\"Town\",\"Korea, North\",-0- \r\n7,2,-0- ,\"Beijing\",\"China\",-0- \r\n"
		    "7,3,-0- ,-0- ,-0- ,-0- \r\n\x1A" }, { "addresses=1 Road|Town|Korea, North; |Beijing|China" } },
		{ "cut_in_a_row", "ofac", "7,\"DOE, Jo\",\"individual\",\"DPRK2\"," NULLS "\"Gender Ma", { NULL }, { "!SDN.CSV is cut short" } },
		{ "part_is_cut", "ofac", PERSON("Gender Male."), { "7,1,\"aka\",\"RO" }, { "!ALT.CSV is cut short" } },
		{ "too_few_columns", "ofac", "7,\"DOE\"\r\n", { NULL }, { "!SDN.CSV: a row has 12 columns" } },
		{ "is_html", "ofac", "<html>\n<p>busy</p>\n", { NULL }, { "!SDN.CSV: a row has 12 columns" } },
		{ "nothing", "ofac", "\x1A", { NULL }, { "!no entries" } },
	};

	for (size_t i = 0; i < COUNT(table); i++)
		check_entry(&table[i]);
}

#define UN_PERSON(more) "<?xml version='1.0'?><CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>JO</FIRST_NAME>" \
	"<SECOND_NAME> DOE </SECOND_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>KPi.001</REFERENCE_NUMBER>" \
	"<LISTED_ON>2009-07-16</LISTED_ON>" more "</INDIVIDUAL></INDIVIDUALS><ENTITIES/></CONSOLIDATED_LIST>"

static void un(void)
{
	static const struct entry_case table[] = {
		{ "person", "un", UN_PERSON(""), { NULL },
		    { "list=UN", "id=KPi.001", "programme=DPRK", "type=person", "listed=2009-07-16", "names=JO DOE" } },
		{ "alias_in_quotes", "un", UN_PERSON("<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME> \"ROE\" </ALIAS_NAME></INDIVIDUAL_ALIAS>"),
		    { NULL }, { "names=JO DOE; ROE" } },
		{ "alias_weak", "un", UN_PERSON("<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>BIG JO</ALIAS_NAME></INDIVIDUAL_ALIAS>"),
		    { NULL }, { "names=JO DOE", "weak=BIG JO" } },
		{ "original_script", "un", UN_PERSON("<NAME_ORIGINAL_SCRIPT>\xEC\xA1\xB0</NAME_ORIGINAL_SCRIPT>"), { NULL }, { "names=JO DOE; \xEC\xA1\xB0" } },
		{ "birth_day", "un", UN_PERSON("<INDIVIDUAL_DATE_OF_BIRTH><DATE>1944-10-13</DATE></INDIVIDUAL_DATE_OF_BIRTH>"), { NULL }, { "born=1944-10-13" } },
		{ "birth_year", "un", UN_PERSON("<INDIVIDUAL_DATE_OF_BIRTH><YEAR>1938</YEAR></INDIVIDUAL_DATE_OF_BIRTH>"), { NULL }, { "born=1938" } },
		{ "birth_between", "un", UN_PERSON("<INDIVIDUAL_DATE_OF_BIRTH><FROM_YEAR>1955</FROM_YEAR><TO_YEAR>1957</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>"),
		    { NULL }, { "born=1955 1956 1957" } },
		{ "document", "un", UN_PERSON("<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>381</NUMBER>"
		    "<ISSUING_COUNTRY>X</ISSUING_COUNTRY></INDIVIDUAL_DOCUMENT><INDIVIDUAL_DOCUMENT/>"), { NULL }, { "documents=Passport|381|X" } },
		{ "address", "un", UN_PERSON("<INDIVIDUAL_ADDRESS><CITY>Town</CITY><COUNTRY>X</COUNTRY></INDIVIDUAL_ADDRESS>"), { NULL }, { "addresses=|Town|X" } },
		{ "semicolon_does_not_split", "un", UN_PERSON("<NAME_ORIGINAL_SCRIPT>A; B</NAME_ORIGINAL_SCRIPT>"), { NULL }, { "names=JO DOE; A, B" } },
		{ "entity", "un", "<CONSOLIDATED_LIST><ENTITIES><ENTITY><FIRST_NAME>ACME</FIRST_NAME><REFERENCE_NUMBER>KPe.001</REFERENCE_NUMBER>"
		    "</ENTITY></ENTITIES></CONSOLIDATED_LIST>", { NULL }, { "type=entity", "names=ACME" } },
		{ "cut_short", "un", "<CONSOLIDATED_LIST><INDIVIDUALS>", { NULL }, { "!not XML" } },
		{ "another_list", "un", "<sdnList/>", { NULL }, { "!not the consolidated list" } },
		{ "without_reference", "un", "<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>JO</FIRST_NAME></INDIVIDUAL></INDIVIDUALS>"
		    "</CONSOLIDATED_LIST>", { NULL }, { "!without a reference" } },
		{ "entities_that_grow", "un", "<!DOCTYPE x [<!ENTITY a \"b\">]><CONSOLIDATED_LIST/>", { NULL }, { "!document type" } },
		{ "too_deep", "un", "<a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a>", { NULL }, { "!too deep" } },
		{ "nobody", "un", "<CONSOLIDATED_LIST><INDIVIDUALS/></CONSOLIDATED_LIST>", { NULL }, { "!no entries" } },
	};

	for (size_t i = 0; i < COUNT(table); i++)
		check_entry(&table[i]);
}

static void tables(void)
{
	static const struct entry_case table[] = {
		{ "of_names", "designated", "uid,name,type,programs,alternate_names\n36,\"DOE, Jo\",individual,[NPWMD] [DPRK2],ROE; POE\n", { NULL },
		    { "list=OFAC", "id=36", "type=person", "programme=NPWMD DPRK2", "names=DOE, Jo; ROE; POE" } },
		{ "of_wallets", "designated", "uid,name,type,programs,currency,address\n1,DOE,individual,X,ETH,0xA\n1,DOE,individual,X,XBT,1B\n2,ROE,individual,X,XBT,1C\n",
		    { NULL }, { "id=1", "wallets=0xA; 1B" } },
		{ "of_the_un", "designated", "reference,type,name,aliases,dob,listed_on,comments\nKPi.001,individual,JO DOE,A; B,1944-10-13,2009-07-16,x\n", { NULL },
		    { "list=UN", "born=1944-10-13", "listed=2009-07-16", "names=JO DOE; A; B" } },
		{ "as_it_is_kept", "designated", "list,id,programme,type,listed,born,names,weak\nOFAC,7,DPRK2,person,,1983-11-25 1984,\"DOE, Jo; ROE\",BIG\n", { NULL },
		    { "list=OFAC", "born=1983-11-25 1984", "names=DOE, Jo; ROE", "weak=BIG" } },
		{ "without_id", "designated", "uid,name\n,DOE\n", { NULL }, { "!without an id" } },
		{ "without_a_name_column", "designated", "uid,x\n1,DOE\n", { NULL }, { "!names an id and a name" } },
		{ "empty", "designated", "", { NULL }, { "!names an id and a name" } },
	};

	for (size_t i = 0; i < COUNT(table); i++)
		check_entry(&table[i]);
}

/* The files as they are published, where they are at hand. */
static void published_files(void)
{
	static const struct { const char *name, *form, *file, *parts[FEED_PARTS]; int64_t entries; } table[] = {
		{ "ofac", "ofac", "data/sanctions/legacy-format/sdn.csv", { "data/sanctions/legacy-format/alt.csv",
		    "data/sanctions/legacy-format/add.csv", "data/sanctions/legacy-format/sdn_comments.csv" }, 599 },
		{ "un", "un", "data/sanctions/un_1718.xml", { NULL }, 155 },
		{ "names", "designated", "data/sanctions/ofac_sdn_names.csv", { NULL }, 19249 },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		const char *path = test_shared(table[i].file);
		struct arena a = arena_make(0);
		struct buf out = buf_make(64 << 20);
		struct err e = { 0 };
		struct feed_text in = { 0 };
		int64_t entries = 0;
		test_case(table[i].name);
		if (!path)
			return;
		in.text = test_read(path);
		for (size_t p = 0; p < FEED_PARTS; p++)
			if (table[i].parts[p] && (path = test_shared(table[i].parts[p])))
				in.parts[p] = test_read(path);
		CHECK(feed_convert(LIST_NAME, str_from(table[i].form), &in, &out, &entries, &e));
		CHECK_NUM(entries, table[i].entries);
		mem_free((void *)(uintptr_t)in.text.ptr);
		for (size_t p = 0; p < FEED_PARTS; p++)
			mem_free((void *)(uintptr_t)in.parts[p].ptr);
		buf_clear(&out);
		arena_clear(&a);
	}
}

void test_feed(void)
{
	simple_forms();
	ofac();
	un();
	tables();
	published_files();
}
