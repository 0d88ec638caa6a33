#include "list/normal.h"

#include "unit/test.h"

struct row {
	const char *in, *want; /* NULL: not of that sort */
};

static const struct row emails[] = {
	{ "a@b.example", "a@b.example" }, { "A.B@Example.COM", "a.b@example.com" }, { " a@b.example\n", "a@b.example" },
	{ "mailto:a@b.example", "a@b.example" }, { "Some Body <a@b.example>", "a@b.example" }, { "<a@b.example>", "a@b.example" },
	{ "J.Doe+jobs@gmail.com", "jdoe@gmail.com" }, { "j.doe@googlemail.com", "jdoe@gmail.com" },
	{ "j.doe+x@outlook.com", "j.doe@outlook.com" }, { "j.doe@pm.me", "jdoe@proton.me" }, { "+tag@gmail.com", "+tag@gmail.com" },
	{ "j.doe+x@b.example", "j.doe+x@b.example" }, { "a@b.example.", "a@b.example" }, { "\"x@y\"@b.example", "\"x@y\"@b.example" },
	{ "a_b@me.com", "a_b@icloud.com" }, { "a@ya.ru", "a@yandex.ru" }, { "a@mail.gmail.com", "a@mail.gmail.com" },
	{ "nobody", NULL }, { "a@", NULL }, { "@b.example", NULL }, { "", NULL }, { "a b@c.example", NULL }, { "a@b", NULL },
	{ "a@b..example", NULL }, { "a@.example", NULL }, { "a@[192.0.2.1]", NULL }, { "a@192.0.2.1", NULL }, { "a,b@c.example", NULL },
	{ "...@gmail.com", NULL }, { "a@b.example c", NULL }, { "a@ b.example", NULL }, { "\"\"@b.example", NULL },
	{ "a@-b.example", "a@-b.example" }, { "\xC3\xBC@b.example", "\xC3\xBC@b.example" }, { "a@b.example>", NULL },
	{ "0123456789012345678901234567890123456789012345678901234567890123456789@b.example", NULL },
};

static const struct row domains[] = {
	{ "Example.COM", "example.com" }, { "example.com.", "example.com" }, { " example.com ", "example.com" }, { "com", NULL },
	{ "", NULL }, { ".", NULL }, { "a..b", NULL }, { "a b.com", NULL }, { "192.0.2.1", NULL }, { "1.2.example", "1.2.example" },
	{ "a/b.com", NULL }, { "_dmarc.example.com", "_dmarc.example.com" }, { "xn--bcher-kva.example", "xn--bcher-kva.example" },
	{ "a.b@c.com", NULL },
};

static const struct row hosts[] = {
	{ "https://Www.Example.com/a?b#c", "www.example.com" }, { "example.com/path", "example.com" }, { "example.com", "example.com" },
	{ "http://user:pass@example.com:8080/x", "example.com" }, { "https://example.com?x", "example.com" }, { "https://", NULL },
	{ "HTTPS://EXAMPLE.COM", "example.com" }, { "ftp://example.com:21", "example.com" }, { "not a host", NULL }, { "/path", NULL },
	{ "https://a@b@example.com/", "example.com" }, { "https://192.0.2.1/", NULL },
};

static const struct row handles[] = {
	{ "@Someone", "someone" }, { "someone", "someone" }, { "https://github.com/Some-One", "some-one" },
	{ "https://github.com/some-one/repository?x=1", "some-one" }, { "t.me/some_one", "some_one" }, { "", NULL }, { "@", NULL },
	{ "two words", NULL }, { "a@b.example", NULL }, { "https://x.com/", NULL }, { "https://www.linkedin.com/in/some-one/", "some-one" },
};

