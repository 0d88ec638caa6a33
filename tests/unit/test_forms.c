#include "read/read.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json_write.h"
#include "limits.h"
#include "unit/test.h"

static void note_fault(void *context, const struct record *r, const char *field, const char *wanted)
{
	buf_printf(context, "%u: %s: wanted %s\n", r->line, field, wanted);
}

static void put_record(struct buf *out, const struct record *r)
{
	struct json j = json_make(out);

	json_node(&j, NULL, r->root);
	for (const struct drop *d = r->drops; d; d = d->next)
		buf_printf(out, " dropped %.*s %d", STR_ARG(d->field), (int)d->count);
	buf_byte(out, '\n');
}

/* What becomes of @path: a line for each record, complaint and fault.  Owned by @out. */
static struct str read_path(const struct forms *forms, const char *path, const char *form, struct buf *out)
{
	struct err e = { 0 };
	struct reader *r = reader_new(forms, note_fault, out);
	struct source *s = source_open(path, form ? forms_find(forms, form) : NULL, forms, &e);
	struct chunk c = { 0 };
	struct arena a = arena_make(RECORD_MAX_MEMORY);
	struct record record;

	if (!s)
		buf_printf(out, "cannot open: %s\n", e.text);
	while (s && source_next(s, &c)) {
		enum read_result result;
		while ((result = reader_next(r, &c, &a, &record, &e)) != READ_END) {
			if (result == READ_BAD)
				buf_printf(out, "%u: %s\n", e.line, e.text);
			else
				put_record(out, &record);
			arena_reset(&a);
		}
	}
	chunk_clear(&c);
	source_close(s);
	reader_free(r);
	arena_clear(&a);
	return buf_str(out);
}

/* Without the folder, which differs from machine to machine and stands in the ids of records that have none. */
static struct str without_folder(struct str text, struct str folder, struct buf *out)
{
	for (size_t i = 0; i < text.len; i++) {
		struct str rest = str_of(text.ptr + i, text.len - i);
		if (folder.len && str_starts(rest, folder))
			i += folder.len - 1;
		else
			buf_byte(out, text.ptr[i]);
	}
	return buf_str(out);
}

/* Each file beside a NAME.record is read, its form recognised, and what comes of it stands there. */
static void check_file(const struct forms *forms, const char *folder, const char *name)
{
	struct buf out = buf_make(1 << 24), plain = buf_make(1 << 24);
	char path[1024], want_path[1024];
	size_t stem = strcspn(name, ".");

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	snprintf(want_path, sizeof(want_path), "%s/%.*s.record", folder, (int)stem, name);
	struct str got = without_folder(read_path(forms, path, NULL, &out), str_of(path, strlen(folder) + 1), &plain);
	if (getenv("CANDOR_UPDATE")) {
		FILE *f = fopen(want_path, "w");
		if (f) {
			fwrite(got.ptr, 1, got.len, f);
			fclose(f);
		}
	}
	struct str want = test_read(want_path);
	test_case(name);
	CHECK(want.ptr);
	if (want.ptr)
		test_text(got, want, __FILE__, __LINE__, name);
	mem_free((void *)(uintptr_t)want.ptr);
	buf_clear(&out);
	buf_clear(&plain);
}

static int is_input(const struct dirent *e)
{
	struct str name = str_from(e->d_name);

	return *name.ptr != '.' && !str_ends(name, STR_LIT(".record")) && !str_ends(name, STR_LIT(".md"));
}

static void fixtures(const struct forms *forms)
{
	char folder[512];
	struct dirent **names = NULL;

	snprintf(folder, sizeof(folder), "%s", test_file("forms"));
	int count = scandir(folder, &names, is_input, alphasort);
	CHECK(count > 0);
	for (int i = 0; i < count; i++) {
		check_file(forms, folder, names[i]->d_name);
		free(names[i]);
	}
	free(names);
}

void test_forms(void)
{
	struct err e = { 0 };
	struct forms *forms = forms_new(&e);

	CHECK(forms);
	fixtures(forms);
	forms_free(forms);
}
