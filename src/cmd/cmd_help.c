#include "cmd/complete.h"
#include "cmd/help.h"
#include "cmd/man.h"

struct options {
	bool man, bash, zsh;
};

/* Not shown: the build uses them. */
static const struct opt opts[] = {
	{ "man", 0, OPT_FLAG, OPT_ROW(struct options, man), NULL, NULL, 0, 0 },
	{ "bash", 0, OPT_FLAG, OPT_ROW(struct options, bash), NULL, NULL, 0, 0 },
	{ "zsh", 0, OPT_FLAG, OPT_ROW(struct options, zsh), NULL, NULL, 0, 0 },
	{ 0 },
};

static int show_command(int argc, char **argv)
{
	struct buf out = buf_make(1 << 20), words = buf_make(256);
	int taken;

	const struct command *c = help_find(commands, argc, argv, &taken);
	if (taken < argc)
		return help_unknown(c ? c->subs : commands, argv[taken]);
	for (int i = 0; i < taken; i++)
		buf_printf(&words, "%s%s", i ? " " : "", argv[i]);
	help_command(&out, words.ptr, c);
	buf_clear(&words);
	return cmd_print(&out, CMD_DONE);
}

static int run(void *options, int argc, char **argv)
{
	const struct options *o = options;
	struct buf out = buf_make(1 << 20);

	if (argc)
		return show_command(argc, argv);
	if (o->man)
		man_page(&out);
	else if (o->bash)
		complete_bash(&out);
	else if (o->zsh)
		complete_zsh(&out);
	else
		help_overview(&out);
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
	.opts = opts,
	.options_size = sizeof(struct options),
	.run = run,
};
