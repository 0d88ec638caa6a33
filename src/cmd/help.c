#include "cmd/help.h"

#include "base/log.h"

enum { HELP_COLUMNS = 79, HELP_GUTTER = 28, HELP_MAX_COMMANDS = 32, HELP_MAX_PIECES = 64 };

static const char *text_of(const char *text)
{
	return text ? text : "";
}

/* A blank where @text follows. */
static const char *blank_if(const char *text)
{
	return *text_of(text) ? " " : "";
}

static bool is_value(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!memchr("abcdefghijklmnopqrstuvwxyz0123456789_-.", s.ptr[i], 39))
			return false;
	return s.len > 0;
}

/* @help between its bars. */
static size_t split_bars(const char *help, struct str *pieces)
{
	struct str rest = str_from(help);
	size_t count = 0;

	while (rest.ptr && count < HELP_MAX_PIECES)
		pieces[count++] = str_split(rest, '|', &rest);
	return count;
}

static bool piece_is_value(const struct str *pieces, size_t count, size_t i)
{
	return i > 0 && i + 1 < count && is_value(pieces[i]);
}

size_t help_values(const char *help, struct str *values, size_t max)
{
	struct str pieces[HELP_MAX_PIECES];
	size_t count = split_bars(help, pieces), found = 0;

	for (size_t i = 0; i < count && found < max; i++)
		if (piece_is_value(pieces, count, i))
			values[found++] = pieces[i];
	return found;
}

void help_sentence(struct buf *out, const char *help)
{
	struct str pieces[HELP_MAX_PIECES];
	size_t count = split_bars(help, pieces);

	for (size_t i = 0; i < count; i++) {
		buf_put(out, pieces[i]);
		if (piece_is_value(pieces, count, i) && piece_is_value(pieces, count, i + 1))
			buf_text(out, piece_is_value(pieces, count, i + 2) ? ", " : " or ");
	}
}

static void put_blanks(struct buf *out, size_t count)
{
	while (count--)
		buf_byte(out, ' ');
}

/* One paragraph: words until an empty line or one that stands as it is; returns what follows it. */
static struct str fill_paragraph(struct buf *out, struct str text, size_t indent, size_t width)
{
	size_t column = 0;

	while (text.ptr && text.len && *text.ptr != '\n' && *text.ptr != ' ') {
		struct str rest, line = str_split(text, '\n', &rest);
		while (line.ptr) {
			struct str word = str_split(line, ' ', &line);
			if (column && column + 1 + word.len > width) {
				buf_byte(out, '\n');
				put_blanks(out, indent);
				column = 0;
			} else if (column) {
				buf_byte(out, ' ');
				column++;
			}
			buf_put(out, word);
			column += word.len;
		}
		text = rest;
	}
	buf_byte(out, '\n');
	return text;
}

void help_fill(struct buf *out, struct str text, size_t indent, size_t width)
{
	bool first = true;

	while (text.ptr && text.len) {
		if (*text.ptr == '\n' || *text.ptr == ' ') {
			struct str line = str_split(text, '\n', &text);
			put_blanks(out, line.len && !first ? indent : 0);
			buf_put(out, line);
			buf_byte(out, '\n');
		} else {
			put_blanks(out, first ? 0 : indent);
			text = fill_paragraph(out, text, indent, width);
		}
		first = false;
	}
}

/* "left", then @help from the gutter on. */
static void put_row(struct buf *out, struct str left, struct str help)
{
	buf_put(out, left);
	if (left.len + 2 > HELP_GUTTER) {
		buf_byte(out, '\n');
		put_blanks(out, HELP_GUTTER);
	} else {
		put_blanks(out, HELP_GUTTER - left.len);
	}
	help_fill(out, help, HELP_GUTTER, HELP_COLUMNS - HELP_GUTTER);
}

