#include "read/read.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/json_write.h"
#include "limits.h"
#include "read/convert.h"
#include "read/place.h"
#include "unit/test.h"

static void note_fault(void *context, const struct record *r, const char *field, const char *wanted)
{
	buf_printf(context, "%u: %s: wanted %s\n", r->line, field, wanted);
}

static void put_record(struct buf *out, const struct record *r)
{
	struct json j = json_make(out);

	json_node(&j, NULL, r->root);
	for (const struct drop *d = r->drops; d; d = d->next)
		buf_printf(out, " dropped %.*s %d", STR_ARG(d->field), (int)d->count);
	buf_byte(out, '\n');
}

/* What becomes of @path: a line for each record, complaint and fault.  Owned by @out. */
static struct str read_path(const struct forms *forms, const char *path, const char *form, struct buf *out)
{
	struct err e = { 0 };
	struct reader *r = reader_new(forms, note_fault, out);
	struct source *s = source_open(path, form ? forms_find(forms, form) : NULL, forms, &e);
	struct chunk c = { 0 };
	struct arena a = arena_make(RECORD_MAX_MEMORY);
	struct record record;

	if (!s)
		buf_printf(out, "cannot open: %s\n", e.text);
	while (s && source_next(s, &c)) {
		enum read_result result;
		while ((result = reader_next(r, &c, &a, &record, &e)) != READ_END) {
			if (result == READ_BAD)
				buf_printf(out, "%u: %s\n", e.line, e.text);
			else
				put_record(out, &record);
			arena_reset(&a);
		}
	}
	chunk_clear(&c);
	source_close(s);
	reader_free(r);
	arena_clear(&a);
	return buf_str(out);
}

/* Without the folder, which differs from machine to machine and stands in the ids of records that have none. */
static struct str without_folder(struct str text, struct str folder, struct buf *out)
{
	for (size_t i = 0; i < text.len; i++) {
		struct str rest = str_of(text.ptr + i, text.len - i);
		if (folder.len && str_starts(rest, folder))
			i += folder.len - 1;
		else
			buf_byte(out, text.ptr[i]);
	}
	return buf_str(out);
}

/* The id in a line of JSON that put_record() wrote. */
static struct str id_of(struct str line)
{
	static const char key[] = "\"id\":\"";
	const char *at = line.len ? memmem(line.ptr, line.len, key, sizeof(key) - 1) : NULL;

	if (!at || *line.ptr != '{')
		return str_of(NULL, 0);
	at += sizeof(key) - 1;
	return str_split(str_of(at, (size_t)(line.ptr + line.len - at)), '"', &(struct str){ 0 });
}

/* Each file beside a NAME.record is read, its form recognised, and what comes of it stands there. */
static void check_file(const struct forms *forms, const char *folder, const char *name)
{
	struct buf out = buf_make(1 << 24), plain = buf_make(1 << 24);
	char path[1024], want_path[1024];
	size_t stem = strcspn(name, ".");

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	snprintf(want_path, sizeof(want_path), "%s/%.*s.record", folder, (int)stem, name);
	struct str got = without_folder(read_path(forms, path, NULL, &out), str_of(path, strlen(folder) + 1), &plain);
	if (getenv("CANDOR_UPDATE")) {
		FILE *f = fopen(want_path, "w");
		if (f) {
			fwrite(got.ptr, 1, got.len, f);
			fclose(f);
		}
	}
	struct str want = test_read(want_path);
	test_case(name);
	CHECK(want.ptr);
	if (want.ptr)
		test_text(got, want, __FILE__, __LINE__, name);
	mem_free((void *)(uintptr_t)want.ptr);
	buf_clear(&out);
	buf_clear(&plain);
}

static int is_input(const struct dirent *e)
{
	struct str name = str_from(e->d_name);

	return *name.ptr != '.' && !str_ends(name, STR_LIT(".record")) && !str_ends(name, STR_LIT(".md"));
}

