#include <stdio.h>

#include "base/buf.h"
#include "list/catalogue.h"
#include "rule/rule_load.h"
#include "unit/test.h"

enum { TEXT_MAX = 1 << 16 };

static struct arena arena;
static const struct catalogue *catalogue;

/* A rule of @category with @body as members of its detection, and a @mapping. */
static void put_rule(struct buf *out, const char *category, const char *body, const char *mapping)
{
	buf_printf(out, "title: T\nid: 11111111-1111-4111-8111-111111111111\nname: base\ndescription: d\n"
	    "level: low\nfalsepositives: [none known]\nlogsource: {product: candor, category: %s}\ndetection:\n%s\n%s\n",
	    category, body, mapping);
}

static const char mapping[] =
    "candor:\n  group: network\n  indicators: [net-vpn-astrill]\n  verify: [location-explained]\n"
    "  match: [{id: a}]\n  miss: [{id: b}]\n";

static const char sanctions[] =
    "candor:\n  group: sanctions\n  legal: 31 CFR 510\n  indicators: [net-vpn-astrill]\n  verify: [in-person]\n"
    "  match: [{id: a}]\n  miss: [{id: b}]\n";

/* The codes of errors, in order, and of warnings with "~". */
static void check_text(const char *text, const char *want)
{
	struct rules set;
	struct buf got = buf_make(TEXT_MAX);

	rules_init(&set, catalogue, false);
	CHECK(rules_add_text(&set, STR_LIT("t.yml"), str_from(text)));
	CHECK(rules_finish(&set) == !set.errors);
	for (const struct fault *f = set.faults; f; f = f->next)
		buf_printf(&got, "%s%s%s", f == set.faults ? "" : " ", f->is_warning ? "~" : "", f->code);
	if (!test_text(buf_str(&got), str_from(want), __FILE__, __LINE__, "codes"))
		for (const struct fault *f = set.faults; f; f = f->next)
			printf("#   %u:%u %s: %.*s\n", f->line, f->column, f->code, STR_ARG(f->message));
	buf_clear(&got);
	rules_clear(&set);
}

