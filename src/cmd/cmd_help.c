#include "cmd/help.h"

static int run(void *options, int argc, char **argv)
{
	struct buf out = buf_make(1 << 20), words = buf_make(256);
	int taken;

	(void)options;
	if (argc == 0) {
		help_overview(&out);
		return cmd_print(&out, CMD_DONE);
	}
	const struct command *c = help_find(commands, argc, argv, &taken);
	if (taken < argc)
		return help_unknown(c ? c->subs : commands, argv[taken]);
	for (int i = 0; i < taken; i++)
		buf_printf(&words, "%s%s", i ? " " : "", argv[i]);
	help_command(&out, words.ptr, c);
	buf_clear(&words);
	return cmd_print(&out, CMD_DONE);
}

const struct command cmd_help = {
	.name = "help",
	.args = "[COMMAND]...",
	.summary = "what a command does, with examples",
	.text = "Without COMMAND: all commands. The same as \"candor COMMAND --help\".\n"
		"\n"
		"Examples:\n"
		"  candor help\n"
		"  candor help scan\n"
		"  candor help rules check\n",
	.run = run,
};