static void fixtures(const struct forms *forms)
{
	char folder[512];
	struct dirent **names = NULL;

	snprintf(folder, sizeof(folder), "%s", test_file("forms"));
	int count = scandir(folder, &names, is_input, alphasort);
	CHECK(count > 0);
	for (int i = 0; i < count; i++) {
		check_file(forms, folder, names[i]->d_name);
		free(names[i]);
	}
	free(names);
}

/* Each form but the program's own has a file of ours, and a title. */
static void each_has_a_file(const struct forms *forms)
{
	char path[512];

	CHECK_STR(str_from(forms_name(forms, 0)), "candor");
	for (size_t i = 1; i < forms_count(forms); i++) {
		test_case(forms_name(forms, i));
		snprintf(path, sizeof(path), "%s/%s.record", test_file("forms"), forms_name(forms, i));
		FILE *f = fopen(path, "r");
		CHECK(f);
		CHECK(forms_title(forms, i)[0] && forms_find(forms, forms_name(forms, i)));
		if (f)
			fclose(f);
	}
}

/* The samples beside the project, where they are at hand: whose records come of them, and nothing is complained of. */
static void samples(const struct forms *forms)
{
	static const struct { const char *file, *ids; } table[] = {
		{ "ats-samples/ashby-candidate-info.json", "7a1f0e22-0000-4000-8000-000000000401\n" },
		{ "ats-samples/ashby-list-client-info.json", "7a1f0e22-0000-4000-8000-000000000401\n" },
		{ "ats-samples/ashby-list-fraud-checks.json", "7a1f0e22-0000-4000-8000-000000000401\n" },
		{ "ats-samples/ashby-webhook-application-submit.json", "7a1f0e22-0000-4000-8000-000000000401\n" },
		{ "ats-samples/google-forms-api-response.json", "sampleresponseid\n" },
		{ "ats-samples/google-forms-responses.csv", "google-forms-responses.csv:2\ngoogle-forms-responses.csv:3\n" },
		{ "ats-samples/greenhouse-harvest-v1-candidate.json", "900100101\n" },
		{ "ats-samples/greenhouse-harvest-v3-applications.json", "900100101\n" },
		{ "ats-samples/greenhouse-harvest-v3-attachments.json", "900100101\n" },
		{ "ats-samples/greenhouse-harvest-v3-candidates.json", "900100101\n" },
		{ "ats-samples/greenhouse-job-board-application.json", "greenhouse-job-board-application.json:1\n" },
		{ "ats-samples/greenhouse-webhook-new-candidate-application.json", "900100102\n" },
		{ "ats-samples/hr-open-candidate.json", "p-0009\n" },
		{ "ats-samples/indeed-apply.json", "a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0\n" },
		{ "ats-samples/indeed-candidates.csv", "indeed-candidates.csv:2\n" },
		{ "ats-samples/json-resume.json", "json-resume.json:1\n" },
		{ "ats-samples/lever-application.json", "5d0c1b7e-0000-4000-8000-000000000301\n" },
		{ "ats-samples/lever-opportunity.json", "5d0c1b7e-0000-4000-8000-000000000301\n" },
		{ "ats-samples/lever-postings-apply.json", "lever-postings-apply.json:1\n" },
		{ "ats-samples/lever-resumes.json", "5d0c1b7e-0000-4000-8000-000000000306\n" },
		{ "ats-samples/lever-webhook-application-created.json", "5d0c1b7e-0000-4000-8000-000000000301\n" },
		{ "ats-samples/linkedin-recruiter-import.csv", "linkedin-recruiter-import.csv:2\n" },
		{ "ats-samples/linkedin-talent-hub-candidates.csv", "30010001\n" },
		{ "ats-samples/smartrecruiters-candidate.json", "00000000-aaaa-4000-8000-000000000501\n" },
		{ "ats-samples/workable-candidate.json", "a1b2c3d4\n" },
		{ "ats-samples/workable-webhook-candidate-created.json", "a1b2c3d4\n" },
		{ "signin-logs/entra_signin_diagnostic.jsonl", "user123-456-789\nb1c34143-e405-4058-8e29-84596ad737b8\n" },
		{ "signin-logs/entra_signin_graph.jsonl", "26be570a-ae82-4189-b4e2-a37c6808512d\n" },
		{ "signin-logs/google_workspace_login.jsonl", "117200475532672775229\n" },
		{ "signin-logs/okta_system_log.jsonl", "00u1qw1mqitPHM8AJ0g7\n00abc123\n" },
	};
	char path[512];

	for (size_t i = 0; i < COUNT(table); i++) {
		struct buf out = buf_make(1 << 24), ids = buf_make(1 << 20), plain = buf_make(1 << 20);
		snprintf(path, sizeof(path), "data/%s", table[i].file);
		const char *full = test_shared(path);
		if (!full)
			continue;
		test_case(table[i].file);
		struct str all = read_path(forms, full, NULL, &out), rest = all;
		while (rest.ptr) {
			struct str line = str_split(rest, '\n', &rest), id = id_of(line);
			if (id.len)
				buf_printf(&ids, "%.*s\n", STR_ARG(id));
		}
		size_t folder = (size_t)(strrchr(full, '/') - full) + 1;
		CHECK_STR(without_folder(buf_str(&ids), str_of(full, folder), &plain), table[i].ids);
		CHECK(!memmem(all.ptr, all.len, "No Answer", 9) && !memmem(all.ptr, all.len, "\"gender\"", 8));
		buf_clear(&out);
		buf_clear(&ids);
		buf_clear(&plain);
	}
}

