#include "base/json_write.h"
#include "base/log.h"
#include "cmd/cmd.h"
#include "record/field.h"
#include "record/record.h"
#include "record/schema.h"

enum { PATH_MAX_LEN = 128, PATH_COLUMNS = 36, TYPE_COLUMNS = 9 };

struct options {
	const char *format;
};

static const struct opt opts[] = {
	{ "format", 'f', OPT_TEXT, OPT_ROW(struct options, format), "FORM",
	    "write |text|json|schema|; text on a terminal, JSON lines otherwise", 0, 0 },
	{ 0 },
};

/* What a rule may do with the value, in words; design: what no rule may weigh. */
static const char *trait_help(enum field_trait trait)
{
	static const char *const help[] = {
		[FIELD_OPEN] = "may be tested",
		[FIELD_WORDS] = "may be compared with another statement, never searched for a word: it is free text",
		[FIELD_PLACE] = "may be compared with another statement, never with a constant: it is a place",
		[FIELD_NAME] = "may be compared with another statement, never with a constant: it is a person's name",
		[FIELD_PROTECTED] = "may be compared with another statement, never with a constant: it is protected",
	};

	return help[trait];
}

static const char *trait_name(enum field_trait trait)
{
	static const char *const names[] = {
		[FIELD_OPEN] = "open", [FIELD_WORDS] = "words", [FIELD_PLACE] = "place", [FIELD_NAME] = "name",
		[FIELD_PROTECTED] = "protected",
	};

	return names[trait];
}

/* @path without its [], or without its [2] where it comes from a report. */
static struct str plain(const char *path, char *out, size_t size)
{
	bool in_brackets = false;
	size_t n = 0;

	for (; *path && n + 1 < size; path++) {
		if (*path == '[' || *path == ']')
			in_brackets = *path == '[';
		else if (!in_brackets || *path < '0' || *path > '9')
			out[n++] = *path;
	}
	out[n] = '\0';
	return str_of(out, n);
}

/* What a rule of @category calls the field @path; no text if it is none of its own. */
static struct str name_in(const struct category *category, struct str path)
{
	struct str prefix = str_from(category->path);

	if (!prefix.len)
		return path;
	if (!str_starts(path, prefix) || path.len <= prefix.len + 1 || path.ptr[prefix.len] != '.')
		return str_of(NULL, 0);
	return str_of(path.ptr + prefix.len + 1, path.len - prefix.len - 1);
}

static void put_json(struct buf *out, const struct field *f)
{
	struct json j = json_make(out);
	char path[PATH_MAX_LEN];

	json_open(&j, NULL, '{');
	json_text(&j, "field", str_from(f->path));
	json_text(&j, "type", str_from(field_type_name(f->type)));
	json_text(&j, "meaning", str_from(f->meaning));
	json_bool(&j, "fact", f->is_fact);
	json_text(&j, "source", str_from(f->is_fact ? f->source : "input"));
	json_text(&j, "trait", str_from(trait_name(f->trait)));
	json_bool(&j, "personal", f->is_personal);
	json_open(&j, "names", '{');
	for (size_t i = 0; i < category_count; i++) {
		struct str name = name_in(&categories[i], plain(f->path, path, sizeof(path)));
		if (name.ptr)
			json_text(&j, categories[i].name, name);
	}
	json_close(&j, '}');
	json_close(&j, '}');
	buf_byte(out, '\n');
}

static void put_line(struct buf *out, const struct field *f)
{
	buf_printf(out, "%-*s %-*s %s\n", PATH_COLUMNS, f->path, TYPE_COLUMNS, field_type_name(f->type), f->meaning);
}

/* All that there is to say of one. */
static void put_page(struct buf *out, const struct field *f)
{
	char path[PATH_MAX_LEN];

	buf_printf(out, "%s\n  meaning    %s\n  type       %s\n", f->path, f->meaning, field_type_name(f->type));
	buf_printf(out, "  from       %s%s\n", f->is_fact ? "a fact, found out from: " : "the input",
	    f->is_fact ? f->source : "");
	buf_printf(out, "  a rule     %s\n", trait_help(f->trait));
	if (f->is_personal)
		buf_text(out, "  personal   yes: --redact masks it\n");
	for (size_t i = 0; i < category_count; i++) {
		struct str name = name_in(&categories[i], plain(f->path, path, sizeof(path)));
		if (name.ptr)
			buf_printf(out, "  named      %.*s in a rule on %s\n", STR_ARG(name), categories[i].name);
	}
	buf_printf(out, "             applicant.%s in any other\n", path);
}

/* @f itself, or a field below it? */
static bool is_under(const struct field *f, struct str name)
{
	char path[PATH_MAX_LEN];
	struct str p = plain(f->path, path, sizeof(path));

	return str_starts(p, name) && p.len > name.len && p.ptr[name.len] == '.';
}

static int show_one(const char *word, bool as_json)
{
	struct buf out = buf_make(1 << 20);
	char near[PATH_MAX_LEN], path[PATH_MAX_LEN];
	struct str name = plain(word, path, sizeof(path));
	const struct field *f = field_find(0, name);

	if (!f && field_nearest(0, name, near, sizeof(near)).ptr)
		return cmd_usage(&cmd_fields, "no field \"%.60s\"; did you mean %s?", word, near);
	if (!f)
		return cmd_usage(&cmd_fields, "no field \"%.60s\"; candor fields lists them", word);
	if (as_json)
		put_json(&out, f);
	else
		put_page(&out, f);
	for (size_t i = 0; i < field_count; i++) {
		if (!is_under(&fields[i], name))
			continue;
		if (as_json)
			put_json(&out, &fields[i]);
		else
			put_line(&out, &fields[i]);
	}
	return cmd_print(&out, CMD_DONE);
}

static int show_schema(void)
{
	struct buf out = buf_make(1 << 20);
	struct json j = json_make(&out);

	schema_record(&j);
	buf_byte(&out, '\n');
	return cmd_print(&out, CMD_DONE);
}

static int run(void *options, int argc, char **argv)
{
	static const char *const forms[] = { "text", "json", "schema", NULL };
	const struct options *o = options;
	struct buf out = buf_make(1 << 20);

	const char *format = cmd_format(&cmd_fields, o->format, forms);
	if (!format)
		return CMD_USAGE;
	bool as_json = strcmp(format, "json") == 0;
	if (argc > 1)
		return cmd_usage(&cmd_fields, "one field at a time");
	if (strcmp(format, "schema") == 0)
		return argc ? cmd_usage(&cmd_fields, "the schema is of the whole record") : show_schema();
	if (argc == 1)
		return show_one(argv[0], as_json);
	for (size_t i = 0; i < field_count; i++) {
		if (as_json)
			put_json(&out, &fields[i]);
		else
			put_line(&out, &fields[i]);
	}
	return cmd_print(&out, CMD_DONE);
}

const struct command cmd_fields = {
	.name = "fields",
	.args = "[FIELD]",
	.summary = "every field of a record and every fact that is added to it",
	.text = "What an applicant's record may hold, and what Candor finds out about it: path, type and "
		"meaning. A list's path has []; a fact hangs under the value that it describes. With FIELD: "
		"where it comes from, what a rule may do with it, what rules call it, and the fields below "
		"it. --format schema writes the record, without facts, as a JSON Schema: it is docs/schema/"
		"record.schema.json, put on several lines.\n"
		"\n"
		"Examples:\n"
		"  candor fields\n"
		"  candor fields sessions.ip.vpn\n"
		"  candor fields resume --format json\n",
	.opts = opts,
	.options_size = sizeof(struct options),
	.run = run,
};