static void put_option(struct buf *out, const struct opt *o)
{
	struct buf left = buf_make(256), help = buf_make(4096);

	if (o->letter)
		buf_printf(&left, "  -%c, --%s%s%s", o->letter, o->name, blank_if(o->arg), text_of(o->arg));
	else
		buf_printf(&left, "      --%s%s%s", o->name, blank_if(o->arg), text_of(o->arg));
	help_sentence(&help, o->help);
	put_row(out, buf_str(&left), buf_str(&help));
	buf_clear(&left);
	buf_clear(&help);
}

static void put_commands(struct buf *out, const struct command *const *list)
{
	for (; *list; list++) {
		struct buf left = buf_make(256);
		buf_printf(&left, "  %s%s%s", (*list)->name, blank_if((*list)->args), text_of((*list)->args));
		put_row(out, buf_str(&left), str_from((*list)->summary));
		buf_clear(&left);
	}
}

void help_overview(struct buf *out)
{
	buf_text(out, "candor - check applicants for signs of the DPRK IT-worker scheme\n\n"
	    "usage: candor COMMAND [OPTION]... [ARGUMENT]...\n\n");
	help_fill(out, STR_LIT("Candor reads the record of a remote applicant, freelancer or worker, and says what was "
	    "seen, who published that it matters, what innocent thing looks the same, and which check would settle it. "
	    "It looks for misrepresentation, never for a nationality, and it decides nothing: a person does.\n"), 0,
	    HELP_COLUMNS);
	buf_text(out, "\nCommands:\n");
	put_commands(out, commands);
	buf_text(out, "\nExamples:\n"
	    "  candor scan applicants.jsonl            report on every applicant of a file\n"
	    "  candor check --ip 203.0.113.7           a spot check of one thing\n"
	    "  candor help scan                        what scan does, and how\n"
	    "  candor explain RULE RECORD              why a rule does or does not match\n\n");
	help_fill(out, STR_LIT("Exit status: 0 done, and nothing is at or above --fail-at; 1 done, and something is; "
	    "2 wrong usage, or rules that do not load; 3 done, but some input could not be read.\n"), 0, HELP_COLUMNS);
}

static void put_options(struct buf *out, const struct opt *opts)
{
	static const struct opt help = { .name = "help", .letter = 'h', .help = "show this help" };

	buf_text(out, "\nOptions:\n");
	for (const struct opt *o = opts; o && o->name; o++)
		if (o->help)
			put_option(out, o);
	put_option(out, &help);
}

bool help_has_options(const struct command *c)
{
	return c->opts && c->opts->name && c->opts->help;
}

void help_command(struct buf *out, const char *words, const struct command *c)
{
	buf_printf(out, "candor %s - %s\n\n", words, c->summary);
	buf_printf(out, "usage: candor %s%s%s%s\n", words, help_has_options(c) ? " [OPTION]..." : "", blank_if(c->args),
	    text_of(c->args));
	if (c->text && *c->text) {
		buf_byte(out, '\n');
		help_fill(out, str_from(c->text), 0, HELP_COLUMNS);
	}
	if (c->subs) {
		buf_text(out, "\nCommands:\n");
		put_commands(out, c->subs);
	}
	put_options(out, c->opts);
}

static const struct command *find_one(const struct command *const *list, const char *name)
{
	for (; list && *list; list++)
		if (strcmp((*list)->name, name) == 0)
			return *list;
	return NULL;
}

const struct command *help_find(const struct command *const *list, int argc, char **argv, int *taken)
{
	const struct command *c = NULL, *next;

	for (*taken = 0; *taken < argc && (next = find_one(list, argv[*taken])); list = c->subs, ++*taken)
		c = next;
	return c;
}

const char *help_nearest(const struct command *const *list, const char *word)
{
	const char *names[HELP_MAX_COMMANDS];
	size_t count = 0;

	for (; list && *list && count < HELP_MAX_COMMANDS; list++)
		names[count++] = (*list)->name;
	return str_nearest(str_from(word), names, count);
}

int help_unknown(const struct command *const *list, const char *word)
{
	const char *near = help_nearest(list, word);

	if (near)
		log_error("no command \"%.40s\"; did you mean \"%s\"?", word, near);
	else
		log_error("no command \"%.40s\"; candor --help lists them", word);
	return CMD_USAGE;
}