/* One item, the only one of the selection that the condition asks. */
static void items(void)
{
	static const struct { const char *category, *item, *want; } table[] = {
		/* what may be asked */
		{ "session", "ip.vpn: true", "" },
		{ "session", "event: login", "" },
		{ "session", "latency_ms|gt: 300", "" },
		{ "session", "device_country|fieldref: applicant.location.country", "" },
		{ "applicant", "location.country: '*'", "" },
		{ "applicant", "location.country: '?*'", "" },
		{ "applicant", "location.country|exists: true", "" },
		{ "applicant", "observations.code: camera-refused", "" },
		{ "applicant", "sessions.ip.judgement: vpn", "" },
		{ "applicant", "name.published: high", "" },
		{ "session", "at|hour|gte: 22", "" },
		/* places */
		{ "session", "ip: 192.0.2.1", "place-constant" },
		{ "session", "ip|cidr: 175.45.176.0/22", "place-constant" },
		{ "session", "ip|startswith: '175.45.'", "place-constant" },
		{ "session", "ip|re: '^175\\.45'", "place-constant" },
		{ "session", "ip.address: 175.45.176.1", "place-constant" },
		{ "session", "geo.country: KP", "place-constant" },
		{ "session", "geo.country: [KP, RU, CN]", "place-constant place-constant place-constant" },
		{ "session", "geo.country|neq: US", "absence place-constant" },
		{ "session", "time_zone|startswith: Asia/", "place-constant" },
		{ "session", "time_zone.offset: 540", "place-constant" },
		{ "session", "time_zone.offset|gte: 480", "place-constant" },
		{ "session", "languages|contains: ko", "place-constant" },
		{ "session", "keyboard: Korean", "place-constant" },
		{ "session", "device_country: KP", "place-constant" },
		{ "session", "applicant.location.country: KP", "place-constant" },
		{ "session", "applicant.phones.number|startswith: '+850'", "place-constant" },
		{ "applicant", "phones.number.country: KP", "place-constant" },
		{ "applicant", "phones.number.e164|startswith: '+86'", "place-constant" },
		{ "applicant", "location.city|re: '(?:Dandong|Shenyang)'", "place-constant" },
		{ "applicant", "location.country: '?\?'", "place-constant" },
		{ "applicant", "location.country: ''", "place-constant" },
		{ "applicant", "addresses.postal_code|startswith: '9'", "place-constant" },
		{ "applicant", "resume.metadata.language|startswith: ko", "place-constant" },
		{ "applicant", "payment.rate.currency: KPW", "place-constant" },
		{ "education", "country: KP", "place-constant" },
		{ "education", "institution: Kim Il Sung University", "place-constant" },
		{ "document", "country: KP", "place-constant" },
		{ "payee", "country: CN", "place-constant" },
		{ "phone", "number: '+850*'", "place-constant" },
		{ "applicant", "location.country|cased: KP", "place-constant" },
		/* the text of a time shows its zone */
		{ "commit", "at|endswith: '+09:00'", "place-constant" },
		{ "applicant", "activity|re: '\\+0[89]:'", "place-constant" },
		{ "applicant", "code.commits.at|contains: '+0900'", "place-constant" },
		{ "commit", "at|year|gte: 2020", "" },
		{ "commit", "at: '*'", "" },
		{ "work", "start|startswith: '2014'", "" },
		/* the place of the work is no statement of the applicant */
		{ "document", "country|fieldref: applicant.position.country", "place-constant" },
		{ "applicant", "position.country|fieldref: location.country", "place-constant" },
		/* a country's domain is the country */
		{ "applicant", "emails.address.domain|endswith: .kp", "place-constant" },
		{ "email", "address: '*.cn'", "place-constant" },
		{ "link", "url.domain|endswith: ['.kp', '.github.io']", "place-constant" },
		{ "link", "url.domain|endswith: .github.io", "" },
		{ "email", "address.domain: mail.kp", "" },
		/* free text */
		{ "applicant", "resume.text|contains: Pyongyang", "keyword" },
		{ "applicant", "resume.text|re: 'ethnic'", "keyword" },
		{ "applicant", "resume.skills|contains: Korean", "keyword" },
		{ "applicant", "observations.note|contains: accent", "keyword" },
		{ "session", "applicant.resume.text|contains: Kim", "keyword" },
		{ "applicant", "resume.text|exists: true", "" },
		/* names */
		{ "applicant", "name|contains: Kim", "name-value" },
		{ "applicant", "names_other|re: '^Kim'", "name-value" },
		{ "applicant", "name|re: '^\\w+$'", "name-value" },
		{ "account", "display_name|endswith: Kim", "name-value" },
		{ "document", "name|fieldref|neq: applicant.name", "absence absence" },
		{ "reference", "name: Kim", "name-value" },
		{ "payee", "holder: Kim", "name-value" },
		{ "commit", "author_name: Kim", "name-value" },
		/* what a person is */
		{ "applicant", "birth_date|year|lt: 1990", "protected-trait" },
		{ "applicant", "birth_date: 'x*'", "protected-trait" },
		{ "applicant", "nationality: KP", "protected-trait" },
		{ "applicant", "person.gender: m", "protected-trait" },
		{ "session", "applicant.citizenship: KP", "protected-trait" },
		{ "document", "birth_date: '1990-01-01'", "protected-trait" },
		{ "document", "birth_date|fieldref: applicant.birth_date", "" },
		/* fields */
		{ "session", "ip.vpm: true", "unknown-field" },
		{ "session", "sessions.ip.vpn: true", "unknown-field" },
		{ "session", "device_country|fieldref: applicant.location.contry", "unknown-field" },
		{ "applicant", "'|contains': Korea", "keyword" },
		/* what is missing */
		{ "session", "webrtc_ip: ~", "absence" },
		{ "session", "webrtc_ip|exists: false", "absence" },
		{ "session", "event|neq: login", "absence" },
		{ "session", "ip.vpn: false", "" },
	};
	struct buf text = buf_make(TEXT_MAX);

	for (size_t i = 0; i < COUNT(table); i++) {
		char body[512];
		test_case(table[i].item);
		snprintf(body, sizeof(body), "  s:\n    %s\n  condition: s", table[i].item);
		buf_reset(&text);
		put_rule(&text, table[i].category, body, mapping);
		check_text(buf_str(&text).ptr, table[i].want);
	}
	buf_clear(&text);
}