static const struct row wallets[] = {
	{ "0x15824de78A61a8B493CCd8A48e58463536B17028", "0x15824de78a61a8b493ccd8a48e58463536b17028" },
	{ "0X15824DE78A61A8B493CCD8A48E58463536B17028", "0x15824de78a61a8b493ccd8a48e58463536b17028" },
	{ "ethereum:0x15824de78A61a8B493CCd8A48e58463536B17028?value=1", "0x15824de78a61a8b493ccd8a48e58463536b17028" },
	{ "134r8iHv69xdT6p5qVKTsHrcUEuBVZAYak", "134r8iHv69xdT6p5qVKTsHrcUEuBVZAYak" },
	{ " bitcoin:134r8iHv69xdT6p5qVKTsHrcUEuBVZAYak ", "134r8iHv69xdT6p5qVKTsHrcUEuBVZAYak" },
	{ "BC1QYY5PT5CX3ZTH8XLJ92LQ5Y87DH8XV3NWGS4NCQ", "bc1qyy5pt5cx3zth8xlj92lq5y87dh8xv3nwgs4ncq" },
	{ "Bc1qyy5pt5cx3zth8xlj92lq5y87dh8xv3nwgs4ncq", "Bc1qyy5pt5cx3zth8xlj92lq5y87dh8xv3nwgs4ncq" },
	{ "TAhwhFv3JpK39Nc2m8W5LPCcoTisutiRfp", "TAhwhFv3JpK39Nc2m8W5LPCcoTisutiRfp" }, { "short", NULL }, { "", NULL },
	{ "0x15824de78A61a8B493CCd8A48e584635 36B17028", NULL },
};

static const struct row companies[] = {
	{ "Tony WKJ, LLC.", "tony wkj llc" }, { "  TONY   WKJ LLC ", "tony wkj llc" }, { "A.B.C. Inc", "abc inc" }, { "", NULL },
	{ "---", NULL }, { "O'Neill & Sons", "oneill sons" }, { "\xC3\x9C" "ber GmbH", "\xC3\x9C" "ber gmbh" },
};

static const struct row names[] = {
	{ "KIM, Jin Sok", "jin kim sok" }, { "Jin-Sok Kim", "jin kim sok" }, { "kim jin sok", "jin kim sok" }, { "Kim", NULL },
	{ "", NULL }, { "YO'N CHO'NG NAM", "chong nam yon" }, { "Chang Myo\xE2\x80\x99ng-Ho", "chang ho myong" }, { "A. B.", "a b" },
	{ "a b c d e f g h i j k l m", NULL },
};

static const struct row joined[] = {
	{ "YUN HO-JIN", "hojin yun" }, { "Hojin Yun", "hojin yun" }, { "Ho Jin Yun", "ho jin yun" }, { "Ho-Jin", NULL },
};

static void each(const struct row *rows, size_t count, struct str (*normal)(struct str, char *))
{
	char out[NORMAL_MAX], again[NORMAL_MAX];

	for (size_t i = 0; i < count; i++) {
		test_case(rows[i].in);
		struct str got = normal(str_from(rows[i].in), out);
		if (!CHECK(!!got.ptr == !!rows[i].want) || !got.ptr)
			continue;
		CHECK_STR(got, rows[i].want);
		CHECK(str_eq(normal(got, again), got));
	}
}

void test_normal(void)
{
	each(emails, COUNT(emails), normal_email);
	each(domains, COUNT(domains), normal_domain);
	each(hosts, COUNT(hosts), normal_host);
	each(handles, COUNT(handles), normal_handle);
	each(wallets, COUNT(wallets), normal_wallet);
	each(companies, COUNT(companies), normal_company);
	each(names, COUNT(names), normal_name);
	each(joined, COUNT(joined), normal_name_joined);
	CHECK_STR(email_domain(STR_LIT("\"x@y\"@b.example")), "b.example");
	static const struct { const char *in, *want; } table[] = {
		{ "GitHub", "github" }, { "https://github.com/a", "github" }, { "www.github.com", "github" }, { "Twitter", "x" },
		{ "https://x.com/a", "x" }, { "https://mobile.twitter.com/a", "x" }, { "box.com", NULL }, { "t.me/a", "telegram" },
		{ "https://de.linkedin.com/in/a", "linkedin" }, { "github.io", NULL }, { "notgithub.com", NULL }, { "", NULL },
		{ "https://github.com.evil.example/a", NULL },
	};
	for (size_t i = 0; i < COUNT(table); i++) {
		test_case(table[i].in);
		struct str got = normal_site(str_from(table[i].in));
		if (CHECK(!!got.ptr == !!table[i].want) && got.ptr)
			CHECK_STR(got, table[i].want);
	}
}
