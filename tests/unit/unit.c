/* unit.c - runs every test_*.c: each file NAME.c has one function void NAME(void). */
#include "unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define UNIT(name) void name(void);
#include "unit.list"
#undef UNIT

static const struct {
	const char *name;
	void (*run)(void);
} tests[] = {
#define UNIT(name) { #name, name },
#include "unit.list"
#undef UNIT
};

static size_t checks, failures;
static char current[256];

void test_case(const char *name)
{
	snprintf(current, sizeof(current), "%s", name);
}

static void complain(const char *file, int line, const char *what)
{
	failures++;
	printf("# %s:%d: %s%s%s\n", file, line, current, current[0] ? ": " : "", what);
}

bool test_check(bool holds, const char *file, int line, const char *what)
{
	checks++;
	if (!holds)
		complain(file, line, what);
	return holds;
}

bool test_text(struct str got, struct str want, const char *file, int line, const char *what)
{
	checks++;
	if (str_eq(got, want))
		return true;
	complain(file, line, what);
	printf("#   got  \"%.*s\"\n#   want \"%.*s\"\n", STR_ARG(got), STR_ARG(want));
	return false;
}

bool test_number(long long got, long long want, const char *file, int line, const char *what)
{
	checks++;
	if (got == want)
		return true;
	complain(file, line, what);
	printf("#   got  %lld\n#   want %lld\n", got, want);
	return false;
}

static const char *path_under(const char *folder, const char *path)
{
	static char paths[4][512];
	static unsigned next;
	char *p = paths[next++ % COUNT(paths)];

	snprintf(p, sizeof(paths[0]), "%s/%s", folder, path);
	return p;
}

const char *test_shared(const char *path)
{
	const char *folder = getenv("CANDOR_SHARED");
	const char *full = path_under(folder ? folder : "../shared", path);

	if (access(full, R_OK) == 0)
		return full;
	printf("# skipped: %s is not at hand\n", full);
	return NULL;
}

const char *test_file(const char *path)
{
	return path_under("tests", path);
}

int main(int argc, char **argv)
{
	size_t passed = 0, failed = 0;

	for (size_t i = 0; i < COUNT(tests); i++) {
		if (argc > 1 && strcmp(argv[1], tests[i].name) != 0)
			continue;
		size_t before = failures, counted = checks;
		current[0] = '\0';
		tests[i].run();
		bool ok = failures == before;
		printf("%sok %zu %s (%zu checks)\n", ok ? "" : "not ", passed + failed + 1, tests[i].name,
		    checks - counted);
		*(ok ? &passed : &failed) += 1;
	}
	printf("1..%zu\n", passed + failed);
	return failed || checks == 0;
}
