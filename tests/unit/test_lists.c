#include "list/list.h"

#include "base/digest.h"
#include "base/embedded.h"
#include "list/address.h"
#include "list/domain.h"
#include "list/domain_memo.h"
#include "list/employer_memo.h"
#include "list/identifier.h"
#include "list/normal.h"
#include "list/phone.h"
#include "list/product.h"
#include "list/suffix.h"
#include "list/update.h"
#include "unit/folder.h"
#include "unit/test.h"

#include <stdio.h>

/* Our table of our own lists against the files themselves. */
static void table_agrees(const struct lists *l)
{
	char digest[DIGEST_HEX + 1];
	struct arena a = arena_make(0);

	CHECK(lists_count(l) >= 9);
	for (size_t i = 0; i < lists_count(l); i++) {
		const struct list *x = lists_at(l, i);
		test_case(x->name.ptr);
		struct str text = lists_text(l, x, &a);
		if (!CHECK(text.ptr))
			continue;
		digest_sha256(text, digest);
		CHECK_STR(x->sha256, digest);
		CHECK(x->kind < LIST_KINDS && x->class < CLASSES && x->entries > 0 && x->max_age_days > 0);
		CHECK(x->source.len && x->licence.len && x->date.len == 10);
		CHECK(lists_find(l, x->name) == x);
	}
	arena_clear(&a);
}

static void addresses(const struct lists *l)
{
	static const struct { const char *ip, *judgement, *label; } table[] = {
		{ "175.45.176.1", "dprk", "dprk-allocated" }, { "175.45.179.255", "dprk", "dprk-allocated" },
		{ "175.45.180.0", "none", NULL }, { "188.43.136.7", "reported", "dprk-itw-russia" },
		{ "188.43.33.249", "reported", "dprk-itw-russia" }, { "188.43.33.250", "none", NULL },
		{ "80.237.84.9", "none", NULL }, { "111.197.183.74", "reported", "dprk-itw-origin" },
		{ "210.52.109.22", "reported", "dprk-used" }, { "192.0.2.1", "special", NULL }, { "10.1.2.3", "special", NULL },
		{ "::ffff:10.1.2.3", "special", NULL }, { "::1", "special", NULL }, { "2001:db8::1", "special", NULL },
		{ "fe80::1%eth0", "special", NULL }, { "100.64.0.1", "special", NULL }, { "8.8.8.8", "none", NULL },
		{ "2a00:1450::1", "none", NULL }, { "2002:102:304::1", "special", NULL }, { "255.255.255.255", "special", NULL },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		struct ip ip;
		struct address_hit hit = { 0 };
		test_case(table[i].ip);
		if (!CHECK(ip_parse(str_from(table[i].ip), &ip)))
			continue;
		struct address_answer a = address_find(lists_addresses(l), &ip);
		CHECK_STR(str_from(list_class_name(a.judgement)), table[i].judgement);
		bool found = address_next(&a, &hit);
		if (table[i].label && CHECK(found))
			CHECK_STR(hit.label, table[i].label);
	}
}

static void domains(const struct lists *l)
{
	static const struct { const char *domain, *judgement; } table[] = {
		{ "privaterelay.appleid.com", "relay" }, { "someone.anonaddy.com", "relay" }, { "gmail.com", "free" },
		{ "mail.gmail.com", "none" }, { "proton.me", "free" }, { "posteo.de", "none" }, { "example.com", "none" },
		{ "com", "none" }, { "duck.com", "relay" }, { "notduck.com", "none" },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		test_case(table[i].domain);
		struct domain_answer a = domain_find(lists_domains(l), str_from(table[i].domain));
		CHECK_STR(str_from(list_class_name(a.judgement)), table[i].judgement);
	}
}

static void identifiers(const struct lists *l)
{
	static const struct { enum list_kind kind; const char *normal; enum list_class class; const char *how; } table[] = {
		{ LIST_EMAIL, "417136259@qq.com", CLASS_PUBLISHED, "high" },
		{ LIST_GITHUB, "elitedev619", CLASS_PUBLISHED, "medium" },
		{ LIST_DOMAIN, "hopanatech.com", CLASS_PUBLISHED, "high" }, { LIST_COMPANY, "hopanatech", CLASS_PUBLISHED, "high" },
		{ LIST_COMPANY, "tanchon commercial bank", CLASS_SANCTIONED, "" },
		{ LIST_WALLET, "0x15824de78a61a8b493ccd8a48e58463536b17028", CLASS_PUBLISHED, "high" },
		{ LIST_WALLET, "134r8iHv69xdT6p5qVKTsHrcUEuBVZAYak", CLASS_SANCTIONED, "" },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		test_case(table[i].normal);
		const struct identifier *x = identifier_find(lists_identifiers(l), table[i].kind, str_from(table[i].normal));
		x = identifier_best(x, table[i].class);
		if (CHECK(x))
			CHECK_STR(str_from(confidence_name(x->confidence)), table[i].how);
	}
	struct arena a = arena_make(0);
	const struct identifiers *s = lists_identifiers(l);
	CHECK(!identifier_find(s, LIST_X, STR_LIT("elitedev619")) && !identifier_find(s, LIST_EMAIL, STR_LIT("")));
	CHECK(!identifier_find(s, LIST_WALLET, STR_LIT("134r8ihv69xdt6p5qvktshrcuebvzayak")));
	CHECK(identifier_find_domain(s, STR_LIT("mail.hopanatech.com")) && !identifier_find_domain(s, STR_LIT("nothopanatech.com")));
	CHECK(identifier_find_domain(s, STR_LIT("star-co.net.kp")) && !identifier_find_domain(s, STR_LIT("example.com")));
	const struct identifier *x = identifier_find(s, LIST_WALLET, STR_LIT("134r8iHv69xdT6p5qVKTsHrcUEuBVZAYak"));
	if (CHECK(x))
		CHECK_STR(identifier_text(x, &a), "OFAC 28263 TIAN, Yinyin (DPRK3 CYBER2), list of 2026-08-22");
	x = identifier_find(s, LIST_DOMAIN, STR_LIT("hopanatech.com"));
	if (CHECK(x))
		CHECK_STR(identifier_text(x, &a), "SentinelLabs, 2024-11-21, "
		    "https://www.sentinelone.com/labs/dprk-it-workers-a-network-of-active-front-companies-and-their-links-to-china/");
	arena_clear(&a);
}

