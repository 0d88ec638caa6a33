#include "base/opt.h"

#include <stdio.h>

#include "unit/test.h"

struct options {
	bool quiet, deep;
	const char *format;
	int64_t jobs;
	struct opt_values rules;
};

static const struct opt opts[] = {
	{ "quiet", 'q', OPT_FLAG, OPT_ROW(struct options, quiet), NULL, "say less", 0, 0 },
	{ "deep", 'd', OPT_FLAG, OPT_ROW(struct options, deep), NULL, "go deep", 0, 0 },
	{ "format", 'f', OPT_TEXT, OPT_ROW(struct options, format), "FORM", "as |text| or |json|", 0, 0 },
	{ "jobs", 'j', OPT_NUMBER, OPT_ROW(struct options, jobs), "N", "threads", 1, 64 },
	{ "rules", 0, OPT_MANY, OPT_ROW(struct options, rules), "PATH", "more rules", 0, 0 },
	{ 0 },
};

/* Parse the words of @line, parted by blanks, and write what came of it: "qd f=text j=4 r=a,b: operands". */
static bool parse(const char *line, char *out, size_t size, struct err *e)
{
	char text[256], *argv[32] = { (char[]){ "scan" } };
	int argc = 1;
	struct options o = { 0 };

	snprintf(text, sizeof(text), "%s", line);
	for (char *at = text, *end; *at; at = end) {
		end = at + strcspn(at, " ");
		end += *end ? (*end = '\0', 1) : 0;
		argv[argc++] = at;
	}
	bool ok = opt_parse(opts, &o, &argc, argv, e);
	size_t n = (size_t)snprintf(out, size, "%s%s f=%s j=%d r=", o.quiet ? "q" : "", o.deep ? "d" : "",
	    o.format ? o.format : "", (int)o.jobs);
	for (size_t i = 0; i < o.rules.count; i++)
		n += (size_t)snprintf(out + n, size - n, "%s%s", i ? "," : "", o.rules.at[i]);
	n += (size_t)snprintf(out + n, size - n, ":");
	for (int i = 1; ok && i < argc; i++)
		n += (size_t)snprintf(out + n, size - n, " %s", argv[i]);
	if (ok)
		CHECK(!argv[argc]);
	opt_clear(opts, &o);
	return ok;
}

static void accepted(void)
{
	static const struct { const char *in, *want; } table[] = {
		{ "", " f= j=0 r=:" },
		{ "a b", " f= j=0 r=: a b" },
		{ "--quiet a -d", "qd f= j=0 r=: a" },
		{ "-qd", "qd f= j=0 r=:" },
		{ "-qftext", "q f=text j=0 r=:" },
		{ "-f json -j4", " f=json j=4 r=:" },
		{ "--format=json a --format text", " f=text j=0 r=: a" },
		{ "--format= a", " f= j=0 r=: a" },
		{ "--format=a=b", " f=a=b j=0 r=:" },
		{ "--rules x --rules=y", " f= j=0 r=x,y:" },
		{ "- a", " f= j=0 r=: - a" },
		{ "-q -- -d --deep", "q f= j=0 r=: -d --deep" },
		{ "--format -- a", " f=-- j=0 r=: a" },
		{ "--jobs 64", " f= j=64 r=:" },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		char got[256];
		struct err e = { 0 };
		test_case(table[i].in);
		if (CHECK(parse(table[i].in, got, sizeof(got), &e)))
			CHECK_STR(str_from(got), table[i].want);
	}
}

static void refused(void)
{
	static const struct { const char *in, *why; } table[] = {
		{ "--fromat json", "no option --fromat; did you mean --format?" },
		{ "--xyzzy", "no option --xyzzy" },
		{ "-x", "no option -x" },
		{ "-qx", "no option -x" },
		{ "--format", "--format wants a value: FORM" },
		{ "-f", "--format wants a value: FORM" },
		{ "--quiet=yes", "--quiet takes no value" },
		{ "--jobs 0", "--jobs: not a number from 1 to 64" },
		{ "--jobs four", "--jobs: not a number from 1 to 64" },
		{ "-j65", "--jobs: not a number from 1 to 64" },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		char got[256];
		struct err e = { 0 };
		test_case(table[i].in);
		CHECK(!parse(table[i].in, got, sizeof(got), &e));
		CHECK_STR(str_from(e.text), table[i].why);
		CHECK(e.code == ERR_USAGE);
	}
}

void test_opt(void)
{
	accepted();
	refused();
}
