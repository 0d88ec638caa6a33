#include "record/field.h"

#include "record/record.h"

#define GIVEN(path, type, trait, personal, first, meaning) \
	{ path, FIELD_##type, FIELD_##trait, false, personal, first, meaning, "" },
#define FACT(path, type, trait, personal, meaning, source) \
	{ path, FIELD_##type, FIELD_##trait, true, personal, NULL, meaning, source },
const struct field fields[] = {
#include "record/field.list"
};
#undef GIVEN
#undef FACT

const size_t field_count = COUNT(fields);

const char *field_type_name(enum field_type type)
{
	static const char *const names[FIELD_TYPES] = {
		"text", "time", "date", "bool", "integer", "number", "country", "time zone", "language", "phone",
		"email", "url", "ip", "wallet", "digest", "phash", "code", "map",
	};

	return names[type];
}

/* Does @path without its [] read @name, with a dot before it if @is_inner? */
static bool path_is(const char *path, bool is_inner, struct str name)
{
	size_t i = 0;

	for (; *path; path++) {
		if (*path == '[' || *path == ']')
			continue;
		if (is_inner && *path != '.')
			return false;
		if (!is_inner && (i == name.len || *path != name.ptr[i++]))
			return false;
		is_inner = false;
	}
	return !is_inner && i == name.len;
}

static const struct field *find_under(const char *prefix, struct str name)
{
	size_t n = strlen(prefix);
	char first = n ? prefix[0] : name.len ? name.ptr[0] : '\0';

	/* The lists of events stand in no list: their fields begin with the prefix as it is. */
	for (size_t i = 0; i < field_count; i++)
		if (fields[i].path[0] == first && strncmp(fields[i].path, prefix, n) == 0 &&
		    path_is(fields[i].path + n, n > 0, name))
			return &fields[i];
	return NULL;
}

const struct field *field_find(size_t category, struct str name)
{
	struct str beside = STR("applicant.");

	if (str_starts(name, beside))
		return find_under("", str_of(name.ptr + beside.len, name.len - beside.len));
	return find_under(category < category_count ? categories[category].path : "", name);
}

/* @path as a rule of a category at @prefix would name it, without []; false if it lies outside. */
static bool plain_name(const char *path, const char *prefix, char *out, size_t size)
{
	size_t n = 0, skip = strlen(prefix);

	for (const char *p = path; *p && n + 1 < size; p++)
		if (*p != '[' && *p != ']')
			out[n++] = *p;
	out[n] = '\0';
	if (!skip)
		return true;
	if (strncmp(out, prefix, skip) != 0 || out[skip] != '.')
		return false;
	memmove(out, out + skip + 1, n - skip);
	return true;
}

struct str field_nearest(size_t category, struct str name, char *out, size_t size)
{
	const char *prefix = category < category_count ? categories[category].path : "";
	static const char beside[] = "applicant.";
	bool is_beside = str_starts(name, str_from(beside));
	char word[128], best[128] = "";

	if (is_beside)
		prefix = "";
	for (size_t i = 0; i < field_count; i++) {
		size_t at = is_beside ? sizeof(beside) - 1 : 0;
		memcpy(word, beside, at);
		if (!plain_name(fields[i].path, prefix, word + at, sizeof(word) - at))
			continue;
		const char *two[] = { best, word };
		const char *near = str_nearest(name, best[0] ? two : two + 1, best[0] ? 2 : 1);
		if (near == word)
			memcpy(best, word, sizeof(best));
	}
	size_t len = strlen(best);
	if (len >= size)
		len = 0;
	memcpy(out, best, len);
	out[len] = '\0';
	return len ? str_of(out, len) : str_of(NULL, 0);
}