static void phones(const struct lists *l)
{
	static const struct { const char *number, *country, *e164, *countries; } table[] = {
		{ "+12155554171", "", "+12155554171", "US" }, { "(215) 555-4171", "US", "+12155554171", "US" },
		{ "1-215-555-4171", "US", "+12155554171", "US" }, { "215.555.4171 ext. 9", "US", "+12155554171", "US" },
		{ "2155554171", "", NULL, NULL }, { "2155554171", "CA", "+12155554171", "US" }, { "+1 204 555 0100", "", "+12045550100", "CA" },
		{ "+1 876 555 0100", "", "+18765550100", "JM" }, { "+1 800 555 0100", "", "+18005550100", "" },
		{ "+1 115 555 4171", "", NULL, NULL }, { "+1 215 155 4171", "", NULL, NULL }, { "+1 215 555 417", "", NULL, NULL },
		{ "+44 (0)20 7946 0018", "", "+442079460018", "GB GG IM JE" },
		{ "0044 (0)20 7946 0018", "", "+442079460018", "GB GG IM JE" }, { "020 7946 0018", "GB", "+442079460018", "GB GG IM JE" },
		{ "0044 20 7946 0018", "US", "+442079460018", "GB GG IM JE" }, { "011 44 20 7946 0018", "US", "+442079460018", "GB GG IM JE" },
		{ "tel:+49-30-901820", "", "+4930901820", "DE" }, { "030 901820", "DE", "+4930901820", "DE" },
		{ "+7 495 123-45-67", "", "+74951234567", "RU" }, { "+7 727 123 45 67", "", "+77271234567", "KZ" },
		{ "8 (495) 123-45-67", "RU", "+74951234567", "RU" }, { "+86 138 0013 8000", "", "+8613800138000", "CN" },
		{ "8613800138000", "CN", "+8613800138000", "CN" }, { "13800138000", "CN", "+8613800138000", "CN" },
		{ "+210 1234567", "", NULL, NULL }, { "+999 1234567", "", NULL, NULL }, { "+0 1234567", "", NULL, NULL }, { "", "US", NULL, NULL },
		{ "call me", "US", NULL, NULL }, { "+1", "", NULL, NULL }, { "+49 1234567890123456", "", NULL, NULL }, { "123", "US", NULL, NULL },
		{ "+353 1 123 4567", "", "+35311234567", "IE" }, { "+1 (215) 555-4171 x12", "", "+12155554171", "US" },
		{ "+2125551234567890", "", NULL, NULL }, { "+850 2 123 4567", "", "+85021234567", "KP" },
		{ "2155554171", "ZZ", NULL, NULL }, { "+44\xC2\xA0" "20 7946 0018", "", "+442079460018", "GB GG IM JE" },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		struct phone p;
		test_case(table[i].number);
		bool ok = phone_parse(lists_phones(l), str_from(table[i].number), str_from(table[i].country), &p);
		if (!CHECK(ok == !!table[i].e164) || !ok)
			continue;
		CHECK_STR(str_from(p.e164), table[i].e164);
		CHECK_STR(p.countries, table[i].countries);
	}
	CHECK(phone_has_country(STR_LIT("GB GG IM JE"), STR_LIT("im")) && !phone_has_country(STR_LIT("GB"), STR_LIT("G")));
}

static void suffixes(void)
{
	static const struct { const char *domain, *want; } table[] = {
		{ "www.example.co.uk", "example.co.uk" }, { "example.com", "example.com" }, { "a.b.c.example.com", "example.com" },
		{ "someone.github.io", "someone.github.io" }, { "com", NULL }, { "co.uk", NULL }, { "", NULL },
		{ "a.very-long-name-that-does-not-fit-into-the-cache-of-domains-at-all.example.org", "example.org" },
	};

	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < COUNT(table); i++) {
			test_case(table[i].domain);
			struct str got = suffix_registrable(str_from(table[i].domain));
			if (CHECK(!!got.ptr == !!table[i].want) && got.ptr)
				CHECK_STR(got, table[i].want);
		}
}

