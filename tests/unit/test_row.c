#include "list/row.h"

#include "unit/test.h"

/* Rows joined by "/", cells by "|". */
static const struct { const char *in, *want; } table[] = {
	{ "a,b\nc,d\n", "a|b/c|d" }, { "a,b\r\nc,d", "a|b/c|d" }, { "\xEF\xBB\xBF" "a", "a" }, { "", "" }, { "\n\n", "" },
	{ "# comment\na\n #another\nb\n", "a/b" }, { "a, b ,\tc", "a|b|c" }, { "a, \"b, c\" ,d", "a|b, c|d" },
	{ "\"a \"\"b\"\"\",c", "a \"b\"|c" }, { "\"a\nb\",c\nd", "a\nb|c/d" }, { "a,,b", "a||b" }, { "a,", "a|" }, { ",", "|" },
	{ "\"open,a\nb", "open,a\nb" }, { "\"a\"x,b", "a|b" }, { "a\"b,c", "a\"b|c" }, { "\"\",x", "|x" },
};

void test_row(void)
{
	struct arena a = arena_make(0);
	struct row row;

	for (size_t i = 0; i < COUNT(table); i++) {
		struct row_reader r = row_reader_make(str_from(table[i].in), &a);
		char got[256];
		size_t n = 0;
		test_case(table[i].in);
		while (row_next(&r, &row)) {
			if (n)
				got[n++] = '/';
			for (size_t c = 0; c < row.count; c++) {
				if (c)
					got[n++] = '|';
				memcpy(got + n, row.cells[c].ptr, row.cells[c].len);
				n += row.cells[c].len;
			}
		}
		CHECK_STR(str_of(got, n), table[i].want);
	}
	struct row_reader r = row_reader_make(STR_LIT("x\n\"a\nb\"\nfingerprint, IPAddr, port\n"), &a);
	CHECK(row_next(&r, &row) && row.line == 1);
	CHECK(row_next(&r, &row) && row.line == 2);
	CHECK(row_next(&r, &row) && row.line == 4);
	CHECK_NUM(row_column(&row, "ipaddr"), 1);
	CHECK_NUM(row_column(&row, "address"), ROW_MAX);
	arena_clear(&a);
}
