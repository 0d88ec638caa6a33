#include "assess/assess.h"

#include "base/buf.h"
#include "base/yaml.h"
#include "list/catalogue.h"
#include "record/record.h"
#include "unit/test.h"

/* Keeps the first fault. */
static void keep_fault(void *context, const struct err *e)
{
	struct err *first = context;

	if (!first->line)
		*first = *e;
}

static const struct policy *load(struct arena *a, const struct catalogue *c, const char *change, const char *to, struct err *e)
{
	struct str text = test_read("rules/policy.yaml");
	struct buf changed = buf_make(1 << 20);
	struct node *documents = NULL;
	const struct policy *p = NULL;

	if (!text.ptr)
		return NULL;
	struct str rest = text;
	while (change && rest.len && !str_starts(rest, str_from(change)))
		rest = str_of(rest.ptr + 1, rest.len - 1);
	if (change) {
		CHECK(rest.len > 0);
		buf_put(&changed, str_of(text.ptr, text.len - rest.len));
		buf_text(&changed, to);
		rest = str_of(rest.ptr + strlen(change), rest.len - strlen(change));
	}
	buf_put(&changed, rest);
	struct str copy = arena_copy(a, buf_str(&changed));
	if (CHECK(yaml_read(copy, a, &documents, NULL, NULL)) && CHECK(documents->len == 1))
		p = policy_new(documents->child, c, a, keep_fault, e);
	buf_clear(&changed);
	mem_free((void *)(size_t)text.ptr);
	return p;
}

static void test_policy(struct arena *a, const struct catalogue *c)
{
	static const struct {
		const char *change, *to, *want;
	} table[] = {
		{ "  medium: 25 ", "  medum: 25 ", "unknown key \"medum\"; near: medium" },
		{ "  medium: 25 ", "  medium: 36 ", "outcomes.verify: a single low or medium finding reaches it" },
		{ "  medium: 25 ", "  medium: x ", "medium: not a whole number from 0 to 1000" },
		{ "  medium: 25 ", "  medium: 2.5 ", "medium: not a whole number from 0 to 1000" },
		{ "  medium: 25 ", "  medium: -1 ", "medium: not a whole number from 0 to 1000" },
		{ "  medium: 25 ", "  # ", "weights: \"medium\" is missing" },
		{ "  noted: 9 ", "  noted: 11 ", "weights.noted: more than low" },
		{ "share: 25", "share: 101", "share: not a whole number from 0 to 100" },
		{ "indicator: sanc-wallet-match", "indicator: sanc-walet-match", "no indicator of the catalogue; near: sanc-wallet-match" },
		{ "level: critical", "level: criticl", "not a level; near: critical" },
		{ "- emails.address.published\n", "- emails.adress.published\n",
		    "never_alone: no field of the registry; near: emails.address.published" },
		{ "groups: 2", "groups: 1", "groups: not a whole number from 2 to 100" },
		{ "rules: {}", "rules: {some_rule: -3}", "rules: not a whole number from 0 to 1000" },
		{ "rules: {}", "rules: []", "rules: not a map" },
		{ "  medium: 35 ", "  medium: 30 ", "published.medium and published.high: alone they must reach outcomes.verify" },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		struct err e = { 0 };
		test_case(table[i].want);
		CHECK(!load(a, c, table[i].change, table[i].to, &e));
		CHECK_STR(str_from(e.text), table[i].want);
		CHECK(e.line > 0);
	}
}

/* Checks in short: "one+another"; "-" is none. */
static size_t split_checks(struct arena *a, struct str text, struct str **out)
{
	size_t count = 0;

	*out = ARENA_NEW(a, struct str, 8);
	for (struct str rest = text; text.len > 1 && rest.ptr && count < 8;)
		(*out)[count++] = str_split(rest, '+', &rest);
	return count;
}

/* A finding in short: "group level indicator checks fact=value"; what is "-" is not there. */
static struct finding *make_finding(struct arena *a, const char *text)
{
	static const char *const levels[] = { "none", "informational", "low", "medium", "high", "critical" };
	struct finding *f = ARENA_NEW(a, struct finding, 1);
	struct rule *r = ARENA_NEW(a, struct rule, 1);
	struct str part[5] = { { 0 } }, rest = str_from(text);

