#include "base/yaml_words.h"

#include <string.h>

#include "base/str.h"

/* The most special first; no context, no character: any. */
static const struct {
	const char *problem, *context;
	char at;
	const char *words;
} rows[] = {
	{ "cannot start any token", NULL, '\t', "a tab: indent with blanks" },
	{ "cannot start any token", NULL, '@', "a text that begins with \"@\" must be in quotes" },
	{ "cannot start any token", NULL, '`', "a text that begins with a backquote must be in quotes" },
	{ "cannot start any token", NULL, '%', "a text that begins with \"%\" must be in quotes" },
	{ "expected alphabetic or numeric", "an alias", 0, "a text that begins with \"*\" must be in quotes" },
	{ "expected alphabetic or numeric", "an anchor", 0, "a text that begins with \"&\" must be in quotes" },
	{ "mapping values are not allowed", NULL, 0,
	    "a colon where no key can stand: put a text with \": \" in quotes, or look at the indentation" },
	{ "unknown escape character", NULL, 0,
	    "a backslash in double quotes begins an escape; put the text in single quotes, or write \"\\\\\"" },
	{ "did not find expected hexdecimal number", NULL, 0,
	    "a backslash in double quotes begins an escape; put the text in single quotes, or write \"\\\\\"" },
	{ "unexpected end of stream", "quoted scalar", 0, "a quote that does not close" },
	{ "unexpected document indicator", "quoted scalar", 0, "a quote that does not close" },
	{ "expected ',' or ']'", NULL, 0, "a \"[\" that does not close, or a comma is missing" },
	{ "expected ',' or '}'", NULL, 0, "a \"{\" that does not close, or a comma is missing" },
	{ "comment or line break", "block scalar", 0, "a text that begins with \"|\" or \">\" must be in quotes" },
	{ "could not find expected ':'", NULL, 0, "a key without \": \" behind it" },
	{ "sequence entries are not allowed", NULL, 0, "a \"- \" where no list can begin: look at the indentation" },
	{ "did not find expected '-' indicator", NULL, 0, "a line among the entries of a list without its \"- \"" },
	{ "did not find expected key", NULL, 0,
	    "a line that fits nothing above it: look at the indentation, and at the quotes before it" },
	{ "did not find expected node content", NULL, 0, "a value is missing here, or a text must be in quotes" },
	{ "UTF-8", NULL, 0, "bytes that are not UTF-8" },
	{ "control characters", NULL, 0, "a control character" },
};

const char *yaml_words(const char *problem, const char *context, char at)
{
	for (size_t i = 0; problem && i < COUNT(rows); i++)
		if (strstr(problem, rows[i].problem) && (!rows[i].at || rows[i].at == at) &&
		    (!rows[i].context || (context && strstr(context, rows[i].context))))
			return rows[i].words;
	return NULL;
}