static void one_conversion(const char *name, struct str in, const char *want)
{
	struct arena a = arena_make(1 << 20);
	struct node n = { .type = NODE_TEXT, .text = in.ptr, .len = (uint32_t)in.len };
	const struct conversion *c = conversion_find(str_from(name));

	test_case(name);
	if (!CHECK(c))
		return;
	switch (c->run(&n, &a)) {
	case CONVERT_DONE: CHECK_STR(node_text(&n), want); break;
	case CONVERT_NOTHING: CHECK_STR(STR_LIT("(nothing)"), want); break;
	case CONVERT_WRONG: CHECK_STR(STR_LIT("(wrong)"), want); break;
	case CONVERT_MEMORY: CHECK(false); break;
	}
	arena_clear(&a);
}

static void conversions_of_texts(void)
{
	static const struct { const char *name; struct str in; const char *want; } table[] = {
		{ "epoch-milliseconds", STR("1791276120000"), "2026-10-06T08:42:00.000Z" },
		{ "epoch-milliseconds", STR(" 0 "), "1970-01-01T00:00:00.000Z" },
		{ "epoch-milliseconds", STR("-1"), "1969-12-31T23:59:59.999Z" },
		{ "epoch-milliseconds", STR("1.7912761205e12"), "2026-10-06T08:42:00.500Z" },
		{ "epoch-milliseconds", STR("253402300799999"), "9999-12-31T23:59:59.999Z" },
		{ "epoch-milliseconds", STR("253402300800000"), "(wrong)" },
		{ "epoch-milliseconds", STR("1e400"), "(wrong)" },
		{ "epoch-milliseconds", STR("yesterday"), "(wrong)" },
		{ "epoch-milliseconds", STR(""), "(wrong)" },
		{ "epoch-seconds", STR("1791276120"), "2026-10-06T08:42:00.000Z" },
		{ "epoch-seconds", STR("1791276120.25"), "2026-10-06T08:42:00.250Z" },
		{ "month-day-year", STR("10/11/2026 7:42:10"), "2026-10-11T07:42:10" },
		{ "month-day-year", STR("1/2/2026"), "2026-01-02" },
		{ "month-day-year", STR("01/02/2026 12:05 AM"), "2026-01-02T00:05:00" },
		{ "month-day-year", STR("01/02/2026, 12:05:09 pm"), "2026-01-02T12:05:09" },
		{ "month-day-year", STR("13/01/2026"), "2026-13-01" },
		{ "month-day-year", STR("1/2/26"), "(wrong)" },
		{ "month-day-year", STR("1/2/2026 25:00"), "(wrong)" },
		{ "month-day-year", STR("1/2/2026 13:00 PM"), "(wrong)" },
		{ "month-day-year", STR("1/2/2026 10:00 x"), "(wrong)" },
		{ "month-day-year", STR("2026-10-11T07:42:10Z"), "2026-10-11T07:42:10Z" },
		{ "month-day-year", STR(" "), "(nothing)" },
		{ "day-month-year", STR("11.10.2026 07:42"), "2026-10-11T07:42:00" },
		{ "day-month-year", STR("31/12/2026"), "2026-12-31" },
		{ "day-month-year", STR("2026-02"), "2026-02" },
		{ "utc", STR("2026-01-15 14:23:10.123"), "2026-01-15T14:23:10.123Z" },
		{ "utc", STR("2026-01-15T14:23:10"), "2026-01-15T14:23:10Z" },
		{ "utc", STR("2026-01-15T14:23:10+09:00"), "2026-01-15T14:23:10+09:00" },
		{ "utc", STR("2026-01-15"), "2026-01-15" },
		{ "utc", STR("2017-09-31T22:23:07Z"), "2017-09-31T22:23:07Z" },
		{ "last-first", STR("Sample, Ann B."), "Ann B. Sample" },
		{ "last-first", STR("Ann Sample"), "Ann Sample" },
		{ "last-first", STR("Sample, Ann, Jr."), "Sample, Ann, Jr." },
		{ "last-first", STR("Sample,"), "Sample," },
		{ "language", STR("en;q=0.9"), "en" }, { "language", STR(" fr-CA "), "fr-CA" },
		{ "language", STR("*;q=0.1"), "(nothing)" }, { "language", STR(";q=1"), "(nothing)" },
		{ "base64-text", STR("RXhhbXBsZSDDqQo="), "Example \xC3\xA9\n" },
		{ "base64-text", STR("RXhh\r\nbXBsZQ=="), "Example" }, { "base64-text", STR(""), "" },
		{ "base64-text", STR("JVBERi0xLjQK/w=="), "(nothing)" }, { "base64-text", STR("AAAA"), "(nothing)" },
		{ "base64-text", STR("RX*h"), "(wrong)" }, { "base64-text", STR("RX=h"), "(wrong)" },
		{ "date-parts", STR("2026"), "(wrong)" },
	};

	for (size_t i = 0; i < COUNT(table); i++)
		one_conversion(table[i].name, table[i].in, table[i].want);
}