	for (size_t i = 0; i < COUNT(part) && rest.ptr; i++)
		part[i] = str_split(rest, ' ', &rest);
	r->group = part[0];
	for (size_t i = 0; i < COUNT(levels); i++) {
		if (str_is(part[1], levels[i]))
			r->level = (enum rule_level)i;
	}
	r->id = r->name = str_from(text);
	r->indicators = &ARENA_NEW(a, struct str, 2)[0];
	r->indicators[0] = part[2];
	r->indicator_count = part[2].len > 1;
	r->verify_count = split_checks(a, part[3], &r->verify);
	if (part[4].len) {
		f->seen = ARENA_NEW(a, struct seen, 1);
		f->seen->field = str_split(part[4], '=', &f->seen->value);
		f->seen->source = STR_LIT("published identifiers");
	}
	f->rule = r;
	f->events = 1;
	return f;
}

/* @findings are separated by ";". */
static struct assessment judge_with(struct arena *a, const struct policy *p, const char *findings, const char *passed,
    const char *failed)
{
	struct matched m = { 0 };
	struct assessment out = { 0 };
	struct str rest = str_from(findings);
	struct finding **last = &m.findings;

	while (rest.len) {
		struct str one = str_split(rest, ';', &rest);
		*last = make_finding(a, arena_copy(a, one).ptr);
		last = &(*last)->next;
		m.finding_count++;
	}
	m.passed.count = split_checks(a, str_from(passed), &m.passed.at);
	m.failed.count = split_checks(a, str_from(failed), &m.failed.at);
	CHECK(assess(p, &m, a, &out));
	return out;
}

static struct assessment judge(struct arena *a, const struct policy *p, const char *findings, const char *passed)
{
	return judge_with(a, p, findings, passed, NULL);
}

