/* help.h - the text of --help, from the rows of commands and options. */
#ifndef HELP_H
#define HELP_H

#include "base/buf.h"
#include "cmd/cmd.h"

/** What "candor --help" says: every command with its line. */
void help_overview(struct buf *out);

/** What "candor WORDS --help" says of @c; @words are those that lead to it, "rules check". */
void help_command(struct buf *out, const char *words, const struct command *c);

/** Has it options of its own that are shown?  (Those without help are for the build.) */
bool help_has_options(const struct command *c);

/** The words between bars of an option's help, at most @max: "|text|json|" and "|text| or |json|" both hold two. */
size_t help_values(const char *help, struct str *values, size_t max);

/** An option's help as a sentence: without its bars; words that stood bar by bar become "a, b or c". */
void help_sentence(struct buf *out, const char *help);

/**
 * Put @text, refilled so that no line is longer than @width behind @indent blanks; the first line stands at the cursor.
 * A line that begins with a blank is put as it stands; an empty one parts paragraphs.
 */
void help_fill(struct buf *out, struct str text, size_t indent, size_t width);

/** The command that the first words of @argv lead to from @list, and how many that took; NULL if the first is none. */
const struct command *help_find(const struct command *const *list, int argc, char **argv, int *taken);

/** The name in @list nearest to @word, NULL if none is near. */
const char *help_nearest(const struct command *const *list, const char *word);

/** "candor: no command ...", with the nearest; returns CMD_USAGE. */
int help_unknown(const struct command *const *list, const char *word);

#endif