static void places(void)
{
	static const struct { const char *text; bool is_postal; const char *want; } table[] = {
		/* line1|city|region|postal code|country */
		{ "Columbus, Ohio, United States", false, "|Columbus|Ohio||US" },
		{ "Portland, Oregon", false, "|Portland|Oregon||US" },
		{ "Cleveland, OH", false, "|Cleveland|OH||US" },
		{ "San Francisco, USA", false, "|San Francisco|||US" },
		{ "Berlin, Germany", false, "|Berlin|||DE" }, { "berlin, DEUTSCHLAND", false, "|berlin|||DE" },
		{ "Lisbon, PT", false, "|Lisbon|||PT" },
		{ "London, England, United Kingdom", false, "|London|England||GB" },
		{ "Toronto, ON", false, "|Toronto|ON||CA" }, { "Toronto, ON, CA", false, "|Toronto|ON||CA" },
		/* What may be two things is left out. */
		{ "Chicago, IL", false, "|Chicago|||" }, { "Tel Aviv, IL", false, "|Tel Aviv|||" },
		{ "Atlanta, Georgia", false, "|Atlanta|||" }, { "Tbilisi, Georgia", false, "|Tbilisi|||" },
		{ "Atlanta, Georgia, USA", false, "|Atlanta|Georgia||US" },
		{ "Fresno, Fresno County, CA", false, "||||" }, { "Georgia", false, "||||" }, { "New York", false, "||||" },
		{ "Chicago, IL 60601", false, "|Chicago|IL|60601|US" },
		{ "Germany", false, "||||DE" }, { "Utrecht", false, "|Utrecht|||" },
		{ "Remote, United States", false, "||||US" }, { "Remote", false, "||||" }, { "", false, "||||" },
		{ "near Lyon, somewhere, in the, south", false, "||||" },
		{ "100 Sample Street\nColumbus, OH 43004", true, "100 Sample Street|Columbus|OH|43004|US" },
		{ "1 Sample Street\r\nApt 2\nDenver, CO 80014-1234\nUSA", true, "1 Sample Street, Apt 2|Denver|CO|80014-1234|US" },
		{ "1 Sample Street, Toronto, ON A1B 2C3", true, "1 Sample Street|Toronto|ON|A1B 2C3|CA" },
		{ "Musterweg 1\n10115 Berlin\nGermany", true, "Musterweg 1, 10115 Berlin||||DE" },
		{ "somewhere", true, "somewhere||||" }, { "1 Sample Street, Chicago, IL", true, "1 Sample Street, Chicago, IL||||" },
		{ ",,,,,", true, "||||" }, { "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o", true, "||||" },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		struct arena a = arena_make(1 << 20);
		struct place p;
		test_case(table[i].text);
		CHECK(place_read(str_from(table[i].text), table[i].is_postal, &a, &p));
		struct str got = arena_printf(&a, "%.*s|%.*s|%.*s|%.*s|%.*s", STR_ARG(p.line1), STR_ARG(p.city),
		    STR_ARG(p.region), STR_ARG(p.postal_code), STR_ARG(p.country));
		CHECK_STR(got, table[i].want);
		arena_clear(&a);
	}
}