static const struct {
	const char *name, *findings, *passed;
	enum outcome outcome;
	int weight;
} cases[] = {
	{ "nothing_is_nothing", "", NULL, OUTCOME_NOTHING_FOUND, 0 },
	{ "one_low_is_nothing", "network low - -", NULL, OUTCOME_NOTHING_FOUND, 10 },
	{ "one_medium_is_nothing", "network medium - -", NULL, OUTCOME_NOTHING_FOUND, 25 },
	{ "one_high_is_verify", "network high - -", NULL, OUTCOME_VERIFY, 45 },
	{ "five_signs_of_one_cause_count_once_and_shares",
	    "network low - -;network low - -;network low - -;network low - -;network low - -", NULL, OUTCOME_NOTHING_FOUND, 22 },
	{ "three_kinds_of_low_are_nothing", "network low - -;device low - -;contact low - -", NULL, OUTCOME_NOTHING_FOUND, 30 },
	{ "four_kinds_of_low_are_verify", "network low - -;device low - -;contact low - -;resume low - -", NULL, OUTCOME_VERIFY, 40 },
	{ "medium_and_one_low_are_verify", "network medium - -;device low - -", NULL, OUTCOME_VERIFY, 35 },
	{ "medium_and_one_noted_are_nothing", "network medium - -;device low - - observations[0].code=device-preference", NULL,
	    OUTCOME_NOTHING_FOUND, 34 },
	{ "medium_and_two_kinds_noted_are_verify", "network medium - -;device low - - observations[0].code=device-preference;"
	    "contact low - - observations[1].code=prefers-text", NULL, OUTCOME_VERIFY, 43 },
	{ "four_kinds_noted_are_verify", "network low - - observations[3].code=location-proof-refused;"
	    "device low - - observations[0].code=device-preference;contact low - - observations[1].code=prefers-text;"
	    "resume low - - observations[2].code=education-not-verifiable", NULL, OUTCOME_VERIFY, 36 },
	{ "what_is_noted_and_medium_weighs_as_medium", "device medium - - observations[0].code=keystroke-latency-high", NULL,
	    OUTCOME_NOTHING_FOUND, 25 },
	{ "medium_and_two_kinds_of_low_are_verify", "network medium - -;device low - -;contact low - -", NULL, OUTCOME_VERIFY, 45 },
	{ "medium_with_more_of_its_kind_and_a_low_are_verify", "network medium - -;network low - -;device low - -", NULL,
	    OUTCOME_VERIFY, 38 },
	{ "two_medium_kinds_are_verify", "network medium - -;device medium - -", NULL, OUTCOME_VERIFY, 50 },
	{ "two_medium_kinds_and_a_low_escalate", "network medium - -;device medium - -;contact low - -", NULL, OUTCOME_ESCALATE, 60 },
	{ "two_medium_kinds_and_one_noted_are_verify", "network medium - -;device medium - -;"
	    "contact low - - observations[0].code=prefers-text", NULL, OUTCOME_VERIFY, 59 },
	{ "two_medium_kinds_and_more_of_one_are_verify", "network medium - -;device medium - -;device medium - -", NULL,
	    OUTCOME_VERIFY, 56 },
	{ "three_medium_kinds_escalate", "network medium - -;device medium - -;contact medium - -", NULL, OUTCOME_ESCALATE, 75 },
	{ "two_strong_kinds_escalate", "network high - -;device medium - -", NULL, OUTCOME_ESCALATE, 70 },
	{ "one_kind_never_escalates", "network critical - -;network critical - -;network high - -", NULL, OUTCOME_VERIFY, 80 },
	{ "a_low_second_leg_does_not_escalate", "network critical - -;device low - -", NULL, OUTCOME_VERIFY, 80 },
	{ "informational_counts_nothing", "network informational - -;device informational - -", NULL, OUTCOME_NOTHING_FOUND, 0 },
	{ "a_passed_check_settles", "network high - live-video-with-id;device low - -", "live-video-with-id",
	    OUTCOME_NOTHING_FOUND, 10 },
	{ "another_check_settles_nothing", "network high - live-video-with-id", "in-person", OUTCOME_VERIFY, 45 },
	{ "context_alone_is_nothing", "payment high pay-crypto-requested -;network high net-ip-country-vs-claimed-country -", NULL,
	    OUTCOME_NOTHING_FOUND, 0 },
	{ "context_beside_another_group_counts", "payment medium pay-crypto-requested -;network low net-vpn-astrill -", NULL,
	    OUTCOME_VERIFY, 35 },
	{ "context_beside_its_own_group_does_not", "network high net-ip-country-vs-claimed-country -;network medium net-vpn-astrill -",
	    NULL, OUTCOME_NOTHING_FOUND, 25 },
	{ "context_beside_what_is_settled_does_not",
	    "payment medium pay-crypto-requested -;network high net-vpn-astrill location-explained", "location-explained",
	    OUTCOME_NOTHING_FOUND, 0 },
	{ "published_low_alone_is_nothing", "published low - - accounts[0].handle.published=low", NULL, OUTCOME_NOTHING_FOUND, 25 },
	{ "published_medium_alone_is_verify", "published medium - - accounts[0].handle.published=medium", NULL, OUTCOME_VERIFY, 35 },
	{ "published_low_and_one_low_are_verify", "published low - - accounts[0].handle.published=low;network low - -", NULL,
	    OUTCOME_VERIFY, 35 },
	{ "published_low_and_one_noted_are_nothing", "published low - - accounts[0].handle.published=low;"
	    "device low - - observations[0].code=device-preference", NULL, OUTCOME_NOTHING_FOUND, 34 },
	{ "published_low_counts_beside_another", "published low - - accounts[0].handle.published=low;network medium - -", NULL,
	    OUTCOME_VERIFY, 50 },
	{ "published_low_beside_what_is_high_escalates", "published low - - accounts[0].handle.published=low;contact high - -", NULL,
	    OUTCOME_ESCALATE, 70 },
	{ "published_medium_beside_any_group_escalates",
	    "published medium - - accounts[0].handle.published=medium;payment low - -", NULL, OUTCOME_ESCALATE, 45 },
	{ "published_medium_beside_context_escalates",
	    "published medium - - accounts[0].handle.published=medium;payment low pay-crypto-requested -", NULL, OUTCOME_ESCALATE, 45 },
	{ "published_medium_beside_what_counts_nothing_does_not",
	    "published medium - - accounts[0].handle.published=medium;payment informational - -", NULL, OUTCOME_VERIFY, 35 },
	{ "published_medium_beside_another_identifier_does_not",
	    "published medium - - accounts[0].handle.published=medium;published medium - - links[0].url.published=medium", NULL,
	    OUTCOME_VERIFY, 44 },
	{ "published_high_alone_escalates", "published high - - accounts[0].handle.published=high", NULL, OUTCOME_ESCALATE, 60 },
	{ "a_mailbox_never_escalates_alone", "published high - - emails[3].address.published=high", NULL, OUTCOME_VERIFY, 60 },
	{ "a_mailbox_beside_another_group_does", "published high - - emails[3].address.published=high;device medium - -", NULL,
	    OUTCOME_ESCALATE, 85 },
	{ "a_reported_exit_never_escalates_alone", "published high - - sessions[0].ip.reported=true", NULL, OUTCOME_VERIFY, 60 },
	{ "one_report_counts_once",
	    "published medium - - emails[0].address.published_in=R1;network medium - - sessions[0].ip.published_in=R1", NULL,
	    OUTCOME_VERIFY, 35 },
	{ "two_reports_count_twice",
	    "published medium - - emails[0].address.published_in=R1;network medium - - sessions[0].ip.published_in=R2", NULL,
	    OUTCOME_ESCALATE, 60 },
	{ "a_listed_wallet_escalates", "sanctions high sanc-wallet-match - payment.accounts[0].address.sanctioned=true", NULL,
	    OUTCOME_ESCALATE, 45 },
	{ "the_dprk_range_escalates", "sanctions critical sanc-dprk-or-prohibited-region-nexus - sessions[0].ip.dprk=true", NULL,
	    OUTCOME_ESCALATE, 70 },
	{ "a_listed_name_with_a_second_identifier_escalates",
	    "sanctions critical sanc-name-or-entity-match - name.sanctioned=corroborated", NULL, OUTCOME_ESCALATE, 70 },
	{ "a_mailbox_and_its_domain_in_one_report_count_once",
	    "published medium - - emails[0].address.published_in=R1;published medium - - emails[0].address.domain_published_in=R1",
	    NULL, OUTCOME_VERIFY, 35 },
	{ "the_origin_of_a_mailbox_does_not_stand_alone", "published high - - accounts[1].email.published_in=R1", NULL,
	    OUTCOME_VERIFY, 60 },
	{ "a_listed_name_alone_is_nothing", "sanctions low sanc-name-or-entity-match - name.sanctioned=possible", NULL,
	    OUTCOME_NOTHING_FOUND, 0 },
};

