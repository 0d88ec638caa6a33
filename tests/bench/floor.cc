/*
 * floor.cc - what reading alone costs, with nothing of ours.  "floor json FILE": each line through simdjson's own parser.
 * "floor yaml FILE...": each file through libyaml's own parser, event after event.  Prints how many lines or events.
 */
#include <cstdio>
#include <cstring>
#ifndef LONG_MAX /* as in base/json_read.cc */
#define LONG_MAX __LONG_MAX__
#endif
#include <simdjson.h>
#include <yaml.h>

static size_t read_lines(const char *path)
{
	simdjson::dom::parser parser;
	simdjson::padded_string text;
	size_t count = 0;

	if (simdjson::padded_string::load(path).get(text))
		return 0;
	const char *at = text.data(), *end = at + text.size();
	while (at < end) {
		const char *stop = (const char *)memchr(at, '\n', (size_t)(end - at));
		size_t len = (size_t)((stop ? stop : end) - at);
		/* The text of the next line, or the padding, stands behind: no copy is needed. */
		simdjson::dom::element value;
		count += len && !parser.parse(at, len, false).get(value);
		at += len + 1;
	}
	return count;
}

static size_t read_events(const char *path)
{
	yaml_parser_t parser;
	yaml_event_t event;
	size_t count = 0;
	bool is_over = false;
	FILE *f = fopen(path, "rb");

	if (!f || !yaml_parser_initialize(&parser))
		return 0;
	yaml_parser_set_input_file(&parser, f);
	while (!is_over && yaml_parser_parse(&parser, &event)) {
		is_over = event.type == YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
		count++;
	}
	yaml_parser_delete(&parser);
	fclose(f);
	return count;
}

int main(int argc, char **argv)
{
	bool is_json = argc > 1 && !strcmp(argv[1], "json");
	size_t count = 0;

	for (int i = 2; i < argc; i++)
		count += is_json ? read_lines(argv[i]) : read_events(argv[i]);
	printf("%zu\n", count);
	return !count;
}
