/* test.h - checks for unit tests; each prints a TAP line only when it fails, each test function prints one. */
#ifndef TEST_H
#define TEST_H

#include "base/str.h"

/** Count a check.  False, with file and line on standard output, if it does not hold. */
bool test_check(bool holds, const char *file, int line, const char *what);
bool test_text(struct str got, struct str want, const char *file, int line, const char *what);
bool test_number(long long got, long long want, const char *file, int line, const char *what);

/** Name the case that the next checks belong to ("phone_without_country_is_unknown"); shown with each failure.  Copied. */
void test_case(const char *name);

#define CHECK(condition) test_check((condition), __FILE__, __LINE__, #condition)
#define CHECK_STR(got, want) test_text((got), str_from(want), __FILE__, __LINE__, #got)
#define CHECK_NUM(got, want) test_number((long long)(got), (long long)(want), __FILE__, __LINE__, #got)

/** The path of a file under ../shared, or NULL after saying that the rest of this test is skipped.  Static storage. */
const char *test_shared(const char *path);

/** The path of a file of the project's tests folder.  Static storage, four at once. */
const char *test_file(const char *path);

struct arena;
struct json_reader;

/**
 * The value of JSON @text, in which ' stands for ", so that rows can be read; in @a.  NULL, and a failed check, if it is
 * none.
 */
struct node *test_parse(struct json_reader *r, struct arena *a, const char *text);

/** A whole file, owned by the caller (mem_free the ptr), with 64 readable bytes behind it; ptr NULL if it cannot be read. */
struct str test_read(const char *path);

/** A new file that holds @text, for the caller to unlink.  Static storage, until the next call. */
const char *test_write(struct str text);

#endif
