#include "cmd/complete.h"

#include "cmd/help.h"

enum { MAX_VALUES = 32 };

/* What a word of a usage line stands for, and who can list it: a function of bash, and an action of zsh. */
static const struct kind {
	const char *word, *bash, *zsh;
} kinds[] = {
	{ "FILE", "_candor_files", "_files" },
	{ "RESULTS", "_candor_files", "_files" },
	{ "RECORD", "_candor_files", "_files" },
	{ "EVENT", "_candor_files", "_files" },
	{ "PATH", "_candor_files", "_files" },
	{ "DIR", "_candor_folders", "_files -/" },
	{ "RULE", "_candor_rules", "_candor_rules" },
	{ "FIELD", "_candor_fields", "_candor_fields" },
	{ "ADVISORY", "_candor_advisories", "_candor_advisories" },
	{ "COMMAND", "_candor_commands", "_candor_commands" },
};

/* Is @word one of the words of @usage, "[RULE] RECORD..."? */
static bool has_word(const char *usage, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = usage; at && (at = strstr(at, word)); at += len) {
		bool begins = at == usage || !strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ_", at[-1]);
		if (begins && (!at[len] || !strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ_", at[len])))
			return true;
	}
	return false;
}

static const struct kind *kind_of(const char *usage)
{
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (has_word(usage, kinds[i].word))
			return &kinds[i];
	return NULL;
}

/* Calls @put for @c and all below it; @words lead to it. */
typedef void put_command(struct buf *out, struct str words, const struct command *c);

static void walk(struct buf *out, struct str before, const struct command *const *list, put_command *put)
{
	for (; list && *list; list++) {
		struct buf words = buf_make(256);
		buf_printf(&words, "%.*s%s%s", STR_ARG(before), before.len ? " " : "", (*list)->name);
		put(out, buf_str(&words), *list);
		walk(out, buf_str(&words), (*list)->subs, put);
		buf_clear(&words);
	}
}

static void put_names(struct buf *out, const struct command *const *list)
{
	for (size_t i = 0; list && list[i]; i++)
		buf_printf(out, "%s%s", i ? " " : "", list[i]->name);
}

static void put_values(struct buf *out, const char *help)
{
	struct str values[MAX_VALUES];
	size_t count = help_values(help, values, MAX_VALUES);

	for (size_t i = 0; i < count; i++)
		buf_printf(out, "%s%.*s", i ? " " : "", STR_ARG(values[i]));
}

static bool has_values(const struct opt *o)
{
	struct str value;

	return help_values(o->help, &value, 1) > 0;
}

/* What both shells need: the lists that the program itself prints, a name in the first column. */
static const char helpers[] =
	"_candor_rules() { _candor_words rules list --format text; }\n"
	"_candor_fields() { _candor_words fields --format text; }\n"
	"_candor_advisories() { _candor_words advisories --format text; }\n";

/* --- bash --- */

static void bash_path(struct buf *out, struct str words, const struct command *c)
{
	(void)c;
	buf_printf(out, "\t\t'%.*s') at=$try ;;\n", STR_ARG(words));
}

static void bash_value(struct buf *out, struct str words, const struct command *c)
{
	for (const struct opt *o = c->opts; o && o->name; o++) {
		const struct kind *kind = o->arg ? kind_of(o->arg) : NULL;
		if (!o->help || !o->arg)
			continue;
		buf_printf(out, "\t'%.*s --%s'", STR_ARG(words), o->name);
		if (o->letter)
			buf_printf(out, " | '%.*s -%c'", STR_ARG(words), o->letter);
		buf_text(out, ") ");
		if (has_values(o)) {
			buf_text(out, "_candor_put '");
			put_values(out, o->help);
			buf_byte(out, '\'');
		} else {
			buf_text(out, kind ? kind->bash : ":");
		}
		buf_text(out, "; return ;;\n");
	}
}

static void bash_options(struct buf *out, struct str words, const struct command *c)
{
	buf_printf(out, "\t'%.*s') _candor_put '--help", STR_ARG(words));
	for (const struct opt *o = c->opts; o && o->name; o++)
		if (o->help)
			buf_printf(out, " --%s", o->name);
	buf_text(out, "' ;;\n");
}

static void bash_operands(struct buf *out, struct str words, const struct command *c)
{
	if (!c->subs && !kind_of(c->args))
		return;
	buf_printf(out, "\t'%.*s')", STR_ARG(words));
	if (c->subs) {
		buf_text(out, " _candor_put '");
		put_names(out, c->subs);
		buf_byte(out, '\'');
	}
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (has_word(c->args, kinds[i].word))
			buf_printf(out, " %s;", kinds[i].bash);
	buf_text(out, " ;;\n");
}

static const char bash_head[] =
	"# bash completion for candor; made from the program's own tables.\n"
	"_candor_put() { COMPREPLY+=($(compgen -W \"$1\" -- \"$cur\")); }\n"
	"_candor_words() { _candor_put \"$(candor \"$@\" 2>/dev/null | awk '/^[^ ]/ { print $1 }')\"; }\n"
	"_candor_files() { compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -f -- \"$cur\")); }\n"
	"_candor_folders() { compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -d -- \"$cur\")); }\n";

static const char bash_words[] =
	"_candor() {\n"
	"\tlocal cur=${COMP_WORDS[COMP_CWORD]} before=$((COMP_CWORD - 1)) at= try i IFS=$' \\t\\n'\n"
	"\tCOMPREPLY=()\n"
	"\t# \"--format=text\" comes as three words.\n"
	"\t[[ $cur == = ]] && cur=\n"
	"\t[[ ${COMP_WORDS[before]} == = ]] && before=$((before - 1))\n"
	"\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
	"\t\ttry=\"${at:+$at }${COMP_WORDS[i]}\"\n"
	"\t\tcase $try in\n";

void complete_bash(struct buf *out)
{
	buf_text(out, bash_head);
	buf_text(out, "_candor_commands() { _candor_put '");
	put_names(out, commands);
	buf_text(out, "'; }\n");
	buf_text(out, helpers);
	buf_text(out, bash_words);
	walk(out, STR_LIT(""), commands, bash_path);
	buf_text(out, "\t\tesac\n\tdone\n\tcase \"$at ${COMP_WORDS[before]}\" in\n");
	walk(out, STR_LIT(""), commands, bash_value);
	buf_text(out, "\tesac\n\tif [[ $cur == -* ]]; then\n\tcase $at in\n\t'') _candor_put '--help --version' ;;\n");
	walk(out, STR_LIT(""), commands, bash_options);
	buf_text(out, "\tesac\n\treturn\n\tfi\n\tcase $at in\n\t'') _candor_commands ;;\n");
	walk(out, STR_LIT(""), commands, bash_operands);
	buf_text(out, "\tesac\n}\ncomplete -F _candor candor\n");
}

/* --- zsh --- */

/* @text inside single quotes and brackets of _arguments. */
static void zsh_text(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (c == '\'')
			buf_text(out, "'\\''");
		else if (c == '[' || c == ']' || c == ':' || c == '\\')
			buf_printf(out, "\\%c", c);
		else
			buf_byte(out, c);
	}
}