static void test_checks(struct arena *a, const struct policy *p)
{
	struct assessment out = judge(a, p,
	    "network low - location-explained;device medium - live-video-with-id;identity low - location-explained;"
	    "contact informational - in-person;payment medium - location-explained", NULL);

	test_case("checks_are_listed_once_most_useful_first");
	if (CHECK_NUM(out.verify.count, 2)) {
		CHECK_STR(out.verify.at[0], "location-explained");
		CHECK_STR(out.verify.at[1], "live-video-with-id");
	}
	test_case("findings_come_strongest_first");
	if (CHECK_NUM(out.finding_count, 5)) {
		CHECK_STR(out.findings[0]->rule->group, "device");
		CHECK_STR(out.findings[1]->rule->group, "payment");
		CHECK_STR(out.findings[2]->rule->group, "network");
		CHECK_STR(out.findings[4]->rule->group, "contact");
	}
}

/* The fewest checks that bring an outcome down to nothing_found; "none" where none do. */
static const struct {
	const char *name, *findings, *passed, *failed, *want;
} settling[] = {
	{ "nothing_to_settle", "network low - location-explained", NULL, NULL, "" },
	{ "the_one_check", "network high - location-explained", NULL, NULL, "location-explained" },
	{ "one_check_for_both", "network high - location-explained+in-person;device high - live-video-with-id+in-person", NULL,
	    NULL, "in-person" },
	{ "two_where_no_one_is_enough", "network high - location-explained;device high - live-video-with-id", NULL, NULL,
	    "location-explained+live-video-with-id" },
	{ "what_stays_below_verify_needs_no_check", "network high - location-explained;device medium - live-video-with-id", NULL,
	    NULL, "location-explained" },
	{ "no_check_is_named", "network high - -", NULL, NULL, "none" },
	{ "a_part_has_no_check", "network high - -;device high - in-person", NULL, NULL, "none" },
	{ "a_failed_check_is_not_asked_for_again", "network high - location-explained+in-person", NULL, "location-explained",
	    "in-person" },
	{ "nothing_is_left_after_a_failed_check", "network high - location-explained", NULL, "location-explained", "none" },
	{ "what_has_passed_is_done_with", "network high - location-explained;device high - in-person", "location-explained", NULL,
	    "in-person" },
	{ "context_falls_with_its_company", "payment high pay-crypto-requested -;network high net-vpn-astrill location-explained",
	    NULL, NULL, "location-explained" },
	{ "an_exact_match_is_settled_like_any", "sanctions critical - in-person sessions[0].ip.dprk=true", NULL, NULL, "in-person" },
	{ "the_most_useful_of_equals", "network high - location-explained+in-person;contact low - in-person", NULL, NULL,
	    "in-person" },
};

static void test_settle(struct arena *a, const struct policy *p)
{
	for (size_t i = 0; i < COUNT(settling); i++) {
		struct buf got = buf_make(1 << 10);
		test_case(settling[i].name);
		struct assessment out = judge_with(a, p, settling[i].findings, settling[i].passed, settling[i].failed);
		for (size_t k = 0; k < out.settle.count; k++) {
			buf_text(&got, k ? "+" : "");
			buf_put(&got, out.settle.at[k]);
		}
		buf_text(&got, out.cannot_settle ? "none" : "");
		CHECK_STR(buf_str(&got), settling[i].want);
		/* What was tried out is not left behind. */
		int weight = 0;
		for (size_t k = 0; k < out.finding_count; k++)
			weight += out.findings[k]->weight;
		CHECK_NUM(weight, out.weight);
		buf_clear(&got);
	}
}