static void countries(void)
{
	static const struct { const char *text, *want; } table[] = {
		{ "us", "US" }, { " GB ", "GB" }, { "UK", "GB" }, { "Viet Nam", "VN" }, { "vietnam", "VN" },
		{ "United States of America", "US" }, { "Zimbabwe", "ZW" }, { "Afghanistan", "AF" }, { "\xC3\x85land Islands", "AX" },
		{ "C\xC3\xB4te d'Ivoire", "CI" }, { "Korea", "" }, { "South Korea", "KR" }, { "XX", "" }, { "Atlantis", "" }, { "", "" },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		test_case(table[i].text);
		CHECK_STR(place_country(str_from(table[i].text)), table[i].want);
	}
}

static void note_form_fault(void *context, const struct err *e)
{
	buf_printf(context, "%u:%u: %s\n", e->line, e->column, e->text);
}

static void faults(void)
{
#define HEAD "name: mine\ntitle: Mine\nrecognise: [x]\n"
	static const struct { const char *name; struct str text; const char *want; } table[] = {
		{ "a_good_one", STR(HEAD "record:\n  id: x\n"), "" },
		{ "nothing", STR(""), "0:0: there is no form in it\n" },
		{ "not_a_map", STR("- a\n"), "1:1: a form is a map\n" },
		{ "everything_is_missing", STR("titel: x\n"),
		    "1:1: a form has no \"titel\"; near: title\n1:1: a form needs a title\n"
		    "1:1: a form needs a record: a map from our fields to theirs\n"
		    "1:1: a form needs recognise: a list of what is in every record of its kind\n1:1: a form needs a name\n" },
		{ "a_name_with_blanks", STR("name: my form\ntitle: Mine\nrecognise: [x]\nrecord: {id: x}\n"),
		    "1:9: a name is made of a to z, digits and -\n" },
		{ "our_own_name", STR("name: candor\ntitle: Mine\nrecognise: [x]\nrecord: {id: x}\n"),
		    "1:7: \"candor\" is the program's own form\n" },
		{ "unknown_fields_at_all_levels", STR(HEAD "record:\n  nam: x\n  location:\n    cty: x\n  emails:\n    adress: x\n"),
		    "5:3: the record has no field \"nam\"; near: name\n7:5: location has no field \"cty\"; near: city\n"
		    "9:5: emails[] has no field \"adress\"; near: address\n" },
		{ "facts_are_no_fields", STR(HEAD "record:\n  sessions:\n    each: x\n    ip.vpn: x\n"),
		    "7:5: sessions[] has no field \"ip.vpn\"; near: vpn\n" },
		{ "an_unknown_conversion", STR(HEAD "record:\n  applied_at: {path: x, as: epoch-millisecond}\n"),
		    "5:29: no conversion \"epoch-millisecond\"; near: epoch-milliseconds\n" },
		{ "an_unknown_key_of_a_value", STR(HEAD "record:\n  id: {path: x, word: {a: b}}\n"),
		    "5:17: a value has no \"word\"; near: words\n" },
		{ "two_ways_at_once", STR(HEAD "record:\n  id: {path: x, constant: y}\n"),
		    "5:3: one of path, join and constant is wanted here\n" },
		{ "a_map_for_a_plain_field", STR(HEAD "record:\n  id: {first: x}\n"),
		    "5:3: one of path, join and constant is wanted here\n" },
		{ "join_of_one", STR(HEAD "record:\n  id: {join: [x]}\n"), "5:8: join is a list of two paths or more\n" },
		{ "path_of_two", STR(HEAD "record:\n  id: {path: [x, y]}\n"),
		    "5:8: path is one path; for several ways make the value a list\n" },
		{ "a_list_in_a_list", STR(HEAD "record:\n  id: [[x, y]]\n"), "5:8: a path is wanted here, as text\n" },
		{ "nothing_said", STR(HEAD "record:\n  id:\n  name: []\n"),
		    "5:3: nothing is said of \"id\"\n6:3: nothing is said of \"name\"\n" },
		{ "a_path_that_is_none", STR(HEAD "record:\n  id: a..b\n  name: a[b\n  source: a[b]\n  names_other: ^^^a\n"),
		    "5:9: a member's name is missing\n6:10: a bracket is not closed\n"
		    "7:13: in brackets stands a number, name=text or name~text\n"
		    "8:16: ^ leads out of an element and out of the record, no further\n" },
		{ "more_paths_that_are_none", STR(HEAD "record:\n  id: a.\n  name: 'a[b=]'\n  source: a[0]b\n  applied_at: 12\n"),
		    "5:8: a member's name is missing\n6:13: a text is missing behind = or ~\n7:15: a dot or the end must follow\n"
		    "8:15: a path is wanted here, as text\n" },
		{ "each_of_what_is_no_list", STR(HEAD "record:\n  location:\n    each: x\n    city: y\n"),
		    "6:5: \"location\" is no list: each has no place here\n" },
		{ "a_map_without_first_member", STR(HEAD "record:\n  code: x\n"), "5:9: \"code\" needs its members named\n" },
		{ "place_elsewhere", STR(HEAD "record:\n  sessions:\n    each: x\n    place: y\n"),
		    "7:5: place and postal are for location and addresses\n" },
		{ "words_and_split", STR(HEAD "record:\n  id: {path: x, words: [a], split: ', '}\n"),
		    "5:17: words is a map from what is found to what is put\n5:37: split is one character\n" },
		{ "a_word_that_is_a_list", STR(HEAD "record:\n  id: {path: x, words: {a: [b]}}\n"),
		    "5:25: a word becomes a text, a number, true, false, or null for nothing\n" },
		{ "too_many_conversions", STR(HEAD "record:\n  id: {path: x, as: [utc, utc, utc, utc, utc]}\n"),
		    "5:42: more than 4 conversions of one value\n" },
		{ "drop_of_one", STR(HEAD "drop: gender\nrecord:\n  id: x\n"), "4:1: drop is a list of paths\n" },
		{ "drop_without_name", STR(HEAD "drop: [{path: x}]\nrecord:\n  id: x\n"), "4:8: path and name are wanted here\n" },
		{ "kind", STR(HEAD "kind: csv\nany-case: 1\nrecord:\n  id: x\n"),
		    "4:7: kind is json or table\n5:11: any-case is true or false\n" },
		{ "a_table_is_not_gathered", STR(HEAD "kind: table\ngroup: x\nrecord:\n  id: x\n"),
		    "5:1: rows of a table are not gathered: group is for json\n" },
		{ "a_condition_that_is_none", STR("name: mine\ntitle: Mine\nrecognise: [1, {x: {y: z}}]\nrecord: {id: x}\n"),
		    "3:13: a path, or a map from paths to values, is wanted here\n3:17: a value or a list of values is wanted here\n" },
		{ "not_yaml", STR("name: [\n"), NULL },
		{ "a_key_twice", STR(HEAD "record:\n  id: x\n  id: y\n"), NULL },
	};
#undef HEAD

	for (size_t i = 0; i < COUNT(table); i++) {
		struct err e = { 0 };
		struct forms *forms = forms_new(&e);
		struct buf out = buf_make(1 << 16);
		const char *path = test_write(table[i].text);
		test_case(table[i].name);
		bool ok = forms_add_path(forms, path, note_form_fault, &out);
		CHECK(ok == !out.len);
		if (table[i].want)
			CHECK_STR(buf_str(&out), table[i].want);
		else
			CHECK(out.len);
		CHECK(!ok || forms_find(forms, "mine"));
		unlink(path);
		buf_clear(&out);
		forms_free(forms);
	}
}