/* What is remembered against what is asked anew; twice, with more domains than are remembered between. */
static void memo_agrees(const struct lists *l)
{
	static const char *const some[] = {
		"proton.me", "gmail.com", "mail.gmail.com", "mx.example.co.uk", "co.uk", "only-here.example", "sub.only-here.example",
		"a-domain-that-is-longer-than-what-is-remembered-of-it.and-more-of-it.example.com", "",
	};
	char text[32];

	for (size_t i = 0; i < 2000; i++) {
		snprintf(text, sizeof(text), "host%zu.example.com", i % 1000);
		struct str domain = i % 3 ? str_from(text) : str_from(some[i / 3 % COUNT(some)]);
		test_case(domain.ptr);
		struct domain_said said = domain_said(l, domain);
		CHECK_NUM(said.classes, domain_find(lists_domains(l), domain).classes);
		CHECK(said.published == identifier_find_domain(lists_identifiers(l), domain));
		CHECK(str_eq(said.registrable, suffix_registrable(domain)));
	}
}

static void employer_memo_agrees(const struct lists *l)
{
	static const char *const some[] = {
		"Only Here Ltd.", "OpenAI", "OpenAI, Inc.", "Anthropic PBC", "openai", "Open", "Korea Kwangson Banking Corp", "...",
		"An Employer With a Name That Is Longer Than What Is Remembered of It, Incorporated",
	};
	char text[32], out[NORMAL_MAX];

	for (size_t i = 0; i < 4000; i++) {
		snprintf(text, sizeof(text), "Works %zu", i % 2000);
		struct str employer = i % 3 ? str_from(text) : str_from(some[i / 3 % COUNT(some)]);
		size_t end = 0;
		test_case(employer.ptr);
		struct employer_said said = employer_said(l, employer);
		CHECK(said.company == identifier_find(lists_identifiers(l), LIST_COMPANY, normal_company(employer, out)));
		CHECK(said.product == product_here(lists_products(l), PRODUCT_EMPLOYER, employer, &end));
		CHECK_NUM(said.end, end);
	}
}

static bool take_list(const char *folder, const char *name, enum list_kind kind, enum list_class class, struct str text)
{
	const struct list what = {
		.name = str_from(name), .kind = kind, .class = class, .source = STR("test"), .licence = STR("none"),
		.date = STR("2026-08-22"), .max_age_days = 30, .url = STR(""), .confidence = STR("medium"), .product = STR(""),
	};
	const struct feed_text in = { .text = text };
	struct update *u = update_begin(folder, NULL);
	int64_t entries;
	bool ok = u && update_take(u, &what, STR_LIT("lines"), &in, true, &entries, NULL) && update_end(u, NULL);

	update_free(u);
	return ok;
}

/* Lists that are opened one after the other may stand at the same address, and say other things. */
static void memo_of_other_lists(void)
{
	static const char domains_text[128] = "only-here.example\n", companies_text[128] = "Only Here Ltd\n";
	char folder[FOLDER_PATH];
	struct str domain = STR_LIT("only-here.example"), employer = STR_LIT("Only Here Ltd.");

	if (!CHECK(folder_make(folder)) ||
	    !CHECK(take_list(folder, "mine", LIST_DOMAIN, CLASS_DISPOSABLE, str_from(domains_text))) ||
	    !CHECK(take_list(folder, "ours", LIST_COMPANY, CLASS_PUBLISHED, str_from(companies_text))))
		return;
	for (int round = 0; round < 4; round++) {
		struct lists *l = lists_open(round % 2 ? folder : "", STR_LIT("2026-11-24"), NULL);
		test_case("only in the user's list");
		if (CHECK(l))
			CHECK_NUM(domain_said(l, domain).classes >> CLASS_DISPOSABLE & 1, round % 2);
		if (l) {
			CHECK(!employer_said(l, employer).company == !(round % 2));
			memo_agrees(l);
			employer_memo_agrees(l);
		}
		lists_close(l);
	}
	folder_remove(folder);
}

void test_lists(void)
{
	struct lists *l = lists_open("", STR_LIT("2026-11-24"), NULL);
	char digest[65];

	if (!CHECK(l))
		return;
	table_agrees(l);
	addresses(l);
	domains(l);
	identifiers(l);
	phones(l);
	suffixes();
	memo_of_other_lists();
	CHECK(!lists_failed(l) && !lists_find(l, STR_LIT("nothing")));
	CHECK(lists_have(l, LIST_IP, CLASS_DPRK) && lists_have(l, LIST_IP, CLASS_SPECIAL) && !lists_have(l, LIST_IP, CLASS_VPN));
	CHECK(!lists_find(l, STR_LIT("special-networks"))->is_stale && lists_find(l, STR_LIT("designated"))->is_stale);
	lists_digest(l, digest);
	CHECK(strlen(digest) == 64);
	lists_close(l);
	lists_close(NULL);
}
