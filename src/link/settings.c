#include "link/settings.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

struct number {
	const char *path; /* in the map "link" */
	size_t offset;
	int min, max;
};

#define NUMBER(path, member, min, max) { path, offsetof(struct link_settings, member), min, max }

static const struct number numbers[] = {
	NUMBER("household", household, 1, 100),
	NUMBER("line.days", line_days, 0, 36500),
	NUMBER("line.pair_days", line_pair_days, 0, 36500),
	NUMBER("photo.bits", photo_bits, 0, 7),
	NUMBER("document_image.bits", document_bits, 0, 7),
	NUMBER("resume.percent", resume_percent, 1, 100),
	NUMBER("resume.least", resume_least, 1, 100000),
	NUMBER("resume.alone", resume_alone, 1, 100000),
	NUMBER("resume.common", resume_common, 1, 100),
};

/* Who is told of faults. */
struct teller {
	yaml_fault *fault;
	void *context;
};

static bool wrong(const struct teller *t, const struct node *n, const char *path, const char *what)
{
	struct err e = { 0 };

	err_set(&e, ERR_SYNTAX, "link: \"%s\" %s", path, what);
	err_at(&e, NULL, n->line, node_value_column(n));
	t->fault(t->context, &e);
	return false;
}

static bool read_number(const struct node *map, const char *path, int min, int max, int *out, const struct teller *t)
{
	const struct node *n = node_path(map, path);

	if (!n)
		return wrong(t, map, path, "is missing");
	if (n->type != NODE_NUMBER || !(n->number >= min && n->number <= max) || n->number != (double)(int)n->number) {
		char what[80];
		snprintf(what, sizeof(what), "is not a whole number from %d to %d", min, max);
		return wrong(t, n, path, what);
	}
	*out = (int)n->number;
	return true;
}

static bool is_known(struct str path)
{
	for (size_t i = 0; i < COUNT(numbers); i++) {
		struct str known = str_from(numbers[i].path);
		if (str_eq(known, path) || (str_starts(known, path) && known.ptr[path.len] == '.'))
			return true;
	}
	struct str hub = STR("hub"), rest;
	if (str_eq(path, hub))
		return true;
	return str_eq(str_split(path, '.', &rest), hub) && tie_find(rest) < TIE_HOME;
}

static bool check_known(const struct node *map, const char *above, const struct teller *t)
{
	bool ok = true;

	NODE_EACH (n, map) {
		char path[128];
		struct str key = node_key(n);
		snprintf(path, sizeof(path), "%s%s%.*s", above, *above ? "." : "", (int)(key.len < 40 ? key.len : 40),
		    key.ptr);
		struct node known = *n;
		known.value_column = 0; /* the key is what is wrong */
		if (!is_known(str_from(path)))
			ok = wrong(t, &known, path, "is no key of it");
		else if (n->type == NODE_MAP)
			ok = check_known(n, path, t) && ok;
	}
	return ok;
}

bool link_settings_read(const struct node *map, struct link_settings *out, yaml_fault *fault, void *context)
{
	const struct teller t = { fault, context };
	bool ok = true;

	*out = (struct link_settings){ 0 };
	if (map->type != NODE_MAP)
		return wrong(&t, map, "", "is no map");
	for (size_t i = 0; i < COUNT(numbers); i++)
		ok = read_number(map, numbers[i].path, numbers[i].min, numbers[i].max,
		    (int *)(void *)((char *)out + numbers[i].offset), &t) && ok;
	for (size_t i = 0; i < TIE_HOME; i++) {
		char path[64] = "hub.";
		memcpy(path + 4, tie_kinds[i].word, strlen(tie_kinds[i].word) + 1);
		ok = read_number(map, path, 2, 1000000, &out->hub[i], &t) && ok;
	}
	return check_known(map, "", &t) && ok;
}
