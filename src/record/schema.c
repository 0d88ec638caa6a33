#include "record/schema.h"

#include <stdio.h>

#include "record/field.h"
#include "record/record.h"

enum { NAME_ROOM = 160 };

static bool is_list(const struct field *f)
{
	return str_ends(str_from(f->path), STR_LIT("[]"));
}

/* @path without its []. */
static struct str plain(struct str path, char out[NAME_ROOM])
{
	size_t n = 0;

	for (size_t i = 0; i < path.len && n + 1 < NAME_ROOM; i++)
		if (path.ptr[i] != '[' && path.ptr[i] != ']')
			out[n++] = path.ptr[i];
	out[n] = '\0';
	return str_of(out, n);
}

/* The field's path up to its last key: what holds it. */
static struct str parent_of(const struct field *f)
{
	const char *dot = strrchr(f->path, '.');

	return dot ? str_of(f->path, (size_t)(dot - f->path)) : STR_LIT("");
}

static const char *json_type(enum field_type type)
{
	return type == FIELD_BOOL ? "boolean" : type == FIELD_INTEGER ? "integer" : type == FIELD_NUMBER ? "number" :
	    "string";
}

/* "string", or what else the value may be written as; "array" if it is a list. */
static void put_types(struct json *j, const struct field *f)
{
	json_open(j, "type", '[');
	json_text(j, NULL, str_from(json_type(f->type)));
	if (record_takes_number(f))
		json_text(j, NULL, STR_LIT("number"));
	if (record_takes_bool(f))
		json_text(j, NULL, STR_LIT("boolean"));
	if (is_list(f))
		json_text(j, NULL, STR_LIT("array"));
	json_text(j, NULL, STR_LIT("null"));
	json_close(j, ']');
}

static void put_reference(struct json *j, const struct field *f)
{
	char name[NAME_ROOM], text[NAME_ROOM + 16];

	plain(str_from(f->path), name);
	snprintf(text, sizeof(text), "#/$defs/%s", name);
	json_text(j, "$ref", str_from(text));
}

/* Maps stand among the definitions, so that one and a list of them are said once. */
static void put_map(struct json *j, const struct field *f)
{
	if (!is_list(f)) {
		put_reference(j, f);
		return;
	}
	json_open(j, "anyOf", '[');
	json_open(j, NULL, '{');
	put_reference(j, f);
	json_close(j, '}');
	json_open(j, NULL, '{');
	json_text(j, "type", STR_LIT("array"));
	json_open(j, "items", '{');
	put_reference(j, f);
	json_close(j, '}');
	json_close(j, '}');
	json_close(j, ']');
}

static void put_field(struct json *j, const struct field *f)
{
	char name[NAME_ROOM];
	struct str path = plain(str_from(f->path), name);
	const char *dot = memrchr(path.ptr, '.', path.len);

	json_open(j, dot ? dot + 1 : path.ptr, '{');
	json_text(j, "description", str_from(f->meaning));
	if (f->type == FIELD_MAP) {
		put_map(j, f);
	} else {
		put_types(j, f);
		if (is_list(f)) {
			json_open(j, "items", '{');
			json_open(j, "type", '[');
			json_text(j, NULL, str_from(json_type(f->type)));
			json_text(j, NULL, STR_LIT("null"));
			json_close(j, ']');
			json_close(j, '}');
		}
	}
	json_close(j, '}');
}

static void put_members(struct json *j, struct str parent)
{
	json_open(j, "properties", '{');
	for (size_t i = 0; i < field_count; i++)
		if (!fields[i].is_fact && str_eq(parent_of(&fields[i]), parent))
			put_field(j, &fields[i]);
	json_close(j, '}');
}

static void put_definition(struct json *j, const struct field *f)
{
	char name[NAME_ROOM];

	json_open(j, plain(str_from(f->path), name).ptr, '{');
	json_text(j, "description", str_from(f->meaning));
	json_open(j, "type", '[');
	json_text(j, NULL, STR_LIT("object"));
	if (f->first)
		json_text(j, NULL, STR_LIT("string"));
	json_text(j, NULL, STR_LIT("null"));
	json_close(j, ']');
	put_members(j, str_from(f->path));
	json_close(j, '}');
}

void schema_record(struct json *j)
{
	json_open(j, NULL, '{');
	json_text(j, "$schema", STR_LIT("https://json-schema.org/draft/2020-12/schema"));
	json_text(j, "title", STR_LIT("An applicant's record"));
	json_text(j, "description", STR_LIT("What Candor reads, one JSON object for each applicant. Every member "
	    "may be missing, and one that is not named here is kept. A single value stands for a list of one, a text "
	    "for the object whose first member it is."));
	json_text(j, "type", STR_LIT("object"));
	put_members(j, STR_LIT(""));
	json_open(j, "$defs", '{');
	for (size_t i = 0; i < field_count; i++)
		if (!fields[i].is_fact && fields[i].type == FIELD_MAP)
			put_definition(j, &fields[i]);
	json_close(j, '}');
	json_close(j, '}');
}
