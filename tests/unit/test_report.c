#include "report/report.h"

#include "list/catalogue.h"
#include "record/record.h"
#include "report/wrap.h"
#include "unit/test.h"

static struct str falsepositives[] = { STR("Somebody else uses the same line.") };
static struct str indicators[] = { STR("net-vpn-astrill") };
static struct str verify[] = { STR("location-explained") };
static struct str not_observed[] = { STR("sessions.webrtc_ip"), STR("devices.software") };

static struct rule rule = {
	.id = STR("0a1b2c3d-0000-4000-8000-000000000001"), .name = STR("sample_rule"), .title = STR("A title, with \"quotes\""),
	.level = LEVEL_HIGH, .group = STR("network"), .falsepositives = falsepositives, .falsepositive_count = 1,
	.indicators = indicators, .indicator_count = 1, .verify = verify, .verify_count = 1,
};
static struct seen seen[] = {
	{ &seen[1], STR("sessions[0].ip"), STR("192.0.2.77"), STR("input"), true },
	{ NULL, STR("sessions[0].ip.product"), STR("=Astrill\x1b[31m VPN"), STR("address lists of VPN products"), false },
};
static struct finding finding = { .rule = &rule, .seen = seen, .events = 1, .weight = 45 };
static struct finding *findings[] = { &finding };

/* What @name makes of one applicant with one finding. */
static struct str write_report(const char *name, const struct catalogue *c, bool redact, struct buf *out)
{
	static struct report_cache *cache;
	struct arena a = arena_make(0);
	struct drop drop = { NULL, STR("nationality"), 2 };
	struct record r = { .id = STR("+A-\x1b[2J1"), .file = STR("a.jsonl"), .line = 1, .root = node_new(&a, NODE_MAP), .drops = &drop };
	struct matched m = { .findings = &finding, .finding_count = 1, .not_observed = { not_observed, 2 } };
	struct assessment s = { .outcome = OUTCOME_VERIFY, .weight = 45, .findings = findings, .finding_count = 1, .verify = { verify, 1 } };
	const struct report_format *f = report_format_find(str_from(name));

	if (!cache)
		cache = report_cache_new((struct rule *[]){ &rule }, 1);
	const struct report_context context = {
		.catalogue = c, .cache = cache, .rules_digest = "RR", .lists_digest = "LL", .redact = redact, .columns = 80,
	};
	node_add_text(&a, r.root, STR_LIT("name"), STR_LIT("Ann Sample"));
	buf_reset(out);
	if (f->begin)
		f->begin(&context, out);
	f->entry(&context, &(struct report_entry){ &r, &m, &s, NULL }, out);
	CHECK(!out->failed);
	arena_clear(&a);
	if (redact) {
		report_cache_free(cache);
		cache = NULL;
	}
	return buf_str(out);
}

static bool has(struct str s, const char *what)
{
	return memmem(s.ptr, s.len, what, strlen(what)) != NULL;
}

static void test_width(struct str s)
{
	while (s.len) {
		struct str line = str_split(s, '\n', &s);
		CHECK(wrap_width(line) <= 80 || !memchr(line.ptr, ' ', line.len));
	}
}

static void test_wrap(void)
{
	static const struct {
		const char *text;
		int width;
	} table[] = { { "", 0 }, { "abc", 3 }, { "Jos\xC3\xA9", 4 }, { "Jose\xCC\x81", 4 }, { "\xEA\xB9\x80", 2 }, { "\xF0\x9F\x98\x80", 2 } };

	for (size_t i = 0; i < COUNT(table); i++) {
		test_case(table[i].text);
		CHECK_NUM(wrap_width(str_from(table[i].text)), table[i].width);
	}
}

/* A mark stays with its word, and within the line. */
static void test_wrap_mark(void)
{
	static const struct { const char *words, *want; } table[] = {
		{ "abc def", "  abc def,\n" }, { "abc defghi", "  abc\n  defghi,\n" }, { "abc defgh", "  abc\n  defgh,\n" },
		{ "abc defg", "  abc defg,\n" }, { "a bc d efghij", "  a bc d\n  efghij,\n" },
		{ "abcdefghijk", "  abcdefghijk,\n" }, { "abcdefghi x", "  abcdefghi\n  x,\n" },
		{ "abc d\xC3\xA9" "fgh", "  abc\n  d\xC3\xA9" "fgh,\n" },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		struct buf out = buf_make(1 << 10);
		struct wrap w = { .out = &out, .columns = 11 };
		test_case(table[i].words);
		wrap_begin(&w, 2, "", 0);
		wrap_words(&w, str_from(table[i].words));
		wrap_mark(&w, ',');
		wrap_end(&w);
		CHECK_STR(buf_str(&out), table[i].want);
		buf_clear(&out);
	}
}