static void zsh_path(struct buf *out, struct str words, const struct command *c)
{
	(void)c;
	buf_printf(out, "\t\t'%.*s') at=$try n=$i ;;\n", STR_ARG(words));
}

static void zsh_option(struct buf *out, const struct opt *o)
{
	const struct kind *kind = o->arg ? kind_of(o->arg) : NULL;
	const char *many = o->kind == OPT_MANY ? "*" : "";
	struct buf help = buf_make(4096);

	if (o->letter)
		buf_printf(out, " \\\n\t\t\t'%s'{-%c,--%s}'", many, o->letter, o->name);
	else
		buf_printf(out, " \\\n\t\t\t'%s--%s", many, o->name);
	help_sentence(&help, o->help);
	buf_byte(out, '[');
	zsh_text(out, buf_str(&help));
	buf_byte(out, ']');
	buf_clear(&help);
	if (o->arg) {
		buf_byte(out, ':');
		zsh_text(out, str_from(o->arg));
		buf_byte(out, ':');
	}
	if (o->arg && has_values(o)) {
		buf_byte(out, '(');
		put_values(out, o->help);
		buf_byte(out, ')');
	} else if (kind) {
		buf_text(out, kind->zsh);
	}
	buf_byte(out, '\'');
}

static void zsh_arguments(struct buf *out, struct str words, const struct command *c)
{
	static const struct opt help = { .name = "help", .letter = 'h', .help = "show help" };

	buf_printf(out, "\t'%.*s')\n\t\t_arguments -s", STR_ARG(words));
	for (const struct opt *o = c->opts; o && o->name; o++)
		if (o->help)
			zsh_option(out, o);
	zsh_option(out, &help);
	if (c->subs) {
		buf_text(out, " \\\n\t\t\t'1:COMMAND:(");
		put_names(out, c->subs);
		buf_text(out, ")'");
	}
	if (!c->subs && kind_of(c->args)) {
		buf_text(out, " \\\n\t\t\t'*:");
		zsh_text(out, str_from(c->args));
		buf_text(out, ":{");
		for (size_t i = 0; i < COUNT(kinds); i++)
			if (has_word(c->args, kinds[i].word))
				buf_printf(out, " %s;", kinds[i].zsh);
		buf_text(out, " }'");
	}
	buf_text(out, " ;;\n");
}

static const char zsh_head[] =
	"#compdef candor\n"
	"# zsh completion for candor; made from the program's own tables.\n"
	"_candor_words() {\n"
	"\tlocal -a found\n"
	"\tfound=(${(f)\"$(candor \"$@\" 2>/dev/null | awk '/^[^ ]/ { print $1 }')\"})\n"
	"\tcompadd -a found\n"
	"}\n";

static const char zsh_words[] =
	"_candor() {\n"
	"\tlocal at= try\n"
	"\tinteger i n=1\n"
	"\tfor ((i = 2; i < CURRENT; i++)); do\n"
	"\t\ttry=\"${at:+$at }${words[i]}\"\n"
	"\t\tcase $try in\n";

void complete_zsh(struct buf *out)
{
	buf_text(out, zsh_head);
	buf_text(out, helpers);
	buf_text(out, "_candor_commands() {\n\tlocal -a found\n\tfound=(");
	for (size_t i = 0; commands[i]; i++) {
		buf_printf(out, "\n\t\t'%s:", commands[i]->name);
		zsh_text(out, str_from(commands[i]->summary));
		buf_byte(out, '\'');
	}
	buf_text(out, "\n\t)\n\t_describe command found\n}\n");
	buf_text(out, zsh_words);
	walk(out, STR_LIT(""), commands, zsh_path);
	buf_text(out, "\t\tesac\n\tdone\n\twords=(\"${(@)words[n,-1]}\")\n\t((CURRENT -= n - 1))\n\tcase $at in\n"
	    "\t'') _arguments '(- *)'{-h,--help}'[show help]' '(- *)'{-V,--version}'[show the version]' "
	    "'1:COMMAND:_candor_commands' ;;\n");
	walk(out, STR_LIT(""), commands, zsh_arguments);
	buf_text(out, "\tesac\n}\n_candor \"$@\"\n");
}
