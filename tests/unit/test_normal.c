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
	{ "ronin:098b716b8aaf21512996dc57eb0615e2383e2f96", "0x098b716b8aaf21512996dc57eb0615e2383e2f96" },
	{ "eip155:1:0x098B716B8Aaf21512996dC57EB0615e2383E2f96", "0x098b716b8aaf21512996dc57eb0615e2383e2f96" },
	{ "ethereum:0x098B716B8Aaf21512996dC57EB0615e2383E2f96@1?value=2", "0x098b716b8aaf21512996dc57eb0615e2383e2f96" },
	{ "XDC098b716b8aaf21512996dc57eb0615e2383e2f96", "0x098b716b8aaf21512996dc57eb0615e2383e2f96" },
	/* TRON's address of USDT in both of its forms, as its documentation has them. */
	{ "41a614f803b6fd780986a42c78ec9c7f77e6ded13c", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t" },
	{ "41A614F803B6FD780986A42C78EC9C7F77E6DED13C", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t" },
	{ "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t" },
	/* The pairs of the CashAddr specification. */
	{ "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", "1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu" },
	{ "BITCOINCASH:QPM2QSZNHKS23Z7629MMS6S4CWEF74VCWVY22GDX6A", "1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu" },
	{ "qr95sy3j9xwd2ap32xkykttr4cvcu7as4y0qverfuy", "1KXrWXciRDZUpQwQmuM1DbwsKDLYAYsVLR" },
	{ "bitcoincash:ppm2qsznhks23z7629mms6s4cwef74vcwvn0h829pq", "3CWFddi6m4ndiGyKqzYvsFYagqDLPVMTzC" },
	{ "qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6b", "qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6b" },
	{ "bnb136ns6lfw4zs5hg4n85vdthaad7hq5m4gtkgf23", "bnb136ns6lfw4zs5hg4n85vdthaad7hq5m4gtkgf23" },
	{ "BNB136NS6LFW4ZS5HG4N85VDTHAAD7HQ5M4GTKGF23", "bnb136ns6lfw4zs5hg4n85vdthaad7hq5m4gtkgf23" },
	{ "LNwgtMxcKUQ51dw7bQL1yPQjBVZh6QEqsd", "LNwgtMxcKUQ51dw7bQL1yPQjBVZh6QEqsd" },
	{ "rnXyVQzgxZe7TR1EPzTkGj2jxH4LMJYh66", "rnXyVQzgxZe7TR1EPzTkGj2jxH4LMJYh66" },
	{ "t1WSKwCDL1QYRRUrCCknEs5tDLhtGVYu9KM", "t1WSKwCDL1QYRRUrCCknEs5tDLhtGVYu9KM" },
	{ "Fc1EwQUZyTEagaDvA1utHXCcZNyG1x2PLt2DfNu1cJdH", "Fc1EwQUZyTEagaDvA1utHXCcZNyG1x2PLt2DfNu1cJdH" },
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
