#include "record/field.h"

#include <assert.h>
#include <pthread.h>

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

/* Fields by the hash of their paths without []: one more than an index, 0 where there is none; prepared once. */
enum {
	SLOTS = 1 << 10,
	PATH_ROOM = 128, /* bytes of a path; longer than any is */
};

static uint16_t slots[SLOTS];
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Does @path, without its [], read @name? */
static bool path_is(const char *path, struct str name)
{
	size_t i = 0;

	for (const char *p = path; *p; p++) {
		if (*p == '[' || *p == ']')
			continue;
		if (i == name.len || *p != name.ptr[i++])
			return false;
	}
	return i == name.len;
}

/* Where the field @name is, or belongs. */
static uint16_t *slot_of(struct str name)
{
	uint32_t at = str_hash(name) % SLOTS;

	while (slots[at] && !path_is(fields[slots[at] - 1].path, name))
		at = (at + 1) % SLOTS;
	return &slots[at];
}

static bool plain_name(const char *path, const char *prefix, char *out, size_t size);

static void prepare(void)
{
	assert(field_count <= SLOTS / 2);
	for (size_t i = 0; i < field_count; i++) {
		char name[PATH_ROOM];
		assert(strlen(fields[i].path) < sizeof(name));
		plain_name(fields[i].path, "", name, sizeof(name));
		uint16_t *slot = slot_of(str_from(name));
		if (!*slot)
			*slot = (uint16_t)(i + 1);
	}
}

static const struct field *find_under(const char *prefix, struct str name)
{
	size_t n = strlen(prefix), skip = n + (n > 0);
	char path[PATH_ROOM];

	if (skip + name.len >= sizeof(path))
		return NULL;
	memcpy(path, prefix, n);
	path[n] = '.';
	if (name.len)
		memcpy(path + skip, name.ptr, name.len);
	pthread_once(&once, prepare);
	uint16_t slot = *slot_of(str_of(path, skip + name.len));
	return slot ? &fields[slot - 1] : NULL;
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