/* Whole detections of a session. */
static void paths(void)
{
	static const struct { const char *body, *want; } table[] = {
		{ "  s: {ip.vpn: true}\n  n: {event: login}\n  condition: s and not n", "absence" },
		{ "  s: {ip.vpn: true, event|exists: true}\n  n: {event: login}\n  condition: s and not n", "" },
		{ "  s: {ip.vpn: true, event: '*'}\n  n: {event: login}\n  condition: s and not n", "" },
		{ "  s: {event|exists: true}\n  n: {event: login}\n  condition: s or not n", "absence" },
		{ "  a: {event|exists: true}\n  n: {event: login}\n  c: {proxy: true}\n  condition: (a or c) and not n", "absence" },
		{ "  a: {event|exists: true}\n  n: {event: login}\n  c: {proxy: true}\n  condition: a and (c or not n)", "" },
		{ "  n: {event: login}\n  condition: not not n", "" },
		{ "  n: {event: ~}\n  condition: not n", "" },
		{ "  n: {event|exists: false}\n  condition: not n", "" },
		{ "  n: {event|exists: true}\n  condition: not n", "absence" },
		{ "  n: {event|neq: login}\n  condition: not n", "" },
		{ "  n: {event: login, proxy: true}\n  s: {ip.vpn: true}\n  condition: s and not n", "absence absence" },
		{ "  n: {event: login, proxy: true}\n  s: {ip.vpn: true, event: '*', proxy|exists: true}\n  condition: s and not n", "" },
		{ "  n: {event: login, proxy: true}\n  s: {ip.vpn: true, proxy|exists: true}\n  condition: s and not n", "absence" },
		{ "  s: {device_country|fieldref|neq: geo.country}\n  condition: s", "absence absence" },
		{ "  s: {device_country|fieldref|neq: geo.country, geo.country|exists: true}\n  condition: s", "absence" },
		{ "  s: {device_country|fieldref|neq: geo.country, geo.country|exists: true, device_country: '*'}\n  condition: s", "" },
		{ "  s: {device_country|exists: true, geo.country|exists: true}\n  n: {device_country|fieldref: geo.country}\n  condition: s and not n", "" },
		{ "  s: {time_zone.agrees: false}\n  condition: s", "" },
		{ "  s: {ip.vpn: true, geo.country|fieldref: applicant.location.country}\n  n: {geo.country|fieldref: device_country}\n  condition: s and not n", "absence" },
		{ "  a_x: {event: login}\n  a_y: {proxy: true}\n  s: {ip.vpn: true}\n  condition: s and not 1 of a_*", "absence absence" },
		{ "  a_x: {event: login}\n  a_y: {proxy: true}\n  s: {ip.vpn: true, event|exists: true, proxy|exists: true}\n  condition: s and not all of a_*", "" },
		{ "  s:\n    - {ip.vpn: true}\n    - {geo.country: KP}\n  condition: s", "place-constant" },
		{ "  s: {ip.vpn: true}\n  filter: {applicant.location.country: US}\n  condition: s and not filter", "absence place-constant" },
		{ "  s: [astrill, Pyongyang]\n  condition: s", "keyword" },
		{ "  s: {ip.vpn: true}\n  k: ['Korea']\n  condition: s or k", "keyword" },
		{ "  s: {geo.country|expand: '%c%'}\n  condition: s", "place-constant placeholder" },
		{ "  s: {ip|exists: true}\n  n: {ip.vpn: true}\n  condition: s and not n", "absence" },
		{ "  s: {ip.vpn|exists: true}\n  n: {ip: ~}\n  condition: s and not n", "" },
		{ "  s: {event|exists: false, event: login}\n  condition: s", "~never-matches ~never-matches" },
		{ "  s: {event: login}\n  condition: s and not s", "~never-matches" },
	};
	struct buf text = buf_make(TEXT_MAX);

	for (size_t i = 0; i < COUNT(table); i++) {
		test_case(table[i].body);
		buf_reset(&text);
		put_rule(&text, "session", table[i].body, mapping);
		check_text(buf_str(&text).ptr, table[i].want);
	}
	buf_clear(&text);
}

