/*
 * main.c - chooses a command.  And the map of the house:
 *
 *   bytes --read--> record --enrich--> record + facts --match--> findings
 *                                                                   |
 *   report <--assess-- findings of one applicant + links <--link----+
 *
 * Data moves one way.  A stage takes what the stage before it made and adds to it: read knows formats, enrich knows the
 * world, match knows rules, link is the first to see two applicants, assess reads findings and no field, report only
 * writes.  A folder is a stage, a file is one thing in it.  A floor uses what stands below it, never what stands above;
 * neighbours do not know each other (tests/lint.sh holds them to it).
 *
 *   main.c             you are here
 *   cmd/               cmd_NAME.c: one command, a row with its words, options and help; help.c man.c complete.c say the
 *                      same rows as --help, manual page and completions
 *   candor.[ch]        the library: one pass through the stages
 *   impact/            results group by group: does a rule fall on one more than on another?
 *   report/            report_FORM.c: one form of output
 *   assess/            findings to an outcome, by rules/policy.yaml
 *   match/             rules compiled for speed, and run over events
 *   enrich/            enrich_NAME.c: facts about one kind of value
 *   link/              who is tied to whom, and by what
 *   read/              bytes to records; form_*.c: foreign records, by rules/forms; gather.c: logs, by person
 *   rule/              Sigma text to rules; conscience.c: what no rule may do
 *   list/              lists and the catalogue of what was published; the public suffixes
 *   record/            field.list: every field and fact, with its type and meaning
 *   base/              texts, memory, trees, YAML, JSON, options, messages: knows nothing of applicants
 *   limits.h           every bound, and what happens beyond it
 *   fetch/             candor-fetch, a program of its own and the only one that uses the network: lists update runs it
 *   embed/             a tool of the build: turns rules/ into constants, so that nothing is parsed at start
 *
 * Outside src/: rules/ has all that makes judgement (rules by evidence group, policy.yaml, catalogue, lists, forms of
 * foreign records), tests/ holds all of it to its word, docs/ explains it.
 */
#include <signal.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/log.h"
#include "cmd/help.h"

/* The daily ones, then the others by name. */
const struct command *const commands[] = {
	&cmd_scan,
	&cmd_check,
	&cmd_advisories,
	&cmd_explain,
	&cmd_fields,
	&cmd_hash,
	&cmd_help,
	&cmd_impact,
	&cmd_lists,
	&cmd_match,
	&cmd_memory,
	&cmd_rings,
	&cmd_rules,
	NULL,
};

static bool is_help(const char *word)
{
	return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

/* Anywhere before "--". */
static bool asks_help(int argc, char **argv)
{
	for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (is_help(argv[i]))
			return true;
	return false;
}

static int show_help(const char *words, const struct command *c)
{
	struct buf out = buf_make(1 << 20);

	help_command(&out, words, c);
	return cmd_print(&out, CMD_DONE);
}

/* argv[0] is the word before the first option or operand. */
static int run_command(const struct command *c, int argc, char **argv)
{
	void *options = mem_alloc(c->options_size, 1);
	struct err e = { 0 };
	int status;

	if (!options) {
		log_error("out of memory");
		return CMD_PARTIAL;
	}
	if (opt_parse(c->opts, options, &argc, argv, &e))
		status = c->run(options, argc - 1, argv + 1);
	else
		status = cmd_usage(c, "%s", e.text);
	opt_clear(c->opts, options);
	mem_free(options);
	return status;
}

static int unknown_option(const char *word)
{
	static const char *const words[] = { "--help", "--version" };
	const char *near = str_nearest(str_from(word), words, COUNT(words));

	if (near)
		log_error("no option \"%.40s\"; did you mean %s?", word, near);
	else
		log_error("no option \"%.40s\"; options follow the command, and candor --help lists those", word);
	return CMD_USAGE;
}

static int dispatch(int argc, char **argv)
{
	char words[128] = "";
	int taken;
	const struct command *c = help_find(commands, argc, argv, &taken);

	if (!c)
		return argv[0][0] == '-' ? unknown_option(argv[0]) : help_unknown(commands, argv[0]);
	for (int i = 0; i < taken; i++)
		snprintf(words + strlen(words), sizeof(words) - strlen(words), "%s%s", i ? " " : "", argv[i]);
	if (asks_help(argc - taken, argv + taken))
		return show_help(words, c);
	cmd_words(words);
	if (c->run)
		return run_command(c, argc - taken + 1, argv + taken - 1);
	if (taken < argc)
		return help_unknown(c->subs, argv[taken]);
	return cmd_usage(c, "a command is missing; candor %s --help lists them", words);
}

int main(int argc, char **argv)
{
	static const char *const version[] = { "--version", "-V" };

	signal(SIGPIPE, SIG_IGN); /* a closed pipe shall be told as an error, not end us silently */
	if (argc < 2) {
		log_error("usage: candor COMMAND [OPTION]... [ARGUMENT]...; candor --help lists the commands");
		return CMD_USAGE;
	}
	if (is_help(argv[1]))
		return run_command(&cmd_help, 1, argv + argc - 1);
	for (size_t i = 0; i < COUNT(version); i++) {
		if (strcmp(argv[1], version[i]) == 0) {
			puts("candor " CANDOR_VERSION);
			return cmd_finish(CMD_DONE);
		}
	}
	return dispatch(argc - 1, argv + 1);
}
