#include "read/source.h"

/*
 * Lines or values?  A file of JSON lines may begin with a broken one, and a value that is printed over many lines may
 * hold whole objects on lines of their own, but then they are indented.  So: one line that is a whole object from its
 * first column makes it lines.
 */
static bool is_whole_object(struct str line)
{
	struct splitter s = split_make(SPLIT_VALUES, 0);
	size_t begin = 0, at = 0;
	struct piece p;

	line = str_trim(str_of(line.ptr, line.len));
	if (line.len < 4 || *line.ptr != '{' || line.ptr[line.len - 1] != '}')
		return false;
	size_t quote = 1;
	while (quote < line.len && line.ptr[quote] == ' ')
		quote++;
	if (line.ptr[quote] != '"' || line.ptr[quote + 1] == '"') /* {"" is a quoted cell of a table */
		return false;
	return split_step(&s, line.ptr, &begin, &at, line.len, &p) && at == line.len;
}

static size_t whole_objects(struct str text)
{
	size_t count = 0;

	for (struct str rest = text; rest.ptr && count < 2;) {
		struct str line = str_split(rest, '\n', &rest);
		count += line.len && *line.ptr == '{' && is_whole_object(line);
	}
	return count;
}

/* Is what begins with [ made of lines all the same?  In a list two objects on lines of their own need a comma. */
static bool is_lines(struct str text)
{
	struct str rest, first = str_trim(str_split(text, '\n', &rest));

	return whole_objects(text) >= (first.len && first.ptr[first.len - 1] == ']' ? 1 : 2);
}

/* Files that people hand over by mistake, told by their first bytes. */
static const struct {
	struct str begins;
	const char *text;
} foreign[] = {
	{ STR("\xFF\xFE"), "is UTF-16; save it as UTF-8" }, { STR("\xFE\xFF"), "is UTF-16; save it as UTF-8" },
	{ STR("PK\x03\x04"), "is a spreadsheet or an archive; save it as CSV or JSON" },
	{ STR("%PDF"), "is a PDF; records come as JSON or CSV" },
	{ STR("\xD0\xCF\x11\xE0"), "is an old spreadsheet or document; save it as CSV or JSON" },
	{ STR("\x28\xB5\x2F\xFD"), "is compressed with zstd; only gzip is undone here" },
	{ STR("BZh"), "is compressed with bzip2; only gzip is undone here" },
	{ STR("\xFD" "7zXZ"), "is compressed with xz; only gzip is undone here" },
	{ STR("<"), "is XML or HTML; records come as JSON or CSV" },
};

static bool is_foreign(struct str text, struct err *e)
{
	for (size_t i = 0; i < COUNT(foreign); i++)
		if (str_starts(text, foreign[i].begins))
			return !err_set(e, ERR_SYNTAX, "%s", foreign[i].text);
	if (text.len > 1 && (!text.ptr[0] != !text.ptr[1]))
		return !err_set(e, ERR_SYNTAX, "is UTF-16 or UTF-32; save it as UTF-8");
	return false;
}

bool source_recognise(struct str text, bool is_all, enum split_kind *kind, struct err *e)
{
	if (is_foreign(text, e))
		return false;
	struct str seen = str_trim(text);
	if (!seen.len) {
		*kind = SPLIT_LINES;
		return is_all || err_set(e, ERR_SYNTAX, "begins with nothing but blanks");
	}
	if (*seen.ptr == '[')
		*kind = is_lines(text) ? SPLIT_LINES : SPLIT_LIST;
	else if (whole_objects(text) || (*seen.ptr == '{' && !is_all && str_index(text, '\n') == text.len))
		*kind = SPLIT_LINES;
	else
		*kind = *seen.ptr == '{' ? SPLIT_VALUES : SPLIT_TABLE;
	return true;
}