/* A form of one's own: a record of each way to say something, and what comes of it. */
static void own_forms(void)
{
	static const struct { const char *name; struct str form, in; const char *want; } table[] = {
		{ "paths", STR("id: a.b\n  names_other: [l.n, 'm[0].n', 'm[k=two].n', 'm[k~HRE].n', 'g*.n', x.y]\n"),
		    STR("{\"k\":1,\"a\":{\"b\":7},\"l\":[{\"n\":\"A\"},{\"n\":null},3,[{\"n\":\"B\"}]],\"m\":[{\"k\":\"one\",\"n\":\"C\"},{\"k\":\"TWO\",\"n\":\"D\"},{\"k\":\"three\",\"n\":\"E\"}],\"gh\":{\"n\":\"F\"},\"g\":{\"n\":\"A\"}}"),
		    "{\"id\":\"7\",\"names_other\":[\"A\",\"B\",\"C\",\"D\",\"E\",\"F\"]}\n" },
		{ "first_that_is_there", STR("id: k\n  name: [a, b, {join: [c, d], with: '-'}, {constant: Z}]\n"),
		    STR("{\"k\":1,\"a\":\" \",\"b\":null,\"c\":\"x\",\"d\":\" y \"}"), "{\"id\":\"1\",\"name\":\"x-y\"}\n" },
		{ "constants_alone_make_no_element", STR("id: k\n  sessions: {event: {constant: apply}, ip: ip}\n"),
		    STR("{\"k\":1,\"ip\":\"\"}"), "{\"id\":\"1\"}\n" },
		{ "out_of_an_element", STR("id: k\n  sessions: {each: s, at: ^t, ip: ., event: {path: ^^e, words: {'l*': login}}}\n"),
		    STR("{\"k\":1,\"e\":\"Log\",\"t\":\"2026-01-01\",\"s\":[\"192.0.2.1\",\"192.0.2.2\"]}"),
		    "{\"id\":\"1\",\"sessions\":[{\"at\":\"2026-01-01\",\"ip\":\"192.0.2.1\",\"event\":\"login\"},{\"at\":\"2026-01-01\",\"ip\":\"192.0.2.2\",\"event\":\"login\"}]}\n" },
		{ "words", STR("id: k\n  position: {remote: {path: r, words: {'yes*': true, never: ~, '*': false}}, title: {path: t, words: {'a*': ., b: B}}}\n"),
		    STR("{\"k\":1,\"r\":\"Yes, always\",\"t\":\"Abc\"}\n{\"k\":2,\"r\":\"never\",\"t\":\"b\"}\n{\"k\":3,\"r\":0,\"t\":\"c\"}"),
		    "{\"id\":\"1\",\"position\":{\"remote\":true,\"title\":\"Abc\"}}\n{\"id\":\"2\",\"position\":{\"title\":\"B\"}}\n"
		    "{\"id\":\"3\",\"position\":{\"remote\":false}}\n" },
		{ "types", STR("id: k\n  applied_at: t\n  location: {country: c}\n  resume: {work: {each: w, start: .}}\n  position: {remote: r}\n"),
		    STR("{\"k\":1,\"t\":\"2017-09-31\",\"c\":\"Atlantis\",\"w\":[\"2020-01-01T10:00:00Z\",\"x\",2020],\"r\":\"true\"}\n{\"k\":2,\"t\":{},\"c\":\"de\",\"r\":\"maybe\"}"),
		    "1: applied_at: wanted a time that exists\n1: location.country: wanted a country's code or English name\n"
		    "1: resume.work[].start: wanted a date that exists\n"
		    "{\"id\":\"1\",\"resume\":{\"work\":[{\"start\":\"2020-01-01\"},{\"start\":\"2020\"}]},\"position\":{\"remote\":true}}\n"
		    "2: applied_at: wanted a time that exists\n2: position.remote: wanted true or false\n"
		    "{\"id\":\"2\",\"location\":{\"country\":\"DE\"},\"position\":{}}\n" },
		{ "pages", STR("id: k\n  pages: p\n"),
		    STR("{\"k\":1,\"p\":[\"https://github.com/a\",\"https://github.com/a/b\",\"linkedin.com/in/c/\",\"https://GitHub.com/a\",\"www.example.com\",\"see https://x.example\",\"no\",\"https://github.com/a\",7]}"),
		    "{\"id\":\"1\",\"accounts\":[{\"url\":\"https://github.com/a\",\"site\":\"github\",\"handle\":\"a\"},{\"url\":\"linkedin.com/in/c/\",\"site\":\"linkedin\",\"handle\":\"c\"},"
		    "{\"url\":\"https://GitHub.com/a\",\"site\":\"github\",\"handle\":\"a\"}],\"links\":[{\"url\":\"https://github.com/a/b\"},{\"url\":\"www.example.com\"}]}\n" },
		{ "of_equal_keys_the_last", STR("id: k\n  name: n\n"), STR("{\"k\":1,\"n\":\"a\",\"n\":\"b\"}"), "{\"id\":\"1\",\"name\":\"b\"}\n" },
		{ "blanks_say_nothing", STR("id: k\n  applied_at: {path: t, as: epoch-milliseconds}\n"), STR("{\"k\":1,\"t\":\" \"}"),
		    "{\"id\":\"1\"}\n" },
		{ "nothing_in_it", STR("id: i\n"), STR("{\"k\":1}"), "1: nothing that the form knows is in the record\n" },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		struct err e = { 0 };
		struct forms *forms = forms_new(&e);
		struct buf out = buf_make(1 << 16), text = buf_make(1 << 16);
		buf_printf(&text, "name: mine\ntitle: Mine\nrecognise: [k]\nrecord:\n  %.*s", STR_ARG(table[i].form));
		const char *path = test_write(buf_str(&text));
		test_case(table[i].name);
		CHECK(forms_add_path(forms, path, note_form_fault, &out));
		unlink(path);
		path = test_write(table[i].in);
		CHECK_STR(read_path(forms, path, NULL, &out), table[i].want);
		unlink(path);
		buf_clear(&out);
		buf_clear(&text);
		forms_free(forms);
	}
}

void test_forms(void)
{
	struct err e = { 0 };
	struct forms *forms = forms_new(&e);

	CHECK(forms);
	fixtures(forms);
	each_has_a_file(forms);
	samples(forms);
	forms_free(forms);
	conversions_of_texts();
	places();
	countries();
	faults();
	own_forms();
}