/* The candor mapping and what stands beside it. */
static void mappings(void)
{
	static const struct { const char *mapping, *want; } table[] = {
		{ mapping, "" }, { sanctions, "" }, { "", "missing-key" },
		{ "candor: {group: netwrk, indicators: [net-vpn-astrill], verify: [in-person], match: [{a: b}], miss: [{a: b}]}", "unknown-group" },
		{ "candor: {group: network, indicators: [net-vpn-astril], verify: [in-person], match: [{a: b}], miss: [{a: b}]}", "unknown-indicator" },
		{ "candor: {group: network, indicators: [conduct-korean-language-setting], verify: [in-person], match: [{a: b}], miss: [{a: b}]}", "never-indicator" },
		{ "candor: {group: network, indicators: [], verify: [in-person], match: [{a: b}], miss: [{a: b}]}", "metadata" },
		{ "candor: {group: network, indicators: [net-vpn-astrill], verify: [in-persn], match: [{a: b}], miss: [{a: b}]}", "unknown-verification" },
		{ "candor: {group: network, indicators: [net-vpn-astrill], verify: [in-person], match: [{a: b}]}", "missing-key" },
		{ "candor: {group: network, indicators: [net-vpn-astrill], verify: [in-person], match: [], miss: [x]}", "example example" },
		{ "candor: {group: network, indicators: [net-vpn-astrill], verify: [in-person], match: [{a: b}], miss: [{a: b}], legal: law}", "legal" },
		{ "candor: {group: network, indicator: [net-vpn-astrill], verify: [in-person], match: [{a: b}], miss: [{a: b}]}",
		  "missing-key unknown-key" },
	};
	struct buf text = buf_make(TEXT_MAX);

	for (size_t i = 0; i < COUNT(table); i++) {
		test_case(table[i].mapping);
		buf_reset(&text);
		put_rule(&text, "session", "  s: {ip.vpn: true}\n  condition: s", table[i].mapping);
		check_text(buf_str(&text).ptr, table[i].want);
	}
	test_case("the_law_on_sanctions_is_the_one_exception");
	buf_reset(&text);
	put_rule(&text, "session", "  s: {geo.country: KP}\n  condition: s", sanctions);
	check_text(buf_str(&text).ptr, "");
	buf_reset(&text);
	put_rule(&text, "session", "  s: {geo.country|neq: KP}\n  condition: s", sanctions);
	check_text(buf_str(&text).ptr, "absence");
	test_case("a_legal_ground_that_names_no_law");
	buf_reset(&text);
	put_rule(&text, "session", "  s: {geo.country: KP}\n  condition: s",
	    "candor:\n  group: sanctions\n  legal: ' '\n  indicators: [net-vpn-astrill]\n  verify: [in-person]\n"
	    "  match: [{id: a}]\n  miss: [{id: b}]\n");
	check_text(buf_str(&text).ptr, "place-constant legal");
	test_case("a_category_that_is_not_known");
	buf_reset(&text);
	put_rule(&text, "sesion", "  s: {ip.vpn: true}\n  condition: s", mapping);
	check_text(buf_str(&text).ptr, "unknown-category");
	buf_clear(&text);
}

