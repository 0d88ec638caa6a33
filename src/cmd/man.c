#include "cmd/man.h"

#include "cmd/help.h"

/* @text with what roff would take for its own made plain; @at_start of a line a dot or quote would be a macro. */
static void put_plain(struct buf *out, struct str text, bool at_start)
{
	if (at_start && text.len && (*text.ptr == '.' || *text.ptr == '\''))
		buf_text(out, "\\&");
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '\\')
			buf_text(out, "\\e");
		else if (text.ptr[i] == '-')
			buf_text(out, "\\-");
		else
			buf_byte(out, text.ptr[i]);
	}
}

static void put_line(struct buf *out, struct str line)
{
	put_plain(out, line, true);
	buf_byte(out, '\n');
}

/* Like help_fill(): lines that begin with a blank are examples, an empty one parts paragraphs. */
static void put_text(struct buf *out, struct str text)
{
	bool example = false, parted = true;

	while (text.ptr && text.len) {
		struct str line = str_split(text, '\n', &text);
		bool is_example = line.len && *line.ptr == ' ';
		if (!line.len) {
			parted = true;
			continue;
		}
		if (example && !is_example)
			buf_text(out, ".EE\n.RE\n");
		if (is_example && !example)
			buf_text(out, ".PP\n.RS 4\n.EX\n");
		else if (!is_example && (parted || example))
			buf_text(out, ".PP\n");
		else if (is_example && parted)
			buf_byte(out, '\n');
		put_line(out, is_example ? str_trim(line) : line);
		example = is_example;
		parted = false;
	}
	if (example)
		buf_text(out, ".EE\n.RE\n");
}

static void put_options(struct buf *out, const struct opt *opts)
{
	for (const struct opt *o = opts; o && o->name; o++) {
		struct buf help = buf_make(4096);
		if (!o->help)
			continue;
		buf_text(out, ".TP\n.B ");
		if (o->letter)
			buf_printf(out, "\\-%c\\fR, \\fB", o->letter);
		buf_text(out, "\\-\\-");
		put_plain(out, str_from(o->name), false);
		if (o->arg) {
			buf_text(out, " \\fI");
			put_plain(out, str_from(o->arg), false);
			buf_text(out, "\\fR");
		}
		buf_byte(out, '\n');
		help_sentence(&help, o->help);
		put_line(out, buf_str(&help));
		buf_clear(&help);
	}
}

/* @words lead to @c. */
static void put_command(struct buf *out, struct str words, const struct command *c)
{
	buf_text(out, ".SS candor ");
	put_plain(out, words, false);
	buf_text(out, help_has_options(c) ? " [OPTION]... " : " ");
	put_plain(out, str_from(c->args), false);
	buf_byte(out, '\n');
	put_line(out, str_from(c->summary));
	put_text(out, str_from(c->text));
	put_options(out, c->opts);
	for (const struct command *const *sub = c->subs; sub && *sub; sub++) {
		struct buf more = buf_make(256);
		buf_printf(&more, "%.*s %s", STR_ARG(words), (*sub)->name);
		put_command(out, buf_str(&more), *sub);
		buf_clear(&more);
	}
}

static void put_head(struct buf *out)
{
	buf_text(out, ".TH CANDOR 1 \"\" \"candor " CANDOR_VERSION "\" \"User Commands\"\n"
	    ".SH NAME\n"
	    "candor \\- check applicants for signs of the DPRK IT\\-worker scheme\n"
	    ".SH SYNOPSIS\n"
	    ".B candor\n"
	    ".I COMMAND\n"
	    "[\\fIOPTION\\fR]... [\\fIARGUMENT\\fR]...\n"
	    ".SH DESCRIPTION\n");
	put_text(out, STR_LIT("Candor reads the record of a remote applicant, freelancer or worker, and says what was "
	    "seen, who published that it matters, what innocent thing looks the same, and which check would settle "
	    "it.\n"
	    "It looks for misrepresentation, never for a nationality, and it decides nothing: a person does.\n"
	    "\n"
	    "Every command understands --help.\n"));
}

static const char foot[] =
	".SH EXIT STATUS\n"
	".TP\n.B 0\ndone; nobody at or above \\fB\\-\\-fail\\-at\\fR\n"
	".TP\n.B 1\ndone; somebody is, or an example of a rule fails\n"
	".TP\n.B 2\nwrong usage, or rules that do not load: nothing was scanned\n"
	".TP\n.B 3\ndone, but some input or list could not be read: every readable record was reported, each bad one "
	"is named on standard error; 3 wins over 1\n"
	".SH ENVIRONMENT\n"
	".TP\n.B NO_COLOR\nif set and not empty, text has no colour\n"
	".TP\n.B XDG_DATA_HOME\nwhere lists that others maintain are kept, under \\fIcandor\\fR; otherwise "
	"\\fI~/.local/share\\fR\n"
	".SH FILES\n"
	".TP\n.I ~/.local/share/candor\nlists that \\fBcandor lists\\fR keeps\n"
	".SH NOTES\n"
	"\\fBscan\\fR and \\fBcheck\\fR open no socket.\n"
	"No message names a value of an applicant's record.\n"
	"\"Nothing found\" is not a clearance.\n";

void man_page(struct buf *out)
{
	put_head(out);
	buf_text(out, ".SH COMMANDS\n");
	for (const struct command *const *c = commands; *c; c++)
		put_command(out, str_from((*c)->name), *c);
	buf_text(out, foot);
}
