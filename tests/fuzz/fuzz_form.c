/*
 * fuzz_form.c - any bytes as the file of a form, and behind a byte 0 an input for it: a form either has faults, each with
 * a sentence, or reads.
 */
#include "fuzz/memory_file.h"
#include "limits.h"
#include "read/read.h"

static void count_fault(void *context, const struct err *e)
{
	if (!e->code || !e->text[0] || !e->file[0])
		abort();
	++*(size_t *)context;
}

static void read_all(const struct forms *forms, const char *path, const struct form *form)
{
	struct source *s = source_open(path, form, forms, NULL);
	struct reader *r = reader_new(forms, NULL, NULL);
	struct arena a = arena_make(RECORD_MAX_MEMORY);
	struct chunk c = { 0 };
	struct record record;
	struct err e;

	while (s && source_next(s, &c))
		while (reader_next(r, &c, &a, &record, &e) != READ_END)
			arena_reset(&a);
	chunk_clear(&c);
	source_close(s);
	reader_free(r);
	arena_clear(&a);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	const unsigned char *end = size ? memchr(data, 0, size) : NULL;
	size_t len = end ? (size_t)(end - data) : size, faults = 0;
	struct err e = { 0 };
	struct forms *forms = forms_new(&e);
	struct memory_file form = memory_file_make(data, len);
	struct memory_file in = memory_file_make(end ? end + 1 : data, end ? size - len - 1 : 0);

	if (!forms)
		abort();
	bool ok = forms_add_path(forms, form.path, count_fault, &faults);
	if (ok != !faults)
		abort();
	for (size_t i = 1; ok && i < forms_count(forms); i++)
		read_all(forms, in.path, forms_find(forms, forms_name(forms, i)));
	read_all(forms, in.path, NULL);
	memory_file_close(&form);
	memory_file_close(&in);
	forms_free(forms);
	return 0;
}