/* Correlations over a feeder on sessions. */
static void correlations(void)
{
	static const struct { const char *body, *want; } table[] = {
		{ "type: event_count, group-by: [applicant.id], timespan: 1d, condition: {gte: 3}", "" },
		{ "type: value_count, group-by: [applicant.id], timespan: 1d, condition: {gte: 3, field: geo.country}", "" },
		{ "type: value_count, group-by: [device_id], timespan: 1d, condition: {gte: 2, field: applicant.id}", "" },
		{ "type: value_count, group-by: [ip.address], timespan: 1d, condition: {gte: 2, field: applicant.id}", "" },
		{ "type: value_count, group-by: [applicant.addresses.line1, applicant.addresses.country], timespan: 1d, condition: {gte: 2, field: applicant.id}", "" },
		{ "type: value_count, group-by: [geo.country], timespan: 1d, condition: {gte: 2, field: applicant.id}", "place-constant" },
		{ "type: event_count, group-by: [ip.asn], timespan: 1d, condition: {gte: 2}", "place-constant" },
		{ "type: event_count, group-by: [ip.organisation], timespan: 1d, condition: {gte: 2}", "place-constant" },
		{ "type: event_count, group-by: [ip.region_name], timespan: 1d, condition: {gte: 2}", "place-constant" },
		{ "type: event_count, group-by: [ip.latitude, ip.longitude], timespan: 1d, condition: {gte: 2}", "place-constant" },
		{ "type: event_count, group-by: [applicant.resume.text], timespan: 1d, condition: {gte: 2}", "" },
		{ "type: value_count, group-by: [time_zone, event], timespan: 1d, condition: {gte: 2, field: applicant.id}", "place-constant" },
		{ "type: value_count, group-by: [applicant.name], timespan: 1d, condition: {gte: 2, field: applicant.id}", "name-value" },
		{ "type: value_count, group-by: [device_id, applicant.birth_date], timespan: 1d, condition: {gte: 2, field: applicant.id}", "protected-trait" },
		{ "type: event_count, group-by: [nationality], timespan: 1d, condition: {gte: 2}", "protected-trait" },
		{ "type: event_count, group-by: [c], aliases: {c: {feed: geo.country, other: device_id}}, timespan: 1d, condition: {gte: 2}", "place-constant" },
		{ "type: event_count, group-by: [devce_id], timespan: 1d, condition: {gte: 2}", "unknown-field" },
		{ "type: event_count, group-by: [applicant.id], timespan: 1d, condition: {lt: 3}", "open-count" },
		{ "type: event_count, group-by: [applicant.id], timespan: 1d, condition: {gt: 1, lte: 3}", "open-count" },
		{ "type: event_count, group-by: [applicant.id], timespan: 1d, condition: {eq: 3}", "open-count" },
		{ "type: event_count, group-by: [applicant.id], timespan: 1d, condition: {neq: 3}", "open-count" },
		{ "type: value_avg, group-by: [applicant.id], timespan: 1d, condition: {gte: 480, field: time_zone.offset}", "place-constant" },
		{ "type: temporal, group-by: [applicant.id], timespan: 1d", "" },
		{ "type: temporal, group-by: [applicant.id], timespan: 1d, condition: feed and not other", "absence" },
		{ "type: temporal, group-by: [applicant.id], timespan: 1d, condition: feed or other", "" },
		{ "type: temporal, group-by: [applicant.id], timespan: 1d, condition: feed", "condition" },
		{ "type: value_percentile, group-by: [applicant.id], timespan: 1d, condition: {gte: 1, field: latency_ms}", "correlation" },
		{ "type: value_median, group-by: [applicant.id], timespan: 90m, condition: {gte: 100, field: latency_ms}", "" },
		{ "type: event_count, group-by: [applicant.id], timespan: 1w, condition: {gte: 3}", "correlation" },
		{ "type: event_count, group-by: [applicant.id], timespan: 1d", "correlation" },
		{ "type: event_count, group-by: [applicant.id], timespan: 1d, condition: {gte: 3, lt: 5, gt: 1}", "correlation" },
		{ "type: event_count, group-by: [applicant.id], timespan: 1d, condition: {gte: 3, feld: x}", "unknown-key" },
		{ "type: event_cont, group-by: [applicant.id], timespan: 1d, condition: {gte: 3}", "correlation" },
	};
	struct buf text = buf_make(TEXT_MAX);

	for (size_t i = 0; i < COUNT(table); i++) {
		test_case(table[i].body);
		buf_reset(&text);
		buf_printf(&text,
		    "title: C\nid: 22222222-2222-4222-8222-222222222222\ndescription: d\nlevel: low\n"
		    "falsepositives: [none known]\ncorrelation: {rules: [feed, other], %s}\n"
		    "candor:\n  group: network\n  indicators: [net-vpn-astrill]\n  verify: [location-explained]\n"
		    "  match: [[{id: a}]]\n  miss: [[{id: b}]]\n", table[i].body);
		for (int k = 0; k < 2; k++)
			buf_printf(&text, "---\ntitle: F\nid: 3333333%d-2222-4222-8222-222222222222\nname: %s\ndescription: d\n"
			    "logsource: {product: candor, category: session}\ndetection:\n  s: {event: login}\n  condition: s\n",
			    k, k ? "feed" : "other");
		check_text(buf_str(&text).ptr, table[i].want);
	}
	buf_clear(&text);
}

/* What is built in loads without a word. */
static void pack(void)
{
	struct rules set;

	test_case("the_pack");
	rules_init(&set, catalogue, false);
	CHECK(rules_add_embedded(&set) && rules_finish(&set));
	for (const struct fault *f = set.faults; f; f = f->next)
		printf("# %.*s:%u:%u: %s: %.*s\n", STR_ARG(f->file), f->line, f->column, f->code, STR_ARG(f->message));
	CHECK(set.count > 0 && !set.faults);
	rules_clear(&set);
}

void test_conscience(void)
{
	arena = arena_make(0);
	catalogue = catalogue_new(&arena);
	items();
	paths();
	mappings();
	correlations();
	pack();
	arena_clear(&arena);
}