/* A finding's places, what the company's file explains, how many events there were, and whether it is explained. */
static const struct { const char *name, *seen, *explained; size_t events; bool want; } explained[] = {
	{ "nothing_is_explained", "sessions[0].ip.vpn", "", 1, false },
	{ "its_fact", "sessions[0].ip.vpn", "sessions[0].ip", 1, true },
	{ "the_value_itself", "sessions[0].ip", "sessions[0].ip", 1, true },
	{ "member_of_a_list", "devices[0].software.remote_tools[1]", "devices[0].software.remote_tools", 1, true },
	{ "another_fact_of_the_list", "devices[0].software.remote_tool_count", "devices[0].software.remote_tools", 1, false },
	{ "a_longer_word", "sessions[0].ipsec", "sessions[0].ip", 1, false },
	{ "another_element", "sessions[1].ip.vpn", "sessions[0].ip", 1, false },
	{ "tenth_is_not_first", "sessions[10].ip.vpn", "sessions[1].ip", 1, false },
	{ "one_of_two_elements", "sessions[0].ip.vpn sessions[1].ip.vpn", "sessions[0].ip", 2, false },
	{ "both_elements", "sessions[0].ip.vpn sessions[1].ip.vpn", "sessions[0].ip sessions[1].ip", 2, true },
	{ "one_leg_of_an_element", "sessions[0].ip.vpn sessions[0].time_zone.agrees", "sessions[0].ip", 1, true },
	{ "a_claim_beside_it", "sessions[0].geo.country location.country", "sessions[0].geo", 1, true },
	{ "more_events_than_are_told", "sessions[0].ip.vpn", "sessions[0].ip", 2, false },
	{ "outside_of_lists", "referral.agency", "referral.agency", 1, true },
	{ "one_of_two_outside_of_lists", "referral.agency referral.employer_of_record", "referral.agency", 1, false },
	{ "an_observation_stays", "observations[0].code sessions[0].ip.vpn", "sessions[0].ip", 1, false },
};

static struct explained *make_explained(struct arena *a, struct str paths)
{
	struct explained *first = NULL;

	while (paths.len) {
		struct explained *x = ARENA_NEW(a, struct explained, 1);
		x->path = str_split(paths, ' ', &paths);
		x->next = first;
		first = x;
	}
	return first;
}

static void test_explained(const struct policy *p)
{
	for (size_t i = 0; i < COUNT(explained); i++) {
		struct arena a = arena_make(0);
		struct finding *f = make_finding(&a, "network high - -");
		struct matched m = { .findings = f, .finding_count = 1, .explained = make_explained(&a, str_from(explained[i].explained)) };
		struct str places = str_from(explained[i].seen);
		struct assessment out = { 0 };
		test_case(explained[i].name);
		for (struct seen **at = &f->seen; places.len; at = &(*at)->next) {
			*at = ARENA_NEW(&a, struct seen, 1);
			(*at)->field = str_split(places, ' ', &places);
		}
		f->events = explained[i].events;
		if (CHECK(assess(p, &m, &a, &out))) {
			CHECK(!!f->explained_by == explained[i].want);
			CHECK_NUM(f->weight, explained[i].want ? 0 : 45);
			CHECK((out.outcome == OUTCOME_NOTHING_FOUND) == explained[i].want);
		}
		arena_clear(&a);
	}
}

void test_assess(void)
{
	struct arena a = arena_make(0);
	const struct catalogue *c = catalogue_new(&a);
	struct err e = { 0 };
	enum outcome o;

	const struct policy *p = load(&a, c, NULL, NULL, &e);
	test_case(e.text);
	if (!CHECK(c && p))
		return;
	test_policy(&a, c);
	for (size_t i = 0; i < COUNT(cases); i++) {
		test_case(cases[i].name);
		struct assessment out = judge(&a, p, cases[i].findings, cases[i].passed);
		CHECK_STR(str_from(outcome_name(out.outcome)), outcome_name(cases[i].outcome));
		CHECK_NUM(out.weight, cases[i].weight);
	}
	test_checks(&a, p);
	test_settle(&a, p);
	test_explained(p);
	test_case("names_of_outcomes");
	CHECK(outcome_parse(STR_LIT("verify"), &o) && o == OUTCOME_VERIFY && !outcome_parse(STR_LIT("reject"), &o));
	arena_clear(&a);
}
