#include <stdio.h>

#include "base/digest.h"
#include "cmd/cmd_lists.h"

static int run_verify(void *options, int argc, char **argv)
{
	struct lists *l = lists_open(NULL, str_of(NULL, 0), NULL);
	bool failed = !l;

	(void)options;
	(void)argv;
	if (argc) {
		lists_close(l);
		return cmd_usage(&cmd_lists_verify, "it takes no operands");
	}
	for (size_t i = 0; l && i < lists_count(l); i++) {
		const struct list *x = lists_at(l, i);
		struct arena a = arena_make(0);
		char digest[DIGEST_HEX + 1] = "";
		struct str text = lists_text(l, x, &a);
		if (text.ptr)
			digest_sha256(text, digest);
		bool ok = str_is(x->sha256, digest);
		printf("%-*.*s %s\n", LISTS_NAME_COLUMNS, STR_ARG(x->name),
		    ok ? "ok" : text.ptr ? "changed since it was taken" : "not readable");
		failed = failed || !ok;
		arena_clear(&a);
	}
	failed = failed || lists_failed(l);
	lists_close(l);
	return cmd_finish(failed ? CMD_PARTIAL : CMD_DONE);
}

const struct command cmd_lists_verify = {
	.name = "verify",
	.args = "",
	.summary = "hold every list against its digest",
	.text = "Exit status 3 if a list is not what it was when it was taken.\n"
		"\n"
		"Example:\n"
		"  candor lists verify\n",
	.run = run_verify,
};