void test_report(void)
{
	struct arena a = arena_make(0);
	const struct catalogue *c = catalogue_new(&a);
	struct buf out = buf_make(1 << 20);

	test_case("text_is_harmless_and_complete");
	struct str s = write_report("text", c, false, &out);
	CHECK(!has(s, "\x1b") && has(s, "\\x1B[31m") && has(s, "VERIFY") && has(s, "Ann Sample") && has(s, "192.0.2.77"));
	CHECK(has(s, "Somebody else uses the same line.") && has(s, "and 8 more publications") && has(s, "ask where the person"));
	CHECK(has(s, "sessions.webrtc_ip,") && has(s, "devices.software") && has(s, "nationality"));
	test_width(s);
	test_case("text_says_no_verdict");
	s = write_report("text", NULL, false, &out);
	CHECK(!has(s, "reject") && !has(s, "fake") && !has(s, "suspicious"));
	test_case("text_redacted");
	s = write_report("text", c, true, &out);
	CHECK(!has(s, "192.0.2.77") && has(s, "[redacted]") && !has(s, "Ann Sample") && has(s, "Astrill"));
	test_case("json");
	s = write_report("json", c, false, &out);
	CHECK(has(s, "{\"id\":\"+A-\\u001b[2J1\",\"outcome\":\"verify\",\"weight\":45,\"findings\":[{\"rule\":\"0a1b2c3d-"));
	CHECK(has(s, "\"title\":\"A title, with \\\"quotes\\\"\",\"level\":\"high\",\"group\":\"network\",\"weight\":45,\"settled_by\":null,\"explained_by\":null,"
	    "\"seen\":[{\"field\":\"sessions[0].ip\",\"value\":\"192.0.2.77\",\"source\":\"input\"},"));
	CHECK(has(s, "\"indicators\":[\"net-vpn-astrill\"],\"advisories\":[{\"id\":\""));
	CHECK(has(s, "\"verify\":[\"location-explained\"]}],\"excepted\":[],\"verify\":[\"location-explained\"],\"settle\":[],\"not_observed\":[\"sessions.webrtc_ip\","
	    "\"devices.software\"],\"undecided\":[],\"linked\":[],\"linked_more\":0,\"hubs\":[],\"dropped\":{\"nationality\":2},\"rules_digest\":\"RR\","
	    "\"lists_digest\":\"LL\"}\n"));
	test_case("explained_by_the_company");
	struct explained explained = { .path = STR("sessions[0].ip"), .entry = STR("egress: 192.0.2.0/24"), .reason = STR("the \"office\"") };
	finding.explained_by = &explained;
	finding.weight = 0;
	s = write_report("json", c, false, &out);
	CHECK(has(s, "\"explained_by\":{\"entry\":\"egress: 192.0.2.0/24\",\"reason\":\"the \\\"office\\\"\"},\"seen\":["));
	s = write_report("text", c, false, &out);
	CHECK(has(s, "network, high; explained by the company, counts nothing") && has(s, "Explained  egress: 192.0.2.0/24, the \"office\""));
	s = write_report("csv", c, false, &out);
	CHECK(has(s, ",,sample_rule,,,2,nationality,,\r\n"));
	finding.explained_by = NULL;
	finding.weight = 45;
	test_case("csv_has_no_formula");
	s = write_report("csv", c, true, &out);
	CHECK(has(s, "\r\n\"'+A-\\x1B[2J1\",verify,45,1,sample_rule,\"A title, with \"\"quotes\"\"\",network,"));
	CHECK(!has(s, "192.0.2.77") && has(s, "sessions[0].ip: [redacted]; sessions[0].ip.product: =Astrill"));
	test_wrap();
	test_wrap_mark();
	buf_clear(&out);
	arena_clear(&a);
}
